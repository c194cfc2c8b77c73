from __future__ import annotations

from io import BytesIO

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset

from dcmteach.deid.output_encode import encode


def _written(instance: str) -> Dataset:
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", "1.2.3"
    ds.PatientName = "A^B"
    ds.file_meta = FileMetaDataset()
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.file_meta.MediaStorageSOPInstanceUID = instance
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
    return pydicom.dcmread(BytesIO(encode(ds)))


def test_meta_information_that_names_another_instance_is_made_anew() -> None:
    assert _written("1.2.9").file_meta.MediaStorageSOPInstanceUID == "1.2.3"


def test_meta_information_that_agrees_stays() -> None:
    written = _written("1.2.3")
    assert written.file_meta.MediaStorageSOPInstanceUID == written.SOPInstanceUID == "1.2.3"
    assert written.PatientName == "A^B"
