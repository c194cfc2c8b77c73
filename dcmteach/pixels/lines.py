"""Where lines of letters may be: pieces of like height, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dcmteach.pixels.components import components, joined
from dcmteach.pixels.views import Box, normalised

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Line", "candidate_lines"]

_INK = 40  # grey levels from the middle of a normalised view
_LOW, _HIGH = 5, 34  # height of letters, in pixels of the view
_MOST = 2500  # pieces looked at
_LINES = 48  # lines kept
_SCALES = (1.0, 0.4)


class Line(NamedTuple):
    """A place that may hold a line of letters.

    Parameters
    ----------
    box : Box
        Where.
    bright : bool
        Whether the letters are brighter than what is around them.
    upright : bool
        Whether they stand side by side; otherwise one above the other, turned.
    letter : float
        How high they are, in pixels.
    worth : float
        The greater, the more likely it is text.
    """

    box: Box
    bright: bool
    upright: bool
    letter: float
    worth: float


def candidate_lines(frame: NDArray[Any]) -> list[Line]:
    """Find the places of a frame that may hold lines of letters.

    Parameters
    ----------
    frame : ndarray, shape (rows, columns)
        Grey, any depth.

    Returns
    -------
    list of Line
        The likeliest first, at most some dozens.
    """
    import numpy as np

    found: list[Line] = []
    for scale in _SCALES:
        part = frame.astype(np.float32)
        if scale < 1:
            if min(frame.shape) * scale < 64:
                continue
            part = _smaller(part, scale)
        view = normalised(part).astype(np.int16) - 128
        for bright in (True, False):
            mask = view > _INK if bright else view < -_INK
            pieces = components(mask)
            for upright in (True, False):
                found += _lines(pieces, view.shape, bright, upright, scale, frame.shape)
    found.sort(key=lambda line: -line.worth)
    kept: list[Line] = []
    for line in found:
        if all(line.box.shared(k.box) < 0.5 * line.box.area for k in kept):
            kept.append(line)
        if len(kept) == _LINES:
            break
    return kept


def _smaller(values: NDArray[Any], scale: float) -> NDArray[Any]:
    import numpy as np
    from PIL import Image

    size = (round(values.shape[1] * scale), round(values.shape[0] * scale))
    return np.asarray(Image.fromarray(values).resize(size, Image.Resampling.BOX))


def _lines(
    pieces: NDArray[Any],
    shape: tuple[int, ...],
    bright: bool,
    upright: bool,
    scale: float,
    whole: tuple[int, ...],
) -> list[Line]:
    """Put pieces of like height that stand side by side into lines."""
    import numpy as np

    if not upright:
        pieces = pieces[:, [1, 0, 3, 2, 4]]
    top, left, bottom, right, area = pieces.T
    high, wide = bottom - top, right - left
    fill = area / np.maximum(high * wide, 1)
    letters = (
        (high >= _LOW) & (high <= _HIGH) & (wide <= 8 * high) & (fill > 0.12) & (area >= 6)
        & ~((wide > 2 * high) & (fill > 0.75))
    )  # fmt: skip
    chosen = np.flatnonzero(letters)
    if len(chosen) > _MOST:
        chosen = chosen[np.argsort(-area[chosen], kind="stable")[:_MOST]]
    if len(chosen) < 2:
        return []
    chosen = chosen[np.argsort(left[chosen], kind="stable")]
    top, left, bottom, right, area = (part[chosen] for part in (top, left, bottom, right, area))
    high = bottom - top
    tallest = np.maximum(high[:, None], high)
    overlap = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    gap = left[None, :] - right[:, None]
    smallest = np.minimum(high[:, None], high)
    beside = (
        (overlap >= 0.6 * smallest) & (tallest <= 1.8 * smallest) & (gap <= 1.1 * tallest)
        & (gap >= -0.5 * tallest) & (left[None, :] >= left[:, None])
    )  # fmt: skip
    np.fill_diagonal(beside, False)
    group = joined(len(chosen), *np.nonzero(beside))
    lines = []
    for number in np.flatnonzero(np.bincount(group) >= 2):
        own = np.flatnonzero(group == number)
        t, b = int(top[own].min()), int(bottom[own].max())
        first, last = int(left[own].min()), int(right[own].max())
        letter = float(np.median(high[own]))
        if last - first < 1.2 * letter or b - t > 2.6 * letter:
            continue
        even = float(np.mean(np.abs(high[own] - letter) <= 0.25 * letter))
        worth = min(len(own), 12) * even * (1.0 if upright else 0.6)
        if worth < (1.6 if upright else 2.0):
            continue
        box = Box(t, first, b - t, last - first)
        if not upright:
            box = Box(first, t, last - first, b - t)
        along = max(2, round(0.7 * letter))  # a full stop or colon is too small to be a piece
        across = max(2, round(0.35 * letter))
        box = _grown(box, *((across, along) if upright else (along, across)), shape)
        if scale != 1:
            box = Box(*(round(n / scale) for n in box)).grown(1, (whole[0], whole[1]))
        lines.append(Line(box, bright, upright, letter / scale, worth))
    return lines


def _grown(box: Box, high: int, wide: int, shape: tuple[int, ...]) -> Box:
    row, column = max(0, box.row - high), max(0, box.column - wide)
    end_row, end_column = min(shape[0], box.end_row + high), min(shape[1], box.end_column + wide)
    return Box(row, column, end_row - row, end_column - column)
