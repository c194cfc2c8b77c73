"""The header of a NIfTI file: numbers that are needed, and words that are not."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dcmteach.errors import DcmteachError, ReadError

__all__ = ["DTYPES", "TEXTS", "Nifti", "damaged", "header_of"]

TEXTS = (("data_type", 4, 10), ("db_name", 14, 18), ("descrip", 148, 80), ("aux_file", 228, 24),
         ("intent_name", 328, 16))  # fmt: skip
"""The fields of a NIfTI-1 header that hold text: name, offset and length in bytes."""

DTYPES = {2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4"}
"""The data types of NIfTI that are read here, as NumPy calls them."""

_HEADER, _FIRST, _NIFTI_2 = 348, 352, 540


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
    inner_name : bool
        Whether the gzip around it holds the name of a file.
    """

    path: Path
    header: bytes
    order: str
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
        """Slope and intercept of the stored values; 1 and 0 if the slope is none."""
        slope, intercept = self.field("f", 112), self.field("f", 116)
        if not slope or not math.isfinite(slope):
            return 1.0, 0.0
        return slope, intercept if math.isfinite(intercept) else 0.0

    @property
    def start(self) -> int:
        """Where the data begin, in bytes."""
        told = self.field("f", 108)
        return int(told) if math.isfinite(told) and told > _FIRST else _FIRST

    @property
    def extensions(self) -> int:
        """How many bytes lie between header and data: extensions; 0 if there are none."""
        return self.start - _FIRST

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
        return _bytes(self.path, self.start + count * size)[self.start :]


def damaged(path: Path) -> ReadError:
    """Make the refusal of a file that does not hold what it tells of."""
    return ReadError(
        f"{path.name!r} is truncated or damaged: it does not hold the values that its header "
        "tells of. Fetch it again from its source."
    )


def header_of(path: Path) -> Nifti:
    """Read a header.

    Parameters
    ----------
    path : pathlib.Path
        A file of the kind .nii or .nii.gz.

    Raises
    ------
    ReadError
        If it is no NIfTI-1 file, or is damaged.
    DcmteachError
        If it tells of no single volume of grey values, or not where it lies.
    """
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
    made = Nifti(
        path=path,
        header=start[:_HEADER],
        order=order,
        inner_name=outer[:2] == b"\x1f\x8b" and bool(outer[3] & 0x18),  # FNAME, FCOMMENT
    )
    _check(made)
    return made


def _check(nifti: Nifti) -> None:
    axes = nifti.field("h", 40)
    if not 3 <= axes <= 7:
        raise DcmteachError(f"This NIfTI file has {axes} axes, and a volume has three (dim[0]).")
    sizes = [nifti.field("h", 42 + 2 * axis) for axis in range(axes)]
    if min(sizes) < 1:
        raise damaged(nifti.path)
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
    numbers = [nifti.field("f", offset) for offset in (*range(76, 92, 4), *range(256, 328, 4))]
    if not all(map(math.isfinite, numbers)):
        raise DcmteachError(
            "The place of this NIfTI file (pixdim, qform, sform) is not told in numbers: it is "
            "damaged. Fetch it again from its source."
        )
    if nifti.field("h", 252) <= 0 and nifti.field("h", 254) <= 0:
        raise DcmteachError(
            "This NIfTI file does not tell where it lies (qform_code and sform_code are 0), so "
            "nobody can tell left from right. Convert it anew from its source."
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
