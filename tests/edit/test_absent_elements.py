"""An element that is not there, or not spelt right, is met with the next step."""

from __future__ import annotations

import pytest
from pydicom.dataset import FileDataset

from dcmteach.edit import add, clear, remove, replace
from dcmteach.errors import EditRefused, PathError


def test_replacing_an_absent_element_points_to_add(ct: FileDataset) -> None:
    with pytest.raises(EditRefused) as refused:
        replace(ct, "PatientComments", "none")
    assert str(refused.value) == (
        "This data set has no PatientComments, so it cannot be overwritten. "
        "To create it, use add(ds, 'PatientComments', …)."
    )


def test_removing_an_absent_element_names_a_similar_one_that_is_there(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="Did you mean OtherPatientIDsSequence") as refused:
        remove(ct, "OtherPatientIDs")
    assert "cannot be removed" in str(refused.value)


@pytest.mark.parametrize("operation", [clear, remove])
def test_a_misspelt_keyword_is_met_with_the_right_one(ct: FileDataset, operation: object) -> None:
    with pytest.raises(PathError, match="Did you mean PatientName"):
        operation(ct, "PatientNmae")  # type: ignore[operator]


def test_adding_what_is_there_points_to_replace(ct: FileDataset) -> None:
    with pytest.raises(EditRefused) as refused:
        add(ct, "PatientName", "Case^001")
    assert str(refused.value) == "PatientName is there already. Overwrite it with replace()."


def test_adding_looks_the_vr_up(ct: FileDataset) -> None:
    change = add(ct, "PatientComments", "Moved to ward 7")
    assert ct["PatientComments"].VR == "LT"
    assert change.describe() == "PatientComments: added, holding 'Moved to ward 7'."


def test_adding_with_another_vr_is_refused_unless_forced(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="PatientComments is an LT, not an LO"):
        add(ct, "PatientComments", "x", vr="LO")
    assert add(ct, "PatientComments", "x", vr="LO", force=True).forced


def test_an_ambiguous_vr_is_settled_by_the_data_set(ct: FileDataset) -> None:
    add(ct, "SmallestImagePixelValue", -5)
    assert ct.PixelRepresentation == 1
    assert ct["SmallestImagePixelValue"].VR == "SS"


def test_an_element_outside_the_dictionary_needs_its_vr(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match=r"its VR cannot be looked up. Say what it is"):
        add(ct, (0x0008, 0xFFF0), "x")
    add(ct, (0x0008, 0xFFF0), "x", vr="LO")
    assert ct[0x0008, 0xFFF0].value == "x"


def test_a_vr_that_does_not_exist_is_refused(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="'QQ' is no value representation"):
        add(ct, "PatientComments", "x", vr="QQ")
