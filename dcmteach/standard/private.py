"""The private attributes known to be safe: PS3.15 E.3.10, the Retain Safe Private Option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dcmteach.standard._tables import read_table
from dcmteach.standard.names import AnyTag, is_private, tag_of

__all__ = ["SafePrivate", "is_safe", "row", "rows"]


@dataclass(frozen=True, slots=True)
class SafePrivate:
    """One private attribute on the safe list.

    Parameters
    ----------
    tag : str
        Eight characters; ``xx`` stands for the block the private creator reserved (PS3.5 7.8.1).
    private_creator : str
        Who gave the attribute its meaning.
    vr : str
        Its VR, or several with slashes between; empty where the table leaves it open.
    vm : str
        Its VM, e.g. ``"1-n"``.
    """

    tag: str
    private_creator: str
    vr: str
    vm: str


def _parse(line: str) -> SafePrivate:
    tag, vr, vm, creator = line.split(" ", 3)
    return SafePrivate(tag, creator, "" if vr == "-" else vr, vm)


def rows() -> Iterator[SafePrivate]:
    """Iterate over the list, in the order of the table."""
    return map(_parse, read_table("private").rows)


@cache
def _index() -> dict[tuple[int, int, str], SafePrivate]:
    return {
        (int(found.tag[:4], 16), int(found.tag[6:], 16), found.private_creator): found
        for found in rows()
    }


@cache
def _reserved() -> frozenset[tuple[int, str]]:
    return frozenset((group, creator) for group, _, creator in _index())


def row(tag: AnyTag, private_creator: str) -> SafePrivate | None:
    """Return the entry for a private attribute, whatever block it sits in, or None.

    Parameters
    ----------
    tag : int, tuple of int or str
        The tag as it stands in the data set, e.g. ``(0x01F1, 0x1026)``.
    private_creator : str
        The value of the element that reserved its block; spaces at its ends do not count.
    """
    number = tag_of(tag)
    if not is_private(number) or number & 0xFFFF < 0x1000:
        return None
    return _index().get((number >> 16, number & 0xFF, private_creator.strip()))


def is_safe(tag: AnyTag, private_creator: str) -> bool:
    """Tell whether a private attribute is on the safe list.

    Parameters
    ----------
    tag : int, tuple of int or str
        The tag as it stands in the data set. For the element that reserves a block
        (``(gggg,0010)`` to ``(gggg,00FF)``): whether its creator has anything safe in the group, so
        that the reservation must stay with it.
    private_creator : str
        The private creator of its block; what nobody reserved is never safe.
    """
    number = tag_of(tag)
    if is_private(number) and 0x10 <= number & 0xFFFF <= 0xFF:
        return (number >> 16, private_creator.strip()) in _reserved()
    return row(number, private_creator) is not None
