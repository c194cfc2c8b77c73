"""The installed console script does what the function does, for every command."""

from __future__ import annotations

import pydicom
import pytest

EDIT = ("edit", "ct.dcm", "--set", "PatientName=A^B", "--clear", "PatientBirthDate")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--version",),
        ("inspect", "ct.dcm"),
        ("inspect", "ct.dcm", "--find", "physician"),
        ("inspect", "ct.dcm", "--json"),
        ("inspect", "missing.dcm"),
        ("classify", "ct.dcm"),
        ("classify", "folder", "ct.dcm", "--json"),
        ("diff", "ct.dcm", "folder/other.dcm"),
        (*EDIT, "--remove", "SOPInstanceUID", "--out", "new.dcm"),
        ("edit", "ct.dcm", "--out", "new.dcm"),
        ("sample", "no_such_sample", "new.dcm"),
        ("lab", "--folder", "ct.dcm/inside", "--copy-only"),
        ("frobnicate",),
    ],
)
def test_the_script_and_the_function_say_the_same(installed, run, ct, tmp_path, arguments):
    (tmp_path / "folder").mkdir()
    ds = pydicom.dcmread(ct)
    ds.PatientName = "Other^Person"
    ds.save_as(tmp_path / "folder" / "other.dcm")
    (tmp_path / "folder" / "notes.txt").write_text("not an image")
    outside, inside = installed(*arguments), run(*arguments)
    assert outside.returncode == inside.returncode
    assert outside.stdout == inside.stdout
    assert outside.stderr == inside.stderr


def test_the_script_edits_and_saves(installed, ct, tmp_path):
    ended = installed(*EDIT, "--out", "new.dcm")
    assert (ended.returncode, ended.stderr) == (0, "dcmteach: saved as new.dcm\n")
    saved = pydicom.dcmread(tmp_path / "new.dcm")
    assert str(saved.PatientName) == "A^B"
    assert saved["PatientBirthDate"].is_empty


def test_the_script_writes_a_sample_and_examines_the_machine(installed, tmp_path):
    assert installed("sample", "ecg", "ecg.dcm").returncode == 0
    assert pydicom.dcmread(tmp_path / "ecg.dcm").Modality == "ECG"
    assert installed("doctor").returncode in (0, 1)
