"""What engines read where there is no text: rows of one letter, single strokes, dots."""

from __future__ import annotations

from collections import Counter

__all__ = ["is_noise"]

_STROKES = frozenset("-_=|/\\.,:;'`\"~^*+°·•!iIlj()[]{}<>1tTfrJLYVvcCoO0Uu一丨丶口日目二三十川ー—–…")
_SURE = 0.9  # a single mark must be this sure


def is_noise(text: str, confidence: float) -> bool:
    """Tell whether a reading is likely no text.

    Parameters
    ----------
    text : str
        What was read.
    confidence : float
        How sure the engine is, 0 to 1.

    Returns
    -------
    bool
        True for what has no letter or digit, and for words made of one letter again and again, as
        grids, rulers and edges are read.
    """
    letters = [sign for sign in text if sign.isalnum()]
    if not letters:
        return True
    counts = Counter(sign.casefold() for sign in letters)
    most = counts.most_common(1)[0][1]
    if len(letters) >= 3 and most >= 0.7 * len(letters):
        return True
    if len(letters) <= 2 and all(sign in _STROKES for sign in letters):
        return confidence < _SURE
    return False
