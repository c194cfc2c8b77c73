"""``dcmteach verify``: a file or a folder, against its source or alone."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pydicom
import pytest

from dcmteach.synth import sample_path

NEW = {"study": "2.25.11", "series": "2.25.12", "instance": "2.25.13", "frame": "2.25.14"}


def schema() -> dict[str, object]:
    text = (files("dcmteach.cli") / "schemas" / "verify.json").read_text(encoding="utf-8")
    return json.loads(text)


def cleaned(path: Path) -> pydicom.Dataset:
    """Keep of the ECG's elements what says nothing."""
    ds = pydicom.dcmread(path)
    ds.remove_private_tags()
    ds.PatientName = ds.PatientID = "P7Q2XK"
    ds.PatientBirthDate = ds.AccessionNumber = ds.StudyID = ds.StudyDate = ds.StudyTime = ""
    ds.ReferringPhysicianName = ds.ContentDate = ds.ContentTime = ""
    del ds.file_meta.SourceApplicationEntityTitle
    ds.StudyInstanceUID, ds.SeriesInstanceUID = NEW["study"], NEW["series"]
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = NEW["instance"]
    for keyword in (
        *("InstitutionName", "InstitutionAddress", "InstitutionalDepartmentName"),
        *("SeriesDate", "AcquisitionDateTime", "PerformedProcedureStepID"),
        *("RequestAttributesSequence", "AcquisitionDate"),
        *("OtherPatientIDs", "OperatorsName", "PerformingPhysicianName", "StationName"),
        *("AdditionalPatientHistory", "PatientComments", "PatientAddress"),
        *("PatientTelephoneNumbers", "DeviceSerialNumber", "StudyDescription"),
        *("SeriesDescription", "DeviceUID", "ImageComments", "OtherPatientIDsSequence"),
    ):
        if keyword in ds:
            del ds[keyword]
    ds.preamble = bytes(128)
    return ds


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    source, out = tmp_path / "src", tmp_path / "out"
    source.mkdir()
    (out / "P7Q2XK").mkdir(parents=True)
    (source / "a.dcm").write_bytes(sample_path("us_cine").read_bytes())
    cleaned(source / "a.dcm").save_as(out / "P7Q2XK" / "1.dcm")
    return source, out


def parsed(text: str) -> dict[str, object]:
    document = json.loads(text)
    jsonschema.Draft202012Validator(schema()).validate(document)
    return document


def test_a_clean_folder_ends_with_0(run, pair) -> None:
    source, out = pair
    ended = run("verify", out, "--against", source)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert "1 of 1 files clean against 1 inputs" in ended.stdout


def test_a_leak_ends_with_1_and_is_masked(run, pair) -> None:
    source, out = pair
    path = out / "P7Q2XK" / "1.dcm"
    name = str(pydicom.dcmread(source / "a.dcm").PatientName)
    ds = pydicom.dcmread(path)
    ds.ImageComments = f"Seen with {name}"
    ds.save_as(path)
    ended = run("verify", out, "--against", source)
    assert ended.returncode == 1
    assert "ImageComments" in ended.stdout
    for part in name.split("^"):
        assert part.lower() not in ended.stdout.lower()


def test_json_says_the_same_in_the_form_of_its_schema(run, pair) -> None:
    source, out = pair
    ended = run("verify", out, "--against", source, "--json")
    document = parsed(ended.stdout)
    assert document["passed"] is True
    assert document["unread"] == []
    [file] = document["files"]
    assert (file["leaks"], file["findings"], file["rules"]) == ([], [], None)
    assert document["references"]["broken"] == []
    assert document["references"]["right"] > 0


def test_the_input_against_itself_leaks_in_many_places(run, pair) -> None:
    source, _ = pair
    ended = run("verify", source / "a.dcm", "--against", source / "a.dcm", "--json")
    assert ended.returncode == 1
    document = parsed(ended.stdout)
    assert len(document["files"][0]["leaks"]) > 5
    assert document["references"]["broken"]


def test_a_folder_that_carries_a_name_leaks(run, pair) -> None:
    source, out = pair
    name = pydicom.dcmread(source / "a.dcm").PatientName.family_name
    (out / "P7Q2XK").rename(out / f"{name}_1")
    ended = run("verify", out, "--against", source, "--json")
    assert ended.returncode == 1
    regions = {leak["region"] for leak in parsed(ended.stdout)["files"][0]["leaks"]}
    assert regions == {"name of a folder"}


def test_options_that_retain_are_heeded(run, pair) -> None:
    source, out = pair
    path = out / "P7Q2XK" / "1.dcm"
    ds, before = pydicom.dcmread(path), pydicom.dcmread(source / "a.dcm")
    ds.StudyInstanceUID = before.StudyInstanceUID
    ds.save_as(path)
    assert run("verify", out, "--against", source).returncode == 1
    kept = run("verify", out, "--against", source, "--option", "retain-uids")
    assert kept.returncode == 0, kept.stdout


def test_a_word_of_ones_own_is_looked_for(run, pair) -> None:
    source, out = pair
    ended = run("verify", out, "--against", source, "--word", "P7Q2XK")
    assert ended.returncode == 1
    assert "given word" in ended.stdout


def test_a_word_without_a_source_is_refused(run, pair) -> None:
    ended = run("verify", pair[1], "--word", "x")
    assert ended.returncode == 2
    assert "--word needs --against SRC" in ended.stderr


def test_alone_a_file_is_held_against_the_profile(run, pair) -> None:
    _, out = pair
    ended = run("verify", out)
    assert ended.returncode == 1  # the marks are missing
    assert "PS3.15 Basic Profile" in ended.stdout
    assert "DeidentificationMethodCodeSequence" in ended.stdout
    document = parsed(run("verify", out, "--json").stdout)
    assert {row["result"] for row in document["files"][0]["rules"]} >= {"met", "missed"}


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_verified(run, pair) -> None:
    source, out = pair
    (source / "broken.dcm").write_bytes(sample_path("us_cine").read_bytes()[:700])
    ended = run("verify", out, "--against", source, "--json")
    assert ended.returncode == 2
    document = parsed(ended.stdout)
    assert [Path(one["file"]).name for one in document["unread"]] == ["broken.dcm"]
    assert document["passed"] is True


def test_a_source_without_any_dicom_file_is_refused(run, pair, tmp_path) -> None:
    empty = tmp_path / "none"
    empty.mkdir()
    ended = run("verify", pair[1], "--against", empty)
    assert ended.returncode == 2
    assert "None of the inputs can be read" in ended.stderr
