"""What differs between two data sets, element by element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydicom.dataset import Dataset

from dcmteach.header.entry import Entry, entries
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column, plain
from dcmteach.header.value import bytes_of, shown

__all__ = ["Diff", "Difference", "diff"]

_SIGNS = {"added": "+ added", "removed": "− removed", "changed": "~ changed"}
_WIDTH = 64
_LEAD = 12
_ITEM = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Difference:
    """An element that differs.

    Parameters
    ----------
    path : str
        The element's canonical path.
    tag : int
        Its tag.
    keyword, name : str
        As the data dictionary has them.
    change : str
        ``"added"``, ``"removed"`` or ``"changed"``.
    before, after : str or None
        The values as shown; None where there is no element. Where only the end of long values
        differs, their ends are shown.
    """

    path: str
    tag: int
    keyword: str
    name: str
    change: str
    before: str | None
    after: str | None


class Diff(Rows[Difference]):
    """The differences between two data sets, in the order of their elements.

    Parameters
    ----------
    rows : list of Difference
        The elements that differ.
    compared : int
        How many elements were compared.
    preamble : bool
        Whether the 128 bytes before the file meta information differ too (PS3.10 7.1).
    """

    columns = (
        Column("path", "Element", width=60),
        Column("change", "Change", "mark", 10),
        Column("before", "Before", "value", 40),
        Column("after", "After", "value", 40),
    )
    fields = ("path", "tag", "keyword", "name", "change", "before", "after")

    def __init__(self, rows: list[Difference], *, compared: int, preamble: bool) -> None:
        super().__init__(rows)
        self.compared = compared
        self.preamble_differs = preamble

    @property
    def caption(self) -> str:
        """How many elements were added, removed and changed."""
        if not len(self):
            return f"No difference in {self.compared} elements"
        counts = [
            f"{sum(1 for row in self if row.change == change)} {change}"
            for change in ("changed", "added", "removed")
        ]
        return f"Differences: {', '.join(counts)} of {self.compared} elements"

    @property
    def note(self) -> str:
        """Whether the preambles differ."""
        if self.preamble_differs:
            return "The preambles (the 128 bytes before the file meta information) differ too."
        return ""

    def cell(self, row: Difference, key: str) -> str:
        """Write one field of a row as it is shown."""
        if key == "change":
            return _SIGNS[row.change]
        value = super().cell(row, key)
        if key in {"before", "after"} and not value:
            return "(no element)" if getattr(row, key) is None else "(empty)"
        return value


def diff(before: Dataset, after: Dataset) -> Diff:
    """Compare two data sets.

    Parameters
    ----------
    before, after : pydicom.dataset.Dataset
        Two data sets, e.g. a file as it was and as it was edited. Neither is changed.

    Returns
    -------
    Diff
        The elements at any depth whose VR or value differs, or that only one of them has; file
        meta information, private elements, bytes and pixel data included.
    """
    old = {entry.path: entry for entry in entries(before)}
    new = {entry.path: entry for entry in entries(after)}
    rows = list(_differences(before, after, old, new))
    preambles = [getattr(ds, "preamble", None) or b"\0" * 128 for ds in (before, after)]
    return Diff(rows, compared=len(old.keys() | new.keys()), preamble=preambles[0] != preambles[1])


def _differences(
    before: Dataset, after: Dataset, old: dict[str, Entry], new: dict[str, Entry]
) -> Iterator[Difference]:
    for path in sorted(
        old.keys() | new.keys(), key=lambda path: _place(new.get(path) or old[path])
    ):
        was, is_ = old.get(path), new.get(path)
        if was is None or is_ is None:
            one = was or is_
            assert one is not None
            yield _row(
                one,
                "added" if was is None else "removed",
                None if was is None else shown(was),
                None if is_ is None else shown(is_),
            )
            continue
        if was.vr != is_.vr:
            yield _row(is_, "changed", f"{was.vr}: {shown(was)}", f"{is_.vr}: {shown(is_)}")
        elif was.text != is_.text:
            yield _row(is_, "changed", *_texts(was.text, is_.text))
        elif was.vr == "SQ":
            if was.count != is_.count:
                yield _row(is_, "changed", shown(was), shown(is_))
        else:
            first, second = bytes_of(before, was) or b"", bytes_of(after, is_) or b""
            if first != second:
                yield _row(is_, "changed", *_bytes(first, second))


def _place(entry: Entry) -> tuple[tuple[int, int], ...]:
    """Where an element stands in the file: its tags and items, from the outside in."""
    items = [int(number) for number in _ITEM.findall(entry.path)]
    return tuple(zip(entry.steps, [*items, -1], strict=True))


def _row(entry: Entry, change: str, before: str | None, after: str | None) -> Difference:
    return Difference(entry.path, entry.tag, entry.keyword, entry.name, change, before, after)


def _texts(before: str, after: str) -> tuple[str, str]:
    """Show two texts so that their difference is seen."""
    skip = 0
    if max(len(before), len(after)) > _WIDTH:
        same = next(
            (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
            min(len(before), len(after)),
        )
        skip = max(0, same - _LEAD) if same > _WIDTH // 2 else 0
    return _window(before, skip), _window(after, skip)


def _window(text: str, skip: int) -> str:
    cut = text[skip : skip + _WIDTH]
    return plain(("…" if skip else "") + cut + ("…" if skip + _WIDTH < len(text) else ""))


def _bytes(before: bytes, after: bytes) -> tuple[str, str]:
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    return (
        f"({len(before)} bytes)" if before else "",
        f"({len(after)} bytes, different from byte {same} on)" if after else "",
    )
