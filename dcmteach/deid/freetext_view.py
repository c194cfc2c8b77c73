"""A text folded for comparison, from which one finds back to the text as written."""

from __future__ import annotations

import re
import unicodedata

from dcmteach.header.fold import fold

__all__ = ["View", "squeeze"]

_BETWEEN = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")


def squeeze(folded: str) -> str:
    """Leave out of a folded text all that is no letter and no digit."""
    return _BETWEEN.sub("", folded)


class View:
    """One text, as written, folded and squeezed.

    Parameters
    ----------
    text : str
        As written.

    Attributes
    ----------
    folded : str
        Lower case, without diacritics (see :func:`~dcmteach.header.fold.fold`), without what is
        invisible.
    squeezed : str
        The letters and digits of it alone.
    digits : list of str
        The numbers in it, digit by digit.
    vocabulary : frozenset of str
        Its words of letters, each once.
    """

    __slots__ = ("_ends", "_starts", "_words", "digits", "folded", "squeezed", "text", "vocabulary")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] | None = None  # None: as many letters folded as written
        self._ends: list[int] | None = None
        self._words: list[tuple[int, int]] | None = None
        if text.isascii():
            self.folded = text.lower()
        else:
            self._fold()
        self.squeezed = _BETWEEN.sub("", self.folded)
        self.digits = _DIGITS.findall(self.folded)
        self.vocabulary = frozenset(_LETTERS.findall(self.folded))

    def _fold(self) -> None:
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        start = 0
        text = self.text
        while start < len(text):
            end = start + 1
            while end < len(text) and _belongs(text[end]):
                end += 1
            cluster = text[start:end]
            piece = fold("".join(c for c in cluster if unicodedata.category(c) != "Cf"))
            pieces.append(piece)
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))
            start = end
        self.folded = "".join(pieces)
        self._starts, self._ends = starts, ends

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Say where in the text as written a stretch of the folded text stands."""
        if self._starts is None or self._ends is None:
            return start, end
        return self._starts[start], self._ends[end - 1]

    def squeezed_at(self) -> list[int]:
        """Say where in the folded text each letter of the squeezed one stands."""
        return [index for index, letter in enumerate(self.folded) if letter.isalnum()]

    @property
    def words(self) -> list[tuple[int, int]]:
        """Where in the folded text its words begin and end."""
        if self._words is None:
            self._words = [match.span() for match in _WORD.finditer(self.folded)]
        return self._words


def _belongs(letter: str) -> bool:
    """Tell whether a character belongs to the one before: a mark, a jamo, what is invisible."""
    category = unicodedata.category(letter)
    if category[0] == "M" or category == "Cf":
        return True
    return "\u1160" <= letter <= "\u11ff" or letter in "\uff9e\uff9f"
