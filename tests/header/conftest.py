from __future__ import annotations

from pathlib import Path

import pydicom.data
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

CT = "1.2.840.10008.5.1.4.1.1.2"


@pytest.fixture
def ds() -> FileDataset:
    """A small CT header of an invented patient, with a sequence and a private block."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CT
    meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset(None, {}, preamble=b"\0" * 128, file_meta=meta)
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.SOPClassUID = CT
    ds.SOPInstanceUID = "1.2.3.4"
    ds.StudyDate = "20240102"
    ds.Modality = "CT"
    ds.Manufacturer = "Acme"
    ds.PatientName = "Lüdenscheidt^Hanna"
    ds.PatientID = "ZX-48151"
    ds.PatientBirthDate = "19421104"
    ds.SliceThickness = "5"
    step = Dataset()
    step.ScheduledProcedureStepDescription = "Thorax"
    code = Dataset()
    code.CodeMeaning = "Chest"
    step.ScheduledProtocolCodeSequence = [code]
    ds.RequestAttributesSequence = [step]
    block = ds.private_block(0x01F1, "ELSCINT1", create=True)
    block.add_new(0x26, "DS", "1.5")
    ds.Rows = 2
    ds.Columns = 2
    ds.BitsAllocated = 8
    ds.PixelRepresentation = 0
    ds["PixelData"] = pydicom.DataElement("PixelData", "OB", b"\1\2\3\4")
    return ds


@pytest.fixture
def saved(ds: FileDataset, tmp_path: Path) -> Path:
    """The same as a file."""
    path = tmp_path / "one.dcm"
    ds.save_as(path, enforce_file_format=True)
    return path


def bundled() -> list[Path]:
    """The files that lie in pydicom's own wheel; nothing is downloaded."""
    root = Path(pydicom.data.__file__).parent
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and path.name != "hashes.json"
    )
