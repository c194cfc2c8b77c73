"""One element as it stands in the file: where it is, what it is called, what its value says.

Reading a value here never changes the data set and never fails: an element pydicom has not
decoded yet is read from its bytes, which is also several times faster.
"""

from __future__ import annotations

from collections.abc import Container
from operator import itemgetter
from typing import Any

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset

from dcmteach.header.contents import (
    BINARY,
    CHARSET_VRS,
    encodings_of,
    fill_from_bytes,
    fill_from_value,
)
from dcmteach.header.dictionary import lookup
from dcmteach.header.items import check_depth, items_of
from dcmteach.header.quiet import quiet
from dcmteach.standard.path import FILE_META

__all__ = ["BINARY", "Entry", "entries"]

_UNDEFINED = 0xFFFFFFFF
_HOLDS = frozenset({"SQ", "UN"})  # may hold others


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
        Bytes in the value as encoded; None for a sequence of undefined length, and for
        encapsulated pixel data left in the file.
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


def entries(
    ds: Dataset, *, only: tuple[Container[str], Container[str]] | None = None
) -> list[Entry]:
    """List every element, file meta information first, at any depth.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; it is not changed.
    only : (container of str, container of str), optional
        VRs and keywords: the others are left out, unless they are sequences or private.

    Returns
    -------
    list of Entry
        In the order of the file; a sequence before what lies in it.
    """
    found: list[Entry] = []
    meta = getattr(ds, "file_meta", None)
    with quiet():
        if meta is not None:
            _collect(meta, FILE_META + ".", (), None, found, only)
        _collect(ds, "", (), None, found, only)
    return found


def _collect(
    dataset: Dataset,
    prefix: str,
    above: tuple[int, ...],
    parent: Entry | None,
    found: list[Entry],
    only: tuple[Container[str], Container[str]] | None,
) -> None:
    creators: dict[int, str] = {}
    depth = 0 if parent is None else parent.depth + 1
    elements = dataset._dict
    encodings: Any = None
    tags = [int(tag) for tag in elements]  # comparing pydicom's own tags is slow
    in_order = list(zip(tags, elements.values(), strict=True))
    if tags != sorted(tags):
        in_order.sort(key=itemgetter(0))
    for tag, element in in_order:
        creator = ""
        if tag & 0x10000 and tag & 0xFFFF >= 0x1000:
            creator = creators.get(tag >> 16 << 16 | tag >> 8 & 0xFF, "")
        keyword, name, known_vr, step = lookup(tag, creator)
        vr: str = element.VR or known_vr
        if vr == "UN" or " " in vr:
            vr = _settle(dataset, element, vr, known_vr)
        if (
            only is not None
            and vr not in only[0]
            and keyword not in only[1]
            and vr not in _HOLDS
            and not tag & 0x10000
        ):
            continue
        entry = Entry(prefix + step, (*above, tag), tag, vr, depth, keyword, name, creator, parent)
        found.append(entry)
        if vr == "SQ" or vr == "UN":
            inside = items_of(dataset, tag)
            if inside is not None:
                items = inside[0]
                check_depth(depth + 1)
                entry.count = len(items)
                entry.vr = "SQ"
                length = getattr(element, "length", None)
                entry.length = None if length == _UNDEFINED else length
                for index, item in enumerate(items):
                    _collect(item, f"{entry.path}[{index}].", entry.steps, entry, found, only)
                continue
            if vr == "SQ":
                entry.vr = vr = "UN"
        if isinstance(element, RawDataElement):
            if vr in CHARSET_VRS and encodings is None:
                encodings = encodings_of(dataset)
            if element.value is not None or not element.length:
                fill_from_bytes(entry, element.value, element.is_little_endian, encodings)
            entry.length = element.length
            if element.length == _UNDEFINED:  # encapsulated: what stands between the delimiters
                entry.length = None if element.value is None else len(element.value)
        else:
            fill_from_value(entry, element, dataset)
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
