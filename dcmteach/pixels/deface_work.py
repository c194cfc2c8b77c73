"""A head made ready to be worked on: coarse images of it, upright in DICOM's axes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.render_threshold import air_and_threshold
from dcmteach.pixels.render_volume import without_padding
from dcmteach.pixels.volume_need import simple_itk

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Head", "like", "looks_like_ct", "on_grid", "working_head"]

FINE, MIDDLE, COARSE = 2.0, 4.0, 6.0  # mm
CT_RANGE = (-300.0, 300.0)
"""In HU: what tells soft tissue, fat and bone apart; air outside is its lower end."""


@dataclass(frozen=True)
class Head:
    """A volume at three sizes.

    Parameters
    ----------
    itk : module
        SimpleITK.
    image : SimpleITK.Image
        As it came.
    ct : bool
        Whether its values are in HU.
    fine : SimpleITK.Image
        About 2 mm, in its own axes.
    middle, coarse : SimpleITK.Image
        4 and 6 mm, along DICOM's axes, smoothed, values clipped.
    inside : SimpleITK.Image
        Along with ``coarse``: 1 where the volume reaches, 0 beyond its field of view.
    mask : SimpleITK.Image
        Along with ``coarse``: 1 within the largest thing that is not air.
    skin : float
        The value at which air ends and tissue begins.
    pet : bool
        Whether it is known to be PET.
    floor : float
        The value of air, as far as the coarse images are concerned.
    """

    itk: Any
    image: Any
    ct: bool
    fine: Any
    middle: Any
    coarse: Any
    inside: Any
    mask: Any
    skin: float
    pet: bool
    floor: float


def looks_like_ct(image: Any, modality: str | None) -> bool:
    """Tell whether values are in HU, by the modality or, if that is not known, by the values."""
    if modality is not None:
        return modality.upper() == "CT"
    import numpy as np

    some = simple_itk().GetArrayViewFromImage(image).ravel()[::101]
    return bool(np.percentile(some, 2) < -400)


def working_head(image: Any, modality: str | None) -> Head:
    """Make the coarse images of a volume.

    Parameters
    ----------
    image : SimpleITK.Image
        The volume, in any orientation.
    modality : str or None
        As in the header, if it is known.
    """
    import numpy as np

    itk = simple_itk()
    ct = looks_like_ct(image, modality)
    factors = [max(1, int(FINE / step + 0.26)) for step in image.GetSpacing()]
    factors = [min(f, max(1, size // 8)) for f, size in zip(factors, image.GetSize(), strict=True)]
    fine = itk.Cast(image, itk.sitkFloat32) if max(factors) == 1 else None
    fine = fine if fine is not None else itk.Cast(itk.BinShrink(image, factors), itk.sitkFloat32)
    values = itk.GetArrayFromImage(fine)
    if ct:
        low, high = CT_RANGE
    else:
        low = float(np.percentile(values, 1))
        low = max(low, 0.0) if values.min() >= 0 else low
        some = values[values > low + 0.1 * (np.percentile(values, 99) - low)]
        high = float(np.percentile(some, 98)) if some.size else low + 1
    fine = like(np.clip(values, low, high), fine)
    middle = on_grid(itk.SmoothingRecursiveGaussian(fine, 1.7), MIDDLE, low)
    coarse = on_grid(itk.SmoothingRecursiveGaussian(fine, 3.4), COARSE, low)
    whole = like(np.ones(values.shape, np.uint8), fine)
    inside = itk.Resample(whole, coarse, itk.Transform(), itk.sitkNearestNeighbor, 0)
    pet = (modality or "").upper() in ("PT", "PET")
    known = "CT" if ct else modality or "MR"
    bare = without_padding(fine)  # a view does not keep its image
    scanned = itk.GetArrayViewFromImage(bare)
    skin = max(air_and_threshold(scanned.ravel()[::3], known)[1], low)
    mask = _largest(itk, coarse, skin)
    return Head(itk, image, ct, fine, middle, coarse, inside, mask, skin, pet, low)


def _largest(itk: Any, image: Any, threshold: float) -> Any:
    solid = itk.BinaryMorphologicalOpening(image > float(threshold), [1, 1, 1])
    parts = itk.RelabelComponent(itk.ConnectedComponent(solid))
    return itk.BinaryMorphologicalClosing(parts == 1, [3, 3, 3])


def on_grid(image: Any, spacing: float, fill: float = 0.0, *, pad: float = 0.0) -> Any:
    """Resample an image to voxels of one size along DICOM's axes, over the same space.

    Parameters
    ----------
    image : SimpleITK.Image
        Any orientation.
    spacing : float
        Size of the new voxels, in mm.
    fill : float
        What lies outside of the image.
    pad : float
        How much further the grid reaches, in mm.
    """
    import numpy as np

    itk = simple_itk()
    ends = [(0.0, float(size - 1)) for size in image.GetSize()]
    corners = np.array([
        image.TransformContinuousIndexToPhysicalPoint(corner) for corner in product(*ends)
    ])  # fmt: skip
    low, high = corners.min(axis=0) - pad, corners.max(axis=0) + pad
    size = [max(2, int(length / spacing) + 1) for length in high - low]
    upright = np.eye(3).ravel().tolist()
    return itk.Resample(
        image, size, itk.Transform(), itk.sitkLinear, low.tolist(), [spacing] * 3, upright, fill,
        itk.sitkFloat32,
    )  # fmt: skip


def like(values: NDArray[Any], image: Any) -> Any:
    """Put an array in the place of an image of the same size."""
    made = simple_itk().GetImageFromArray(values)
    made.CopyInformation(image)
    return made
