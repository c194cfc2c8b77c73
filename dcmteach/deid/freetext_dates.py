"""Dates in free text, in the spellings people and machines write them in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from dcmteach.deid.freetext_view import View
from dcmteach.deid.freetext_words import months

__all__ = ["dates_in"]

_ISO_TIME = r"(?:[ t]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?:z|[+-]\d{2}:?\d{2})?(?!\d))?"
_RUN = re.compile(r"(?<![\d.])(\d{6}|\d{8}|\d{10}|\d{12}|\d{14}(?:\.\d{1,6})?)(?![\d])")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})( ?[-/._年년\\ ] ?)(\d{1,2})(?:\2| ?[月월] ?)(\d{1,2})(?!\d)[日일]?" + _ISO_TIME
)
_YEAR_LAST = re.compile(
    r"(?<![\d.])(\d{1,2})( ?[-/._\\ ] ?|\. )(\d{1,2})\2['’]?(\d{4}|\d{2})(?![\d])" + _ISO_TIME
)
_DAY_MONTH = re.compile(
    r"(?<![\d.])(\d{1,2})(?:st|nd|rd|th|er|ten|te|[.ºª°])?[ \-./_]{0,2}(?:of |de |den |d['’])?"
    r"([^\W\d_]{3,10})\.?(?:[ \-./_,]{0,2}(?:of |de |del )?['’]?(\d{4}|\d{2})(?!\d))?(?![^\W_])"
    + _ISO_TIME
)
_MONTH_DAY = re.compile(
    r"(?<![^\W_])([^\W\d_]{3,10})\.?[ \-./_]{0,2}(\d{1,2})(?:st|nd|rd|th)?(?!\d)"
    r"(?:[ \-./_,]{1,2}['’]?(\d{4}|\d{2})(?!\d))?" + _ISO_TIME
)
_YEAR_MONTH_DAY = re.compile(
    r"(?<!\d)(\d{4})[ \-./_]{0,2}([^\W\d_]{3,10})\.?[ \-./_]{0,2}(\d{1,2})(?!\d)" + _ISO_TIME
)
_MONTH_DAY_YEAR = re.compile(r"(?<![^\W_])([^\W\d_]{3,10})(\d{2})(\d{4})(?!\d)")
_MONTH_YEAR = re.compile(
    r"(?<![^\W_])([^\W\d_]{3,10})\.?[ \-./_,]{1,2}(?:of |de |del )?((?:19|20)\d\d)(?!\d)"
)
_NUMBER_YEAR = re.compile(r"(?<![\w./-])(0?[1-9]|1[0-2])[/.-]((?:19|20)\d\d)(?![\d./-])")
_YEAR_NUMBER = re.compile(r"(?<![\w./-])(?:19|20)\d\d[/.-](?:0[1-9]|1[0-2])(?![\d./-])")
# A personal number that begins with a birth date, as in the north of Europe.
_PERSONAL = re.compile(r"(?<![\d.])(\d{6})[-+ ]?\d{3,5}(?!\d)")
_SHORT = re.compile(r"(?<![\d./-])(\d{1,2})([./])(\d{1,2})(\.?)(?![\d/])")

Day = tuple[int, int, int]


def dates_in(view: View, own: frozenset[Day], *, everyone: bool) -> Iterator[tuple[int, int]]:
    """Find dates.

    Parameters
    ----------
    view : View
        The text.
    own : frozenset of (int, int, int)
        Year, month, day of the dates to find, also in spellings that other things share:
        six digits, or a day and month without a year.
    everyone : bool
        Whether to find every other date, too: a whole one, or a month with its year.

    Yields
    ------
    start, end : int
        Where in the folded text.
    """
    folded = view.folded
    named = not months().keys().isdisjoint(view.vocabulary)
    if not view.digits or (len(view.digits) == 1 and len(view.digits[0]) < 6 and not named):
        return
    short = {(month, day) for _, month, day in own}
    for match in _RUN.finditer(folded):
        if _in_digits(match[1], own, everyone=everyone):
            yield match.span()
    for match in _YEAR_FIRST.finditer(folded):
        days = _days(match[1], match[3], match[4])
        if days & own or (everyone and days and match[2].strip()):
            yield match.span()
    for match in _YEAR_LAST.finditer(folded):
        days = _days(match[4], match[3], match[1]) | _days(match[4], match[1], match[3])
        if days & own or (everyone and days and _plain(match)):
            yield match.span()
    for match in _SHORT.finditer(folded):
        pair = {(int(match[1]), int(match[3])), (int(match[3]), int(match[1]))}
        if pair & short and (match[2] == "/" or match[4]):
            yield match.span()
    for match in _PERSONAL.finditer(folded):
        if _in_digits(match[1], own, everyone=False):
            yield match.span()
    if everyone:
        for pattern in (_NUMBER_YEAR, _YEAR_NUMBER):
            yield from (match.span() for match in pattern.finditer(folded))
    if named:
        yield from _named(folded, own, short, everyone=everyone)


def _named(
    folded: str, own: frozenset[Day], short: set[tuple[int, int]], *, everyone: bool
) -> Iterator[tuple[int, int]]:
    known = months()
    for pattern, order in (
        (_DAY_MONTH, (3, 2, 1)),
        (_MONTH_DAY, (3, 1, 2)),
        (_MONTH_DAY_YEAR, (3, 1, 2)),
        (_YEAR_MONTH_DAY, (1, 2, 3)),
    ):
        for match in pattern.finditer(folded):
            year, word, day = (match[index] for index in order)
            month = known.get(word)
            if month is None or not 1 <= int(day) <= 31:
                continue
            if year is None:
                if (month, int(day)) in short:
                    yield match.span()
                continue
            days = _days(year, str(month), day)
            if days & own or (everyone and days and (len(year) == 4 or _tight(match, order[0]))):
                yield match.span()
    for match in _MONTH_YEAR.finditer(folded):
        month = known.get(match[1])
        if month and (everyone or any(day[:2] == (int(match[2]), month) for day in own)):
            yield match.span()


def _tight(match: re.Match[str], group: int) -> bool:
    """Tell whether a year of two digits is joined to its month: 16-May-19, not set 2 15."""
    return match.string[match.start(group) - 1] in "-./_'’"


def _plain(match: re.Match[str]) -> bool:
    """Tell whether three numbers are a date rather than a version or a list of numbers."""
    between = match[2].strip()
    if len(match[4]) == 4:
        return bool(between)
    return between == "/" or (between in {".", "-"} and len(match[1]) == len(match[3]) == 2)


def _in_digits(run: str, own: frozenset[Day], *, everyone: bool) -> bool:
    """Tell whether digits without anything between them begin with a date."""
    digits = run.split(".")[0]
    if len(digits) == 6:
        a, b, c = digits[:2], digits[2:4], digits[4:]
        return bool((_days(a, b, c) | _days(c, b, a) | _days(c, a, b)) & own)
    a, b, c, d = digits[:2], digits[2:4], digits[4:6], digits[6:8]
    days = _days(a + b, c, d)
    if len(digits) == 8:
        days |= _days(c + d, b, a) | _days(c + d, a, b)
    return bool(days & own) or (everyone and bool(days))


def _days(year: str, month: str, day: str) -> set[Day]:
    """Read a date; two digits of a year are of this century and of the last."""
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    found = set()
    for one in years:
        try:
            datetime.date(one, int(month), int(day))
        except ValueError:
            continue
        if 1880 <= one <= 2099:
            found.add((one, int(month), int(day)))
    return found
