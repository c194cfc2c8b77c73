"""What an element holds: its value as text, as a count, as bytes."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydicom.charset import convert_encodings, decode_bytes, encode_string
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

if TYPE_CHECKING:
    from dcmteach.header.entry import Entry

__all__ = [
    "BINARY",
    "CHARSET_VRS",
    "NUMBERS",
    "TEXT",
    "encodings_of",
    "fill_from_bytes",
    "fill_from_value",
]

TEXT = frozenset(
    {"AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT"}
    | {"PN", "SH", "ST", "TM", "UC", "UI", "UR", "UT"}
)
BINARY = frozenset(["OB", "OD", "OF", "OL", "OV", "OW", "UN"])
NUMBERS = {  # VR: how one value of it is packed (PS3.5 6.2)
    "US": "H",
    "SS": "h",
    "UL": "I",
    "SL": "i",
    "FL": "f",
    "FD": "d",
    "SV": "q",
    "UV": "Q",
    "AT": "HH",
}
_CHARSET = BaseTag(0x00080005)
_ONE_TEXT = frozenset({"LT", "ST", "UT", "UR"})  # a backslash is a letter here (PS3.5 6.2)
CHARSET_VRS = frozenset(["LO", "LT", "PN", "SH", "ST", "UC", "UT"])
_MANY = 64  # numbers looked at in a long list; what is beyond is no text
_DELIMITERS = {0x0D, 0x0A, 0x09, 0x0C, 0x5C, 0x5E, 0x3D}


def encodings_of(dataset: Dataset) -> Sequence[str]:
    """Name the Python codecs of a data set's or item's text (PS3.3 C.12.1.1.2)."""
    said = dataset._dict.get(_CHARSET)
    if said is None:
        encodings: str | Sequence[str] = dataset._parent_encoding
    elif type(said) is DataElement and type(said.value) is str and said.value:
        return list(_codecs(said.value))
    else:
        encodings = dataset._character_set
    return [encodings] if isinstance(encodings, str) else encodings


@lru_cache(maxsize=256)
def _codecs(charset: str) -> tuple[str, ...]:
    return tuple(convert_encodings(charset))


def fill_from_bytes(
    entry: Entry, value: bytes | None, little_endian: bool, encodings: Sequence[str]
) -> None:
    """Fill in an entry's value from its bytes, by its VR; bytes that do not fit it stay bytes."""
    if not value:
        entry.count = 0
        return
    vr = entry.vr
    if vr in TEXT:
        if value.isascii() and b"\x1b" not in value:
            text = value.decode("ascii")
        elif vr in CHARSET_VRS:
            try:
                text = decode_bytes(value, list(encodings), _DELIMITERS)
            except (LookupError, ValueError):
                text = value.decode("latin_1")
        else:
            text = value.decode("latin_1")
        text = text.rstrip(" \0")
        if vr == "PN" and "=" in text:  # trailing empty groups say nothing (PS3.5 6.2.1)
            text = "\\".join(name.rstrip("=") for name in text.split("\\"))
        entry.text = text
        entry.count = 1 if vr in _ONE_TEXT else text.count("\\") + 1 if text else 0
    elif vr in NUMBERS:
        _numbers(entry, value, "<" if little_endian else ">")
    else:
        entry.data = value


def _numbers(entry: Entry, value: bytes, endian: str) -> None:
    code = NUMBERS[entry.vr]
    size = struct.calcsize(endian + code)
    entry.count = len(value) // size
    if not entry.count or len(value) % size:
        entry.data = value
        return
    shown = min(entry.count, _MANY)
    numbers = struct.unpack(endian + code * shown, value[: size * shown])
    if code == "HH":
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        texts = [f"({group:04X},{element:04X})" for group, element in pairs]
    elif code == "f":
        texts = [f"{number:.7g}" for number in numbers]
    else:
        texts = [str(number) for number in numbers]
    if entry.count > shown:
        texts.append("…")
    if entry.count > shown or code == "f":  # the text is not the whole of it
        entry.data = value if endian == "<" else _swap(value, size if code != "HH" else 2)
    entry.text = "\\".join(texts)


def _swap(value: bytes, size: int) -> bytes:
    """Turn big-endian numbers into little-endian ones."""
    return b"".join(value[i : i + size][::-1] for i in range(0, len(value), size))


def fill_from_value(entry: Entry, element: DataElement, dataset: Dataset) -> None:
    """Fill in an entry's value from an element that is decoded already."""
    value = element.value
    if isinstance(value, bytes | bytearray):
        entry.data = bytes(value)
        entry.length = len(value) + len(value) % 2
        return
    if value is None or value == "":
        entry.count = 0
        entry.length = 0
        return
    if isinstance(value, list | tuple) or hasattr(value, "insert"):
        values = list(value)
        entry.count = len(values)
    else:
        values = [value]
    vr = entry.vr
    shown = values[:_MANY] if vr in NUMBERS else values
    if vr == "AT":
        texts = [f"({int(v) >> 16:04X},{int(v) & 0xFFFF:04X})" for v in shown]
    elif vr == "FL":
        texts = [f"{v:.7g}" for v in shown]
    else:
        texts = [str(v) for v in shown]
    if len(values) > len(shown):
        texts.append("…")
    if len(values) > len(shown) or vr == "FL":
        entry.data = _packed(values, vr)
    entry.text = "\\".join(texts)
    if vr in NUMBERS:
        entry.length = len(values) * struct.calcsize("<" + NUMBERS[vr])
    else:
        length = _encoded_length(entry.text, dataset)
        entry.length = length + length % 2


def _packed(values: list[Any], vr: str) -> bytes | None:
    code = NUMBERS[vr]
    numbers = values
    if vr == "AT":
        numbers = [part for v in values for part in (int(v) >> 16, int(v) & 0xFFFF)]
    try:
        return struct.pack(f"<{len(numbers)}{code[0]}", *numbers)
    except (struct.error, TypeError, ValueError):
        return None


def _encoded_length(text: str, dataset: Dataset) -> int:
    if text.isascii():
        return len(text)
    try:
        return len(encode_string(text, list(encodings_of(dataset))))
    except (LookupError, UnicodeError):
        return len(text.encode("utf-8"))
