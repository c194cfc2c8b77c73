from __future__ import annotations

import time
from collections.abc import Callable

from pydicom import Dataset

from dcmteach import ElementEditor, HeaderBrowser
from dcmteach.widgets.browser_view import BrowserView
from dcmteach.widgets.editor_view import EditorView


def best(action: Callable[[], object], times: int = 5) -> float:
    """Return the shortest time of several, in seconds: what the work needs on a quiet machine."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        took.append(time.perf_counter() - start)
    return min(took)


def test_a_keystroke_in_the_search_takes_less_than_a_tenth_of_a_second(thousand: Dataset) -> None:
    view = BrowserView(HeaderBrowser(thousand).model)
    assert len(view.elements.options) >= 990
    texts = iter(["s", "se", "ser", "seri", "se", "s", "", "d"])

    def keystroke() -> None:
        view.search.value = next(texts)

    assert best(keystroke, 8) < 0.1


def test_walking_through_the_list_takes_less_than_a_twentieth_of_a_second(
    thousand: Dataset,
) -> None:
    view = BrowserView(HeaderBrowser(thousand).model)
    places = iter(range(100, 110))

    def arrow() -> None:
        view.elements.index = next(places)

    assert best(arrow) < 0.05


def test_a_browser_is_built_in_less_than_a_second(thousand: Dataset) -> None:
    assert best(lambda: HeaderBrowser(thousand).view, 3) < 1


def test_a_keystroke_in_the_editor_takes_less_than_a_tenth_of_a_second(thousand: Dataset) -> None:
    view = EditorView(ElementEditor(thousand, select="PatientName").model)
    texts = iter(["C", "Ca", "Cas", "Case", "Case^"])

    def keystroke() -> None:
        view.value.value = next(texts)

    assert best(keystroke) < 0.1


def test_an_edit_takes_less_than_half_a_second(thousand: Dataset) -> None:
    view = EditorView(ElementEditor(thousand, select="PatientName").model)
    names = iter(["A^A", "B^B", "C^C"])

    def edit() -> None:
        view.value.value = next(names)
        view.replace.click()

    assert best(edit, 3) < 0.5
