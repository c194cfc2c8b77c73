"""Who is a person, over a whole cohort: by name or by ID, and what does not fit together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dcmteach.deid.persons_groups import Group, groups_by_name, groups_by_number
from dcmteach.deid.subjects import Subject
from dcmteach.errors import DcmteachError
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["BY", "Conflict", "Conflicts", "Person", "Persons"]

BY = ("name", "id")
"""What makes a person: the name, however written; or the Patient ID with its issuer."""


@dataclass(frozen=True)
class Person:
    """One person of the cohort.

    Parameters
    ----------
    key : str
        What pseudonyms are made of; never shown.
    subjects : tuple of Subject
        Everything that files say of this person.
    order : int
        The person's place in the cohort, 0-based.
    held : str
        Why nothing of this person is written until somebody decides; mostly empty.
    """

    key: str
    subjects: tuple[Subject, ...]
    order: int
    held: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The different Patient's Names, as they are written."""
        return tuple(dict.fromkeys(s.name for s in self.subjects if s.name))

    @property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        """The different Patient IDs, each with its issuer."""
        return tuple(dict.fromkeys((s.number, s.issuer) for s in self.subjects if s.number))

    def __repr__(self) -> str:
        return f"<Person {self.order + 1}: {len(self.numbers)} IDs>"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that does not fit together.

    Parameters
    ----------
    kind : str
        ``"two IDs, one name"``, ``"one ID, two names"`` or ``"one writing, two people"``.
    persons : tuple of str
        Keys of the people concerned; with a roster's help they are told by pseudonym.
    decision : str
        ``"one person"``, ``"kept apart"`` or ``"held back"``.
    because : str
        Why.
    """

    kind: str
    persons: tuple[str, ...]
    decision: str
    because: str

    @property
    def people(self) -> int:
        """How many people it concerns."""
        return len(self.persons)


class Conflicts(Rows[Conflict]):
    """What does not fit together, and what was decided. No name or ID stands in it."""

    columns = (
        Column("kind", "What", width=26),
        Column("people", "People", width=6),
        Column("decision", "Decision", "mark", 12),
        Column("because", "Because", width=110),
    )
    fields = ("kind", "people", "decision", "because")

    @property
    def caption(self) -> str:
        """How many."""
        return f"Names and IDs that do not fit together: {len(self)}"


class Persons:
    """The people of a cohort.

    Parameters
    ----------
    subjects : iterable of Subject
        What the files say, in their order; repetitions do not matter.
    by : str, optional
        One of :data:`BY`. By name, files without one go by their ID; by ID, those without one by
        their name; and those without either by their study.

    Raises
    ------
    DcmteachError
        If `by` is neither.

    Notes
    -----
    Nothing is merged silently. One name with two IDs (by name), or one ID with two names (by ID),
    is one person and reported; if birth dates or sexes speak against it, nothing of that person is
    written until somebody decides. A name in one script that two people share, who differ in
    another, is nobody's.
    """

    def __init__(self, subjects: Iterable[Subject], *, by: str = "id") -> None:
        if by not in BY:
            raise DcmteachError(f"person must be 'name' or 'id' (got {by!r}).")
        self.by = by
        seen = tuple(dict.fromkeys(subjects))
        groups = groups_by_name(seen) if by == "name" else groups_by_number(seen)
        self.people: tuple[Person, ...] = tuple(
            Person(group.key, tuple(group.subjects), number, _held(group))
            for number, group in enumerate(groups)
        )
        self.conflicts = Conflicts(tuple(_conflicts(groups, by)))

    def __len__(self) -> int:
        return len(self.people)

    def __repr__(self) -> str:
        return f"<Persons: {len(self)} by {self.by}, {len(self.conflicts)} conflicts>"


def _held(group: Group) -> str:
    if group.ambiguous:
        return (
            "its patient's name is written in one script only, and two people of the cohort share "
            "that writing. Choose --person id, or name the person in the mapping"
        )
    if group.contradicts and (_differ(group) or (group.by == "name" and not group.numbers)):
        return (
            f"its patient's {group.contradicts} differs among files of the same "
            f"{'ID' if group.by == 'id' else 'name'}. Correct the files, or choose --person "
            f"{'name' if group.by == 'id' else 'id'}"
        )
    return ""


def _differ(group: Group) -> bool:
    return len(group.names if group.by == "id" else group.numbers) > 1


def _conflicts(groups: list[Group], by: str) -> list[Conflict]:
    found = []
    within = "one ID, two names" if by == "id" else "two IDs, one name"
    for group in groups:
        if group.ambiguous:
            found.append(
                Conflict(
                    "one writing, two people",
                    (group.key,),
                    "held back",
                    "two people share this writing and differ in another script",
                )
            )
        elif _differ(group):
            what = group.contradicts
            found.append(
                Conflict(
                    within,
                    (group.key,),
                    "held back" if what else "one person",
                    f"the {what} differs" if what else "no birth date or sex speaks against it",
                )
            )
    across = "two IDs, one name" if by == "id" else "one ID, two names"
    shared: dict[str, list[str]] = {}
    for group in groups:
        for word in group.names if by == "id" else group.numbers:
            shared.setdefault(word, []).append(group.key)
    found += [
        Conflict(across, tuple(keys), "kept apart", f"people go by their {by}")
        for keys in shared.values()
        if len(keys) > 1
    ]
    return found
