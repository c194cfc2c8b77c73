"""Tables are read in whatever character set, delimiter and line ends they come; or refused."""

from __future__ import annotations

import codecs
import time
from pathlib import Path

import pytest

from dcmteach.deid.tables import Table, TableError, read_table

WESTERN = "name;Größe;note\nMüller, Jörg;1,80;äußerst\nRenée Lefèvre;1,65;“fièvre” à 39°\n"
CYRILLIC = "имя;возраст\nИванов Пётр;45\nСидорова Мария;33\nКузнецов Алексей;1\n"
JAPANESE = "名前,年齢\n山田 太郎,45\n佐藤 花子,30\n高橋 ケンジ,22\n"
CHINESE = "姓名,年龄\n王伟,33\n李娜,45\n张敏,27\n刘洋,29\n"


@pytest.fixture
def file(tmp_path: Path):
    def write(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "patients.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (WESTERN, "utf-8", "utf-8"),
        (WESTERN, "utf-8-sig", "utf-8-sig"),
        (WESTERN, "utf-16", "utf-16"),
        (WESTERN, "cp1252", "cp1252"),
        (CYRILLIC, "koi8-r", "koi8_r"),
        (CYRILLIC, "cp1251", "cp1251"),
        (CYRILLIC, "iso8859-5", "iso8859_5"),
        (JAPANESE, "shift_jis", "cp932"),
        ("όνομα,ηλικία\nΣοφία Αλεξάκη,3\nΨαρούδης,4\n", "cp1253", "cp1253"),
        ("氏名,年齢\n髙橋 花子,3\n澤田 太郎,4\n佐々木 さくら,5\n斎藤 健一,6\n", "cp932", "cp932"),
        (CHINESE, "gb18030", "gb18030"),
        ("navn;alder\nJørgensen;4\nKjær;5\n", "latin-1", "cp1252"),
        ("name;x\nMcDonald;ça\nMÜLLER;STRAßE\nØrjan;m²\n", "latin-1", "cp1252"),
    ],
)
def test_the_character_set_is_recognised(file, text: str, encoding: str, told: str) -> None:
    table = read_table(file(text, encoding))
    expected = [line.split(";" if ";" in text else ",") for line in text.splitlines()]
    assert [list(table.columns), *map(list, table.rows)] == expected
    assert table.encoding == told


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE])
def test_utf_16_is_read_by_its_mark_in_either_order(file, mark: bytes) -> None:
    order = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"
    table = read_table(file(mark + JAPANESE.encode(order)))
    assert table.rows[0] == ("山田 太郎", "45")
    assert table.columns[0] == "名前"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        ("jméno;věk\nDvořák Jiří;33\nČerný;22\n", "cp1250", "'cp1250', 'iso8859_2'"),
        ("x;y\nKučera;2\n", "iso8859_2", "iso8859_2"),
        ("név;kor\nŐsz Béla;3\n", "cp1250", "cp1250"),
        ("name;x\nMüller;1\n", "cp850", "cp850"),
        ("имя;Пол\nИВАНОВ;М\nАлексеев;Ж\n", "cp1251", "cp1251"),
        ("이름,나이\n김민수,33\n", "euc_kr", "euc_kr"),
        (JAPANESE, "euc_jp", "euc_jp"),
        ("ad;yaş\nYılmaz;3\nŞahin;4\n", "cp1254", "cp1254"),
        ("name;x\nJörg;1\nCécile;2\n", "mac_roman", "mac_roman"),
    ],
)
def test_an_undecidable_character_set_is_asked_for(
    file, text: str, encoding: str, named: str
) -> None:
    path = file(text, encoding)
    with pytest.raises(TableError, match=r"cannot be told with certainty\. Give encoding=") as told:
        read_table(path)
    assert named in str(told.value)
    assert read_table(path, encoding=encoding).rows == tuple(
        tuple(line.split(";" if ";" in text else ",")) for line in text.splitlines()[1:]
    )


def test_utf_16_without_a_mark_is_asked_for(file) -> None:
    path = file(WESTERN.encode("utf-16-le"))
    with pytest.raises(TableError, match="encoding='utf-16-le'"):
        read_table(path)
    assert len(read_table(path, encoding="utf-16-le")) == 2
    with pytest.raises(TableError, match="encoding='utf-16-be'"):
        read_table(file(WESTERN.encode("utf-16-be")))


def test_text_with_escapes_is_asked_for(file) -> None:
    path = file(JAPANESE, "iso2022_jp")
    with pytest.raises(TableError, match="ISO 2022"):
        read_table(path)
    assert read_table(path, encoding="iso2022_jp").rows[1] == ("佐藤 花子", "30")


def test_a_wrong_or_unknown_encoding_is_named(file) -> None:
    with pytest.raises(TableError, match=r"not text in 'utf-8'.* Likely ones: 'cp1252'"):
        read_table(file(WESTERN, "cp1252"), encoding="utf-8")
    with pytest.raises(TableError, match="no character set 'utf-eight'"):
        read_table(file(WESTERN), encoding="utf-eight")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_and_the_line_ends_are_recognised(file, delimiter: str, end: str) -> None:
    rows = [["name", "age", "note"], ["Ann", "4", 'say "hi"'], ["Bob", "", "a, b; c\td|e\nf"]]
    lines = [
        delimiter.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows
    ]
    table = read_table(file(end.join(lines) + end))
    assert table == Table(rows[0], rows[1:])


def test_a_decimal_comma_is_no_delimiter(file) -> None:
    table = read_table(file("name;weight\nAnn;71,5\nBob;68,1\n"))
    assert table.columns == ("name", "weight")


def test_one_column_of_names_with_commas_is_one_column(file) -> None:
    table = read_table(file("name\nOakenshaw, Tirion\nBrinkhoff, Maelle\n"))
    assert table.column("name") == ("Oakenshaw, Tirion", "Brinkhoff, Maelle")


def test_two_possible_delimiters_are_asked_about(file) -> None:
    path = file("name;weight, kg;height\nAnn;1,5;2\n")
    assert read_table(path, delimiter=";").columns == ("name", "weight, kg", "height")
    path = file("name;weight, kg\nAnn;1,5\n")
    with pytest.raises(TableError, match=r"as even with comma and semicolon .* delimiter=','"):
        read_table(path)


def test_a_spreadsheets_line_about_its_delimiter_counts(file) -> None:
    table = read_table(file("sep=;\r\nname;weight, kg\r\nAnn;1,5\r\n"))
    assert table.columns == ("name", "weight, kg")
    assert table.number_of(0) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it is empty, and a table must have at least a row of headings"),
        ("\n\n  \n", "it is empty"),
        ("a,b\n1,2\n1,2,3\n", "row 3 has 3 cells where the heading has 2"),
        ("a,b,c\n1,2,3\n\n1,2\n4,5,6\n", "row 4 has 2 cells where the heading has 3"),
        ('a,b\n1,"x\ny"\n1\n2,3\n4,5\n', "row 3 has 1 cell where the heading has 2"),
        ("a,a\n1,2\n", "columns 1 and 2 have the same heading"),
        ("a,,b\n1,2,3\n", "column 2 has no heading"),
        ('a,b\n1,"2\n', "row 2 has a double quote that is not closed"),
        ('a,b\n1,"2"3\n', "row 2 has a double quote that is not closed, or has something after it"),
        ("%PDF-1.4", "it is a PDF document"),
        ("<html><table>", "it is a page"),
    ],
)
def test_what_is_no_table_is_refused_with_its_row(file, text: str, says: str) -> None:
    with pytest.raises(TableError) as told:
        read_table(file(text))
    assert says in str(told.value)
    assert str(told.value).startswith("The table 'patients.csv' cannot be used: ")


def test_no_error_repeats_a_cell(file) -> None:
    for text in ("Oakenshaw,1\n2,3,4\n", 'a,b\n1,"Oakenshaw\n', "Oakenshaw,Oakenshaw\n1,2\n"):
        with pytest.raises(TableError) as told:
            read_table(file(text))
        assert "Oakenshaw" not in str(told.value)
        assert told.value.__cause__ is None


def test_a_heading_alone_is_a_table_without_rows(file) -> None:
    table = read_table(file("name,age\n"))
    assert (table.columns, table.rows) == (("name", "age"), ())


def test_empty_rows_and_columns_are_left_out_and_rows_keep_their_numbers(file) -> None:
    table = read_table(file("\n name , age,,\nAnn,4,,\n,,,\nBob,5,,\n"))
    assert table == Table(["name", "age"], [["Ann", "4"], ["Bob", "5"]])
    assert [table.number_of(index) for index in (0, 1)] == [3, 5]


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"the table 'no\.csv' cannot be read: No such file"):
        read_table(tmp_path / "no.csv")
    with pytest.raises(TableError, match="cannot be read"):
        read_table(tmp_path)


def test_options_that_do_not_fit_are_refused(file) -> None:
    with pytest.raises(TableError, match="delimiter must be one character"):
        read_table(file("a,b\n"), delimiter="||")
    with pytest.raises(TableError, match="only a workbook has sheets"):
        read_table(file("a,b\n"), sheet="Sheet1")


def test_a_hundred_thousand_rows_take_ten_times_as_long_as_ten_thousand(file) -> None:
    def taken(rows: int) -> float:
        lines = (f'"Nâme, Nr {n}";{n:06d};{n % 90}\r\n' for n in range(rows))
        path = file("name;id;age\r\n" + "".join(lines), "cp1252")
        start = time.process_time()
        assert len(read_table(path)) == rows
        return time.process_time() - start

    small = min(taken(10_000) for _ in range(2))
    assert taken(100_000) < 60 * small  # a square would take a hundred times as long


def test_a_table_shows_no_cell_unless_asked(file) -> None:
    table = read_table(file("name,age\n<b>Ann</b>,4\n"))
    assert repr(table) == "<Table: 1 rows of 2 columns>"
    assert "<b>" not in table._repr_html_()
    assert "&lt;b&gt;Ann" in table._repr_html_()
    assert "Ann" in str(table)
    assert table.to_records() == [{"name": "<b>Ann</b>", "age": "4"}]
    with pytest.raises(TableError, match="no column 'weight'"):
        table.column("weight")
