"""Make a volume of a DICOM series, a NIfTI file or an image in memory."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from dcmteach.errors import DcmteachError
from dcmteach.pixels.volume_object import Volume

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["Source", "Volume", "volume"]

Source: TypeAlias = "str | PathLike[str] | Dataset | Iterable[str | PathLike[str] | Dataset] | Any"
"""What a volume can be made of."""


def volume(
    source: Source,
    *,
    modality: str | None = None,
    series: int | None = None,
    tilt: str = "refuse",
) -> Volume:
    """Make a volume of a DICOM series or a NIfTI file.

    Parameters
    ----------
    source : path, data set, iterable of them, SimpleITK.Image or Volume
        The folder, files or data sets of one DICOM series, in any order, or one enhanced
        multi-frame image; or a NIfTI file (.nii, .nii.gz); or an image in memory.
    modality : str, optional
        Such as ``"MR"``, where the source does not tell.
    series : int, optional
        Where there are several DICOM series: the Series Number (0020,0011) of the one to take.
    tilt : {"refuse", "shear"}, optional
        What to do with slices of a tilted gantry, each askew over the one before: refuse them,
        or take them as they lie, on a sheared grid. Every voxel then is in its place, and the way
        back is exact; but a filter that counts in voxels takes the leaning axis for a straight
        one. :meth:`Volume.upright` gives a straight copy.

    Returns
    -------
    Volume
        Sorted by Image Position (Patient) along the normal of Image Orientation (Patient)
        (PS3.3 C.7.6.2.1.1); each slice rescaled by its own slope and intercept (PS3.3 C.11.1).

    Raises
    ------
    DcmteachError
        If this is no volume: several series, sizes or directions, localisers among slices,
        slices missing, twice in one place or at uneven distances, shear, one slice, no geometry,
        colours, a mosaic, files that are no images. The sentence says what to do.

    Examples
    --------
    >>> from dcmteach.pixels import volume
    >>> head = volume("head_series")  # doctest: +SKIP
    >>> head.image[64, 64, 30]  # doctest: +SKIP
    """
    if tilt not in ("refuse", "shear"):
        raise DcmteachError(f'tilt must be "refuse" or "shear" (got {tilt!r}).')
    from dcmteach.pixels.volume_need import is_image

    if isinstance(source, Volume):
        return source
    if is_image(source):
        return _of_image(source, modality)
    if isinstance(source, str | PathLike):
        from dcmteach.pixels.volume_nifti import is_nifti, read_nifti

        path = Path(source)
        if is_nifti(path):
            image, header = read_nifti(path, shear=tilt == "shear")
            return Volume(image, modality=modality, nifti=header)
    from dcmteach.header.quiet import quiet
    from dcmteach.pixels.volume_read import datasets_of
    from dcmteach.pixels.volume_slices import slices_of

    datasets = datasets_of(source, series=series)
    slices = [one for ds in datasets for one in slices_of(ds)]
    from dcmteach.pixels.volume_grid import grid_of
    from dcmteach.pixels.volume_values import image_of

    grid = grid_of(slices, shear=tilt == "shear")
    with quiet():
        told = str(grid.slices[0].dataset.get("Modality") or "") or None
    return Volume(image_of(grid), modality=modality or told, slices=grid.slices)


def _of_image(image: Any, modality: str | None) -> Volume:
    if image.GetDimension() != 3 or image.GetNumberOfComponentsPerPixel() != 1:
        raise DcmteachError(
            f"A volume has three axes and one value in each voxel (this image has "
            f"{image.GetDimension()} axes, {image.GetNumberOfComponentsPerPixel()} values)."
        )
    if min(image.GetSize()) < 2:
        raise DcmteachError("There is one slice only, and a volume needs two at least.")
    return Volume(image, modality=modality)
