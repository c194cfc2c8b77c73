"""Small series for the tests: every voxel tells where it lies."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

ROWS, COLUMNS = 5, 4
AXIAL = (1, 0, 0, 0, 1, 0)
SAGITTAL = (0, 1, 0, 0, 0, -1)
CORONAL = (1, 0, 0, 0, 0, -1)
OBLIQUE = (0.8, 0.6, 0, 0, 0, -1)
CANARY = "Quastenflosser"
SERIES = "1.2.826.0.1.3680043.8.498.1"


def plane(number: int) -> np.ndarray:
    """The stored values of a slice."""
    rows, columns = np.mgrid[:ROWS, :COLUMNS]
    return (100 * number + 10 * rows + columns).astype(np.int16)


def slice_(number: int = 0, **changes: object) -> Dataset:
    """One CT slice, the number-th along z."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = UID("1.2.840.10008.5.1.4.1.1.2")
    ds.SOPInstanceUID = f"{SERIES}.{number + 1}"
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.PatientName, ds.PatientID, ds.PatientBirthDate = f"{CANARY}^Lat", "LAT-4711", "19381222"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = "1.2.3", SERIES
    ds.FrameOfReferenceUID = "1.2.3.9"
    ds.Modality, ds.SeriesNumber, ds.InstanceNumber = "CT", 3, number + 1
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.ImagePositionPatient = [-10, -20, 30 + 2.5 * number]
    ds.ImageOrientationPatient = list(AXIAL)
    ds.PixelSpacing = [0.5, 0.75]  # between rows, between columns
    ds.RescaleSlope, ds.RescaleIntercept = 1, -1000
    put(ds, plane(number))
    for keyword, value in changes.items():
        setattr(ds, keyword, value)
    return ds


def put(ds: Dataset, values: np.ndarray, *, stored: int | None = None) -> None:
    """Put values into a data set as its pixels."""
    bits = values.dtype.itemsize * 8
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows, ds.Columns = values.shape[-2:]
    ds.BitsAllocated, ds.BitsStored = bits, stored or bits
    ds.HighBit, ds.PixelRepresentation = ds.BitsStored - 1, int(values.dtype.kind == "i")
    data = values.tobytes()
    ds.PixelData = data + b"\0" * (len(data) % 2)
    ds["PixelData"].VR = "OW" if bits > 8 else "OB"


def series(count: int = 4, **changes: object) -> list[Dataset]:
    """A series, from below to above."""
    return [slice_(number, **changes) for number in range(count)]


def placed(orientation: tuple[float, ...], count: int = 4, step: float = 2.5) -> list[Dataset]:
    """A series along the normal of an orientation."""
    normal = np.cross(orientation[:3], orientation[3:])
    made = series(count, ImageOrientationPatient=list(orientation))
    for number, ds in enumerate(made):
        ds.ImagePositionPatient = [float(x) for x in np.array([3, 4, 5]) + number * step * normal]
    return made


def tilted(degrees: float = 15.0, count: int = 4) -> list[Dataset]:
    """A series under a tilted gantry: the table moves along z, the slices lie askew."""
    angle = np.radians(degrees)
    turned = [1, 0, 0, 0, float(np.cos(angle)), float(np.sin(angle))]
    return series(count, ImageOrientationPatient=turned)


def enhanced(count: int = 4, *, order: tuple[int, ...] | None = None) -> Dataset:
    """The same as one enhanced multi-frame image; `order` says which slice each frame is."""
    order = tuple(range(count)) if order is None else order
    ds = slice_(0)
    for keyword in (
        *("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"),
        *("RescaleSlope", "RescaleIntercept"),
    ):
        delattr(ds, keyword)
    ds.SOPClassUID = UID("1.2.840.10008.5.1.4.1.1.2.1")
    shared = Dataset()
    shared.PlaneOrientationSequence = Sequence([one(ImageOrientationPatient=list(AXIAL))])
    shared.PixelMeasuresSequence = Sequence([one(PixelSpacing=[0.5, 0.75])])
    rescale = one(RescaleSlope=1, RescaleIntercept=-1000, RescaleType="HU")
    shared.PixelValueTransformationSequence = Sequence([rescale])
    ds.SharedFunctionalGroupsSequence = Sequence([shared])
    frames = []
    for number in order:
        frame = Dataset()
        place = one(ImagePositionPatient=[-10, -20, 30 + 2.5 * number])
        frame.PlanePositionSequence = Sequence([place])
        frame.FrameContentSequence = Sequence([one(TemporalPositionIndex=1)])
        frames.append(frame)
    ds.PerFrameFunctionalGroupsSequence = Sequence(frames)
    ds.NumberOfFrames = len(order)
    put(ds, np.stack([plane(number) for number in order]))
    return ds


def one(**elements: object) -> Dataset:
    """An item of a sequence."""
    item = Dataset()
    for keyword, value in elements.items():
        setattr(item, keyword, value)
    return item


def write(datasets: list[Dataset], folder: Path) -> Path:
    """Save a series; names say nothing of the order."""
    folder.mkdir(parents=True, exist_ok=True)
    for ds in datasets:
        ds.save_as(folder / f"{str(generate_uid())[-12:]}.dcm", enforce_file_format=True)
    return folder


def nifti(
    values: np.ndarray,
    *,
    order: str = "<",
    slope: float = 0.0,
    intercept: float = 0.0,
    codes: tuple[int, int] = (0, 1),
    extension: bytes = b"",
    affine: np.ndarray | None = None,
    words: bool = True,
    sizes: tuple[int, ...] | None = None,
) -> bytes:
    """A NIfTI-1 file by hand, words about the patient included."""
    kinds = {"u1": 2, "i2": 4, "i4": 8, "f4": 16, "f8": 64, "u2": 512}
    kind = f"{values.dtype.kind}{values.dtype.itemsize}"
    header = bytearray(348)
    struct.pack_into(order + "i", header, 0, 348)
    sizes = sizes or values.shape[::-1]
    struct.pack_into(f"{order}{1 + len(sizes)}h", header, 40, len(sizes), *sizes)
    struct.pack_into(order + "hh", header, 70, kinds[kind], int(kind[1:]) * 8)
    if affine is None:
        affine = np.array([[-0.75, 0, 0, 10], [0, -0.5, 0, 20], [0, 0, 2.5, 30]])
    spacing = np.linalg.norm(affine[:, :3], axis=0)
    struct.pack_into(order + "4f", header, 76, 1, *spacing)
    start = 352 + (len(extension) + 8 if extension else 0)
    struct.pack_into(order + "3f", header, 108, start, slope, intercept)
    header[123] = 2
    struct.pack_into(order + "hh", header, 252, *codes)
    struct.pack_into(order + "12f", header, 280, *affine.ravel())
    if words:
        for offset, text in ((14, "db"), (148, "descrip"), (228, "aux"), (328, "intent")):
            part = f"{CANARY[:12]}{text[:4]}".encode()
            header[offset : offset + len(part)] = part
    header[344:348] = b"n+1\0"
    more = b"\0\0\0\0"
    if extension:
        more = b"\1\0\0\0" + struct.pack(order + "ii", len(extension) + 8, 6) + extension
    return bytes(header) + more + values.astype(order + kind).tobytes()
