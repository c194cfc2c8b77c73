"""The text of a table: its character set, its delimiter, its records."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from dcmteach.deid.tables_encoding import decoded
from dcmteach.deid.tables_errors import TableError

__all__ = ["parsed"]

_DELIMITERS = (",", ";", "\t", "|")
_NAMED = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_TRIED = 200  # records
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # a spreadsheet's own first line
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old workbook (.xls), or one with a password",
    b"%PDF": "a PDF document",
    b"{\\rtf": "a text document (RTF)",
    b"\x1f\x8b": "a compressed file",
    b"SQLi": "a database",
}
_MARKUP = re.compile(rb"[\s\xef\xbb\xbf]*<(?:!doctype|html|table|\?xml|meta)", re.IGNORECASE)

Record = tuple[int, list[str]]


def parsed(
    content: bytes, *, delimiter: str | None = None, encoding: str | None = None
) -> tuple[list[Record], str]:
    """Take the text of a table apart.

    Parameters
    ----------
    content : bytes
        The file.
    delimiter, encoding : str, optional
        As for :func:`dcmteach.deid.tables.read_table`.

    Returns
    -------
    records : list of (int, list of str)
        Number of the record (the heading being 1) and its cells.
    encoding : str
        What it was read in.

    Raises
    ------
    TableError
        If it is no table.
    """
    for magic, kind in _OTHERS.items():
        if content.startswith(magic):
            raise TableError(f"it is {kind}. {_SAVE_AS}")
    if _MARKUP.match(content):
        raise TableError(f"it is a page (HTML or XML), whatever its name says. {_SAVE_AS}")
    text, encoding = decoded(content, encoding)
    told = _SEP.match(text)
    if told:
        text = text[told.end() :]
    if delimiter is None:
        delimiter = told[1] if told else _delimiter(text)
    elif len(delimiter) != 1 or delimiter in '"\r\n':
        raise TableError(
            "delimiter must be one character, and neither a double quote nor a line break "
            f"(got {len(delimiter)} characters). Write e.g. delimiter=';'."
        )
    first = 2 if told else 1
    return list(_records(text, delimiter, first)), encoding


_SAVE_AS = "Open it in its own program, save the sheet as .xlsx or as CSV (UTF-8), and give that."


def _records(text: str, delimiter: str, first: int = 1) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = first - 1
    try:
        for number, cells in enumerate(reader, start=first):
            yield number, cells
    except csv.Error:
        raise TableError(
            f"row {number + 1} has a double quote that is not closed, or has something after it, "
            "or a cell of more than 131,072 characters. Quotes stand around whole cells; inside "
            "them, write each double quote twice."
        ) from None


def _delimiter(text: str) -> str:
    """Find the delimiter with which all rows have as many cells as the heading."""
    counts: dict[str, list[int]] = {one: [] for one in _DELIMITERS}
    whole = []
    for one in _DELIMITERS:
        try:
            for cells in _first(text, one):
                counts[one].append(len(cells))
            whole.append(one)
        except TableError:  # a quote that is not closed; what came before it counts
            continue
    wide = {one: found for one, found in counts.items() if found and found[0] > 1}
    even = [one for one, found in wide.items() if one in whole and len(set(found)) == 1]
    if len(even) == 1:
        return even[0]
    if len(even) > 1:
        named = " and ".join(_NAMED[one] for one in even)
        raise TableError(
            f"its rows are as even with {named} between the cells. Say which it is: "
            f"delimiter={even[0]!r}."
        )
    if not wide:  # one column, in which any of them may be text
        single = [one for one in whole if set(counts[one]) <= {1}]
        return next(iter(single), ",")
    return max(wide, key=lambda one: (_evenness(wide[one]), wide[one][0]))


def _evenness(counts: list[int]) -> float:
    return sum(count == counts[0] for count in counts) / len(counts)


def _first(text: str, delimiter: str) -> Iterator[list[str]]:
    """Give the first records that are not empty, without what is empty at their ends."""
    tried = 0
    for _, cells in _records(text, delimiter):
        if any(map(str.strip, cells)):
            yield cells
            tried += 1
            if tried == _TRIED:
                return
