"""A cohort made pseudonymous: images, table and mapping in one run."""

import csv
import os
import stat

import pytest
from pydicom import dcmread
from pydicom.uid import generate_uid

import dcmteach
from dcmteach.deid import Rule
from dcmteach.deid.cohort import pseudonymise
from dcmteach.deid.cohort_publish import CohortLeakError
from dcmteach.deid.decisions import Decisions
from dcmteach.deid.mapping_file import MappingFile
from dcmteach.deid.people import normal_text
from dcmteach.deid.secrets import Secrets
from dcmteach.errors import DcmteachError

KEY = Secrets(bytes(range(32)))
PEOPLE = (
    ("Zwirnsænd^Mårten", "N3582663", "M", "060Y", "19520908"),
    ("Ďáblíżołędź^Zbyňka^^Dr.", "T4430326", "F", "066Y", "19470913"),
    ("YAMADORI^KAZUE=山鳥^数恵=やまどり^かずえ", "X5774305", "F", "030Y", "19830706"),
)


def put(folder, person, *, number=1, comments=""):
    """Write one file about a person."""
    name, number_, sex, age, born = person
    ds = dcmteach.sample("mr_head")
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName, ds.PatientID, ds.PatientSex = name, number_, sex
    ds.PatientAge, ds.PatientBirthDate = age, born
    ds.PatientComments = comments
    for keyword in ("OtherPatientIDs", "OtherPatientNames", "IssuerOfPatientID"):
        if keyword in ds:
            del ds[keyword]
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid(
        entropy_srcs=[name, str(number)]
    )
    folder.mkdir(parents=True, exist_ok=True)
    ds.save_as(folder / f"{number}.dcm", enforce_file_format=True)
    return folder


@pytest.fixture
def clinic(tmp_path):
    source = tmp_path / "in"
    for place, person in enumerate(PEOPLE):
        put(source / f"patient {place}", person)
        put(source / f"patient {place}" / "second visit", person, number=2)
    return source


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(
        "Name;Age;Score;Remark\n"
        "Marten Zwirnsaend;60;12;came with Zbynka\n"
        "Dablizoledz, Zbynka;66;=1+1;well\n"
        "山鳥 数恵;30;7;\n"
        "Somebody Else;44;9;not scanned\n",
        encoding="utf-8",
    )
    return path


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_images_table_and_mapping_are_made_together(clinic, table, tmp_path):
    out, mapping = tmp_path / "out", tmp_path / "mapping.csv"
    report = pseudonymise(clinic, out, demographics=table, secrets=KEY, mapping=mapping)
    assert report.complete
    assert [row.status for row in report] == ["complete"] * 3
    assert {row.files for row in report} == {2}
    given = {row.pseudonym for row in report}
    assert {path.name for path in out.iterdir()} == {*given, "demographics.csv", "missing.csv"}
    head, *rows = rows_of(out / "demographics.csv")
    assert head == ["pseudonym", "Age", "Score", "Remark"]
    assert {row[0] for row in rows} == given
    assert sorted(row[1] for row in rows) == ["30", "60", "66"]
    assert rows_of(out / "missing.csv") == [["pseudonym", "because"]]
    behind = MappingFile.read(mapping)
    assert set(behind.pseudonyms) == given
    for path in out.rglob("*.dcm"):
        ds = dcmread(path)
        assert ds.PatientID == ds.PatientName == path.relative_to(out).parts[0]
        real = {entry.patient_id for entry in behind.lookup(ds.PatientID)}
        [person] = [person for person in PEOPLE if person[1] in real]
        assert (ds.PatientSex, ds.PatientAge, ds.PatientBirthDate) == (person[2], person[3], "")


def test_no_name_is_anywhere_in_the_output(clinic, table, tmp_path):
    out = tmp_path / "out"
    pseudonymise(clinic, out, demographics=table, secrets=KEY)
    everything = b"".join(files_of(out).values()).lower()
    for word in ("zwirns", "rten", "zbyn", "yamadori", "kazue", "山鳥", "数恵", "やまどり", "else"):
        assert word.encode() not in everything


def test_cells_that_a_spreadsheet_would_run_are_harmless(clinic, table, tmp_path):
    pseudonymise(clinic, tmp_path / "out", demographics=table, secrets=KEY)
    cells = [cell for row in rows_of(tmp_path / "out" / "demographics.csv") for cell in row]
    assert "'=1+1" in cells


def test_a_table_alone_and_a_later_run_with_images_give_the_same_pseudonyms(
    clinic, table, tmp_path
):
    pseudonymise(None, tmp_path / "first", demographics=table, secrets=KEY)
    pseudonymise(clinic, tmp_path / "second", demographics=table, secrets=KEY)
    first = {row[1]: row[0] for row in rows_of(tmp_path / "first" / "demographics.csv")}
    second = {row[1]: row[0] for row in rows_of(tmp_path / "second" / "demographics.csv")}
    assert set(second) == {"Age", "30", "60", "66"}
    assert set(first) == {*second, "44"}
    assert all(first[age] == second[age] for age in second)
    assert not (tmp_path / "first" / "missing.csv").exists()


def test_images_alone_need_no_table(clinic, tmp_path):
    report = pseudonymise(clinic, tmp_path / "out", secrets=KEY)
    assert report.complete
    assert report.matches is None
    assert {path.name for path in (tmp_path / "out").iterdir()} == {r.pseudonym for r in report}


def test_adding_subjects_changes_nothing_that_is_there(clinic, table, tmp_path):
    out, mapping = tmp_path / "out", tmp_path / "mapping.csv"
    settings = {"secrets": KEY, "mapping": mapping, "by_order": True}
    pseudonymise(clinic, out, demographics=table, **settings)
    before = files_of(out)
    later = tmp_path / "later"
    put(later / "a", ("Ångkvist^Börje", "Z99", "M", "020Y", "19990101"))
    put(later / "b", PEOPLE[0])
    more = tmp_path / "more.csv"
    more.write_text("name,AGE,Score,Remark\nBörje Ångkvist,20,1,new\n", encoding="utf-8")
    with pytest.raises(DcmteachError, match="other columns"):
        pseudonymise(later, out, demographics=more, **settings)
    assert files_of(out) == before
    more.write_text("name,Age,Score,Remark\nBörje Ångkvist,20,1,new\n", encoding="utf-8")
    report = pseudonymise(later, out, demographics=more, **settings)
    assert [row.pseudonym for row in report] == ["P004", "P001"]
    after = files_of(out)
    tables = {"demographics.csv", "missing.csv"}
    assert all(after[name] == before[name] for name in before.keys() - tables)
    assert after["demographics.csv"].startswith(before["demographics.csv"])
    assert rows_of(out / "demographics.csv")[-1] == ["P004", "20", "1", "new"]
    assert "P001" not in after["missing.csv"].decode()


def test_an_earlier_mapping_wins_over_the_key(clinic, tmp_path):
    old = tmp_path / "old.csv"
    old.write_text("pseudonym,name\nSUB-07,Mårten Zwirnsænd\n", encoding="utf-8")
    old.chmod(0o600)
    report = pseudonymise(clinic, tmp_path / "out", secrets=KEY, reuse_mapping=old, person="name")
    assert report[0].pseudonym == "SUB-07"
    assert len({row.pseudonym for row in report}) == 3


def test_who_has_no_row_is_listed_as_missing(clinic, table, tmp_path):
    table.write_text("Name,Age\nMarten Zwirnsaend,60\n", encoding="utf-8")
    report = pseudonymise(clinic, tmp_path / "out", demographics=table, secrets=KEY)
    without = {row.pseudonym for row in report if row.status == "no row"}
    assert len(without) == 2
    listed = rows_of(tmp_path / "out" / "missing.csv")[1:]
    assert {row[0] for row in listed} == without


def test_what_is_doubtful_is_not_guessed_and_a_decision_settles_it(clinic, table, tmp_path):
    put(clinic / "patient 9", ("Zwirnsænd^Mårtin", "N77", "M", "061Y", "19510101"))
    table.write_text("Name,Age\nZwirnsaend Martxn,60\n", encoding="utf-8")
    report = pseudonymise(clinic, tmp_path / "one", demographics=table, secrets=KEY)
    assert report.doubtful == 1
    assert report.exit_status == 1
    assert rows_of(tmp_path / "one" / "demographics.csv") == [["pseudonym", "Age"]]
    decisions = Decisions()
    decisions.confirm("Zwirnsaend Martxn", "Zwirnsænd^Mårtin")
    saved = decisions.save(tmp_path / "decisions.json")
    report = pseudonymise(
        clinic, tmp_path / "two", demographics=table, secrets=KEY, decisions=saved
    )
    assert report.doubtful == 0
    [row] = [row for row in report if row.rows]
    assert rows_of(tmp_path / "two" / "demographics.csv")[1:] == [[row.pseudonym, "60"]]


def test_another_patients_name_withdraws_the_whole_run_and_nobody_is_named(clinic, table, tmp_path):
    put(clinic / "patient 0", PEOPLE[0], number=3, comments="compare Yamadori Kazue, same day")
    out, mapping = tmp_path / "out", tmp_path / "mapping.csv"
    recipe = dcmteach.recipes.cohort.with_rules(Rule("keep", keyword="PatientComments"))
    with pytest.raises(CohortLeakError) as told:
        pseudonymise(clinic, out, demographics=table, secrets=KEY, mapping=mapping, recipe=recipe)
    assert "so the whole run was withdrawn" in str(told.value)
    assert ".dcm, " in str(told.value)
    for word in ("amadori", "azue", ".dcmteach"):
        assert word not in str(told.value)
    assert not out.exists()
    assert not mapping.exists()


def test_a_place_is_told_once_however_many_spellings_were_found_there(clinic, tmp_path):
    put(clinic / "patient 0", PEOPLE[0], number=3, comments="compare Yamadori Kazue, same day")
    rows = [["name", "age"], ["Yamadori, Kazue", "50"], ["YAMADORI KAZUE", "50"]]
    text = "\n".join(";".join(row) for row in rows)
    (tmp_path / "table.csv").write_text(text, "utf-8")
    recipe = dcmteach.recipes.cohort.with_rules(Rule("keep", keyword="PatientComments"))
    with pytest.raises(CohortLeakError) as told:
        pseudonymise(
            clinic,
            tmp_path / "out",
            demographics=tmp_path / "table.csv",
            secrets=KEY,
            recipe=recipe,
        )
    places = [(row.file, row.place) for row in told.value.leaks]
    assert len(places) > len(set(places))
    lines = str(told.value).splitlines()
    assert len(lines) == len(set(lines))
    assert sum("PatientComments" in line for line in lines) == 1


def test_a_withdrawn_run_leaves_what_was_there(clinic, table, tmp_path):
    out = tmp_path / "out"
    pseudonymise(clinic, out, demographics=table, secrets=KEY)
    before = files_of(out)
    put(clinic / "patient 0", PEOPLE[0], number=3, comments="compare Yamadori Kazue, same day")
    recipe = dcmteach.recipes.cohort.with_rules(Rule("keep", keyword="PatientComments"))
    with pytest.raises(CohortLeakError):
        pseudonymise(clinic, out, demographics=table, secrets=KEY, recipe=recipe)
    assert files_of(out) == before


def test_what_an_interrupted_run_left_is_never_published(clinic, tmp_path):
    out = tmp_path / "out"
    left = out / ".dcmteach-unfinished" / "whole" / "X"
    left.mkdir(parents=True)
    (left / "old.dcm").write_bytes(b"Zwirnsaend Marten")
    report = pseudonymise(clinic, out, secrets=KEY)
    assert {path.name for path in out.iterdir()} == {row.pseudonym for row in report}


def test_a_run_that_fails_after_the_images_publishes_nothing(clinic, tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("dcmteach.deid.cohort_publish.scan_tree", fail)
    with pytest.raises(KeyboardInterrupt):
        pseudonymise(clinic, tmp_path / "out", secrets=KEY)
    assert not (tmp_path / "out").exists()


def test_a_mapping_is_for_its_owner_alone_and_never_in_the_output(clinic, tmp_path):
    out, mapping = tmp_path / "out", tmp_path / "mapping.csv"
    pseudonymise(clinic, out, secrets=KEY, mapping=mapping)
    if os.name == "posix":
        assert stat.S_IMODE(mapping.stat().st_mode) == 0o600
    with pytest.raises(DcmteachError, match="would lie in the output folder"):
        pseudonymise(clinic, out, secrets=KEY, mapping=out / "mapping.csv")
    with pytest.raises(DcmteachError, match="would lie in the source"):
        pseudonymise(clinic, out, secrets=KEY, mapping=clinic / "mapping.csv")
    assert not (clinic / "mapping.csv").exists()


def test_names_of_folders_tell_sex_and_age(tmp_path):
    source = tmp_path / "in"
    put(source / "CASE1 F 25_30" / "a", ("A^B", "1", "", "", ""))
    put(source / "CASE2 M 70_75" / "b", ("C^D", "2", "", "", ""))
    put(source / "elsewhere", ("E^F", "3", "", "", ""))
    out = tmp_path / "out"
    report = pseudonymise(
        source, out, secrets=KEY, folder_pattern="{label} {sex} {youngest}_{oldest}", by_order=True
    )
    found = {
        path.relative_to(out).parts[0]: (dcmread(path).PatientSex, dcmread(path).PatientAge)
        for path in out.rglob("*.dcm")
    }
    assert found == {"P001": ("F", "030Y"), "P002": ("M", "075Y"), "P003": ("", "")}
    assert "1 files lie in no folder that tells sex and age" in report.note


def test_folders_that_tell_two_ages_of_one_person_hold_that_person_back(tmp_path):
    source = tmp_path / "in"
    put(source / "CASE1 F 25_30", ("A^B", "1", "", "", ""))
    put(source / "CASE2 F 35_40", ("A^B", "1", "", "", ""), number=2)
    report = pseudonymise(
        source,
        tmp_path / "out",
        secrets=KEY,
        folder_pattern="{label} {sex} {youngest}_{oldest}",
    )
    assert [row.status for row in report] == ["held back"]
    assert "different sexes or ages" in report[0].because
    assert not (tmp_path / "out").exists()


def test_folder_names_need_a_recipe_that_keeps_age_and_sex(tmp_path):
    with pytest.raises(DcmteachError, match="retain-patient-characteristics"):
        pseudonymise(
            put(tmp_path / "in", PEOPLE[0]),
            tmp_path / "out",
            secrets=KEY,
            recipe="basic",
            folder_pattern="{label} {sex} {age}",
        )


def test_further_fields_are_kept_and_removed_in_images_and_table(clinic, table, tmp_path):
    out = tmp_path / "out"
    pseudonymise(
        clinic,
        out,
        demographics=table,
        secrets=KEY,
        keep=["StationName"],
        remove=["score", "PatientAge"],
    )
    assert rows_of(out / "demographics.csv")[0] == ["pseudonym", "Remark"]
    ds = dcmread(next(out.rglob("*.dcm")))
    assert ds.StationName == dcmteach.sample("mr_head").StationName
    assert "PatientAge" not in ds


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"remove": ["Shoe Size"]}, "'Shoe Size' is neither the keyword of an element"),
        ({"keep": ["Score"], "remove": ["score"]}, "is to be kept and to be removed"),
        ({"person": "face"}, "person must be 'name' or 'id' (got 'face')"),
        ({"folder_pattern": "{sex}"}, "either {age} or {oldest} once"),
        ({"max_word_distance": 3}, "max_word_distance must be a number from 0 to 1 (got 3)"),
        ({"recipe": "nothing"}, "There is no recipe 'nothing'"),
        ({"pixels": "look"}, "pixels must be"),
    ],
)
def test_a_wrong_choice_is_told_before_anything_is_written(clinic, table, tmp_path, choices, says):
    with pytest.raises(DcmteachError) as told:
        pseudonymise(clinic, tmp_path / "out", demographics=table, secrets=KEY, **choices)
    assert says in str(told.value)
    assert not (tmp_path / "out").exists()


def test_without_a_key_nothing_begins(clinic, tmp_path):
    with pytest.raises(DcmteachError, match="There is no key"):
        pseudonymise(clinic, tmp_path / "out")
    with pytest.raises(DcmteachError, match="There is nothing to do"):
        pseudonymise(None, tmp_path / "out", secrets=KEY)


def test_a_dry_run_settles_everything_and_writes_nothing(clinic, table, tmp_path):
    mapping = tmp_path / "mapping.csv"
    report = pseudonymise(
        clinic, None, demographics=table, secrets=KEY, mapping=mapping, dry_run=True
    )
    assert "3 people would be pseudonymous: 3 complete" in report.caption
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "table.csv"]


def test_the_source_is_never_changed(clinic, table, tmp_path):
    before = files_of(clinic)
    pseudonymise(clinic, tmp_path / "out", demographics=table, secrets=KEY)
    assert files_of(clinic) == before


def test_two_processes_write_the_same_bytes_as_one(clinic, table, tmp_path):
    for jobs in (1, 2):
        pseudonymise(clinic, tmp_path / str(jobs), demographics=table, secrets=KEY, jobs=jobs)
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


def test_the_report_names_nobody(clinic, table, tmp_path):
    report = pseudonymise(clinic, tmp_path / "out", demographics=table, secrets=KEY)
    shown = f"{report}{report!r}{report.summary()}{report.table}{report.settled.roster!r}"
    for word in ("Zwirns", "zwirns", "Yamadori", "YAMADORI", "山鳥", *(p[1] for p in PEOPLE)):
        assert word not in shown


def test_dates_of_one_person_move_together_and_stay_so_with_the_mapping(tmp_path):
    source, out, mapping = tmp_path / "in", tmp_path / "out", tmp_path / "m.csv"
    put(source / "a", PEOPLE[0])
    settings = {"secrets": KEY, "recipe": "basic+retain-modified-dates", "mapping": mapping}
    pseudonymise(source, out, **settings)
    first = dcmread(next(out.rglob("*.dcm"))).StudyDate
    assert first != dcmteach.sample("mr_head").StudyDate
    renamed = (PEOPLE[0][0], "", *PEOPLE[0][2:])
    put(tmp_path / "more", renamed, number=2)
    pseudonymise(tmp_path / "more", out, person="name", **settings)
    [folder] = [path for path in out.iterdir() if path.is_dir()]
    assert {dcmread(path).StudyDate for path in folder.rglob("*.dcm")} == {first}


def test_a_patient_id_written_in_another_way_is_the_same_person():
    assert normal_text(" n3582663") == normal_text("N3582663 ")
