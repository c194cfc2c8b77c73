"""`dcmteach export`: NIfTI, PNG and JPEG, and what in them still identifies."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pydicom
import pytest
from pydicom.data import get_testdata_file


def parsed(text: str) -> dict:
    document = json.loads(text)
    schema = files("dcmteach.cli") / "schemas" / "export.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(document)
    return document


@pytest.fixture
def folder(ct: Path, tmp_path: Path) -> Path:
    """A series of three slices of one invented patient."""
    made = tmp_path / "series"
    made.mkdir()
    ds = pydicom.dcmread(ct)
    for number in range(3):
        ds.ImagePositionPatient = [0, 0, 2.0 * number]
        ds.SOPInstanceUID = f"1.2.3.{number}"
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
        ds.save_as(made / f"{number}.dcm", enforce_file_format=True)
    return made


def test_a_picture_is_written_and_its_report_shown(run, ct):
    ended = run("export", ct, "slice.png")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("PNG written: 0 things in it still identify, 2 not looked at")
    assert Path("slice.png").read_bytes().startswith(b"\x89PNG")
    assert str(pydicom.dcmread(ct).PatientName) not in ended.stdout


def test_json_is_alone_on_stdout_and_as_its_schema_says(run, ct):
    ended = run("export", ct, "slice.jpg", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    document = parsed(ended.stdout)
    assert (document["form"], document["out"]) == ("JPEG", "slice.jpg")
    assert {trace["what"]: trace["state"] for trace in document["traces"]} == {
        "header": "gone",
        "metadata": "none",
        "file name": "none",
        "face": "not looked at",
        "text": "not looked at",
    }


def test_a_series_becomes_nifti(run, folder):
    pytest.importorskip("SimpleITK")
    ended = run("export", folder, "scan.nii.gz", "--no-face", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert parsed(ended.stdout)["form"] == "NIfTI"
    again = run("export", "scan.nii.gz", "again.nii", "--no-face", "--json")
    states = {trace["what"]: trace["state"] for trace in parsed(again.stdout)["traces"]}
    assert states["header"] == "none"


def test_a_name_that_names_the_patient_is_bad_news(run, ct):
    name = str(pydicom.dcmread(ct).PatientName).split("^")[0].lower()
    ended = run("export", ct, f"{name}.png")
    assert ended.returncode == 1
    assert "✗ still there" in ended.stdout
    assert "It holds the patient name of the header. Rename the file." in ended.stderr


def test_what_is_there_is_replaced_only_with_overwrite(run, ct):
    Path("a.png").write_text("mine")
    ended = run("export", ct, "a.png")
    assert ended.returncode == 2
    assert "a.png exists already" in ended.stderr
    assert Path("a.png").read_text() == "mine"
    assert run("export", ct, "a.png", "--overwrite").returncode == 0


def test_the_input_is_never_the_output(run, ct, tmp_path):
    source = tmp_path / "image.png"
    source.write_bytes(ct.read_bytes())
    ended = run("export", source, source, "--overwrite")
    assert ended.returncode == 2
    assert "is the input" in ended.stderr
    assert source.read_bytes() == ct.read_bytes()


def test_frames_and_windows_are_given_as_numbers(run):
    path = get_testdata_file("rtdose.dcm", download=False)
    assert run("export", path, "a.png", "--frame", "14", "--window", "1", "2").returncode == 0
    ended = run("export", path, "b.png", "--frame", "15")
    assert ended.returncode == 2
    assert "There is no frame 15: this image has 15, counted from 0." in ended.stderr
    assert not Path("b.png").exists()


def test_a_tilted_gantry_is_told_in_the_words_of_the_command_line(run, folder):
    pytest.importorskip("SimpleITK")
    for path in folder.iterdir():
        ds = pydicom.dcmread(path)
        ds.ImagePositionPatient = [0, 3 * ds.ImagePositionPatient[2], ds.ImagePositionPatient[2]]
        ds.save_as(path)
    ended = run("export", folder, "scan.nii")
    assert ended.returncode == 2
    assert "the gantry was tilted" in ended.stderr
    assert "With --tilt shear they are taken as they lie" in ended.stderr
    assert run("export", folder, "scan.nii", "--tilt", "shear", "--no-face").returncode == 0


def test_one_of_several_series_is_taken_by_its_number(run, folder):
    pytest.importorskip("SimpleITK")
    for path in sorted(folder.iterdir()):
        ds = pydicom.dcmread(path)
        ds.SeriesInstanceUID, ds.SeriesNumber = f"{ds.SeriesInstanceUID}.9", 77
        ds.save_as(path.with_name(f"other{path.name}"))
    assert "or its number as series" in run("export", folder, "a.nii").stderr
    assert run("export", folder, "a.nii", "--series", "77", "--no-face").returncode == 0


@pytest.mark.parametrize("out", ["a", "a.dcm", "a.bmp"])
def test_another_ending_is_refused(run, ct, out):
    ended = run("export", ct, out)
    assert ended.returncode == 2
    assert "must end in .nii, .nii.gz, .png, .jpg or .jpeg" in ended.stderr


def test_a_source_that_is_none_is_refused(run, tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    for source in ("notes.txt", "there is none", "there is none.nii"):
        ended = run("export", source, "a.png")
        assert ended.returncode == 2
        assert ended.stdout == ""
        assert "Traceback" not in ended.stderr
    assert not Path("a.png").exists()
