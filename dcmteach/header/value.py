"""An element's value as it is shown."""

from __future__ import annotations

from dcmteach.header.entry import Entry
from dcmteach.header.show import plain, shorten

__all__ = ["shown"]

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
    return f"({entry.length} bytes)" if entry.length else ""
