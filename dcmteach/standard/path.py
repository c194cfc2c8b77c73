"""How an element's place in a data set is written, and read back.

A path is what a learner would type after ``ds.``: keywords joined by dots, items by a 0-based index
in brackets, and ``(gggg,eeee)`` in hexadecimal where an element has no keyword::

    PatientName
    file_meta.TransferSyntaxUID
    RequestAttributesSequence[0].ScheduledProcedureStepID
    (01F1,1026)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dcmteach.errors import PathError

__all__ = ["FILE_META", "AnyPath", "Step", "format_tag", "parse", "unparse"]

FILE_META = "file_meta"
"""The first step of a path into the File Meta Information (PS3.10 7.1)."""

AnyPath = str | int | tuple[int, int]
"""What every function that takes a path accepts: the path, a tag as a number, (group, element)."""

# dBdt (0018,1318) is the one keyword of PS3.6 that starts in lower case.
_STEP = re.compile(
    r"(?:(?P<keyword>[A-Z][A-Za-z0-9]*|dBdt)|\((?P<tag>[0-9A-Fa-f]{4},\s*[0-9A-Fa-f]{4})\))"
    r"(?:\[(?P<item>\d+)\])?"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step down: an element, and one of its items where the path goes on inside it.

    Parameters
    ----------
    element : str or int
        The keyword, or the tag as a number.
    item : int or None
        The 0-based item of this sequence, if the path names one.
    """

    element: str | int
    item: int | None = None

    def __str__(self) -> str:
        name = self.element if isinstance(self.element, str) else format_tag(self.element)
        return name if self.item is None else f"{name}[{self.item}]"


def format_tag(tag: int) -> str:
    """Write a tag as ``(gggg,eeee)``, as the standard does (PS3.5 7.1)."""
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"


@lru_cache(maxsize=4096)
def parse(path: AnyPath) -> tuple[bool, tuple[Step, ...]]:
    """Read a path.

    Parameters
    ----------
    path : str, int or tuple of int
        A path; or a tag, as one number or as (group, element).

    Returns
    -------
    in_file_meta : bool
        Whether the path leads into the File Meta Information.
    steps : tuple of Step
        From the outside in; every step but the last has an item.

    Raises
    ------
    PathError
        If the text is not a path.
    """
    if isinstance(path, tuple):
        path = (path[0] << 16) | path[1]
    if isinstance(path, int):
        return path >> 16 == 2, (Step(path),)
    text = path.strip()
    in_file_meta = text.startswith(FILE_META + ".")
    rest = text.removeprefix(FILE_META + ".")
    steps: list[Step] = []
    position = 0
    while True:
        match = _STEP.match(rest, position)
        if not match:
            raise PathError(_not_a_path(text))
        item = match["item"]
        element = match["keyword"] or int(match["tag"].replace(",", "").replace(" ", ""), 16)
        steps.append(Step(element, None if item is None else int(item)))
        position = match.end()
        if position == len(rest):
            break
        if rest[position] != "." or item is None:
            raise PathError(_not_a_path(text))
        position += 1
    return in_file_meta, tuple(steps)


def unparse(steps: tuple[Step, ...], *, in_file_meta: bool = False) -> str:
    """Write steps as the path that :func:`parse` reads."""
    path = ".".join(map(str, steps))
    return f"{FILE_META}.{path}" if in_file_meta else path


def _not_a_path(text: str) -> str:
    return (
        f"{text!r} is not a path to an element. Write a keyword (PatientName), a tag "
        "((0010,0010)), or go into a sequence with a 0-based item number: "
        "RequestAttributesSequence[0].ScheduledProcedureStepID."
    )
