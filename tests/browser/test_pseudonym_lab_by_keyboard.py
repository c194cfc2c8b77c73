"""The pseudonym lab in JupyterLab, without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from keyboard import Keyboard
from looks import check_contrast, check_names

pytestmark = pytest.mark.browser

LAB = """import dcmteach
dcmteach.PseudonymLab(["Tindergarn^Oda", "TINDERGARN^ODA^", "Oda Tindergarn"])"""

NAMES = "Names, one on each line"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_type_change_a_letter_change_the_key_and_attack(show: Any, theme: str) -> None:
    page = show(LAB, "1 + 1", theme=theme)
    keys = Keyboard(page)
    keys.sees("3 writings, 1 person by name")
    keys.enter()
    keys.go_to("Change one letter")
    keys.press("Space")
    keys.sees("4 writings, 2 people by name")
    keys.go_to("New key A")
    keys.press("Space")
    keys.sees("Key A is new")
    keys.go_to("Attack the column without a key")
    keys.press("Space")
    keys.sees("on the column without a key: 3 of 4 pseudonyms undone in")
    keys.go_to("Attack the column with key A")
    keys.press("Space")
    keys.sees("on the column with key A: 0 of 2 pseudonyms undone in")
    check_contrast(page)
    check_names(page)
    keys.go_to(NAMES, back=True)
    keys.type("Dünengarn^Märta")
    keys.press("Enter")
    page.keyboard.type("x dd <img src=x onerror=window.broken=1>")
    keys.sees("2 writings, 2 people by name")
    assert page.evaluate("window.broken === undefined")
    assert page.locator(".jp-CodeCell").count() == 2
