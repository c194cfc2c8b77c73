"""Lines that stand in one block with lines that were read, and look like them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dcmteach.pixels.lines import Line
from dcmteach.pixels.views import Box

__all__ = ["beside"]

_ALIKE = 1.35  # times as high as the letters of the other line, at most
_ABOVE = 2.2  # heights of letters between two lines of a block
_ALONG = 2.5  # heights of letters between two words of a line
_EDGE = 1.5  # heights of letters by which their ends may differ


def beside(lines: Iterable[Line], read: Sequence[Line]) -> list[Line]:
    """Choose the lines that belong to a block of text.

    Parameters
    ----------
    lines : iterable of Line
        Those that were not surely read.
    read : sequence of Line
        Those that were.

    Returns
    -------
    list of Line
        Those with letters as high, as bright and the same way up as those of a line that was
        read (or of one that was chosen), under it, above it or in its row.
    """
    left, chosen, last = list(lines), list[Line](), list(read)
    while last:
        fresh = [line for line in left if any(_together(line, other) for other in last)]
        left = [line for line in left if line not in fresh]
        chosen += fresh
        last = fresh
    return chosen


def _together(one: Line, other: Line) -> bool:
    small, great = sorted((one.letter, other.letter))
    if one.bright != other.bright or one.upright != other.upright or great > _ALIKE * small:
        return False
    a, b = (_lying(line) for line in (one, other))
    high = max(a.row, b.row) - min(a.end_row, b.end_row)  # below 0: they share rows
    wide = max(a.column, b.column) - min(a.end_column, b.end_column)
    if -high >= 0.6 * min(a.height, b.height):
        return wide <= _ALONG * great
    ends = abs(a.column - b.column), abs(a.end_column - b.end_column)
    return high <= _ABOVE * great and min(ends) <= _EDGE * great


def _lying(line: Line) -> Box:
    """Return its box as if the text lay."""
    box = line.box
    return box if line.upright else Box(box.column, box.row, box.width, box.height)
