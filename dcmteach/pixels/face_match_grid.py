"""The pixels on which faces are compared: one size for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PIXEL", "SIDE", "doubled", "resampled"]

PIXEL = 2.0  # mm
SIDE = 128  # pixels of a photograph


def doubled(heights: NDArray[Any]) -> NDArray[Any]:
    """Put points between points."""
    import numpy as np

    for axis in (0, 1):
        moved = np.moveaxis(heights, axis, 0)
        dense = np.empty((2 * len(moved) - 1, *moved.shape[1:]))
        dense[::2], dense[1::2] = moved, (moved[1:] + moved[:-1]) / 2
        heights = np.moveaxis(dense, 0, axis)
    return heights


def resampled(values: NDArray[Any], pixel: float, *, empty: float = float("nan")) -> NDArray[Any]:
    """Bring a picture to the common size of pixels, its middle in the middle."""
    import numpy as np

    rows, columns = values.shape
    apart = (np.arange(SIDE) + 0.5 - SIDE / 2) * (PIXEL / pixel)
    row, column = apart + rows / 2 - 0.5, apart + columns / 2 - 0.5
    low_row = np.clip(np.floor(row).astype(int), 0, rows - 2)
    low_column = np.clip(np.floor(column).astype(int), 0, columns - 2)
    down, across = (row - low_row)[:, None], (column - low_column)[None, :]
    upper = (
        values[low_row][:, low_column] * (1 - across) + values[low_row][:, low_column + 1] * across
    )
    lower = (
        values[low_row + 1][:, low_column] * (1 - across)
        + values[low_row + 1][:, low_column + 1] * across
    )
    made = upper * (1 - down) + lower * down
    outside = ((row < 0) | (row > rows - 1))[:, None] | ((column < 0) | (column > columns - 1))
    whole: NDArray[Any] = np.where(outside, empty, made)
    return whole
