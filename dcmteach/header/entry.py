"""One element as it stands in the file: where it is, what it is called, what its value says.

Reading a value here never changes the data set and never fails: an element pydicom has not
decoded yet is read from its bytes, which is also several times faster.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from pydicom.charset import decode_bytes, encode_string
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset

from dcmteach.header.dictionary import lookup
from dcmteach.header.items import items_of
from dcmteach.standard.path import FILE_META

__all__ = ["BINARY", "NUMBERS", "TEXT", "Entry", "entries"]

TEXT = frozenset(
    [
        "AE",
        "AS",
        "CS",
        "DA",
        "DS",
        "DT",
        "IS",
        "LO",
        "LT",
        "PN",
        "SH",
        "ST",
        "TM",
        "UC",
        "UI",
        "UR",
        "UT",
    ]
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
_ONE_TEXT = frozenset({"LT", "ST", "UT", "UR"})  # a backslash is a letter here (PS3.5 6.2)
_CHARSET_VRS = frozenset(["LO", "LT", "PN", "SH", "ST", "UC", "UT"])
_UNDEFINED = 0xFFFFFFFF
_MANY = 64  # numbers looked at in a long list; what is beyond is no text
_DELIMITERS = {0x0D, 0x0A, 0x09, 0x0C, 0x5C, 0x5E, 0x3D}


class Entry:
    """An element with all that is said about it elsewhere.

    Parameters
    ----------
    path : str
        Its canonical path.
    steps : tuple of int
        The tags from the outside in, the element's own last.
    tag : int
        Its tag.
    vr : str
        Its VR; for what the file says nothing of, the data dictionary's.
    depth : int
        How many sequences it lies in.
    keyword, name, private_creator : str
        Empty where there is none.
    text : str
        The value as text, whole; several values are joined by a backslash. Empty for bytes.
    data : bytes or None
        The value, if it is binary, or numbers too many to write out; None otherwise, and when
        it was left in the file.
    length : int or None
        Bytes in the value as encoded; None for an undefined length.
    count : int
        How many values (or items).
    parent : Entry or None
        The sequence it lies in.
    """

    __slots__ = (
        "count",
        "data",
        "depth",
        "keyword",
        "length",
        "name",
        "parent",
        "path",
        "private_creator",
        "steps",
        "tag",
        "text",
        "vr",
    )

    def __init__(
        self,
        path: str,
        steps: tuple[int, ...],
        tag: int,
        vr: str,
        depth: int,
        keyword: str,
        name: str,
        private_creator: str,
        parent: Entry | None,
    ) -> None:
        self.path = path
        self.steps = steps
        self.tag = tag
        self.vr = vr
        self.depth = depth
        self.keyword = keyword
        self.name = name
        self.private_creator = private_creator
        self.parent = parent
        self.text = ""
        self.data: bytes | None = None
        self.length: int | None = None
        self.count = 1

    def __repr__(self) -> str:  # without its value, which may be a name
        return f"<Entry {self.path} {self.vr}>"


def entries(ds: Dataset) -> list[Entry]:
    """List every element, file meta information first, at any depth.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; it is not changed.

    Returns
    -------
    list of Entry
        In the order of the file; a sequence before what lies in it.
    """
    found: list[Entry] = []
    meta = getattr(ds, "file_meta", None)
    if meta is not None:
        _collect(meta, FILE_META + ".", (), None, found)
    _collect(ds, "", (), None, found)
    return found


def _collect(
    dataset: Dataset,
    prefix: str,
    above: tuple[int, ...],
    parent: Entry | None,
    found: list[Entry],
) -> None:
    creators: dict[int, str] = {}
    depth = 0 if parent is None else parent.depth + 1
    elements = dataset._dict
    encodings: Any = None
    for key in sorted(elements):
        element = elements[key]
        tag = int(key)
        creator = ""
        if tag & 0x10000 and tag & 0xFFFF >= 0x1000:
            creator = creators.get(tag >> 16 << 16 | tag >> 8 & 0xFF, "")
        keyword, name, known_vr, step = lookup(tag, creator)
        vr: str = element.VR or known_vr
        if vr == "UN" or " " in vr:
            vr = _settle(dataset, element, vr, known_vr)
        entry = Entry(prefix + step, (*above, tag), tag, vr, depth, keyword, name, creator, parent)
        found.append(entry)
        if vr == "SQ" or vr == "UN":
            inside = items_of(dataset, tag)
            if inside is not None:
                items = inside[0]
                entry.count = len(items)
                entry.vr = "SQ"
                length = getattr(element, "length", None)
                entry.length = None if length == _UNDEFINED else length
                for index, item in enumerate(items):
                    _collect(item, f"{entry.path}[{index}].", entry.steps, entry, found)
                continue
            if vr == "SQ":
                entry.vr = vr = "UN"
        if isinstance(element, RawDataElement):
            if vr in _CHARSET_VRS and encodings is None:
                encodings = _encodings(dataset)
            if element.value is not None or not element.length:
                _from_bytes(entry, element.value, element.is_little_endian, encodings)
            entry.length = element.length
            if element.length == _UNDEFINED:  # encapsulated: what stands between the delimiters
                entry.length = len(element.value or b"")
        else:
            _from_value(entry, element, dataset)
        if tag & 0x10000 and 0x10 <= tag & 0xFFFF <= 0xFF:
            creators[tag] = entry.text.strip(" \0")


def _settle(dataset: Dataset, element: DataElement | RawDataElement, vr: str, known: str) -> str:
    """Settle a VR that the file leaves open, as pydicom does when it decodes."""
    if not isinstance(element, RawDataElement):
        return vr
    if vr == "UN":
        if known in {"UN", ""} or (element.value is not None and len(element.value) >= 0xFFFF):
            return "UN"
        vr = known
    if " " not in vr:
        return vr
    if "OW" in vr:
        return "OB" if element.length == _UNDEFINED else "OW"  # PS3.5 A.4
    pixel_representation = dataset.get("PixelRepresentation", 0)
    return "SS" if pixel_representation == 1 else "US"


def _encodings(dataset: Dataset) -> Sequence[str]:
    encodings = dataset._character_set
    return [encodings] if isinstance(encodings, str) else encodings


def _from_bytes(
    entry: Entry, value: bytes | None, little_endian: bool, encodings: Sequence[str]
) -> None:
    if not value:
        entry.count = 0
        return
    vr = entry.vr
    if vr in TEXT:
        if value.isascii() and b"\x1b" not in value:
            text = value.decode("ascii")
        elif vr in _CHARSET_VRS:
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
        entry.data = value if endian == "<" else _swap(value, size if code != "HH" else 2)
    entry.text = "\\".join(texts)


def _swap(value: bytes, size: int) -> bytes:
    """Turn big-endian numbers into little-endian ones."""
    return b"".join(value[i : i + size][::-1] for i in range(0, len(value), size))


def _from_value(entry: Entry, element: DataElement, dataset: Dataset) -> None:
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
        return len(encode_string(text, list(_encodings(dataset))))
    except (LookupError, UnicodeError):
        return len(text.encode("utf-8"))
