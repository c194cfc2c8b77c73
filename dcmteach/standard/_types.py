"""The file of Types, cut into lines at once and read further only where somebody asks.

Four kinds of lines: a SOP class and its IOD; an IOD and its modules with their usage (M, C, U); a
module and its list of attributes; and the lists, ``tag:type`` or ``tag:type>list`` for a sequence,
where ``^`` is the list itself (content items hold content items).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from dcmteach.standard._tables import read_table

__all__ = ["Index", "index", "meta_types", "node", "spell"]


class Index(NamedTuple):
    """The file in lines: `iod_of` by SOP class, `modules_of` by IOD, `node_of` by module."""

    iod_of: dict[str, str]
    modules_of: dict[str, str]
    node_of: dict[str, int]
    nodes: list[str]


@cache
def index() -> Index:
    """Return the file of Types, read once."""
    table = read_table("types")
    sections: dict[str, list[str]] = {}
    start = 0
    for entry in table.about["sections"].split(" "):
        name, count = entry.split(":")
        sections[name] = table.rows[start : start + int(count)]
        start += int(count)
    return Index(
        iod_of=_pairs(sections["sop"]),
        modules_of=_pairs(sections["iod"]),
        node_of={name: int(node) for name, node in _pairs(sections["module"]).items()},
        nodes=sections["node"],
    )


def _pairs(lines: list[str]) -> dict[str, str]:
    return {key: value for key, _, value in (line.partition(" ") for line in lines)}


@cache
def node(number: int) -> dict[int, tuple[str, int]]:
    """One list of attributes: the Type of each, and the list inside it (its own number, or -1)."""
    attributes = {}
    for entry in index().nodes[number].split(" "):
        tag, _, rest = entry.partition(":")
        kind, _, inside = rest.partition(">")
        child = number if inside == "^" else int(inside) if inside else -1
        attributes[int(tag, 16)] = (kind, child)
    return attributes


@cache
def meta_types() -> dict[int, str]:
    """Return the Types of the File Meta Information (PS3.10 7.1), by tag."""
    lines = (line.split(" ") for line in read_table("file_meta").rows)
    return {int(tag, 16): kind for tag, kind in lines}


_CAPITALS = frozenset(
    {"2d", "3d", "cad", "cda", "ct", "ecg", "lut", "mpr", "mr", "mtl", "obj", "pdf", "rt", "sr"}
    | {"stl", "us", "vl", "x", "xa", "xrf"}
)


def spell(name: str) -> str:
    """Write an IOD's name in words: ``ct-image`` as ``CT image``, ``x-ray-…`` as ``X-ray …``."""
    words = [part.upper() if part in _CAPITALS else part for part in name.split("-")]
    text = " ".join(words).replace("X ray", "X-ray").replace("multi frame", "multi-frame")
    return text[0].upper() + text[1:]
