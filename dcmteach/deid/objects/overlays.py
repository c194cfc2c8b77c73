"""Overlays: a plane goes as a whole, and so do its bits where they lie among the pixels' own."""

from __future__ import annotations

from collections.abc import Iterator

from pydicom.dataset import Dataset
from pydicom.uid import UID

from dcmteach.deid.objects.place import Case, drop, group_at, removal
from dcmteach.deid.objects.values import bytes_at, number_at, text_at
from dcmteach.deid.step import Step
from dcmteach.header.dictionary import lookup

__all__ = ["clear_bits", "embedded", "groups_of", "refusal", "steps"]

_DATA, _ALLOCATED, _POSITION = 0x3000, 0x0100, 0x0102
_PIXELS, _SYNTAX = 0x7FE00010, 0x00020010
_BITS_ALLOCATED, _BITS_STORED, _HIGH_BIT = 0x00280100, 0x00280101, 0x00280102
_SHUTTER = (0x00181600, 0x00181622, 0x00181623, 0x00181624)
_NATIVE = frozenset({"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99"})
_BIG = "1.2.840.10008.1.2.2"

_PLANE = (
    "an overlay is a drawing that may hold written words, and nobody has looked at it; its plane "
    "goes as a whole, for the rest of it says nothing (PS3.15 Table E.1-1, PS3.3 C.9.2)"
)
_BITS = (
    "an overlay of the old kind lies in unused bits of the pixels: those bits are set to zero, "
    "the pixels' own bits stay (PS3.5 2004 8.1.1)"
)
_BLANK = frozenset({"C"})


def _unkept(case: Case) -> dict[int, int]:
    """The overlays among the pixels that the recipe does not keep."""
    return {
        group: bit
        for group, bit in embedded(case.ds).items()
        if case.decision(group << 16 | _DATA, "OW").strategy != "keep"
    }


def groups_of(ds: Dataset) -> list[int]:
    """Return the groups of the overlays at the top of a data set."""
    return sorted(
        {g for tag in ds._dict if 0x6000 <= (g := int(tag) >> 16) <= 0x60FE and not g & 1}
    )


def steps(case: Case) -> Iterator[Step]:
    """Plan what becomes of overlays.

    Parameters
    ----------
    case : Case
        The data set and its plan so far.

    Yields
    ------
    Step
        For every element of a plane that goes; where the option clean-graphics is on, a plane in
        which no bit is set stays. A rule of the recipe that keeps Overlay Data keeps the plane.
    """
    ds = case.ds
    bits = _unkept(case)
    gone: set[int] = set()
    for group in groups_of(ds):
        tag = group << 16 | _DATA
        decision = case.decision(tag, "OW")
        if decision.strategy == "keep":
            continue
        data = bytes_at(ds, tag)
        held = tag in ds._dict
        if not held and group not in bits:
            continue
        if decision.action in _BLANK and data and not any(data):
            yield drop(tag)
            continue
        gone.add(group)
        for member in group_at(ds, group):
            yield removal(member, _PLANE)
    if bits and _PIXELS in ds._dict:
        step = Step(lookup(_PIXELS).step, (_PIXELS,), "C", "clean", "overlay bits", _BITS, "object")
        yield step
    yield from _shutter(ds, gone)


def _shutter(ds: Dataset, gone: set[int]) -> Iterator[Step]:
    """A bitmap shutter is an overlay (PS3.3 C.7.6.15): without it, it is none."""
    if number_at(ds, 0x00181623) in gone and text_at(ds, 0x00181600).strip() == "BITMAP":
        for tag in _SHUTTER:
            if tag in ds._dict:
                yield removal(tag, "the overlay that made this shutter is gone")


def embedded(ds: Dataset) -> dict[int, int]:
    """Find overlays whose bits lie in the pixels.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set.

    Returns
    -------
    dict of int to int
        The 0-based bit of each such group.
    """
    found: dict[int, int] = {}
    for group in groups_of(ds):
        if group << 16 | _DATA in ds._dict:
            continue
        position = number_at(ds, group << 16 | _POSITION)
        if number_at(ds, group << 16 | _ALLOCATED, 1) > 1 and position > 0:
            found[group] = position
    return found


def refusal(case: Case) -> str | None:
    """Say why overlay bits in the pixels cannot be taken out; None if they can, or there are none.

    Parameters
    ----------
    case : Case
        The data set. Overlays that a rule of the recipe keeps are no reason.
    """
    ds = case.ds
    bits = _unkept(case)
    if not bits or _PIXELS not in ds._dict:
        return None
    syntax = str(UID(text_at(getattr(ds, "file_meta", None) or Dataset(), _SYNTAX)))
    if syntax and syntax not in _NATIVE and syntax != _BIG:
        return (
            "an overlay of the old kind lies in unused bits of its pixels, and these are "
            "compressed: decompress it first"
        )
    allocated = number_at(ds, _BITS_ALLOCATED)
    stored = number_at(ds, _BITS_STORED, allocated)
    high = number_at(ds, _HIGH_BIT, stored - 1)
    own = range(high - stored + 1, high + 1)
    if allocated not in {8, 16, 32} or any(bit in own or bit >= allocated for bit in bits.values()):
        return "an overlay claims bits of its pixels that hold the image itself"
    return None


def clear_bits(data: bytes, bits: list[int], allocated: int, *, little_endian: bool) -> bytes:
    """Set some bits of every pixel to zero.

    Parameters
    ----------
    data : bytes
        Native pixels.
    bits : list of int
        Which bits, 0-based.
    allocated : int
        Bits per pixel: 8, 16 or 32.
    little_endian : bool
        The byte order.

    Returns
    -------
    bytes
        As many as there were.
    """
    size = allocated // 8
    word = (1 << allocated) - 1
    for bit in bits:
        word &= ~(1 << bit)
    mask = word.to_bytes(size, "little" if little_endian else "big")
    kept: list[bytes] = []
    chunk = size << 20
    for start in range(0, len(data), chunk):
        part = data[start : start + chunk]
        whole = (mask * (len(part) // size + 1))[: len(part)]
        numbers = int.from_bytes(part, "little") & int.from_bytes(whole, "little")
        kept.append(numbers.to_bytes(len(part), "little"))
    return b"".join(kept)
