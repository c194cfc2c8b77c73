"""Pictures that move: what stays, and the frames that show something of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from dcmteach.pixels.views import Box, box_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Moment", "Standing", "standing", "unlike"]

_TILE = 16  # pixels
_FEW = 3  # frames that are simply looked at


class Moment(NamedTuple):
    """Part of one frame that is unlike the same part of the others."""

    frame: int
    until: int
    box: Box


class Standing(NamedTuple):
    """What stays in a moving picture."""

    picture: Any
    moments: tuple[Moment, ...]


def standing(frames: Iterable[NDArray[Any]]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return what stays for three frames at least, and how busy each part of each frame is.

    Parameters
    ----------
    frames : iterable of ndarray, shape (rows, columns)
        All frames, one by one; at least three.

    Returns
    -------
    opening : ndarray, shape (rows, columns)
        The maximum over time of the minimum of 3 consecutive frames.
    busy : ndarray of float32, shape (frames, tile rows, tile columns)
        The mean step from pixel to pixel in each tile of 16 × 16 pixels.
    """
    import numpy as np

    last: list[NDArray[Any]] = []
    opening: NDArray[Any] | None = None
    busy = []
    for frame in frames:
        busy.append(_busy(frame))
        last = [*last[-2:], frame]
        if len(last) == 3:
            low = np.minimum(np.minimum(last[0], last[1]), last[2])
            opening = low if opening is None else np.maximum(opening, low, out=opening)
    if opening is None:
        raise ValueError("standing() needs three frames at least")
    return opening, np.stack(busy)


def _busy(frame: NDArray[Any]) -> NDArray[Any]:
    """Mean absolute step to the right in each tile."""
    import numpy as np

    kind = np.int32 if frame.dtype.kind == "u" else np.float32
    steps = np.abs(np.diff(frame.astype(kind), axis=1, append=frame[:, -1:].astype(kind)))
    rows, columns = (-(-size // _TILE) for size in frame.shape)
    padded = np.zeros((rows * _TILE, columns * _TILE), dtype=np.float32)
    padded[: frame.shape[0], : frame.shape[1]] = steps
    tiles: NDArray[Any] = padded.reshape(rows, _TILE, columns, _TILE).mean(axis=(1, 3))
    return tiles


def unlike(busy: NDArray[Any], shape: tuple[int, int], *, factor: float = 6.0) -> list[Moment]:
    """Find the parts of frames that are busier than the same parts mostly are.

    Parameters
    ----------
    busy : ndarray of float32, shape (frames, tile rows, tile columns)
        As :func:`standing` returns it.
    shape : tuple of int
        Rows and columns of a frame.
    factor : float, optional
        How many times the usual spread over time counts as unlike.

    Returns
    -------
    list of Moment
        The most unlike first; each for a run of frames, of which `frame` shows it best.
    """
    import numpy as np

    usual = np.quantile(busy, 0.25, axis=0)
    middle = np.quantile(busy, 0.5, axis=0)
    spread = np.maximum(middle - usual, 0.02 * usual) + 0.05
    excess = (busy - middle) / spread
    found: list[tuple[float, Moment]] = []
    above = excess > factor
    for frame in np.flatnonzero(above.any(axis=(1, 2))):
        before = above[frame - 1] if frame else np.zeros_like(above[0])
        fresh = above[frame] & ~before
        if not fresh.any():
            continue
        # letters span tiles: what adjoins belongs to it
        wide = box_mean(fresh, 1) > 0
        for box in _blocks(wide):
            cut = np.s_[box.row : box.end_row, box.column : box.end_column]
            until = int(frame)
            while until + 1 < len(busy) and above[until + 1][cut].any():
                until += 1
            pixels = Box(*(n * _TILE for n in box)).grown(0, shape)
            found.append((float(excess[frame][cut].max()), Moment(int(frame), until, pixels)))
    found.sort(key=lambda pair: -pair[0])
    return [moment for _, moment in found]


def _blocks(mask: NDArray[Any]) -> list[Box]:
    """Return the rectangles around what hangs together in a small mask."""
    left = {(int(r), int(c)) for r, c in zip(*mask.nonzero(), strict=True)}
    blocks = []
    while left:
        reached = [left.pop()]
        for row, column in reached:
            for beside in (
                (row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)
            ):
                if beside in left:
                    left.remove(beside)
                    reached.append(beside)
        rows, columns = [r for r, _ in reached], [c for _, c in reached]
        low, first = min(rows), min(columns)
        blocks.append(Box(low, first, max(rows) - low + 1, max(columns) - first + 1))
    return blocks
