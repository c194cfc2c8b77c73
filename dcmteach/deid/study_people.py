"""Whom an Interfile header is about, told by the DICOM files beside it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError

from dcmteach.deid.people import normal_name, person_of
from dcmteach.header.quiet import quiet

__all__ = ["people_beside", "same_person"]

_TAGS = ["SpecificCharacterSet", "PatientName", "PatientID", "IssuerOfPatientID"]


def people_beside(path: Path) -> tuple[Dataset, ...]:
    """Give name, number and issuer of each person the DICOM files in a file's folder are about.

    Parameters
    ----------
    path : Path
        A file.
    """
    folder = path.parent
    return _people_in(folder, folder.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _people_in(folder: Path, changed: int) -> tuple[Dataset, ...]:
    found: dict[str, Dataset] = {}
    for path in sorted(folder.iterdir()):
        try:
            with path.open("rb") as file:
                if file.read(132)[128:] != b"DICM":
                    continue
                file.seek(0)
                with quiet():
                    ds = pydicom.dcmread(file, stop_before_pixels=True, specific_tags=_TAGS)
                    found.setdefault(person_of(ds), ds)
        except (OSError, InvalidDicomError, EOFError, ValueError, KeyError, AttributeError):
            continue  # another file will say it, or none
    return tuple(found.values())


def same_person(patient: Dataset, others: tuple[Dataset, ...]) -> Dataset:
    """Find the person in a text header among those of DICOM files, which say who gave the number.

    Parameters
    ----------
    patient : pydicom.dataset.Dataset
        Patient's Name and Patient ID as the text header has them, without an issuer.
    others : tuple of pydicom.dataset.Dataset
        As :func:`people_beside` gives them.

    Returns
    -------
    pydicom.dataset.Dataset
        The one of them with the same number, or, where one of the two has no number, the same
        name; `patient` itself if there is none, or more than one.
    """
    number = _number(patient)
    found = [other for other in others if number and _number(other) == number]
    name = normal_name(str(patient.get("PatientName", "")).replace(", ", "^"))
    if not found and name:
        found = [
            other
            for other in others
            if not (number and _number(other))
            and normal_name(str(other.get("PatientName", "")).replace(", ", "^")) == name
        ]
    return found[0] if len(found) == 1 else patient


def _number(ds: Dataset) -> str:
    """A Patient ID in the form in which two writings of it are equal."""
    alone = Dataset()
    alone.PatientID = str(ds.get("PatientID", ""))
    return person_of(alone) if alone.PatientID.strip(" \0") else ""
