"""A research group's folder goes in, and nobody comes out: by library and by command line."""

from __future__ import annotations

import csv
import errno
import io
import os
import random
import shutil
import threading
import unicodedata
import zipfile
from pathlib import Path

import pydicom
import pytest
from pydicom import dcmread

from dcmteach.cli import main
from dcmteach.deid import output_part
from dcmteach.deid.cohort import pseudonymise
from dcmteach.deid.decisions import Decisions
from dcmteach.deid.mapping_file import MappingFile
from dcmteach.deid.secrets import Secrets
from dcmteach.errors import DcmteachError, SaveError
from dcmteach.synth import answer_key, sample_folder
from tests.deid.killing import killed

KEY = Secrets(bytes(range(32)))
ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "latin-1", "iso8859-2", "iso8859-5",
    "iso8859-7", "koi8-r", "cp1251", "cp1253", "iso2022_jp_2", "shift_jis", "euc_jp", "euc_kr",
    "iso2022_kr", "gb18030",
)  # fmt: skip
STAY = {"date", "time", "age"}  # the recipe keeps them
COMPLETE = {"62", "68", "57", "71", "37"}  # ages in the rows that are certain


@pytest.fixture(scope="module")
def clinic():
    return sample_folder("clinic"), answer_key("clinic")


@pytest.fixture(scope="module")
def undisturbed(clinic, tmp_path_factory):
    """What a run that nothing happened to makes of it."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    folder, key = clinic
    report = pseudonymise(folder, out, demographics=folder / key["table"]["path"], secrets=KEY)
    return out, report


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".dcmteach-unfinished" not in path.parts
    }


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def canaries(key):
    """Every identifier of the answer key, and every part of a name, as text."""
    found = set()
    listed = [one for file in key["files"].values() for one in file]
    for one in [*listed, *key["names"], *key["table"]["canaries"]]:
        if one["kind"] not in STAY:
            found.add(one["value"])
    for text in [p["name"] for p in key["people"]] + [r["name"] for r in key["table"]["rows"]]:
        found |= {part for part in text.replace("=", "^").replace(",", "").split("^") if part}
        found |= set(text.replace(",", " ").replace("^", " ").replace("=", " ").split())
    return {text for text in found if len(text) > 1} - {"Dr.", ""}


def written_ways(text):
    """The bytes of a text in many character sets, in several cases, with and without accents."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    for form in {text, bare, unicodedata.normalize("NFD", text)}:
        for cased in {form, form.upper(), form.lower(), form.title()}:
            for encoding in ENCODINGS:
                try:
                    yield cased.encode(encoding)
                except UnicodeEncodeError:
                    continue


def assert_nobody_is_in(folder, key):
    needles = {way for text in canaries(key) for way in written_ways(text) if len(way) > 2}
    assert len(needles) > 1000
    for name, data in tree(folder).items():
        everything = name.encode("utf-8") + b"\0" + data
        here = [needle for needle in needles if needle in everything]
        assert not here, f"{name}: {here[:3]}"


def test_nobodys_name_or_number_is_anywhere_in_the_output(clinic, undisturbed):
    out, _ = undisturbed
    assert_nobody_is_in(out, clinic[1])


def test_every_image_of_every_patient_comes_out_and_every_other_file_stays_behind(
    clinic, undisturbed
):
    folder, key = clinic
    out, report = undisturbed
    assert report.files.counts["written"] == len(key["files"]) == 32
    images = [path for path in out.rglob("*") if path.is_file() and path.suffix == ".dcm"]
    assert len(images) == 32
    assert {path.name for path in out.iterdir() if path.is_file()} == {
        "demographics.csv",
        "missing.csv",
    }
    left_out = {Path(row.source.partition("!")[0]) for row in report.files.other_files}
    assert {path.relative_to(folder).as_posix() for path in left_out} == set(key["others"])
    per_person = {row.pseudonym: row.files for row in report}
    assert len(per_person) == 8
    assert set(per_person.values()) == {4}
    for path in images:
        ds = dcmread(path)
        assert ds.PatientID == path.relative_to(out).parts[0]
        assert ds.PatientAge
        assert ds.StudyDate
        assert "PatientBirthDate" not in ds or not ds.PatientBirthDate


def test_the_tables_hold_who_is_certain_and_nobody_else(clinic, undisturbed):
    out, report = undisturbed
    head, *rows = rows_of(out / "demographics.csv")
    assert head == ["pseudonym", "Age", "Group", "Score", "Remarks"]
    assert {row[1] for row in rows} == COMPLETE
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    by_age = {row[1]: row for row in rows}
    assert by_age["62"][4] == "came with\nleft early"
    assert by_age["68"][3] == "'=1+1"
    assert by_age["71"][3] == "-3"
    head, *missing = rows_of(out / "missing.csv")
    assert head == ["pseudonym", "because"]
    assert {row[0] for row in missing} == {r.pseudonym for r in report if r.status == "no row"}
    assert len(missing) == 3
    right = {row["person"] for row in clinic[1]["table"]["rows"] if not row["doubtful"]} - {None}
    assert len(rows) == len(right)


def test_each_row_is_its_persons(clinic, undisturbed):
    _, key = clinic
    _, report = undisturbed
    people = report.settled.persons.people
    for match in report.matches:
        told = key["table"]["rows"][match.row]
        if match.person is not None:
            assert people[match.person].names == (key["people"][told["person"]]["name"],)
    results = [match.result for match in report.matches]
    assert results.count("linked") == 5
    assert results.count("doubtful") == 1
    assert results.count("unmatched") == 1


def test_the_command_line_gives_the_same_bytes(clinic, undisturbed, tmp_path, capsys):
    folder, key = clinic
    key_file = tmp_path / "key"
    assert main(["key", "new", str(key_file)]) == 0
    asked = ["pseudonymise", folder, tmp_path / "out", "--key-file", key_file]
    asked += ["--demographics", folder / key["table"]["path"], "--mapping", tmp_path / "m.csv"]
    secrets = Secrets.from_file(key_file)
    pseudonymise(
        folder, tmp_path / "ours", demographics=folder / key["table"]["path"], secrets=secrets
    )
    assert main([str(word) for word in asked]) == 1  # one row is doubtful
    assert tree(tmp_path / "out") == tree(tmp_path / "ours")
    told = capsys.readouterr()
    assert "8 people are pseudonymous: 5 complete, 3 no row" in told.out
    assert "doubtful: 'Bramblewoerth, Jorn' may be" in told.err
    assert len(MappingFile.read(tmp_path / "m.csv").pseudonyms) == 8


def test_several_processes_give_the_same_bytes(clinic, undisturbed, tmp_path):
    folder, key = clinic
    table = folder / key["table"]["path"]
    pseudonymise(folder, tmp_path / "out", demographics=table, secrets=KEY, jobs=2)
    assert tree(tmp_path / "out") == tree(undisturbed[0])


def test_a_workbook_says_the_same_as_the_csv(clinic, undisturbed, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    folder, key = clinic
    book = openpyxl.Workbook()
    with (folder / key["table"]["path"]).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            book.active.append(row)
    for cells in book.active.iter_rows():
        for cell in cells:
            cell.data_type = "s"  # typed as text, formulas too
    book.save(tmp_path / "twin.xlsx")
    pseudonymise(folder, tmp_path / "out", demographics=tmp_path / "twin.xlsx", secrets=KEY)
    assert tree(tmp_path / "out") == tree(undisturbed[0])


def test_a_decision_settles_the_doubtful_pair(clinic, undisturbed, tmp_path):
    folder, key = clinic
    decisions = Decisions()
    decisions.confirm("Bramblewoerth, Jorn", "Bramblewørth^Jorun")
    report = pseudonymise(
        folder,
        tmp_path / "out",
        demographics=folder / key["table"]["path"],
        secrets=KEY,
        decisions=decisions,
    )
    assert report.doubtful == 0
    assert report.exit_status == 0
    rows = rows_of(tmp_path / "out" / "demographics.csv")[1:]
    assert {row[1] for row in rows} == {*COMPLETE, "45"}
    assert len(rows_of(tmp_path / "out" / "missing.csv")) == 3
    assert_nobody_is_in(tmp_path / "out", key)


def test_the_table_alone_gives_the_pseudonyms_of_a_later_run(clinic, undisturbed, tmp_path):
    folder, key = clinic
    report = pseudonymise(
        None, tmp_path / "out", demographics=folder / key["table"]["path"], secrets=KEY
    )
    assert report.complete
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"demographics.csv"}
    alone = {row[1]: row[0] for row in rows_of(tmp_path / "out" / "demographics.csv")[1:]}
    later = {row[1]: row[0] for row in rows_of(undisturbed[0] / "demographics.csv")[1:]}
    assert len(alone) == 7
    assert later.items() <= alone.items()
    assert_nobody_is_in(tmp_path / "out", key)


@pytest.mark.parametrize("by", ["name", "id"])
def test_images_alone_by_name_or_by_id(clinic, undisturbed, tmp_path, by):
    folder, key = clinic
    report = pseudonymise(folder, tmp_path / "out", secrets=KEY, person=by)
    assert [row.status for row in report] == ["complete"] * 8
    assert not (tmp_path / "out" / "demographics.csv").exists()
    assert_nobody_is_in(tmp_path / "out", key)


def test_people_can_be_numbered_in_the_order_of_the_folders(clinic, tmp_path):
    folder, key = clinic
    mapping = tmp_path / "mapping.csv"
    report = pseudonymise(folder, tmp_path / "out", secrets=KEY, by_order=True, mapping=mapping)
    assert [row.pseudonym for row in report] == [f"P{number:03d}" for number in range(1, 9)]
    real = {p["name"]: p["folder"] for p in key["people"]}
    entries = sorted(MappingFile.read(mapping).entries)
    folders = [real[entry.name].removesuffix(".zip") for entry in entries]
    assert len(set(folders)) == 8
    assert_nobody_is_in(tmp_path / "out", key)


def test_names_of_folders_tell_sex_and_age_of_those_that_have_such_names(clinic, tmp_path):
    folder, _ = clinic
    out, mapping = tmp_path / "out", tmp_path / "mapping.csv"
    pseudonymise(
        folder, out, secrets=KEY, mapping=mapping,
        folder_pattern="{label} {sex} {youngest}_{oldest}",
    )  # fmt: skip
    told = {}
    for entry in MappingFile.read(mapping).entries:
        ds = dcmread(next((out / entry.pseudonym).rglob("*.dcm")))
        told[entry.name] = (ds.PatientSex, ds.PatientAge)
    assert told["Bramblewørth^Jorin"] == ("F", "045Y")
    assert told["Bramblewørth^Jorun"] == ("M", "040Y")
    assert told["Zwirnsænd^Mårten"] == ("M", "063Y")


def test_a_second_run_adds_a_subject_and_changes_nothing_that_is_there(clinic, tmp_path):
    folder, key = clinic
    table = folder / key["table"]["path"]
    source = tmp_path / "source"
    shutil.copytree(folder, source)
    last = key["people"][-1]["folder"]
    shutil.move(source / last, tmp_path / "later")
    out = tmp_path / "out"
    settings = {"demographics": table, "secrets": KEY, "mapping": tmp_path / "mapping.csv"}
    settings["audit"] = tmp_path / "audit.jsonl"
    pseudonymise(source, out, **settings)
    before = tree(out)
    entries = MappingFile.read(tmp_path / "mapping.csv").entries
    shutil.move(tmp_path / "later", source / last)
    report = pseudonymise(source, out, **settings)
    after = tree(out)
    new = after.keys() - before.keys()
    assert len(new) == 4
    assert len({name.partition("/")[0] for name in new}) == 1
    for name in before.keys() - {"missing.csv"}:
        assert after[name] == before[name]
    assert set(before["missing.csv"].splitlines()) < set(after["missing.csv"].splitlines())
    assert set(entries) < set(MappingFile.read(tmp_path / "mapping.csv").entries)
    assert report.files.counts["there already"] == 28
    assert_nobody_is_in(out, key)


PROGRAM = """
import sys
from dcmteach.deid.cohort import pseudonymise
from dcmteach.deid.secrets import Secrets
if __name__ == "__main__":
    source, table, out, mapping, jobs = sys.argv[1:]
    print("started", flush=True)
    pseudonymise(source, out, demographics=table, secrets=Secrets(bytes(range(32))),
                 mapping=mapping, jobs=int(jobs))
"""


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_at_random_moments_a_run_leaves_whole_files_and_the_next_one_finishes(
    clinic, undisturbed, tmp_path, jobs
):
    folder, key = clinic
    table = folder / key["table"]["path"]
    expected = tree(undisturbed[0])
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    out, mapping = tmp_path / "out", tmp_path / "mapping.csv"
    chance = random.Random(jobs)
    for _ in range(5):
        killed([program, folder, table, out, mapping, jobs], chance, 1.0)
        assert tree(out).items() <= expected.items()
        if tree(out):
            assert len(MappingFile.read(mapping).pseudonyms) == 8
    pseudonymise(folder, out, demographics=table, secrets=KEY, mapping=mapping)
    assert tree(out) == expected
    assert not (out / ".dcmteach-unfinished").exists()


@pytest.mark.parametrize("room", [0, 7, 31])
def test_on_a_full_disk_nothing_is_published(clinic, tmp_path, monkeypatch, room):
    folder, key = clinic
    real, left = os.write, [room]

    def full(descriptor, data):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, data)

    with monkeypatch.context() as patch:
        patch.setattr(output_part.os, "write", full)
        with pytest.raises(SaveError, match=r"The run ended early: the disk is full\. Nothing of"):
            pseudonymise(
                folder,
                tmp_path / "out",
                demographics=folder / key["table"]["path"],
                secrets=KEY,
                mapping=tmp_path / "mapping.csv",
            )
    assert list(tmp_path.iterdir()) == []


def test_two_runs_at_once_into_one_folder_one_of_them_is_told_so(clinic, undisturbed, tmp_path):
    folder, key = clinic
    out, ended = tmp_path / "out", []

    def run():
        try:
            table = folder / key["table"]["path"]
            pseudonymise(folder, out, demographics=table, secrets=KEY)
            ended.append("done")
        except SaveError as error:
            ended.append(str(error).partition(".")[0])

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "done" in ended
    assert set(ended) <= {"done", "Another run is writing into 'out'"}
    assert tree(out) == tree(undisturbed[0])


def test_pydicoms_own_files_as_a_cohort(tmp_path):
    paths = (Path(pydicom.__file__).parent / "data").rglob("*.dcm")
    source = tmp_path / "in"
    source.mkdir()
    for number, path in enumerate(sorted(paths)):
        if path.stat().st_size < 300_000:
            shutil.copy(path, source / f"{number:03d}.dcm")
    report = pseudonymise(source, tmp_path / "out", secrets=KEY, pixels="accept")
    given = len(list(source.iterdir()))
    written = report.files.written
    assert written > given / 2
    assert written + len(report.files) == given
    assert all(row.reason for row in report.files)
    for path in (tmp_path / "out").rglob("*.dcm"):
        ds = dcmread(path, stop_before_pixels=True)
        assert ds.get("PatientID", "") in {path.relative_to(tmp_path / "out").parts[0], ""}
    assert {row.status for row in report} <= {"complete", "no files", "held back"}


def test_the_source_stays_as_it_is(clinic, undisturbed, tmp_path):
    folder, _ = clinic
    again = tmp_path / "again"
    from dcmteach.synth.clinic import build_clinic

    again.mkdir()
    build_clinic(again)
    assert tree(folder) == tree(again / "clinic")


def test_a_zip_of_the_whole_clinic_is_the_same_cohort(clinic, undisturbed, tmp_path):
    folder, key = clinic
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in tree(folder).items():
            archive.writestr(name, data)
    (tmp_path / "all.zip").write_bytes(made.getvalue())
    table = folder / key["table"]["path"]
    pseudonymise(tmp_path / "all.zip", tmp_path / "out", demographics=table, secrets=KEY)
    assert tree(tmp_path / "out") == tree(undisturbed[0])


def test_the_output_may_not_lie_in_the_clinic(clinic):
    folder, _ = clinic
    with pytest.raises(DcmteachError, match="lies in the source"):
        pseudonymise(folder, folder / "out", secrets=KEY)
