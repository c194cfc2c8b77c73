"""The match reviewer in JupyterLab, without a mouse."""

from __future__ import annotations

import json
from typing import Any

import pytest
from keyboard import Keyboard
from lab_in_browser import Lab
from looks import check_contrast, check_names

pytestmark = pytest.mark.browser

REVIEW = """import dcmteach
matches = dcmteach.match_names(
    ["Skovlund, Anne", "Dreyer, Jan", "Zwirn, Oda"],
    ["Skovlund^Anna", "Skovlund^Anni", "Dreyer^Jon", "Dreyer^Jen", "Zwirn^Oda"],
)
reviewer = dcmteach.MatchReviewer(matches)
reviewer"""

SAVE = """path = reviewer.save("{name}.json")"""

HOSTILE = """import dcmteach
from dcmteach.deid.matching_result import Candidate, Match, Matches
bad = "<img src=x onerror=window.broken=1>"
near = Candidate(0, bad + "^Anna", 0.1, 0.0, 1.0)
dcmteach.MatchReviewer(Matches([Match(0, bad, "doubtful", None, (near,), "why")], [near.name]))"""

LIST = "Names to decide"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_confirm_nobody_skip_and_undo(show: Any, theme: str) -> None:
    page = show(REVIEW, "1 + 1", theme=theme)
    keys = Keyboard(page)
    keys.sees("0 of 2 decided")
    keys.sees("Anne – Anna")
    check_contrast(page)
    check_names(page)
    keys.enter()
    keys.go_to("It is 1: Skovlund^Anna")
    keys.press("Space")
    keys.sees("1 of 2 decided")
    keys.sees("Row 0 is candidate 1.")
    keys.waits_at("Skip")  # a key pressed once too often does no harm
    keys.press("Space")
    keys.sees("Row 1 is put off.")
    keys.go_to("Nobody here")
    keys.press("Enter")
    keys.sees("2 of 2 decided")
    keys.go_to("Undo")
    keys.press("Space")
    keys.sees("The decision about row 1 is taken back.")
    keys.go_to(LIST, back=True)
    keys.press("Home", "x", "d", "d")  # shortcuts that would cut and delete cells
    keys.sees("1 of 2: row 0 of the table")
    assert page.locator(".jp-CodeCell").count() == 2
    check_contrast(page)


def test_what_was_decided_is_saved(show: Any, lab: Lab) -> None:
    page = show(REVIEW)
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("It is 2: Skovlund^Anni")
    keys.press("Space")
    keys.sees("1 of 2 decided")
    page.evaluate(
        """code => window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel
            .requestExecute({code}).done""",
        SAVE.format(name="review"),
    )
    saved = json.loads((lab.notebooks / "review.json").read_text())
    assert saved["pairs"] == {"Skovlund, Anne": "Skovlund^Anni"}


def test_names_are_text_in_the_page(show: Any) -> None:
    page = show(HOSTILE)
    Keyboard(page).sees("<img src=x onerror=window.broken=1>")
    assert page.evaluate("window.broken === undefined")
    assert page.locator(".dcmteach-widget img").count() == 0
