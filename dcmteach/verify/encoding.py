"""How elements are encoded (PS3.5 7.1, A.1 to A.5): heads, lengths, VRs, deflation."""

from __future__ import annotations

import zlib
from functools import lru_cache
from struct import Struct

from dcmteach.header.dictionary import lookup

__all__ = [
    "BIG",
    "DEFLATED",
    "EXPLICIT_HEAD",
    "IMPLICIT",
    "IMPLICIT_HEAD",
    "ITEM",
    "LENGTH",
    "NAMES",
    "PIXELS",
    "SEQUENCE_END",
    "SHORT",
    "UNDEFINED",
    "DamagedError",
    "inflate",
    "read_head",
    "vr_of",
]

LONG = frozenset([b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN"]) | {
    b"UR",
    b"UT",
    b"UV",
}
SHORT = {
    vr.encode(): vr
    for vr in "AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split()  # noqa: SIM905
}
NAMES = {**SHORT, **{vr: vr.decode() for vr in LONG}}
UNDEFINED = 0xFFFFFFFF
ITEM, SEQUENCE_END = 0xFFFEE000, 0xFFFEE0DD
DEFLATED = b"1.2.840.10008.1.2.1.99"
IMPLICIT = b"1.2.840.10008.1.2"
BIG = b"1.2.840.10008.1.2.2"
PIXELS = frozenset([0x7FE00008, 0x7FE00009, 0x7FE00010])
_MOST_INFLATED = 1 << 29
EXPLICIT_HEAD = {"<": Struct("<HH2sH"), ">": Struct(">HH2sH")}
IMPLICIT_HEAD = {"<": Struct("<HHL"), ">": Struct(">HHL")}
LENGTH = {"<": Struct("<L"), ">": Struct(">L")}


class DamagedError(Exception):
    """The bytes do not go on as a data set: at which byte."""


def read_head(head: Struct, data: bytes, position: int) -> tuple[int, int, int]:
    """Read tag and length."""
    found: tuple[int, int, int] = head.unpack_from(data, position)
    return found


@lru_cache(maxsize=16384)
def vr_of(tag: int) -> str:
    """Give the VR of the data dictionary; of several the one its bytes are read by alike."""
    if tag & 0x1FFFF <= 0x100FF and tag & 0x10000 and tag & 0xFFFF >= 0x10:
        return "LO"
    vr = lookup(tag).vr
    if " " in vr:
        return "OW" if "OW" in vr else "US"
    return vr


def inflate(data: bytes, position: int) -> tuple[bytes, int]:
    """Inflate the data set; say where what follows the stream begins, or 0 if nothing does."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        body = inflater.decompress(data[position:], _MOST_INFLATED)
        body += inflater.flush()
    except zlib.error:
        raise DamagedError(position) from None
    rest = inflater.unused_data.strip(b"\0")
    end = position + len(body)
    return data[:position] + body + rest, end if rest else 0
