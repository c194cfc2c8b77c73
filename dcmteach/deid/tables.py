"""Tables of patients: read from CSV and Excel files, written as CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import os
import uuid
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path

from dcmteach.deid.tables_cells import guarded, unguarded
from dcmteach.deid.tables_errors import TableError, cells_in
from dcmteach.deid.tables_rows import Table

__all__ = ["Table", "TableError", "read_table", "write_table"]


def read_table(
    path: str | PathLike[str],
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Read a table from a CSV or an Excel file.

    Parameters
    ----------
    path : str or path-like
        A text file with one row per line and double quotes around what needs them (RFC 4180), or
        an ``.xlsx`` or ``.xlsm`` workbook. Which of them it is, its content tells.
    delimiter : str, optional
        What stands between cells; if not given, that one of comma, semicolon, tab and ``|`` with
        which every row has as many cells as the heading. A first line such as ``sep=;`` counts.
    encoding : str, optional
        The character set, as Python calls it. If not given: what a byte order mark says, else
        UTF-8, else the one older set in which all words look like words.
    sheet : str, optional
        The sheet of a workbook; if not given, the first that is not hidden.

    Returns
    -------
    dcmteach.deid.tables.Table
        All cells as text. Of a workbook: dates as ``YYYY-MM-DD``, numbers as they are shown
        (``00123``), formulas as the results that are stored with them (nothing is computed),
        merged cells each with the value of them all. Rows and columns with nothing in them are
        left out; an apostrophe that kept a spreadsheet from running a cell is taken off.

    Raises
    ------
    TableError
        If it cannot be read, is no table, or could be read in more than one way.
    """
    from dcmteach.deid.tables_text import parsed

    name = Path(path)
    try:
        content = name.read_bytes()
    except OSError as error:
        raise TableError(
            f"the table '{name.name}' cannot be read: {error.strerror}. Give the path of a CSV or "
            ".xlsx file."
        ) from None
    try:
        if content[:4] == b"PK\x03\x04":
            from dcmteach.deid.tables_excel import read_workbook

            if delimiter is not None or encoding is not None:
                raise TableError(
                    "a workbook has neither delimiter nor encoding. Leave delimiter= and encoding= "
                    "out; choose a sheet with sheet=."
                )
            return _made(read_workbook(content, sheet), "")
        if sheet is not None:
            raise TableError("only a workbook has sheets. Leave sheet= out.")
        records, found = parsed(content, delimiter=delimiter, encoding=encoding)
        return _made(
            ((number, [unguarded(cell) for cell in cells]) for number, cells in records), found
        )
    except TableError as error:
        raise TableError(f"The table '{name.name}' cannot be used: {error}") from None


def _made(records: Iterable[tuple[int, Sequence[str]]], encoding: str) -> Table:
    """Make a table of records, the first of which are the headings; drop what is empty."""
    filled = [(number, cells) for number, cells in records if any(map(str.strip, cells))]
    if not filled:
        raise TableError(
            "it is empty, and a table must have at least a row of headings. Give another file."
        )
    headings = [" ".join(heading.replace("\ufeff", "").split()) for heading in filled[0][1]]
    while headings and not headings[-1]:
        headings.pop()
    width = len(headings)
    rows = []
    for number, cells in filled[1:]:
        if len(cells) != width and (len(cells) < width or any(map(str.strip, cells[width:]))):
            raise TableError(
                f"row {number} has {cells_in(cells)} where the heading has {width}, and every "
                "row must have as many. If a cell holds the delimiter or a line break, put it "
                "between double quotes; if the delimiter was misjudged, give delimiter=."
            )
        rows.append(cells[:width])
    empty = [
        place
        for place, heading in enumerate(headings)
        if not heading and not any(row[place].strip() for row in rows)
    ]
    if empty:
        headings = [heading for place, heading in enumerate(headings) if place not in empty]
        rows = [[cell for place, cell in enumerate(row) if place not in empty] for row in rows]
    return Table(headings, rows, numbers=[number for number, _ in filled[1:]], encoding=encoding)


def write_table(table: Table, path: str | PathLike[str]) -> Path:
    """Write a table as CSV: whole or not at all.

    Parameters
    ----------
    table : dcmteach.deid.tables.Table
        What to write.
    path : str or path-like
        Where to; a file that is there is replaced.

    Returns
    -------
    Path
        The file: UTF-8 without byte order mark, commas, lines ended by CR and LF (RFC 4180).
        Cells that a spreadsheet would run stand after an apostrophe (see
        ``dcmteach.deid.tables_cells``), which :func:`read_table` takes off again.

    Raises
    ------
    TableError
        If it cannot be written.
    """
    target = Path(path)
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        try:
            with part.open("x", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\r\n")
                writer.writerow([guarded(heading) for heading in table.columns])
                writer.writerows([guarded(cell) for cell in row] for row in table.rows)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise TableError(
            f"The table '{target.name}' could not be written: {error.strerror}. Name a folder "
            "that exists and that you may write to. Nothing was left behind."
        ) from None
    except UnicodeEncodeError:
        raise TableError(
            f"The table '{target.name}' could not be written: a cell holds half a character "
            "(a lone surrogate), which UTF-8 cannot hold. Read the file again in its own "
            "encoding. Nothing was left behind."
        ) from None
    return target
