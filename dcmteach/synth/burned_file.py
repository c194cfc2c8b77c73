"""Pictures of the set as data sets: every way of writing pixels that scanners use."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import FileDataset
from pydicom.encaps import encapsulate
from pydicom.pixels.processing import convert_color_space
from pydicom.uid import JPEGBaseline8Bit, RLELossless

from dcmteach.synth.common import start
from dcmteach.synth.elements import fill
from dcmteach.synth.jpeg2000 import compress
from dcmteach.synth.key import Canaries
from dcmteach.synth.shapes import Array
from dcmteach.synth.stream import Stream
from dcmteach.synth.visit import Visit

__all__ = ["WAYS", "begin_image", "store"]

WAYS = (
    "mono8", "mono12", "mono16", "mono8 inverted", "mono12 inverted", "mono8 rle",
    "mono12 jpeg2000", "palette", "palette close", "rgb", "rgb planar", "rgb rle", "ybr",
    "ybr jpeg", "ybr jpeg rough", "ct", "ct signed", "ct jpeg2000",
)  # fmt: skip
"""Ways of writing pixels; those of CT take Hounsfield units, the others 0 to 1."""

_SOP = {
    "CT": "1.2.840.10008.5.1.4.1.1.2",
    "MR": "1.2.840.10008.5.1.4.1.1.4",
    "CR": "1.2.840.10008.5.1.4.1.1.1",
    "US": "1.2.840.10008.5.1.4.1.1.6.1",
    "OT": "1.2.840.10008.5.1.4.1.1.7",
}
_CINE = "1.2.840.10008.5.1.4.1.1.3.1"


def begin_image(visit: Visit, modality: str, *, frames: int = 1) -> FileDataset:
    """Start the file of an image with its header."""
    canaries = Canaries()
    ds = start(
        visit, canaries, sop_class=_CINE if frames > 1 else _SOP[modality], modality=modality,
        maker="Pulsar", model="Set 1", description="Examination",
    )  # fmt: skip
    fill(ds, {"ImageType": ["ORIGINAL", "PRIMARY"], "PatientOrientation": ""})
    if modality == "OT":
        ds.ConversionType = "WSD"
        ds.ImageType = ["DERIVED", "SECONDARY"]
    return ds


def store(ds: FileDataset, image: Array, way: str) -> None:
    """Put a picture into a data set.

    Parameters
    ----------
    ds : FileDataset
        Changed in place.
    image : ndarray of float64, shape (frames, rows, columns) or (frames, rows, columns, 3)
        From 0 to 1 as it is to be seen, or Hounsfield units.
    way : str
        One of `WAYS`. What is in colour takes a colour; grey becomes grey in colour.
    """
    frames, rows, columns = image.shape[:3]
    fill(ds, {"Rows": rows, "Columns": columns})
    if frames > 1:
        fill(ds, {"NumberOfFrames": str(frames), "FrameTime": "40.0"})
        ds.add_new("FrameIncrementPointer", "AT", 0x00181063)
    kind, _, manner = way.partition(" ")
    if kind == "ct":
        _store_ct(ds, image, manner)
    elif kind == "palette":
        _store_palette(ds, _eight(image), close=manner == "close")
    elif kind in ("rgb", "ybr"):
        full = image if image.ndim == 4 else np.repeat(image[..., None], 3, axis=-1)
        _store_colour(ds, _eight(full), kind, manner)
    else:
        _store_grey(ds, image, int(kind[4:]), manner)


def _eight(image: Array) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(image * 255), 0, 255), dtype=np.uint8)


def _layout(ds: FileDataset, bits: int, *, signed: bool = False, **more: Any) -> None:
    fill(ds, {
        "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2",
        "BitsAllocated": 8 if bits <= 8 else 16, "BitsStored": bits, "HighBit": bits - 1,
        "PixelRepresentation": int(signed), **more,
    })  # fmt: skip


def _native(ds: FileDataset, stored: NDArray[Any]) -> None:
    data = stored.astype(stored.dtype.newbyteorder("<")).tobytes()
    ds.add_new("PixelData", "OB" if stored.itemsize == 1 else "OW", data + b"\0" * (len(data) % 2))


def _store_grey(ds: FileDataset, image: Array, bits: int, manner: str) -> None:
    _layout(ds, bits)
    if manner == "inverted":
        ds.PhotometricInterpretation = "MONOCHROME1"
        image = 1 - image
    top = (1 << bits) - 1
    levels = np.clip(np.rint(image * top), 0, top)
    stored = levels.astype(np.uint8 if bits <= 8 else np.uint16)
    if manner == "jpeg2000" and len(stored) == 1:
        compress(ds, stored[0])
        return
    _native(ds, stored)
    if manner == "rle":
        ds.compress(RLELossless, generate_instance_uid=False, encoding_plugin="pydicom")


def _store_ct(ds: FileDataset, image: Array, manner: str) -> None:
    signed = manner == "signed"
    intercept = 0 if signed else -1024
    fill(ds, {"RescaleIntercept": str(intercept), "RescaleSlope": "1"})
    stored = np.rint(image) - intercept
    if signed:
        _layout(ds, 16, signed=True, PixelPaddingValue=-2000)
        _native(ds, np.clip(stored, -32768, 32767).astype(np.int16))
        return
    _layout(ds, 16 if manner == "jpeg2000" else 12)
    made = np.clip(stored, 0, 4095).astype(np.uint16)
    if manner == "jpeg2000" and len(made) == 1:
        compress(ds, made[0])
        return
    _native(ds, made)


def _store_palette(ds: FileDataset, image: NDArray[np.uint8], *, close: bool) -> None:
    """Number the levels so that only the table tells how light each is (PS3.3 C.7.6.3.1.5).

    Either in no order at all, or few levels side by side, which look all the same.
    """
    draw = Stream("palette", str(ds.SOPInstanceUID))
    order = np.argsort(draw.noise(256))  # index -> level
    numbers = np.argsort(order).astype(np.uint8)
    if close:
        few = 20
        order = np.clip((np.arange(256) - 100) * 255 // few, 0, 255)
        numbers = np.rint(100 + np.arange(256) * few / 255).astype(np.uint8)
    _layout(ds, 8, PhotometricInterpretation="PALETTE COLOR")
    table = (order * 257).astype("<u2").tobytes()
    for colour in ("Red", "Green", "Blue"):
        setattr(ds, f"{colour}PaletteColorLookupTableDescriptor", [256, 0, 16])
        setattr(ds, f"{colour}PaletteColorLookupTableData", table)
    _native(ds, numbers[image])


def _store_colour(ds: FileDataset, image: NDArray[np.uint8], kind: str, manner: str) -> None:
    _layout(ds, 8, SamplesPerPixel=3, PlanarConfiguration=0, PhotometricInterpretation="RGB")
    if kind == "ybr" and manner.startswith("jpeg") and len(image) == 1:
        _store_jpeg(ds, image[0], quality=35 if "rough" in manner else 88)
        return
    if kind == "ybr":
        ds.PhotometricInterpretation = "YBR_FULL"
        image = np.stack([convert_color_space(one, "RGB", "YBR_FULL") for one in image])
    if manner == "planar":
        ds.PlanarConfiguration = 1
        image = np.ascontiguousarray(np.moveaxis(image, -1, 1))
    _native(ds, image)
    if manner == "rle":
        ds.compress(RLELossless, generate_instance_uid=False, encoding_plugin="pydicom")


def _store_jpeg(ds: FileDataset, image: NDArray[np.uint8], *, quality: int) -> None:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=quality)
    fill(ds, {
        "PhotometricInterpretation": "YBR_FULL_422", "LossyImageCompression": "01",
        "LossyImageCompressionRatio": f"{image.nbytes / buffer.tell():.1f}",
        "LossyImageCompressionMethod": "ISO_10918_1",
    })  # fmt: skip
    ds.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    ds.add_new("PixelData", "OB", encapsulate([buffer.getvalue()]))
    ds["PixelData"].is_undefined_length = True
