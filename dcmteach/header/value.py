"""An element's value as it is shown."""

from __future__ import annotations

from pydicom.dataset import Dataset

from dcmteach.header.entry import Entry
from dcmteach.header.items import decode
from dcmteach.header.path import locate
from dcmteach.header.show import plain, shorten

__all__ = ["bytes_of", "shown"]

_WIDTH = 64


def shown(entry: Entry, *, width: int = _WIDTH) -> str:
    """Write an element's value for the eye.

    Parameters
    ----------
    entry : Entry
        The element.
    width : int, optional
        At most so many characters.

    Returns
    -------
    str
        On one line, shortened, with control characters escaped; ``"(1234 bytes)"`` for what is
        not text, ``"2 items"`` for a sequence.
    """
    text = entry.text
    if text:
        if len(text) > width:
            return shorten(plain(text[: width * 2]), width)
        return shorten(plain(text), width)
    if entry.vr == "SQ":
        return f"{entry.count} item{'' if entry.count == 1 else 's'}"
    if entry.length is None:
        return "(bytes left in the file)"
    return f"({entry.length} bytes)" if entry.length else ""


def bytes_of(ds: Dataset, entry: Entry) -> bytes | None:
    """Give a binary value, also one that was left in the file until needed.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set the entry was made from.
    entry : Entry
        The element.

    Returns
    -------
    bytes or None
        None if the value is text, numbers or items.
    """
    if entry.data is not None or entry.text or entry.vr == "SQ" or entry.length == 0:
        return entry.data
    dataset, tag = locate(ds, entry.path)
    value = decode(dataset, tag).value
    return bytes(value) if isinstance(value, bytes | bytearray) else None
