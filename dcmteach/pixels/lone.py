"""Where a single letter may stand, apart from all else: the mark of a side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dcmteach.pixels.components import components
from dcmteach.pixels.views import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["lone_letters"]

_INK = 45  # grey levels from the middle of a normalised view
_SIZES = (0.7, 2.6)  # of a lone letter, in heights of the other letters
_SHAPE = (0.3, 1.3)  # its width, in heights
_FILL = (0.2, 0.75)  # how much of its box is ink
_QUIET = 0.02  # at most so much ink around it
_EDGE = 0.2  # of the frame: sides are marked near its border


def lone_letters(view: NDArray[Any], height: float) -> list[Box]:
    """Find the pieces near the border that are like one letter and have nothing beside them.

    Parameters
    ----------
    view : ndarray of uint8, shape (rows, columns)
        A normalised frame.
    height : float
        How high the other letters of the frame are, in pixels.

    Returns
    -------
    list of Box
        Those with the most contrast first, with some space around them.
    """
    import numpy as np

    level = view.astype(np.int16) - 128
    found: list[tuple[float, Box]] = []
    for sign in (1, -1):
        ink = level * sign
        mask = ink > _INK
        summed = np.pad(mask, ((1, 0), (1, 0))).cumsum(0, dtype=np.int64).cumsum(1)
        pieces = components(mask)
        top, left, bottom, right, area = pieces.T
        high, wide = bottom - top, right - left
        fill = area / np.maximum(high * wide, 1)
        fit = (
            (high >= max(7, _SIZES[0] * height)) & (high <= _SIZES[1] * height)
            & (wide >= _SHAPE[0] * high) & (wide <= _SHAPE[1] * high)
            & (fill >= _FILL[0]) & (fill <= _FILL[1])
        )  # fmt: skip
        for index in np.flatnonzero(fit):
            piece = Box(int(top[index]), int(left[index]), int(high[index]), int(wide[index]))
            if not _near_border(piece, view.shape):
                continue
            around = piece.grown(round(0.45 * piece.height), view.shape)
            spare = around.area - piece.area
            if _inside(summed, around) - _inside(summed, piece) > _QUIET * spare:
                continue
            part = ink[piece.row : piece.end_row, piece.column : piece.end_column]
            found.append((float(part[part > _INK].mean()), around))
    found.sort(key=lambda pair: -pair[0])
    return [box for _, box in found]


def _near_border(piece: Box, shape: tuple[int, ...]) -> bool:
    row, column = piece.row + piece.height / 2, piece.column + piece.width / 2
    away = min(row / shape[0], column / shape[1], 1 - row / shape[0], 1 - column / shape[1])
    return away <= _EDGE


def _inside(summed: NDArray[Any], box: Box) -> int:
    return int(
        summed[box.end_row, box.end_column] - summed[box.row, box.end_column]
        - summed[box.end_row, box.column] + summed[box.row, box.column]
    )  # fmt: skip
