"""A value in every way it can be read: what the slow and exact look goes through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from pydicom.charset import decode_bytes

from dcmteach.header.fold import fold
from dcmteach.verify.charsets import codecs_of
from dcmteach.verify.parts import META, ROOT, Part, Reread
from dcmteach.verify.streams import decoded_runs, document_text, stream_headers

__all__ = [
    "NUMBERS",
    "TEXTS",
    "Reading",
    "decodings",
    "end_of_pixels",
    "is_native",
    "readings",
    "region_of",
]

TEXTS = frozenset(
    ["AE", "AS", "CS", "DA", "DT", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UR", "UT"]
)
"""The VRs that hold text."""

NUMBERS = frozenset(["DS", "IS"])
"""The VRs that hold numbers as text."""

_DOCUMENT = 0x00420011
_PIXELS = frozenset([0x7FE00008, 0x7FE00009, 0x7FE00010])
_ICON = 0x00880200
_SAMPLES, _FRAMES, _ROWS, _COLUMNS, _ALLOCATED = (
    0x00280002,
    0x00280008,
    0x00280010,
    0x00280011,
    0x00280100,
)
_DELIMITERS = {0x0D, 0x0A, 0x09, 0x0C, 0x5C, 0x5E, 0x3D}


class Reading(NamedTuple):
    """One way of reading one value.

    Parameters
    ----------
    text : str
        As read; not yet folded.
    nature : str
        ``"text"``, ``"code"``, ``"date"``, ``"number"``, ``"UID"``, ``"bytes"`` or ``"encoded"``
        (base64 and the like).
    start : int
        The byte of the file at which it begins.
    """

    text: str
    nature: str
    start: int

    @property
    def folded(self) -> str:
        """The text as words are looked for in it."""
        return fold(self.text)


def is_native(file: Reread, part: Part) -> bool:
    """Tell whether these are the image's own pixels, uncompressed."""
    return part.item == ROOT and part.tag in _PIXELS and not file.encapsulated


def end_of_pixels(file: Reread, part: Part) -> int:
    """Give the byte at which native pixels end: what their element holds beyond is no picture.

    Parameters
    ----------
    file : Reread
        The file.
    part : Part
        Its native pixels.

    Returns
    -------
    int
        The end of the element, where the size of the picture cannot be told.
    """
    order: Literal["little", "big"] = "big" if file.big else "little"
    bits = 1
    for tag in (_ROWS, _COLUMNS, _SAMPLES, _ALLOCATED):
        bits *= int.from_bytes((file.first(tag) or b"")[:2], order)
    try:
        bits *= int((file.first(_FRAMES) or b"1").strip(b" \0") or b"1")
    except ValueError:
        bits = 0
    return min(part.end, part.start + (bits + 7) // 8) if bits > 0 else part.end


def region_of(file: Reread, part: Part) -> str:
    """Name the region of a file an element lies in."""
    if part.item == META:
        return "file meta"
    group = part.tag >> 16
    if part.tag == _DOCUMENT:
        return "encapsulated document"
    if part.tag in _PIXELS and part.item == ROOT:
        return "pixel stream"
    steps = file.above(part.item)
    if _ICON in steps:
        return "icon"
    if group & 0xFF00 == 0x6000 and not group & 1:
        return "overlay"
    if group & 1 or any(tag >> 16 & 1 for tag in steps):
        return "private"
    if group == 0xFFFC:
        return "trailing"
    return "directory" if steps and steps[0] == 0x00041220 else "header"


def readings(file: Reread, part: Part, codecs: Iterable[str]) -> Iterator[Reading]:
    """Read the value of an element in every way.

    Parameters
    ----------
    file : Reread
        The file.
    part : Part
        The element; no sequence.
    codecs : iterable of str
        Codecs of the input's text, besides those the file announces.

    Yields
    ------
    Reading
        The most usual way first.
    """
    vr = part.vr
    if vr == "UI":
        yield Reading(file.value(part).decode("latin_1"), "UID", part.start)
    elif vr in NUMBERS:
        yield Reading(file.value(part).decode("latin_1"), "number", part.start)
    elif vr in TEXTS:
        nature = {"CS": "code", "DA": "date", "DT": "date", "TM": "date"}.get(vr, "text")
        value = file.value(part)
        for text in decodings(value, [*codecs_of(file, part.item), *codecs]):
            yield Reading(text, nature, part.start)
        yield from _encoded(value, part.start)
    elif is_native(file, part):
        start = end_of_pixels(file, part)
        yield from of_bytes(file.data[start : part.end], start, codecs)
    elif part.tag in _PIXELS and part.item == ROOT:
        for start, end in stream_headers(file.data, part.start, part.end):
            yield from of_bytes(file.data[start:end], start, codecs)
    else:
        value = file.value(part)
        yield from of_bytes(value, part.start, [*codecs_of(file, part.item), *codecs])
        if part.tag == _DOCUMENT:
            for text in decodings(document_text(value), codecs):
                yield Reading(text, "text", part.start)


def of_bytes(value: bytes, start: int, codecs: Iterable[str]) -> Iterator[Reading]:
    """Read bytes of which nobody says what they are."""
    nature = "text" if _looks_like_text(value) else "bytes"
    for text in decodings(value, codecs):
        yield Reading(text, nature, start)
    if b"\0" in value:  # UTF-16, in either order, at either alignment
        for shift in (0, 1):
            for codec in ("utf-16-le", "utf-16-be"):
                yield Reading(value[shift:].decode(codec, "replace"), nature, start)
    yield from _encoded(value, start)


def _encoded(value: bytes, start: int) -> Iterator[Reading]:
    runs = decoded_runs(value)
    if runs:
        yield Reading(runs.replace(b"\0", b"").decode("latin_1"), "encoded", start)
        yield Reading(runs.decode("utf-8", "replace"), "encoded", start)


def decodings(value: bytes, codecs: Iterable[str]) -> Iterator[str]:
    """Decode bytes in every codec they may be text in, each different result once."""
    if not value:
        return
    if value.isascii() and b"\x1b" not in value:
        yield value.decode("ascii")
        if b"\0" in value.strip(b"\0"):
            yield value.replace(b"\0", b"").decode("ascii")
        return
    seen: set[str] = set()
    wanted = list(dict.fromkeys([*codecs, "utf-8", "latin_1"]))
    for number, codec in enumerate([wanted, *wanted]):
        try:
            if number == 0:
                text = decode_bytes(value, list(wanted[:-2] or ["latin_1"]), _DELIMITERS)
            else:
                text = value.decode(str(codec), "replace")
        except (LookupError, ValueError):
            continue
        if text not in seen:
            seen.add(text)
            yield text


def _looks_like_text(value: bytes) -> bool:
    body = value.rstrip(b"\0 ")
    return bool(body) and not body.translate(None, bytes(range(0x20, 0x100)) + b"\t\n\r\f\x1b")
