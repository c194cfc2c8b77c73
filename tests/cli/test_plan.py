"""`dcmteach plan`: what would be done to one file, and why."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pydicom
import pytest


def document(text: str) -> dict[str, object]:
    found = json.loads(text)
    schema = files("dcmteach.cli") / "schemas" / "plan.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text())).validate(found)
    return found


def test_every_step_is_shown_with_its_reason(run, ct):
    ended = run("plan", ct)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("Plan (basic): ")
    assert "PS3.15 Table E.1-1 says" in ended.stdout


def test_json_tells_the_same_and_no_value(run, ct):
    ended = run("plan", ct, "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    found = document(ended.stdout)
    assert found["refused"] is None
    steps = {step["path"]: step for step in found["steps"]}
    assert steps["PatientName"]["strategy"] == "replace"
    assert str(pydicom.dcmread(ct).PatientName) not in ended.stdout


def test_options_and_rules_change_the_plan(run, ct):
    ended = run(
        "plan",
        ct,
        "--json",
        "--option",
        "retain-uids",
        "--keep",
        "StationName",
        "--set",
        "PatientID=SUBJECT-1",
        "--remove",
        "vr:PN",
    )
    steps = {step["path"]: step for step in document(ended.stdout)["steps"]}
    assert "StudyInstanceUID" not in steps
    assert "StationName" not in steps
    assert steps["PatientID"]["source"] == "rule"


def test_diff_shows_before_and_after(run, ct):
    ended = run("plan", ct, "--diff", "--set", "PatientID=SUBJECT-1")
    assert "SUBJECT-1" in ended.stdout
    assert str(pydicom.dcmread(ct).PatientID) in ended.stdout


def test_a_file_that_would_be_refused_ends_with_one(run, ct):
    ds = pydicom.dcmread(ct)
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.3.12.2.1107.5.9.1"
    ds.save_as(ct)
    ended = run("plan", ct)
    assert ended.returncode == 1
    assert "would be refused: its SOP class is private" in ended.stderr
    assert run("plan", ct, "--unknown-sop", "strictest").returncode == 0
    assert document(run("plan", ct, "--json").stdout)["steps"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--profile", "none such"], "There is no profile 'none such'"),
        (["--option", "retain-all"], "retain-all"),
        (["--set", "PatientBirthDate=1942-11-04"], "must be a DA of the form YYYYMMDD"),
        (["--keep", "PatientNam"], "PatientNam"),
        (["--recipe", "missing.toml"], "There is no recipe 'missing.toml'"),
    ],
)
def test_a_wrong_recipe_is_said(run, ct, arguments, message):
    ended = run("plan", ct, *arguments)
    assert ended.returncode == 2
    assert message in ended.stderr


def test_a_recipe_of_ones_own_is_read_from_its_file(run, ct, tmp_path):
    (tmp_path / "mine.toml").write_text('[[rule]]\nkeyword = "KVP"\nstrategy = "clear"\n')
    steps = document(run("plan", ct, "--json", "--recipe", "mine.toml").stdout)["steps"]
    assert {"path": "KVP", "strategy": "clear"}.items() <= next(
        step for step in steps if step["path"] == "KVP"
    ).items()
