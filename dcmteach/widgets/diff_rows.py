"""Two headers beside each other: every element of either, and whether it differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dcmteach.header import diff
from dcmteach.header.entry import Entry, entries
from dcmteach.header.value import shown
from dcmteach.widgets.paged import place

if TYPE_CHECKING:
    from pydicom import Dataset

    from dcmteach.header.diff import Diff

__all__ = ["DiffRow", "beside"]


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One element in two data sets.

    Parameters
    ----------
    path, vr, name : str
        As the header shows them.
    tag, depth : int
        Its tag, and how many sequences it lies in.
    change : str
        ``"changed"``, ``"added"``, ``"removed"``, ``"same"``, or ``"inside"``: a sequence that
        stays and in which something differs.
    before, after : str or None
        Its values as shown, shortened so that a difference is seen; None where it is not there.
    whole_before, whole_after : str or None
        Its values as text, whole; empty for bytes.
    """

    path: str
    tag: int
    depth: int
    vr: str
    name: str
    change: str
    before: str | None
    after: str | None
    whole_before: str | None
    whole_after: str | None


def beside(before: Dataset, after: Dataset) -> tuple[list[DiffRow], Diff]:
    """Put two data sets beside each other.

    Parameters
    ----------
    before, after : Dataset
        The data sets; neither is changed.

    Returns
    -------
    rows : list of DiffRow
        Every element of either, in the order of the file.
    found : Diff
        What differs.
    """
    old = {entry.path: entry for entry in entries(before)}
    new = {entry.path: entry for entry in entries(after)}
    found = diff(before, after)
    differs = {row.path: row for row in found}
    around = set()
    for path in differs:
        while "[" in path:
            path = path[: path.rindex("[")]
            around.add(path)
    rows = []
    for path in old.keys() | new.keys():
        was, now = old.get(path), new.get(path)
        entry = now or was
        assert entry is not None
        row = differs.get(path)
        made = DiffRow(
            path,
            entry.tag,
            entry.depth,
            entry.vr,
            entry.name or "Unknown",
            row.change if row else "inside" if path in around else "same",
            row.before if row else _shown(was),
            row.after if row else _shown(now),
            was.text if was else None,
            now.text if now else None,
        )
        rows.append((place(path, entry.steps), made))
    rows.sort(key=lambda pair: pair[0])
    return [row for _, row in rows], found


def _shown(entry: Entry | None) -> str | None:
    return None if entry is None else shown(entry)
