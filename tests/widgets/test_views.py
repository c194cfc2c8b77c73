"""The views, driven by faked events: what a click or a keystroke would send."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets
import pytest
from pydicom import Dataset

from dcmteach import ElementEditor, HeaderBrowser, TagSorter
from dcmteach.widgets.browser_view import BrowserView
from dcmteach.widgets.editor_view import EditorView
from dcmteach.widgets.sorter_view import SorterView


def inside(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


@pytest.mark.parametrize("make", [HeaderBrowser, TagSorter, ElementEditor])
def test_only_stock_ipywidgets_and_few_of_them(make: Any, ct: Dataset) -> None:
    widgets = list(inside(make(ct).view))
    assert all(type(widget).__module__.startswith("ipywidgets.") for widget in widgets)
    assert len(widgets) < 40


@pytest.mark.parametrize("make", [HeaderBrowser, TagSorter, ElementEditor])
def test_every_control_has_a_label_and_a_tooltip(make: Any, ct: Dataset) -> None:
    controls = [
        widget
        for widget in inside(make(ct).view)
        if not isinstance(widget, ipywidgets.HTML | ipywidgets.Box)
    ]
    assert len(controls) >= 6
    for control in controls:
        assert control.description.strip(), type(control)
        assert control.tooltip, control.description


@pytest.mark.parametrize("make", [HeaderBrowser, TagSorter, ElementEditor])
def test_no_description_is_read_as_html(make: Any, hostile: Dataset) -> None:
    for widget in inside(make(hostile).view):
        assert not getattr(widget, "description_allow_html", False)


@pytest.mark.parametrize("make", [HeaderBrowser, TagSorter, ElementEditor])
def test_the_view_is_built_once(make: Any, ct: Dataset) -> None:
    widget = make(ct)
    assert widget.view is widget.view


def test_typing_in_the_search_shortens_the_list(ct: Dataset) -> None:
    view = BrowserView(HeaderBrowser(ct).model)
    view.search.value = "birth"
    assert [path for _, path in view.elements.options] == ["PatientBirthDate"]
    assert "1 of" in view.status.value
    assert "Birth Date" in view.why.value
    view.search.value = "nowhere"
    assert view.elements.options == ()
    assert view.why.value == ""
    view.search.value = ""
    assert len(view.elements.options) == len(view.model.rows)
    assert view.elements.value == view.model.selected


def test_choosing_a_verdict_filters_the_list(ct: Dataset) -> None:
    view = BrowserView(HeaderBrowser(ct).model)
    view.show.value = "depends"
    assert len(view.elements.options) == view.model.counts()["depends"]


def test_walking_through_the_list_changes_the_why_panel(ct: Dataset) -> None:
    view = BrowserView(HeaderBrowser(ct).model)
    before = view.why.value
    view.elements.index = 5
    assert view.why.value != before
    assert view.model.selected == view.elements.value


def test_folding_shortens_the_list(nested: Dataset) -> None:
    view = BrowserView(HeaderBrowser(nested, select="RequestAttributesSequence").model)
    view.fold.click()
    assert len(view.elements.options) == 4
    assert view.elements.value == "RequestAttributesSequence"
    view.arrange.value = "table"
    assert view.fold.disabled
    assert len(view.elements.options) == 10


def test_pages_can_be_turned_only_where_there_are_pages(make_long: Any, ct: Dataset) -> None:
    assert BrowserView(HeaderBrowser(ct).model).on.layout.display == "none"
    view = BrowserView(HeaderBrowser(make_long(2500)).model)
    first = view.elements.options[0]
    assert view.on.layout.display != "none"
    view.on.click()
    assert view.elements.options[0] != first
    view.back.click()
    assert view.elements.options[0] == first


def test_sorting_gives_feedback_at_once_and_next_moves_on(ct: Dataset) -> None:
    view = SorterView(TagSorter(ct, tags=["PatientName", "KVP"]).model)
    assert view.feedback.value == ""
    view.piles["unsafe"].click()
    assert "Right: unsafe." in view.feedback.value
    assert 'role="alert"' in view.feedback.value
    assert "score 1 of 1" in view.status.value
    assert view.tags.options[0][0] == "✓ Patient's Name: unsafe, right"
    view.next.click()
    assert view.feedback.value == ""
    assert "KVP" in view.card.value
    view.piles["safe"].click()
    assert "Finished" in view.summary.value
    assert view.again.layout.display != "none"
    view.again.click()
    assert view.summary.value == ""


def test_an_earlier_tag_can_be_read_again(ct: Dataset) -> None:
    view = SorterView(TagSorter(ct, tags=["PatientName", "KVP"]).model)
    view.piles["safe"].click()
    view.next.click()
    view.tags.value = 0
    assert "Not yet: you said safe" in view.feedback.value


def test_a_refusal_shows_while_typing(ct: Dataset) -> None:
    view = EditorView(ElementEditor(ct, select="PatientBirthDate").model)
    view.value.value = "1942-11-04"
    assert "must be a DA of the form YYYYMMDD" in view.judgement.value
    view.value.value = "19421104"
    assert "allowed" in view.judgement.value
    view.replace.click()
    assert "19421104" in view.changes.value
    assert view.model.ds.PatientBirthDate == "19421104"
    view.undo.click()
    assert "nothing is changed" in view.changes.value
    assert view.value.value == view.model.value
    view.redo.click()
    assert view.value.value == "19421104"


def test_a_type_1_element_is_refused_and_can_be_forced(ct: Dataset) -> None:
    view = EditorView(ElementEditor(ct, select="SOPInstanceUID").model)
    view.remove.click()
    assert "Type 1" in view.said.value
    assert "SOPInstanceUID" in view.model.ds
    view.force.value = True
    view.remove.click()
    assert "Forced" in view.said.value
    assert "SOPInstanceUID" not in view.model.ds


def test_searching_in_the_editor_moves_to_the_first_match(ct: Dataset) -> None:
    view = EditorView(ElementEditor(ct).model)
    view.search.value = "patient's name"
    assert view.model.path == "PatientName"
    assert view.value.value == str(ct.PatientName)


def test_adding_is_judged_while_typing(ct: Dataset) -> None:
    view = EditorView(ElementEditor(ct).model)
    view.new_path.value = "PatientCom"
    assert "✗" in view.judged_new.value
    view.new_path.value = "PatientComments"
    view.new_value.value = "none"
    assert "allowed" in view.judged_new.value
    view.add.click()
    assert view.model.ds.PatientComments == "none"
    assert view.new_path.value == ""
    assert view.model.path == "PatientComments"


def test_saving_reports_the_new_file(ct: Dataset, tmp_path: Any) -> None:
    view = EditorView(ElementEditor(ct).model)
    view.save_as.value = str(tmp_path / "edited.dcm")
    view.save.click()
    assert "read back and compared" in view.said.value
    assert (tmp_path / "edited.dcm").exists()
    view.save.click()
    assert "Not saved." in view.said.value


def test_text_of_several_lines_has_a_field_of_several_lines(ct: Dataset) -> None:
    ct.PatientComments = "one\ntwo"
    view = EditorView(ElementEditor(ct, select="PatientComments").model)
    assert (view.value.layout.display, view.lines.layout.display) == ("none", "")
    view.lines.value = "one\ntwo\nthree"
    assert "allowed" in view.judgement.value
    view.replace.click()
    assert view.model.ds.PatientComments == "one\ntwo\nthree"
    view.elements.value = "PatientName"
    assert (view.value.layout.display, view.lines.layout.display) == ("", "none")
