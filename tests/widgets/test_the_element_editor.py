from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread
from pydicom.filewriter import dcmwrite

from dcmteach import ElementEditor
from dcmteach.errors import DcmteachError
from dcmteach.widgets.editor_model import EditorModel


def test_the_given_data_set_is_never_changed(ct: Dataset) -> None:
    before = ct.to_json()
    editor = EditorModel(ct)
    editor.select("PatientName")
    editor.type("Case^001")
    assert editor.replace()
    editor.select("PatientID")
    editor.clear()
    editor.new_path, editor.new_value = "PatientComments", "edited"
    assert editor.add()
    assert ct.to_json() == before
    assert str(editor.ds.PatientName) == "Case^001"


def test_typing_changes_nothing_until_replace_is_pressed(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("PatientName")
    editor.type("Case^001")
    assert str(editor.ds.PatientName) == str(ct.PatientName)


def test_an_unchanged_value_is_neither_praised_nor_refused(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("PatientName")
    assert editor.judgement.kind == "info"
    assert "Nothing typed yet" in editor.judgement.summary


def test_a_value_its_vr_forbids_is_refused_with_the_next_step(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("PatientBirthDate")
    said = editor.type("1942-11-04")
    assert said.kind == "bad"
    assert "must be a DA of the form YYYYMMDD" in said.summary
    assert "Write '19421104'" in said.summary
    assert not editor.replace()
    assert editor.said[0] == "bad"
    assert "PatientBirthDate" in editor.said[1]


def test_a_name_without_its_separator_is_allowed_with_a_hint(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("PatientName")
    said = editor.type("Jane Doe")
    assert said.kind == "warn"
    assert "perhaps not meant" in said.summary


def test_an_empty_value_is_judged_like_clearing(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("SOPInstanceUID")
    assert editor.type("").kind == "bad"
    assert "Type 1" in editor.judgement.summary
    editor.select("PatientName")
    assert editor.type("").kind == "good"


def test_numbers_are_typed_as_text(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("InstanceNumber")
    assert editor.type("17").kind == "good"
    assert editor.replace()
    assert editor.ds.InstanceNumber == 17
    editor.select("Rows")
    assert editor.type("many").kind == "bad"


def test_several_values_are_separated_by_backslashes(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("ImageType")
    assert editor.value == "\\".join(ct.ImageType)
    editor.type("DERIVED\\SECONDARY\\AXIAL")
    assert editor.replace()
    assert list(editor.ds.ImageType) == ["DERIVED", "SECONDARY", "AXIAL"]


def test_bytes_and_sequences_are_not_typed(ct: Dataset, nested: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("PixelData")
    assert "bytes" in editor.judgement.summary
    editor = EditorModel(nested)
    editor.select("RequestAttributesSequence")
    assert "A sequence is not typed" in editor.judgement.summary


def test_an_element_inside_a_sequence_can_be_edited(nested: Dataset) -> None:
    editor = EditorModel(nested)
    editor.select("RequestAttributesSequence[0].ScheduledProtocolCodeSequence[1].CodeMeaning")
    editor.type("Thorax")
    assert editor.replace()
    codes = editor.ds.RequestAttributesSequence[0].ScheduledProtocolCodeSequence
    assert [code.CodeMeaning for code in codes] == ["Chest", "Thorax"]


def test_what_is_allowed_is_said_before_anything_is_pressed(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("SOPInstanceUID")
    html = editor.element_html()
    assert html.count("✗ refused") == 2
    assert "Type 1 in a CT image" in html


def test_a_refused_removal_names_the_rule_and_the_alternative(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("SOPInstanceUID")
    assert not editor.remove()
    assert editor.said[1].startswith("Refused. SOPInstanceUID cannot be removed: it is Type 1")
    assert "Rule: Type 1 (PS3.5 7.4.1)." in editor.said[1]
    assert "Overwrite it" in editor.said[1]


def test_force_overrides_and_is_recorded(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("SOPInstanceUID")
    editor.force = True
    assert editor.remove()
    assert editor.editor.history[-1].forced
    assert "Forced" in editor.said[1]


def test_every_change_can_be_undone_and_done_again(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("PatientName")
    editor.type("Case^001")
    editor.replace()
    editor.clear()
    assert len(editor.changes) == 1
    assert editor.undo()
    assert str(editor.ds.PatientName) == "Case^001"
    assert editor.undo()
    assert len(editor.changes) == 0
    assert not editor.undo()
    assert editor.said[1] == "There is nothing to undo."
    assert editor.redo()
    assert str(editor.ds.PatientName) == "Case^001"
    assert editor.redo()
    assert not editor.redo()


def test_a_removed_element_comes_back_selected_by_undo(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("PatientAge")
    assert editor.remove()
    assert editor.path != "PatientAge"
    assert editor.undo()
    assert editor.path == "PatientAge"


def test_before_and_after_stand_side_by_side(ct: Dataset) -> None:
    editor = EditorModel(ct)
    assert "nothing is changed yet" in editor.changes_html()
    editor.select("PatientName")
    editor.type("Case^001")
    editor.replace()
    html = editor.changes_html()
    assert str(ct.PatientName) in html
    assert "Case^001" in html
    assert "1 element changed" in html


def test_adding_what_is_there_is_refused_while_typing(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.new_path = "PatientName"
    assert editor.new_judgement is not None
    assert "there already" in editor.new_judgement.summary
    editor.new_path = "NoSuchThing"
    assert editor.new_judgement.kind == "bad"
    assert not editor.add()


def test_adding_without_a_name_says_what_to_do(ct: Dataset) -> None:
    editor = EditorModel(ct)
    assert not editor.add()
    assert editor.said[1].startswith("Name the element to add first")


def test_a_saved_file_holds_the_edits_and_the_source_is_untouched(
    ct: Dataset, tmp_path: Path
) -> None:
    source = tmp_path / "source.dcm"
    dcmwrite(source, ct)
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    editor = EditorModel(dcmread(source))
    editor.select("PatientName")
    editor.type("Case^001")
    editor.replace()
    assert editor.save(str(tmp_path / "edited.dcm"))
    assert str(dcmread(tmp_path / "edited.dcm").PatientName) == "Case^001"
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before


def test_the_source_is_never_overwritten(ct: Dataset, tmp_path: Path) -> None:
    source = tmp_path / "source.dcm"
    dcmwrite(source, ct)
    before = source.read_bytes()
    widget = ElementEditor(source)
    assert not widget.model.save(str(source))
    assert widget.model.said[0] == "bad"
    assert source.read_bytes() == before


def test_no_other_file_is_overwritten_either(ct: Dataset, tmp_path: Path) -> None:
    other = tmp_path / "other.dcm"
    other.write_text("mine")
    editor = EditorModel(ct)
    assert not editor.save(str(other))
    assert other.read_text() == "mine"


@pytest.mark.parametrize("name", ["", "   "])
def test_saving_needs_a_name(ct: Dataset, name: str) -> None:
    editor = EditorModel(ct)
    assert not editor.save(name)
    assert "Name a file first" in editor.said[1]


def test_saving_into_a_folder_that_is_not_there_is_refused(ct: Dataset, tmp_path: Path) -> None:
    editor = EditorModel(ct)
    assert not editor.save(str(tmp_path / "nowhere" / "x.dcm"))
    assert editor.said[1].startswith("Not saved.")


def test_an_unknown_element_to_select_is_refused(ct: Dataset) -> None:
    with pytest.raises(DcmteachError, match="no element at 'PatientShoeSize'"):
        ElementEditor(ct, select="PatientShoeSize")


def test_a_value_too_long_to_type_is_not_offered_cut_short(ct: Dataset) -> None:
    ct.add_new(0x00089459, "FL", [0.1] * 500)
    ct.TextValue = "x" * 100_000
    editor = EditorModel(ct)
    long = [row.path for row in editor.elements.rows if row.tag in {0x00089459, 0x0040A160}]
    assert len(long) == 2
    for path in long:
        editor.select(path)
        assert editor.typed == ""
        assert "too long" in editor.judgement.summary
        assert not editor.replace()
        assert editor.said[1] == "Type a new value first."
        assert len(editor.changes) == 0


def test_a_text_of_several_lines_keeps_them(ct: Dataset) -> None:
    ct.PatientComments = "one\r\ntwo"
    editor = EditorModel(ct)
    editor.select("PatientComments")
    assert editor.many_lines
    editor.type("one\r\ntwo\r\nthree")
    assert editor.replace()
    assert editor.ds.PatientComments == "one\r\ntwo\r\nthree"
    editor.select("PatientName")
    assert not editor.many_lines


def test_pressing_replace_without_typing_changes_nothing(ct: Dataset) -> None:
    editor = EditorModel(ct)
    editor.select("PatientName")
    assert not editor.replace()
    assert editor.editor.history == ()
