"""What is written is read back as it was, and no spreadsheet runs any of it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dcmteach.deid.tables import Table, TableError, read_table, write_table
from dcmteach.deid.tables_cells import guarded, unguarded

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
RISKY = st.text(alphabet="=+-@'\t\r\n 1.,eE%a＝\"", max_size=8)
CELL = st.one_of(TEXT, RISKY)
NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|[.,]\d+)([eE][+-]?\d+)?%?", re.ASCII)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(CELL, CELL), max_size=5))
def test_any_text_is_read_back_as_it_was_written(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    table = Table(["one", "two"], [("x" + a if not (a + b).strip() else a, b) for a, b in rows])
    path = write_table(table, tmp_path / "out.csv")
    assert read_table(path, delimiter=",", encoding="utf-8") == table


@settings(max_examples=1000, deadline=None)
@given(CELL)
def test_no_cell_that_is_run_survives(cell: str) -> None:
    written = guarded(cell)
    if written[:1] in set("=+-@\t\r\n＝＋－＠"):
        assert NUMBER.fullmatch(written)
    assert not re.match(r"\s+[=+@]", written)
    assert unguarded(written) == cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+41 79 123", "'+41 79 123"),
        ("-1+2", "'-1+2"),
        ("-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("-12.5", "-12.5"),
        ("+3", "+3"),
        ("-1,5e-3", "-1,5e-3"),
        ("-5%", "-5%"),
        ("'=1", "''=1"),
        ("it's", "it's"),
        ("", ""),
    ],
)
def test_formulas_stand_after_an_apostrophe_and_numbers_do_not(cell: str, written: str) -> None:
    assert guarded(cell) == written


def test_the_file_is_as_rfc_4180_says(tmp_path: Path) -> None:
    table = Table(["a", "=b"], [['say "hi"', "two\nlines"], ["Müller, Jörg", ""]])
    path = write_table(table, tmp_path / "out.csv")
    assert path.read_bytes() == (
        'a,\'=b\r\n"say ""hi""","two\nlines"\r\n"Müller, Jörg",\r\n'.encode()
    )
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1] == ['say "hi"', "two\nlines"]
    assert read_table(path) == Table(["a", "=b"], table.rows)


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_table(Table(["a"], [["1"]]), tmp_path / "out.csv")
    with pytest.raises(TableError, match="a lone surrogate"):
        write_table(Table(["a"], [["\ud800"]]), path)
    assert read_table(path).rows == (("1",),)
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]
    with pytest.raises(TableError, match=r"'x\.csv' could not be written: No such file"):
        write_table(Table(["a"], []), tmp_path / "no" / "x.csv")


@pytest.mark.parametrize(
    ("columns", "rows", "says"),
    [
        (["a", "a"], [], "columns 1 and 2 have the same heading"),
        (["a", " "], [], "column 2 has no heading"),
        (["a"], [["1"], ["1", "2"]], "row 3 has 2 cells where the heading has 1"),
    ],
)
def test_a_table_that_does_not_fit_is_not_made(
    columns: list[str], rows: list[list[str]], says: str
) -> None:
    with pytest.raises(TableError, match=says):
        Table(columns, rows)
