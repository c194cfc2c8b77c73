"""A file taken apart: every element by its place, nothing decoded."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from dcmteach.header.dictionary import lookup
from dcmteach.standard.path import FILE_META

__all__ = ["META", "ROOT", "Part", "Reread"]

META, ROOT = 0, 1
"""The numbers of the two outermost items: the file meta information, and the data set."""


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

    @cached_property
    def index(self) -> dict[tuple[int, int], Part]:
        """The elements by item and tag."""
        return {(part.item, part.tag): part for part in self.parts}

    def first(self, tag: int, item: int = ROOT) -> bytes | None:
        """Give the value of an element in one item, or None if it is not there."""
        part = self.index.get((item, tag))
        return None if part is None else self.value(part)
