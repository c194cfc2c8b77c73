"""Compressed pixels: decode a frame, change it, and compress it again only without loss."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.pixels.encoders.base import get_encoder
from pydicom.uid import UID

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.pixels.redact_decode import decoded_layout, frames_of
from dcmteach.pixels.redact_layout import Layout, syntax_of
from dcmteach.pixels.redact_native import Tool, Touch

__all__ = ["Recoded", "decompress", "recompress"]

_AGAIN = frozenset({"1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"})
_DESCRIBE = (
    "Rows",
    "Columns",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "PlanarConfiguration",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
)


@dataclass(frozen=True)
class Recoded:
    """Pixels as they are to be written.

    Parameters
    ----------
    data : bytes
        The value of Pixel Data.
    layout : Layout
        How they lie (once decompressed, where they are compressed).
    syntax : str
        The transfer syntax they are in.
    """

    data: bytes
    layout: Layout
    syntax: str


def decompress(ds: Dataset, layout: Layout, tool: Tool, frames: frozenset[int]) -> Recoded:
    """Decode all frames, change some, and leave them native.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set; not changed.
    layout : Layout
        How its pixels lie once decoded, as the header says.
    tool : callable
        Makes what changes a frame.
    frames : frozenset of int
        Which frames it changes.

    Raises
    ------
    DcmteachError
        If they cannot be decoded, or there are fewer than the header says.
    """
    stream = io.BytesIO()
    shown, count = layout, 0
    do: Touch | None = None
    for array, properties in frames_of(ds, layout, range(layout.frames)):
        if count == layout.frames:
            break
        if do is None:
            shown = decoded_layout(layout, array, properties)
            if shown.photometric.startswith("YBR_PARTIAL"):
                raise DcmteachError(
                    f"Pixels in {shown.photometric} cannot be written uncompressed without loss. "
                    "Convert the file to RGB with another tool first."
                )
            do = tool(shown)
        made = do(array, count) if count in frames else array
        rows, columns, _ = made.shape
        stream.write(made.astype(np.dtype(shown.code), copy=False).tobytes())
        count += 1
    if count < layout.frames:
        raise DcmteachError(
            f"NumberOfFrames says {layout.frames}, and there are {count}: the image is not whole. "
            "Get the file again from its source."
        )
    stream.write(b"\x00" * (stream.tell() % 2))
    shown = replace(shown, rows=rows, columns=columns)
    return Recoded(stream.getvalue(), shown, "1.2.840.10008.1.2.1")


def recompress(ds: Dataset, layout: Layout, tool: Tool, frames: frozenset[int]) -> Recoded | None:
    """Change some frames and compress these again without loss; the others stay as they are.

    Parameters
    ----------
    ds, layout, tool, frames
        As for :func:`decompress`.

    Returns
    -------
    Recoded or None
        None if this transfer syntax cannot be written here, or what was written does not come
        back bit by bit when it is decoded.
    """
    syntax = syntax_of(ds)
    if syntax not in _AGAIN or not get_encoder(UID(syntax)).is_available:
        return None
    with quiet():
        try:
            codes = list(
                generate_frames(
                    ds.PixelData,
                    number_of_frames=layout.frames,
                    extended_offsets=_offsets(ds),
                )
            )
        except Exception:  # a damaged stream: then the decoder shall tell
            return None
    if len(codes) < layout.frames:
        return None
    codes = codes[: layout.frames]
    order = sorted(frames)
    do: Touch | None = None
    rows, columns = layout.rows, layout.columns
    for frame, (array, properties) in zip(order, frames_of(ds, layout, order), strict=True):
        if do is None:
            do = tool(decoded_layout(layout, array, properties))
        made = do(array, frame)
        code = _encoded(ds, layout, made)
        if code is None:
            return None
        codes[frame] = code
        rows, columns, _ = made.shape
    if sum(map(len, codes)) + 8 * len(codes) >= 1 << 32:
        return None
    return Recoded(encapsulate(codes), replace(layout, rows=rows, columns=columns), syntax)


def _offsets(ds: Dataset) -> tuple[bytes, bytes] | None:
    table, lengths = ds.get("ExtendedOffsetTable"), ds.get("ExtendedOffsetTableLengths")
    return (table, lengths) if table and lengths else None


def _encoded(ds: Dataset, layout: Layout, array: NDArray[Any]) -> bytes | None:
    """Compress one frame; None if it does not come back as it was."""
    syntax = UID(syntax_of(ds))
    rows, columns, samples = array.shape
    options: dict[str, Any] = {
        "rows": rows,
        "columns": columns,
        "samples_per_pixel": samples,
        "photometric_interpretation": layout.photometric,
        "bits_allocated": layout.allocated,
        "bits_stored": layout.stored,
        "pixel_representation": int(layout.signed),
        "number_of_frames": 1,
    }
    if samples > 1:
        options["planar_configuration"] = 0
    if array.dtype.itemsize * 8 != layout.allocated:
        return None
    with quiet():
        try:
            shaped = array if samples > 1 else array[..., 0]
            code = get_encoder(syntax).encode(np.ascontiguousarray(shaped), **options)
            one = _one_frame(ds, rows, columns, code)
            back, _ = next(frames_of(one, replace(layout, rows=rows, columns=columns), [0]))
        except Exception:  # it cannot be done: the caller writes native pixels
            return None
    return bytes(code) if np.array_equal(back, array) else None


def _one_frame(ds: Dataset, rows: int, columns: int, code: bytes) -> Dataset:
    one = Dataset()
    for keyword in _DESCRIBE:
        if keyword in ds:
            one.add(ds[keyword])
    one.Rows, one.Columns = rows, columns
    one.NumberOfFrames = 1
    one.file_meta = FileMetaDataset()
    one.file_meta.TransferSyntaxUID = UID(syntax_of(ds))
    one.PixelData = encapsulate([bytes(code)])
    one["PixelData"].VR = "OB"
    one["PixelData"].is_undefined_length = True
    return one
