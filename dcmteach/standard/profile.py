"""The Basic Application Level Confidentiality Profile: PS3.15 Table E.1-1 and its ten options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from dcmteach.errors import DcmteachError
from dcmteach.standard._tables import read_table
from dcmteach.standard.names import AnyTag, fold, is_private, tag_of

__all__ = ["ACTIONS", "EDITION", "OPTIONS", "Row", "action", "check_options", "row", "rows"]

EDITION: str
"""The edition of PS3.15 the table is from."""

OPTIONS: tuple[str, ...] = (
    "retain-safe-private",
    "retain-uids",
    "retain-device-identity",
    "retain-institution-identity",
    "retain-patient-characteristics",
    "retain-full-dates",
    "retain-modified-dates",
    "clean-descriptors",
    "clean-structured-content",
    "clean-graphics",
)
"""The ten options that change rows of the table, in the order of its columns."""

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "D": "overwrite with a made-up value that fits the VR and says nothing about the patient",
        "Z": "clear, or overwrite with a made-up value",
        "X": "remove",
        "K": "keep as it is; inside a sequence, every element by its own row",
        "C": "clean: keep the meaning, take out what identifies the patient",
        "U": "overwrite the UID with a new one, the same new one wherever the old one stood",
        "X/Z": "remove, unless the SOP class needs the element (Type 2): then clear",
        "X/D": "remove, unless the SOP class needs a value (Type 1): then overwrite with a made-up "
        "one",
        "Z/D": "clear, unless the SOP class needs a value (Type 1): then overwrite with a made-up "
        "one",
        "X/Z/D": "remove if Type 3, clear if Type 2, overwrite with a made-up value if Type 1",
        "X/Z/U*": "remove if Type 3, clear if Type 2; if Type 1, new UIDs for the instances in the "
        "sequence",
    }
)
"""What each action code asks for, in our words (PS3.15 Table E.1-1a)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Parameters
    ----------
    tag : str
        Eight hexadecimal digits; ``x`` stands for any (``50xxxxxx``, ``60xx3000``); ``"private"``
        for the row of all private attributes.
    keyword : str
        Empty for the rows that stand for many attributes.
    retired : bool
        Whether PS3.6 has retired the attribute.
    in_std_comp_iod : bool
        Whether a standard composite IOD of PS3.3 holds it.
    basic : str
        The action code of the basic profile, one of :data:`ACTIONS`.
    options : mapping of str to str
        The action code (``K`` or ``C``) of each option that has one for this row.
    """

    tag: str
    keyword: str
    retired: bool
    in_std_comp_iod: bool
    basic: str
    options: Mapping[str, str]


def __getattr__(name: str) -> str:
    if name == "EDITION":
        return read_table("profile").about["edition"]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _lines() -> dict[int | str, str]:
    """The rows as text, by tag; curves (50xx) and private attributes by their name in the table."""
    index: dict[int | str, str] = {}
    for line in read_table("profile").rows:
        tag = line[: line.index(" ")]
        if tag in ("50xxxxxx", "private"):
            index[tag] = line
        else:
            index[int(tag.replace("x", "0"), 16)] = line
    return index


@lru_cache(maxsize=2048)
def _parse(line: str) -> Row:
    tag, keyword, flags, basic, codes = line.split(" ")
    return Row(
        tag=tag,
        keyword="" if keyword == "-" else keyword,
        retired=flags[0] == "Y",
        in_std_comp_iod=flags[1] == "Y",
        basic=basic,
        options=MappingProxyType(
            {option: code for option, code in zip(OPTIONS, codes, strict=True) if code != "."}
        ),
    )


def rows() -> Iterator[Row]:
    """Iterate over all rows, in the order of the table."""
    return map(_parse, read_table("profile").rows)


@lru_cache(maxsize=16384)
def row(tag: AnyTag) -> Row | None:
    """Return the row that covers an attribute.

    Parameters
    ----------
    tag : int, tuple of int or str
        The tag in any spelling, or the keyword.

    Returns
    -------
    Row or None
        None if the table does not list the attribute: the profile lets it pass.

    Raises
    ------
    PathError
        If a text is neither a tag nor a keyword of the data dictionary.
    """
    number = tag_of(tag)
    lines = _lines()
    if is_private(number):
        return _parse(lines["private"])
    number = fold(number)
    line = lines["50xxxxxx"] if number >> 16 == 0x5000 else lines.get(number)
    return None if line is None else _parse(line)


def check_options(options: Iterable[str]) -> frozenset[str]:
    """Return the options as a set, if they exist and can be had together.

    Raises
    ------
    DcmteachError
        If an option is not one of :data:`OPTIONS`, or both date options are asked for.
    """
    if isinstance(options, str):
        options = [options]
    chosen = frozenset(options)
    for option in sorted(chosen.difference(OPTIONS)):
        raise DcmteachError(
            f"{option!r} is not an option of PS3.15 Table E.1-1. Choose from: {', '.join(OPTIONS)}."
        )
    if {"retain-full-dates", "retain-modified-dates"} <= chosen:
        # PS3.15 E.3.6: dates are either left or moved.
        raise DcmteachError(
            "'retain-full-dates' and 'retain-modified-dates' exclude each other (PS3.15 E.3.6): "
            "dates either stay or are shifted. Choose one of them."
        )
    return chosen


def action(tag: AnyTag, *, options: Iterable[str] = ()) -> str | None:
    """Return the action code for an attribute.

    Parameters
    ----------
    tag : int, tuple of int or str
        The tag in any spelling, or the keyword.
    options : iterable of str
        Some of :data:`OPTIONS`. An option's code stands in place of the basic profile's; where one
        chosen option keeps (``K``) and another cleans (``C``), cleaning wins, since keeping would
        undo it.

    Returns
    -------
    str or None
        One of :data:`ACTIONS`. None if the table does not list the attribute: it is kept.

    Raises
    ------
    PathError
        If a text is neither a tag nor a keyword of the data dictionary.
    DcmteachError
        If the options do not exist or exclude each other.
    """
    found = row(tag)
    if not options:
        return None if found is None else found.basic
    chosen = check_options(options)
    if found is None:
        return None
    codes = {code for option, code in found.options.items() if option in chosen}
    return "C" if "C" in codes else "K" if codes else found.basic
