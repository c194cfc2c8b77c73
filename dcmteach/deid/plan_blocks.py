"""Private blocks, and values that may be sequences in disguise (PS3.5 6.2.2, 7.8.1)."""

from __future__ import annotations

from pydicom.dataelem import DataElement, RawDataElement

__all__ = ["block_of", "first_of", "may_hold_items"]

_ITEM = b"\xfe\xff\x00\xe0"
_PIXELS = 0x7FE00010


def block_of(tag: int) -> int:
    """Return the tag that reserves, or would reserve, a private element's block."""
    element = tag & 0xFFFF
    return tag >> 16 << 16 | (element >> 8 if element & 0xF000 else element)


def first_of(block: int) -> int:
    """Return the first tag of the block that a tag reserves."""
    return block & 0xFFFF0000 | (block & 0xFF) << 8


def may_hold_items(element: DataElement | RawDataElement) -> bool:
    """Tell whether a value of bytes begins as the items of a sequence do; pixels never count."""
    value = element.value
    return isinstance(value, bytes) and value[:4] == _ITEM and int(element.tag) != _PIXELS
