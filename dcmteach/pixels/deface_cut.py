"""What is cut from a head: where the template says, held off the brain."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from dcmteach.pixels.deface_work import like, on_grid
from dcmteach.pixels.template import PARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.deface_align import Alignment
    from dcmteach.pixels.deface_work import Head
    from dcmteach.pixels.template import FaceTemplate

__all__ = ["Cut", "cut"]

_RAMP = 32.0  # mm over which the template's cut rises from 0 to 1
_HOLD, _HOLD_AT_EYES = 6.0, 4.5  # mm that stay between the cut and the brain
_GUARD = 12.0  # mm beyond the template's brain that an estimate of the brain may be right
_EARS = 8.0  # mm around where ears may be
_KEPT = 4.0  # mm kept around a part to keep


@dataclass(frozen=True)
class Cut:
    """What is to be cut, on a grid of 3 mm along DICOM's axes.

    Parameters
    ----------
    depth : SimpleITK.Image
        How deep within the cut, in mm; negative outside of it.
    maps : dict of str to SimpleITK.Image
        The template's maps, carried over.
    brain : SimpleITK.Image
        The brain, as the volume alone tells it.
    """

    depth: Any
    maps: dict[str, Any]
    brain: Any

    def mask(self, image: Any) -> Any:
        """Return the cut on the grid of an image, 1 within."""
        itk = _itk()
        inner = _reached(self.depth, image)
        made = itk.Image(image.GetSize(), itk.sitkUInt8)
        made.CopyInformation(image)
        if inner is None:
            return made
        start, size = inner
        part = itk.RegionOfInterest(image, size, start)
        fine = itk.Resample(
            self.depth, part, itk.Transform(), itk.sitkLinear, -1.0, itk.sitkFloat32, True
        )
        return itk.Paste(made, fine > 0.0, size, [0, 0, 0], start)


def cut(
    head: Head, template: FaceTemplate, found: Alignment, brain: Any, *,
    margin: float, keep: Collection[str],
) -> Cut:  # fmt: skip
    """Work out what to cut.

    Parameters
    ----------
    head : Head
        The volume at three sizes.
    template : FaceTemplate
        The average head.
    found : Alignment
        Where it lies.
    brain : SimpleITK.Image
        The brain as this volume tells it, on a grid of 3 mm.
    margin : float
        How much further to cut, in mm; never nearer to the brain.
    keep : collection of str
        Parts of the face to keep.
    """
    itk = head.itk
    grid = on_grid(brain, brain.GetSpacing()[0], pad=6.0)
    brain = itk.Cast(itk.Resample(brain, grid, itk.Transform(), itk.sitkNearestNeighbor), 1)
    back = found.transform.GetInverse()
    maps = {
        name: itk.Resample(
            template.as_image(values), grid, back, itk.sitkLinear, 0.0, itk.sitkFloat32, True
        )
        for name, values in template.maps.items()
    }
    values = {name: itk.GetArrayViewFromImage(image) for name, image in maps.items()}
    depth = (values["cut"] - 0.5) * _RAMP + margin
    depth = np.maximum(depth, _EARS + margin - _distance(itk, maps["ears"], 0.2))
    near = _distance(itk, maps["brain"], 0.5) < _GUARD
    organs = _organs(values)
    brains = (values["brain"] > 0.5) | ((itk.GetArrayViewFromImage(brain) > 0) & near & ~organs)
    held = itk.Cast(like(brains.astype(np.uint8), grid), itk.sitkFloat32)
    hold = np.where(values["eyes"] > 0.15, _HOLD_AT_EYES, _HOLD)
    depth = np.minimum(depth, _distance(itk, held, 0.5) - hold)
    for name in keep:
        depth = np.minimum(depth, _distance(itk, maps[name], 0.3) - _KEPT)
    return Cut(like(depth.astype(np.float32), grid), maps, brain)


def without_organs(itk: Any, brain: Any, maps: Mapping[str, Any]) -> Any:
    """Take out of an estimate of the brain what has leaked into the eyeballs and ears.

    Parameters
    ----------
    itk : module
        SimpleITK.
    brain : SimpleITK.Image
        The estimate, 1 inside.
    maps : Mapping of str to SimpleITK.Image
        Where the parts of the template lie.
    """
    laid = {
        name: itk.GetArrayFromImage(
            itk.Resample(maps[name], brain, itk.Transform(), itk.sitkLinear, 0.0)
        )
        for name in ("eyes", "ears")
    }
    inside = (itk.GetArrayFromImage(brain) > 0) & ~_organs(laid)
    return like(inside.astype(np.uint8), brain)


def _organs(values: Mapping[str, Any]) -> NDArray[np.bool_]:
    return np.asarray((values["eyes"] > 0.2) | (values["ears"] > 0.5))


def removed(cut: Cut, mask: Any, head: Head) -> dict[str, float]:
    """Tell for each part of the face which share of it lies in a mask; parts not seen are left out.

    Parameters
    ----------
    cut : Cut
        Where the parts lie.
    mask : SimpleITK.Image
        What was changed, on any grid.
    head : Head
        The volume: only what is no air in it counts.
    """
    itk = head.itk
    grid = cut.maps["head"]

    def there(image: Any) -> NDArray[np.bool_]:
        near = itk.Resample(image, grid, itk.Transform(), itk.sitkNearestNeighbor, 0)
        return np.asarray(itk.GetArrayViewFromImage(near) > 0)

    near = itk.Resample(mask, grid, itk.Transform(), itk.sitkNearestNeighbor, 2)
    state = itk.GetArrayFromImage(near)
    tissue, inside, changed = there(head.mask), state < 2, state == 1
    shares = {}
    for name in PARTS:
        part = itk.GetArrayViewFromImage(cut.maps[name]) > 0.5
        seen = part & tissue & inside
        if seen.sum() > 0.1 * max(part.sum(), 1):
            shares[name] = float(changed[seen].mean())
    return shares


def _distance(itk: Any, image: Any, threshold: float) -> NDArray[Any]:
    """Return the distance from what is above a threshold, in mm, negative within it."""
    solid = image > threshold
    if not itk.GetArrayViewFromImage(solid).any():
        return np.full(image.GetSize()[::-1], 1e3, np.float32)
    return np.asarray(itk.GetArrayFromImage(itk.SignedMaurerDistanceMap(
        solid, insideIsPositive=False, squaredDistance=False, useImageSpacing=True
    )))  # fmt: skip


def _reached(depth: Any, image: Any) -> tuple[list[int], list[int]] | None:
    """Return the box of an image's voxels (start, size) that a cut may reach."""
    z, y, x = np.nonzero(_itk().GetArrayViewFromImage(depth) > -depth.GetSpacing()[0])
    if not len(z):
        return None
    low, high = ([int(getattr(axis, which)()) for axis in (x, y, z)] for which in ("min", "max"))
    corners = np.array([
        image.TransformPhysicalPointToContinuousIndex(
            depth.TransformIndexToPhysicalPoint([pair[one] for pair, one in zip(
                zip(low, high, strict=True), corner, strict=True)])
        )
        for corner in product((0, 1), repeat=3)
    ])  # fmt: skip
    size = np.array(image.GetSize())
    step = depth.GetSpacing()[0] / np.array(image.GetSpacing())
    start = np.clip(np.floor(corners.min(axis=0) - step), 0, size - 1).astype(int)
    end = np.clip(np.ceil(corners.max(axis=0) + step) + 1, start + 1, size).astype(int)
    if (corners.max(axis=0) < 0).any() or (corners.min(axis=0) > size).any():
        return None
    return start.tolist(), (end - start).tolist()


def _itk() -> Any:
    from dcmteach.pixels.volume_need import simple_itk

    return simple_itk()
