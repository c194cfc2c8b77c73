"""Where the parts of a Siemens CSA header lie in its bytes, and how some are put in anew.

Siemens has never published the format; what is said here is common knowledge of those who read
it: a header of one or two words, then tags of a name, a multiplicity, a VR and items, each item a
text behind four numbers, of which the first or second is its length.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import NamedTuple

from dcmteach.errors import ReadError

__all__ = ["Field", "Item", "Layout", "lay_out", "put_in"]

_SIGNATURE = b"SV10"
_CHECKS = frozenset({77, 205})  # stands after every count; nobody outside knows what for
_MOST = 4096  # tags; real headers have some hundred
_TAG = struct.Struct("<64si4s3i")
_ITEM = struct.Struct("<4i")


class Item(NamedTuple):
    """One item of a tag.

    Parameters
    ----------
    offset : int
        Where its four numbers begin, in bytes from the start.
    length : int
        How many bytes of value follow them, without the padding to a multiple of 4.
    """

    offset: int
    length: int

    @property
    def start(self) -> int:
        """Where the value begins."""
        return self.offset + _ITEM.size

    @property
    def stop(self) -> int:
        """Where the value ends; padding follows."""
        return self.start + self.length


class Field(NamedTuple):
    """One tag.

    Parameters
    ----------
    offset : int
        Where its name, of 64 bytes, begins.
    name, vr : str
        As written.
    vm : int
        How many values it has; 0 for any number.
    syngodt : int
        Siemens' own number of the data type.
    items : tuple of Item
        Often more than it has values; the others are empty.
    """

    offset: int
    name: str
    vm: int
    vr: str
    syngodt: int
    items: tuple[Item, ...]


class Layout(NamedTuple):
    """A whole header.

    Parameters
    ----------
    version : int
        2 for one that begins with ``SV10``, 1 for an older one.
    fields : tuple of Field
        Its tags.
    end : int
        Where the last one ends; what follows is padding.
    reference : int
        What the older kind adds to every length: a number of items, of the first tag, say some
        readers, or of the second, say others; the one with which the header parses.
    """

    version: int
    fields: tuple[Field, ...]
    end: int
    reference: int = 0


def lay_out(data: bytes) -> Layout:
    """Find the parts of a CSA header.

    Parameters
    ----------
    data : bytes
        The whole value of the element.

    Raises
    ------
    ReadError
        If it is none, or does not end where it says. Nothing of the value stands in the message.
    """
    version = 2 if data[:4] == _SIGNATURE else 1
    offset = 8 if version == 2 else 0
    if len(data) < offset + 8:
        raise _refused("it is too short to hold one tag")
    count, check = struct.unpack_from("<Ii", data, offset)
    if check not in _CHECKS or not 0 < count <= _MOST:
        raise _refused("it begins neither as the newer kind does (SV10) nor as the older one")
    offset += 8
    if version == 2:
        return _lay_out(data, offset, count, None)
    try:
        return _lay_out(data, offset, count, 0)
    except ReadError:
        return _lay_out(data, offset, count, 1)


def _lay_out(data: bytes, offset: int, count: int, from_tag: int | None) -> Layout:
    """Go through all tags; for the older kind, lengths are counted from one tag's items."""
    version = 2 if from_tag is None else 1
    fields: list[Field] = []
    reference = 0
    for number in range(count):
        if offset + _TAG.size > len(data):
            raise _refused(f"it ends within tag {number}")
        counted = _TAG.unpack_from(data, offset)[4]
        if number == from_tag:
            reference = counted
        field, offset = _field(data, offset, number, version, reference)
        fields.append(field)
    return Layout(version, tuple(fields), offset, reference)


def _field(
    data: bytes, offset: int, number: int, version: int, reference: int
) -> tuple[Field, int]:
    raw_name, vm, raw_vr, syngodt, count, check = _TAG.unpack_from(data, offset)
    name = raw_name.partition(b"\0")[0]
    vr = raw_vr.partition(b"\0")[0].strip()
    if not (name and _is_word(name) and (not vr or _is_word(vr))):
        raise _refused(f"tag {number} has no name or VR that could be one")
    if check not in _CHECKS or count < 0 or vm < 0:
        raise _refused(f"tag {number} holds impossible counts")
    start = offset
    offset += _TAG.size
    items: list[Item] = []
    for _ in range(count):
        if offset + _ITEM.size > len(data):
            raise _refused(f"it ends within an item of tag {number}")
        lengths = _ITEM.unpack_from(data, offset)
        length = lengths[1] if version == 2 else lengths[0] - reference
        if length < 0 and version == 1:  # the older kind ends a tag's items so
            items.append(Item(offset, 0))
            offset += _ITEM.size
            break
        item = Item(offset, length)
        if length < 0 or item.stop > len(data):
            raise _refused(f"an item of tag {number} is longer than what is left")
        items.append(item)
        offset = min(item.stop + -length % 4, len(data))
    field = Field(start, name.decode("ascii"), vm, vr.decode("ascii"), syngodt, tuple(items))
    return field, offset


def _is_word(name: bytes) -> bool:
    return name.isascii() and name.decode("ascii").isprintable()


def _refused(why: str) -> ReadError:
    return ReadError(
        f"This is no CSA header that could be read: {why}. "
        "Look at it as bytes; de-identification removes what it cannot read."
    )


def put_in(data: bytes, layout: Layout, new: Mapping[tuple[int, int], bytes]) -> bytes:
    """Put other values into some items; all else stays byte by byte.

    Parameters
    ----------
    data : bytes
        The whole header.
    layout : Layout
        Where its parts lie.
    new : mapping of (int, int) to bytes
        The values, by the 0-based numbers of tag and item. One that is not longer than what
        stood there is filled up with zeros, so that nothing moves; for a longer one the item's
        lengths are set anew.

    Returns
    -------
    bytes
        A header of the same kind, which :func:`lay_out` reads.
    """
    parts: list[bytes] = []
    at = 0
    for number, index in sorted(new):
        item = layout.fields[number].items[index]
        value = new[number, index]
        parts.append(data[at : item.offset])
        head = data[item.offset : item.start]
        if len(value) <= item.length:
            value = value.ljust(item.length, b"\0")
            at = item.stop
        else:
            head = _longer(head, layout, item, len(value))
            value += b"\0" * (-len(value) % 4)
            at = min(item.stop + -item.length % 4, len(data))
        parts += (head, value)
    parts.append(data[at:])
    return b"".join(parts)


def _longer(head: bytes, layout: Layout, item: Item, length: int) -> bytes:
    """Set an item's lengths: the one that counts, and those that repeat it."""
    numbers = list(_ITEM.unpack(head))
    counts = 1 if layout.version == 2 else 0
    before, after = numbers[counts], length + layout.reference
    for place, number in enumerate(numbers):
        if place == counts or (place != 2 and number == before):
            numbers[place] = after
        elif place != 2 and number == item.length:
            numbers[place] = length
    return _ITEM.pack(*numbers)
