"""The tables beside the images: demographics of the people present, and who had no row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from dcmteach.deid.tables import Table, read_table, write_table
from dcmteach.deid.tables_errors import TableError

__all__ = ["DEMOGRAPHICS", "MISSING", "joined", "missing_table", "old_table", "write_tables"]

DEMOGRAPHICS, MISSING = "demographics.csv", "missing.csv"
_FIRST = "pseudonym"


def old_table(folder: Path, name: str) -> Table | None:
    """Read a table that an earlier run left in the output.

    Parameters
    ----------
    folder : Path
        The output.
    name : str
        :data:`DEMOGRAPHICS` or :data:`MISSING`.

    Raises
    ------
    TableError
        If it is there, and is no table of ours.
    """
    path = folder / name
    if not path.is_file():
        return None
    table = read_table(path, delimiter=",", encoding="utf-8")
    if not table.columns or table.columns[0] != _FIRST:
        raise TableError(
            f"{name!r} in the output folder is not from an earlier run: its first column must be "
            f"{_FIRST!r}. Move it away, or choose another folder. Nothing was written."
        )
    return table


def joined(old: Table | None, new: Table) -> tuple[Table, int]:
    """Add the rows of a run to those of earlier ones. What is there stays.

    Parameters
    ----------
    old : Table or None
        What is there.
    new : Table
        What this run made.

    Returns
    -------
    Table, int
        All rows by pseudonym; and of how many people the rows differ, and stay as they were.

    Raises
    ------
    TableError
        If the columns differ.
    """
    if old is None:
        old = Table(list(new.columns), [])
    if sorted(old.columns) != sorted(new.columns):
        raise TableError(
            f"{DEMOGRAPHICS!r} in the output folder has other columns than this run would write: "
            f"{', '.join(map(repr, sorted(set(old.columns) ^ set(new.columns)))) or 'twice'}. "
            "Give the same columns with --keep and --remove, or another folder. "
            "Nothing was written."
        )
    places = [new.columns.index(column) for column in old.columns]
    before, now = (
        _by_person(old.rows),
        _by_person([row[place] for place in places] for row in new.rows),
    )
    differ = sum(sorted(before[text]) != sorted(now[text]) for text in before.keys() & now.keys())
    together = {**now, **before}
    rows = [list(row) for text in sorted(together) for row in together[text]]
    return Table(list(old.columns), rows), differ


def missing_table(old: Table | None, reasons: Mapping[str, str], present: Iterable[str]) -> Table:
    """List the people of the output who have no row.

    Parameters
    ----------
    old : Table or None
        What earlier runs listed.
    reasons : mapping of str to str
        By pseudonym, why there is no row.
    present : iterable of str
        The pseudonyms that have one.
    """
    listed = {row[0]: row[1] for row in (old.rows if old is not None else ())}
    listed.update(reasons)
    for text in present:
        listed.pop(text, None)
    return Table([_FIRST, "because"], [[text, listed[text]] for text in sorted(listed)])


def write_tables(folder: Path, tables: Mapping[str, Table]) -> None:
    """Write tables into a folder."""
    for name, table in tables.items():
        write_table(table, folder / name)


def _by_person(rows: Iterable[Iterable[str]]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for row in rows:
        cells = list(row)
        found.setdefault(cells[0], []).append(cells)
    return found
