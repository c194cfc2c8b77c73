"""The face viewer in JupyterLab, without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from keyboard import Keyboard
from looks import check_contrast, check_names

pytestmark = pytest.mark.browser

VIEWER = """from dcmteach.pixels import volume
from dcmteach.synth import head
from dcmteach.widgets import FaceViewer
scan = volume(head(7, modality="T1", spacing=3.0).image, modality="MR")
FaceViewer(scan)"""

NO_FACE = """from dcmteach.pixels import volume
from dcmteach.synth import not_a_head
from dcmteach.widgets import FaceViewer
brain = not_a_head("skull-stripped", 7, modality="T1", spacing=3.0)
FaceViewer(volume(brain, modality="MR"))"""

SHOWN = "img => img.decode().then(() => [img.naturalWidth, img.naturalHeight])"
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1100, "height": 1200}


def picture(page: Any, title: str) -> str:
    shown = page.locator(".dt-picture", has=page.get_by_text(title, exact=True)).locator("img")
    source: str = shown.get_attribute("src")
    return source


def changes(page: Any, title: str, before: str) -> None:
    """Wait until a picture is another one."""
    page.wait_for_function(
        """([title, before]) => [...document.querySelectorAll('.dt-picture')]
            .filter(picture => picture.innerText.startsWith(title))
            .every(picture => picture.querySelector('img').src !== before)""",
        arg=[title, before],
    )


def test_in_the_dark_everything_can_be_read_as_well(show: Any) -> None:
    page = show(VIEWER, theme="JupyterLab Dark")
    keys = Keyboard(page)
    keys.sees("✓ whole")
    check_contrast(page)
    check_names(page)


def test_from_choosing_to_looking_at_what_is_left(show: Any) -> None:
    page = show(VIEWER, "1 + 1")
    keys = Keyboard(page)
    keys.sees("Defaced: remove, margin 0 mm. ")
    keys.sees("✓ whole")
    check_contrast(page)
    check_names(page)
    keys.enter()
    keys.go_to("Method")
    keys.press("s")
    keys.sees("Defaced: shell, margin 0 mm.")
    keys.sees("an average face")
    keys.press("Home")  # not "r": two letters within a second are looked for as one word
    keys.sees("Defaced: remove, margin 0 mm.")
    keys.go_to("Margin in mm")
    keys.press("ArrowRight", "ArrowRight")
    keys.sees("Defaced: remove, margin 1 mm.")
    keys.go_to("Keep the ears")
    keys.press("Space")
    keys.sees("Defaced: remove, margin 1 mm, ears kept.")
    keys.sees("kept, as chosen")
    keys.go_to("Before, in %")
    assert page.locator(".dt-picture", has_text="before").count() == 4
    keys.press("Home")
    page.wait_for_function(
        """() => ![...document.querySelectorAll('.dt-picture')]
            .some(picture => picture.innerText.includes('before'))"""
    )
    keys.press("ArrowRight", "ArrowRight")
    before = picture(page, "Sagittal")
    keys.go_to("Outline")
    keys.press("Space")
    changes(page, "Sagittal", before)
    keys.go_to("Turn")
    before = picture(page, "Rendered")
    keys.press("ArrowRight", "ArrowRight", "x")  # a shortcut that would cut the cell
    keys.sees("Seen from the front and the patient's left")
    changes(page, "Rendered", before)
    keys.go_to("Axial slice")
    before = picture(page, "Axial")
    keys.press("Home")
    keys.sees("Slice 1 of ")
    changes(page, "Axial", before)
    check_contrast(page)
    check_names(page)
    assert page.locator(".jp-CodeCell").count() == 2


def test_four_pictures_have_words_and_show_in_proportion(show: Any) -> None:
    page = show(VIEWER)
    Keyboard(page).sees("brain voxels touched")
    pictures = page.locator(".dt-picture img")
    assert pictures.count() == 4
    for shown in pictures.all():
        assert shown.get_attribute("alt")
        wide, high = shown.evaluate(SHOWN)
        assert wide == high
        box = shown.bounding_box()
        assert box["width"] == pytest.approx(box["height"], abs=4)


def test_on_a_telephone_nothing_runs_out_of_the_page(show: Any) -> None:
    page = show(VIEWER)
    Keyboard(page).sees("brain voxels touched")
    try:
        page.set_viewport_size(NARROW)
        page.wait_for_timeout(500)
        too_wide = page.evaluate(
            """() => {
                const widget = document.querySelector('.jp-OutputArea .dcmteach-widget');
                const right = widget.getBoundingClientRect().right;
                return [...widget.querySelectorAll('img, input, select, label, td, dd, p, span')]
                    .filter(e => e.getClientRects().length)
                    .filter(e => e.getBoundingClientRect().right > right + 1)
                    .map(e => e.outerHTML.slice(0, 120));
            }"""
        )
        assert too_wide == []
    finally:
        page.set_viewport_size(WIDE)


def test_what_holds_no_face_is_said_and_can_be_looked_at(show: Any) -> None:
    page = show(NO_FACE, theme="JupyterLab Dark")
    keys = Keyboard(page)
    keys.sees("Not defaced (remove, margin 0 mm). You see the volume as it is.")
    assert page.locator(".dcmteach-widget [role=alert]").inner_text().strip()
    check_contrast(page)
    check_names(page)
    keys.enter()
    keys.go_to("Coronal slice")
    before = picture(page, "Coronal")
    keys.press("ArrowRight", "ArrowRight")
    changes(page, "Coronal", before)
