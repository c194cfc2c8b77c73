"""The surface of what was scanned: made once from a volume, then looked at from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.render_shapes import grown, pooled, shrunk, smoothed
from dcmteach.pixels.render_threshold import AIR_HU, air_and_threshold
from dcmteach.pixels.render_volume import head_image
from dcmteach.pixels.volume_need import simple_itk

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Surface", "surface"]

_GRID = 1.5  # mm: finer shows noise, coarser loses lips and lids
_MOST = 340  # voxels along an axis of the grid
_PAD = 6.0  # mm of air around the field of view, so that a ray always starts outside
_THIN = 2.6  # mm: thinner links (to a table, to noise) are cut
_BACK = 9.0  # mm that thin parts (a nose, ears) grow back
_PIT = 3.0  # mm: narrower pits of the surface are closed
_FILLED = 0.6
_COARSE = 2  # how much coarser the map of distances is


@dataclass(frozen=True, eq=False)
class Surface:
    """The skin (or whatever is outermost) of a scanned body, in the patient's axes.

    Parameters
    ----------
    field : ndarray of float32, shape (z, y, x)
        How full a voxel is, from 0 (air) to 1; the surface lies where it crosses 0.5.
    origin : tuple of float
        The middle of the first voxel in mm (left, posterior, superior: PS3.3 C.7.6.2.1.1).
    step : float
        The side of a voxel in mm.
    threshold : float
        The value of the volume that parts air from tissue.
    bounds : ndarray of float, shape (2, 3)
        The least and the greatest corner of the field of view in mm.
    """

    field: NDArray[Any]
    origin: tuple[float, float, float]
    step: float
    threshold: float
    bounds: NDArray[Any]

    @cached_property
    def distances(self) -> NDArray[Any]:
        """Give for each coarse voxel how far the surface is at least, ndarray of float32 in mm."""
        itk = simple_itk()
        solid = pooled(self.field > 0.5, _COARSE)
        image = itk.GetImageFromArray(solid.astype("uint8"))
        far = itk.SignedMaurerDistanceMap(image, False, False, False)
        values: NDArray[Any] = itk.GetArrayFromImage(far) * (self.step * _COARSE)
        return values.astype("float32")

    @cached_property
    def box(self) -> NDArray[Any]:
        """Give the corners of the box around what is solid, ndarray of shape (2, 3) in mm."""
        import numpy as np

        corners = np.array([self.origin, self.origin], dtype=np.float64)
        solid = self.field > 0.5
        for axis, others in enumerate(((0, 1), (0, 2), (1, 2))):
            found = np.flatnonzero(solid.any(axis=others))
            if found.size:
                corners[0, axis] += found[0] * self.step
                corners[1, axis] += found[-1] * self.step
        return corners

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to be seen."""
        return not bool((self.field > 0.5).any())


def surface(volume: Any, *, threshold: float | None = None, step: float | None = None) -> Surface:
    """Find the surface of what was scanned.

    What lies in the air beside the largest piece (a table, a head holder, noise) is left out.

    Parameters
    ----------
    volume : Volume, SimpleITK.Image or Surface
        The scan; a surface is returned as it is.
    threshold : float, optional
        The value that parts air from tissue; found by itself
        (:func:`~dcmteach.pixels.surface_threshold`) if it is not given.
    step : float, optional
        The grid in mm; 1.5 or what the scan can show.

    Returns
    -------
    Surface
        It can be rendered again and again, quickly.

    Raises
    ------
    DcmteachError
        If SimpleITK is not installed, or this is no volume of three dimensions.
    """
    import numpy as np

    if isinstance(volume, Surface):
        return volume
    itk = simple_itk()
    image, modality = head_image(volume)
    fine = step or max(_GRID, min(image.GetSpacing()))
    regular, bounds = _regular(image, fine)
    values = itk.GetArrayFromImage(regular)
    inside = values > _OUTSIDE
    air, level = air_and_threshold(values[inside], modality, at=threshold)
    values[~inside] = air
    full = np.clip((values - air) * np.float32(0.5 / max(level - air, 1e-6)), 0, 1)
    smooth = smoothed(_one_piece(full, regular.GetSpacing()[0], table=air <= AIR_HU))
    return Surface(
        field=smooth,
        origin=tuple(regular.GetOrigin()),
        step=regular.GetSpacing()[0],
        threshold=float(level),
        bounds=bounds,
    )


_OUTSIDE = -1e30


def _regular(image: Any, step: float) -> tuple[Any, NDArray[Any]]:
    """Resample onto a grid of cubes along the patient's axes; outside the volume: _OUTSIDE."""
    import numpy as np

    itk = simple_itk()
    size = image.GetSize()
    corners = np.array(
        [
            image.TransformContinuousIndexToPhysicalPoint(
                tuple((n - 0.5) if bit >> axis & 1 else -0.5 for axis, n in enumerate(size))
            )
            for bit in range(8)
        ]
    )
    bounds = np.array([corners.min(axis=0), corners.max(axis=0)])
    low, high = bounds[0] - _PAD, bounds[1] + _PAD
    step = max(step, float((high - low).max()) / _MOST)
    counts = [int(n) for n in np.ceil((high - low) / step)]
    grid = itk.ResampleImageFilter()
    grid.SetSize(counts)
    grid.SetOutputOrigin([float(value) for value in low])
    grid.SetOutputSpacing((step,) * 3)
    grid.SetOutputPixelType(itk.sitkFloat32)
    grid.SetDefaultPixelValue(2 * _OUTSIDE)
    grid.SetInterpolator(itk.sitkLinear)
    return grid.Execute(image), bounds


def _one_piece(full: NDArray[Any], step: float, *, table: bool) -> NDArray[Any]:
    """Leave the largest piece alone, with its small pits and all its caves closed."""
    import numpy as np

    itk = simple_itk()
    solid = full > 0.5
    core = shrunk(solid, max(1, round(_THIN / step))) if table else solid
    pieces = itk.ConnectedComponent(itk.GetImageFromArray(core.astype(np.uint8)))
    labels = itk.GetArrayViewFromImage(pieces)
    sizes = np.bincount(labels.ravel())
    if sizes.size < 2:
        return full
    sizes[0] = 0
    largest = labels == int(np.argmax(sizes))
    whole = grown(largest, round(_BACK / step), within=solid) if table else largest
    pit = max(1, round(_PIT / step))
    closed = shrunk(grown(whole, pit), pit)
    air = itk.ConnectedComponent(itk.GetImageFromArray((~closed).astype(np.uint8)))
    labels = itk.GetArrayViewFromImage(air)
    filled = labels != labels[0, 0, 0]  # the border is air all around
    made: NDArray[Any] = np.where(grown(filled, 2), full, np.float32(0))
    made[filled & (made < _FILLED)] = _FILLED
    return made
