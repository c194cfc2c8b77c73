"""The fragments of compressed pixel data, and the tables that say where frames begin."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from dcmteach.deid.objects.codestreams import Cuts, Edit, cuts_of, is_start

__all__ = ["Fragments", "Frame", "Trimmed", "fragments_of", "trim"]

_ITEM = b"\xfe\xff\x00\xe0"
_HEAD = struct.Struct("<4sL")
_SMALLEST = 16


class Frame(NamedTuple):
    """One frame.

    Parameters
    ----------
    first, last : int
        Its fragments, 0-based, the last excluded.
    data : bytes
        All of it, put together.
    cuts : Cuts
        What is taken out of it.
    """

    first: int
    last: int
    data: bytes
    cuts: Cuts


class Fragments(NamedTuple):
    """Compressed pixel data taken apart (PS3.5 A.4).

    Parameters
    ----------
    table : bytes
        The Basic Offset Table; may be empty.
    pieces : list of bytes
        The fragments.
    frames : list of Frame
        The frames they are of.
    """

    table: bytes
    pieces: list[bytes]
    frames: list[Frame]

    @property
    def burdened(self) -> bool:
        """Whether anything is to be taken out."""
        return any(frame.cuts.edits for frame in self.frames)


class Trimmed(NamedTuple):
    """Compressed pixel data that is nothing but pictures.

    Parameters
    ----------
    value : bytes
        The value of Pixel Data, without its delimiter.
    starts : dict of int to int
        Where each old fragment that begins a frame lay, and where it lies, in bytes from the item
        that follows the Basic Offset Table.
    lengths : list of (int, int, int)
        Of each frame: the bytes of its fragment before and after, and how many of the latter are
        padding.
    """

    value: bytes
    starts: dict[int, int]
    lengths: list[tuple[int, int, int]]


def fragments_of(value: bytes, frames: int) -> Fragments | None:
    """Take compressed pixel data apart.

    Parameters
    ----------
    value : bytes
        The value of Pixel Data, encapsulated.
    frames : int
        How many frames it holds.

    Returns
    -------
    Fragments or None
        None if it holds other streams than JPEG, JPEG-LS and JPEG 2000, or if it cannot be
        followed to its end: then nobody may change it.
    """
    items: list[bytes] = []
    position = 0
    while position + 8 <= len(value):
        tag, length = _HEAD.unpack_from(value, position)
        if tag != _ITEM:
            break  # the delimiter, where it was left in the value
        position += 8
        if position + length > len(value):
            return None
        items.append(value[position : position + length])
        position += length
    pieces = items[1:]
    starts = [number for number, piece in enumerate(pieces) if is_start(piece)]
    if not starts or starts[0] != 0 or len(starts) != frames:
        return None
    found: list[Frame] = []
    for first, last in zip(starts, [*starts[1:], len(pieces)], strict=True):
        data = pieces[first] if last == first + 1 else b"".join(pieces[first:last])
        cuts = cuts_of(data)
        if cuts is None:
            return None
        found.append(Frame(first, last, data, cuts))
    return Fragments(items[0], pieces, found)


def trim(fragments: Fragments) -> Trimmed:
    """Take out of every frame what is no picture.

    Parameters
    ----------
    fragments : Fragments
        What was taken apart.

    Returns
    -------
    Trimmed
        Frames in which nothing stood are the same to the byte, and what is entropy-coded in all.
    """
    parts: list[bytes] = []
    starts: dict[int, int] = {}
    lengths: list[tuple[int, int, int]] = []
    before = after = 0
    for frame in fragments.frames:
        old = fragments.pieces[frame.first : frame.last]
        new, padding = old, 0
        if frame.cuts.edits:
            new = _cut(old, frame.data, frame.cuts)
            padding = len(new[-1]) & 1
            new[-1] += b"\0" * padding
        starts[before] = after
        lengths.append((len(old[0]), len(new[0]), padding))
        for piece in new:
            parts += (_HEAD.pack(_ITEM, len(piece)), piece)
            after += 8 + len(piece)
        before += sum(8 + len(piece) for piece in old)
    table = _retabled(fragments.table, starts)
    return Trimmed(b"".join([_HEAD.pack(_ITEM, len(table)), table, *parts]), starts, lengths)


def _cut(pieces: Sequence[bytes], data: bytes, cuts: Cuts) -> list[bytes]:
    """Cut, and leave each byte in its fragment, unless that would become odd."""
    edits: list[Edit] = list(cuts.edits)
    if not edits or edits[-1][1] < len(data):
        edits.append((cuts.end, len(data), b""))  # the old padding
    made: list[bytes] = []
    begin, carried, following = 0, b"", 0
    for piece in pieces:
        end, parts = begin + len(piece), [carried]
        cursor = begin
        while following < len(edits) and edits[following][0] < end:
            start, stop, new = edits[following]
            if start >= begin:
                parts += (data[cursor:start], new)
            cursor = max(cursor, min(stop, end))
            if stop > end:  # it goes on in the next
                break
            following += 1
        parts.append(data[cursor:end])
        whole = b"".join(parts)
        even = len(whole) & ~1 if len(whole) >= _SMALLEST else 0  # a few bytes join the next
        carried = whole[even:]
        if even:
            made.append(whole[:even])
        begin = end
    if carried:
        made[-1:] = [b"".join([*made[-1:], carried])]
    return made


def _retabled(table: bytes, starts: dict[int, int]) -> bytes:
    """Say where the frames begin now; nothing, if the table did not say where they began."""
    if len(table) % 4:
        return b""
    old = struct.unpack(f"<{len(table) // 4}L", table)
    if any(offset not in starts for offset in old):
        return b""
    return struct.pack(f"<{len(old)}L", *(starts[offset] for offset in old))
