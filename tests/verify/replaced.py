"""A plain replacement of whatever the profile lists, independent of the room that de-identifies."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset
from pydicom.uid import UID_dictionary

from dcmteach.header.dictionary import lookup
from dcmteach.standard import profile

TEST_FILES = Path(pydicom.__file__).parent / "data" / "test_files"
FILES = sorted(path for path in TEST_FILES.rglob("*") if path.is_file())

_MADE_UP = {"PN": "Q7^Z2", "DA": "20010203", "TM": "101112", "DT": "20010203101112", "DS": "1"} | {
    "LO": "Q7Z2",
    "SH": "Q7Z2",
    "ST": "Q7Z2",
    "LT": "Q7Z2",
    "UT": "Q7Z2",
    "CS": "Q7Z2",
    "IS": "1",
    "AS": "030Y",
}
_KINDS = ("SOPClass", "TransferSyntax", "CodingScheme", "ContextUID", "MappingResource")


def new_uid(uid: str) -> str:
    return f"2.25.{int(hashlib.sha256(uid.encode()).hexdigest()[:30], 16)}"


def replace_listed(ds: Dataset) -> None:
    """Overwrite, empty or remove every element the profile lists; remap every UID of a thing."""
    for tag in list(ds.keys()):
        element = ds[tag]
        action = profile.action(int(tag)) or "K"
        if tag.is_private:
            del ds[tag]
        elif element.VR == "SQ":
            if "X" in action:
                del ds[tag]
                continue
            for item in element.value or ():
                replace_listed(item)
        elif element.VR == "UI":
            if not any(kind in lookup(int(tag)).keyword for kind in _KINDS):
                values = [element.value] if isinstance(element.value, str) else element.value or []
                element.value = [v if v in UID_dictionary else new_uid(v) for v in values if v]
        elif action == "K" and element.VR != "PN":
            continue
        elif element.VR in _MADE_UP:
            element.value = _MADE_UP[element.VR]
        else:
            del ds[tag]


def replaced(path: Path) -> bytes:
    """Give a file without what the profile lists.

    Raises
    ------
    Exception
        Of whatever kind pydicom raises for a file it cannot read or write.
    """
    ds = pydicom.dcmread(path)
    replace_listed(ds)
    for keyword in ("SourceApplicationEntityTitle", "ImplementationVersionName"):
        if keyword in ds.file_meta:
            del ds.file_meta[keyword]
    of_meta = str(ds.file_meta.get("MediaStorageSOPInstanceUID", "1.2"))
    ds.file_meta.MediaStorageSOPInstanceUID = ds.get("SOPInstanceUID") or new_uid(of_meta)
    ds.preamble = bytes(128)
    buffer = BytesIO()
    ds.save_as(buffer)
    return buffer.getvalue()
