"""Small images in every layout, as they are read from a file."""

from __future__ import annotations

import io

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID

EXPLICIT = "1.2.840.10008.1.2.1"
SYNTAXES = ("1.2.840.10008.1.2", EXPLICIT, "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2")


def image(
    pixels: np.ndarray | bytes,
    rows: int,
    columns: int,
    *,
    syntax: str = EXPLICIT,
    keyword: str = "PixelData",
    **elements: object,
) -> Dataset:
    """An image, written to bytes and read again, so that everything is as in a file."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = UID(syntax)
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = UID("1.2.840.10008.5.1.4.1.1.7")
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = UID("1.2.3")
    ds.Rows, ds.Columns = rows, columns
    big = syntax.endswith(".2.2")
    told = {
        "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2", "BitsAllocated": 8,
        "PixelRepresentation": 0, **elements,
    }  # fmt: skip
    if keyword == "PixelData":
        told.setdefault("BitsStored", told["BitsAllocated"])
        told.setdefault("HighBit", told["BitsStored"] - 1)
    for name, value in told.items():
        setattr(ds, name, value)
    if isinstance(pixels, np.ndarray):
        order = ">" if big else "<"
        pixels = pixels.astype(pixels.dtype.newbyteorder(order)).tobytes()
    setattr(ds, keyword, pixels + b"\x00" * (len(pixels) % 2))
    if keyword == "PixelData":
        ds[keyword].VR = "OB" if told["BitsAllocated"] <= 8 else "OW"
    return written(ds, syntax)


def written(ds: Dataset, syntax: str = EXPLICIT) -> Dataset:
    buffer = io.BytesIO()
    ds.save_as(
        buffer,
        implicit_vr=syntax == "1.2.840.10008.1.2",
        little_endian=not syntax.endswith(".2.2"),
        enforce_file_format=True,
    )
    buffer.seek(0)
    return pydicom.dcmread(buffer)


def noise(shape: tuple[int, ...], low: int, high: int, dtype: str = "u1") -> np.ndarray:
    return np.random.default_rng(5).integers(low, high, shape, dtype=np.int64).astype(dtype)


def inside(shape: tuple[int, ...], row: int, column: int, height: int, width: int) -> np.ndarray:
    mask = np.zeros(shape, dtype=bool)
    mask[..., row : row + height, column : column + width] = True
    return mask
