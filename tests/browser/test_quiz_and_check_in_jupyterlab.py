"""The course's own outputs in JupyterLab: a quiz without a mouse, and messages one can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lab_in_browser import open_notebook

pytestmark = pytest.mark.browser

QUIZ = 'import dcmteach\ndcmteach.quiz("00-setup")'
OUTCOMES = (
    'import dcmteach\ndcmteach.check("name-the-modality", ...)',
    'dcmteach.check("name-the-modality", "ct")',
    'dcmteach.check("name-the-modality", "CT")',
    'dcmteach.hint("name-the-modality")',
    'dcmteach.solution("name-the-modality")',
)
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


@pytest.fixture
def open_cells(lab: Any, page: Any, request: pytest.FixtureRequest) -> Any:
    def run(*cells: str, theme: str = "JupyterLab Light") -> Any:
        open_notebook(page, lab.write(request.node.name.split("[")[0], *cells), theme=theme)
        return page

    return run


def test_a_quiz_is_answered_with_arrows_and_enter_and_the_notebook_stays_as_it_is(
    open_cells: Any,
) -> None:
    page = open_cells(QUIZ, "1 + 1")
    page.wait_for_selector(".dcmteach-quiz form[data-ready]")
    form = page.locator(".dcmteach-quiz form").first
    form.locator("input").first.focus()
    for key in ("Space", "ArrowDown"):
        page.keyboard.press(key)
    assert form.locator("input:checked").get_attribute("value") == "b"
    page.keyboard.press("Enter")
    assert "✓ Right (b)" in form.locator("[role=status]").inner_text()
    for key in ("a", "b", "x", "d", "d"):  # shortcuts that would add, cut and delete cells
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == 2
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Check"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_messages_have_contrast_in_both_themes(open_cells: Any, theme: str) -> None:
    page = open_cells(*OUTCOMES, QUIZ, theme=theme)
    page.wait_for_selector(".dcmteach-quiz form[data-ready]")
    assert page.locator(".dcmteach-outcome").count() == len(OUTCOMES)
    for button in page.locator(".dcmteach-quiz button").all():
        button.click()
    for name in (".dcmteach-outcome", ".dcmteach-quiz"):
        found = page.evaluate(CONTRAST.replace(".dcmteach-widget", name))
        assert len(found) > 5
        assert [entry for entry in found if entry[0] < 4.5] == []
