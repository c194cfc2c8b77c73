"""`dcmteach lab`: the learner gets copies, and keeps what they wrote."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dcmteach.cli import lab, main, workplace
from dcmteach.errors import DcmteachError, SaveError


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    """Lessons as they are shipped, in a small."""
    folder = tmp_path / "shipped"
    (folder / "images").mkdir(parents=True)
    (folder / "00-setup.ipynb").write_text("{}")
    (folder / "01-inside.ipynb").write_text("{}")
    (folder / "images" / "one.png").write_bytes(b"png")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "old.ipynb").write_text("{}")
    monkeypatch.setattr(lab, "shipped_lessons", lambda: folder)
    return folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_lesson_is_copied_and_nothing_hidden(lessons, tmp_path):
    new, kept = workplace.lay_out(lessons, tmp_path / "mine")
    assert names(tmp_path / "mine") == {"00-setup.ipynb", "01-inside.ipynb", "images/one.png"}
    assert (len(new), kept) == (3, [])


def test_a_notebook_that_is_there_is_never_touched(lessons, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "00-setup.ipynb").write_text("my work")
    new, kept = workplace.lay_out(lessons, mine)
    assert (mine / "00-setup.ipynb").read_text() == "my work"
    assert kept == [mine / "00-setup.ipynb"]
    assert len(new) == 2


def test_what_came_later_is_added_to_the_learners_own(lessons, tmp_path):
    workplace.lay_out(lessons, tmp_path / "mine")
    (lessons / "02-identifies.ipynb").write_text("{}")
    new, kept = workplace.lay_out(lessons, tmp_path / "mine")
    assert [path.name for path in new] == ["02-identifies.ipynb"]
    assert len(kept) == 3


def test_a_folder_that_cannot_be_written_is_a_sentence(lessons, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SaveError, match=r"cannot be copied .* dcmteach lab --folder FOLDER"):
        workplace.lay_out(lessons, tmp_path / "file" / "mine")


def test_a_clone_has_its_lessons_beside_the_package():
    assert workplace.shipped_lessons().name == "notebooks"


def test_an_installation_without_lessons_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(workplace.dcmteach, "__file__", str(tmp_path / "dcmteach" / "__init__.py"))
    with pytest.raises(DcmteachError, match=r"has no lessons in it. Clone the project and run"):
        workplace.shipped_lessons()


def test_copying_alone_starts_nothing(lessons, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lab, "_wait_for", lambda _: pytest.fail("started something"))
    assert main(["lab", "--copy-only", "--folder", str(tmp_path / "mine")]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "3 files copied, 0 of yours left as they are" in shown.err


def test_the_default_folder_is_in_the_home(lessons, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert main(["lab", "--copy-only"]) == 0
    assert (tmp_path / "dcmteach-lessons" / "00-setup.ipynb").exists()


def test_jupyterlab_starts_in_the_learners_folder_with_what_follows_the_dashes(
    lessons, tmp_path, monkeypatch
):
    started: list[list[str]] = []

    def record(command):
        started.append(command)
        return 0

    monkeypatch.setattr(lab, "_wait_for", record)
    mine = tmp_path / "mine"
    assert main(["lab", "--folder", str(mine), "--no-browser", "--", "--port", "9999"]) == 0
    assert started == [
        [
            sys.executable,
            "-m",
            "jupyterlab",
            f"--ServerApp.root_dir={mine.resolve()}",
            *lab._NO_NEWS,
            "--no-browser",
            "--port",
            "9999",
        ]
    ]


def test_a_jupyterlab_that_does_not_start_is_exit_code_two(lessons, tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "_wait_for", lambda _: 1)
    assert main(["lab", "--folder", str(tmp_path / "mine")]) == 2


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is another thing there")
def test_ctrl_c_is_left_to_jupyterlab(tmp_path):
    program = (
        "import sys; from dcmteach.cli.lab import _wait_for\n"
        "inner = 'import signal, sys, time\\n'"
        "'signal.signal(signal.SIGINT, lambda *_: sys.exit(7))\\n'"
        "'print(1, flush=True); time.sleep(30)'\n"
        "sys.exit(_wait_for([sys.executable, '-c', inner]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to both
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (7, b"")
