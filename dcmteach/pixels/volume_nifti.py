"""NIfTI files: their image, and what stands in their header besides."""

from __future__ import annotations

import gzip
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dcmteach.errors import DcmteachError, ReadError
from dcmteach.pixels.volume_need import simple_itk

__all__ = ["DTYPES", "TEXTS", "Nifti", "is_nifti", "read_nifti"]

TEXTS = (("data_type", 4, 10), ("db_name", 14, 18), ("descrip", 148, 80), ("aux_file", 228, 24),
         ("intent_name", 328, 16))  # fmt: skip
"""The fields of a NIfTI-1 header that hold text: name, offset and length in bytes."""

DTYPES = {2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4"}
"""The data types of NIfTI that are read here, as NumPy calls them."""

_ENDS = (".nii", ".nii.gz")
_HEADER, _NIFTI_2 = 348, 540


@dataclass(frozen=True)
class Nifti:
    """The header of a NIfTI file.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    header : bytes
        Its first 348 bytes.
    order : str
        The byte order, ``"<"`` or ``">"``.
    extensions : int
        How many bytes lie between the header and the data: extensions (0 if there are none).
    inner_name : bool
        Whether the gzip around it holds the name of a file.
    """

    path: Path
    header: bytes
    order: str
    extensions: int
    inner_name: bool

    def field(self, code: str, offset: int) -> Any:
        """Read a number of the header."""
        return struct.unpack_from(self.order + code, self.header, offset)[0]

    @property
    def dtype(self) -> str:
        """The stored type, as NumPy calls it, such as ``"<i2"``."""
        return self.order + DTYPES[self.field("h", 70)]

    @property
    def rescale(self) -> tuple[float, float]:
        """Slope and intercept of the stored values; 1 and 0 if the slope is 0."""
        slope, intercept = self.field("f", 112), self.field("f", 116)
        return (slope, intercept) if slope else (1.0, 0.0)

    @property
    def texts(self) -> dict[str, str]:
        """The fields that hold text, those that are not empty. They may name the patient."""
        found = {
            name: self.header[start : start + size].split(b"\0")[0].decode("latin-1").strip()
            for name, start, size in TEXTS
        }
        return {name: text for name, text in found.items() if text}

    def data(self) -> bytes:
        """Read the stored values, and nothing that lies before or after them."""
        size = int(DTYPES[self.field("h", 70)][1])
        count = 1
        for axis in range(self.field("h", 40)):
            count *= self.field("h", 42 + 2 * axis)
        start = int(self.field("f", 108))
        return _bytes(self.path, start + count * size)[start:]


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
    header = _header(path)
    _check(header)
    sitk = simple_itk()
    reader = sitk.ImageFileReader()
    reader.SetImageIO("NiftiImageIO")
    reader.SetFileName(str(path))
    try:
        reader.ReadImageInformation()
        origin, spacing = reader.GetOrigin()[:3], reader.GetSpacing()[:3]
        axes = reader.GetDimension()
        turned = reader.GetDirection()
        direction = [turned[axes * row + column] for row in range(3) for column in range(3)]
    except RuntimeError as error:  # ITK's text holds paths
        if "orthonormal" not in str(error):
            raise _damaged(path) from None
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


def _damaged(path: Path) -> ReadError:
    return ReadError(
        f"{path.name!r} is truncated or damaged: it does not hold the values that its header "
        "tells of. Fetch it again from its source."
    )


def _leaning(nifti: Nifti) -> tuple[list[float], list[float], list[float]]:
    """Read what SimpleITK does not: an sform whose axes are not at right angles."""
    import numpy as np

    rows = [[nifti.field("f", 280 + 16 * row + 4 * axis) for axis in range(4)] for row in range(3)]
    affine = np.array(rows) * np.array([[-1.0], [-1.0], [1.0]])  # to the left and back, as LPS
    spacing = np.linalg.norm(affine[:, :3], axis=0)
    return affine[:, 3].tolist(), spacing.tolist(), (affine[:, :3] / spacing).ravel().tolist()


def _values(nifti: Nifti) -> Any:
    """Read the values, rescaled; SimpleITK would take those that are missing for noughts."""
    import numpy as np

    sizes = [nifti.field("h", 42 + 2 * axis) for axis in range(3)]
    try:
        stored = np.frombuffer(nifti.data(), dtype=nifti.dtype).reshape(sizes[::-1])
    except ValueError:
        raise _damaged(nifti.path) from None
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


def _header(path: Path) -> Nifti:
    start = _bytes(path, _NIFTI_2 + 16)
    order = next((o for o in "<>" if start[:4] == struct.pack(o + "i", _HEADER)), None)
    if any(start[:4] == struct.pack(o + "i", _NIFTI_2) for o in "<>"):
        raise ReadError(f"{path.name!r} is NIfTI-2. Convert it to NIfTI-1 with another tool.")
    if order is None or len(start) < _HEADER + 4 or start[344:348] != b"n+1\0":
        raise ReadError(
            f"{path.name!r} is not a NIfTI-1 file: its header does not begin and end as it "
            "should (348, 'n+1'). Give a .nii or .nii.gz file, or a DICOM series."
        )
    with path.open("rb") as file:
        outer = file.read(4)
    return Nifti(
        path=path,
        header=start[:_HEADER],
        order=order,
        extensions=max(0, int(struct.unpack_from(order + "f", start, 108)[0]) - _HEADER - 4),
        inner_name=outer[:2] == b"\x1f\x8b" and bool(outer[3] & 0x18),  # FNAME, FCOMMENT
    )


def _bytes(path: Path, count: int) -> bytes:
    try:
        with path.open("rb") as raw:
            zipped = raw.read(2) == b"\x1f\x8b"
        with gzip.open(path, "rb") if zipped else path.open("rb") as file:
            return file.read(count)
    except FileNotFoundError:
        raise ReadError(
            f"There is no file {path.name!r} there. Check the spelling and the folder."
        ) from None
    except (OSError, EOFError, zlib.error):
        raise ReadError(
            f"{path.name!r} cannot be read: it is damaged, truncated, or may not be read. Fetch "
            "it again from its source."
        ) from None


def _check(nifti: Nifti) -> None:
    sizes = [nifti.field("h", 42 + 2 * axis) for axis in range(max(0, nifti.field("h", 40)))]
    if not 3 <= len(sizes) <= 7 or min(sizes[:3]) < 1:
        raise DcmteachError(
            f"This NIfTI file has {len(sizes)} axes, and a volume has three (dim[0])."
        )
    if max(sizes[3:], default=1) > 1:
        raise DcmteachError(
            f"This NIfTI file holds {' × '.join(map(str, sizes[3:]))} volumes, not one (its fourth "
            "axis: time, directions, colours). Save one of them by itself with another tool."
        )
    if min(sizes[:3]) < 2:
        raise DcmteachError("This NIfTI file holds one slice, and a volume needs two at least.")
    if nifti.field("h", 70) not in DTYPES:
        raise DcmteachError(
            f"This NIfTI file holds values of data type {nifti.field('h', 70)}: colours, complex "
            "numbers or the like, and a volume is made of grey values."
        )
    if nifti.field("h", 252) <= 0 and nifti.field("h", 254) <= 0:
        raise DcmteachError(
            "This NIfTI file does not tell where it lies (qform_code and sform_code are 0), so "
            "nobody can tell left from right. Convert it anew from its source."
        )
