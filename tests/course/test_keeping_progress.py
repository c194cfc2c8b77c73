"""Progress is a small local file that never breaks a lesson and holds no answer."""

from __future__ import annotations

import json
import os
import warnings

import pytest

from dcmteach.course import check, exercise, progress
from dcmteach.course.progress import ProgressWarning, load, progress_path, record, shown


@pytest.fixture(autouse=True)
def task():
    @exercise("name-it", lesson="99-test", title="Name it", hints=("Look.",))
    def check_name(name: object) -> str:
        assert name == "Grey^Jane"
        return "Yes."

    return "name-it"


def _row():
    return next(row for row in progress() if row["exercise"] == "name-it")


def test_tries_are_counted_and_correct_stays_correct():
    for answer in ("no", "Grey^Jane", "no"):
        check("name-it", answer)
    assert (_row()["outcome"], _row()["tries"]) == ("✓ correct", 3)
    assert progress().by_lesson()["99-test"] == "1 of 1 correct"


def test_the_file_holds_no_answer():
    check("name-it", "Grey^Jane")
    text = progress_path().read_text(encoding="utf-8")
    assert "Grey" not in text
    entry = json.loads(text)["exercises"]["name-it"]
    assert sorted(entry) == ["date", "hints", "outcome", "tries"]


def test_an_untouched_starter_writes_nothing():
    check("name-it", ...)
    assert not progress_path().exists()


def test_writing_leaves_no_temporary_file(home):
    for _ in range(3):
        check("name-it", 1)
    assert [entry.name for entry in home.iterdir()] == ["progress.json"]


def test_forget_deletes_the_file():
    check("name-it", 1)
    after = progress().forget()
    assert not progress_path().exists()
    assert next(row for row in after if row["exercise"] == "name-it")["tries"] == 0


@pytest.mark.parametrize("content", ["", "{", "[]", '{"exercises": {"x": {}}}', '{"exercises": 3}'])
def test_a_damaged_file_is_said_once_and_replaced(home, content):
    home.mkdir()
    progress_path().write_text(content, encoding="utf-8")
    with pytest.warns(ProgressWarning, match="is damaged"):
        assert check("name-it", "Grey^Jane").correct
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check("name-it", "Grey^Jane")
    assert load()["name-it"]["tries"] == 2


def test_a_file_of_other_bytes_is_damaged_too(home):
    home.mkdir()
    progress_path().write_bytes(b"\xff\xfe\x00")
    with pytest.warns(ProgressWarning, match="is damaged"):
        assert check("name-it", "Grey^Jane").correct


def test_without_a_place_to_write_the_session_remembers(home, monkeypatch):
    home.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.warns(ProgressWarning, match="progress is remembered until the kernel stops"):
        check("name-it", "no")
    check("name-it", "Grey^Jane")
    assert _row()["outcome"] == "✓ correct"


def test_a_crash_while_writing_leaves_the_old_file_whole(monkeypatch):
    check("name-it", "no")
    before = progress_path().read_bytes()

    def crash(*args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.warns(ProgressWarning, match="cannot be written"):
        check("name-it", "Grey^Jane")
    assert progress_path().read_bytes() == before
    assert len(list(progress_path().parent.iterdir())) == 1


def test_progress_can_be_switched_off(monkeypatch):
    monkeypatch.setenv("DCMTEACH_PROGRESS", "off")
    check("name-it", "Grey^Jane")
    assert not progress_path().exists()
    assert _row()["outcome"] == "✓ correct"


def test_hints_keep_the_largest_number():
    record("name-it", hints=2)
    record("name-it", hints=1)
    assert load()["name-it"]["hints"] == 2


def test_progress_shows_as_table_and_as_text():
    html, text = progress()._repr_html_(), str(progress())
    for word in ("99-test", "Name it", "○ not attempted", "progress().forget()"):
        assert word in html
        assert word in text
    assert '<th scope="col"' in html


def test_a_shown_path_hides_who_the_user_is(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert shown(tmp_path / "a" / "b.json") == os.path.join("~", "a", "b.json")  # noqa: PTH118
    assert shown(tmp_path.parent / "x" / "y" / "z") == "…/y/z"
