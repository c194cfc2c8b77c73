"""Read rules about known places from TOML, with a message per wrong line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.pixels.regions import RegionRule

__all__ = ["RegionsError", "parse_regions"]

_EDGES = ("top", "bottom", "left", "right")
_TEXTS = ("name", "manufacturer", "model", "modality")
_SIZES = ("rows", "columns")
_KEYS = (*_TEXTS, *_SIZES, *_EDGES, "boxes")
_KINDS = ("manufacturer", "model", "modality")
_HEADER = re.compile(r"^\s*\[\[\s*region\s*\]\]")
_EXAMPLE = "boxes = [[0, 0, 34, 320]]: row, column, height and width"


class RegionsError(DcmteachError):
    """A file of known places has mistakes.

    Parameters
    ----------
    origin : str
        The file's name.
    problems : list of (int, str)
        The 1-based line and what is wrong there; line 0 where it is the whole file.
    """

    def __init__(self, origin: str, problems: list[tuple[int, str]]) -> None:
        self.problems = sorted(problems)
        count = len(problems)
        head = f"The regions {origin!r} have {count} mistake{'' if count == 1 else 's'}:"
        lines = [f"  line {line}: {text}" if line else f"  {text}" for line, text in self.problems]
        super().__init__("\n".join([head, *lines]))


def parse_regions(text: str, *, origin: str) -> list[RegionRule]:
    """Read rules from TOML.

    Parameters
    ----------
    text : str
        What the file holds.
    origin : str
        Its name, for messages.

    Raises
    ------
    RegionsError
        If it is no TOML, or holds what no rule can; all mistakes at once.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        what = re.sub(r" \(at .*\)", "", str(error))
        problem = f"this is not TOML: {what}. A rule begins with [[region]]."
        raise RegionsError(origin, [(int(match[1]) if match else 0, problem)]) from None
    lines = text.splitlines()
    problems = [
        (_line_of(key, lines, 0, len(lines) + 1), f"{key!r} is no key here: write [[region]].")
        for key in data
        if key != "region"
    ]
    entries = data.get("region", [])
    if not isinstance(entries, list):
        problems.append((1, "write [[region]], in two brackets, above each rule."))
        entries = []
    starts = [number for number, line in enumerate(lines, 1) if _HEADER.match(line)]
    rules: list[RegionRule] = []
    for index, entry in enumerate(entries):
        start = starts[index] if index < len(starts) else 0
        end = starts[index + 1] if index + 1 < len(starts) else len(lines) + 1
        wrong = list(_wrong(entry, lines, start, end))
        problems += wrong
        if not wrong:
            rules.append(_rule(entry, f"region {index + 1}"))
    if problems:
        raise RegionsError(origin, problems)
    return rules


def _rule(entry: dict[str, Any], name: str) -> RegionRule:
    edges = [(edge, entry[edge]) for edge in _EDGES if edge in entry]
    places = (*edges, *(tuple(box) for box in entry.get("boxes", [])))
    told = {key: entry[key] for key in (*_KINDS, *_SIZES) if key in entry}
    return RegionRule(name=entry.get("name", name), places=places, **told)


def _wrong(entry: object, lines: list[str], start: int, end: int) -> Iterator[tuple[int, str]]:
    if not isinstance(entry, dict):
        yield start, "a rule is a table: [[region]], then its keys below."
        return
    for key, value in entry.items():
        line = _line_of(key, lines, start, end)
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.6)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            yield line, f"{key!r} is not a key of a rule.{hint} Keys: {', '.join(_KEYS)}."
        elif key in _TEXTS and not (isinstance(value, str) and value.strip()):
            yield line, f"{key} must be text in quotes (got {value!r})."
        elif key in (*_SIZES, *_EDGES) and not _is_count(value):
            yield line, f"{key} must be a whole number of pixels above 0 (got {value!r})."
        elif key == "boxes" and not _are_boxes(value):
            yield line, f"{key} must be a list of four whole numbers each, such as {_EXAMPLE}."
    if not any(key in entry for key in _KINDS):
        yield (
            start,
            ("this rule holds for every device. Name its manufacturer, model or modality."),
        )
    if not any(key in entry for key in (*_EDGES, "boxes")):
        yield start, f"this rule names no place. Add one of: {', '.join(_EDGES)}, boxes."


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _are_boxes(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(box, list)
            and len(box) == 4
            and all(isinstance(number, int) and not isinstance(number, bool) for number in box)
            and box[2] > 0
            and box[3] > 0
            for box in value
        )
    )


def _line_of(key: str, lines: list[str], start: int, end: int) -> int:
    pattern = re.compile(rf"^\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*(=|\])")
    for number in range(max(start, 1), end):
        if number <= len(lines) and pattern.match(lines[number - 1]):
            return number
    return start
