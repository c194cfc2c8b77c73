"""NIfTI files: their image, in the coordinates of DICOM."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.pixels.volume_need import simple_itk
from dcmteach.pixels.volume_nifti_header import Nifti, damaged, header_of

__all__ = ["is_nifti", "read_nifti"]

_ENDS = (".nii", ".nii.gz")


def is_nifti(path: Path) -> bool:
    """Tell from its name whether a file is NIfTI."""
    return path.name.lower().endswith(_ENDS)


def read_nifti(path: Path, *, shear: bool = False) -> tuple[Any, Nifti]:
    """Read a volume from a NIfTI file.

    Parameters
    ----------
    path : pathlib.Path
        A file of the kind .nii or .nii.gz.
    shear : bool, optional
        Whether axes that are not at right angles make a sheared grid, instead of a refusal.

    Returns
    -------
    image : SimpleITK.Image
        In LPS coordinates (NIfTI itself counts to the right and to the front), int16 where the
        values are whole and fit, else float32.
    header : Nifti

    Raises
    ------
    ReadError
        If it is no NIfTI file, or is damaged.
    DcmteachError
        If it holds no single volume of grey values, or does not tell where it lies.
    """
    header = header_of(path)
    sitk = simple_itk()
    reader = sitk.ImageFileReader()
    reader.SetImageIO("NiftiImageIO")
    reader.SetFileName(str(path))
    try:
        reader.ReadImageInformation()
        origin, spacing = reader.GetOrigin()[:3], reader.GetSpacing()[:3]
        axes = reader.GetDimension()
        turned = reader.GetDirection()
        if min(spacing) <= 0:
            raise damaged(path)
        direction = [turned[axes * row + column] for row in range(3) for column in range(3)]
    except RuntimeError as error:  # ITK's text holds paths
        if "orthonormal" not in str(error):
            raise damaged(path) from None
        if not shear:
            raise DcmteachError(
                "The axes of this NIfTI file (sform) are not at right angles: it is sheared, as "
                "with a tilted gantry. With tilt='shear' it is taken as it lies, on a sheared grid."
            ) from None
        origin, spacing, direction = _leaning(header)
    image = sitk.GetImageFromArray(_values(header))
    image.SetOrigin(origin)
    image.SetSpacing(spacing)
    image.SetDirection(direction)
    return image, header


def _leaning(nifti: Nifti) -> tuple[list[float], list[float], list[float]]:
    """Read what SimpleITK does not: an sform whose axes are not at right angles."""
    import numpy as np

    rows = [[nifti.field("f", 280 + 16 * row + 4 * axis) for axis in range(4)] for row in range(3)]
    affine = np.array(rows) * np.array([[-1.0], [-1.0], [1.0]])  # to the left and back, as LPS
    spacing = np.linalg.norm(affine[:, :3], axis=0)
    if spacing.min() <= 0 or abs(np.linalg.det(affine[:, :3] / spacing)) < 1e-3:
        raise damaged(nifti.path)
    return affine[:, 3].tolist(), spacing.tolist(), (affine[:, :3] / spacing).ravel().tolist()


def _values(nifti: Nifti) -> Any:
    """Read the values, rescaled; SimpleITK would take those that are missing for noughts."""
    import numpy as np

    sizes = [nifti.field("h", 42 + 2 * axis) for axis in range(3)]
    try:
        stored = np.frombuffer(nifti.data(), dtype=nifti.dtype).reshape(sizes[::-1])
    except ValueError:
        raise damaged(nifti.path) from None
    slope, intercept = nifti.rescale
    if stored.dtype.kind != "f" and slope.is_integer() and intercept.is_integer():
        ends = [int(end) * slope + intercept for end in (stored.min(), stored.max())]
        if min(ends) >= -(1 << 15) and max(ends) < 1 << 15:
            if (slope, intercept) == (1, 0):
                return stored.astype(np.int16)
            return (stored * slope + intercept).astype(np.int16)
    made = np.empty(stored.shape, dtype=np.float32)
    for number, plane in enumerate(stored):
        made[number] = plane * slope + intercept
    return made
