"""`dcmteach classify` over folders: all that can be read is judged, all that cannot is named."""

from __future__ import annotations

import os
from pathlib import Path

import pydicom
import pytest

from dcmteach.cli.files import files_in


@pytest.fixture
def folder(tmp_path, ct):
    """Two patients, two files each, in folders; a hidden file, and a link to a folder."""
    for patient in ("A", "B"):
        for number in "12":
            place = tmp_path / "in" / patient / f"{number}.dcm"
            place.parent.mkdir(parents=True, exist_ok=True)
            ds = pydicom.dcmread(ct)
            ds.PatientID, ds.InstanceNumber = patient, number
            ds.save_as(place)
    (tmp_path / "in" / ".hidden").write_text("not shown")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "in" / "A")
    return tmp_path / "in"


def test_a_folder_gives_a_line_per_file_and_then_what_differs(run, folder):
    ended = run("classify", folder)
    assert (ended.returncode, ended.stderr) == (0, "")
    files, survey = ended.stdout.split("\n\n", 1)
    assert len(files.splitlines()) == 4
    assert all("unsafe" in line and "depends" in line for line in files.splitlines())
    rows = {line.split()[0]: line for line in survey.splitlines() if line.strip()}
    assert rows["PatientID"].split()[1:] == ["4", "2", "differs", "same"]
    assert rows["InstanceNumber"].split()[1:] == ["4", "2", "same", "differs"]


def test_files_come_sorted_each_once_without_hidden_ones_and_links(folder):
    problems: list[tuple[str, str]] = []
    paths = [str(folder), str(folder / "A" / "1.dcm")]
    found = list(files_in(paths, report=lambda *problem: problems.append(problem)))
    names = [path.relative_to(folder).as_posix() for path in found]
    assert names == ["A/1.dcm", "A/2.dcm", "B/1.dcm", "B/2.dcm"]
    assert problems == []


def test_a_file_named_on_the_command_line_is_read_though_it_is_hidden(folder):
    paths = [str(folder / ".hidden")]
    assert list(files_in(paths, report=pytest.fail)) == [folder / ".hidden"]


def test_an_empty_folder_is_named(run, tmp_path):
    (tmp_path / "empty").mkdir()
    ended = run("classify", "empty")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr == "dcmteach: empty: this folder holds no files\n"


def test_a_folder_that_cannot_be_read_is_named_and_the_rest_is_judged(run, folder, monkeypatch):
    locked = folder / "A"
    scandir = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path) == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    ended = run("classify", folder)
    assert ended.returncode == 2
    assert f"{locked}: this folder cannot be read (Permission denied)" in ended.stderr
    assert len(ended.stdout.split("\n\n", 1)[0].splitlines()) == 2


def test_one_bad_file_does_not_end_the_run(run, folder):
    whole = (folder / "A" / "1.dcm").read_bytes()
    (folder / "A" / "0_cut.dcm").write_bytes(whole[: len(whole) // 2])
    (folder / "A" / "0_empty.dcm").touch()
    ended = run("classify", folder)
    assert ended.returncode == 2
    assert len(ended.stdout.split("\n\n", 1)[0].splitlines()) == 4
    assert "is truncated" in ended.stderr
    assert "is empty (0 bytes)" in ended.stderr
