"""Read a file's bytes as a stranger would: every element by its place, nothing decoded.

This is a reader of its own, beside pydicom's: what one of them overlooks the other may see. Each
byte of the file is in the value of an element, in the tag and length before it, or in a gap that
is told.
"""

from __future__ import annotations

import zlib
from functools import cached_property
from os import PathLike
from pathlib import Path
from struct import Struct
from typing import NamedTuple

from dcmteach.errors import ReadError
from dcmteach.header.dictionary import lookup
from dcmteach.standard.path import FILE_META

__all__ = ["META", "ROOT", "Part", "Reread", "Source", "reread"]

Source = str | PathLike[str] | bytes
"""A file, by its path, or all its bytes."""

META, ROOT = 0, 1
"""The numbers of the two outermost items: the file meta information, and the data set."""

_LONG = frozenset([b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN"]) | {
    b"UR",
    b"UT",
    b"UV",
}
_SHORT = {
    vr.encode(): vr
    for vr in "AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split()  # noqa: SIM905
}
_NAMES = {**_SHORT, **{vr: vr.decode() for vr in _LONG}}
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_DEFLATED = b"1.2.840.10008.1.2.1.99"
_IMPLICIT = b"1.2.840.10008.1.2"
_BIG = b"1.2.840.10008.1.2.2"
_PIXELS = frozenset([0x7FE00008, 0x7FE00009, 0x7FE00010])
_MOST_INFLATED = 1 << 31
_EXPLICIT_HEAD = {"<": Struct("<HH2sH"), ">": Struct(">HH2sH")}
_IMPLICIT_HEAD = {"<": Struct("<HHL"), ">": Struct(">HHL")}
_LENGTH = {"<": Struct("<L"), ">": Struct(">L")}


class Part(NamedTuple):
    """An element: where its value lies.

    Parameters
    ----------
    tag : int
        Its tag.
    vr : str
        Its VR; from the data dictionary where the file has none. ``""`` for a sequence.
    start, end : int
        Its value in :attr:`Reread.data`; for a sequence, all its items.
    item : int
        Number of the item it lies in.
    """

    tag: int
    vr: str
    start: int
    end: int
    item: int


class Reread:
    """A file taken apart.

    Attributes
    ----------
    data : bytes
        The file, inflated if it was deflated.
    parts : list of Part
        Every element at any depth, in the order of the file.
    items : list of (int, int, int)
        For each item the number of the item around it, the sequence's tag, its 0-based index.
    gaps : list of (str, int, int)
        What is in no element: ``"preamble"``, ``"trailing"`` or ``"unreadable"``, from, to.
    pixels : Part or None
        The pixel data of the image itself.
    encapsulated : bool
        Whether these are compressed fragments (PS3.5 A.4).
    big : bool
        Whether numbers are big-endian.
    problem : str
        Why it could not be taken apart to its end; empty if it could.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.parts: list[Part] = []
        self.items: list[tuple[int, int, int]] = [(-1, 0, 0), (-1, 0, 0)]
        self.gaps: list[tuple[str, int, int]] = []
        self.pixels: Part | None = None
        self.encapsulated = False
        self.big = False
        self.problem = ""

    def value(self, part: Part) -> bytes:
        """Give the bytes of a value."""
        return self.data[part.start : part.end]

    def prefix(self, item: int) -> str:
        """Write the path into an item, with its dot: ``"RequestAttributesSequence[0]."``."""
        if item == ROOT:
            return ""
        if item == META:
            return FILE_META + "."
        above, tag, index = self.items[item]
        return f"{self.prefix(above)}{lookup(tag).step}[{index}]."

    def path(self, part: Part) -> str:
        """Write the canonical path of an element."""
        return self.prefix(part.item) + lookup(part.tag).step

    def steps(self, part: Part) -> tuple[int, ...]:
        """Give the tags from the outside in, the element's own last."""
        return (*self.above(part.item), part.tag)

    def above(self, item: int) -> tuple[int, ...]:
        """Give the tags of the sequences an item lies in, from the outside in."""
        above, tag, _ = self.items[item]
        return () if above < 0 else (*self.above(above), tag)

    @cached_property
    def tags(self) -> frozenset[int]:
        """The tags at the top of the data set."""
        return frozenset(part.tag for part in self.parts if part.item == ROOT)

    def first(self, tag: int, item: int = ROOT) -> bytes | None:
        """Give the value of an element in one item, or None if it is not there."""
        for part in self.parts:
            if part.tag == tag and part.item == item:
                return self.value(part)
        return None


class _DamagedError(Exception):
    """The bytes do not go on as a data set: at which byte."""


def reread(source: Source) -> Reread:
    """Take a file apart.

    Parameters
    ----------
    source : str, path-like or bytes
        The file, or its bytes.

    Returns
    -------
    Reread
        Never fails on what the bytes hold: what cannot be read is a gap.

    Raises
    ------
    ReadError
        If there is no such file.
    """
    if isinstance(source, bytes):
        data = source
    else:
        try:
            data = Path(source).read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ReadError(
                f"The file to verify could not be read: {reason}. Give the path of a file."
            ) from None
    found = Reread(data)
    start = 0
    if data[128:132] == b"DICM":
        start = 132
        found.gaps.append(("preamble", 0, 128))
    reader = _Reader(found)
    try:
        start = reader.meta(start)
        reader.dataset(start, len(found.data), ROOT)
    except _DamagedError as damage:
        position = int(damage.args[0])
        found.problem = f"no element can be read at byte {position}"
        found.gaps.append(("unreadable", position, len(found.data)))
    return found


class _Reader:
    """The walk over the bytes."""

    def __init__(self, found: Reread) -> None:
        self.found = found
        self.explicit = True
        self.endian = "<"

    def meta(self, start: int) -> int:
        """Read the file meta information, which is Explicit VR Little Endian (PS3.10 7.1)."""
        found = self.found
        position = start
        data = found.data
        while (
            data[position : position + 2] == b"\x02\x00"
            and data[position + 4 : position + 6] in _NAMES
        ):
            position = self._element(position, len(data), META)
        syntax = (found.first(0x00020010, META) or b"").rstrip(b" \0")
        if syntax == _DEFLATED:
            found.data, tail = _inflate(data, position)
            if tail:
                found.gaps.append(("trailing", tail, len(found.data)))
            self.end = tail or len(found.data)
        elif syntax == _IMPLICIT:
            self.explicit = False
        elif syntax == _BIG:
            self.endian = ">"
            found.big = True
        if not syntax and data[position : position + 1] == b"\0":
            self.endian = ">"
            found.big = True
        if found.data[position + 4 : position + 6] not in _NAMES:  # whatever was announced
            self.explicit = False
        elif syntax == _IMPLICIT and found.data[position : position + 1] == b"\x08":
            self.explicit = found.data[position + 6 : position + 8] != b"\0\0"
        return position

    end = -1

    def dataset(self, position: int, end: int, item: int) -> int:
        """Read elements up to an end, or up to the delimiter of an item of undefined length."""
        if item == ROOT and self.end >= 0:
            end = self.end
        while position + 8 <= end:
            if (
                self.found.data[position : position + 4] == b"\xfe\xff\x0d\xe0"
                or self.found.data[position : position + 4] == b"\xff\xfe\xe0\x0d"
            ):
                return position + 8
            position = self._element(position, end, item)
        if position < end:
            self.found.gaps.append(("trailing", position, end))
        return end

    def _element(self, position: int, end: int, item: int) -> int:
        found = self.found
        data = found.data
        endian = "<" if item == META else self.endian
        if self.explicit or item == META:
            if position + 8 > end:
                raise _DamagedError(position)
            length: int
            group, number, code, length = _EXPLICIT_HEAD[endian].unpack_from(data, position)
            start = position + 8
            vr = _SHORT.get(code, "")
            if not vr:
                vr = _NAMES.get(code, "")
                if not vr and not (code.isalpha() and code.isupper()):
                    raise _DamagedError(position)
                if start + 4 > end:
                    raise _DamagedError(position)
                length = _LENGTH[endian].unpack_from(data, start)[0]
                start += 4
                vr = vr or "UN"
            tag = group << 16 | number
        else:
            group, number, length = _head(_IMPLICIT_HEAD[endian], data, position)
            start = position + 8
            tag = group << 16 | number
            vr = _known(tag)
        if length == _UNDEFINED:
            if vr in {"OB", "OW"} and tag in _PIXELS:
                return self._fragments(tag, vr, start, end, item)
            return self._sequence(tag, vr, start, end, item, defined=False)
        stop = start + length
        if stop > end:
            raise _DamagedError(position)
        if vr == "SQ":
            return self._sequence(tag, vr, start, stop, item, defined=True)
        if (
            vr in {"UN", "OB"}
            and length >= 8
            and data[start : start + 4] == b"\xfe\xff\x00\xe0"
            and self._hidden(tag, start, stop, item)
        ):
            return stop
        part = Part(tag, vr, start, stop, item)
        found.parts.append(part)
        if item == ROOT and tag in _PIXELS:
            found.pixels = part
        return stop

    def _sequence(
        self, tag: int, vr: str, position: int, end: int, item: int, *, defined: bool
    ) -> int:
        """Read items; those of a UN of undefined length are implicit (PS3.5 6.2.2)."""
        found = self.found
        before = self.explicit, self.endian
        if vr == "UN" and not defined:
            self.explicit, self.endian = False, "<"
        place = len(found.parts)
        found.parts.append(Part(tag, "", position, end, item))
        head = _IMPLICIT_HEAD[self.endian]
        start, index = position, 0
        while position + 8 <= end:
            group, number, length = _head(head, found.data, position)
            kind = group << 16 | number
            if kind == _SEQUENCE_END and not defined:
                end = position
                break
            if kind != _ITEM:
                raise _DamagedError(position)
            inner = len(found.items)
            found.items.append((item, tag, index))
            index += 1
            position += 8
            if length == _UNDEFINED:
                position = self.dataset(position, end, inner)
            elif position + length > end:
                raise _DamagedError(position - 8)
            else:
                position = self.dataset(position, position + length, inner)
        else:
            if not defined or position != end:
                raise _DamagedError(position)
        found.parts[place] = Part(tag, "", start, end, item)
        self.explicit, self.endian = before
        return end if defined else end + 8

    def _hidden(self, tag: int, start: int, stop: int, item: int) -> bool:
        """Read bytes as the sequence they may be (PS3.5 6.2.2), in either encoding."""
        found = self.found
        before = self.explicit, self.endian
        sizes = len(found.parts), len(found.items), len(found.gaps)
        for explicit in (False, True):
            self.explicit, self.endian = explicit, "<"
            try:
                done = self._sequence(tag, "SQ", start, stop, item, defined=True)
            except _DamagedError:
                done = -1
            self.explicit, self.endian = before
            if done == stop and len(found.gaps) == sizes[2]:
                return True
            del found.parts[sizes[0] :], found.items[sizes[1] :], found.gaps[sizes[2] :]
        return False

    def _fragments(self, tag: int, vr: str, start: int, end: int, item: int) -> int:
        """Go over the fragments of compressed pixel data (PS3.5 A.4)."""
        found = self.found
        position = start
        head = _IMPLICIT_HEAD[self.endian]
        while position + 8 <= end:
            group, number, length = _head(head, found.data, position)
            position += 8
            if (group << 16 | number) == _SEQUENCE_END:
                part = Part(tag, vr, start, position - 8, item)
                found.parts.append(part)
                if item == ROOT:
                    found.pixels = part
                    found.encapsulated = True
                return position
            if (group << 16 | number) != _ITEM or position + length > end:
                break
            position += length
        raise _DamagedError(start)


def _head(head: Struct, data: bytes, position: int) -> tuple[int, int, int]:
    found: tuple[int, int, int] = head.unpack_from(data, position)
    return found


def _known(tag: int) -> str:
    """The VR of the data dictionary; of several the one its bytes are read by alike."""
    if tag & 0x1FFFF <= 0x100FF and tag & 0x10000 and tag & 0xFFFF >= 0x10:
        return "LO"
    vr = lookup(tag).vr
    if " " in vr:
        return "OW" if "OW" in vr else "US"
    return vr


def _inflate(data: bytes, position: int) -> tuple[bytes, int]:
    """Inflate the data set; where what follows the stream begins, or 0 if nothing does."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        body = inflater.decompress(data[position:], _MOST_INFLATED)
        body += inflater.flush()
    except zlib.error:
        raise _DamagedError(position) from None
    rest = inflater.unused_data.strip(b"\0")
    end = position + len(body)
    return data[:position] + body + rest, end if rest else 0
