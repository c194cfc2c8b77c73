"""What is measured on: made from the samples, the same every time."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pydicom
from pydicom.datadict import DicomDictionary

from dcmteach.synth import sample, sample_names

__all__ = ["Encoded", "header_of_300", "many_files"]

_FILLERS = {
    "LO": "SOME TEXT",
    "SH": "TEXT",
    "CS": "CODE",
    "DA": "20240131",
    "TM": "101500",
    "DS": "12.5",
    "IS": "7",
}


@dataclass(frozen=True)
class Encoded:
    """A file in memory.

    Parameters
    ----------
    data : bytes
        The whole file.
    """

    data: bytes

    def read(self) -> pydicom.Dataset:
        """Read it as pydicom does, elements still undecoded."""
        return pydicom.dcmread(io.BytesIO(self.data))


def header_of_300() -> Encoded:
    """Make a CT header of exactly 300 elements, at all depths, and no pixels.

    Returns
    -------
    Encoded
        The thorax CT, with further standard elements of everyday VRs.
    """
    ds = sample("ct_thorax")
    if "PixelData" in ds:
        del ds.PixelData
    fillers = (
        (tag, vr)
        for tag, (vr, vm, _, retired, keyword) in sorted(DicomDictionary.items())
        if vr in _FILLERS and vm == "1" and keyword and not retired
        if 0x0008 <= tag >> 16 <= 0x0040 and tag not in ds
    )
    for tag, vr in islice(fillers, 300 - sum(1 for _ in ds.iterall())):
        ds.add_new(tag, vr, _FILLERS[vr])
    buffer = io.BytesIO()
    pydicom.dcmwrite(buffer, ds, enforce_file_format=True)
    return Encoded(buffer.getvalue())


def many_files(folder: Path, count: int) -> list[Path]:
    """Write files made from the samples, each with a patient and an instance of its own.

    Parameters
    ----------
    folder : Path
        An empty folder.
    count : int
        How many.

    Returns
    -------
    list of Path
        In the order in which they are to be read.
    """
    originals = [sample(name) for name in sample_names()]
    paths = []
    for number in range(count):
        ds = originals[number % len(originals)]
        ds.PatientID = f"BENCH{number // 50:03d}"
        uid = f"2.25.{number + 1}"
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = uid
        path = folder / f"{number:04d}.dcm"
        pydicom.dcmwrite(path, ds)
        paths.append(path)
    return paths
