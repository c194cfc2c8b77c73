"""A quiz on a plain page, from a file, by mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dcmteach.course.quiz import quiz_from
from dcmteach.course.quiz_html import render

from .test_quizzes import DATA

pytestmark = pytest.mark.browser


def _open(browser: Any, tmp_path: Path, *, javascript: bool = True, twice: bool = False) -> Any:
    form = render(quiz_from(DATA))
    page_file = tmp_path / "quiz.html"
    page_file.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title>{form}'
        f"{form if twice else ''}</html>",
        encoding="utf-8",
    )
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(page_file.as_uri())
    return page


def test_a_click_on_check_shows_the_feedback_of_the_chosen_option(browser, tmp_path):
    page = _open(browser, tmp_path)
    form = page.locator("form").first
    status = form.locator("[role=status]")
    assert status.inner_text() == ""
    page.get_by_label("b) <b>An ID</b>").check()
    form.get_by_role("button", name="Check").click()
    assert status.inner_text() == "✗ Not so (b): That is (0010,0020)."
    page.get_by_label("a) The name").check()
    form.get_by_role("button", name="Check").click()
    assert "✓ Right (a): So it is called." in status.inner_text()
    assert "Group 0010 is the patient's." in status.inner_text()
    assert form.get_attribute("data-outcome") == "correct"
    assert page.problems == []
    assert page.url.startswith("file:")


def test_the_keyboard_alone_is_enough(browser, tmp_path):
    page = _open(browser, tmp_path)
    forms = page.locator("form")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "✗ Not so (b)" in forms.nth(0).locator("[role=status]").inner_text()
    page.keyboard.press("Tab")  # the button
    page.keyboard.press("Tab")  # the second question
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # on Check
    second = forms.nth(1)
    assert second.get_attribute("data-outcome") == "correct"
    assert "✓ Right (a): Plainly." in second.locator("[role=status]").inner_text()


def test_the_form_says_what_python_says(browser, tmp_path):
    page = _open(browser, tmp_path)
    sheet = quiz_from(DATA)
    second = page.locator("form").nth(1)
    for letters in ([], ["a"], ["c"], ["a", "b"], ["a", "b", "c"]):
        for box in second.locator("input").all():
            box.set_checked(box.get_attribute("value") in letters)
        second.get_by_role("button", name="Check").click()
        shown = second.locator("[role=status]").inner_text()
        said = sheet.answer("which", letters)
        assert (second.get_attribute("data-outcome") == "correct") == said.correct, letters
        assert ("There is more to choose." in shown) == ("There is more" in said.message)
        for option in sheet.questions[1].options:
            assert (option.feedback in shown) == (option.feedback in said.message)


def test_nothing_chosen_asks_to_choose(browser, tmp_path):
    page = _open(browser, tmp_path)
    page.get_by_role("button", name="Check").first.click()
    assert page.locator("[role=status]").first.inner_text() == "Choose an option first."


def test_the_same_quiz_twice_does_not_mix(browser, tmp_path):
    page = _open(browser, tmp_path, twice=True)
    forms = page.locator("form")
    forms.nth(0).get_by_label("a) The name").check()
    forms.nth(2).get_by_label("b) <b>An ID</b>").check()
    forms.nth(2).get_by_role("button", name="Check").click()
    assert forms.nth(0).get_by_label("a) The name").is_checked()
    assert forms.nth(0).locator("[role=status]").inner_text() == ""
    assert "Not so" in forms.nth(2).locator("[role=status]").inner_text()


def test_without_a_script_the_answers_unfold(browser, tmp_path):
    page = _open(browser, tmp_path, javascript=False)
    assert page.get_by_role("button", name="Check").count() == 0
    page.get_by_text("Answers and why").first.click()
    assert page.get_by_text("So it is called.").first.is_visible()
