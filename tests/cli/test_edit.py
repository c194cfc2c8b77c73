"""`dcmteach edit`: in the order given, all or nothing, the input untouched."""

from __future__ import annotations

import os
from pathlib import Path

import pydicom
import pytest

READ_ONLY_TO_NOBODY = os.name != "posix" or os.geteuid() == 0


def test_each_operation_is_done_and_described(run, ct, tmp_path):
    before = ct.read_bytes()
    ended = run(
        "edit", ct, "--set", "PatientName=LESSON^FOUR", "--clear", "PatientBirthDate",
        "--remove", "PatientAddress", "--add", "PatientComments=artificial", "--out", "new.dcm",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == "dcmteach: saved as new.dcm\n"
    ds = pydicom.dcmread(tmp_path / "new.dcm")
    assert str(ds.PatientName) == "LESSON^FOUR"
    assert ds["PatientBirthDate"].is_empty
    assert "PatientAddress" not in ds
    assert ds.PatientComments == "artificial"
    for word in ("PatientName", "PatientBirthDate", "PatientAddress", "PatientComments"):
        assert word in ended.stdout
    assert ct.read_bytes() == before


def test_operations_are_applied_in_the_order_of_the_command_line(run, ct, tmp_path):
    first = run("edit", ct, "--add", "PatientComments=A", "--set", "PatientComments=B",
                "--out", "one.dcm")  # fmt: skip
    other = run("edit", ct, "--remove", "PatientAddress", "--add", "PatientAddress=B",
                "--out", "two.dcm")  # fmt: skip
    wrong = run("edit", ct, "--set", "PatientComments=B", "--add", "PatientComments=A",
                "--out", "three.dcm")  # fmt: skip
    assert (first.returncode, other.returncode) == (0, 0), first.stderr + other.stderr
    assert pydicom.dcmread(tmp_path / "one.dcm").PatientComments == "B"
    assert pydicom.dcmread(tmp_path / "two.dcm").PatientAddress == "B"
    assert wrong.returncode in (1, 2)


def test_a_value_may_hold_an_equals_sign_and_spaces(run, ct, tmp_path):
    ended = run("edit", ct, "--add", "PatientComments=a = b", "--out", "new.dcm")
    assert ended.returncode == 0, ended.stderr
    assert pydicom.dcmread(tmp_path / "new.dcm").PatientComments == "a = b"


def test_a_number_is_written_as_a_number_and_a_backslash_parts_values(run, ct, tmp_path):
    ended = run("edit", ct, "--set", "SeriesNumber=7", "--set", r"ImageType=DERIVED\SECONDARY",
                "--set", "KVP=99.5", "--out", "new.dcm")  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    ds = pydicom.dcmread(tmp_path / "new.dcm")
    assert (ds.SeriesNumber, ds.KVP) == (7, 99.5)
    assert list(ds.ImageType) == ["DERIVED", "SECONDARY"]


@pytest.mark.parametrize("path", ["(0010,0010)", "PatientName"])
def test_an_element_is_named_by_keyword_or_tag(run, ct, tmp_path, path):
    ended = run("edit", ct, "--set", f"{path}=A^B", "--out", "new.dcm")
    assert ended.returncode == 0, ended.stderr
    assert str(pydicom.dcmread(tmp_path / "new.dcm").PatientName) == "A^B"


def test_an_element_inside_a_sequence_is_named_by_its_path(run, ct, tmp_path):
    ds = pydicom.dcmread(ct)
    inner = next(
        element.keyword
        for element in ds.RequestAttributesSequence[0]
        if element.VR in ("SH", "LO") and element.keyword
    )
    path = f"RequestAttributesSequence[0].{inner}"
    ended = run("edit", ct, "--set", f"{path}=NEW", "--out", "new.dcm")
    assert ended.returncode == 0, ended.stderr
    saved = pydicom.dcmread(tmp_path / "new.dcm")
    assert saved.RequestAttributesSequence[0][inner].value == "NEW"


def test_a_refused_edit_is_exit_code_one_with_the_rule_and_writes_nothing(run, ct, tmp_path):
    ended = run("edit", ct, "--set", "PatientName=A^B", "--remove", "SOPInstanceUID",
                "--out", "new.dcm")  # fmt: skip
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "SOPInstanceUID" in ended.stderr
    assert "Type 1" in ended.stderr
    assert [path.name for path in tmp_path.iterdir() if path != ct] == []


def test_a_value_that_breaks_its_vr_is_refused_with_the_value_and_the_next_step(run, ct):
    ended = run("edit", ct, "--set", "PatientBirthDate=1942-11-04", "--out", "new.dcm")
    assert ended.returncode == 1
    assert "1942-11-04" in ended.stderr
    assert "YYYYMMDD" in ended.stderr


def test_force_overrides_and_the_description_says_so(run, ct, tmp_path):
    ended = run("edit", ct, "--clear", "FrameOfReferenceUID", "--force", "--out", "new.dcm")
    assert ended.returncode == 0, ended.stderr
    assert "Forced, against Type 1" in ended.stdout
    assert pydicom.dcmread(tmp_path / "new.dcm")["FrameOfReferenceUID"].is_empty


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (["--clear", "not a path"], "is not a path"),
        (["--clear", "NoSuchKeyword"], "NoSuchKeyword"),
        (["--clear", "RequestAttributesSequence[99].ScheduledProcedureStepID"], "99"),
        ([], "--set, --clear, --remove or --add"),
    ],
)
def test_what_is_no_element_is_wrong_usage(run, ct, tmp_path, operation, words):
    ended = run("edit", ct, *operation, "--out", "new.dcm")
    assert ended.returncode == 2
    assert words in ended.stderr
    assert ended.stdout == ""
    assert not (tmp_path / "new.dcm").exists()


def test_nothing_is_written_over_unless_asked_for(run, ct, tmp_path):
    (tmp_path / "new.dcm").write_text("precious")
    arguments = ("edit", ct, "--clear", "PatientBirthDate", "--out", "new.dcm")
    ended = run(*arguments)
    assert ended.returncode == 2
    assert "exists" in ended.stderr
    assert (tmp_path / "new.dcm").read_text() == "precious"
    assert "--overwrite" in ended.stderr
    assert run(*arguments, "--overwrite").returncode == 0
    assert pydicom.dcmread(tmp_path / "new.dcm")["PatientBirthDate"].is_empty


@pytest.mark.parametrize("overwrite", [[], ["--overwrite"]])
def test_the_input_is_never_the_output(run, ct, tmp_path, overwrite):
    before = ct.read_bytes()
    (tmp_path / "link.dcm").symlink_to(ct)
    (tmp_path / "twin.dcm").hardlink_to(ct)
    for out in ("ct.dcm", "./ct.dcm", "link.dcm", "twin.dcm"):
        ended = run("edit", "ct.dcm", "--clear", "PatientBirthDate", "--out", out, *overwrite)
        assert ended.returncode == 2, out
        assert ct.read_bytes() == before


def test_a_folder_that_is_not_there_is_a_sentence(run, ct):
    ended = run("edit", ct, "--clear", "PatientBirthDate", "--out", "no/such/new.dcm")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(READ_ONLY_TO_NOBODY, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written_is_a_sentence(run, ct, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o555)
    ended = run("edit", ct, "--clear", "PatientBirthDate", "--out", "locked/new.dcm")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1


def test_a_folder_as_output_is_a_sentence(run, ct, tmp_path):
    (tmp_path / "folder").mkdir()
    ended = run("edit", ct, "--clear", "PatientBirthDate", "--out", "folder", "--overwrite")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert list((tmp_path / "folder").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system has no /proc")
def test_a_place_where_nobody_can_write_is_a_sentence(run, ct):
    ended = run("edit", ct, "--clear", "PatientBirthDate", "--out", "/proc/new.dcm")
    assert ended.returncode == 2
    assert "could not be written" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
