"""Tags and keywords: one can be had from the other, and every way of writing a tag is understood.

The names are those of PS3.6, as pydicom has them; they stand here once more so that this room works
with nothing installed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dcmteach.errors import PathError
from dcmteach.standard._tables import read_table

__all__ = ["AnyTag", "fold", "is_private", "keyword_of", "tag_of"]

AnyTag = int | tuple[int, int] | str
"""A tag as one number, as (group, element), as ``"00100010"``, ``"(0010,0010)"``; or a keyword."""

_HEX = re.compile(r"\(?(?:0x)?([0-9A-Fa-f]{2}[0-9A-Fa-fXx]{2}),? ?([0-9A-Fa-f]{4})\)?")


@cache
def _by_keyword() -> dict[str, int]:
    # Tags are eight characters; this is read when a learner waits, so it is kept fast.
    rows = read_table("names").rows
    return {row[9:]: int(row[:8].replace("x", "0"), 16) for row in rows}


@cache
def _by_tag() -> dict[int, str]:
    return {tag: keyword for keyword, tag in _by_keyword().items()}


@lru_cache(maxsize=16384)
def tag_of(name: AnyTag) -> int:
    """Return a tag as one number.

    Parameters
    ----------
    name : int, tuple of int or str
        The tag in any spelling, or the attribute's keyword. ``xx`` in a repeating group stands for
        its first one: ``"60xx3000"`` is ``0x60003000``.

    Raises
    ------
    PathError
        If this is neither a tag nor a keyword of the data dictionary.
    """
    if isinstance(name, tuple):
        return (name[0] << 16) | name[1]
    if isinstance(name, int):
        return name
    found = _by_keyword().get(name)
    if found is not None:
        return found
    match = _HEX.fullmatch(name)
    if match:
        return int((match[1] + match[2]).lower().replace("x", "0"), 16)
    raise PathError(
        f"{name!r} is neither a tag nor a keyword of the data dictionary (PS3.6). Write a keyword "
        "(PatientName) or a tag ((0010,0010), '00100010' or 0x00100010)."
    )


def keyword_of(tag: AnyTag) -> str:
    """Return the keyword of an attribute, or ``""`` if it has none (private, or unknown here)."""
    return _by_tag().get(fold(tag_of(tag)), "")


def fold(tag: int) -> int:
    """Return the first tag of a repeating group, or the tag itself (PS3.5 7.6).

    Curves repeat in the even groups 5000 to 50FE, overlays in 6000 to 60FE; odd groups are private.
    """
    group = tag >> 16
    if group & 0xFF00 in (0x5000, 0x6000) and not group & 1:
        return tag & 0xFF00FFFF
    return tag


def is_private(tag: int) -> bool:
    """Tell whether the group is odd, hence private (PS3.5 7.8)."""
    return bool(tag >> 16 & 1)
