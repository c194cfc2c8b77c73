"""What may be handed over as a volume."""

from __future__ import annotations

from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.pixels.volume_need import simple_itk

__all__ = ["head_image", "without_padding"]

_FILLED = 0.95  # of its box, at least, is a field of view
_LEAST = 8  # voxels


def without_padding(image: Any) -> Any:
    """Leave out the constant rim that resampling lays around a field of view.

    The rim is left out only if what it surrounds fills its box: a brain in zeros keeps them.

    Parameters
    ----------
    image : SimpleITK.Image
        A volume.

    Returns
    -------
    SimpleITK.Image
        The same, or the part of it that was scanned.
    """
    import numpy as np

    values = simple_itk().GetArrayViewFromImage(image)
    scanned = values != values.flat[0]
    ends = []
    for others in ((0, 1), (0, 2), (1, 2)):
        found = np.flatnonzero(scanned.any(axis=others))
        if found.size < _LEAST:
            return image
        ends.append((int(found[0]), int(found[-1]) + 1))
    x, y, z = (slice(*end) for end in ends)
    if scanned[z, y, x].size == scanned.size or scanned[z, y, x].mean() < _FILLED:
        return image
    return image[x, y, z]


def head_image(volume: Any) -> tuple[Any, str | None]:
    """Give the image of a volume, and its modality if it is known.

    Parameters
    ----------
    volume : Volume, SimpleITK.Image, or what :func:`dcmteach.pixels.volume` reads
        The scan.

    Returns
    -------
    image : SimpleITK.Image
        Three dimensions, one number per voxel.
    modality : str or None
        As in the header: CT, MR, PT.

    Raises
    ------
    DcmteachError
        If SimpleITK is not installed, or there are not three dimensions of numbers.
    """
    itk = simple_itk()
    modality = getattr(volume, "modality", None)
    image = getattr(volume, "image", volume)
    if not isinstance(image, itk.Image):
        from dcmteach.pixels.volume import volume as read_volume

        read = read_volume(volume)
        image, modality = read.image, read.modality
    if image.GetDimension() != 3 or image.GetNumberOfComponentsPerPixel() != 1:
        raise DcmteachError(
            "A surface needs a volume of three dimensions with one number per voxel (got "
            f"{image.GetDimension()} dimensions, {image.GetNumberOfComponentsPerPixel()} numbers "
            "per voxel). Give one series of slices, not a time series or a colour image."
        )
    if min(image.GetSize()) < 2:
        raise DcmteachError(
            f"A surface needs at least two slices each way (got {image.GetSize()} voxels). "
            "Give the whole series."
        )
    return without_padding(image), modality
