"""Clean a Siemens CSA header inside its binary structure, so that it still parses."""

from __future__ import annotations

import struct

from dcmteach.deid.objects.cutter import Cutter
from dcmteach.deid.objects.protocol import clean_protocol, is_protocol
from dcmteach.errors import ReadError
from dcmteach.header.csa_layout import Layout, lay_out, put_in

__all__ = ["can_be_read", "clean", "is_csa"]

_AFTER_SIGNATURE = b"\4\3\2\1"
_NUMBERS = frozenset({"IS", "DS", "FD", "FL", "US", "SS", "UL", "SL", "OF", "OD"})


def is_csa(data: bytes) -> bool:
    """Tell whether bytes begin as a CSA header does, of the newer kind or the older one."""
    if data[:4] == b"SV10":
        return True
    head = data[:8]
    return len(head) == 8 and head[4:] in (b"M\0\0\0", b"\xcd\0\0\0") and head[2:4] == b"\0\0"


def can_be_read(data: bytes) -> bool:
    """Tell whether bytes are a CSA header of which every part is understood."""
    return is_csa(data) and _readable(data) is not None


def clean(data: bytes, cutter: Cutter) -> bytes | None:
    """Clean a CSA header.

    Parameters
    ----------
    data : bytes
        The whole value of the element.
    cutter : Cutter
        What cuts identifiers out of a value.

    Returns
    -------
    bytes or None
        A header that parses, with every value unchanged in which nothing identifies; what stands
        behind the end of a text, of a name or of the last tag is set to zero, for memory of other
        patients may lie there. None if it cannot be cleaned with certainty: then it must go.
    """
    layout = _readable(data)
    if layout is None:
        return None
    wiped = _wipe(data, layout)
    new: dict[tuple[int, int], bytes] = {}
    for number, field in enumerate(layout.fields):
        if cutter.leaves(field.name, shortest=4):
            return None
        for index, item in enumerate(field.items):
            old = wiped[item.start : item.stop].rstrip(b"\0")
            if not old:
                continue
            text, codec = _decoded(old)
            if is_protocol(field.name, text):
                cleaned = clean_protocol(text, cutter)
            else:
                cleaned = cutter.named(field.name, text, number=field.vr in _NUMBERS)
            if cutter.leaves(cleaned, number=field.vr in _NUMBERS):
                return None
            if cleaned != text:
                new[number, index] = _encoded(cleaned, codec) + b"\0" * bool(cleaned)
    result = put_in(wiped, layout, _fitting(layout, new))
    try:
        again = lay_out(result)
    except ReadError:
        return None
    return result if len(again.fields) == len(layout.fields) else None


def _fitting(layout: Layout, new: dict[tuple[int, int], bytes]) -> dict[tuple[int, int], bytes]:
    """Leave out the closing zero where the text alone still fits."""
    fitted = {}
    for (number, index), value in new.items():
        length = layout.fields[number].items[index].length
        fitted[number, index] = value[:-1] if len(value) == length + 1 else value
    return fitted


def _readable(data: bytes) -> Layout | None:
    try:
        layout = lay_out(data)
    except ReadError:
        return None
    return layout if _plain(data, layout) else None


def _plain(data: bytes, layout: Layout) -> bool:
    """Whether all between the values is what it should be: counts, and VRs of two letters."""
    most = max(len(data), 1 << 16)
    for field in layout.fields:
        if field.vr and not (len(field.vr) == 2 and field.vr.isalpha() and field.vr.isupper()):
            return False
        numbers = [field.vm, abs(field.syngodt)]
        for item in field.items:
            numbers += map(abs, struct.unpack_from("<4i", data, item.offset))
        if max(numbers) > most:  # four letters are more
            return False
    return True


def _wipe(data: bytes, layout: Layout) -> bytes:
    """Set to zero what is no value: behind texts and names, between items, after the last tag."""
    wiped = bytearray(data)

    def zero(start: int, stop: int) -> None:
        wiped[start:stop] = b"\0" * (min(stop, len(wiped)) - min(start, len(wiped)))

    if layout.version == 2:
        wiped[4:8] = _AFTER_SIGNATURE
    for field in layout.fields:
        zero(field.offset + len(field.name), field.offset + 64)
        zero(field.offset + 68 + len(field.vr), field.offset + 72)
        for item in field.items:
            end = data.find(b"\0", item.start, item.stop)
            padded = item.stop + -item.length % 4
            zero(end if end >= 0 else item.stop, min(padded, len(data)))
    zero(layout.end, len(data))
    return bytes(wiped)


def _decoded(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin_1"), "latin_1"


def _encoded(text: str, codec: str) -> bytes:
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return b""
