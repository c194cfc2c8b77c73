"""Who is alone in a release is counted, and which column makes people so is told."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from patients import anonymous, as_bytes

from dcmteach.errors import DcmteachError, PathError
from dcmteach.verify import uniqueness

ROWS = [
    {"pseudonym": "A2", "sex": "F", "age": "63", "site": "K"},
    {"pseudonym": "B3", "sex": "F", "age": "63", "site": "K"},
    {"pseudonym": "C4", "sex": "M", "age": "63", "site": "K"},
    {"pseudonym": "D5", "sex": "M", "age": "63", "site": "K"},
    {"pseudonym": "E6", "sex": "M", "age": "91", "site": "K"},
]


def test_groups_are_counted_the_smallest_first() -> None:
    found = uniqueness(ROWS)
    assert [(group.size, group.people) for group in found] == [
        (1, ("E6",)),
        (2, ("A2", "B3")),
        (2, ("C4", "D5")),
    ]
    assert (found.k, found.unique, found.people, found.share) == (1, 1, 5, 0.2)
    assert found.below(3) == tuple(found)
    assert found.caption == (
        "Uniqueness: k = 1; 1 of 5 people (20%) are the only one with their sex, age, site"
    )
    assert "sex M; age 91; site K" in str(found)


def test_the_column_that_makes_people_unique_is_told() -> None:
    effects = uniqueness(ROWS).effects
    assert effects[0].column == "age"
    assert (effects[0].alone, effects[0].without, effects[0].k_without) == (1, 0, 2)
    assert [effect.without for effect in effects] == [0, 1, 1]
    note = uniqueness(ROWS).note
    assert "somebody who knows these values of a person finds all the rest" in note
    assert "Leaving out age, or making it coarser, would leave 0 of them alone" in note


def test_coarser_values_make_larger_groups() -> None:
    found = uniqueness(ROWS, ["age"], coarser={"age": lambda age: "adult" if int(age) else ""})
    assert found.k == 5
    assert found.note.startswith("Everybody looks like everybody else")
    with pytest.raises(DcmteachError, match=r"coarser= names columns .*: sex. There are: age"):
        uniqueness(ROWS, ["age"], coarser={"sex": str.lower})


def test_rows_of_one_person_are_put_together() -> None:
    rows = [{"id": "A", "visit": "1"}, {"id": "A", "visit": "2"}, {"id": "B", "visit": "1"}]
    found = uniqueness(rows, person="id")
    assert [(group.values, group.people) for group in found] == [
        (("1",), ("B",)),
        (("1, 2",), ("A",)),
    ]
    assert uniqueness(rows, ["visit"]).people == 3  # without a person, each row is one


def test_tables_and_csv_files_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("\ufeffpseudonym;sex;age\nA;F;63\nB;F;63\nC;M;40\n", encoding="utf-8")
    of_file = uniqueness(path)
    table = SimpleNamespace(
        columns=("pseudonym", "sex", "age"),
        rows=[("A", "F", "63"), ("B", "F", "63"), ("C", "M", "40")],
    )
    assert of_file.to_records() == uniqueness(table).to_records()
    assert of_file.names == ("sex", "age")
    assert of_file.k == 1


def test_a_folder_is_compared_by_person_not_by_file(tmp_path: Path) -> None:
    for number, (who, sex, age, date) in enumerate(
        [
            ("A", "F", "063Y", "20140311"),
            ("A", "F", "063Y", "20150101"),
            ("B", "M", "040Y", "20140311"),
            ("C", "M", "040Y", "20140311"),
        ]
    ):
        ds = anonymous()
        ds.PatientID = ds.PatientName = who
        ds.PatientSex, ds.PatientAge, ds.StudyDate = sex, age, date
        (tmp_path / f"{number}.dcm").write_bytes(as_bytes(ds))
    (tmp_path / "notes.txt").write_text("no DICOM file", encoding="utf-8")
    found = uniqueness(tmp_path)
    assert found.names == ("PatientSex", "PatientAge", "StudyDate", "Modality", "BodyPartExamined")
    assert [group.people for group in found] == [("A",), ("B", "C")]
    assert "20140311, 20150101" in found[0].values
    assert uniqueness(tmp_path, ["Modality"]).k == 3
    with pytest.raises(DcmteachError, match="'Age' is no keyword of DICOM's data dictionary"):
        uniqueness(tmp_path, ["Age"])


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PathError, match="a folder of DICOM files or a CSV file"):
        uniqueness(tmp_path / "x.csv")
    with pytest.raises(DcmteachError, match=r"no column weight\. It has: pseudonym, sex"):
        uniqueness(ROWS, ["weight"])


def test_nobody_and_nothing_said_are_no_errors() -> None:
    assert uniqueness([]).caption == "Uniqueness: there is nobody in it"
    silent = uniqueness([{"pseudonym": "A", "sex": ""}, {"pseudonym": "B", "sex": ""}])
    assert (silent.k, silent.unique) == (2, 0)
    assert "nothing is said of any of the 2 people" in silent.caption
    assert silent._repr_html_()


def test_values_are_escaped() -> None:
    shown = uniqueness([{"pseudonym": "A", "note": "<script>"}])._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
