"""What engines read where there is no text: rows of one letter, single strokes, odd signs."""

from __future__ import annotations

import unicodedata
from collections import Counter

from dcmteach.pixels.views import Box

__all__ = ["is_noise"]

_STROKES = frozenset("!iIlj1tTfrJLYVvcCoO0UuxXnmMwWHhNSsZz72")
_SURE = 0.9  # a single mark must be this sure
_WIDEST = 1.7  # of a letter, in its heights
_TALLEST = 0.2  # of letters not surely read, in the shorter side of the frame
_HIGHEST = 0.15  # of a single mark, in the shorter side of the frame


def is_noise(text: str, confidence: float, box: Box, shape: tuple[int, ...]) -> bool:
    """Tell whether a reading is likely no text.

    Parameters
    ----------
    text : str
        What was read.
    confidence : float
        How sure the engine is, 0 to 1.
    box : Box
        Where; as high as the letters are.
    shape : tuple of int
        Rows and columns of the frame.

    Returns
    -------
    bool
        True for what has no letter or digit, for words made of one letter again and again, as
        grids, rulers and edges are read, for letters far too wide, and for large single marks.
    """
    letters = [sign for sign in text if unicodedata.category(sign) in _LETTERS]
    if not letters:
        return True
    counts = Counter(sign.casefold() for sign in letters)
    most = counts.most_common(1)[0][1]
    if len(letters) >= 3 and most >= 0.7 * len(letters):
        mixed = len(counts) > 1 and any(map(str.isdigit, letters))
        if not (mixed and confidence >= _SURE):  # 22G22 and 1000 are numbers, 0000 is a grid
            return True
    high, wide = min(box.height, box.width), max(box.height, box.width)
    if len(text) * high * _WIDEST < wide and wide > 2 * high:
        return True
    if high > _TALLEST * min(shape) and confidence < _SURE:
        return True
    latin = sum(ord(sign) < 0x2E80 for sign in letters)
    if latin < len(letters) and len(letters) <= 2:
        return True  # an ideograph alone is a pattern; names in ideographs have two at least
    if len(letters) <= 2:
        if max(high, wide / len(text)) > _HIGHEST * min(shape):
            return True
        return confidence < _SURE and all(sign in _STROKES for sign in letters)
    return False


_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"})
