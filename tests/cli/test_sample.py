"""`dcmteach sample`: artificial files to try things on."""

from __future__ import annotations

import pytest

from dcmteach.synth import sample_names, sample_path


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_is_written_byte_for_byte(run, tmp_path, name):
    ended = run("sample", name, "out.dcm")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert ended.stderr == "dcmteach: saved as out.dcm\n"
    assert (tmp_path / "out.dcm").read_bytes() == sample_path(name).read_bytes()


@pytest.mark.parametrize("name", ["ecg", "cohort"])
def test_a_folder_that_is_not_there_is_a_sentence(run, tmp_path, name):
    ended = run("sample", name, "no/such/out")
    assert ended.returncode == 2
    assert "could not be written (No such file or directory)" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_in_a_folder_it_gets_a_name_of_its_own(run, tmp_path):
    (tmp_path / "folder").mkdir()
    assert run("sample", "ecg", "folder").returncode == 0
    assert (tmp_path / "folder" / "ecg.dcm").is_file()


def test_nothing_is_written_over_unless_asked_for(run, tmp_path):
    (tmp_path / "out.dcm").write_text("precious")
    ended = run("sample", "ecg", "out.dcm")
    assert ended.returncode == 2
    assert "exists" in ended.stderr
    assert (tmp_path / "out.dcm").read_text() == "precious"
    assert run("sample", "ecg", "out.dcm", "--overwrite").returncode == 0
    assert (tmp_path / "out.dcm").read_bytes()[128:132] == b"DICM"


def test_a_name_that_is_no_sample_lists_those_that_are(run, tmp_path):
    ended = run("sample", "ct_knee", "out.dcm")
    assert ended.returncode == 2
    assert "There is no sample 'ct_knee'. Write one of: ct_thorax," in ended.stderr
    assert "cohort" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_cohort_is_a_folder_to_classify(run, tmp_path):
    ended = run("sample", "cohort", "cohort")
    assert ended.returncode == 0, ended.stderr
    assert sum(path.is_file() for path in (tmp_path / "cohort").rglob("*")) > 1
    again = run("sample", "cohort", "cohort")
    assert again.returncode == 2
    assert "a folder is never written over" in again.stderr
