"""The plan explorer in JupyterLab, without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from keyboard import Keyboard
from looks import check_contrast, check_names

pytestmark = pytest.mark.browser

EXPLORER = """import dcmteach
ds = dcmteach.sample("ct_thorax")
dcmteach.PlanExplorer(ds, select="DeviceSerialNumber")"""

HOSTILE = """import dcmteach
ds = dcmteach.sample("ct_thorax")
ds.PatientName = "<img src=x onerror=window.broken=1>"
ds.PatientComments = "</style><script>window.broken=1</script>"
dcmteach.PlanExplorer(ds, select="PatientName")"""

LIST = "Elements: what is done, code, Type, tag, VR, name, value now"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_an_option_is_switched_and_what_changed_is_listed(show: Any, theme: str) -> None:
    page = show(EXPLORER, theme=theme)
    keys = Keyboard(page)
    keys.sees("How the action code was settled")
    keys.sees("Type 3, or not required: here")
    keys.enter()
    keys.go_to("retain-device-identity")
    keys.press("Space")
    keys.sees("retain-device-identity is on: keep what tells one device from another.")
    keys.sees("6 remove → keep")
    keys.sees("Changed by the last switch. Before: Remove.")
    assert keys.focused == "retain-device-identity"
    keys.go_to("Show")
    keys.press("*")  # a list jumps to the entry that begins so
    keys.sees("8 of 188 elements")
    keys.go_to(LIST)
    keys.press("Home", "ArrowDown")
    keys.sees("Changed by the last switch.")
    check_contrast(page)
    check_names(page)


def test_search_by_reason_walk_and_take_another_recipe(show: Any) -> None:
    page = show(EXPLORER, "1 + 1")
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("Search")
    keys.type("pseudonym")
    keys.sees("2 of 188 elements")
    keys.go_to(LIST)
    keys.press("End", "x", "d", "d")  # shortcuts that would cut and delete cells
    keys.sees("Patient ID (0010,0020)")
    assert page.locator(".jp-CodeCell").count() == 2
    keys.go_to("Recipe", back=True)
    keys.press("m")
    keys.sees("there is no option to switch")
    assert page.locator(".dcmteach-widget input[type=checkbox]:enabled").count() == 0
    keys.press("Home", "ArrowDown")  # anonymise, basic, cohort …
    keys.sees("Recipe basic.")
    assert page.locator(".dcmteach-widget input[type=checkbox]:enabled").count() == 10


def test_the_date_options_take_turns(show: Any) -> None:
    page = show(EXPLORER)
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("retain-full-dates")
    keys.press("Space")
    keys.sees("retain-full-dates is on")
    keys.go_to("retain-modified-dates")
    keys.press("Space")
    keys.sees("retain-full-dates is off now")
    page.wait_for_function(
        "() => document.querySelectorAll('.dcmteach-widget input:checked').length === 1"
    )


def test_header_values_are_text_in_the_page(show: Any) -> None:
    page = show(HOSTILE)
    keys = Keyboard(page)
    keys.sees("<img src=x onerror=window.broken=1>")
    keys.enter()
    keys.go_to("Search")
    keys.type("comments")
    keys.sees("</style><script>window.broken=1</script>")
    assert page.evaluate("window.broken === undefined")
    assert page.locator(".dcmteach-widget img, .dcmteach-widget script").count() == 0
