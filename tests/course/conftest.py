"""Each test of the course has a home of its own and a session that remembers nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dcmteach.course.exercise_sources import load_all


@pytest.fixture
def strict(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a fault of a checker be seen instead of told to the learner."""
    monkeypatch.setenv("DCMTEACH_STRICT", "1")


@pytest.fixture
def as_learner(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[int], int]:
    """Be the learner of a number."""

    def become(number: int) -> int:
        monkeypatch.setenv("DCMTEACH_HOME", str(tmp_path))
        (tmp_path / "learner-number").write_text(f"{number}\n")
        return number

    return become


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("DCMTEACH_HOME", str(folder))
    monkeypatch.delenv("DCMTEACH_STRICT", raising=False)
    monkeypatch.delenv("DCMTEACH_PROGRESS", raising=False)
    load_all()
    exercise = sys.modules["dcmteach.course.exercise"]
    progress = sys.modules["dcmteach.course.progress"]
    monkeypatch.setattr(exercise, "_registry", dict(exercise._registry))
    for module, name in (
        (exercise, "_hints_shown"),
        (exercise, "_attempted"),
        (exercise, "_asked"),
        (progress, "_session"),
        (progress, "_warned"),
    ):
        monkeypatch.setattr(module, name, type(getattr(module, name))())
    return folder
