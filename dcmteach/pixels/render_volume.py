"""What may be handed over as a volume, and the library that reads it."""

from __future__ import annotations

from typing import Any

from dcmteach.errors import DcmteachError

__all__ = ["head_image", "sitk"]


def sitk() -> Any:
    """Load SimpleITK.

    Raises
    ------
    DcmteachError
        If it is not installed.
    """
    try:
        import SimpleITK
    except ImportError:
        raise DcmteachError(
            'Volumes need SimpleITK, which is not installed. Run: pip install "dcmteach[deface]".'
        ) from None
    return SimpleITK


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
    itk = sitk()
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
    return image, modality
