"""Workbooks are read as they are shown, and nothing in them is run."""

from __future__ import annotations

import datetime
import sys
import zipfile
from pathlib import Path

import pytest

from dcmteach.deid.tables import TableError, read_table

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def book(tmp_path: Path):
    made = openpyxl.Workbook()

    def save(name: str = "patients.xlsx") -> Path:
        made.save(tmp_path / name)
        return tmp_path / name

    made.save_as = save
    return made


def test_values_are_read_as_they_are_shown(book) -> None:
    sheet = book.active
    values = [
        ("name", "Müller\nJörg", None, "Müller\nJörg"),
        ("padded", 123, "00000", "00123"),
        ("pattern", 123456789, "000-00-0000", "123-45-6789"),
        ("whole", 64.0, None, "64"),
        ("long", 7561234567890, None, "7561234567890"),
        ("decimals", 71.5, "0.00", "71.50"),
        ("more decimals", 71.234, "0.0", "71.234"),
        ("share", 0.25, "0%", "25%"),
        ("third", 1 / 3, None, "0.333333333333333"),
        ("day", datetime.date(1951, 3, 12), None, "1951-03-12"),
        ("moment", datetime.datetime(2020, 1, 2, 10, 30), None, "2020-01-02T10:30:00"),
        ("time", datetime.time(10, 30), None, "10:30:00"),
        ("truth", True, None, "TRUE"),
        ("nothing", None, None, ""),
        ("text number", "00123", "@", "00123"),
    ]
    for column, (heading, value, form, _) in enumerate(values, start=1):
        sheet.cell(1, column, heading)
        cell = sheet.cell(2, column, value)
        if form:
            cell.number_format = form
    table = read_table(book.save_as())
    assert dict(zip(table.columns, table.rows[0], strict=True)) == {
        heading: shown for heading, _, _, shown in values
    }


def test_the_first_sheet_that_is_not_hidden_is_read_or_the_one_named(book) -> None:
    book.active.title = "old"
    book.active.append(["secret"])
    book.active.sheet_state = "hidden"
    book.create_sheet("new").append(["name"])
    book.active = 1
    path = book.save_as()
    assert read_table(path).columns == ("name",)
    assert read_table(path, sheet="old").columns == ("secret",)
    with pytest.raises(TableError, match="none of its 2 sheets is called 'New'") as told:
        read_table(path, sheet="New")
    assert "old" not in str(told.value)


def test_merged_cells_have_one_value_all_of_them(book) -> None:
    sheet = book.active
    for row in (["name", "session"], ["Ann", "1"], [None, "2"], ["Bob", "1"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    assert read_table(book.save_as()).column("name") == ("Ann", "Ann", "Bob")


def test_a_formula_without_its_result_is_refused(book) -> None:
    book.active.append(["name", "=1+1"])
    with pytest.raises(TableError, match="formulas whose results were never stored"):
        read_table(book.save_as())


def test_a_formula_is_read_as_its_stored_result(book, tmp_path: Path) -> None:
    book.active.append(["name", "age"])
    book.active.append(["Ann", "=60+4"])
    path = book.save_as()
    stored = tmp_path / "stored.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stored, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            if entry == "xl/worksheets/sheet1.xml":
                assert b"<f>60+4</f>" in data
                data = data.replace(b"<v></v>", b"<v>64</v>").replace(b"<v />", b"<v>64</v>")
                data = data.replace(b"<v/>", b"<v>64</v>")
            new.writestr(entry, data)
    assert read_table(stored).rows == (("Ann", "64"),)


def test_rows_keep_the_numbers_they_have_in_the_sheet(book) -> None:
    sheet = book.active
    sheet["B2"], sheet["B4"] = "name", "Ann"
    table = read_table(book.save_as())
    assert (table.columns, table.rows, table.number_of(0)) == (("name",), (("Ann",),), 4)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old workbook (.xls), or one with a password"),
        (b"PK\x03\x04 and no more", "begins as a workbook or zip does, and is damaged"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "patients.xlsx"
    path.write_bytes(content)
    with pytest.raises(TableError) as told:
        read_table(path)
    assert says in str(told.value)
    assert "CSV" in str(told.value)


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        (
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
            "OpenDocument file",
        ),
        ({"[Content_Types].xml": "", "xl/workbook.bin": ""}, "a binary workbook (.xlsb)"),
        ({"a.dcm": "x"}, "a zip, and no workbook in it"),
        ({"[Content_Types].xml": "", "xl/workbook.xml": "x"}, "it is damaged, or no workbook"),
    ],
)
def test_other_archives_are_named(tmp_path: Path, entries: dict[str, str], says: str) -> None:
    path = tmp_path / "patients.ods"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    with pytest.raises(TableError) as told:
        read_table(path)
    assert says in str(told.value)


def test_without_openpyxl_the_extra_is_named(book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.active.append(["name"])
    path = book.save_as()
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(TableError, match=r"pip install 'dcmteach\[cohort\]'"):
        read_table(path)


def test_a_workbook_takes_no_delimiter(book) -> None:
    book.active.append(["name"])
    with pytest.raises(TableError, match="a workbook has neither delimiter nor encoding"):
        read_table(book.save_as(), delimiter=",")
