"""Safe, unsafe, or it depends: a verdict on every element, with its reason and its sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

from pydicom.dataset import Dataset

from dcmteach.errors import PathError
from dcmteach.header.combine import combine
from dcmteach.header.entry import Entry, entries
from dcmteach.header.evidence import evidence
from dcmteach.header.identity import identity_of
from dcmteach.header.rows import Rows
from dcmteach.header.ruling import Opinion, Ruling, rule
from dcmteach.header.show import MARKS, Column, html_table, plain
from dcmteach.header.value import shown

__all__ = ["Opinion", "Verdict", "Verdicts", "classify"]


_EMPTY = "In this file it is empty."


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one element.

    Parameters
    ----------
    path : str
        The element's canonical path.
    tag : int
        Its tag.
    keyword, name : str
        As the data dictionary has them.
    value : str
        The value as shown: shortened, control characters escaped.
    verdict : str
        ``"safe"``, ``"unsafe"`` or ``"depends"``.
    reason : str
        One plain sentence.
    sources : tuple of Opinion
        What each source says: the Basic Profile always; the radiologists and the value itself
        where they say something.
    disagree : bool
        Whether one source says safe and another unsafe.
    """

    path: str
    tag: int
    keyword: str
    name: str
    value: str
    verdict: str
    reason: str
    sources: tuple[Opinion, ...]
    disagree: bool

    def __str__(self) -> str:
        told = "".join(f"\n  {o.source}: {MARKS[o.verdict]} ({o.why})" for o in self.sources)
        return plain(f"{self.path}: {MARKS[self.verdict]}. {self.reason}") + told

    def _repr_html_(self) -> str:
        columns = (
            Column("source", "Source"),
            Column("verdict", "Says", "mark"),
            Column("why", "Why"),
        )
        rows = [(o.source, MARKS[o.verdict], o.why) for o in self.sources]
        caption = f"{self.path}: {MARKS[self.verdict]}"
        return html_table(caption, columns, rows, note=self.reason)


class Verdicts(Rows[Verdict]):
    """The verdicts on a whole header, in the order of the file.

    Parameters
    ----------
    found : list of Entry
        The elements.
    """

    columns = (
        Column("path", "Element", width=50),
        Column("value", "Value", "value", 24),
        Column("verdict", "Verdict", "mark", 10),
        Column("reason", "Reason", width=90),
    )
    fields = ("path", "tag", "keyword", "name", "value", "verdict", "reason", "disagree", "sources")

    def __init__(self, found: list[Entry]) -> None:
        self.entries = found
        self.identity = identity_of(found)
        self._rulings = _rulings(found)
        seen = evidence(found, self.identity)
        rows = []
        for entry, ruling, findings in zip(found, self._rulings, seen, strict=True):
            verdict, reason, sources, disagree = combine(ruling.opinions, findings)
            rows.append(
                Verdict(
                    entry.path,
                    entry.tag,
                    entry.keyword,
                    entry.name,
                    shown(entry),
                    verdict,
                    reason if _has_value(entry) or verdict == "safe" else f"{reason} {_EMPTY}",
                    sources,
                    disagree,
                )
            )
        super().__init__(rows)

    @overload
    def __getitem__(self, key: int | str) -> Verdict: ...

    @overload
    def __getitem__(self, key: slice) -> Sequence[Verdict]: ...

    def __getitem__(self, key: int | str | slice) -> Verdict | Sequence[Verdict]:
        if not isinstance(key, str):
            return self._rows[key]
        for row in self._rows:
            if row.path == key:
                return row
        raise PathError(
            f"There is no verdict on {key}: this data set has no such element. "
            "Elements are named by their full path, e.g. PatientName."
        )

    def ruling(self, index: int) -> Ruling:
        """Give the Type and the action codes of the element at a 0-based index."""
        return self._rulings[index]

    def by_verdict(self) -> dict[str, list[Verdict]]:
        """Sort the verdicts into unsafe, depends and safe.

        Returns
        -------
        dict of str to list of Verdict
            Each list in the order of the file; empty ones are there too.
        """
        sorted_: dict[str, list[Verdict]] = {"unsafe": [], "depends": [], "safe": []}
        for row in self._rows:
            sorted_[row.verdict].append(row)
        return sorted_

    def disagreements(self) -> list[Verdict]:
        """List the elements on which one source says safe and another unsafe."""
        return [row for row in self._rows if row.disagree]

    @property
    def caption(self) -> str:
        """How many elements there are, by verdict."""
        counts = ", ".join(f"{len(rows)} {kind}" for kind, rows in self.by_verdict().items())
        return f"Verdicts on {len(self)} elements: {counts}"

    @property
    def note(self) -> str:
        """How often the sources disagree."""
        count = len(self.disagreements())
        if not count:
            return ""
        return f"The sources disagree on {count} of them: .disagreements() lists these."

    def record(self, row: Verdict, key: str) -> Any:
        """Give one field of a row as a plain value."""
        if key == "sources":
            return [opinion._asdict() for opinion in row.sources]
        return super().record(row, key)


def classify(ds: Dataset) -> Verdicts:
    """Judge every element of a data set: safe to share, unsafe, or it depends.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; it is not changed.

    Returns
    -------
    Verdicts
        One verdict per element at any depth, file meta information first.

    Notes
    -----
    Three sources are asked: PS3.15's Basic Profile (Table E.1-1, compound codes resolved by the
    Type in this SOP class), the Med-I radiologists' table, and the value itself. They are combined
    so:

    1. A value that contains what identifies this patient (name, ID, birth date …), an e-mail
       address or another person's name is unsafe, whatever the other sources say.
    2. Otherwise, where one source says safe and another unsafe, it depends: a person decides.
    3. Otherwise one unsafe makes it unsafe; without that, one *depends* makes it depend.
    4. Otherwise it is safe.

    ``disagree`` is set where one source says safe and another unsafe, also under rule 1.
    """
    return Verdicts(entries(ds))


def _has_value(entry: Entry) -> bool:
    return bool(entry.text or entry.length or entry.count)


def _rulings(found: list[Entry]) -> list[Ruling]:
    sop_class = ""
    for entry in found:
        if entry.tag in {0x00080016, 0x00020002} and entry.depth == 0 and entry.text:
            sop_class = entry.text
    present = {entry.tag for entry in found if entry.depth == 0}
    removed: dict[Entry, str] = {}
    rulings = []
    for entry in found:
        parent = entry.parent
        inside = removed.get(parent, "") if parent is not None else ""
        ruling = rule(entry.steps, sop_class, present, inside)
        rulings.append(ruling)
        if entry.vr == "SQ":
            if ruling.effective in {"X", "Z", "D"}:
                removed[entry] = entry.keyword or "a private sequence"
            elif inside:
                removed[entry] = inside
    return rulings
