"""`dcmteach anonymise`: the simple door."""

from __future__ import annotations

import pydicom


def test_files_are_anonymised_with_values_of_ones_own(run, ct, tmp_path):
    ended = run(
        "anonymise",
        ct,
        "--out",
        "out",
        "--patient",
        "Sub^One",
        "--physician",
        "Dr^X",
        "--birth-date",
        "19700101",
    )
    assert ended.returncode == 0, ended.stderr
    ds = pydicom.dcmread(next((tmp_path / "out").rglob("*.dcm")))
    assert (str(ds.PatientName), str(ds.ReferringPhysicianName)) == ("Sub^One", "Dr^X")
    assert ds.PatientBirthDate == "19700101"


def test_display_only_shows_what_is_sensitive_and_writes_nothing(run, ct, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    ended = run("anonymise", ct, "--display-only")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "PatientBirthDate" in ended.stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_without_a_place_to_write_the_next_step_is_said(run, ct):
    ended = run("anonymise", ct)
    assert ended.returncode == 2
    assert "--out is missing" in ended.stderr
    assert "--display-only" in ended.stderr


def test_a_wrong_birth_date_is_refused(run, ct, tmp_path):
    ended = run("anonymise", ct, "--out", "out", "--birth-date", "1.1.1970")
    assert ended.returncode == 2
    assert "YYYYMMDD" in ended.stderr
    assert not (tmp_path / "out").exists()


def test_what_could_not_be_read_ends_display_with_two(run, tmp_path):
    (tmp_path / "notes.txt").write_text("a note")
    ended = run("anonymise", "notes.txt", "--display-only")
    assert ended.returncode == 2
    assert "notes.txt: it is a text file" in ended.stderr
