"""A value in every way it can be read: what the slow and exact look goes through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from pydicom.charset import decode_bytes

from dcmteach.header.fold import fold
from dcmteach.verify.charsets import codecs_of
from dcmteach.verify.encoding import PIXELS
from dcmteach.verify.parts import META, ROOT, Part, Reread
from dcmteach.verify.samples import WAVEFORM, end_of_pixels, end_of_waveform, is_native
from dcmteach.verify.streams import decoded_runs, document_text, stream_headers

__all__ = [
    "NUMBERS",
    "TEXTS",
    "Reading",
    "decodings",
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
_ICON = 0x00880200
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
    misread : bool
        Whether this is no character set that the file or its input announces, although the bytes
        are good text in the announced one: then it says things that nobody wrote.
    """

    text: str
    nature: str
    start: int
    misread: bool = False

    @property
    def folded(self) -> str:
        """The text as words are looked for in it."""
        return fold(self.text)


def region_of(file: Reread, part: Part) -> str:
    """Name the region of a file an element lies in."""
    if part.item == META:
        return "file meta"
    group = part.tag >> 16
    if part.tag == _DOCUMENT:
        return "encapsulated document"
    if part.tag in PIXELS and part.item == ROOT:
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
        announced = codecs_of(file, part.item)
        for text, misread in decodings(value, codecs, announced):
            yield Reading(text, nature, part.start, misread)
        yield from _encoded(value, part.start)
    elif is_native(file, part):
        start = end_of_pixels(file, part)
        yield from of_bytes(file.data[start : part.end], start, codecs)
    elif part.tag in PIXELS and part.item == ROOT:
        for start, end in stream_headers(file.data, part.start, part.end):
            yield from of_bytes(file.data[start:end], start, codecs)
    elif part.tag == WAVEFORM:
        start = end_of_waveform(file, part)
        yield from of_bytes(file.data[start : part.end], start, codecs)
    else:
        value = file.value(part)
        yield from of_bytes(value, part.start, [*codecs_of(file, part.item), *codecs])
        if part.tag == _DOCUMENT:
            for text, _ in decodings(document_text(value), codecs):
                yield Reading(text, "text", part.start)


def of_bytes(value: bytes, start: int, codecs: Iterable[str]) -> Iterator[Reading]:
    """Read bytes of which nobody says what they are."""
    nature = "text" if _looks_like_text(value) else "bytes"
    for text, _ in decodings(value, codecs):
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


def decodings(
    value: bytes, codecs: Iterable[str], announced: Iterable[str] = ()
) -> Iterator[tuple[str, bool]]:
    """Decode bytes in every codec they may be text in, each different result once.

    Parameters
    ----------
    value : bytes
        What is read.
    codecs : iterable of str
        Those of the input's text; UTF-8 and Latin-1 are tried besides.
    announced : iterable of str
        Those the file says the value is in; empty if it says nothing of it.

    Yields
    ------
    text : str
        As read.
    misread : bool
        Whether the bytes are good text as announced, and this is another reading of them, which
        neither the input's character set nor UTF-8 bears out. The same text is told once, and
        what is no misreading before what is.
    """
    if not value:
        return
    if value.isascii() and b"\x1b" not in value:
        yield value.decode("ascii"), False
        if b"\0" in value.strip(b"\0"):
            yield value.replace(b"\0", b"").decode("ascii"), False
        return
    announced, codecs = tuple(announced), tuple(codecs)
    good: dict[str, None] = {}
    sure = False
    for number, several in enumerate((announced, codecs, ("utf-8",))):
        text = _whole_text(value, several)
        if text is not None:
            good[text] = None
            sure = sure or not number
    found = dict.fromkeys(good, False)
    for text in _readings(value, [*announced, *codecs]):
        found.setdefault(text, sure)
    yield from found.items()


def _whole_text(value: bytes, codecs: tuple[str, ...]) -> str | None:
    """The text of bytes in a character set, with its code extensions; None if it is not in it."""
    if not codecs:
        return None
    try:
        text = decode_bytes(value, list(codecs), _DELIMITERS)
        if len(codecs) == 1:
            value.decode(codecs[0])  # decode_bytes only warns
    except (LookupError, ValueError):
        return None
    return None if "\ufffd" in text or "\x1b" in text else text


def _readings(value: bytes, codecs: list[str]) -> Iterator[str]:
    wanted = list(dict.fromkeys([*codecs, "utf-8", "latin_1"]))
    with suppress(LookupError, ValueError):
        yield decode_bytes(value, list(wanted[:-2] or ["latin_1"]), _DELIMITERS)
    for codec in wanted:
        with suppress(LookupError, ValueError):
            yield value.decode(codec, "replace")


def _looks_like_text(value: bytes) -> bool:
    body = value.rstrip(b"\0 ")
    return bool(body) and not body.translate(None, bytes(range(0x20, 0x100)) + b"\t\n\r\f\x1b")
