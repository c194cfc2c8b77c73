"""The shortened table holds who is present, under pseudonyms, and no name in any column."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dcmteach.deid.demographics import Demographics
from dcmteach.deid.demographics_days import days_of
from dcmteach.deid.demographics_names import CohortNames, is_plain
from dcmteach.deid.freetext import clean
from dcmteach.deid.tables import Table, TableError, read_table, write_table
from dcmteach.header.fold import fold
from dcmteach.header.identity import Identity
from dcmteach.header.translit import variants

HEADINGS = (
    *("Name", "Vorname", "Geburtsdatum", "Pat.-Nr.", "Tel.", "Alter", "Geschlecht"),
    *("Bemerkungen", "Notes of Mueller", "wt", "Scan date"),
)
ROWS = (
    (
        *("Müller", "Jörg", "12.03.1951", "1234567", "+41 79 1", "70", "M"),
        "Herr MUELLER seen by Dr. Ivanov, born 12.3.51; ID 1234567, anna.m@x.org; knee left",
        *("ok", "104", "16.05.2019"),
    ),
    (
        *("Иванов", "Пётр", "1930-01-02", "104", "", "92", "M"),
        "type II diabetes; Petr's brother",
        *("Muellerin", "104", "05/16/2019 10:00"),
    ),
    ("山田", "太郎", "1990-01-02", "A77-1", "", "31", "M", "山田 knee", "", "71.2", "1951-03-12"),
)
PSEUDONYMS = {0: "ZZ1", 1: "AB2", 2: "QQ3"}


@pytest.fixture
def table() -> Demographics:
    return Demographics.of(Table(HEADINGS, ROWS))


def test_identifying_columns_go_and_the_rest_is_cleaned(table: Demographics) -> None:
    short = table.shortened(PSEUDONYMS)
    assert short.columns == (
        *("pseudonym", "Alter", "Geschlecht", "Bemerkungen", "column 9", "wt", "Scan date"),
    )
    assert short.rows == (
        ("AB2", "92", "M", "type II diabetes; brother", "", "104", "05/16/2019 10:00"),
        ("QQ3", "31", "M", "knee", "", "71.2", "1951-03-12"),
        ("ZZ1", "70", "M", short.rows[2][3], "ok", "104", "16.05.2019"),
    )
    assert short.rows[2][3].endswith("knee left")
    assert not re.search("mueller|ivanov|12|51|anna|@", short.rows[2][3].casefold())


def test_only_who_has_a_pseudonym_is_in_it_sorted_by_pseudonym(table: Demographics) -> None:
    assert [row[0] for row in table.shortened(PSEUDONYMS).rows] == ["AB2", "QQ3", "ZZ1"]
    assert [row[0] for row in table.shortened({1: "AB2"}).rows] == ["AB2"]
    assert table.shortened({}).rows == ()
    assert [row[:2] for row in table.shortened({0: "B", 2: "B", 1: "A"}).rows] == [
        *(("A", "92"), ("B", "70"), ("B", "31")),
    ]


def test_the_names_of_those_who_are_not_present_go_too(table: Demographics) -> None:
    short = table.shortened({1: "AB2"}, names=["Brother^Ann"])
    assert "rother" not in short.rows[0][3]
    assert short.report.emptied == ((3, "column 9"),)  # Muellerin


def test_the_report_says_what_became_of_each_column_and_holds_no_cell(table: Demographics) -> None:
    report = table.shortened(PSEUDONYMS).report
    assert [(one.heading, one.done) for one in report] == [
        *(("Name", "removed"), ("Vorname", "removed"), ("Geburtsdatum", "removed")),
        *(("Pat.-Nr.", "removed"), ("Tel.", "removed"), ("Alter", "kept"), ("Geschlecht", "kept")),
        *(("Bemerkungen", "cleaned"), ("column 9", "cleaned"), ("wt", "kept")),
        ("Scan date", "kept"),
    ]
    assert report.over_89 == 1
    told = report.describe()
    assert "- Geburtsdatum: removed, it holds full birth dates; the age stays." in told
    assert "- Bemerkungen: cleaned, it holds free text, cleaned of names (cut from 3" in told
    assert "1 cell was emptied" in told
    assert "1 row has an age above 89" in told
    assert "1 column is of no known kind" in told
    everything = told + str(report) + report._repr_html_() + json.dumps(report.to_dict())
    for word in ("Müller", "Mueller", "Иванов", "山田", "1234567"):
        assert word not in everything


def test_nothing_is_said_where_there_is_nothing_to_say() -> None:
    short = Demographics.of(Table(["name", "age"], [["Ann Oakenshaw", "64"]])).shortened({0: "X"})
    assert short.report.note == ""
    assert short.report.emptied == ()


def test_columns_are_kept_and_removed_by_heading_kind_or_keyword(table: Demographics) -> None:
    short = table.shortened(
        PSEUDONYMS, keep=["PatientBirthDate", "tel"], remove=["sex", "BEMERKUNGEN", "date"]
    )
    assert short.columns == ("pseudonym", "Geburtsdatum", "Tel.", "Alter", "column 9", "wt")
    assert short.rows[2][:3] == ("ZZ1", "12.03.1951", "+41 79 1")
    why = {one.heading: one.why for one in short.report}
    assert why["Geburtsdatum"] == "as chosen, though it holds full birth dates; the age stays"
    assert why["Scan date"] == "as chosen"
    assert table.columns_of("PatientAge") == (5,)
    assert table.columns_of("PatientWeight") == ()


def test_a_kept_column_still_holds_no_name() -> None:
    rows = [["Oakenshaw, Tirion", "t.oakenshaw@x.org"], ["Brinkhoff, Maelle", "info@clinic.org"]]
    table = Demographics.of(Table(["name", "e-mail"], rows))
    short = table.shortened({0: "A", 1: "B"}, keep=["e-mail"])
    assert short.rows == (("A", ""), ("B", "info@clinic.org"))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"keep": ["Name"]}, "keep='Name' stands for a column of names, and names are never kept"),
        ({"keep": ["PatientName"]}, "names are never kept"),
        ({"keep": ["height"]}, "keep='height' stands for none of the 11 columns"),
        ({"remove": "shoe size"}, "remove='shoe size' stands for none"),
        ({"keep": ["Tel."], "remove": ["phone"]}, "column 5 is to be kept and to be removed"),
    ],
)
def test_choices_that_cannot_be_met_are_refused(
    table: Demographics, options: dict[str, list[str]], says: str
) -> None:
    with pytest.raises(TableError) as told:
        table.shortened(PSEUDONYMS, **options)  # type: ignore[arg-type]
    assert says in str(told.value)


def test_pseudonyms_must_fit_the_rows(table: Demographics) -> None:
    with pytest.raises(TableError, match="no row of index 3: the table has 3 rows"):
        table.shortened({3: "X"})
    with pytest.raises(TableError, match="row 2 has an empty pseudonym"):
        table.shortened({0: " "})


def test_the_missing_are_listed_once_and_sorted(table: Demographics) -> None:
    missing = table.missing({0: "B"}, ["C", "A", "B", "C"])
    assert missing == Table(["pseudonym"], [["A"], ["C"]])


def test_an_old_pseudonym_column_goes_and_a_kept_one_gets_another_heading() -> None:
    table = Demographics.of(Table(["name", "pseudonym"], [["Ann Oakenshaw", "P1"]]))
    assert table.shortened({0: "X"}).columns == ("pseudonym",)
    assert table.shortened({0: "X"}, keep=["pseudonym"]).columns == ("pseudonym", "pseudonym (2)")


def test_numbers_days_and_times_are_no_free_text() -> None:
    for plain in ("104", "-12.5", "1,5", "64%", "2019-05-16", "05/16/2019 10:00", "10:30", "0.5"):
        assert is_plain(plain)
    for other in ("0791234567", "+41791234567", "16 May 2019", "12a", "", "1-2-3-4"):
        assert not is_plain(other)
    cohort = CohortNames(["Oakenshaw, Tirion"], ["1234567", "104"])
    assert cohort.clean("1234567") is None
    assert cohort.clean("104") == "104"
    assert cohort.clean("0791234567") is None
    assert cohort.clean("2019-05-16", (("birth date", "20190516"),)) is None
    assert repr(cohort) == "<CohortNames: 2 names and IDs>"


@pytest.mark.parametrize("name", ["Dr. Jörg van der Berg", "Jörg Anna van der Berg"])
def test_what_goes_before_a_last_name_goes_with_it(name: str) -> None:
    assert CohortNames([name]).clean("VAN DER BERG2mm") == "2mm"


def test_days_are_read_in_every_way_they_may_be_meant() -> None:
    assert days_of("1951-03-12") == ["19510312"]
    assert days_of("19510312") == ["19510312"]
    assert set(days_of("12.03.1951")) == {"19510312", "19511203"}
    assert set(days_of("23.3.51 10:00")) == {"19510323", "20510323"}
    assert days_of("soon") == []
    assert days_of("99.99.1951") == []


def test_an_apostrophe_table_goes_the_whole_way(tmp_path: Path, table: Demographics) -> None:
    path = write_table(table.shortened(PSEUDONYMS), tmp_path / "demographics.csv")
    assert read_table(path).rows == table.shortened(PSEUDONYMS).rows


FAMILY = [
    *("Müller", "Jørgensen", "O'Brien", "van der Berg", "Wąsik-Żołędź", "Иванов", "Παπαδόπουλος"),
    *("山田", "García Lorca", "Škvorně", "Straßmann", "Þórbald", "김민", "Đoković", "Ng"),
]
GIVEN = ["Jörg", "Anna-Maria", "Łucja", "Пётр", "太郎", "Li", "Örjan", "D'Arcy", "Tirion"]
WORDS = ["knee", "left", "CT", "2mm", "seen by", "Dr.", "with", "5.0", "(", ",", "\n", "-", "ID"]


def spellings(name: str) -> list[str]:
    apart = unicodedata.normalize("NFD", name)
    return sorted({name, name.upper(), name.lower(), apart, *variants(name)})


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(FAMILY), st.sampled_from(GIVEN)),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    st.data(),
)
def test_no_name_of_anyone_is_left_in_any_column(
    people: list[tuple[str, str]], data: st.DataObject
) -> None:
    named = st.sampled_from([part for person in people for part in person]).flatmap(
        lambda part: st.sampled_from(spellings(part))
    )
    atoms = st.one_of(named, st.sampled_from(WORDS))
    joints = st.sampled_from([" ", " ", ", ", "_", "^", "-", ""])
    cell = st.lists(st.tuples(atoms, joints), max_size=6).map(
        lambda pieces: "".join(atom + joint for atom, joint in pieces)
    )
    style = st.sampled_from(["{0}, {1}", "{1} {0}", "{0}^{1}", "Dr. {1} {0}"])
    rows = [
        (data.draw(style).format(*person), data.draw(cell), data.draw(cell), data.draw(cell))
        for person in people
    ]
    heading = data.draw(cell) or "c"
    table = Demographics.of(Table(["Name", "comment", "group", f"h {heading}"], rows), name="Name")
    short = table.shortened({index: f"P{index}" for index in range(len(rows))})
    everyone = Identity([("patient name", f"{family}^{one}") for family, one in people])
    parts = {fold(part) for pair in people for one in pair for part in re.findall(r"[^\W_]+", one)}
    parts = {part for part in parts if len(part) > 1} - {"van", "der"}
    for text in (*short.columns, *(cell for row in short.rows for cell in row[1:])):
        assert everyone.found_in(text) == ()
        assert not parts & set(re.findall(r"[^\W_]+", fold(text)))
    for name in table.all_names():
        assert name not in short.report.describe()


MISREAD = [
    ("utf-8", "latin_1"),
    ("shift_jis", "cp1252"),
    ("cp1251", "latin_1"),
    ("cp850", "cp1252"),
]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*FAMILY, *GIVEN]).flatmap(lambda one: st.sampled_from(spellings(one))),
            st.sampled_from([*WORDS, "M&uuml;ller", "J%C3%B6rg", "1234567", "QX 71/5501"]),
            st.text(max_size=4),
        ),
        max_size=5,
    ),
    st.sampled_from(["", " ", "-", "\u00ad"]),
    st.sampled_from([None, *MISREAD]),
)
def test_the_index_of_names_misses_nothing_that_a_search_for_all_of_them_finds(
    pieces: list[str], joint: str, misread: tuple[str, str] | None
) -> None:
    text = joint.join(pieces)
    if misread:
        text = text.encode(misread[0], "ignore").decode(misread[1], "ignore")
    names = [f"{family}^{one}" for family, one in zip(FAMILY, GIVEN * 2, strict=False)]
    ids = ["1234567", "QX-71-5501"]
    everything = Identity(
        [*(("patient name", name) for name in names), *(("patient ID", one) for one in ids)]
    )
    left = CohortNames(names, ids).clean(text)
    if left is None or is_plain(left) or re.search(r"\w\. ?-?\w\.", left):
        return  # initials are cut in the row of their owner alone
    assert clean(left, everything, dates="birth") == left


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.text(max_size=10))
def test_any_cell_at_all_is_cleaned_without_an_error(text: str, name: str) -> None:
    cohort = CohortNames(["Müller, Jörg", name])
    left = cohort.clean(text)
    assert left is None or cohort.clean(left) == left


def test_the_time_goes_with_the_cells_not_with_cells_times_names() -> None:
    def taken(people: int) -> float:
        letters = "bdfgklmnprst"
        names = [
            "".join(f"{letters[n // 12**k % 12]}{'aeiou'[n // 5**k % 5]}" for k in range(4)).title()
            for n in range(people)
        ]
        rows = [
            (f"{names[n % people]}, {names[n * 7 % people]}", f"lesion {n} near {names[n % 9]}")
            for n in range(2000)
        ]
        table = Demographics.of(Table(["name", "comment"], rows))
        start = time.perf_counter()
        table.shortened({n: f"P{n}" for n in range(2000)})
        return time.perf_counter() - start

    assert taken(2000) < 20 * taken(50) + 1
