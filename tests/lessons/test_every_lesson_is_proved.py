"""Each lesson's notebook runs, and each exercise is proved in its three states."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcmteach.course.lessons.prove import BUDGET_MIB, BUDGET_SECONDS, prove
from dcmteach.course.lessons.source import find_root, lesson_paths

_PATHS = lesson_paths(find_root(Path(__file__).parent))
# The last take longest. Two go to a process at a time: a long one, then a short one.
LESSONS = sorted(_PATHS, key=lambda path: abs(_PATHS.index(path) - len(_PATHS) / 2), reverse=True)


@pytest.mark.lessons
@pytest.mark.parametrize("path", LESSONS, ids=[path.stem for path in LESSONS])
def test_a_lesson_is_proved(path: Path) -> None:
    proof = prove(path)
    print(proof)
    assert proof.findings == ()
    assert proof.attempts >= 8
    assert proof.notebook_seconds < BUDGET_SECONDS
    assert proof.attempts_seconds < 2 * BUDGET_SECONDS
    assert proof.peak_mib < BUDGET_MIB
