"""PNG and JPEG that hold a picture and not a word besides."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dcmteach.errors import DcmteachError, SaveError

__all__ = ["jpeg_bytes", "parts_of", "png_bytes"]

_PNG = b"\x89PNG\r\n\x1a\n"
_NEEDED = {
    "PNG": {"IHDR", "IDAT", "IEND"},
    # JFIF's own segment, tables, frame, scan; no comment (FE), no Exif, XMP or ICC (E1 to EF).
    "JPEG": {"D8", "E0", "DB", "C0", "C4", "DA", "D9"},
}


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """Encode a picture as PNG.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (rows, columns) or (rows, columns, 3)
        Grey or RGB.

    Returns
    -------
    bytes
        Chunks IHDR, IDAT and IEND: no text, no time, no Exif.
    """
    rows, columns = pixels.shape[:2]
    colour = 2 if pixels.ndim == 3 else 0
    lines = np.zeros((rows, 1 + pixels[0].size), dtype=np.uint8)
    lines[:, 1:] = pixels.reshape(rows, -1)
    head = struct.pack(">IIBBBBB", columns, rows, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b""))
    return _PNG + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def jpeg_bytes(pixels: NDArray[np.uint8], *, quality: int = 95) -> bytes:
    """Encode a picture as JPEG, which changes every pixel a little.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (rows, columns) or (rows, columns, 3)
        Grey or RGB.
    quality : int, optional
        1 to 95.

    Returns
    -------
    bytes
        With the segments of JFIF: no comment, no Exif.

    Raises
    ------
    DcmteachError
        If Pillow is not installed.
    SaveError
        If anything stands in it that should not.
    """
    try:
        from PIL import Image
    except ImportError:
        raise DcmteachError(
            "Writing JPEG needs Pillow, which is not installed. Run: pip install "
            "'dcmteach[ocr]'; or write PNG."
        ) from None
    buffer = BytesIO()
    picture: Any = Image.fromarray(np.ascontiguousarray(pixels))
    picture.save(buffer, "JPEG", quality=quality, subsampling=0, comment=b"", exif=b"")
    data = buffer.getvalue()
    if not set(parts_of(data)) <= _NEEDED["JPEG"]:
        raise SaveError("The JPEG would hold more than its picture. Nothing was written.")
    return data


def parts_of(data: bytes) -> list[str]:
    """List what a PNG or JPEG is made of.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    list of str
        The names of the chunks of a PNG; the markers of a JPEG, such as ``"E1"`` for Exif; what
        lies behind its end as ``"after the end"``.
    """
    return list(_chunks(data) if data.startswith(_PNG) else _segments(data))


def _chunks(data: bytes) -> Iterator[str]:
    place = len(_PNG)
    while place + 8 <= len(data):
        (size,) = struct.unpack_from(">I", data, place)
        name = data[place + 4 : place + 8].decode("latin-1")
        yield name
        place += 12 + size
        if name == "IEND":
            break
    if place != len(data):
        yield "after the end"


def _segments(data: bytes) -> Iterator[str]:
    place = 0
    while place + 1 < len(data):
        marker = data[place + 1]
        yield f"{marker:02X}"
        place += 2
        if marker == 0xD9:
            break
        if marker == 0xD8:
            continue
        place += struct.unpack_from(">H", data, place)[0]
        if marker == 0xDA:  # the scan: up to the next marker that is no stuffing and no restart
            while data[place] != 0xFF or data[place + 1] in (0, *range(0xD0, 0xD8)):
                place += 1
    if place != len(data):
        yield "after the end"
