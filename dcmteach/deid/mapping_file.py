"""The mapping: which person each pseudonym stands for. For its owner's eyes alone."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from dcmteach.deid.people import normal_text
from dcmteach.deid.persons import Person
from dcmteach.deid.private_files import csv_text, write_private
from dcmteach.deid.pseudonyms import check_pseudonym
from dcmteach.deid.subjects import name_key, name_keys
from dcmteach.deid.tables_cells import guarded, unguarded
from dcmteach.errors import DcmteachError

__all__ = ["COLUMNS", "Entry", "MappingFile"]

COLUMNS = ("pseudonym", "name", "patient_id", "issuer")
"""The columns of the file; the last two may be missing in one made elsewhere."""


class Entry(NamedTuple):
    """One row: one writing of one person's name and ID."""

    pseudonym: str
    name: str = ""
    patient_id: str = ""
    issuer: str = ""


class MappingFile:
    """Pseudonyms and the people behind them.

    Parameters
    ----------
    entries : iterable of Entry, optional
        Rows; a person written in several ways has several.

    Raises
    ------
    DcmteachError
        If one ID of one name has two pseudonyms.

    Notes
    -----
    One ID may stand for two people of different names, where people go by their names; then
    nobody is found here by this ID.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[Entry, None] = {}
        self._names: dict[str, set[str]] = {}
        self._numbers: dict[tuple[str, str], dict[str, set[str]]] = {}
        self._named: set[str] = set()
        self._numbered: set[str] = set()
        for entry in entries:
            self.add(entry)

    @classmethod
    def read(cls, path: str | PathLike[str]) -> MappingFile:
        """Read a mapping: CSV in UTF-8 with the columns of :data:`COLUMNS`, in any order.

        Raises
        ------
        DcmteachError
            If the file cannot be read, is open to others, or is no mapping. No row is quoted.
        """
        where = Path(path)
        try:
            with where.open(encoding="utf-8-sig", newline="") as file:
                if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
                    raise DcmteachError(
                        f"The mapping {where.name!r} must be open to its owner alone: mode 0600. "
                        f"Type `chmod 600 {where.name}`."
                    )
                rows = list(csv.reader(file))
        except OSError as error:
            raise DcmteachError(
                f"The mapping {where.name!r} cannot be read: {error.strerror}. "
                "Give the file that an earlier run wrote with --mapping."
            ) from None
        except (UnicodeDecodeError, csv.Error):
            raise DcmteachError(
                f"The mapping {where.name!r} is no CSV in UTF-8. Save it again as such."
            ) from None
        return cls(_entries(rows, where.name))

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the mapping, whole or not at all, of mode 0600.

        Raises
        ------
        SaveError
            If it cannot be written; what was there stays.
        """
        rows = [COLUMNS, *(tuple(map(guarded, entry)) for entry in sorted(self.entries))]
        return write_private(
            Path(path),
            csv_text(rows),
            what="mapping",
            advice="Name a folder that exists and that you may write to.",
        )

    def add(self, entry: Entry) -> None:
        """Add a row; one that is there already is not written twice.

        Raises
        ------
        DcmteachError
            If its ID has another pseudonym already.
        """
        if entry in self._entries:
            return
        check_pseudonym(entry.pseudonym)
        if entry.patient_id:
            self._add_number(entry)
            self._numbered.add(entry.pseudonym)
        for key in _keys(entry.name):
            self._named.add(entry.pseudonym)
            self._names.setdefault(key, set()).add(entry.pseudonym)
        self._entries[entry] = None

    def add_person(self, person: Person, pseudonym: str) -> None:
        """Add all that is known of a person."""
        for subject in person.subjects:
            self.add(Entry(pseudonym, subject.name, subject.number, subject.issuer))

    def pseudonyms_of(self, person: Person, *, by: str = "id") -> set[str]:
        """Find the pseudonyms a person has here already.

        Parameters
        ----------
        person : Person
            A person of the cohort.
        by : str, optional
            ``"name"``: the names count, and where there are none the IDs; ``"id"``: the reverse.

        Returns
        -------
        set of str
            Empty for somebody new; more than one if the mapping does not tell.
        """
        names, numbers = self.by_name(person), self.by_number(person)
        if by == "id":
            if len(numbers) > 1 and len(names & numbers) == 1:
                return names & numbers
            return numbers or ({*names} if not person.numbers else self._bare(names, person))
        if len(names) > 1 and len(names & numbers) == 1:
            return names & numbers
        return names or (numbers if not person.names else set())

    def by_name(self, person: Person) -> set[str]:
        """Give the pseudonyms that any of a person's names has."""
        return {p for s in person.subjects for k in _keys(s.name) for p in self._names.get(k, ())}

    def by_number(self, person: Person) -> set[str]:
        """Give the pseudonyms that any of a person's IDs has."""
        return {
            p
            for s in person.subjects
            if s.number
            for p in self._numbers.get(_number(s.number, s.issuer), {})
        }

    def has_names(self, pseudonym: str) -> bool:
        """Tell whether a pseudonym has a name here."""
        return pseudonym in self._named

    def has_numbers(self, pseudonym: str) -> bool:
        """Tell whether a pseudonym has an ID here."""
        return pseudonym in self._numbered

    def lookup(self, pseudonym: str) -> tuple[Entry, ...]:
        """Return the rows of a pseudonym.

        Raises
        ------
        DcmteachError
            If there is none.
        """
        found = tuple(e for e in self.entries if e.pseudonym.casefold() == pseudonym.casefold())
        if not found:
            raise DcmteachError(
                f"There is no pseudonym {pseudonym!r} in this mapping of "
                f"{len(self.pseudonyms)} people. Look for it in an older mapping, or check the "
                "spelling: pseudonyms have no 0, O, 1, I, L and U."
            )
        return found

    def forget(self, person: str) -> str:
        """Remove all rows of a person, told by name, patient ID or pseudonym.

        Returns
        -------
        str
            The pseudonym that stood for them.

        Raises
        ------
        DcmteachError
            If nobody is meant, or more than one person. What was typed is not repeated.
        """
        keys = _keys(person)
        found = {p for key in keys for p in self._names.get(key, ())}
        found |= {
            e.pseudonym
            for e in self.entries
            if person.casefold() == e.pseudonym.casefold()
            or (e.patient_id and normal_text(person) == normal_text(e.patient_id))
        }
        if len(found) != 1:
            what = "nobody" if not found else f"{len(found)} people: {', '.join(sorted(found))}"
            raise DcmteachError(
                f"This name, ID or pseudonym means {what} in the mapping. "
                "Give the pseudonym: `dcmteach mapping lookup` shows who it is."
            )
        (gone,) = found
        left = [entry for entry in self.entries if entry.pseudonym != gone]
        self.__init__(left)  # type: ignore[misc]
        return gone

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All rows, in their order."""
        return tuple(self._entries)

    @property
    def pseudonyms(self) -> tuple[str, ...]:
        """All pseudonyms, in order."""
        return tuple(sorted({entry.pseudonym for entry in self.entries}))

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<MappingFile: {len(self.pseudonyms)} people>"

    def _add_number(self, entry: Entry) -> None:
        owners = self._numbers.setdefault(_number(entry.patient_id, entry.issuer), {})
        mine = set(_keys(entry.name))
        for other, names in owners.items():
            if other != entry.pseudonym and not (mine and names and mine.isdisjoint(names)):
                raise DcmteachError(
                    f"The mapping gives one patient ID two pseudonyms: {entry.pseudonym!r} and "
                    f"{other!r}. Remove one of the two rows."
                )
        owners.setdefault(entry.pseudonym, set()).update(mine)

    def _bare(self, pseudonyms: set[str], person: Person) -> set[str]:
        """Of these, those whose rows have no ID at all, or this ID without an issuer."""
        mine = {number for number, _ in (_number(*one) for one in person.numbers)}
        same = {
            p for number in mine for p in self._numbers.get((number, ""), ()) if p in pseudonyms
        }
        return (pseudonyms - self._numbered) | same


def _keys(name: str) -> Iterator[str]:
    keys = name_keys(name)
    yield from keys.values() or filter(None, [name_key(name)])


def _number(number: str, issuer: str) -> tuple[str, str]:
    return normal_text(number), normal_text(issuer)


def _entries(rows: list[list[str]], name: str) -> Iterator[Entry]:
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "pseudonym" not in head or not {"name", "patient_id"} & set(head):
        raise DcmteachError(
            f"{name!r} is no mapping: its first line must name the columns pseudonym and name "
            "(or patient_id). Give the file that an earlier run wrote with --mapping."
        )
    places = [head.index(column) if column in head else -1 for column in COLUMNS]
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(head):
            raise DcmteachError(
                f"Row {number} of the mapping {name!r} has {len(row)} cells, and its first line "
                f"{len(head)}. Put quotation marks around cells that hold commas."
            )
        cells = [unguarded(row[place]).strip() if place >= 0 else "" for place in places]
        if not cells[0]:
            raise DcmteachError(
                f"Row {number} of the mapping {name!r} has no pseudonym. Give it one, or remove it."
            )
        yield Entry(*cells)
