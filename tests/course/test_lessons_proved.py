"""The proof itself is proved: it finds each way in which a lesson can be wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dcmteach.course.lessons.prove import Proof, judge, prove
from dcmteach.course.lessons.source import Lesson, read_lesson
from tests.course.lesson_factory import checkout, lesson_text


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    return read_lesson(checkout(tmp_path) / "lessons/07-try.py")


def _as_it_should_be(lesson: Lesson) -> dict[int, dict[str, Any]]:
    happened: dict[int, dict[str, Any]] = {}
    for cell in lesson.cells:
        if cell.kind == "markdown":
            continue
        happened[cell.number] = {
            "starter": {"outcome": "not attempted", "message": "dots"},
            "wrong": {"outcome": "not yet", "message": f"Not {cell.metadata.get('says')}."},
            "solution": {"outcome": "correct", "message": "Yes."},
            "raises": {"error": "ZeroDivisionError: division by zero"},
        }.get(cell.role, {})
    return happened


def _cell(lesson: Lesson, role: str) -> int:
    return next(cell.number for cell in lesson.cells if cell.role == role and cell.kind == "code")


def test_a_sound_lesson_is_found_sound(lesson: Lesson) -> None:
    assert list(judge(lesson, _as_it_should_be(lesson))) == []


@pytest.mark.parametrize(
    ("role", "instead", "message"),
    [
        ("starter", {"outcome": "not yet", "message": "m"}, "should be 'not attempted' and is"),
        ("wrong", {"outcome": "correct", "message": "m"}, "should be 'not yet' and is 'correct'"),
        ("wrong", {"outcome": "not yet", "message": "m"}, "told 'm', which does not contain 'two'"),
        ("wrong", {"error": "NameError: x"}, "failed: NameError: x"),
        ("wrong", {}, "should be 'not yet' and is None"),
        (
            "solution",
            {"outcome": "not yet", "message": "m"},
            "should be 'correct' and is 'not yet'",
        ),
        ("raises", {}, "is meant to fail and did not"),
        ("raises", {"error": "KeyError: 1"}, "which does not contain 'division by zero'"),
        ("quiz", {"error": "QuizError: none"}, "failed: QuizError: none"),
    ],
)
def test_each_departure_is_named(
    lesson: Lesson, role: str, instead: dict[str, Any], message: str
) -> None:
    happened = _as_it_should_be(lesson)
    happened[_cell(lesson, role)] = instead
    (found,) = judge(lesson, happened)
    assert message in found


def test_two_wrong_answers_may_not_be_told_the_same(lesson: Lesson) -> None:
    happened = _as_it_should_be(lesson)
    first = _cell(lesson, "wrong")
    happened[first]["message"] = happened[first + 1]["message"] = "two three"
    (found,) = judge(lesson, happened)
    assert f"is told the same as cell {first}" in found


def test_a_cell_that_was_not_reached_is_named(lesson: Lesson) -> None:
    happened = _as_it_should_be(lesson)
    del happened[_cell(lesson, "quiz")]
    (found,) = judge(lesson, happened)
    assert "was not run" in found


def test_the_report_shows_time_and_memory() -> None:
    report = str(Proof("07-try", ("07: x",), 8, 2.0, 1.0, 99.0))
    assert report == (
        "07-try: 1 finding(s); 8 attempts, notebook 2.0 s, attempts 1.0 s, peak 99 MiB\n  07: x"
    )


_REAL = """\
import os
from dcmteach import check
attempts = ["untouched"]
"""


@pytest.mark.lessons
def test_a_lesson_runs_in_a_kernel_and_its_attempts_leave_no_trace(tmp_path: Path) -> None:
    """Wrong answers may spoil whatever they like: the solution finds all as it was."""
    text = lesson_text()
    for old, new in {
        "one-more": "name-the-modality",
        "twice": "list-the-samples",
        "\nnumber = 41 + 1": f"\n{_REAL}",
        '"two"\nnumber = 40': '"another kind of machine"\nattempts.append(1)\nnumber = "MR"',
        '"three"\nnumber = 39': '"longer than"\nattempts.append(1)\nnumber = "A LONG TEXT"',
        "number = 42": 'assert attempts == ["untouched"]\nnumber = "CT"',
        '"two"\ndouble = 40': '"That is how many"\ndouble = 4',
        '"three"\ndouble = 39': '"Some are missing"\ndouble = ["ct_thorax"]',
        "double = 42": "from dcmteach import sample_names\ndouble = sample_names()",
        'quiz("07-try")': 'os.environ["DCMTEACH_HOME"]',
        "[@somebody]": "nobody",
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    proof = prove(checkout(tmp_path, text) / "lessons/07-try.py")
    assert proof.findings == ()
    assert proof.attempts == 8
    assert proof.peak_mib > 20


@pytest.mark.lessons
def test_a_notebook_that_needs_a_solution_is_found(tmp_path: Path) -> None:
    text = lesson_text().replace("1 / 0", "from dcmteach import check\n1 / 0")
    text = text.replace("one-more", "name-the-modality").replace("twice", "list-the-samples")
    text = text.replace("[@somebody]", "nobody").replace("number = 41 + 1", "undefined_name")
    proof = prove(checkout(tmp_path, text) / "lessons/07-try.py")
    assert any("failed with untouched starters: NameError" in line for line in proof.findings)
    assert any("('undefined_name')" in line for line in proof.findings)
