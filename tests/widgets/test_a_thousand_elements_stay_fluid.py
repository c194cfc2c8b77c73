from __future__ import annotations

import time
from collections.abc import Callable

from pydicom import Dataset

from dcmteach import ElementEditor, HeaderBrowser
from dcmteach.widgets.browser_view import BrowserView
from dcmteach.widgets.editor_view import EditorView


def best(action: Callable[[], object], times: int = 3) -> float:
    """Return the shortest time of several, in seconds: what the work needs on a quiet machine."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        took.append(time.perf_counter() - start)
    return min(took)


def slowest(act: Callable[[str], object], texts: list[str]) -> float:
    """Return the time the slowest of these keystrokes needs, each at its best of three rounds."""
    rounds = [[best(lambda text=text: act(text), 1) for text in texts] for _ in range(3)]
    return max(map(min, zip(*rounds, strict=True)))


def test_a_keystroke_in_the_search_takes_less_than_a_tenth_of_a_second(thousand: Dataset) -> None:
    view = BrowserView(HeaderBrowser(thousand).model)
    assert len(view.elements.options) >= 990

    def keystroke(text: str) -> None:
        view.search.value = text

    assert slowest(keystroke, ["s", "se", "ser", "series 1", "series 12", "nowhere", ""]) < 0.1


def test_walking_through_the_list_takes_less_than_a_twentieth_of_a_second(
    thousand: Dataset,
) -> None:
    view = BrowserView(HeaderBrowser(thousand).model)

    def arrow(place: str) -> None:
        view.elements.index = int(place)

    assert slowest(arrow, ["100", "101", "102", "980"]) < 0.05


def test_a_browser_is_built_in_less_than_a_second(thousand: Dataset) -> None:
    assert best(lambda: HeaderBrowser(thousand).view, 3) < 1


def test_a_keystroke_in_the_editor_takes_less_than_a_tenth_of_a_second(thousand: Dataset) -> None:
    view = EditorView(ElementEditor(thousand, select="PatientName").model)

    def keystroke(text: str) -> None:
        view.value.value = text

    assert slowest(keystroke, ["C", "Ca", "Cas", "Case", "Case^", "Case^\\001", ""]) < 0.1


def test_an_edit_takes_less_than_half_a_second(thousand: Dataset) -> None:
    view = EditorView(ElementEditor(thousand, select="PatientName").model)
    names = iter(["A^A", "B^B", "C^C"])

    def edit() -> None:
        view.value.value = next(names)
        view.replace.click()

    assert best(edit, 3) < 0.5
