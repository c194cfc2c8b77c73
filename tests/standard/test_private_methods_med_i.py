"""The safe private list, the method codes, and the radiologists' table."""

from __future__ import annotations

import pytest
from pydicom.sr.codedict import codes as pydicom_codes

from dcmteach.errors import DcmteachError
from dcmteach.standard import med_i, methods, private, profile


def test_the_safe_list_has_479_entries():
    assert len(list(private.rows())) == 479


@pytest.mark.parametrize("block", [0x10, 0x11, 0xFF])
def test_a_safe_attribute_is_found_in_whatever_block_it_sits(block):
    tag = (0x01F1, block << 8 | 0x26)
    assert private.is_safe(tag, "ELSCINT1")
    assert private.row(tag, "ELSCINT1").vr == "DS"


def test_only_its_own_creator_makes_an_attribute_safe():
    assert private.is_safe((0x7053, 0x1000), "Philips PET Private Group")
    assert private.is_safe((0x7053, 0x1000), "Philips PET Private Group ")
    assert not private.is_safe((0x7053, 0x1000), "PHILIPS PET PRIVATE GROUP")
    assert not private.is_safe((0x7053, 0x1000), "ELSCINT1")
    assert not private.is_safe((0x7053, 0x1000), "")
    assert not private.is_safe((0x7053, 0x1001), "Philips PET Private Group")


def test_a_reservation_stays_where_its_creator_has_something_safe():
    assert private.is_safe((0x01F1, 0x0010), "ELSCINT1")
    assert not private.is_safe((0x07A1, 0x0010), "ELSCINT1")
    assert not private.is_safe((0x01F1, 0x0010), "SOMEONE ELSE")


def test_standard_attributes_are_never_on_the_private_list():
    assert not private.is_safe("PatientName", "ELSCINT1")
    assert not private.is_safe((0x01F0, 0x1026), "ELSCINT1")
    assert not private.is_safe((0x01F1, 0x0026), "")


def test_each_option_has_its_code_as_pydicom_has_it():
    assert set(methods.codes()) == {
        "basic",
        *profile.OPTIONS,
        "clean-pixel-data",
        "clean-recognizable-visual-features",
    }
    known = {getattr(pydicom_codes.cid7050, name).value for name in pydicom_codes.cid7050.dir()}
    assert {code.value for code in methods.codes().values()} == known


def test_a_code_has_value_scheme_and_meaning():
    code = methods.code_for("basic")
    assert code == ("113100", "DCM", "Basic Application Confidentiality Profile")
    assert methods.code_for("retain-modified-dates").value == "113107"


def test_an_option_without_a_code_is_refused_with_those_that_have_one():
    with pytest.raises(DcmteachError, match="'everything' has no code in CID 7050") as caught:
        methods.code_for("everything")
    assert "clean-pixel-data" in str(caught.value)


@pytest.mark.parametrize(
    ("keyword", "status"),
    [
        ("PatientName", "done at source"),
        ("StudyDescription", "safe"),
        ("InstitutionName", "unsafe"),
        ("FrameOfReferenceUID", "safe"),
        ("IrradiationEventUID", "unsafe"),
        ("StudyDate", "done at source"),
    ],
)
def test_the_radiologists_verdicts(keyword, status):
    assert med_i.verdict(keyword).status == status


def test_what_the_radiologists_did_not_see_has_no_verdict():
    assert med_i.verdict("PatientAddress") is None
    assert med_i.verdict(0x00101040) is None


def test_every_private_attribute_has_the_row_of_all():
    row = med_i.verdict((0x01F1, 0x1026))
    assert row is med_i.verdict(0x00090010)
    assert (row.keyword, row.status, row.stage2_action) == ("", "unsafe", "remove")
    assert row.type is None


def test_actions_and_comparisons_are_said_in_our_words():
    rows = list(med_i.rows())
    assert len(rows) == 110
    actions = {action for row in rows for action in (row.stage1_action, row.stage2_action)}
    assert actions == {"", "overwrite", "clear", "remove", "randomise", "re-insert"}
    assert {row.status for row in rows} == {"safe", "unsafe", "done at source"}
    assert {row.across_patients for row in rows} == {"", "same", "differs"}


def test_the_papers_contradictions_are_marked():
    marked = {row.keyword for row in med_i.rows() if row.contradicts_itself}
    assert {"IrradiationEventUID", "FrameOfReferenceUID", "ProcedureCodeSequence"} <= marked
    assert "Rows" not in marked
    assert len(marked) == 11


def test_no_example_value_of_the_paper_is_shipped():
    text = " ".join(row.note for row in med_i.rows())
    text = text.replace("stage 1", "").replace("stage 2", "")
    assert not any(character.isdigit() for character in text)


def test_the_type_is_that_of_a_ct():
    assert med_i.verdict("PatientName").type == "2"
    assert med_i.verdict("InstitutionName").type == "3"
