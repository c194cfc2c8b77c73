"""One sheet of a workbook, as text: what is shown in it, and nothing run."""

from __future__ import annotations

import datetime
import importlib
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from dcmteach.deid.tables_errors import TableError

__all__ = ["read_workbook"]

_MOST = 1 << 31  # bytes of a workbook unpacked
_CHUNK, _OVERLAP = 1 << 20, 1 << 12
_MERGED = re.compile(r'<mergeCell\b[^>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_UNCOMPUTED = re.compile(
    r"<c\b([^>]*)>\s*(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_PADDED = re.compile(r"[0\- /]*0[0\- /]*")
_DECIMALS = re.compile(r"(?:#,##)?0\.(0+)")

Record = tuple[int, list[str]]


def read_workbook(content: bytes, sheet: str | None = None) -> list[Record]:
    """Read one sheet.

    Parameters
    ----------
    content : bytes
        The file.
    sheet : str, optional
        The sheet's name; if not given, the first that is not hidden.

    Returns
    -------
    list of (int, list of str)
        Number of the row as the spreadsheet counts, and its cells; all rows of one length.

    Raises
    ------
    TableError
        If it is no ``.xlsx``, has no such sheet, or holds formulas without their results.
    """
    _check(content)
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ModuleNotFoundError:
        raise TableError(
            "workbooks are read by openpyxl, which is not installed. Type `pip install "
            "'dcmteach[cohort]'`, or save the sheet as CSV (UTF-8)."
        ) from None
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        try:
            chosen = _chosen(book, sheet)
            merged = _merged(content, chosen)
            chosen.reset_dimensions()
            rows = [(row, list(map(_shown, cells))) for row, cells in _rows(chosen)]
        finally:
            book.close()
    except TableError:
        raise
    except Exception as error:  # of many kinds; their texts may hold cells
        raise TableError(
            f"it is damaged, or no workbook ({type(error).__name__}). Open it in its own program "
            "and save it anew as .xlsx, or as CSV (UTF-8)."
        ) from None
    width = max((len(cells) for _, cells in rows), default=0)
    for _, cells in rows:
        cells.extend([""] * (width - len(cells)))
    _fill(rows, merged)
    return rows


def _check(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            size = sum(entry.file_size for entry in archive.infolist())
            mime = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        raise TableError(
            "it begins as a workbook or zip does, and is damaged. Copy it anew, or save it as CSV."
        ) from None
    if b"opendocument" in mime:
        kind = "an OpenDocument file (.ods)"
    elif "xl/workbook.bin" in names:
        kind = "a binary workbook (.xlsb)"
    elif "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        kind = "a zip, and no workbook in it"
    elif size > _MOST:
        raise TableError(
            f"unpacked it would have {size:,} bytes, and at most {_MOST:,} are read. Save the one "
            "sheet as CSV (UTF-8)."
        )
    else:
        return
    raise TableError(f"it is {kind}. Save the sheet as .xlsx or as CSV (UTF-8), and give that.")


def _chosen(book: Any, sheet: str | None) -> Any:
    sheets = {one.title: one for one in book.worksheets}
    if sheet is not None:
        if sheet not in sheets:
            raise TableError(
                f"none of its {len(sheets)} sheets is called {sheet!r}. Write the name as its tab "
                "shows it, or leave sheet= out to take the first that is not hidden."
            )
        return sheets[sheet]
    for one in sheets.values():
        if one.sheet_state == "visible":
            return one
    raise TableError("all its sheets are hidden. Name one of them with sheet=.")


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if any(cell.value is not None for cell in cells):
            yield number, cells


def _merged(content: bytes, sheet: Any) -> list[str]:
    """List the merged cells of a sheet; make sure that its formulas have results."""
    merged: dict[str, None] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        path = sheet._worksheet_path
        with archive.open(path) as file:
            tail = ""
            while chunk := file.read(_CHUNK):
                text = tail + chunk.decode("utf-8", "replace")
                if any('t="str"' not in match[1] for match in _UNCOMPUTED.finditer(text)):
                    raise TableError(
                        "it has formulas whose results were never stored. Open it in a "
                        "spreadsheet and save it, or save the sheet as CSV (UTF-8)."
                    )
                merged.update(dict.fromkeys(_MERGED.findall(text)))
                tail = text[-_OVERLAP:]
    return list(merged)


def _fill(rows: list[Record], merged: list[str]) -> None:
    """Give every one of merged cells the value of the first."""
    if not merged:
        return
    bounds = importlib.import_module("openpyxl.utils.cell").range_boundaries
    at = dict(rows)
    for area in merged:
        left, top, right, bottom = bounds(area)
        if top not in at or left > len(at[top]):
            continue
        value = at[top][left - 1]
        for number in range(top, bottom + 1):
            cells = at.get(number)
            if cells is not None and value:
                cells[left - 1 : right] = [value] * (min(right, len(cells)) - left + 1)


def _shown(cell: Any) -> str:
    """Write a value as the sheet shows it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time() and "h" not in (cell.number_format or "").lower():
            return value.date().isoformat()
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, (cell.number_format or "").replace("\\", "").replace('"', ""))
    return str(value)


def _number(value: float, form: str) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if _PADDED.fullmatch(form) and isinstance(value, int) and value >= 0:
        digits = list(str(value).rjust(form.count("0"), "0"))
        shown = [digits.pop() if letter == "0" else letter for letter in reversed(form)]
        return "".join(digits) + "".join(reversed(shown))
    if match := _DECIMALS.fullmatch(form):
        shown_as = f"{value:.{len(match[1])}f}"
        if float(shown_as) == value:  # 71.50; but no digit of 71.234 is lost
            return shown_as
    if form in {"0%", "0.00%"}:
        return f"{value * 100:.10g}%"
    return str(value) if isinstance(value, int) else f"{value:.15g}"
