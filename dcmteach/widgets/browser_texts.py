"""What the search of the header browser looks through, prepared once so that typing stays fluid.

``dcmteach.search`` looks through the same and through all bytes of the pixels, too, which takes as
long as the image is big: too long for every keystroke.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.header.entry import Entry
from dcmteach.header.fold import fold
from dcmteach.header.value import bytes_of
from dcmteach.standard.path import format_tag

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["SEARCHED", "searchable"]

SEARCHED = 1 << 16
"""How many bytes of a binary value are searched; what comes after is pixels, seldom text."""


def searchable(ds: Dataset, entry: Entry) -> str:
    """Return all that can be found of an element, folded as ``fold`` does.

    Parameters
    ----------
    ds : Dataset
        The data set the entry was made from.
    entry : Entry
        The element.
    """
    parts = (
        entry.path,
        entry.name,
        format_tag(entry.tag),
        entry.vr,
        entry.private_creator,
        entry.text or _readable(ds, entry),
    )
    return "\n".join(map(fold, parts))


def _readable(ds: Dataset, entry: Entry) -> str:
    if (entry.length or 0) > SEARCHED:
        value = (entry.data or b"")[:SEARCHED]
    else:
        value = bytes_of(ds, entry) or b""
    text = value.decode("latin-1")
    if b"\0" in value:  # text of two bytes a letter, from either byte on
        text += "\n" + value.decode("utf-16-le", "ignore") + value[1:].decode("utf-16-le", "ignore")
    return text
