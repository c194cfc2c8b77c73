"""How closely a word stands somewhere in a text."""

from __future__ import annotations

__all__ = ["nearest"]


def nearest(word: str, text: str, most: int) -> int:
    """Return the fewest slips with which a word stands anywhere in a text.

    Parameters
    ----------
    word, text : str
        What is looked for, and where.
    most : int
        With more slips than this it does not matter how many.

    Returns
    -------
    int
        Letters changed, left out or put in (Sellers 1980); ``most + 1`` if it is more.
    """
    if word in text:
        return 0
    if most <= 0 or len(text) < len(word) - most:
        return most + 1
    before = list(range(len(word) + 1))
    least = before[-1]
    for letter in text:
        row = [0]
        for place, wanted in enumerate(word, start=1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted)))
        before = row
        least = min(least, row[-1])
    return min(least, most + 1)
