"""DICOMDIRs: lists of other files, patients' names included."""

from __future__ import annotations

from pydicom.dataset import Dataset

from dcmteach.deid.objects.values import text_at

__all__ = ["refusal"]

_RECORDS, _CLASS, _META_CLASS = 0x00041220, 0x00080016, 0x00020002
_DICOMDIR = "1.2.840.10008.1.3.10"


def refusal(ds: Dataset) -> str | None:
    """Say why a DICOMDIR is not de-identified; None if it is none.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set.
    """
    meta = getattr(ds, "file_meta", None)
    said = {text_at(ds, _CLASS).strip()}
    if meta is not None:
        said.add(text_at(meta, _META_CLASS).strip())
    if _DICOMDIR in said or _RECORDS in ds._dict:
        return (
            "it is a DICOMDIR, an index of other files, and would name what is no longer there: "
            "make a new one from the files written"
        )
    return None
