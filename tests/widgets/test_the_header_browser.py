from __future__ import annotations

from typing import Any

import pytest
from pydicom import Dataset

from dcmteach import HeaderBrowser
from dcmteach.errors import DcmteachError
from dcmteach.widgets.browser_model import PAGE, BrowserModel, parent


def paths(model: BrowserModel) -> list[str]:
    return [row.path for row in model.visible]


def test_it_lists_every_element_at_any_depth(nested: Dataset) -> None:
    assert paths(BrowserModel(nested)) == [
        "SOPClassUID",
        "ReferencedStudySequence",
        "PatientName",
        "RequestAttributesSequence",
        "RequestAttributesSequence[0].ScheduledProtocolCodeSequence",
        "RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeValue",
        "RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeMeaning",
        "RequestAttributesSequence[0].ScheduledProtocolCodeSequence[1].CodeValue",
        "RequestAttributesSequence[0].ScheduledProtocolCodeSequence[1].CodeMeaning",
        "RequestAttributesSequence[0].ScheduledProcedureStepID",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("patientname", "PatientName"),
        ("PATIENT'S NAME", "PatientName"),
        ("0010,0010", "PatientName"),
        ("doe^jane", "PatientName"),
        ("step-1", "RequestAttributesSequence[0].ScheduledProcedureStepID"),
    ],
)
def test_search_looks_at_path_name_tag_and_value(nested: Dataset, text: str, found: str) -> None:
    model = BrowserModel(nested)
    model.search(text)
    assert paths(model) == [found]
    assert model.selected == found


def test_search_looks_inside_private_and_byte_values() -> None:
    ds = Dataset()
    ds.PatientName = "Doe^Jane"
    block = ds.private_block(0x0029, "MAKER", create=True)
    block.add_new(0x10, "OB", b"\x00\x01...Doe^Jane...\xff")
    model = BrowserModel(ds)
    model.search("doe^jane")
    assert paths(model) == ["PatientName", "(0029,1010)"]


def test_a_search_without_a_match_says_what_to_do(nested: Dataset) -> None:
    model = BrowserModel(nested)
    model.search("nowhere")
    assert model.status() == "None of 10 elements fits. Shorten the search or show everything."


def test_the_filter_leaves_one_verdict(ct: Dataset) -> None:
    model = BrowserModel(ct)
    counts = model.counts()
    for verdict in ("safe", "unsafe", "depends"):
        model.filter(verdict)
        assert len(model.visible) == counts[verdict]
        assert {model.verdicts[row.path].verdict for row in model.visible} <= {verdict}
    assert counts["safe"] + counts["unsafe"] + counts["depends"] == counts["everything"]


def test_the_filter_finds_where_the_sources_disagree(ct: Dataset) -> None:
    model = BrowserModel(ct)
    model.filter("disagree")
    assert model.visible
    assert all(model.verdicts[row.path].disagree for row in model.visible)


def test_an_unknown_option_is_refused_with_the_known_ones(ct: Dataset) -> None:
    with pytest.raises(DcmteachError, match="show must be one of everything, unsafe, depends"):
        HeaderBrowser(ct, show="bad")
    with pytest.raises(DcmteachError, match="arrange must be one of tree, table"):
        HeaderBrowser(ct, arrange="heap")


def test_an_unknown_element_to_select_is_refused(ct: Dataset) -> None:
    with pytest.raises(DcmteachError, match="no element at 'PatientShoeSize'"):
        HeaderBrowser(ct, select="PatientShoeSize")


def test_a_sequence_can_be_folded_and_unfolded(nested: Dataset) -> None:
    model = BrowserModel(nested)
    model.select("RequestAttributesSequence[0].ScheduledProtocolCodeSequence[1].CodeValue")
    model.fold()
    assert model.selected == "RequestAttributesSequence[0].ScheduledProtocolCodeSequence"
    assert len(model.visible) == 6
    assert "1 sequence folded" in model.status()
    assert "[folded]" in dict(map(reversed, model.options()))[model.selected]  # type: ignore[arg-type]
    model.fold()
    assert len(model.visible) == 10


def test_folding_an_element_outside_sequences_does_nothing(nested: Dataset) -> None:
    model = BrowserModel(nested)
    model.select("PatientName")
    model.fold()
    assert len(model.visible) == 10
    assert model.selected == "PatientName"


def test_the_parent_of_a_path_is_the_sequence_around_it() -> None:
    assert parent("ASequence[0].BSequence[12].CodeValue") == "ASequence[0].BSequence"
    assert parent("ASequence[3]") == ""
    assert parent("file_meta.TransferSyntaxUID") == ""
    assert parent("PatientName") == ""


def test_a_tree_is_indented_and_a_table_has_whole_paths(nested: Dataset) -> None:
    model = BrowserModel(nested)
    deep = "RequestAttributesSequence[0].ScheduledProcedureStepID"
    line = {path: label for label, path in model.options()}[deep]
    assert "\u00a0\u00a0(0040,0009)" in line
    model.arrange("table")
    line = {path: label for label, path in model.options()}[deep]
    assert deep in line


def test_the_why_panel_puts_the_sources_side_by_side(ct: Dataset) -> None:
    model = BrowserModel(ct)
    model.select("PatientName")
    html = model.why()
    verdict = model.verdicts["PatientName"]
    assert verdict.reason.replace("'", "&#x27;") in html
    assert len(verdict.sources) >= 2
    for opinion in verdict.sources:
        assert f'<th scope="col">{opinion.source}</th>' in html
        assert opinion.why.replace("'", "&#x27;") in html


def test_the_why_panel_says_when_sources_disagree(ct: Dataset) -> None:
    model = BrowserModel(ct)
    model.filter("disagree")
    assert "The sources disagree" in model.why()


def test_a_verdict_is_shown_as_a_sign_and_a_word(ct: Dataset) -> None:
    labels = [label for label, _ in BrowserModel(ct).options()]
    assert all(
        label.startswith(("·\u00a0safe", "×\u00a0unsafe", "?\u00a0depends")) for label in labels
    )


def test_a_very_long_header_is_cut_into_pages(make_long: Any) -> None:
    model = BrowserModel(make_long(2 * PAGE + 500))
    assert model.pages == 3
    assert len(model.options()) == PAGE
    model.turn_to(2)
    assert 0 < len(model.options()) < PAGE
    assert "page 3 of 3" in model.status()
    model.turn_to(99)
    assert model.page == 2
    model.search("patientid")
    assert model.pages == 1


def test_a_huge_value_is_cut(ct: Dataset) -> None:
    ds = Dataset()
    ds.TextValue = "x" * 2_000_000
    browser = HeaderBrowser(ds)
    assert len(browser.snapshot().html) < 10_000
    assert len(browser.model.options()[0][0]) < 200
    browser.model.search("x" * 100)
    assert browser.model.visible


def test_the_data_set_is_not_changed(ct: Dataset) -> None:
    before = ct.to_json()
    browser = HeaderBrowser(ct, search="patient", show="unsafe", arrange="table")
    browser.snapshot()
    assert browser.view is not None
    assert ct.to_json() == before
