"""What an element's Type forbids is refused with the rule, unless it is forced (PS3.5 7.4)."""

from __future__ import annotations

import pytest
from pydicom.dataset import FileDataset

from dcmteach.edit import add, clear, remove, replace
from dcmteach.errors import EditRefused


def test_a_type_1_element_cannot_be_removed(ct: FileDataset) -> None:
    with pytest.raises(EditRefused) as refused:
        remove(ct, "SOPInstanceUID")
    assert str(refused.value) == (
        "SOPInstanceUID cannot be removed: it is Type 1 in a CT image, so it must be there and "
        "must have a value (PS3.5 7.4.1). Overwrite it with replace()."
    )
    assert refused.value.rule == "Type 1 (PS3.5 7.4.1)"
    assert refused.value.path == "SOPInstanceUID"
    assert "SOPInstanceUID" in ct


def test_a_type_1_element_cannot_be_cleared_by_any_spelling(ct: FileDataset) -> None:
    before = ct.SOPInstanceUID
    with pytest.raises(EditRefused, match="cannot be cleared: it is Type 1"):
        clear(ct, "SOPInstanceUID")
    for nothing in (None, "", "  ", []):
        with pytest.raises(EditRefused, match="cannot be cleared: it is Type 1"):
            replace(ct, "SOPInstanceUID", nothing)
    assert before == ct.SOPInstanceUID


def test_a_type_2_element_cannot_be_removed_but_cleared(ct: FileDataset) -> None:
    with pytest.raises(EditRefused) as refused:
        remove(ct, "PatientName")
    assert "it is Type 2 in a CT image, so it must be there, but may be empty" in str(refused.value)
    assert refused.value.alternatives == ("Empty it with clear(), or overwrite it with replace().",)
    clear(ct, "PatientName")
    assert "PatientName" in ct
    assert ct.PatientName == ""


def test_a_type_3_element_may_be_removed_and_cleared(ct: FileDataset) -> None:
    clear(ct, "PatientWeight")
    assert ct.PatientWeight is None
    change = remove(ct, "PatientWeight")
    assert "PatientWeight" not in ct
    assert (change.operation, change.type, change.forced) == ("remove", "3", False)


@pytest.mark.parametrize("operation", [clear, remove])
def test_a_type_1c_refusal_says_that_the_condition_cannot_be_checked_here(
    ct: FileDataset, operation: object
) -> None:
    with pytest.raises(EditRefused, match="that condition cannot be checked here") as refused:
        operation(ct, "PixelData")  # type: ignore[operator]
    assert refused.value.rule == "Type 1C (PS3.5 7.4.2)"
    assert "If you know that the condition does not hold" in str(refused.value)


def test_a_type_2c_element_may_be_cleared_but_not_removed(ct: FileDataset) -> None:
    ct.Laterality = "L"
    with pytest.raises(EditRefused, match="that condition cannot be checked here") as refused:
        remove(ct, "Laterality")
    assert refused.value.rule == "Type 2C (PS3.5 7.4.4)"
    clear(ct, "Laterality")
    assert ct.Laterality == ""


def test_force_overrides_the_type_and_is_recorded(ct: FileDataset) -> None:
    change = remove(ct, "PatientName", force=True)
    assert "PatientName" not in ct
    assert change.forced
    assert change.overridden == ("Type 2 (PS3.5 7.4.3)",)
    assert "Forced, against Type 2 (PS3.5 7.4.3)." in change.describe()


def test_force_is_not_recorded_where_no_rule_was_in_the_way(ct: FileDataset) -> None:
    assert not replace(ct, "PatientName", "Case^001", force=True).forced


def test_force_overrides_the_form_but_never_what_cannot_be_encoded(ct: FileDataset) -> None:
    change = replace(ct, "AccessionNumber", "x" * 20, force=True)
    assert ct.AccessionNumber == "x" * 20
    assert change.overridden == ("PS3.5 6.2",)
    with pytest.raises(EditRefused, match="must be a US, an integer from 0 to 65535"):
        replace(ct, "Rows", 10**6, force=True)
    with pytest.raises(EditRefused, match="cannot be written as IS at all"):
        replace(ct, "SeriesNumber", "seven", force=True)
    with pytest.raises(EditRefused, match="65534 bytes"):
        replace(ct, "PatientID", "x" * 70_000, force=True)


def test_a_type_1_element_cannot_be_added_without_a_value(ct: FileDataset) -> None:
    del ct.SOPInstanceUID
    with pytest.raises(EditRefused, match="cannot be added without a value: it is Type 1"):
        add(ct, "SOPInstanceUID")
    add(ct, "SOPInstanceUID", "1.2.3")
    assert ct.SOPInstanceUID == "1.2.3"


def test_the_correction_for_a_type_1_element_does_not_offer_clear(ct: FileDataset) -> None:
    with pytest.raises(EditRefused) as refused:
        replace(ct, "SOPInstanceUID", "1.02.3")
    assert "Write '1.2.3'." in str(refused.value)
    assert "clear()" not in str(refused.value)


def test_the_sop_class_is_not_overwritten_unless_forced(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="says what kind of object this is"):
        replace(ct, "SOPClassUID", "1.2.840.10008.5.1.4.1.1.4")
    assert replace(ct, "SOPClassUID", "1.2.840.10008.5.1.4.1.1.4", force=True).forced


def test_an_unknown_sop_class_has_no_types_and_forbids_nothing(ct: FileDataset) -> None:
    ct.SOPClassUID = "1.2.3.4"
    assert remove(ct, "PatientName").type is None
