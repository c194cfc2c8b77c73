"""The relief of a face: what is left of it tells who it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.relief_frame import Frame

__all__ = ["Relief", "facial_relief", "relief_correlation"]

_PIXEL = 1.5  # mm
_HALF, _UP, _DOWN = 48.0, 27.0, 93.0  # mm from the bridge of the nose: brows to chin
_MARGIN = 30.0  # mm around it, so that its rim has surroundings
_FINE, _COARSE = 1.5, 11.0  # mm: between a wrinkle and the shape of a skull
_STEEP = 1.4
_CLIP = 12.0  # mm: a hole behind a cut says no more than that


@dataclass(frozen=True, eq=False)
class Relief:
    """The relief of a face in a frame that is fixed to the head.

    Parameters
    ----------
    relief : ndarray of float64, shape (rows, columns)
        How far each point stands out of its surroundings in mm, at most 12; NaN where nothing is.
        To its right is the patient's left; the bridge of the nose lies in the middle, 27 mm
        below the upper border.
    depth : ndarray of float64, shape (rows, columns)
        How far each point lies before the middle of the frame in mm; NaN where nothing is.
    frame : Frame
        Where the face is, and which way it looks.
    mm_per_pixel : float
        The side of a pixel.
    steep : ndarray of bool, shape (rows, columns)
        Where the surface turns away, at the sides of the head: its relief is not compared.
    """

    relief: NDArray[Any]
    depth: NDArray[Any]
    frame: Frame
    mm_per_pixel: float
    steep: NDArray[Any]

    def __repr__(self) -> str:
        rows, columns = self.relief.shape
        return f"<Relief: {rows} rows, {columns} columns of {self.mm_per_pixel} mm>"


def facial_relief(volume: Any, *, frame: Frame | None = None) -> Relief:
    """Measure the relief of a face, without the large shape of the head.

    Parameters
    ----------
    volume : Volume, SimpleITK.Image or Surface
        The scan.
    frame : Frame, optional
        Where the face is; searched for if it is not given. For a scan and what was made of it,
        give the frame of the first.

    Returns
    -------
    Relief
        The same place of the head whichever way it was turned.

    Raises
    ------
    DcmteachError
        If SimpleITK is not installed, or this is no volume of three dimensions.
    """
    import numpy as np

    from dcmteach.pixels.relief_detail import blurred
    from dcmteach.pixels.relief_frame import depth_map, find_frame
    from dcmteach.pixels.render_surface import surface

    skin = surface(volume)
    place = find_frame(skin) if frame is None else frame
    rows = round((_UP + _DOWN + 2 * _MARGIN) / _PIXEL)
    columns = round(2 * (_HALF + _MARGIN) / _PIXEL)
    share = (_UP + _MARGIN) / (_UP + _DOWN + 2 * _MARGIN)
    depth = depth_map(skin, place.eye, place.middle, (rows, columns), _PIXEL, (share, 0.5))
    there = np.isfinite(depth)
    values, weight = np.where(there, depth, 0.0), there.astype(np.float64)
    near, wide = (
        blurred(values, sigma / _PIXEL) / np.maximum(blurred(weight, sigma / _PIXEL), 1e-3)
        for sigma in (_FINE, _COARSE)
    )
    relief = np.where(there, np.clip(near - wide, -_CLIP, _CLIP), np.nan)
    slopes = np.gradient(wide, _PIXEL)
    steep = np.hypot(slopes[0], slopes[1]) > _STEEP
    edge = round(_MARGIN / _PIXEL)
    inner = (slice(edge, rows - edge), slice(edge, columns - edge))
    return Relief(relief[inner], depth[inner], place, _PIXEL, steep[inner])


def relief_correlation(before: Any, after: Any) -> float:
    """Tell how much of a face is left in its relief.

    The large shape is taken out of both, so that one ovoid does not pass for another; where
    nothing is left, the relief is flat.

    Parameters
    ----------
    before, after : Volume, SimpleITK.Image, Surface or Relief
        A scan, and what was made of it. The face is searched for in the first alone. A relief
        as the second must have been measured in the frame of the first.

    Returns
    -------
    float
        The correlation, from -1 to 1: 1 is the same face; 0.35 and less says little about it.

    Raises
    ------
    DcmteachError
        If SimpleITK is not installed, or one is no volume of three dimensions.
    """
    import numpy as np

    first = before if isinstance(before, Relief) else facial_relief(before)
    second = after if isinstance(after, Relief) else facial_relief(after, frame=first.frame)
    there = np.isfinite(first.relief) & ~first.steep
    if not there.any():
        return 0.0
    one = first.relief[there]
    two = np.nan_to_num(second.relief[there], nan=0.0)
    one, two = _without_shape(there, one, two)
    length = float(np.sqrt((one @ one) * (two @ two)))
    return float(one @ two) / length if length > 1e-9 else 0.0


def _without_shape(there: NDArray[Any], *reliefs: NDArray[Any]) -> list[NDArray[Any]]:
    """Take out of each relief what a paraboloid explains: that is the shape of every head."""
    import numpy as np

    row, column = (places / max(there.shape) for places in np.nonzero(there))
    planes = np.stack([np.ones(row.size), row, column, row**2, column**2, row * column], axis=1)
    basis, _ = np.linalg.qr(planes)
    return [relief - basis @ (basis.T @ relief) for relief in reliefs]
