"""Colours of like brightness: what grey does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LUMA", "colour_plane"]

LUMA = (0.299, 0.587, 0.114)
"""How bright red, green and blue are (ITU-R BT.601, as PS3.3 C.7.6.3.1.2 has it for YBR)."""

_STEP = 0.1  # of the range of values: an edge in colour that is seen
_HIDDEN = 0.3  # of it, at most, is left in grey
_ENOUGH = 80  # pixels of such edges: a short word


def colour_plane(colours: NDArray[Any]) -> NDArray[Any] | None:
    """Return what tells colours of like brightness apart, if there are any side by side.

    Parameters
    ----------
    colours : ndarray, shape (rows, columns, 3 or more)
        Red, green and blue.

    Returns
    -------
    ndarray of float32, shape (rows, columns), or None
        Red less green, or blue less both: whichever shows more. None if grey shows it all.
    """
    import numpy as np

    first = colours[..., :3]
    if np.array_equal(first[..., 0], first[..., 1]) and np.array_equal(
        first[..., 1], first[..., 2]
    ):
        return None
    values = first.astype(np.float32)
    whole = 65535.0 if float(values.max()) > 255 else 255.0
    grey = np.abs(np.diff(values @ np.array(LUMA, dtype=np.float32), axis=1))
    best: NDArray[Any] | None = None
    most = _ENOUGH
    for weights in ((1.0, -1.0, 0.0), (-0.5, -0.5, 1.0)):
        plane = values @ np.array(weights, dtype=np.float32)
        step = np.abs(np.diff(plane, axis=1))
        hidden = int(((step > _STEP * whole) & (grey < _HIDDEN * step)).sum())
        if hidden > most:
            best, most = plane, hidden
    return best
