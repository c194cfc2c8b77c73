"""What every artificial data set is put together with: file meta, items, codes, private blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRLittleEndian

from dcmteach.synth.stream import make_uid

__all__ = ["IMPLEMENTATION_VERSION", "code", "fill", "item", "make_file", "private", "to_bytes"]

IMPLEMENTATION_VERSION = "DCMTEACH_SYNTH_1"
"""Says what wrote the file; never depends on the version of pydicom."""


def fill(ds: Dataset, values: Mapping[str, Any]) -> None:
    """Set many elements by keyword; a list of data sets becomes a sequence."""
    for keyword, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], Dataset):
            value = Sequence(value)
        setattr(ds, keyword, value)


def item(**values: Any) -> Dataset:
    """Make one item of a sequence from keywords and values."""
    ds = Dataset()
    fill(ds, values)
    return ds


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """Make a code sequence item (PS3.3 8.8)."""
    return item(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)


def private(
    ds: Dataset, group: int, creator: str, elements: Iterable[tuple[int, str, Any]]
) -> None:
    """Add a private block (PS3.5 7.8.1).

    Parameters
    ----------
    ds : Dataset
        Changed in place.
    group : int
        An odd group.
    creator : str
        Who reserves the block.
    elements : iterable of (int, str, value)
        The element's last byte, its VR, and its value.
    """
    block = ds.private_block(group, creator, create=True)
    for offset, vr, value in elements:
        block.add_new(offset, vr, value)


def make_file(*, sop_class: str, instance_uid: str, source_ae: str) -> FileDataset:
    """Start a data set with the file meta information of an export (PS3.10 7.1).

    Parameters
    ----------
    sop_class : str
        SOP Class UID.
    instance_uid : str
        SOP Instance UID.
    source_ae : str
        Source Application Entity Title.
    """
    meta = FileMetaDataset()
    meta.FileMetaInformationGroupLength = 0
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = UID(sop_class)
    meta.MediaStorageSOPInstanceUID = UID(instance_uid)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = UID(make_uid("implementation"))
    meta.ImplementationVersionName = IMPLEMENTATION_VERSION
    meta.SourceApplicationEntityTitle = source_ae
    ds = FileDataset(BytesIO(), {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID = meta.MediaStorageSOPClassUID
    ds.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    return ds


def to_bytes(ds: FileDataset) -> bytes:
    """Encode a data set as a whole file: preamble, prefix, file meta, data set."""
    buffer = BytesIO()
    dcmwrite(buffer, ds, enforce_file_format=True)
    return buffer.getvalue()
