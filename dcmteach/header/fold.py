"""Fold text so that one name written two ways becomes one: case, diacritics, width, ligatures."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["fold", "spellings"]

# Letters that carry their stroke or ligature in the letter itself; NFKD leaves these whole.
_WHOLE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
# What an umlaut becomes where it cannot be typed (German, Nordic).
_TYPED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"}


def fold(text: str) -> str:
    """Fold text for comparison.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Lower case, without diacritics, full-width letters as ordinary ones.
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    if not apart.islower():  # a sign such as ℠ comes apart into capitals
        apart = unicodedata.normalize("NFKD", apart.casefold())
    return unicodedata.normalize("NFC", apart.translate(_table()))


@cache
def _table() -> dict[int, str | None]:
    """What becomes of single letters: combining marks go, but not the kana voicing marks."""
    marks = {
        code: None
        for code in range(0x300, 0x10000)
        if unicodedata.combining(chr(code)) and code not in {0x3099, 0x309A}  # が is not か
    }
    return {**marks, **_WHOLE}


def spellings(text: str) -> set[str]:
    """Give the folded spellings of a word: without its umlauts, and with them typed as two letters.

    Parameters
    ----------
    text : str
        A word, e.g. ``"Müller"``.

    Returns
    -------
    set of str
        ``{"muller", "mueller"}``.
    """
    lowered = unicodedata.normalize("NFC", text).casefold()
    typed = "".join(_TYPED.get(letter, letter) for letter in lowered)
    return {fold(text), fold(typed)}
