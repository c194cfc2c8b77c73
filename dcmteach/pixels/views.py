"""Views of a frame in which text stands out whatever it is drawn on, and the way back from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Box", "box_mean", "enlarged", "normalised", "stretched", "turned", "turned_back"]


class Box(NamedTuple):
    """A rectangle of pixels.

    Parameters
    ----------
    row, column : int
        Its first row and column, 0-based.
    height, width : int
        Its size in pixels.
    """

    row: int
    column: int
    height: int
    width: int

    @property
    def end_row(self) -> int:
        """The row after the last."""
        return self.row + self.height

    @property
    def end_column(self) -> int:
        """The column after the last."""
        return self.column + self.width

    @property
    def area(self) -> int:
        """Its number of pixels."""
        return self.height * self.width

    def shared(self, other: Box) -> int:
        """Return the number of pixels that lie in both."""
        high = min(self.end_row, other.end_row) - max(self.row, other.row)
        wide = min(self.end_column, other.end_column) - max(self.column, other.column)
        return max(0, high) * max(0, wide)

    def joined(self, other: Box) -> Box:
        """Return the least rectangle around both."""
        row, column = min(self.row, other.row), min(self.column, other.column)
        return Box(
            row,
            column,
            max(self.end_row, other.end_row) - row,
            max(self.end_column, other.end_column) - column,
        )

    def grown(self, margin: int, shape: tuple[int, int]) -> Box:
        """Return it with a margin, cut at the borders of a frame of this shape."""
        row, column = max(0, self.row - margin), max(0, self.column - margin)
        end_row = min(shape[0], self.end_row + margin)
        end_column = min(shape[1], self.end_column + margin)
        return Box(row, column, max(0, end_row - row), max(0, end_column - column))


def box_mean(values: NDArray[Any], radius: int) -> NDArray[Any]:
    """Return the mean of the square around each pixel, cut at the borders.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        Any numbers.
    radius : int
        Pixels from the middle of the square to its side.

    Returns
    -------
    ndarray of float64, shape (rows, columns)
        The means.
    """
    return _along(_along(values, radius, 0), radius, 1)


def _along(values: NDArray[Any], radius: int, axis: int) -> NDArray[Any]:
    import numpy as np

    size = values.shape[axis]
    sums = np.zeros(
        tuple(n + 1 if a == axis else n for a, n in enumerate(values.shape)), dtype=np.float64
    )
    np.cumsum(values, axis=axis, out=sums[(slice(1, None),) if axis == 0 else np.s_[:, 1:]])
    ends = np.minimum(np.arange(size) + radius + 1, size)
    starts = np.maximum(np.arange(size) - radius, 0)
    counts = (ends - starts).astype(np.float64)
    difference = sums.take(ends, axis) - sums.take(starts, axis)
    means: NDArray[Any] = difference / (counts[:, None] if axis == 0 else counts)
    return means


def normalised(
    values: NDArray[Any], *, radius: int = 16, floor: float = 1.0, reach: float = 3.0
) -> NDArray[Any]:
    """Bring every place of a frame to the same brightness and contrast.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        A frame of any depth.
    radius : int, optional
        How far around a pixel its surroundings reach.
    floor : float, optional
        Grey levels below which a difference is not lifted: rounding, or the last bit of noise.
    reach : float, optional
        Standard deviations from the local mean that become black and white.

    Returns
    -------
    ndarray of uint8, shape (rows, columns)
        The view.
    """
    import numpy as np

    exact = values.astype(np.float64)
    exact -= exact.mean()
    mean = box_mean(exact, radius)
    square = box_mean(exact * exact, radius)
    spread = np.sqrt(np.maximum(square - mean * mean, 0))
    view = (exact - mean) / (spread + floor)
    made: NDArray[Any] = np.clip(view * (127 / reach) + 128, 0, 255).astype(np.uint8)
    return made


def stretched(values: NDArray[Any]) -> NDArray[Any]:
    """Show the whole range of values, ndarray of uint8 and the same shape: what plain OCR sees."""
    import numpy as np

    exact = values.astype(np.float32)
    low, high = float(exact.min()), float(exact.max())
    return ((exact - low) * (255 / max(high - low, 1e-9))).astype(np.uint8)


def enlarged(view: NDArray[Any], factor: float) -> NDArray[Any]:
    """Return a view with more (or fewer) pixels, ndarray of uint8."""
    import numpy as np
    from PIL import Image

    rows, columns = view.shape
    size = (max(1, round(columns * factor)), max(1, round(rows * factor)))
    kind = Image.Resampling.BICUBIC if factor > 1 else Image.Resampling.BOX
    return np.asarray(Image.fromarray(view).resize(size, kind))


def turned(view: NDArray[Any], quarters: int) -> NDArray[Any]:
    """Return a view turned counter-clockwise by quarter turns."""
    import numpy as np

    return np.ascontiguousarray(np.rot90(view, quarters))


def turned_back(box: Box, quarters: int, shape: tuple[int, int]) -> Box:
    """Return where a box in a turned view lies in the frame.

    Parameters
    ----------
    box : Box
        In the view that :func:`turned` gave.
    quarters : int
        The turns given to it.
    shape : tuple of int
        Rows and columns of the frame, before turning.
    """
    rows, columns = shape
    quarters %= 4
    if quarters == 1:  # view[r, c] is frame[c, columns - 1 - r]
        return Box(box.column, columns - box.end_row, box.width, box.height)
    if quarters == 2:
        return Box(rows - box.end_row, columns - box.end_column, box.height, box.width)
    if quarters == 3:  # view[r, c] is frame[rows - 1 - c, r]
        return Box(rows - box.end_column, box.row, box.width, box.height)
    return box
