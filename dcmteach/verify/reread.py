"""Read a file's bytes as a stranger would: every element by its place, nothing decoded.

This is a reader of its own, beside pydicom's: what one of them overlooks the other may see. Each
byte of the file is in the value of an element, in the tag and length before it, or in a gap that
is told.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from dcmteach.errors import ReadError
from dcmteach.verify.encoding import (
    BIG,
    DEFLATED,
    EXPLICIT_HEAD,
    IMPLICIT,
    IMPLICIT_HEAD,
    ITEM,
    LENGTH,
    NAMES,
    PIXELS,
    SEQUENCE_END,
    SHORT,
    UNDEFINED,
    DamagedError,
    inflate,
    read_head,
    vr_of,
)
from dcmteach.verify.parts import META, ROOT, Part, Reread

__all__ = ["Source", "reread"]

Source = str | PathLike[str] | bytes
"""A file, by its path, or all its bytes."""

_new = tuple.__new__
_SYNTAX = 0x00020010
_ITEM_ENDS = frozenset([b"\xfe\xff\x0d\xe0", b"\xff\xfe\xe0\x0d"])


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
    except DamagedError as damage:
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
            and data[position + 4 : position + 6] in NAMES
        ):
            position = self._element(position, len(data), META)
        held = [found.value(part) for part in found.parts if part.tag == _SYNTAX]
        syntax = held[0].rstrip(b" \0") if held else b""
        if syntax == DEFLATED:
            found.data, tail = inflate(data, position)
            if tail:
                found.gaps.append(("trailing", tail, len(found.data)))
            self.end = tail or len(found.data)
        elif syntax == IMPLICIT:
            self.explicit = False
        elif syntax == BIG:
            self.endian = ">"
            found.big = True
        if not syntax and data[position : position + 1] == b"\0":
            self.endian = ">"
            found.big = True
        if found.data[position + 4 : position + 6] not in NAMES:  # whatever was announced
            self.explicit = False
        elif syntax == IMPLICIT and found.data[position : position + 1] == b"\x08":
            self.explicit = found.data[position + 6 : position + 8] != b"\0\0"
        return position

    end = -1

    def dataset(self, position: int, end: int, item: int) -> int:
        """Read elements up to an end, or up to the delimiter of an item of undefined length."""
        if item == ROOT and self.end >= 0:
            end = self.end
        data, parts = self.found.data, self.found.parts
        head = EXPLICIT_HEAD[self.endian].unpack_from
        while position + 8 <= end:
            if self.explicit:  # most elements are short, and are read here at once
                group, number, code, length = head(data, position)
                vr = SHORT.get(code)
                stop = position + 8 + length
                if vr is not None and stop <= end:
                    tag = group << 16 | number
                    parts.append(_new(Part, (tag, vr, position + 8, stop, item)))
                    position = stop
                    continue
            if data[position : position + 4] in _ITEM_ENDS:
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
                raise DamagedError(position)
            length: int
            group, number, code, length = EXPLICIT_HEAD[endian].unpack_from(data, position)
            start = position + 8
            vr = SHORT.get(code, "")
            if not vr:
                vr = NAMES.get(code, "")
                if not vr and not (code.isalpha() and code.isupper()):
                    raise DamagedError(position)
                if start + 4 > end:
                    raise DamagedError(position)
                length = LENGTH[endian].unpack_from(data, start)[0]
                start += 4
                vr = vr or "UN"
            tag = group << 16 | number
        else:
            group, number, length = read_head(IMPLICIT_HEAD[endian], data, position)
            start = position + 8
            tag = group << 16 | number
            vr = vr_of(tag)
        if length == UNDEFINED:
            if vr in {"OB", "OW"} and tag in PIXELS:
                return self._fragments(tag, vr, start, end, item)
            return self._sequence(tag, vr, start, end, item, defined=False)
        stop = start + length
        if stop > end:
            raise DamagedError(position)
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
        if item == ROOT and tag in PIXELS:
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
        head = IMPLICIT_HEAD[self.endian]
        start, index = position, 0
        while position + 8 <= end:
            group, number, length = read_head(head, found.data, position)
            kind = group << 16 | number
            if kind == SEQUENCE_END and not defined:
                end = position
                break
            if kind != ITEM:
                raise DamagedError(position)
            inner = len(found.items)
            found.items.append((item, tag, index))
            index += 1
            position += 8
            if length == UNDEFINED:
                position = self.dataset(position, end, inner)
            elif position + length > end:
                raise DamagedError(position - 8)
            else:
                position = self.dataset(position, position + length, inner)
        else:
            if not defined or position != end:
                raise DamagedError(position)
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
            except DamagedError:
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
        head = IMPLICIT_HEAD[self.endian]
        while position + 8 <= end:
            group, number, length = read_head(head, found.data, position)
            position += 8
            if (group << 16 | number) == SEQUENCE_END:
                part = Part(tag, vr, start, position - 8, item)
                found.parts.append(part)
                if item == ROOT:
                    found.pixels = part
                    found.encapsulated = True
                return position
            if (group << 16 | number) != ITEM or position + length > end:
                break
            position += length
        raise DamagedError(start)
