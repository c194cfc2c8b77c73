"""Pictures that move: their scenes, what stays in each, and what only some frames show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dcmteach.pixels.views import Box, box_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Moment", "Scene", "scenes", "unlike"]

_TILE = 16  # pixels
_NEAR = 3.0  # times less unlike: still part of what is unlike
_CUT = 0.5  # of the contrast: from one frame to the next, another picture


class Moment(NamedTuple):
    """Part of some frames that is unlike the same part of the others.

    Parameters
    ----------
    frame, last : int
        The first frame and the last, 0-based.
    box : Box
        Which part.
    excess : float
        How unlike it is.
    """

    frame: int
    last: int
    box: Box
    excess: float


class Scene(NamedTuple):
    """Frames that show the same, moving.

    Parameters
    ----------
    start, stop : int
        The first frame, and the one after the last.
    opening : ndarray or None, shape (rows, columns)
        What stays for three frames at least: the maximum over time of the minimum of three
        consecutive frames. None if there are fewer.
    busy : ndarray of float32, shape (frames, tile rows, tile columns)
        The mean step from pixel to pixel in each tile of 16 × 16 pixels.
    """

    start: int
    stop: int
    opening: Any
    busy: Any


def scenes(frames: Iterable[NDArray[Any]]) -> Iterator[Scene]:
    """Go through the frames once, and tell the scenes apart.

    Parameters
    ----------
    frames : iterable of ndarray, shape (rows, columns)
        All frames, one by one; three are kept at a time.

    Yields
    ------
    Scene
        In their order.
    """
    import numpy as np

    start, last, opening = 0, list[Any](), None
    busy: list[Any] = []
    before = None
    for number, frame in enumerate(frames):
        thumb = _tiled(frame.astype(np.float32))
        if before is not None and _cut(before, thumb):
            yield Scene(start, number, opening, np.stack(busy))
            start, last, opening, busy = number, [], None, []
        before = thumb
        busy.append(_busy(frame))
        last = [*last[-2:], frame]
        if len(last) == 3:
            low = np.minimum(np.minimum(last[0], last[1]), last[2])
            opening = low if opening is None else np.maximum(opening, low)
    if busy:
        yield Scene(start, start + len(busy), opening, np.stack(busy))


def _cut(before: NDArray[Any], after: NDArray[Any]) -> bool:
    if before.shape != after.shape:
        return True
    contrast = max(float(before.std()), float(after.std()))
    floor = 4 + 0.02 * float(max(before.max(), after.max()) - min(before.min(), after.min()))
    return float(abs(before - after).mean()) > _CUT * (contrast + floor)


def _tiled(values: NDArray[Any]) -> NDArray[Any]:
    """Return the mean of each tile."""
    import numpy as np

    rows, columns = (-(-size // _TILE) for size in values.shape)
    padded = np.pad(
        values,
        ((0, rows * _TILE - values.shape[0]), (0, columns * _TILE - values.shape[1])),
        mode="edge",
    )
    tiles: NDArray[Any] = padded.reshape(rows, _TILE, columns, _TILE).mean(axis=(1, 3))
    return tiles


def _busy(frame: NDArray[Any]) -> NDArray[Any]:
    """Mean step to the right in each tile."""
    import numpy as np

    values = frame.astype(np.float32)
    return _tiled(np.abs(np.diff(values, axis=1, append=values[:, -1:])))


def unlike(scene: Scene, shape: tuple[int, int], *, factor: float = 8.0) -> list[Moment]:
    """Find the parts of frames that are busier than the same parts mostly are.

    Parameters
    ----------
    scene : Scene
        At least four frames.
    shape : tuple of int
        Rows and columns of a frame.
    factor : float, optional
        How many times the usual spread over time counts as unlike.

    Returns
    -------
    list of Moment
        The most unlike first.
    """
    import numpy as np

    busy = scene.busy
    usual, middle = np.quantile(busy, [0.25, 0.5], axis=0)
    spread = np.maximum(middle - usual, 0.03 * middle) + 0.02 * float(middle.mean()) + 0.05
    excess = (busy - middle) / spread
    above = excess > factor
    near = excess > factor / _NEAR
    found: list[Moment] = []
    for frame in np.flatnonzero(above.any(axis=(1, 2))):
        fresh = above[frame] & ~above[frame - 1] if frame else above[frame]
        if not fresh.any():
            continue
        last = int(frame)
        while last + 1 < len(busy) and (above[last + 1] & fresh).any():
            last += 1
        rows, columns = np.nonzero(box_mean(near[frame], 1) > 0.2)
        top, left = int(rows.min(initial=10**6)), int(columns.min(initial=10**6))
        seen = np.nonzero(fresh)  # what lies between its parts, and around, belongs to it
        top, left = min(top, int(seen[0].min())), min(left, int(seen[1].min()))
        bottom = max(int(rows.max(initial=0)), int(seen[0].max())) + 1
        right = max(int(columns.max(initial=0)), int(seen[1].max())) + 1
        box = Box(*(n * _TILE for n in (top, left, bottom - top, right - left)))
        most = float(excess[frame][fresh].max())
        start = scene.start
        found.append(Moment(start + int(frame), start + last, box.grown(0, shape), most))
    return sorted(found, key=lambda moment: -moment.excess)
