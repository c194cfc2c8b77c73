"""What stands around a find, shown without saying what it says."""

from __future__ import annotations

import re

__all__ = ["mask"]

_AROUND = 12
_BAR = "███"
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


def mask(text: str, spans: list[tuple[int, int]], at: int) -> str:
    """Show what stands around a find, and nothing of what it says.

    Parameters
    ----------
    text : str
        The folded text.
    spans : list of (int, int)
        All finds in it.
    at : int
        Where the one to be shown begins.

    Returns
    -------
    str
        Letters as x, digits as 9, control characters as dots, each find as a bar.
    """
    end = max(stop for start, stop in spans if start <= at)
    begin, stop = max(0, at - _AROUND), min(len(text), end + _AROUND)
    shown = []
    position = begin
    for start, finish in sorted(spans):
        if finish <= position or start >= stop:
            continue
        shown.append(_shape(text[position : max(position, start)]))
        if start >= position or not shown[-1].endswith(_BAR):
            shown.append(_BAR)
        position = finish
    shown.append(_shape(text[position:stop]))
    return ("…" if begin else "") + "".join(shown) + ("…" if stop < len(text) else "")


def _shape(text: str) -> str:
    shape = _DIGIT.sub("9", _LETTER.sub("x", text))
    return "".join(one if one.isascii() and one.isprintable() else "·" for one in shape)
