"""Values of a volume between and beside its voxels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["linear", "nearest"]


def nearest(values: NDArray[Any], at: NDArray[Any]) -> NDArray[Any]:
    """Give the voxels that are nearest; ``at`` are indices x, y, z."""
    import numpy as np

    top = np.array(values.shape[::-1]) - 1
    x, y, z = np.clip(np.rint(at).astype(np.intp), 0, top).T
    found: NDArray[Any] = values[z, y, x]
    return found


def linear(values: NDArray[Any], at: NDArray[Any], *, outside: float = 0.0) -> NDArray[Any]:
    """Sample between voxels; ``at`` are indices x, y, z."""
    import numpy as np

    size = np.array(values.shape[::-1])
    at = at.astype(np.float32)
    inside = ((at >= 0) & (at <= size - 1)).all(axis=1)
    low = np.clip(np.floor(at), 0, size - 2).astype(np.intp)
    part = np.clip(at - low, 0, 1)
    columns, rows = int(size[0]), int(size[1])
    base = (low[:, 2] * rows + low[:, 1]) * columns + low[:, 0]
    flat = values.ravel()
    fx, fy, fz = part.T
    plane = rows * columns

    def line(offset: int) -> NDArray[Any]:
        one = flat[base + offset]
        made: NDArray[Any] = one + (flat[base + (offset + 1)] - one) * fx
        return made

    front = line(0)
    front += (line(columns) - front) * fy
    back = line(plane)
    back += (line(plane + columns) - back) * fy
    found = front + (back - front) * fz
    return np.where(inside, found, np.float32(outside))
