"""What an element's value says of who it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydicom.dataelem import DataElement, RawDataElement

from dcmteach.deid.plan_nodes import Node
from dcmteach.deid.plan_search import text_of
from dcmteach.header.contents import TEXT

__all__ = ["identifiers_in"]

_REMEMBERED = 64  # values per place

Pairs = tuple[tuple[str, str], ...]


def identifiers_in(
    node: Node, element: DataElement | RawDataElement, encodings: Callable[[], Sequence[str]]
) -> Pairs:
    """Give the identifiers in a value; the files of a series repeat them.

    Parameters
    ----------
    node : Node
        The element's place, which has a kind.
    element : DataElement or RawDataElement
        It.
    encodings : callable
        Gives the Python codecs of the text around it.

    Returns
    -------
    tuple of (str, str)
        Kind and value of each.
    """
    raw = element.value if type(element) is RawDataElement else None
    if not raw or node.vr not in TEXT:
        return _read(node, element, encodings)
    found = node.noted.get(raw)
    if found is None:
        found = _read(node, element, encodings)
        if raw.isascii() and b"\x1b" not in raw:  # else the character set has a say
            if len(node.noted) >= _REMEMBERED:
                node.noted.clear()
            node.noted[raw] = found
    return found


def _read(
    node: Node, element: DataElement | RawDataElement, encodings: Callable[[], Sequence[str]]
) -> Pairs:
    text: Any = text_of(element, node.vr, encodings)
    if isinstance(text, bytes):  # a name is one under a wrong VR, too
        text = text.decode(next(iter(encodings()), "latin_1"), "replace").strip(" \0")
    values = [value for value in text.split("\\") if value.strip()]
    if node.kind == "date":
        values = [value.replace(".", "")[:8].strip() for value in values]
    return tuple((node.kind, value) for value in values)
