"""`dcmteach deidentify`: a folder in, a folder out, and the exit code tells whether all of it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pydicom
import pytest


def document(text: str) -> dict[str, object]:
    found = json.loads(text)
    schema = files("dcmteach.cli") / "schemas" / "deidentify.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text())).validate(found)
    return found


@pytest.fixture
def source(tmp_path: Path, ct: Path) -> Path:
    folder = tmp_path / "scans"
    folder.mkdir()
    ct.rename(folder / "ct.dcm")
    return folder


def test_a_folder_is_written(run, source, tmp_path):
    ended = run("deidentify", "scans", "out")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("De-identification: 1 written.")
    (written,) = (tmp_path / "out").rglob("*.dcm")
    assert pydicom.dcmread(written).PatientIdentityRemoved == "YES"


def test_what_is_left_out_is_named_on_stderr_and_ends_with_one(run, source):
    (source / "broken.dcm").write_bytes((source / "ct.dcm").read_bytes()[:2000])
    ended = run("deidentify", "scans", "out")
    assert ended.returncode == 1
    assert "broken.dcm: refused: this file ends in the middle" in ended.stderr
    assert "1 written, 1 refused" in ended.stdout


def test_json_tells_the_whole(run, source, tmp_path):
    (source / "letter.pdf").write_bytes(b"%PDF-1.4")
    ended = run("deidentify", "scans", "out", "--json")
    found = document(ended.stdout)
    assert found["counts"] == {"written": 1, "other file": 1}
    assert found["complete"] is True
    assert (tmp_path / "out" / found["outputs"][0]).is_file()


def test_with_a_key_a_second_run_finds_all_there(run, source):
    run("key", "new", "my.key")
    first = run(
        "deidentify",
        "scans",
        "out",
        "--key-file",
        "my.key",
        "--audit",
        "audit.jsonl",
        "--uid-mapping",
        "uids.csv",
        "--patid-mapping",
        "ids.csv",
        "--jobs",
        "2",
    )
    assert first.returncode == 0, first.stderr
    again = run("deidentify", "scans", "out", "--key-file", "my.key", "--audit", "audit.jsonl")
    assert "1 there already" in again.stdout
    assert Path("uids.csv").read_text().startswith("id_old,id_new\n")


def test_a_dry_run_shows_plan_and_difference_and_writes_nothing(run, source, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    ended = run("deidentify", "scans", "--dry-run", "--set", "PatientID=SUBJECT-1")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Plan (basic): " in ended.stdout
    assert "SUBJECT-1" in ended.stdout
    assert "1 planned" in ended.stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_a_dry_run_in_json_has_the_steps(run, source):
    found = document(run("deidentify", "scans", "--dry-run", "--json").stdout)
    assert found["dry_run"] is True
    assert found["plans"][0]["files"] == 1
    assert "PatientName" in {step["path"] for step in found["plans"][0]["steps"]}


def test_rules_of_the_command_line_are_kept(run, source, tmp_path):
    ended = run(
        "deidentify",
        "scans",
        "out",
        "--keep",
        "DeviceSerialNumber",
        "--set",
        "PatientID=SUBJECT-1",
        "--option",
        "retain-patient-characteristics",
    )
    assert ended.returncode == 0, ended.stderr
    before = pydicom.dcmread(source / "ct.dcm")
    after = pydicom.dcmread(next((tmp_path / "out").rglob("*.dcm")))
    assert after.DeviceSerialNumber == before.DeviceSerialNumber
    assert after.PatientSex == before.PatientSex
    assert after.PatientID == "SUBJECT-1"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["scans"], "OUT is missing"),
        (["scans", "scans/out"], "lies in the source"),
        (["scans", "."], "lies in the output folder"),
        (["nothing", "out"], "There is no file or folder"),
        (["scans", "out", "--audit", "out/audit"], "would lie in the output folder"),
        (["scans", "out", "--key-file", "none"], "cannot be read"),
        (["scans", "out", "--jobs", "0"], "jobs must be 1 or more"),
    ],
)
def test_what_cannot_be_done_ends_with_two_and_writes_nothing(
    run, source, tmp_path, arguments, message
):
    ended = run("deidentify", *arguments)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert ended.stdout == ""
    assert not (tmp_path / "out").exists()


def test_a_scheduler_that_is_not_there_is_said(run, source):
    pytest.importorskip("distributed")
    ended = run("deidentify", "scans", "out", "--scheduler", "tcp:/nowhere")
    assert ended.returncode == 2
    assert "No Dask scheduler answers at 'tcp:/nowhere'" in ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")
def test_progress_is_shown_at_a_terminal_without_names_and_nowhere_else(source, tmp_path):
    ours, theirs = pty.openpty()
    ended = subprocess.run(
        [sys.executable, "-m", "dcmteach", "deidentify", "scans", "out"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert ended.returncode == 0
    assert "1/1" in shown
    assert "ct.dcm" not in shown


def test_a_key_in_the_output_is_refused(run, source, tmp_path):
    (tmp_path / "out").mkdir()
    run("key", "new", "out/my.key")
    ended = run("deidentify", "scans", "out", "--key-file", "out/my.key")
    assert ended.returncode == 2
    assert "'my.key' would lie in the output folder, which is given away" in ended.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["my.key"]


def test_a_path_into_a_sequence_that_goes_is_told(run, source):
    path = "RequestAttributesSequence.ScheduledProcedureStepID"
    ended = run("deidentify", "scans", "out", "--keep", path)
    assert ended.returncode == 0
    assert f"The rule for path {path} (keep) does nothing" in ended.stderr
    shown = run("plan", str(next(source.iterdir())), "--keep", path)
    assert "does nothing: RequestAttributesSequence around it" in " ".join(shown.stdout.split())
