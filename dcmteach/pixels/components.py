"""What hangs together in a mask: the rectangles around its pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["components", "joined"]


def components(mask: NDArray[Any]) -> NDArray[Any]:
    """Find the pieces of a mask that hang together, corners included.

    Parameters
    ----------
    mask : ndarray of bool, shape (rows, columns)
        The mask.

    Returns
    -------
    ndarray of int64, shape (pieces, 5)
        Of each: first row, first column, the row and column after the last, number of pixels.
    """
    import numpy as np

    rows, columns = mask.shape
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, start = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1]
    if not len(row):
        return np.zeros((0, 5), dtype=np.int64)
    # A run touches those of the row above that begin before its end and end after its start.
    wide = columns + 2
    first = np.searchsorted(row * wide + end, (row - 1) * wide + start, side="left")
    last = np.searchsorted(row * wide + start, (row - 1) * wide + end, side="right")
    count = np.maximum(last - first, 0)
    below = np.repeat(np.arange(len(row)), count)
    above = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + first[below]
    label = joined(len(row), below, above)
    pieces = int(label.max()) + 1
    found = np.zeros((pieces, 5), dtype=np.int64)
    found[:, :2] = max(rows, columns)
    np.minimum.at(found[:, 0], label, row)
    np.minimum.at(found[:, 1], label, start)
    np.maximum.at(found[:, 2], label, row + 1)
    np.maximum.at(found[:, 3], label, end)
    np.add.at(found[:, 4], label, end - start)
    return found


def joined(size: int, first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    """Number the groups that pairs make of things.

    Parameters
    ----------
    size : int
        How many things there are.
    first, second : ndarray of int, shape (pairs,)
        Which belong together.

    Returns
    -------
    ndarray of int64, shape (size,)
        The group of each, from 0.
    """
    import numpy as np

    root = np.arange(size)
    while True:
        one, other = root[first], root[second]
        apart = one != other
        if not apart.any():
            break
        low, high = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
        np.minimum.at(root, high, low)
        while True:
            further = root[root]
            if (further == root).all():
                break
            root = further
    groups: NDArray[Any] = np.unique(root, return_inverse=True)[1].reshape(-1)
    return groups
