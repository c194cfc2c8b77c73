"""`check` has three outcomes, and its messages help without giving anything away."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from dcmteach.course import NotAttempted, NotYet, UnknownExercise, check, exercise, exercises
from dcmteach.course.exercise import all_exercises
from dcmteach.course.outcome import OUTCOMES, Outcome


@pytest.fixture
def sum_up():
    @exercise("sum-up", lesson="99-test", title="Sum up", hints=("Use +.", "Use `sum()`."))
    def check_sum(total: object, parts: object) -> str:
        if total == 0:
            raise NotAttempted("Nothing was summed up.")
        if total != sum(parts):  # a text here raises a TypeError
            raise NotYet("That is not what the parts make together.")
        return "It adds up."

    return "sum-up"


def test_a_right_answer_is_correct_and_is_explained(sum_up):
    outcome = check(sum_up, 3, [1, 2])
    assert outcome.outcome == "correct"
    assert outcome.correct
    assert outcome.message == "It adds up."
    assert outcome.title == "Sum up"


def test_a_wrong_answer_is_not_yet_with_the_message_of_the_check(sum_up):
    outcome = check(sum_up, 4, [1, 2])
    assert outcome.outcome == "not yet"
    assert outcome.message == "That is not what the parts make together."


@pytest.mark.parametrize(
    "answers",
    [(..., [1]), (3, ...), (3, [1, ...]), (3, {"a": ...}), (3, {...: 1}), (3, ({1, ...},))],
)
def test_three_dots_anywhere_mean_not_attempted(sum_up, answers):
    outcome = check(sum_up, *answers)
    assert outcome.outcome == "not attempted"
    assert "replace the three dots" in outcome.message


def test_the_message_names_the_variables_that_still_hold_three_dots(sum_up):
    assert "`total` still holds `...`" in check(sum_up, ..., [1]).message
    assert "`total` and `parts` still hold `...`" in check(sum_up, ..., ...).message


def test_a_check_may_say_not_attempted_itself(sum_up):
    assert check(sum_up, 0, []).outcome == "not attempted"


def test_too_few_answers_are_not_attempted_and_too_many_not_yet(sum_up):
    few, many = check(sum_up, 3), check(sum_up, 3, [1], 5)
    assert (few.outcome, many.outcome) == ("not attempted", "not yet")
    assert "takes 2 answers (`total`, `parts`); you gave 1" in few.message
    assert "you gave 3" in many.message


def test_an_answer_the_check_cannot_handle_is_not_yet_and_names_the_types(sum_up):
    outcome = check(sum_up, 3, "Grey^Jane")
    assert outcome.outcome == "not yet"
    assert "`int` and `str`" in outcome.message
    assert "Grey" not in str(outcome)


def test_strict_lets_the_exception_through(sum_up, monkeypatch):
    with pytest.raises(TypeError):
        check(sum_up, 3, "Grey^Jane", strict=True)
    monkeypatch.setenv("DCMTEACH_STRICT", "1")
    with pytest.raises(TypeError):
        check(sum_up, 3, "Grey^Jane")


def test_an_answer_with_a_hostile_equality_is_not_yet(sum_up):
    class Grumpy:
        def __eq__(self, other: object) -> bool:
            raise RuntimeError("no")

        __hash__ = None  # type: ignore[assignment]

    assert check(sum_up, Grumpy(), [1]).outcome == "not yet"


def test_an_unknown_slug_is_an_error_that_names_close_ones(sum_up):
    with pytest.raises(UnknownExercise, match=r"no exercise 'sum-upp'. Did you mean 'sum-up'"):
        check("sum-upp", 3)
    with pytest.raises(UnknownExercise, match=r"exercises\(\) lists all"):
        check("zzzz", 3)


def test_a_slug_cannot_be_taken_twice(sum_up):
    with pytest.raises(ValueError, match="'sum-up' exists already"):

        @exercise("sum-up", lesson="99-test", title="Another")
        def check_other(answer: object) -> str:
            return "yes"


def test_hints_given_as_one_text_are_refused():
    with pytest.raises(TypeError, match="tuple of texts"):
        exercise("some", lesson="99-test", title="Some", hints="only one")  # type: ignore[call-overload]


def test_an_exercise_works_in_three_lines_of_anybodys_notebook(sum_up):
    task = exercise(sum_up)
    assert task.hint().heading == "Hint 1 of 2"
    assert task.check(3, [1, 2]).correct
    assert "Sum up" in task._repr_markdown_()


def test_an_own_exercise_brings_its_own_texts():
    @exercise(
        "mine", lesson="mine", title="Mine", prompt="Do *it*.", starter="x = ...", solution="x = 1"
    )
    def check_mine(x: object) -> str:
        return "Done."

    task = exercise("mine")
    assert task._repr_markdown_() == "**Mine**\n\nDo *it*.\n\n```python\nx = ...\n```"
    task.check(1)
    assert task.solution().code == "x = 1"


def test_every_exercise_of_the_course_starts_as_not_attempted():
    assert all_exercises()
    for one in all_exercises():
        outcome = one.check(...)
        assert outcome.outcome == "not attempted", f"{one.slug}: {outcome}"
        assert one.hints, f"{one.slug} has no hints"
        assert one.title != one.slug


@pytest.mark.parametrize("answer", ["", "x", 0, -1, 2.5, None, [], {}, object(), b"\xff", check])
def test_no_exercise_breaks_on_a_strange_answer_nor_accepts_it(answer):
    import inspect

    for one in all_exercises():
        if one.slug == "who-is-it" and answer == 0:
            continue  # may be the one it is
        count = len(inspect.signature(one.checker).parameters)
        outcome = one.check(*[answer] * count)
        assert outcome.outcome in ("not yet", "not attempted"), one.slug


def test_the_list_of_exercises_shows_what_is_done(sum_up):
    check(sum_up, 3, [1, 2])
    row = next(row for row in exercises() if row["exercise"] == sum_up)
    assert row["outcome"] == "✓ correct"
    assert [row["exercise"] for row in exercises("99")] == [sum_up]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_outcome_is_shown_by_word_and_symbol_and_announced(name):
    outcome = Outcome("some", name, "Look at `ds` <b>.")
    page = _Text()
    page.feed(outcome._repr_html_())
    assert ("div", "status") in [(tag, attrs.get("role")) for tag, attrs in page.tags]
    assert name.capitalize() in page.text
    assert str(outcome)[0] in page.text
    assert str(outcome)[0] in "○△✓"
    assert "Look at ds <b>." in page.text
    assert not any(tag == "b" for tag, _ in page.tags)


def test_control_characters_in_a_message_do_not_reach_the_terminal():
    assert "\x1b" not in str(Outcome("some", "not yet", "red \x1b[31m"))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_badge_has_contrast_whatever_the_theme(name):
    html = Outcome("some", name, "x")._repr_html_()
    badge = html.split("<span style=")[1].split(">")[0]
    background = badge.split("background:")[1][:7]
    assert "color:#ffffff" in badge
    assert 1.05 / (_luminance(background) + 0.05) >= 4.5
    # The message takes the theme's own colours.
    assert "color" not in html.split('class="dcmteach-message"')[1]


@pytest.mark.parametrize("slug", [..., None, 3, ["x"]])
def test_what_is_no_slug_is_an_unknown_exercise(slug):
    with pytest.raises(UnknownExercise, match="There is no exercise"):
        check(slug, 3)
