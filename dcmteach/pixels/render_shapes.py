"""Masks of three dimensions grown, shrunk and smoothed by shifts, which is quick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["grown", "pooled", "shrunk", "smoothed"]


def grown(mask: NDArray[Any], times: int, *, within: NDArray[Any] | None = None) -> NDArray[Any]:
    """Grow a mask by so many voxels, by turns along edges and corners: about a ball.

    Parameters
    ----------
    mask : ndarray of bool, shape (z, y, x)
        What to grow.
    times : int
        Voxels.
    within : ndarray of bool, shape (z, y, x), optional
        Where it may grow to.

    Returns
    -------
    ndarray of bool, shape (z, y, x)
        A new mask.
    """
    made: Any = mask
    for turn in range(times):
        made = _cube(made) if turn % 3 == 2 else _cross(made)
        if within is not None:
            made = made & within
    whole: NDArray[Any] = made.copy() if made is mask else made
    return whole


def shrunk(mask: NDArray[Any], times: int) -> NDArray[Any]:
    """Shrink a mask by so many voxels; beyond the border of the array counts as full."""
    kept: NDArray[Any] = ~grown(~mask, times)
    return kept


def smoothed(values: NDArray[Any], times: int = 1) -> NDArray[Any]:
    """Smooth by (1, 2, 1) / 4 along each axis, so many times."""
    import numpy as np

    made = values.astype(np.float32)
    for _ in range(times):
        for axis in range(made.ndim):
            first, last, inner = _sides(made.ndim, axis)
            pairs = (made[first] + made[last]) * np.float32(0.5)
            pair_first, pair_last, _ = _sides(made.ndim, axis)
            made[inner] = (pairs[pair_first] + pairs[pair_last]) * np.float32(0.5)
    return made


def pooled(mask: NDArray[Any], factor: int) -> NDArray[Any]:
    """Give whether any voxel of each block is in the mask."""
    import numpy as np

    padded: Any = np.pad(mask, [(0, -n % factor) for n in mask.shape])
    z, y, x = (n // factor for n in padded.shape)
    found: NDArray[Any] = padded.reshape(z, factor, y, factor, x, factor).any(axis=(1, 3, 5))
    return found


def _sides(dimensions: int, axis: int) -> tuple[Any, Any, Any]:
    """Give the slices that leave out the last, the first, and both ends of an axis."""
    whole = [slice(None)] * dimensions
    made = []
    for part in (slice(None, -1), slice(1, None), slice(1, -1)):
        whole[axis] = part
        made.append(tuple(whole))
    return made[0], made[1], made[2]


def _cross(mask: NDArray[Any]) -> NDArray[Any]:
    made: NDArray[Any] = mask.copy()
    for axis in range(mask.ndim):
        first, last, _ = _sides(mask.ndim, axis)
        made[last] |= mask[first]
        made[first] |= mask[last]
    return made


def _cube(mask: NDArray[Any]) -> NDArray[Any]:
    made: NDArray[Any] = mask
    for axis in range(mask.ndim):
        first, last, _ = _sides(mask.ndim, axis)
        before, made = made, made.copy()
        made[last] |= before[first]
        made[first] |= before[last]
    return made
