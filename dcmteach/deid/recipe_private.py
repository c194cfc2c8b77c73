"""Private elements in rules: by who reserved their block, never by where the block is."""

from __future__ import annotations

import re

from dcmteach.errors import DcmteachError
from dcmteach.standard.path import format_tag

__all__ = ["is_moving", "parted", "place_of", "refuse_block"]

_PLACE = re.compile(r"\(?([0-9A-Fa-f]{3}[13579BDFbdf]),?\s?[Xx]{2}([0-9A-Fa-f]{2})\)?")
_PARTED = re.compile(r"(.+):\s*(\(?[0-9A-Fa-f]{4},?\s?[0-9A-Fa-fXx]{4}\)?)\s*")
_WHY = "blocks move from file to file, so that the same tag is another creator's (PS3.5 7.8.1)"


def place_of(creator: str, tag: str) -> tuple[int, int]:
    """Read where a private element stands, whatever block its creator has.

    Parameters
    ----------
    creator : str
        The private creator that reserves the block.
    tag : str
        ``"(01F1,xx4B)"``: ``xx`` stands for the block.

    Returns
    -------
    group, element : int
        The group, and the last two digits of the element.

    Raises
    ------
    DcmteachError
        If one of the two is missing, or the tag names a block or is public.
    """
    match = _PLACE.fullmatch(tag)
    if match and creator.strip() not in {"", "*"}:
        return int(match[1], 16), int(match[2], 16)
    digits = re.sub(r"[^0-9A-Fa-fXx]", "", tag)
    if len(digits) != 8 or digits[3] not in "13579BDFbdf":
        raise DcmteachError(
            f"A rule with a creator is about private elements: their groups are odd (got {tag!r}). "
            'Write, e.g., tag = "(01F1,xx4B)", or leave the creator out.'
        )
    form = f"({digits[:4].upper()},xx{digits[6:].upper()})"
    who = creator if creator.strip() not in {"", "*"} else "NAME"
    if not match:
        raise DcmteachError(
            f"The rule for {tag!r} of {creator!r} names a block, and {_WHY}. {_form(who, form)}"
        )
    raise DcmteachError(
        f"The rule for {tag!r} does not name whose private element it is. {_form(who, form)}"
    )


def refuse_block(target: str, tags: tuple[int, ...]) -> None:
    """Refuse a rule that goes by the tag of a private element, which names a block.

    Parameters
    ----------
    target : str
        What the rule matches, as written.
    tags : tuple of int
        The tags in it.

    Raises
    ------
    DcmteachError
        With the form to write in its place.
    """
    tag = next((tag for tag in tags if tag >> 16 & 1), None)
    if tag is None:
        return
    if tag & 0xFFFF < 0x1000:
        raise DcmteachError(
            f"The rule for {target!r} is about {format_tag(tag)}, which reserves a block or counts "
            f"bytes; {_WHY}. A reservation stays as long as something in its block does: make a "
            'rule for the elements, creator = "NAME", in its place.'
        )
    form = f"({tag >> 16:04X},xx{tag & 0xFF:02X})"
    inside = " In any sequence: no path is needed." if len(tags) > 1 else ""
    raise DcmteachError(
        f"The rule for {target!r} names the private element {format_tag(tag)} by its block, and "
        f"{_WHY}. {_form('NAME', form)}{inside}"
    )


def is_moving(tag: str) -> bool:
    """Whether a tag leaves its block open: ``"(01F1,xx4B)"``."""
    return bool(_PLACE.fullmatch(tag))


def parted(text: str, *, whole: bool) -> tuple[str, str]:
    """Part ``"ELSCINT1:(01F1,xx4B)"`` into creator and tag.

    Parameters
    ----------
    text : str
        What is parted.
    whole : bool
        Whether it may be a creator alone; then the tag is empty.

    Raises
    ------
    DcmteachError
        If it must have a tag and has none.
    """
    match = _PARTED.fullmatch(text)
    if not match and not whole:
        raise DcmteachError(
            f"{text.strip()!r} does not say which element of whose block. Write "
            "private:ELSCINT1:(01F1,xx4B), or creator:ELSCINT1 for all that a creator has."
        )
    return (match[1].strip(), match[2]) if match else (text.strip(), "")


def _form(creator: str, tag: str) -> str:
    return (
        f'Write creator = "{creator}" and tag = "{tag}" (in one: private:{creator}:{tag}), with '
        "the private creator as it stands in the file for NAME."
        if creator == "NAME"
        else f'Write creator = "{creator}" and tag = "{tag}" (in one: private:{creator}:{tag}).'
    )
