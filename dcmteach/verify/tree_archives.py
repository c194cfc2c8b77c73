"""Archives and packed files that strayed into an output: opened where that can be done."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from dcmteach.header.magic import what_is

__all__ = ["Member", "members"]

_MOST = 1 << 29  # bytes inflated of one file
_DEEP = 3
_PACKED: dict[str, Any] = {
    "compressed with gzip": gzip.open,
    "compressed with bzip2": bz2.open,
    "compressed with xz": lzma.open,
}
_CLOSED = {
    "a 7-Zip archive": "it cannot be opened here",
    "a RAR archive": "it cannot be opened here",
    "a PDF document": "its text may be drawn in fonts of its own, or be a picture",
    "an HDF5 file": "what is packed inside was not unpacked",
    "a NetCDF (perhaps MINC) file": "what is packed inside was not unpacked",
}
_DAMAGED = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
_PICTURE = "a name may be drawn in it, and its text may be packed"


class Member(NamedTuple):
    """A file, or what lies in it.

    Parameters
    ----------
    place : str
        What it is inside of; empty for the file itself.
    within : str
        Its name inside an archive.
    data : bytes or None
        Its bytes; None if they cannot be had.
    reason : str
        Why not all of it can be searched; empty if all can.
    """

    place: str
    within: str
    data: bytes | None
    reason: str = ""


def members(data: bytes, place: str = "", within: str = "", depth: int = 0) -> Iterator[Member]:
    """Give a file's bytes, and those of all files in it if it is an archive.

    Parameters
    ----------
    data : bytes
        The file.
    place : str, optional
        What it is inside of.
    within : str, optional
        Its name there.
    depth : int, optional
        How many archives it is inside of.

    Yields
    ------
    Member
        The file itself first.
    """
    if data[128:132] == b"DICM":
        yield Member(place, within, data)
        return
    kind = (what_is(data[:512]) or ("", ""))[0]
    packed = kind in _PACKED or zipfile.is_zipfile(io.BytesIO(data))
    reason = f"{kind}: {_CLOSED[kind]}" if kind in _CLOSED else ""
    if kind.endswith("picture"):
        reason = f"{kind}: {_PICTURE}"
    if packed and depth >= _DEEP:
        reason = "an archive in an archive: too many of them inside each other"
    yield Member(place, within, data, reason)
    if not packed or depth >= _DEEP:
        return
    inside = f"{place}, " if place else ""
    if kind in _PACKED:
        try:
            with _PACKED[kind](io.BytesIO(data)) as file:
                inner = file.read(_MOST + 1)
        except _DAMAGED:
            yield Member(place, "", None, f"{kind}: it is damaged")
            return
        if len(inner) > _MOST:
            yield Member(place, "", None, f"{kind}: it is too large when unpacked")
            return
        yield from members(inner, f"{inside}unpacked", "", depth + 1)
    else:
        yield from _zipped(data, inside, depth)


def _zipped(data: bytes, inside: str, depth: int) -> Iterator[Member]:
    left = _MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            comment = archive.comment
            for number, entry in enumerate(archive.infolist(), 1):
                place = f"{inside}member {number}"
                if entry.is_dir():
                    yield Member(place, entry.filename, b"")
                    continue
                try:
                    with archive.open(entry) as file:
                        inner = file.read(left + 1)
                except (*_DAMAGED, RuntimeError, NotImplementedError):
                    reason = "a zip archive: a member is damaged or locked by a password"
                    yield Member(place, entry.filename, None, reason)
                    continue
                left -= len(inner)
                if left < 0:
                    yield Member(place, "", None, "a zip archive: too large when unpacked")
                    return
                yield from members(inner, place, entry.filename, depth + 1)
            if comment:
                yield Member(f"{inside}comment", "", comment)
    except _DAMAGED:
        yield Member(inside.rstrip(", "), "", None, "a zip archive: it is damaged")
