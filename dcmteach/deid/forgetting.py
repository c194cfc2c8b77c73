"""Consent withdrawn: what there is of a person, and the entry in the mapping gone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from dcmteach.deid.cohort_tables import DEMOGRAPHICS, MISSING, old_table
from dcmteach.deid.mapping_file import MappingFile
from dcmteach.errors import DcmteachError

__all__ = ["Forgotten", "forget"]

AnyPath = str | PathLike[str]


class Forgotten(NamedTuple):
    """What there is of a person whose entry was removed.

    Parameters
    ----------
    pseudonym : str
        What stood for the person.
    files : tuple of str
        Every file to delete.
    rows : tuple of (str, int)
        Every row to delete: the table, and the row's number in it, the first below the headings
        being 2.
    """

    pseudonym: str
    files: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]


def forget(mapping: AnyPath, person: str, *, outputs: Iterable[AnyPath] = ()) -> Forgotten:
    """Remove a person from a mapping, and list what there is of them.

    Parameters
    ----------
    mapping : path
        The mapping; it is written anew without the person.
    person : str
        A name, a patient ID or a pseudonym.
    outputs : iterable of path, optional
        Output folders to look through; nothing in them is changed.

    Returns
    -------
    Forgotten
        What to delete, by hand or otherwise: here and in every copy that was given away.

    Raises
    ------
    DcmteachError
        If nobody or more than one person is meant, or an output folder is not there; then the
        mapping stays as it is.

    Notes
    -----
    The mapping alone is forgotten. As long as the key exists and the person's files are in the
    source, another run would give the same pseudonym again: take them out of the source, too.
    """
    folders = [Path(output) for output in outputs]
    for folder in folders:
        if not folder.is_dir():
            raise DcmteachError(
                f"There is no output folder {folder.name!r}. Give the OUT of an earlier run. "
                "Nothing was forgotten."
            )
    known = MappingFile.read(mapping)
    pseudonym = known.forget(person)
    files = [file for folder in folders for file in _files(folder / pseudonym)]
    rows = [
        (str(folder / name), number)
        for folder in folders
        for name in (DEMOGRAPHICS, MISSING)
        for number in _rows(folder, name, pseudonym)
    ]
    known.save(mapping)
    return Forgotten(pseudonym, tuple(files), tuple(rows))


def _files(folder: Path) -> list[str]:
    return sorted(
        os.path.join(where, name)  # noqa: PTH118 - os.walk gives text
        for where, _, names in os.walk(folder)
        for name in names
    )


def _rows(folder: Path, name: str, pseudonym: str) -> list[int]:
    table = old_table(folder, name)
    if table is None:
        return []
    return [table.number_of(place) for place, row in enumerate(table.rows) if row[0] == pseudonym]
