"""The diff viewer in JupyterLab, without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from keyboard import Keyboard
from looks import check_contrast, check_names

pytestmark = pytest.mark.browser

VIEWER = """import dcmteach
ds = dcmteach.sample("us_cine")
after = dcmteach.apply(ds, dcmteach.plan(ds), dcmteach.Secrets.random())
painted = bytearray(after.PixelData)
painted[:320 * 20] = bytes(320 * 20)
after.PixelData = bytes(painted)
dcmteach.DiffViewer(ds, after, select="PatientName")"""

LIST = "Elements: change, tag, name, value before | value after"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_headers_are_walked_through_and_pictures_turned(show: Any, theme: str) -> None:
    page = show(VIEWER, theme=theme)
    keys = Keyboard(page)
    keys.sees("pixels differ, in columns")
    keys.sees("Askenagel^Ignatius^Thorbald")
    keys.enter()
    keys.go_to("Changed only")
    keys.press("Space")
    keys.sees("89 of 89 elements")
    keys.go_to("Search", back=True)
    keys.type("birth date")
    keys.sees("1 of 89 elements")
    keys.go_to(LIST)
    keys.sees("Patient's Birth Date (0010,0030)")
    keys.go_to("Frame")
    keys.press("ArrowRight", "ArrowRight")
    keys.sees("frame 3 of 8")
    keys.sees("This frame is the same, pixel by pixel")
    keys.go_to("Window width")
    shown = page.locator(".dt-picture img").first.get_attribute("src")
    keys.press("ArrowLeft", "ArrowLeft")
    keys.sees("window 115 / 228")
    assert page.locator(".dt-picture img").first.get_attribute("src") != shown
    check_contrast(page)
    check_names(page)


def test_every_picture_has_words_and_really_shows(show: Any) -> None:
    page = show(VIEWER)
    keys = Keyboard(page)
    keys.sees("White where they differ")
    pictures = page.locator(".dt-picture img")
    assert pictures.count() == 3
    for picture in pictures.all():
        assert picture.get_attribute("alt")
        assert picture.evaluate("e => e.decode().then(() => e.naturalWidth)") == 320


def test_filter_to_what_was_added(show: Any) -> None:
    page = show(VIEWER, "1 + 1")
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("Show")
    keys.press("+")
    keys.sees("7 of ")
    keys.go_to(LIST)
    keys.press("End", "x", "Enter")
    keys.sees("no element")
    assert page.locator(".jp-CodeCell").count() == 2
