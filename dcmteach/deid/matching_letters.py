"""How far apart two words are in their letters, and whether the letters are those of an ending."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from dcmteach.deid.matching_names import Word, script_of
from dcmteach.errors import DcmteachError

__all__ = ["another_ending", "extract", "letters_apart"]

_VOWELS = frozenset("aeiouy")
_ADDED = frozenset("aeo")


@lru_cache(maxsize=1)
def _osa() -> Any:
    try:
        from rapidfuzz.distance import OSA
    except ModuleNotFoundError:
        raise DcmteachError(
            "Matching names needs rapidfuzz, which is not installed. Run: "
            "pip install 'dcmteach[cohort]'."
        ) from None
    return OSA


def extract(text: str, texts: Sequence[str], most: int) -> list[str]:
    """Find the texts that differ from one in at most so many letters."""
    osa = _osa()
    from rapidfuzz import process

    hits = process.extract(text, texts, scorer=osa.distance, score_cutoff=most, limit=None)
    return [hit[0] for hit in hits]


def letters_apart(one: Word, other: Word) -> tuple[int, int]:
    """Count the letters in which two words differ, in the two spellings that are nearest.

    Returns
    -------
    tuple of int
        Optimal string alignment distance (a letter missing, added, another, or two neighbours
        that changed places: 1 each), and the letters of the longer spelling.
    """
    mine, theirs = one.forms, other.forms
    script = script_of(mine[0])
    if script and script == script_of(theirs[0]):
        # A syllable or ideograph is one letter, not the several it takes in Latin.
        return _apart(mine[:1], theirs[:1])
    return _apart(mine, theirs)


@lru_cache(maxsize=1 << 17)
def _apart(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[int, int]:
    osa = _osa().distance
    best = (1 << 30, 1)
    for a in one:
        for b in other:
            if a == b:
                return 0, len(a)
            length = max(len(a), len(b))
            edits = osa(a, b)
            if edits * best[1] < best[0] * length:
                best = edits, length
    return best


def another_ending(one: Word, other: Word) -> bool:
    """Tell whether two words differ in their ending alone, as the names of a man and a woman do.

    Parameters
    ----------
    one, other : Word
        Two words that differ.

    Returns
    -------
    bool
        True if in some spelling both end in a vowel, each in another one (*Kazuo*, *Kazue*), or
        if one has a final a, e or o more (*Jan*, *Jana*).
    """
    return any(_ending(a, b) or _ending(b, a) for a in one.forms for b in other.forms)


def _ending(a: str, b: str) -> bool:
    if a[:-1] == b[:-1]:
        return a != b and a[-1] in _VOWELS and b[-1] in _VOWELS
    return a == b[:-1] and b[-1] in _ADDED
