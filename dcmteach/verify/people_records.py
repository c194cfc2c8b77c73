"""What a release says of each person: from DICOM files, from a table."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError, PathError, ReadError
from dcmteach.header.quiet import quiet
from dcmteach.header.read import read

__all__ = ["DEFAULTS", "Record", "files_below", "records_of", "text_of"]

DEFAULTS = (
    *("PatientSex", "PatientAge", "PatientBirthDate", "PatientSize", "PatientWeight"),
    *("EthnicGroup", "PregnancyStatus", "SmokingStatus", "StudyDate", "Modality"),
    *("BodyPartExamined", "StudyDescription", "StationName", "ManufacturerModelName"),
    *("InstitutionName", "PatientComments"),
)
"""What is compared of DICOM files by default: what may be known of a person from elsewhere."""

_PSEUDONYM = "pseudonym"


class Record(NamedTuple):
    """One person.

    Parameters
    ----------
    who : str
        The pseudonym, or the number of the row.
    values : tuple of str
        One per column; several joined by ``", "``.
    """

    who: str
    values: tuple[str, ...]


def files_below(folder: str | PathLike[str]) -> Iterator[Path]:
    """List all files below a folder, in order; links are left out."""
    for where, inner, names in os.walk(folder):
        inner.sort()
        for name in sorted(names):
            path = Path(where) / name
            if path.is_file() and not path.is_symlink():
                yield path


def records_of(
    source: Any, columns: tuple[str, ...] | None, person: str | None
) -> tuple[list[Record], tuple[str, ...]]:
    """Collect the people; see :func:`dcmteach.verify.uniqueness.uniqueness`.

    Returns
    -------
    list of Record, tuple of str
        The people, and the columns.
    """
    if isinstance(source, str | PathLike):
        path = Path(source)
        if path.is_dir():
            return _of_folder(path, columns or DEFAULTS, person or "PatientID")
        if not path.is_file():
            raise PathError(
                "uniqueness() takes a folder of DICOM files or a CSV file, and there is none of "
                "the given name. Give its path."
            )
        return _of_rows(list(_csv(path)), columns, person)
    if hasattr(source, "columns") and hasattr(source, "rows"):
        rows = [
            row if isinstance(row, Mapping) else dict(zip(source.columns, row, strict=True))
            for row in source.rows
        ]
        return _of_rows(rows, columns, person)
    return _of_rows(list(source), columns, person)


def text_of(ds: Dataset, keyword: str) -> str:
    """Give a value of a data set as text; empty if there is none."""
    with quiet():
        try:
            value = ds.get(keyword)
        except Exception:  # a value that cannot be decoded says nothing
            return ""
    return "" if value is None else str(value).strip(" \0")


def _of_folder(
    folder: Path, columns: tuple[str, ...], person: str
) -> tuple[list[Record], tuple[str, ...]]:
    for keyword in (*columns, person):
        if tag_for_keyword(keyword) is None:
            raise DcmteachError(
                f"'{keyword}' is no keyword of DICOM's data dictionary (PS3.6). Write it as there, "
                "e.g. 'PatientAge'."
            )
    seen: dict[str, list[dict[str, None]]] = {}
    for path in files_below(folder):
        try:
            ds = read(path, defer_pixels=True)
        except ReadError:
            continue
        if "DirectoryRecordSequence" in ds:
            continue
        who = text_of(ds, person) or path.relative_to(folder).parts[0]
        values = seen.setdefault(who, [{} for _ in columns])
        for place, keyword in enumerate(columns):
            text = text_of(ds, keyword)
            if text:
                values[place][text] = None
    found = [
        Record(who, tuple(", ".join(sorted(one)) for one in values)) for who, values in seen.items()
    ]
    return found, columns


def _of_rows(
    rows: list[Mapping[str, Any]], columns: tuple[str, ...] | None, person: str | None
) -> tuple[list[Record], tuple[str, ...]]:
    there = tuple(dict.fromkeys(str(name) for row in rows for name in row))
    if person is None and _PSEUDONYM in there:
        person = _PSEUDONYM
    missing = [name for name in (*(columns or ()), person) if name is not None]
    missing = [name for name in missing if name not in there]
    if missing and rows:
        raise DcmteachError(
            f"The table has no column {', '.join(missing)}. It has: {', '.join(there)}."
        )
    names = columns if columns is not None else tuple(name for name in there if name != person)
    seen: dict[str, list[dict[str, None]]] = {}
    for number, row in enumerate(rows, 1):
        who = f"row {number}" if person is None else _cell(row, person) or f"row {number}"
        values = seen.setdefault(who, [{} for _ in names])
        for place, name in enumerate(names):
            text = _cell(row, name)
            if text:
                values[place][text] = None
    return [
        Record(who, tuple(", ".join(sorted(one)) for one in values)) for who, values in seen.items()
    ], names


def _cell(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else " ".join(str(value).split())


def _csv(path: Path) -> Iterator[Mapping[str, Any]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    lines = text.splitlines(keepends=True)
    head = lines[0] if lines else ""
    delimiter = max(",;\t|", key=head.count)
    yield from csv.DictReader(lines, delimiter=delimiter, restkey="(further cells)")
