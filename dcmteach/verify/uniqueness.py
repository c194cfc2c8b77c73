"""How many people of a release share what is said of each: whoever is alone in it can be found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column
from dcmteach.verify.people_records import Record, records_of

__all__ = ["Effect", "Effects", "Group", "Uniqueness", "uniqueness"]

Coarser = Mapping[str, Callable[[str], str]]


@dataclass(frozen=True, slots=True)
class Group:
    """People of whom the release says the same.

    Parameters
    ----------
    size : int
        How many they are.
    values : tuple of str
        What is said of them, one value per column; several of one person joined by ``", "``.
    people : tuple of str
        Who they are in the release: pseudonyms, or row numbers of a table.
    """

    size: int
    values: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one column does to the people in a release.

    Parameters
    ----------
    column : str
        Its name.
    values : int
        How many different values it has.
    alone : int
        How many people it makes unique all by itself.
    without : int
        How many people are still unique when it is left out.
    k_without : int
        The size of the smallest group then.
    """

    column: str
    values: int
    alone: int
    without: int
    k_without: int


class Effects(Rows[Effect]):
    """One row per column, the one that gives most people away first."""

    columns = (
        Column("column", "Column", width=40),
        Column("values", "Different values", "number", 16),
        Column("alone", "Unique by it alone", "number", 18),
        Column("without", "Unique without it", "number", 18),
        Column("k_without", "Smallest group without it", "number", 25),
    )

    @property
    def caption(self) -> str:
        """What the rows are."""
        return "Which column makes people unique"


class Uniqueness(Rows[Group]):
    """The groups of people who look alike, the smallest first.

    Parameters
    ----------
    rows : sequence of Group
        The groups.
    names : tuple of str
        The columns compared.
    effects : Effects
        What each of them does.

    Attributes
    ----------
    names : tuple of str
        The columns compared.
    effects : Effects
        What each of them does.
    """

    columns = (
        Column("size", "People", "number", 6),
        Column("values", "What is said of them", "value", 90),
        Column("people", "Who", "value", 30),
    )

    def __init__(self, rows: Sequence[Group], names: tuple[str, ...], effects: Effects) -> None:
        super().__init__(rows)
        self.names = names
        self.effects = effects

    @property
    def people(self) -> int:
        """How many people there are."""
        return sum(group.size for group in self)

    @property
    def k(self) -> int:
        """The size of the smallest group; 0 if there is nobody."""
        return min((group.size for group in self), default=0)

    @property
    def unique(self) -> int:
        """How many people are the only one of whom this is said."""
        return sum(group.size == 1 for group in self)

    @property
    def share(self) -> float:
        """The share of unique people, 0 to 1."""
        return self.unique / self.people if self.people else 0.0

    def below(self, k: int) -> tuple[Group, ...]:
        """Give the groups of fewer than k people."""
        return tuple(group for group in self if group.size < k)

    @property
    def caption(self) -> str:
        """The smallest group, and how many are unique."""
        if not self.people:
            return "Uniqueness: there is nobody in it"
        if not self.names:
            return f"Uniqueness: nothing is said of any of the {self.people:,} people"
        return (
            f"Uniqueness: k = {self.k}; {self.unique:,} of {self.people:,} people "
            f"({self.share:.0%}) are the only one with their {', '.join(self.names)}"
        )

    @property
    def note(self) -> str:
        """What could be done about it."""
        if not self.people or not self.names:
            return ""
        if self.k == self.people:
            return "Everybody looks like everybody else: nobody can be picked out by these columns."
        if self.k > 1:
            return (
                f"Whoever looks for somebody finds at least {self.k} people. What these {self.k} "
                "have in common is told of each of them, though."
            )
        best = self.effects[0]
        alone = (
            "One person is alone in a group: somebody who knows"
            if self.unique == 1
            else f"{self.unique:,} people are alone in their groups: somebody who knows"
        )
        said = f"{alone} these values of a person finds all the rest."
        if best.without < self.unique:
            return (
                f"{said} Leaving out {best.column}, or making it coarser, would leave "
                f"{best.without:,} of them alone."
            )
        return f"{said} No single column does it: leave out or coarsen several."

    def record(self, row: Group, key: str) -> Any:
        """Give one field of a row as a plain value."""
        if key == "values":
            return dict(zip(self.names, row.values, strict=True))
        return list(row.people) if key == "people" else row.size

    def cell(self, row: Group, key: str) -> str:
        """Write one field of a row as it is shown."""
        if key == "values":
            pairs = zip(self.names, row.values, strict=True)
            return "; ".join(f"{name} {value or '(empty)'}" for name, value in pairs)
        if key == "people":
            more = len(row.people) - 3
            return ", ".join(row.people[:3]) + (f" and {more} more" if more > 0 else "")
        return str(row.size)


def uniqueness(
    source: str | PathLike[str] | Iterable[Mapping[str, Any]] | Any,
    columns: Iterable[str] | None = None,
    *,
    person: str | None = None,
    coarser: Coarser | None = None,
) -> Uniqueness:
    """Count how many people share what a release says of each.

    Parameters
    ----------
    source : str, path-like, iterable of mappings, or table
        A folder of DICOM files; a CSV file; or rows: mappings of column to value, or an object
        with ``columns`` and ``rows`` (:class:`dcmteach.deid.tables.Table`).
    columns : iterable of str, optional
        What an attacker may know of a person: keywords, or columns of the table. By default, of
        DICOM files sex, age, birth date, size, weight, study date, body part, station and the like
        (:data:`dcmteach.verify.people_records.DEFAULTS`), as far as anything is said there; of a
        table, all columns but the one that tells who.
    person : str, optional
        The column, or keyword, that tells who: files and rows in which it is the same are one
        person. By default ``PatientID`` of DICOM files (else the folder), and of a table its column
        ``pseudonym``; without one, each row is a person.
    coarser : mapping of str to callable, optional
        For columns, what their values are first made into:
        ``{"PatientAge": lambda age: age[:2]}`` compares ages by decades.

    Returns
    -------
    Uniqueness
        The groups, the smallest first; ``.k``, ``.unique``, ``.share``, and ``.effects``: which
        column makes people unique.

    Raises
    ------
    DcmteachError
        If there is no such folder, table or column.

    Notes
    -----
    A release is *k-anonymous* if each combination of values that an outsider may know (its
    quasi-identifiers) belongs to at least *k* people (L. Sweeney, "k-anonymity: a model for
    protecting privacy", International Journal of Uncertainty, Fuzziness and Knowledge-Based
    Systems 10, 2002; P. Samarati, IEEE TKDE 13, 2001). With k = 1 somebody is unique: whoever
    knows the values finds that person's record. It says nothing of what all in a group share, nor
    of people of whom an attacker knows more. These values stay in a file under PS3.15's options to
    retain patient characteristics, longitudinal temporal information, device and institution
    identity (PS3.15 E.3, Table E.1-1), and under the clinicians' wish to keep age, sex and dates.
    An empty value counts as a value of its own.
    """
    wanted = None if columns is None else tuple(dict.fromkeys(columns))
    found, names = records_of(source, wanted, person)
    coarser = coarser or {}
    unknown = [name for name in coarser if name not in names]
    if unknown:
        raise DcmteachError(
            f"coarser= names columns that are not compared: {', '.join(unknown)}. "
            f"There are: {', '.join(names) or 'none'}."
        )
    if coarser:
        found = [_coarse(record, names, coarser) for record in found]
    if wanted is None:  # what is said of nobody tells nobody apart
        said = [any(record.values[n] for record in found) for n in range(len(names))]
        names = tuple(name for name, one in zip(names, said, strict=True) if one)
        found = [
            Record(record.who, tuple(v for v, one in zip(record.values, said, strict=True) if one))
            for record in found
        ]
    groups: dict[tuple[str, ...], list[str]] = {}
    for record in found:
        groups.setdefault(record.values, []).append(record.who)
    if not names:
        groups = {(): [record.who for record in found]} if found else {}
    rows = [Group(len(who), values, tuple(who)) for values, who in groups.items()]
    rows.sort(key=lambda group: (group.size, group.values))
    return Uniqueness(rows, names, _effects([record.values for record in found], names))


def _coarse(record: Record, names: tuple[str, ...], coarser: Coarser) -> Record:
    made = (
        coarser[name](value) if name in coarser and value else value
        for name, value in zip(names, record.values, strict=True)
    )
    return Record(record.who, tuple(made))


def _effects(values: list[tuple[str, ...]], names: tuple[str, ...]) -> Effects:
    rows = []
    for place, name in enumerate(names):
        alone = Counter(one[place] for one in values)
        rest = Counter(one[:place] + one[place + 1 :] for one in values)
        rows.append(
            Effect(
                name,
                len(alone),
                sum(count == 1 for count in alone.values()),
                sum(count == 1 for count in rest.values()),
                min(rest.values(), default=0),
            )
        )
    rows.sort(key=lambda effect: (effect.without, -effect.alone, effect.column))
    return Effects(rows)
