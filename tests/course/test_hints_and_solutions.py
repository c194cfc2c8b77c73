"""Hints come one at a time; a solution asks once before it shows itself."""

from __future__ import annotations

import pytest

from dcmteach.course import check, exercise, hint, progress, solution


@pytest.fixture
def task():
    @exercise(
        "halve",
        lesson="99-test",
        title="Halve it",
        hints=("Think of two.", "Divide.", "Use `/`."),
        solution='half = "<b>"\ncheck("halve", half)',
    )
    def check_half(half: object) -> str:
        assert half
        return "Yes."

    return "halve"


def test_each_call_gives_the_next_hint_and_counts(task):
    shown = [hint(task) for _ in range(3)]
    assert [one.heading for one in shown] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"]
    assert "Think of two." in str(shown[0])
    assert "Divide." not in str(shown[0])
    assert "Use `/`." in str(shown[2])


def test_the_last_hint_points_to_the_solution_and_then_all_are_listed(task):
    for _ in range(2):
        assert "solution" not in str(hint(task))
    assert 'solution("halve")' in str(hint(task))
    after = hint(task)
    assert after.heading == "All hints"
    assert "1. Think of two." in str(after)
    assert "3. Use `/`." in str(after)


def test_hints_are_counted_in_progress(task):
    for _ in range(5):
        hint(task)
    assert next(row for row in progress() if row["exercise"] == task)["hints"] == 3


def test_an_exercise_without_hints_says_so():
    @exercise("bare", lesson="99-test", title="Bare")
    def check_bare(answer: object) -> str:
        return "Yes."

    assert "has no hints" in str(hint("bare"))
    assert "hint(" not in str(solution("bare"))


def test_a_solution_asks_once_before_the_first_try(task):
    first = solution(task)
    assert "try it once before you look" in str(first)
    assert "half =" not in first._repr_html_()
    assert "half =" in str(solution(task))


def test_a_solution_is_shown_at_once_after_a_try(task):
    check(task, 0)
    assert "half =" in str(solution(task))


def test_leaving_the_dots_is_no_try(task):
    check(task, ...)
    assert "try it once" in str(solution(task))


def test_the_code_of_a_solution_is_escaped(task):
    check(task, 1)
    html = solution(task)._repr_html_()
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_a_hint_shows_as_html_with_its_words(task):
    html = hint(task)._repr_html_()
    assert 'role="status"' in html
    assert "Hint 1 of 3" in html
