"""The editor works on a copy, tells what it did, and takes it back."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from pydicom.dataset import FileDataset

from dcmteach.edit import Editor
from dcmteach.errors import EditRefused
from dcmteach.header import read


def test_the_data_set_that_is_given_stays_as_it_is(ct: FileDataset) -> None:
    before = copy.deepcopy(ct)
    editor = Editor(ct)
    editor.replace("PatientName", "Case^001")
    editor.remove("OtherPatientIDsSequence[0]")
    editor.replace("OtherPatientIDsSequence[0].PatientID", "CASE-1")
    editor.replace("file_meta.SourceApplicationEntityTitle", "ARCHIVE")
    assert ct == before
    assert ct.file_meta == before.file_meta


def test_the_history_is_told_in_sentences(ct: FileDataset) -> None:
    editor = Editor(ct)
    editor.replace("PatientName", "Case^001")
    editor.clear("PatientID")
    editor.remove("PatientWeight")
    editor.add("PatientComments", "none")
    assert editor.describe() == [
        "PatientName: overwritten, from 'CompressedSamples^CT1' to 'Case^001'.",
        "PatientID: cleared; it held '1CT1'.",
        "PatientWeight: removed; it held '0.000000'.",
        "PatientComments: added, holding 'none'.",
    ]
    assert str(editor).startswith("1. PatientName: overwritten")


def test_the_history_can_be_told_without_values(ct: FileDataset) -> None:
    editor = Editor(ct)
    editor.replace("PatientName", "Anna Smith")
    editor.remove("PatientID", force=True)
    assert editor.describe(values=False) == [
        "PatientName: overwritten.",
        "PatientID: removed. Forced, against Type 2 (PS3.5 7.4.3).",
    ]
    assert "Anna" not in repr(editor.history)
    assert "1CT1" not in repr(editor.history)


def test_undo_and_redo_walk_through_every_edit(ct: FileDataset) -> None:
    editor = Editor(ct)
    editor.replace("PatientName", "Case^001")
    editor.clear("PatientID")
    editor.remove("PatientWeight")
    editor.add("PatientComments", "none")
    editor.remove("file_meta.SourceApplicationEntityTitle")
    edited = copy.deepcopy(editor.dataset)
    while editor.can_undo:
        editor.undo()
    assert editor.dataset == ct
    assert editor.dataset.file_meta == ct.file_meta
    assert editor.history == ()
    while editor.can_redo:
        editor.redo()
    assert editor.dataset == edited
    assert editor.dataset.file_meta == edited.file_meta
    assert len(editor.history) == 5


def test_undo_returns_what_it_took_back(ct: FileDataset) -> None:
    editor = Editor(ct)
    change = editor.clear("PatientID")
    assert editor.undo() is change
    assert editor.dataset.PatientID == "1CT1"
    assert editor.redo() is change


def test_a_new_edit_forgets_what_was_undone(ct: FileDataset) -> None:
    editor = Editor(ct)
    editor.clear("PatientID")
    editor.undo()
    editor.replace("PatientID", "CASE-1")
    with pytest.raises(EditRefused, match="There is nothing to redo"):
        editor.redo()


def test_there_is_nothing_to_undo_at_the_start(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="There is nothing to undo"):
        Editor(ct).undo()


def test_a_refused_edit_leaves_no_trace(ct: FileDataset) -> None:
    editor = Editor(ct)
    editor.clear("PatientID")
    editor.undo()
    with pytest.raises(EditRefused):
        editor.remove("SOPInstanceUID")
    assert editor.history == ()
    assert editor.can_redo
    assert editor.dataset == ct


def test_the_history_shows_as_escaped_html(ct: FileDataset) -> None:
    editor = Editor(ct)
    assert editor._repr_html_() == "<p>No edits yet.</p>"
    editor.replace("PatientName", "<img src=x onerror=alert(1)>")
    assert "<img" not in editor._repr_html_()
    assert "&lt;img src=x" in editor._repr_html_()


def test_control_characters_of_a_file_do_not_reach_the_terminal(ct: FileDataset) -> None:
    ct.PatientID = "\x1b[31mred"
    editor = Editor(ct)
    editor.clear("PatientID")
    assert "\x1b" not in str(editor)


def test_the_editor_saves_its_copy(ct: FileDataset, tmp_path: Path) -> None:
    editor = Editor(ct)
    editor.replace("PatientName", "Case^001")
    assert read(editor.save(tmp_path / "out.dcm")).PatientName == "Case^001"
    assert ct.PatientName == "CompressedSamples^CT1"
