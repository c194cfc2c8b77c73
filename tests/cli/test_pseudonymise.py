"""`dcmteach pseudonymise`: a cohort from the command line."""

from __future__ import annotations

import csv
import json
from importlib.resources import files

import jsonschema
import pytest
from pydicom import dcmread
from pydicom.uid import generate_uid

from dcmteach.synth import sample

PEOPLE = (
    ("Zwirnsænd^Mårten", "N3582663", "060Y"),
    ("Ďáblíżołędź^Zbyňka^^Dr.", "T4430326", "066Y"),
)
TABLE = "Name;Age;Score;Remark\nMarten Zwirnsaend;60;=1;came with Zbynka\nElse, Somebody;44;9;\n"


def put(folder, person, number=1, **changes):
    name, patient, age = person
    ds = sample("mr_head")
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName, ds.PatientID, ds.PatientAge = name, patient, age
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid(
        entropy_srcs=[name, str(number)]
    )
    for keyword, value in changes.items():
        setattr(ds, keyword, value)
    folder.mkdir(parents=True, exist_ok=True)
    ds.save_as(folder / f"{number}.dcm", enforce_file_format=True)


@pytest.fixture
def group(tmp_path, run):
    """Two patients, a table and a key in the test's own folder."""
    for place, person in enumerate(PEOPLE):
        put(tmp_path / "in" / f"p{place}", person)
    (tmp_path / "in" / "letter.pdf").write_bytes(b"%PDF-1.4 Zwirnsaend")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    assert run("key", "new", "key").returncode == 0
    return tmp_path


def parsed(text):
    schema = json.loads((files("dcmteach.cli") / "schemas/pseudonymise.json").read_text("utf-8"))
    document = json.loads(text)
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


def test_images_and_table_go_in_and_the_report_names_nobody(run, group):
    ended = run(
        "pseudonymise", "in", "out", "--key-file", "key",
        "--demographics", "table.csv", "--mapping", "mapping.csv",
    )  # fmt: skip
    assert ended.returncode == 0
    assert "2 people are pseudonymous: 1 complete, 1 no row" in ended.stdout
    for word in ("wirns", "arten", "lse", "N358"):
        assert word not in ended.stdout
    assert "letter.pdf: other file: a PDF document" in ended.stderr
    with (group / "out" / "demographics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["pseudonym", "Age", "Score", "Remark"]
    assert rows[1][1:] == ["60", "'=1", "came with"]
    assert len((group / "mapping.csv").read_text("utf-8").splitlines()) >= 3


def test_json_stands_alone_on_stdout_in_its_form_and_without_names(run, group):
    ended = run(
        "pseudonymise", "in", "out", "--key-file", "key", "--demographics", "table.csv", "--json"
    )
    document = parsed(ended.stdout)
    assert document["people"] == 2
    assert document["outcomes"] == {"complete": 1, "no row": 1}
    assert document["files"]["files"] == {"written": 2, "other file": 1}
    assert [column["done"] for column in document["columns"]] == [
        "removed", "kept", "kept", "cleaned",
    ]  # fmt: skip
    assert "wirns" not in ended.stdout
    alone = run("pseudonymise", "in", "two", "--key-file", "key", "--json")
    document = parsed(alone.stdout)
    assert document["columns"] == []
    assert {one["status"] for one in document["persons"]} == {"complete"}


def test_a_table_alone_takes_one_path(run, group):
    ended = run("pseudonymise", "out", "--key-file", "key", "--demographics", "table.csv", "--json")
    assert ended.returncode == 0
    assert parsed(ended.stdout)["files"] is None
    assert {path.name for path in (group / "out").iterdir()} == {"demographics.csv"}


def test_a_dry_run_needs_no_key_and_no_output_and_writes_nothing(run, group):
    before = sorted(path.name for path in group.iterdir())
    ended = run("pseudonymise", "in", "--dry-run", "--demographics", "table.csv", "--json")
    assert ended.returncode == 0
    document = parsed(ended.stdout)
    assert document["dry_run"] is True
    assert document["files"]["files"]["planned"] == 2
    assert run("pseudonymise", "in", "--dry-run").returncode == 0
    assert sorted(path.name for path in group.iterdir()) == before


def test_people_are_numbered_and_prefixed_when_asked_for(run, group):
    ended = run(
        "pseudonymise", "in", "out", "--key-file", "key",
        "--by-order", "--prefix", "SUB", "--mapping", "m.csv",
    )  # fmt: skip
    assert ended.returncode == 0
    assert {path.name for path in (group / "out").iterdir()} == {"SUB001", "SUB002"}
    put(group / "in" / "p9", ("Ångkvist^Börje", "Z9900017", "020Y"))
    again = ("pseudonymise", "in", "out", "--key-file", "key", "--by-order", "--prefix", "SUB")
    refused = run(*again)
    assert refused.returncode == 2
    assert "Give that run's mapping with --reuse-mapping" in refused.stderr
    assert run(*again, "--reuse-mapping", "m.csv").returncode == 0
    assert {path.name for path in (group / "out").iterdir()} == {"SUB001", "SUB002", "SUB003"}


def test_elements_and_columns_are_kept_and_removed_by_the_word(run, group):
    ended = run(
        "pseudonymise", "in", "out", "--key-file", "key", "--demographics", "table.csv",
        "--remove", "Score", "--remove", "PatientAge", "--keep", "StationName",
    )  # fmt: skip
    assert ended.returncode == 0
    ds = dcmread(next((group / "out").rglob("*.dcm")))
    assert "PatientAge" not in ds
    assert ds.StationName == sample("mr_head").StationName
    assert b"Score" not in (group / "out" / "demographics.csv").read_bytes()


def test_the_basic_profile_keeps_less(run, group):
    ended = run("pseudonymise", "in", "out", "--key-file", "key", "--profile", "basic")
    assert ended.returncode == 0
    assert not dcmread(next((group / "out").rglob("*.dcm"))).StudyDate


def test_the_record_names_nobody_and_a_second_run_makes_nothing_again(run, group):
    asked = ("pseudonymise", "in", "out", "--key-file", "key", "--audit", "record.jsonl", "--json")
    assert run(*asked).returncode == 0
    again = parsed(run(*asked).stdout)
    assert again["files"]["files"] == {"there already": 2, "other file": 1}
    text = (group / "record.jsonl").read_text("ascii")
    records = [json.loads(line) for line in text.splitlines()]
    ends = [record for record in records if record["record"] == "cohort"]
    assert [record["outcome"] for record in ends] == ["published", "published"]
    for word in ("wirns", "rten", "N358", "T443", "/in/", "p0"):
        assert word not in text


def test_a_run_that_is_withdrawn_says_which_files_of_the_source_are_to_blame(run, group):
    put(group / "in" / "p0", PEOPLE[0], 3, PatientComments="compare Dablizoledz Zbynka")
    ended = run(
        "pseudonymise", "in", "out", "--key-file", "key",
        "--keep", "PatientComments", "--audit", "record.jsonl", "--mapping", "m.csv",
    )  # fmt: skip
    assert ended.returncode == 2
    assert "in/p0/3.dcm: withdrawn: a name stands in " in ended.stderr
    assert "A name of the cohort stands in the output, so the whole run was withdrawn" in (
        ended.stderr
    )
    assert "ablizo" not in ended.stderr + ended.stdout
    assert not (group / "out").exists()
    assert not (group / "m.csv").exists()
    last = json.loads((group / "record.jsonl").read_text("ascii").splitlines()[-1])
    assert (last["outcome"], last["because"]) == ("withdrawn", "CohortLeakError")


K = ("--key-file", "key")
T = ("--demographics", "table.csv")
BAD = [
    ((), "the following arguments are required"),
    (("in", "out"), "There is no key. Make one with `dcmteach key new FILE`"),
    (("in", *K), "OUT is missing. Give the source and the folder to write into"),
    (("in", "out", "more", *K), "There are 3 paths"),
    (("nowhere", "out", *K), "There is no file or folder 'nowhere'"),
    (("in", "out", "--key-file", "no-key"), "no-key"),
    (("in", "in/out", *K), "lies in the source"),
    (("in/p0", "in", *K), "lies in the output folder"),
    (("in", "out", *K, "--mapping", "out/m.csv"), "would lie in the output folder"),
    (("in", "out", *K, "--mapping", "in/m.csv"), "would lie in the source"),
    (("in", "out", *K, "--mapping", "key"), "was given for two things at once"),
    (("in", "out", *K, "--mapping", "table.csv", *T), "was given for two things at once"),
    (("in", "out", *K, "--audit", "out/r.jsonl"), "would lie in the output folder"),
    (("in", "out", *K, "--reuse-mapping", "none.csv"), "cannot be read: No such file"),
    (("in", "out", *K, "--reuse-mapping", "table.csv"), "table.csv"),
    (("in", "out", *K, "--demographics", "none.csv"), "none.csv"),
    (("in", "out", *K, "--demographics", "in"), "'in'"),
    (("in", "out", *K, "--demographics", "in/letter.pdf"), "letter.pdf"),
    (("in", "out", *K, "--decisions", "table.csv"), "'table.csv' holds no decisions"),
    (("in", "out", *K, "--decisions", "none.json"), "cannot be read"),
    (("in", "out", *K, "--person", "face"), "invalid choice: 'face'"),
    (("in", "out", *K, "--max-word-distance", "much"), "invalid float value: 'much'"),
    (("in", "out", *K, *T, "--max-character-distance", "7"), "must be a number from 0 to 1"),
    (("in", "out", *K, *T, "--max-character-distance", "nan"), "must be a number from 0 to 1"),
    (("in", "out", *K, "--prefix", "a b"), "prefix must be capital letters"),
    (("in", "out", *K, "--folder-pattern", "{sex}"), "either {age} or {oldest} once"),
    (("in", "out", *K, "--folder-pattern", "{nose}"), "{nose} is no field"),
    (("in", "out", *K, "--keep", "Nose"), "'Nose' is neither the keyword"),
    (("in", "out", *K, *T, "--keep", "Name"), "Name"),
    (("in", "out", *K, *T, "--keep", "Age", "--remove", "age"), "is to be kept and to be removed"),
    (("in", "out", *K, "--profile", "none"), "There is no recipe 'none'"),
    (("in", "out", *K, "--recipe", "none.toml"), "none.toml"),
    (("in", "out", *K, "--profile", "basic", "--recipe", "x"), "not allowed with"),
    (("in", "out", *K, "--pixels", "look"), "invalid choice: 'look'"),
    (("in", "out", *K, "--jobs", "0"), "jobs must be 1 or more (got 0)"),
    (("in", "table.csv", *K), "'table.csv' is a file. Give a folder to write into"),
    (("in", "out", *K, "--scheduler", "nowhere"), "cheduler"),
]


@pytest.mark.parametrize(("arguments", "says"), BAD, ids=[" ".join(one[0]) for one in BAD])
def test_bad_input_is_told_and_nothing_is_written(run, group, arguments, says):
    def state():
        return {
            path.relative_to(group): path.read_bytes()
            for path in group.rglob("*")
            if path.is_file()
        }

    before = state()
    ended = run("pseudonymise", *arguments)
    assert ended.returncode == 2
    assert says in ended.stderr
    assert ended.stdout == ""
    assert "fault in dcmteach itself" not in ended.stderr
    for word in ("wirns", "ablizo"):
        assert word not in ended.stderr
    assert state() == before
    assert not (group / "out").exists()


def test_a_table_without_headings_is_refused_and_its_first_row_stays_untold(run, group):
    (group / "table.csv").write_text("Marten Zwirnsaend;60\nZbynka D;66\n", encoding="utf-8")
    ended = run("pseudonymise", "in", "out", *K, *T)
    assert ended.returncode == 2
    assert "wirns" not in ended.stderr
    (group / "table.csv").write_text("Name;Zwirnsaend, Marten\nX;66\n", encoding="utf-8")
    ended = run("pseudonymise", "in", "out", *K, *T, "--keep", "Nose")
    assert ended.returncode == 2
    assert "a column of the table, which has 2" in ended.stderr
    assert "wirns" not in ended.stderr


def test_the_help_says_what_goes_where(run):
    shown = run("pseudonymise", "--help").stdout
    for option in (
        "--demographics", "--key-file", "--mapping", "--reuse-mapping", "--person", "--by-order",
        "--folder-pattern", "--max-character-distance", "--max-word-distance", "--keep",
        "--remove", "--pixels", "--dry-run", "--recipe", "--profile", "--decisions", "--audit",
        "--scheduler", "--jobs", "--json",
    ):  # fmt: skip
        assert option in shown
    assert "never into the output" in shown
