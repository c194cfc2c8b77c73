"""Codes written into a sequence: which options were applied (PS3.3 8, PS3.15 E.1.1)."""

from __future__ import annotations

import struct
from functools import lru_cache

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from dcmteach.deid.apply_work import Work, base_tag
from dcmteach.standard.methods import Code

__all__ = ["put_codes"]

_PARTS = ((0x0100, "SH"), (0x0102, "SH"), (0x0104, "LO"))  # value, scheme, meaning, in group 0008


def put_codes(work: Work, dataset: Dataset, tag: int, codes: tuple[Code, ...]) -> None:
    """Give a sequence one item for each code.

    Parameters
    ----------
    work : Work
        The data set being changed.
    dataset : pydicom.dataset.Dataset
        Where: it, or an item of it.
    tag : int
        The sequence.
    codes : tuple of Code
        The codes, in their order.
    """
    if all(part.isascii() for code in codes for part in code):
        little, implicit = dataset._read_little is not False, bool(dataset._read_implicit)
        work.put_bytes(dataset, tag, "SQ", _encoded(codes, implicit=implicit, little=little))
        return
    items = []
    for code in codes:
        item = Dataset()
        item._read_implicit, item._read_little = dataset._read_implicit, dataset._read_little
        item._read_charset = dataset._character_set
        item._parent_encoding = dataset._character_set
        for part, (name, _) in zip(code, _PARTS, strict=True):
            work.put_text(item, 0x00080000 | name, part)
        items.append(item)
    dataset._dict[base_tag(tag)] = DataElement(base_tag(tag), "SQ", Sequence(items))


@lru_cache(maxsize=256)  # the same in every file of a run
def _encoded(codes: tuple[Code, ...], *, implicit: bool, little: bool) -> bytes:
    order = "<" if little else ">"
    whole = b""
    for code in codes:
        item = b""
        for part, (name, vr) in zip(code, _PARTS, strict=True):
            data = part.encode("ascii")
            data += b" " * (len(data) & 1)
            if implicit:
                item += struct.pack(f"{order}HHL", 0x0008, name, len(data))
            else:
                item += struct.pack(f"{order}HH2sH", 0x0008, name, vr.encode(), len(data))
            item += data
        whole += struct.pack(f"{order}HHL", 0xFFFE, 0xE000, len(item)) + item
    return whole
