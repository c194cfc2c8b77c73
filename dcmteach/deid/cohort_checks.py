"""Pseudonyms that tell, and what a mapping and the files of a run say differently."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from dcmteach.deid.cohort_tables import DEMOGRAPHICS, MISSING
from dcmteach.deid.mapping_file import MappingFile
from dcmteach.deid.people import normal_text
from dcmteach.deid.persons import Conflict, Person
from dcmteach.deid.pseudonyms import Pseudonyms
from dcmteach.deid.subjects import Subject, name_keys
from dcmteach.deid.tables import Table
from dcmteach.errors import DcmteachError
from dcmteach.header.fold import spellings
from dcmteach.header.translit import variants

__all__ = ["check_empty", "check_numbers", "check_renamed", "check_telling", "differences"]

_WITHIN = 5  # characters that stand within a pseudonym by no coincidence
_NUMBER = 4  # digits of an ID that is no mere number of a subject
_SHOWN = 3


def check_telling(
    given: Mapping[str, Iterable[Person]], people: Iterable[Person], prefix: str
) -> None:
    """Refuse pseudonyms that hold the name or ID of whom they stand for.

    Parameters
    ----------
    given : mapping of str to iterable of Person
        By pseudonym of the mapping, the people it stands for.
    people : iterable of Person
        The cohort.
    prefix : str
        What stands before all new ones.

    Raises
    ------
    DcmteachError
        If one tells. It is shown by its first letter alone.
    """
    telling = [
        text for text, people in given.items() if any(_tells(text, person) for person in people)
    ]
    if telling:
        shown = ", ".join(f"{t[0]}… ({len(t)} characters)" for t in sorted(telling)[:_SHOWN])
        raise DcmteachError(
            f"{len(telling)} pseudonyms of the mapping hold the name or ID of the person they "
            f"stand for: {shown}. Folders and headers would tell it. Give these people other "
            "pseudonyms in the mapping. Nothing was written."
        )
    words = {word.casefold() for word in prefix.replace("_", "-").split("-") if len(word) > 1}
    if words and any(words & _words(person) for person in people):
        raise DcmteachError(
            "The prefix of the pseudonyms is a name of somebody in the cohort. Choose another. "
            "Nothing was written."
        )


def check_empty(folder: Path) -> None:
    """Refuse an output of a table alone that holds anything but what earlier runs write.

    Parameters
    ----------
    folder : Path
        The output: with one path forgotten, it is the source.

    Raises
    ------
    DcmteachError
        If it holds other files, or folders that no pseudonym names.
    """
    for path in folder.iterdir():
        known = path.name.startswith(".dcmteach") or (
            re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", path.name)
            if path.is_dir()
            else path.name in {DEMOGRAPHICS, MISSING}
        )
        if not known:
            raise DcmteachError(
                f"The output {folder.name!r} holds other files than those of earlier runs. If it "
                "is the source, give the output as well; else give a folder of its own. "
                "Nothing was written."
            )


def check_numbers(folder: Path, tables: Iterable[Table | None], fresh: Collection[str]) -> None:
    """Refuse to give a number that somebody in the output has already.

    Parameters
    ----------
    folder : Path
        The output.
    tables : iterable of Table or None
        Its tables.
    fresh : collection of str
        Pseudonyms by order that no mapping gave.

    Raises
    ------
    DcmteachError
        If one is there already.
    """
    there = {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()
    there |= {row[0].casefold() for table in tables if table is not None for row in table.rows}
    if any(text.casefold() in there for text in fresh):
        raise DcmteachError(
            "The output holds people whom an earlier run numbered, and nothing tells which "
            "numbers are whose: two people could share a folder. Give that run's mapping with "
            "--reuse-mapping, or another output. Nothing was written."
        )


def check_renamed(
    folder: Path, given: Mapping[Subject, str], people: Iterable[Person], pseudonyms: Pseudonyms
) -> None:
    """Refuse to write people a second time who are in the output under another pseudonym.

    Parameters
    ----------
    folder : Path
        The output.
    given : mapping of Subject to str
        The pseudonyms of this run.
    people : iterable of Person
        The cohort.
    pseudonyms : Pseudonyms
        Knows what the key makes of them.

    Raises
    ------
    DcmteachError
        If an earlier run of the same key went by ID where this one goes by name, or the other way
        round, or had a table that this one has not.
    """
    there = {path.name for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else set()
    twice = 0
    for person in people if there else ():
        text = given.get(person.subjects[0])
        keys = {person.key, *(subject.person for subject in person.subjects)}
        for name in person.names:
            keys |= {f"name\x1f{key}" for key in name_keys(name).values()}
        others = {pseudonyms.keyed(key) for key in keys} - {text}
        twice += text is not None and text not in there and not there.isdisjoint(others)
    if twice:
        raise DcmteachError(
            f"{twice} people are in the output under another pseudonym: an earlier run with this "
            "key went by other names or IDs (--person), or had another table. Give that run's "
            "mapping with --reuse-mapping, the same --person, or another output. "
            "Nothing was written."
        )


def differences(
    person: Person, given: str | None, mapping: MappingFile, *, by: str
) -> Iterable[Conflict]:
    """Report where the mapping says something else of a person than the files do.

    Parameters
    ----------
    person : Person
        Of the files.
    given : str or None
        The pseudonym of the mapping, if it has one for this person.
    mapping : MappingFile
        What earlier runs gave.
    by : str
        What makes a person.
    """
    names, numbers = mapping.by_name(person), mapping.by_number(person)
    if given is None:
        if by == "id" and names:
            yield Conflict(
                "two IDs, one name", (person.key,), "kept apart",
                "people go by their id; the mapping has this name under another ID",
            )  # fmt: skip
        if by == "name" and numbers:
            yield Conflict(
                "one ID, two names", (person.key,), "kept apart",
                "people go by their name; the mapping has this ID under another name",
            )  # fmt: skip
        return
    if by == "name" and numbers - {given}:
        yield Conflict(
            "one ID, two names", (person.key,), "kept apart",
            "people go by their name; the mapping has this ID under another name, too",
        )  # fmt: skip
    if by == "name" and person.numbers and given not in numbers and mapping.has_numbers(given):
        yield Conflict(
            "two IDs, one name", (person.key,), "one person",
            "people go by their name; the mapping has this name under another ID",
        )  # fmt: skip
    if by == "id" and person.names and given not in names and mapping.has_names(given):
        yield Conflict(
            "one ID, two names", (person.key,), "one person",
            "people go by their id; the mapping has this ID under another name",
        )  # fmt: skip


def _tells(pseudonym: str, person: Person) -> bool:
    text = pseudonym.casefold()
    parts = set(text.replace("_", "-").split("-"))
    return any(word in parts or (len(word) >= _WITHIN and word in text) for word in _words(person))


def _words(person: Person) -> set[str]:
    """Everything of two characters or more that means this person, in plain letters."""
    found: set[str] = set()
    for name in person.names:
        for word in name.replace("=", " ").replace("^", " ").replace(",", " ").split():
            found |= {spelled.casefold() for spelled in (word, *spellings(word), *variants(word))}
    for number, _ in person.numbers:
        if len(number) >= _NUMBER:
            found |= {number.casefold(), normal_text(number)}
    return {word for word in found if len(word) > 1}
