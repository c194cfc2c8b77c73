"""An artificial patient, the input that names her, and an output that does not."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    CTImageStorage,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from dcmteach.header.quiet import quiet

ROOT = "1.2.826.0.1.3680043.9.7421"
STUDY, SERIES, INSTANCE, FRAME = (f"{ROOT}.{n}.20140311" for n in (1, 2, 3, 4))
NAME = "Skovlund^Annelise"
PATIENT_ID = "ZM-306918"
ACCESSION = "A820610353"
BORN = "19660420"
# Whatever of this stands in a result is a leak of its own.
CANARIES = (
    *("skovlund", "annelise", "306918", "820610353", "19660420", "vesterg", "rosenvold"),
    *("fjordbakken", ROOT),
)

SYNTAXES = {
    "explicit little endian": ExplicitVRLittleEndian,
    "implicit little endian": ImplicitVRLittleEndian,
    "explicit big endian": ExplicitVRBigEndian,
    "deflated": DeflatedExplicitVRLittleEndian,
}


def given() -> Dataset:
    """Give the input."""
    ds = anonymous()
    ds.PatientName = NAME
    ds.PatientID = PATIENT_ID
    ds.PatientBirthDate = BORN
    ds.AccessionNumber = ACCESSION
    ds.StudyID, ds.StudyDate = "4711", "20140311"
    ds.StationName, ds.PerformedProcedureStepID = "ROSE-CT-01", "PPS2803"
    ds.RequestAttributesSequence = Sequence([item(RequestedProcedureID="RP536741")])
    ds.ReferringPhysicianName = "Vestergård^Oluf"
    ds.InstitutionName = "Rosenvold Klinik"
    ds.PatientAddress = "Fjordbakken 12, 4000 Roskilde"
    ds.PatientTelephoneNumbers = "+45 46 55 01 77"
    ds.OtherPatientIDs = ["771203", "B12"]
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.SOPInstanceUID = STUDY, SERIES, INSTANCE
    ds.FrameOfReferenceUID = FRAME
    ds.file_meta.MediaStorageSOPInstanceUID = INSTANCE
    ds.SpecificCharacterSet = "ISO_IR 192"
    return ds


def anonymous(syntax: str = ExplicitVRLittleEndian) -> Dataset:
    """Give an output in which nothing shows: a CT that conforms."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.FileMetaInformationGroupLength = 0  # counted when it is written
    ds.file_meta.FileMetaInformationVersion = b"\0\1"
    ds.file_meta.MediaStorageSOPClassUID = CTImageStorage
    ds.file_meta.MediaStorageSOPInstanceUID = "2.25.3"
    ds.file_meta.TransferSyntaxUID = syntax
    ds.file_meta.ImplementationClassUID = "2.25.99"
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.SOPClassUID = CTImageStorage
    ds.SOPInstanceUID = "2.25.3"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = "2.25.1", "2.25.2"
    ds.FrameOfReferenceUID = "2.25.4"
    for keyword in ("StudyDate", "StudyTime", "AccessionNumber", "ReferringPhysicianName"):
        setattr(ds, keyword, "")
    for keyword in ("PatientBirthDate", "PatientSex", "StudyID", "Manufacturer"):
        setattr(ds, keyword, "")
    for keyword in ("PositionReferenceIndicator", "KVP", "SliceThickness", "PatientPosition"):
        setattr(ds, keyword, "")
    ds.PatientName, ds.PatientID = "P7Q2XK", "P7Q2XK"
    ds.Modality, ds.BodyPartExamined = "CT", "CHEST"
    ds.SeriesNumber = ds.AcquisitionNumber = ds.InstanceNumber = "1"
    ds.Rows = ds.Columns = 4
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 0
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0", "1", "HU"
    ds.PixelSpacing, ds.ImagePositionPatient = ["1", "1"], ["0", "0", "0"]
    ds.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    ds.PixelData = bytes(32)
    ds["PixelData"].VR = "OW"
    return ds


def as_bytes(ds: Dataset) -> bytes:
    """Write a data set as a file."""
    buffer = BytesIO()
    if "preamble" not in ds.__dict__:
        ds.preamble = bytes(128)
    ds.save_as(buffer, enforce_file_format=False)
    return buffer.getvalue()


def output(change: Callable[[Dataset], object], *, syntax: str = ExplicitVRLittleEndian) -> bytes:
    """Give an output after one thing was done to it."""
    ds = anonymous(syntax)
    change(ds)
    return as_bytes(ds)


def item(**elements: object) -> Dataset:
    """Give an item with these elements."""
    ds = Dataset()
    for keyword, value in elements.items():
        setattr(ds, keyword, value)
    return ds


def nested(*keywords: str, **elements: object) -> Callable[[Dataset], None]:
    """Put elements into an item of a sequence in a sequence …"""

    def change(ds: Dataset) -> None:
        inner = item(**elements)
        for keyword in reversed(keywords[1:]):
            inner = item(**{keyword: Sequence([inner])})
        setattr(ds, keywords[0], Sequence([inner]))

    return change


def element(tag: int, vr: str, value: object) -> Callable[[Dataset], None]:
    """Add an element by its tag, whatever its value; for a private one its creator as well."""

    def change(ds: Dataset) -> None:
        with quiet():
            add(ds)

    def add(ds: Dataset) -> None:
        if tag & 0x10000:
            ds.add_new(tag & 0xFFFF0000 | tag >> 8 & 0xFF, "LO", "SOME MAKER")
        ds.add_new(tag, vr, value)

    return change


def setting(**elements: object) -> Callable[[Dataset], None]:
    """Set elements at the top."""

    def change(ds: Dataset) -> None:
        for keyword, value in elements.items():
            setattr(ds, keyword, value)

    return change


def in_meta(**elements: object) -> Callable[[Dataset], None]:
    """Set elements of the file meta information."""

    def change(ds: Dataset) -> None:
        for keyword, value in elements.items():
            setattr(ds.file_meta, keyword, value)

    return change


def preamble(text: bytes) -> Callable[[Dataset], None]:
    """Write something into the 128 bytes before the file."""

    def change(ds: Dataset) -> None:
        ds.preamble = text.ljust(128, b"\0")

    return change
