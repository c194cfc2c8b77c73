"""What stands beside the picture in compressed streams, and how to take it out undecoded."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Cuts", "Edit", "cuts_of", "is_start"]

Edit = tuple[int, int, bytes]
"""From, to (0-based, the end excluded), and the bytes that take the place of these."""


class Cuts(NamedTuple):
    """What is taken out of one compressed picture.

    Parameters
    ----------
    edits : list of Edit
        In order, none overlapping another; empty if it holds nothing but the picture.
    end : int
        Where the picture ends; what follows is padding, or was put there.
    """

    edits: list[Edit]
    end: int


_JPEG, _J2K, _JP2 = b"\xff\xd8\xff", b"\xff\x4f\xff\x51", b"\0\0\0\x0cjP  \r\n\x87\n"

# ISO/IEC 10918-1 B.1.1: markers; T.87: in JPEG-LS no byte above 7F follows FF within the scan.
_MARKER = re.compile(rb"\xff[\x80-\xcf\xd8-\xfe]")
_SOI, _EOI, _SOS, _COM, _APP0 = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
# What a decoder may need: how an APPn segment begins, and how long what is needed of it is.
_NEEDED = {
    0xE0: (b"JFIF\0", 14),  # without its thumbnail
    0xE8: (b"mrfx", 5),  # colour transform of JPEG-LS
    0xEE: (b"Adobe", 12),  # colour transform of JPEG
}
_PROFILE = b"ICC_PROFILE\0"
_SPIFF = (b"SPIFF\0", 30)  # numbers alone (ISO/IEC 10918-3 F), before JPEG-LS,
_SPIFF_END = b"\0\0\0\1\xff\xd8"  # and the end of its entries

# ISO/IEC 15444-1 A.2 and I.4.
_SOT, _SOD, _EOC, _REMARK = b"\xff\x90", b"\xff\x93", b"\xff\xd9", b"\xff\x64"
_BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c", b"rreq"})
_OTHER_BOXES = frozenset(
    {b"uuid", b"xml ", b"uinf", b"jp2i", b"free", b"skip", b"asoc", b"lbl ", b"nlst"}
)
_IMAGE_BOXES = frozenset({b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res "})


def is_start(fragment: bytes | memoryview) -> bool:
    """Tell whether a fragment begins a picture in JPEG, JPEG-LS or JPEG 2000."""
    start = bytes(fragment[:12])
    return start.startswith((_JPEG, _J2K, _JP2))


def cuts_of(data: bytes) -> Cuts | None:
    """Find comments, metadata of cameras and programs, and what follows a compressed picture.

    Parameters
    ----------
    data : bytes
        One picture, all of it: JPEG, JPEG-LS, JPEG 2000, also in its file format JP2.

    Returns
    -------
    Cuts or None
        None if it cannot be followed from its first byte to its end.

    Notes
    -----
    JPEG: COM and all APPn but JFIF, Adobe, ICC profile and the colour transform of JPEG-LS.
    JPEG 2000: COM of the main header; those of tile-parts, on whose lengths others depend, are
    blanked. JP2: all boxes but those that tell how the samples are meant.
    """
    try:
        if data.startswith(_JPEG):
            return _jpeg(data)
        if data.startswith(_J2K):
            return _codestream(data, 0, len(data))
        return _boxes(data) if data.startswith(_JP2) else None
    except (IndexError, ValueError):
        return None


def _number(data: bytes, start: int, size: int) -> int:
    if start + size > len(data):
        raise ValueError
    return int.from_bytes(data[start : start + size], "big")


def _jpeg(data: bytes) -> Cuts | None:
    edits: list[Edit] = []
    position = 2
    while True:
        if data[position] != 0xFF:
            return None
        while data[position + 1] == 0xFF:  # bytes that only fill
            position += 1
        marker = data[position + 1]
        if marker == _EOI:
            return _ended(data, edits, position + 2)
        if marker in _ALONE:
            position += 2
            continue
        length = _number(data, position + 2, 2)
        stop = position + 2 + length
        if length < 2 or stop > len(data) or marker < 0xC0 or marker == _SOI:
            return None
        if marker == _SOS:
            following = _MARKER.search(data, stop)
            if following is None:  # cut off: what there is of it, stays
                return Cuts(edits, len(data))
            position = following.start()
            continue
        kept = _kept_of(marker, data[position + 4 : stop])
        if kept is not None:
            edits.append((position, stop, kept))
        position = stop


def _kept_of(marker: int, body: bytes) -> bytes | None:
    """What stays of a segment; None if all of it does."""
    if marker != _COM and not _APP0 <= marker <= 0xEF:
        return None
    if marker == 0xE2 and body.startswith(_PROFILE):
        return None
    if marker == 0xE8 and body.startswith(_SPIFF[0]) and len(body) == _SPIFF[1]:
        return None
    if marker == 0xE8 and body == _SPIFF_END:
        return None
    start, size = _NEEDED.get(marker, (b"", 0))
    if not start or not body.startswith(start):
        return b""
    if len(body) <= size and (marker != _APP0 or not any(body[12:14])):
        return None
    needed = body[:12] + b"\0\0" if marker == _APP0 else body[:size]
    return bytes([0xFF, marker]) + (size + 2).to_bytes(2, "big") + needed


def _ended(data: bytes, edits: list[Edit], end: int) -> Cuts | None:
    """What follows the end is padding; if it may be a further picture, nobody knows."""
    rest = data[end:]
    if _JPEG in rest or _J2K in rest:
        return None
    if rest.strip(b"\0\xff"):
        edits.append((end, len(data), b""))
    return Cuts(edits, end)


def _codestream(data: bytes, start: int, stop: int) -> Cuts | None:
    edits: list[Edit] = []
    position = start + 2
    while (marker := data[position : position + 2]) != _SOT:
        following = _after(data, position, stop)
        if marker == _REMARK:
            edits.append((position, following, b""))
        position = following
    while data[position : position + 2] == _SOT and position + 12 < stop:
        length = _number(data, position + 6, 4)
        part = position + 12
        while (marker := data[part : part + 2]) != _SOD:
            following = _after(data, part, stop)
            if marker == _REMARK and any(data[part + 6 : following]):
                edits.append((part + 6, following, b"\0" * (following - part - 6)))
            part = following
        end = position + length
        if not length:  # the last one, up to the end (A.4.2)
            end = data.find(_EOC, part, stop)
            end = stop if end < 0 else end
        if end < part + 2:
            return None
        position = min(end, stop)
    if data[position : position + 2] == _EOC and position + 2 <= stop:
        return _ended(data[:stop], edits, position + 2)
    return None if data[position:stop].strip(b"\0") else Cuts(edits, position)


def _after(data: bytes, position: int, stop: int) -> int:
    """Where the next segment of a header begins."""
    if data[position] != 0xFF or not 0x30 <= data[position + 1] <= 0x8F:
        raise ValueError
    if data[position + 1] <= 0x3F:  # markers without a segment (A.1.3)
        return position + 2
    length = _number(data, position + 2, 2)
    if length < 2 or position + 2 + length > stop:
        raise ValueError
    return position + 2 + length


def _boxes(data: bytes) -> Cuts | None:
    edits: list[Edit] = []
    position, size = 0, len(data)
    last = len(data.rstrip(b"\0\xff"))  # what follows is padding, unless a box says otherwise
    while size - position >= 8 and position < last:
        head, stop = _box(data, position, size)
        kind = data[position + 4 : position + 8]
        if kind in _OTHER_BOXES:
            edits.append((position, stop, b""))
        elif kind not in _BOXES:
            return None
        elif kind == b"jp2h":
            edits += _blanked(data, head, stop)
        elif kind == b"jp2c":
            inner = _codestream(data, head, stop)
            if inner is None:
                return None
            edits += _shortened(data, position, stop, inner.edits)
        position = stop
    if position < last:
        edits.append((position, size, b""))
    return Cuts(edits, position)


def _box(data: bytes, position: int, end: int) -> tuple[int, int]:
    """Where the content of a box begins and ends (ISO/IEC 15444-1 I.4)."""
    length, head = _number(data, position, 4), position + 8
    if length == 1:
        length, head = _number(data, position + 8, 8), position + 16
    stop = position + length if length else end
    if not head <= stop <= end:
        raise ValueError
    return head, stop


def _blanked(data: bytes, position: int, end: int) -> list[Edit]:
    """Make room of what does not belong into the box that tells of the image."""
    edits: list[Edit] = []
    while position < end:
        head, stop = _box(data, position, end)
        kind = data[position + 4 : position + 8]
        if kind not in _IMAGE_BOXES and (kind != b"free" or any(data[head:stop])):
            edits.append((position + 4, position + 8, b"free"))
            edits.append((head, stop, b"\0" * (stop - head)))
        position = stop
    return edits


def _shortened(data: bytes, position: int, stop: int, edits: list[Edit]) -> list[Edit]:
    """Say the new length of the box as well, unless it goes to the end anyway."""
    less = sum(to - start - len(new) for start, to, new in edits)
    length = _number(data, position, 4)
    if not less or not length:
        return edits
    at, size = (position + 8, 8) if length == 1 else (position, 4)
    return [(at, at + size, (stop - position - less).to_bytes(size, "big")), *edits]
