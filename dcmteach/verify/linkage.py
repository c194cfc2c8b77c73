"""Which people of one release are the same as in another: by what both left in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column
from dcmteach.verify.linkage_marks import KINDS, Marks, marks_of

__all__ = ["Link", "Links", "linkage"]


@dataclass(frozen=True, slots=True)
class Link:
    """Two people who are the same.

    Parameters
    ----------
    a, b : str
        The person in the first release and in the second: Patient ID, else the name, else the
        folder.
    strength : str
        ``"certain"`` (what two people never share), ``"likely"`` or ``"possible"`` (what two
        people may share, though nobody else here does).
    by : tuple of str
        What they have in common and nobody else has, in the order of
        :data:`dcmteach.verify.linkage_marks.KINDS`.
    shared : int
        How many such values.
    """

    a: str
    b: str
    strength: str
    by: tuple[str, ...]
    shared: int


class Links(Rows[Link]):
    """The people found in both releases, the surest first.

    Parameters
    ----------
    rows : sequence of Link
        One per pair.
    people : (int, int)
        How many people each release has.

    Attributes
    ----------
    people : (int, int)
        How many people each release has.
    """

    columns = (
        Column("a", "In the first", width=24),
        Column("b", "In the second", width=24),
        Column("strength", "Strength", width=10),
        Column("by", "By", "value", 60),
        Column("shared", "Values", "number", 7),
    )

    def __init__(self, rows: Sequence[Link], people: tuple[int, int]) -> None:
        super().__init__(rows)
        self.people = people

    @property
    def linked(self) -> int:
        """How many people of the first release were found in the second."""
        return len({row.a for row in self})

    @property
    def share(self) -> float:
        """Their share, 0 to 1."""
        return self.linked / self.people[0] if self.people[0] else 0.0

    @property
    def kinds(self) -> dict[str, int]:
        """How many pairs each kind of value gives away."""
        found = {kind: sum(kind in row.by for row in self) for kind in KINDS}
        return {kind: count for kind, count in found.items() if count}

    @property
    def caption(self) -> str:
        """How many were found again."""
        first, second = self.people
        return (
            f"Linkage: {self.linked} of {first} people of the first release found again among "
            f"{second} of the second"
        )

    @property
    def note(self) -> str:
        """What gave most of them away."""
        if not len(self):
            return "Nothing that only one person of each has is in both."
        most = max(self.kinds.items(), key=lambda pair: pair[1])
        return (
            f"Most tell-tale: {most[0]} ({most[1]} of {len(self)}). Whatever one release says of "
            "a person is now known of that person in the other, too."
        )

    def record(self, row: Link, key: str) -> Any:
        """Give one field of a row as a plain value."""
        return list(row.by) if key == "by" else getattr(row, key)

    def cell(self, row: Link, key: str) -> str:
        """Write one field of a row as it is shown."""
        return ", ".join(row.by) if key == "by" else str(getattr(row, key))


def linkage(release_a: str | PathLike[str], release_b: str | PathLike[str]) -> Links:
    """Find people of one release in another.

    Parameters
    ----------
    release_a, release_b : str or path-like
        Folders of DICOM files: two releases of the same hospital, or a release and what somebody
        knows from elsewhere. What cannot be read is left out.

    Returns
    -------
    Links
        One row per pair of people who have something in common that no other person of either
        release has.

    Raises
    ------
    PathError
        If there is no such folder.

    Notes
    -----
    Compared are, from the surest on: identifiers and accession numbers; UIDs of studies, series,
    images and frames of reference, apart from well-known ones (kept under PS3.15's Retain UIDs
    Option, E.3.9; or replaced in the same way in both); digests of the pixels, which no change to
    a header alters; dates with their times; the days between a person's studies, which shifting
    all dates by one number keeps (Retain Longitudinal Temporal Information With Modified Dates,
    E.3.6); dates together with the device; times of day; dates; serial numbers and stations
    (Retain Device Identity, E.3.8). A value links two people only if it belongs to one person in
    each release. Record linkage goes back to I. P. Fellegi and A. B. Sunter, "A theory for record
    linkage", Journal of the American Statistical Association 64, 1969; here nothing is weighted,
    and each kind is told.
    """
    first, second = marks_of(release_a), marks_of(release_b)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for kind in KINDS:
        ours, theirs = _owners(first, kind), _owners(second, kind)
        for value, who in ours.items():
            also = theirs.get(value)
            if who is not None and also is not None:
                kinds = found.setdefault((who, also), {})
                kinds[kind] = kinds.get(kind, 0) + 1
    rows = []
    for (a, b), kinds in found.items():
        by = tuple(kind for kind in KINDS if kind in kinds)
        rows.append(Link(a, b, _strength(by), by, sum(kinds.values())))
    order = ("certain", "likely", "possible")
    rows.sort(key=lambda row: (order.index(row.strength), row.a, -row.shared, row.b))
    return Links(rows, (len(first), len(second)))


def _owners(release: dict[str, Marks], kind: str) -> dict[str, str | None]:
    """Say whose a value is; None if several people have it."""
    found: dict[str, str | None] = {}
    for who, marks in release.items():
        for value in marks.get(kind, ()):
            found[value] = who if value not in found else None
    return found


def _strength(kinds: tuple[str, ...]) -> str:
    levels = {KINDS[kind] for kind in kinds}
    if "certain" in levels:
        return "certain"
    likely = [kind for kind in kinds if KINDS[kind] == "likely"]
    return "likely" if likely or len(kinds) > 1 else "possible"
