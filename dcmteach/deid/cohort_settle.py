"""Who is who: the people of the files, the rows of the table and an earlier mapping, together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dcmteach.deid.cohort_checks import check_telling, differences
from dcmteach.deid.decisions import Decisions
from dcmteach.deid.folders import Case
from dcmteach.deid.mapping_file import Entry, MappingFile
from dcmteach.deid.matching import Matches, match_names
from dcmteach.deid.people import normal_text
from dcmteach.deid.persons import Conflict, Conflicts, Person, Persons
from dcmteach.deid.pseudonyms import Pseudonyms
from dcmteach.deid.roster import Roster
from dcmteach.deid.subjects import Subject, name_key

__all__ = ["RowPerson", "Settled", "row_people", "settle"]

_TOLD_TWICE = (
    "the mapping has more than one pseudonym for its patient. Remove the rows of one, or choose "
    "the other --person"
)

_FOLDERS_DIFFER = (
    "folders tell different sexes or ages of its patient. Rename the folders, or leave the folder "
    "pattern out"
)
_KINDS = {
    _TOLD_TWICE: "one person, two pseudonyms",
    _FOLDERS_DIFFER: "one person, two ages or sexes",
}
_MAPPED = "mapping\x1f"


class RowPerson(NamedTuple):
    """A person of the table.

    Parameters
    ----------
    name : str
        As the table writes it.
    number : str
        The patient ID, if the table has one.
    rows : tuple of int
        The rows, 0-based: several if there were several visits.
    """

    name: str
    number: str
    rows: tuple[int, ...]

    def subject(self, by: str) -> Subject:
        """Say it as a file would."""
        number = normal_text(self.number)
        person = f"id\x1f\x1f{number}" if number else f"name\x1f{name_key(self.name)}"
        if by == "name" and self.name:
            person = f"name\x1f{name_key(self.name)}"
        return Subject(self.name, self.number, "", "", "", person)


@dataclass(frozen=True)
class Settled:
    """Who is who.

    Parameters
    ----------
    persons : Persons
        The people of the files; of the table, if there are no files.
    roster : Roster
        Their pseudonyms.
    matches : Matches or None
        Which person of the table is which of the files; None where one of the two is missing.
    rows : tuple of RowPerson
        The people of the table.
    pseudonyms : dict of int to str
        Pseudonyms by row of the table, 0-based: of the people that the output is about.
    conflicts : Conflicts
        What does not fit together.
    """

    persons: Persons
    roster: Roster
    matches: Matches | None
    rows: tuple[RowPerson, ...]
    pseudonyms: dict[int, str]
    conflicts: Conflicts

    def add_to(self, mapping: MappingFile) -> None:
        """Put everybody who got a pseudonym into a mapping."""
        of_person = {}
        for person in self.persons.people:
            given = self.roster.pseudonyms.get(person.subjects[0])
            if given is not None:
                mapping.add_person(person, given)
                of_person[given] = person
        for row in self.rows:
            given = self.pseudonyms.get(row.rows[0])
            if given is not None:
                known = {s.number for s in of_person[given].subjects}
                mapping.add(Entry(given, row.name, row.number if row.number in known else "", ""))


def row_people(names: Sequence[str], numbers: Sequence[str]) -> tuple[RowPerson, ...]:
    """Put the rows of one person together.

    Parameters
    ----------
    names, numbers : sequence of str
        One each per row; empty where the table says nothing.

    Returns
    -------
    tuple of RowPerson
        In the order of the table, without rows that name nobody.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for row, (name, number) in enumerate(zip(names, numbers, strict=True)):
        key = name_key(name), normal_text(number)
        if any(key):
            found.setdefault(key, []).append(row)
    return tuple(
        RowPerson(names[rows[0]], numbers[rows[0]], tuple(rows)) for rows in found.values()
    )


def settle(
    subjects: Sequence[Subject],
    rows: tuple[RowPerson, ...],
    pseudonyms: Pseudonyms,
    *,
    by: str,
    mapping: MappingFile,
    decisions: Decisions,
    max_character_distance: float,
    max_word_distance: float,
    cases: Mapping[Subject, Collection[Case]] | None = None,
) -> Settled:
    """Settle who is who.

    Parameters
    ----------
    subjects : sequence of Subject
        What the files say; empty if there are none.
    rows : tuple of RowPerson
        The people of the table; empty if there is none.
    pseudonyms : Pseudonyms
        Hands out pseudonyms; what the mapping knows is put into it.
    by : str
        ``"name"`` or ``"id"``.
    mapping : MappingFile
        What earlier runs gave; it wins.
    decisions : Decisions
        What somebody settled about doubtful matches.
    max_character_distance, max_word_distance : float
        As :func:`~dcmteach.deid.matching.match_names` takes them.
    cases : mapping of Subject to collection of Case, optional
        Sex and age that names of folders tell.
    """
    alone = not subjects
    persons = Persons([row.subject(by) for row in rows] if alone else subjects, by=by)
    linked: dict[str, list[RowPerson]] = {}
    matches = None
    if rows and not alone:
        matches = _matched(
            persons.people, rows, decisions, max_character_distance, max_word_distance
        )
        for match in matches:  # several rows of one person only where somebody decided so
            if match.person is not None:
                linked.setdefault(persons.people[match.person].key, []).append(rows[match.row])
    told_apart: list[Conflict] = []
    mapped: dict[str, list[Person]] = {}
    keys: dict[str, str] = {}
    held: dict[str, str] = {}
    known: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    for person in persons.people:
        row = next(iter(linked.get(person.key, ())), None)
        told = _known(person, row, mapping, by)
        if len(told) > 1:
            held[person.key] = _TOLD_TWICE
        elif told:
            (given,) = told
            mapped.setdefault(given, []).append(person)
            keys[person.key] = _MAPPED + given
            known[_MAPPED + given] = given
        elif row is not None:
            keys[person.key] = row.subject(by).person
        if len(told) < 2:
            told_apart += differences(person, next(iter(told), None), mapping, by=by)
        told_by_folders = {c for s in person.subjects for c in (cases or {}).get(s, ())}
        if len({(case.sex, case.oldest) for case in told_by_folders}) > 1:
            held[person.key] = _FOLDERS_DIFFER
        elif told_by_folders:
            values[person.key] = next(iter(told_by_folders)).replacements
    known.update({_MAPPED + given: given for given in mapping.pseudonyms})
    check_telling(mapped, persons.people, pseudonyms.prefix)
    conflicts = [*persons.conflicts, *told_apart]
    conflicts += [
        Conflict(_KINDS[why], (key,), "held back", "nothing tells which is right")
        for key, why in held.items()
    ]
    persons.people = tuple(
        replace(person, held=person.held or held.get(person.key, "")) for person in persons.people
    )
    handing = pseudonyms.knowing(known)
    roster = Roster.of(persons, handing, keys=keys, values=values)
    by_subject: dict[Subject, list[int]] = {}
    for row in rows if alone else ():
        by_subject.setdefault(row.subject(by), []).extend(row.rows)
    given_rows = {
        row: text
        for person in persons.people
        if (text := roster.pseudonyms.get(person.subjects[0])) is not None
        for row in _rows_of(person, linked, by_subject)
    }
    return Settled(persons, roster, matches, rows, given_rows, Conflicts(tuple(conflicts)))


def _rows_of(
    person: Person, linked: dict[str, list[RowPerson]], by_subject: dict[Subject, list[int]]
) -> list[int]:
    """The rows that are this person's: linked ones, or in a table alone the person's own."""
    if person.key in linked:
        return sorted(number for row in linked[person.key] for number in row.rows)
    return [row for subject in person.subjects for row in by_subject.get(subject, ())]


def _known(person: Person, row: RowPerson | None, mapping: MappingFile, by: str) -> set[str]:
    told = mapping.pseudonyms_of(person, by=by)
    if not told and row is not None:
        told = mapping.pseudonyms_of(Person("", (row.subject(by),), 0), by=by)
    return told


def _matched(
    people: tuple[Person, ...],
    rows: tuple[RowPerson, ...],
    decisions: Decisions,
    max_character_distance: float,
    max_word_distance: float,
) -> Matches:
    names = [row.name for row in rows]
    values = [person.names for person in people]
    numbered = any(row.number for row in rows)
    return match_names(
        names,
        values,
        max_character_distance=max_character_distance,
        max_word_distance=max_word_distance,
        confirmed=_by_number(rows, people) | decisions.confirmed(names, values),
        row_ids=[row.number for row in rows] if numbered else None,
        people_ids=[person.numbers[0][0] if person.numbers else "" for person in people]
        if numbered
        else None,
    )


def _by_number(rows: tuple[RowPerson, ...], people: tuple[Person, ...]) -> dict[int, int | None]:
    """Whose the rows without a name are: of the one person with their ID, or nobody's."""
    owners: dict[str, set[int]] = {}
    for place, person in enumerate(people):
        for number, _ in person.numbers:
            owners.setdefault(normal_text(number), set()).add(place)
    found: dict[int, int | None] = {}
    for place, row in enumerate(rows):
        if not row.name:
            mine = owners.get(normal_text(row.number), set())
            found[place] = next(iter(mine)) if len(mine) == 1 else None
    return found
