"""The words that must not show, in the forms in which they are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from dcmteach.errors import DcmteachError
from dcmteach.header.dates import spellings_of_date
from dcmteach.header.fold import fold
from dcmteach.header.identity import KINDS
from dcmteach.header.needles import Needle, needles_of

__all__ = ["DATE", "DEVICE", "ORDER", "WORD", "Kept", "Words", "words_for", "words_of"]

WORD, DATE, ORDER, DEVICE = "given word", "date of the study", "order number", "device"
"""Kinds beside those of the identity."""

_TYPED = re.compile("ae|oe|ue")
_FREE = 6
_LONG = 5


class Words(NamedTuple):
    """The words in the forms in which they are looked for.

    Parameters
    ----------
    all : frozenset of Needle
        All of them, with what must adjoin them.
    needles : tuple of Needle
        The same, the longest first.
    patterns : tuple of str
        What must stand in a folded text for one of four characters or more to be there.
    short : tuple of str
        Those of two and three characters.
    dates : frozenset of str
        The birth date and the days of the study in all their spellings.
    years : tuple of str
        Their years, of four digits and of two.
    """

    all: frozenset[Needle]
    needles: tuple[Needle, ...]
    patterns: tuple[str, ...]
    short: tuple[str, ...]
    dates: frozenset[str]
    years: tuple[str, ...]


class Kept(NamedTuple):
    """What may stay.

    Parameters
    ----------
    kinds : frozenset of str
        Kinds that are not looked for at all.
    makers : tuple of str
        Manufacturer and model: no institution's name and no device is sought that stands in them.
    values : frozenset of str
        No word that stands in them is sought.
    """

    kinds: frozenset[str]
    makers: tuple[str, ...]
    values: frozenset[str]


@lru_cache(maxsize=256)  # the files of one patient say the same again and again
def words_for(
    values: frozenset[tuple[str, str]],
    needles: frozenset[Needle],
    given_words: tuple[str, ...],
    kept: Kept,
) -> Words:
    """Collect all that is looked for, without what may stay.

    Parameters
    ----------
    values : frozenset of (str, str)
        Kind and value, as :class:`dcmteach.header.Identity` has them.
    needles : frozenset of Needle
        Words that are known already.
    given_words : tuple of str
        Further ones.
    kept : Kept
        What may stay.

    Returns
    -------
    Words
        The same object for the same things: what is made of it can be remembered, too.
    """
    found = needles.union(_needles(values), *(_of_word(word) for word in given_words))
    accepted = [fold(text) for text in kept.values]
    by_makers = [*accepted, *(fold(text) for text in kept.makers)]

    def wanted(needle: Needle) -> bool:
        if needle.kind in kept.kinds:
            return False
        # A maker's name is kept by the profile, also where it is another's name as well.
        beside = by_makers if needle.kind in {"institution", DEVICE} else accepted
        return not any(needle.text in text for text in beside)

    return words_of(frozenset(needle for needle in found if wanted(needle)))


def _needles(values: Iterable[tuple[str, str]]) -> set[Needle]:
    """The words of an identity; what merely belongs to the study is not looked for."""
    found: set[Needle] = set()
    for kind, value in values:
        if kind in KINDS:
            found.update(_of_value(kind, value))
        elif kind == "order number":
            found.update(_of_number(ORDER, value))
        elif kind == DEVICE:
            found.update(_of_number(DEVICE, value))
        elif kind == "date":
            found.update(_of_date(value))
    return found


@lru_cache(maxsize=4096)
def _of_number(kind: str, value: str) -> tuple[Needle, ...]:
    """A number that names no patient counts if it is long enough, and has a digit in it."""
    if len(value.strip()) < _LONG or not any(letter.isdigit() for letter in value):
        return ()
    return tuple(needle._replace(kind=kind) for needle in needles_of("patient ID", value))


@lru_cache(maxsize=1024)
def _of_date(value: str) -> tuple[Needle, ...]:
    """A day of the study, with its year in full: 3.4.19 may be a version."""
    return tuple(
        Needle(text, DATE, "number") for text in spellings_of_date(value) if value[:4] in text
    )


@lru_cache(maxsize=4096)
def _of_value(kind: str, value: str) -> tuple[Needle, ...]:
    found = [needle._replace(key="") for needle in needles_of(kind, value)]
    if kind.endswith("name"):  # Mueller is Müller as well
        found += [
            needle._replace(text=bare)
            for needle in found
            if needle.where == "anywhere"
            and (bare := _TYPED.sub(lambda two: two[0][0], needle.text)) != needle.text
            and len(bare) >= _FREE
        ]
    return tuple(found)


def _of_word(word: str) -> list[Needle]:
    """A word somebody gave counts whatever it is, as long as it is one."""
    text = fold(" ".join(word.split()))
    if len(text) < 2:
        raise DcmteachError(
            f"A word to look for needs two characters or more (got {len(text)}): a single one "
            "stands everywhere by chance. Give the whole word."
        )
    found = [Needle(text, WORD, "word" if len(text) < 6 else "anywhere")]
    found += [n._replace(kind=WORD) for n in needles_of("patient ID", word) if n.text != text]
    return found


@lru_cache(maxsize=512)
def words_of(needles: frozenset[Needle]) -> Words:
    """Give words the forms in which they are looked for."""
    of_dates = {"birth date", DATE}
    dates = frozenset(n.text for n in needles if n.kind in of_dates)
    texts = sorted({n.text for n in needles if n.kind not in of_dates}, key=lambda t: (len(t), t))
    patterns: list[str] = []
    for text in texts:
        if (len(text) >= 4 or not text.isascii()) and not any(
            pattern in text for pattern in patterns
        ):
            patterns.append(text)
    years = {year for date in dates for year in re.findall(r"(?<!\d)\d{4}(?!\d)", date)}
    ordered = tuple(sorted(needles, key=lambda n: (-len(n.text), n.text, n.kind)))
    return Words(
        needles,
        ordered,
        tuple(patterns),
        tuple(text for text in texts if len(text) < 4 and text.isascii()),
        dates,
        tuple(sorted(years | {year[2:] for year in years})),
    )
