"""A NIfTI file as a careless converter writes it: its header still tells of a patient."""

from __future__ import annotations

import gzip
import struct

import numpy as np

from dcmteach.synth.person import invent_person
from dcmteach.synth.stream import Stream

__all__ = ["careless_nifti"]

_HEADER, _FLAGS = 348, 4
_COMMENT = 6  # the code of an extension that holds text
_SIDE = 24


def careless_nifti(number: int) -> tuple[bytes, dict[str, str]]:
    """Make a small compressed NIfTI file, and say what of the patient stands in it.

    Parameters
    ----------
    number : int
        Which one; always the same for the same number.

    Returns
    -------
    bytes
        The file: a ball of 24 × 24 × 24 voxels of 8 mm.
    dict of str to str
        ``"name"`` (in the header's ``descrip``), ``"birth date"`` and ``"study date"`` (as
        YYYYMMDD) and ``"number"`` (in an extension).
    """
    draw = Stream("careless NIfTI", number)
    who = invent_person("careless NIfTI", number, letters="plain")
    told = {
        "name": f"{who.family}^{who.given}",
        "birth date": who.birth_date,
        "study date": f"20{draw.integer(18, 25)}{draw.integer(1, 12):02}{draw.integer(1, 28):02}",
        "number": who.number,
    }
    note = "\n".join(
        ("Converted; header kept for the record.", f"AcquisitionDate={told['study date']}",
         f"id={told['number']}", f"dob={told['birth date']}", "TR=2300 TE=2.98")
    ).encode("ascii")  # fmt: skip
    size = -(-(len(note) + 8) // 16) * 16
    extension = struct.pack("<ii", size, _COMMENT) + note.ljust(size - 8, b"\0")
    header = bytearray(_HEADER)
    struct.pack_into("<i", header, 0, _HEADER)
    struct.pack_into("<8h", header, 40, 3, _SIDE, _SIDE, _SIDE, 1, 1, 1, 1)
    struct.pack_into("<hh", header, 70, 4, 16)
    struct.pack_into("<8f", header, 76, 1, 8, 8, 8, 0, 0, 0, 0)
    struct.pack_into("<3f", header, 108, _HEADER + _FLAGS + size, 1, 0)
    header[123] = 2  # mm
    header[148:228] = told["name"].encode("ascii")[:79].ljust(80, b"\0")
    struct.pack_into("<hh", header, 252, 0, 1)
    for row in range(3):
        struct.pack_into("<4f", header, 280 + 16 * row, *(8.0 * (row == k) for k in range(3)), -96)
    header[344:348] = b"n+1\0"
    places = np.indices((_SIDE,) * 3) - (_SIDE - 1) / 2
    ball = ((places**2).sum(axis=0) < 100).astype("<i2") * 300
    whole = bytes(header) + b"\1\0\0\0" + extension + ball.tobytes()
    return gzip.compress(whole, mtime=0), told
