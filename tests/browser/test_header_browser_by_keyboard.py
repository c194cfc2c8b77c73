"""The header browser in JupyterLab, without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from keyboard import Keyboard
from looks import check_contrast, check_names

pytestmark = pytest.mark.browser

THREE_LINES = """import dcmteach
ds = dcmteach.sample("ct_thorax")
dcmteach.HeaderBrowser(ds)"""

HOSTILE = """import dcmteach, pydicom
ds = pydicom.Dataset()
ds.PatientName = "<img src=x onerror=window.broken=1>"
ds.PatientComments = "</style><script>window.broken=1</script>"
dcmteach.HeaderBrowser(ds)"""


def selected(page: Any) -> str:
    text: str = page.evaluate(
        "() => document.querySelector('.dcmteach-widget select[size]').selectedOptions[0].text"
    )
    return text.replace("\u00a0", " ")


def test_search_walk_and_ask_why(show: Any) -> None:
    page = show(THREE_LINES)
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("Search")
    keys.type("physician")
    keys.sees("Referring Physician")
    page.wait_for_function(
        """() => {
            const list = document.querySelector('.dcmteach-widget select[size]');
            return list.options.length < 20 && list.options.length > 1;
        }"""
    )
    keys.go_to("Elements: verdict, tag, VR, name, value")
    first = selected(page)
    keys.press("ArrowDown")
    page.wait_for_function(
        """() => document.querySelector('.dcmteach-widget select[size]').selectedIndex === 1"""
    )
    second = selected(page)
    assert second != first
    tag = second[second.index("(") : second.index(")") + 1]
    page.wait_for_function(
        """tag => document.querySelector('.dcmteach-widget .dt-title').innerText.includes(tag)""",
        arg=tag,
    )
    keys.sees("Sources, side by side")
    assert keys.focused == "Elements: verdict, tag, VR, name, value"


def test_letters_do_not_reach_the_notebook_behind_the_widget(show: Any) -> None:
    page = show(THREE_LINES, "1 + 1")
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("Fold or unfold")
    keys.press("x", "b", "d", "d", "Enter")
    keys.go_to("Elements: verdict, tag, VR, name, value")
    keys.press("End", "Home", "x")
    keys.sees("elements")
    assert page.locator(".jp-CodeCell").count() == 2


def test_header_values_are_text_in_the_page(show: Any) -> None:
    page = show(HOSTILE)
    keys = Keyboard(page)
    keys.sees("<img src=x onerror=window.broken=1>")
    keys.enter()
    keys.go_to("Elements: verdict, tag, VR, name, value")
    keys.press("End")
    keys.sees("</style><script>window.broken=1</script>")
    assert page.evaluate("window.broken === undefined")
    assert page.locator(".dcmteach-widget img, .dcmteach-widget script").count() == 0


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_filter_to_where_sources_disagree_and_read_it_in_any_theme(show: Any, theme: str) -> None:
    page = show(THREE_LINES, theme=theme)
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("Show")
    keys.press("!")  # a list jumps to the entry that begins so
    keys.sees("The sources disagree")
    check_contrast(page)
    check_names(page)
