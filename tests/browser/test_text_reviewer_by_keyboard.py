"""The text reviewer in JupyterLab, without a mouse; and the mouse on the picture."""

from __future__ import annotations

import json
from typing import Any

import pytest
from keyboard import Keyboard
from lab_in_browser import Lab
from looks import check_contrast, check_names

pytestmark = pytest.mark.browser

_BOX = '{{"row": {}, "column": {}, "height": {}, "width": {}, "text": "{}", "judgement": "{}"}}'
_BOXES = ", ".join(
    (
        _BOX.format(1, 2, 20, 232, "ASKENAGEL, IGNATIUS", "identifier"),
        _BOX.format(20, 3, 11, 122, "K4198697 23.11.1956", "date"),
        _BOX.format(225, 283, 12, 35, "HR 72", "technical"),
    )
)
REVIEW = f"""import dcmteach, json
boxes = json.loads('[{_BOXES}]')
frames = [{{"frame": number, "boxes": boxes}} for number in range(8)]
heart = dcmteach.sample("us_cine")
reviewer = dcmteach.TextReviewer(heart, [{{"file": "heart.dcm", "frames": frames}}], per_page=4)
reviewer"""

LIST = "Boxes: number, decision, kind, confidence, text"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_from_the_first_box_to_saved_decisions(show: Any, lab: Lab, theme: str) -> None:
    page = show(REVIEW, "1 + 1", theme=theme)
    keys = Keyboard(page)
    name = theme.split()[-1].lower()
    keys.sees("0 of 3 boxes decided")
    check_contrast(page)
    check_names(page)
    keys.enter()
    keys.go_to("Your name")
    keys.type("A. Reader")
    keys.go_to(LIST)
    keys.press("Home", "x", "d", "d")  # shortcuts that would cut and delete cells
    keys.go_to("Redact")
    keys.press("Space")
    keys.sees("Box 1: to be redacted.")
    keys.sees("Box 2")
    keys.press("Enter")
    keys.sees("2 of 3 boxes decided")
    keys.go_to("Leave")
    keys.press("Space")
    keys.sees("3 of 3 boxes decided")
    keys.waits_at(LIST)  # a key pressed once too often leaves no text that nobody looked at
    keys.go_to("New box")
    keys.press("Space")
    keys.waits_at(LIST)
    keys.go_to("Row")
    keys.type("30")
    keys.press("Tab")
    keys.sees("row 30, column")
    keys.go_to("Wider")
    keys.press("Space")
    keys.sees("24 × 85 pixels")
    keys.go_to("Show", back=True)
    keys.press("ArrowDown")
    keys.sees("As it will be")
    check_contrast(page)
    keys.go_to("Look at", back=True)
    keys.press("c")
    keys.sees("Page 1 of 2")
    keys.go_to("Confirm page")
    keys.press("Space")
    keys.sees("Page 1 is confirmed by A. Reader.")
    keys.waits_at("Pictures on this page")
    keys.go_to("Flag picture")
    keys.press("Space")
    keys.sees("flagged")
    check_contrast(page)
    check_names(page)
    keys.go_to("Decisions file")
    keys.type(f"{name}.json")
    keys.go_to("Save decisions")
    keys.press("Space")
    keys.sees(f"Saved as {name}.json")
    keys.go_to("Record file")
    keys.type(f"{name}.jsonl")
    keys.go_to("Save record")
    keys.press("Space")
    keys.sees(f"Saved as {name}.jsonl")
    assert page.locator(".jp-CodeCell").count() == 2
    saved = lab.notebooks / f"{name}.json"
    assert saved.stat().st_mode & 0o777 == 0o600
    (entry,) = json.loads(saved.read_text())
    assert [len(frame["boxes"]) for frame in entry["frames"]] == [3] * 8
    assert {box["text"] for frame in entry["left"] for box in frame["boxes"]} == {"HR 72"}
    assert [box["row"] for box in entry["frames"][7]["boxes"]] == [1, 20, 30]
    record = (lab.notebooks / f"{name}.jsonl").read_text()
    assert '"page confirmed' in record
    assert "ASKENAGEL" not in record


def test_the_mouse_selects_moves_resizes_and_draws(show: Any) -> None:
    page = show(REVIEW)
    keys = Keyboard(page)
    keys.sees("0 of 3 boxes decided")
    picture = page.locator("img.dt-draw")
    picture.scroll_into_view_if_needed()

    def drag(start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag from one place of the picture to another, in its own pixels (row, column)."""
        area = picture.bounding_box()
        (r0, c0), (r1, c1) = (
            (area["y"] + row * area["height"] / 240, area["x"] + column * area["width"] / 320)
            for row, column in (start, end)
        )
        page.mouse.move(c0, r0)
        page.mouse.down()
        page.mouse.move((c0 + c1) / 2, (r0 + r1) / 2)
        if start != end:
            assert page.locator(".dt-band").count() == 1
        page.mouse.move(c1, r1)
        page.mouse.up()

    drag((230, 300), (230, 300))
    keys.sees("row 225, column 283, 12 × 35 pixels")
    drag((231, 300), (211, 280))
    keys.sees("row 205, column 263, 12 × 35 pixels")
    drag((216, 297), (226, 307))
    keys.sees("22 × 45 pixels")
    drag((100, 100), (130, 160))
    keys.sees("Box 4: drawn.")
    keys.sees("row 100, column 100, 30 × 60 pixels")
    assert page.locator(".dt-band").count() == 0


def test_texts_are_text_in_the_page(show: Any) -> None:
    page = show(REVIEW.replace("ASKENAGEL, IGNATIUS", "<img src=x onerror=window.broken=1>"))
    Keyboard(page).sees("<img src=x onerror=window.broken=1>")
    assert page.evaluate("window.broken === undefined")
    assert page.locator(".dcmteach-widget img").count() == 1
