"""Edits reach into sequences, and treat items as what they are (PS3.5 7.5)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom.dataset import Dataset, FileDataset

from dcmteach.edit import Editor, add, clear, remove, replace
from dcmteach.errors import EditRefused, PathError
from dcmteach.header import find, read


def test_an_element_in_an_item_is_overwritten(ct: FileDataset) -> None:
    change = replace(ct, "OtherPatientIDsSequence[0].PatientID", "CASE-1")
    assert ct.OtherPatientIDsSequence[0].PatientID == "CASE-1"
    assert change.path == "OtherPatientIDsSequence[0].PatientID"
    assert change.before == "ABCD1234"


def test_a_type_1_element_in_an_item_goes_with_its_sequence(ct: FileDataset) -> None:
    with pytest.raises(EditRefused) as refused:
        remove(ct, "OtherPatientIDsSequence[0].PatientID")
    assert "Or remove OtherPatientIDsSequence as a whole." in refused.value.alternatives
    remove(ct, "OtherPatientIDsSequence")
    assert "OtherPatientIDsSequence" not in ct


def test_a_path_that_ends_in_an_item_removes_that_item(ct: FileDataset) -> None:
    second = ct.OtherPatientIDsSequence[1].PatientID
    change = remove(ct, "OtherPatientIDsSequence[0]")
    assert len(ct.OtherPatientIDsSequence) == 1
    assert ct.OtherPatientIDsSequence[0].PatientID == second
    assert change.describe() == (
        "OtherPatientIDsSequence[0]: removed; it held an item of 2 elements."
    )


def test_the_only_item_of_a_type_1_sequence_stays() -> None:
    ds = Dataset()
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.9.1.1"
    ds.WaveformSequence = [Dataset()]
    with pytest.raises(EditRefused, match="cannot be left without items: it is Type 1"):
        remove(ds, "WaveformSequence[0]")
    with pytest.raises(EditRefused, match="must have at least one item"):
        clear(ds, "WaveformSequence")


def test_an_item_that_is_not_there_cannot_be_removed(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match=r"has 2 items, numbered from 0: there is no item \[2\]"):
        remove(ct, "OtherPatientIDsSequence[2]")


def test_clearing_a_sequence_leaves_it_without_items(ct: FileDataset) -> None:
    change = clear(ct, "OtherPatientIDsSequence")
    assert "OtherPatientIDsSequence" in ct
    assert len(ct.OtherPatientIDsSequence) == 0
    assert change.describe() == "OtherPatientIDsSequence: cleared; it held 2 items."


def test_an_item_has_no_value_to_overwrite_or_clear(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="an item has no value of its own"):
        replace(ct, "OtherPatientIDsSequence[0]", "x")
    with pytest.raises(EditRefused, match="an item has no value to empty"):
        clear(ct, "OtherPatientIDsSequence[0]", force=True)


def test_an_item_is_added_at_the_end(ct: FileDataset) -> None:
    item = Dataset()
    item.PatientID = "THIRD"
    add(ct, "OtherPatientIDsSequence[2]", item)
    assert ct.OtherPatientIDsSequence[2].PatientID == "THIRD"
    with pytest.raises(EditRefused, match="an item is added at the end"):
        add(ct, "OtherPatientIDsSequence[7]", item)


def test_a_sequence_can_be_added_with_its_items(ct: FileDataset) -> None:
    item = Dataset()
    item.CodeValue = "113100"
    add(ct, "DeidentificationMethodCodeSequence", [item])
    assert ct.DeidentificationMethodCodeSequence[0].CodeValue == "113100"


def test_an_element_inside_an_absent_sequence_has_no_place(ct: FileDataset) -> None:
    with pytest.raises(PathError, match="no sequence RequestAttributesSequence"):
        add(ct, "RequestAttributesSequence[0].ScheduledProcedureStepID", "1")


def test_removing_an_item_can_be_undone(ct: FileDataset) -> None:
    editor = Editor(ct)
    editor.replace("OtherPatientIDsSequence[1].PatientID", "CASE-2")
    editor.remove("OtherPatientIDsSequence[1]")
    editor.remove("OtherPatientIDsSequence")
    for _ in range(3):
        editor.undo()
    assert editor.dataset == ct
    for _ in range(3):
        editor.redo()
    assert "OtherPatientIDsSequence" not in editor.dataset


def test_the_items_of_a_multi_frame_image_are_its_frames() -> None:
    ds = Dataset()
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2.1"
    ds.PerFrameFunctionalGroupsSequence = [Dataset(), Dataset()]
    with pytest.raises(EditRefused, match="describes one frame of the image"):
        remove(ds, "PerFrameFunctionalGroupsSequence[0]")


def test_what_an_item_brings_along_is_checked(ct: FileDataset) -> None:
    item = Dataset()
    item.CodeValue = "113100"
    with pytest.warns(UserWarning, match="exceeds the maximum length"):
        item.CodingSchemeDesignator = "x" * 17
    for path, value in (
        ("DeidentificationMethodCodeSequence", [item]),
        ("OtherPatientIDsSequence[2]", item),
    ):
        with pytest.raises(EditRefused) as refused:
            add(ct, path, value)
        assert "whose CodingSchemeDesignator must be an SH of at most 16 characters" in str(
            refused.value
        )


def test_an_edit_inside_a_sequence_stored_as_un_lasts_and_can_be_undone(
    ct: FileDataset, tmp_path: Path
) -> None:
    name = bytes.fromhex("1000 1000 04000000") + b"Anna"  # PatientName, implicit little endian
    stored = bytes.fromhex("FEFF 00E0") + len(name).to_bytes(4, "little") + name
    ct.private_block(0x0015, "MY LAB", create=True).add_new(0x01, "UN", stored)
    path = "(0015,1001)[0].PatientName"
    editor = Editor(ct)
    editor.replace(path, "Case^001")
    assert find(read(editor.save(tmp_path / "out.dcm")), path).value == "Case^001"
    editor.undo()
    assert editor.dataset[0x0015, 0x1001].value == stored
    assert editor.dataset == ct
    editor.redo()
    assert find(editor.dataset, path).value == "Case^001"
