"""The cutting of free text for one identity: look, cut, tidy up, look again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from dcmteach.deid.freetext_beside import beside
from dcmteach.deid.freetext_contacts import contacts_in
from dcmteach.deid.freetext_dates import Day, dates_in
from dcmteach.deid.freetext_hits import hits_of
from dcmteach.deid.freetext_join import without
from dcmteach.deid.freetext_view import View
from dcmteach.deid.freetext_wanted import collect
from dcmteach.deid.freetext_words import words
from dcmteach.header.fold import fold, spellings
from dcmteach.header.identity import Identity
from dcmteach.header.translit import is_foreign, romanised

__all__ = ["Cleaner"]

_ROUNDS = 4
_MOST_KEPT = 2048
_LONGEST_KEPT = 1024
_ESCAPE = "\x1b"
_SHORTEST_BEGINNING = 6  # letters of a name that was cut off
# What text in one character set looks like when it is read in another.
_MISREAD = ("utf-8", "iso8859_2", "iso8859_5", "cp1251", "iso8859_7", "cp437", "cp850", "shift_jis")
_READ_AS = ("latin_1", "cp1252")
_DOTTED = re.compile(r"(?<![^\W_])([^\W\d_])\. ?-?([^\W\d_])\.(?: ?-?([^\W\d_])\.)?(?![^\W_])")


class Cleaner:
    """What is looked for in the texts of one study, prepared once.

    Parameters
    ----------
    values : tuple of (str, str)
        Kind and value, as :attr:`dcmteach.header.identity.Identity.values` has them.
    dates : str
        ``"all"``, ``"own"`` or ``"birth"``; see :func:`dcmteach.deid.freetext.clean`.
    """

    __slots__ = (
        "_beginnings",
        "_cleaned",
        "_days",
        "_digits",
        "_every_date",
        "_halves",
        "_initials",
        "_owners",
        "_wanted",
    )

    def __init__(self, values: tuple[tuple[str, str], ...], dates: str) -> None:
        self._owners, self._wanted, self._initials = collect(values)
        self._beginnings = frozenset(_beginnings(values))
        kinds = {"birth date"} if dates == "birth" else {"birth date", "date"}
        self._days = frozenset(_days(value for kind, value in values if kind in kinds))
        self._digits = tuple(
            way
            for year, month, day in self._days
            for way in (f"{year:04d}{month:02d}{day:02d}", f"{day:02d}{month:02d}{year:04d}")
        )
        ways = {f"{a:02d}[-./ ]?{b:02d}" for _, m, d in self._days for a, b in ((m, d), (d, m))}
        self._halves = re.compile("|".join(sorted(ways)) or "(?!)")
        self._every_date = dates == "all"
        self._cleaned: dict[str, str | None] = {}  # the files of a series repeat their texts

    def clean(self, text: str, identity: Identity) -> str | None:
        """Cut what identifies; None if that cannot be done with certainty."""
        if text in self._cleaned:
            return self._cleaned[text]
        cleaned = self._cleaned_once(text, identity)
        if len(text) <= _LONGEST_KEPT:
            if len(self._cleaned) >= _MOST_KEPT:
                self._cleaned.clear()
            self._cleaned[text] = cleaned
        return cleaned

    def _cleaned_once(self, text: str, identity: Identity) -> str | None:
        if _ESCAPE in text:
            return None
        whole = text
        for _ in range(_ROUNDS):
            view = View(text)
            gone = self._marked(view)
            if gone is None:
                return None
            if 1 not in gone:
                if text != whole and self._halves.search(text):
                    return None  # of a date glued to something else only the year was cut
                return None if self._doubtful(view, identity) else text
            shorter = without(text, gone)
            if len(shorter) >= len(text):
                return None
            text = shorter
        return None

    def _marked(self, view: View) -> bytearray | None:
        """Mark what is to be cut, in the text as written; None if something cannot be cut."""
        gone = bytearray(len(view.text))
        hits = hits_of(view, self._wanted, self._owners)
        for start, end in contacts_in(view):
            _mark(gone, start, end)
        for start, end in dates_in(view, self._days, everyone=self._every_date):
            _mark(gone, *view.written(start, end))
        if "." in view.folded:
            for match in _DOTTED.finditer(view.folded):
                start, end = view.written(*match.span())
                if match[1] + match[2] in self._initials and view.text[start:end].isupper():
                    _mark(gone, start, end)
        for hit in hits:
            if hit.whole:
                start, end = view.written(hit.start, hit.end)
                _mark(gone, start, end)
                for index in range(start, end):
                    if view.text[index] in "\r\n\f":  # lines stay lines
                        gone[index] = 0
        if hits or 1 in gone:
            beside(view, gone, hits, self._owners)
        for hit in hits:
            if not hit.whole and not _covered(view, gone, hit.start, hit.end):
                return None
        return gone

    def _doubtful(self, view: View, identity: Identity) -> bool:
        """Look again at what seems clean, in other ways."""
        if next(identity.places(fold(view.text)), None) is not None:
            return True
        if view.digits and any(digits in view.squeezed for digits in self._digits):
            return True  # a date of this study, glued to other digits
        if not self._beginnings.isdisjoint(view.vocabulary):
            return True  # a name cut off where an element or a line was full
        if view.text.isascii() and "&" not in view.text and "%" not in view.text:
            return False
        return any(
            hits_of(View(other), self._wanted, self._owners)
            or next(identity.places(fold(other)), None) is not None
            for other in _other_readings(view)
        )


def _covered(view: View, gone: bytearray, start: int, end: int) -> bool:
    first, last = view.written(start, end)
    return all(gone[index] or not view.text[index].isalnum() for index in range(first, last))


def _mark(gone: bytearray, start: int, end: int) -> None:
    gone[start:end] = b"\1" * (end - start)


def _other_readings(view: View) -> Iterator[str]:
    if "&" in view.text:
        yield html.unescape(view.text)
    if "%" in view.text:
        yield unquote(view.text)
    if view.text.isascii():
        return
    if is_foreign(view.folded):
        yield from romanised(view.text)
    for wrong in _READ_AS:
        try:
            data = view.text.encode(wrong)
        except UnicodeEncodeError:
            continue
        for right in _MISREAD:
            try:
                yield data.decode(right)
            except UnicodeDecodeError:
                continue


def _beginnings(values: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What is left of the patient's names when they are cut off, unless that is a word."""
    for kind, value in values:
        if kind == "patient name":
            for part in re.findall(r"[^\W\d_]+", value):
                for whole in spellings(part):
                    for end in range(_SHORTEST_BEGINNING, len(whole)):
                        if whole[:end] not in words("everyday"):
                            yield whole[:end]


def _days(values: Iterable[str]) -> Iterator[Day]:
    for value in values:
        digits = value.replace(".", "").strip()
        if len(digits) == 8 and digits.isascii() and digits.isdigit():
            yield int(digits[:4]), int(digits[4:6]), int(digits[6:])
