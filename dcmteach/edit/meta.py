"""The File Meta Information of what is written: true, whatever was there (PS3.10 7.1)."""

from __future__ import annotations

import copy

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.tag import BaseTag
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from dcmteach.errors import SaveError

__all__ = ["IMPLEMENTATION_CLASS_UID", "IMPLEMENTATION_VERSION_NAME", "make_meta"]

IMPLEMENTATION_CLASS_UID = "2.25.316413873518442361541837268421594378211"
"""Names dcmteach as the program that wrote a file (PS3.7 D.3.3.2; PS3.5 B.2)."""

IMPLEMENTATION_VERSION_NAME = "DCMTEACH"
"""The same in letters: at most 16 (PS3.10 7.1)."""

_DICOMDIR = "1.2.840.10008.1.3.10"


def make_meta(ds: Dataset) -> FileMetaDataset:
    """Make file meta information that agrees with the data set.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set to be written; it is not changed.

    Returns
    -------
    pydicom.dataset.FileMetaDataset
        A copy of its own, with the managed elements set.

    Raises
    ------
    SaveError
        If the data set does not say what it is, or the transfer syntax cannot be its own.
    """
    old = getattr(ds, "file_meta", None)
    meta = FileMetaDataset()
    for element in copy.deepcopy(old) if old is not None else ():
        meta.add(element)
    if str(ds.get("SOPClassUID") or meta.get("MediaStorageSOPClassUID") or "") == _DICOMDIR:
        raise SaveError(
            "A DICOMDIR cannot be saved here: it holds the byte positions of its own records, "
            "which an edit would move (PS3.3 F). Make a new one from the files it lists."
        )
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = UID(_identity(ds, meta, "SOPClassUID"))
    meta.MediaStorageSOPInstanceUID = UID(_identity(ds, meta, "SOPInstanceUID"))
    meta.TransferSyntaxUID = _syntax(ds, meta)
    meta.ImplementationClassUID = UID(IMPLEMENTATION_CLASS_UID)
    meta.ImplementationVersionName = IMPLEMENTATION_VERSION_NAME
    return meta


def _identity(ds: Dataset, meta: Dataset, keyword: str) -> str:
    value = ds.get(keyword) or meta.get(f"MediaStorage{keyword}")
    if not value:
        raise SaveError(
            f"This data set has no {keyword}, and a DICOM file must say "
            f"{'what it is' if 'Class' in keyword else 'which one it is'} (PS3.10 7.1). "
            f"Give it one: add(ds, {keyword!r}, …)."
        )
    if not isinstance(value, str) or not value.isascii():
        raise SaveError(
            f"{keyword} is no UID (PS3.5 9.1), so no archive could tell this file from others. "
            f"Overwrite it: replace(ds, {keyword!r}, pydicom.uid.generate_uid())."
        )
    return value


def _syntax(ds: Dataset, meta: Dataset) -> UID:
    implicit, little = ds.original_encoding
    syntax = UID(str(meta.get("TransferSyntaxUID") or ""))
    if not syntax:
        if implicit is None and little is None:
            return ExplicitVRLittleEndian
        if implicit:
            return ImplicitVRLittleEndian
        return ExplicitVRLittleEndian if little else ExplicitVRBigEndian
    if syntax.is_private:
        return syntax
    if not syntax.is_transfer_syntax:
        raise SaveError(
            "file_meta.TransferSyntaxUID is no transfer syntax of the standard (PS3.6 A): "
            "nobody could read the file. Read the data set again from its file."
        )
    if little is not None and syntax.is_little_endian != little:
        raise SaveError(
            f"file_meta.TransferSyntaxUID says {syntax.name}, but the pixels were read in the "
            "other byte order. Give it back the transfer syntax it was read with."
        )
    encapsulated = _is_encapsulated(ds)
    if encapsulated is not None:
        if syntax.is_compressed and not encapsulated:
            raise SaveError(
                f"file_meta.TransferSyntaxUID says {syntax.name}, but the pixels are not "
                "compressed (PS3.5 A.4). Use ds.compress(), or give it back its transfer syntax."
            )
        if not syntax.is_compressed and encapsulated:
            raise SaveError(
                f"file_meta.TransferSyntaxUID says {syntax.name}, but the pixels are compressed "
                "(PS3.5 A.4). Use ds.decompress(), or give it back its transfer syntax."
            )
    return syntax


def _is_encapsulated(ds: Dataset) -> bool | None:
    """Whether the pixels are in compressed fragments (PS3.5 A.4); None without pixels."""
    element = ds._dict.get(BaseTag(0x7FE00010))
    if element is None or not isinstance(element.value, bytes) or not element.value:
        return None
    if element.value[:4] == b"\xfe\xff\x00\xe0":
        return True
    if isinstance(element, RawDataElement):
        return element.length == 0xFFFFFFFF
    return bool(element.is_undefined_length)
