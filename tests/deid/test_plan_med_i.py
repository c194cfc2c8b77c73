"""Med-I's two stages as a pair of recipes (M1, M2)."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from dcmteach.deid import Recipe, Secrets, apply, plan
from dcmteach.standard import med_i
from dcmteach.synth import sample

SECRETS = Secrets(b"a key for the tests of med-i")
STRATEGY = {"overwrite": {"replace", "remap"}, "clear": {"clear"}, "randomise": {"randomise"}}
IN_FILE_META = {
    "MediaStorageSOPInstanceUID",
    "SourceApplicationEntityTitle",
    "PrivateInformationCreatorUID",
    "PrivateInformation",
}


@pytest.mark.parametrize("stage", [1, 2])
def test_every_action_of_the_paper_is_a_rule(stage: int) -> None:
    rules = {rule.keyword: rule.strategy for rule in Recipe.load(f"med_i_stage{stage}").rules}
    for row in med_i.rows():
        action = row.stage1_action if stage == 1 else row.stage2_action
        if not row.keyword or not action or row.keyword in IN_FILE_META or action == "re-insert":
            continue
        if row.keyword == "RequestAttributesSequence":  # goes by what it holds
            continue
        assert rules[row.keyword] in STRATEGY.get(action, {action}), row.keyword


def test_stage_1_overwrites_clears_and_randomises_and_relations_hold() -> None:
    ds = sample("ct_thorax")
    result = apply(ds, plan(ds, "med_i_stage1"), SECRETS)
    assert result.PatientID == result.PatientName != ds.PatientID
    assert (result.PatientBirthDate, result.PatientSex, result.PatientAge) == ("", "", "")
    assert result.StudyDate not in {"", ds.StudyDate}
    assert result.StudyInstanceUID != ds.StudyInstanceUID
    assert result.FrameOfReferenceUID == ds.FrameOfReferenceUID
    assert result.file_meta.MediaStorageSOPInstanceUID == result.SOPInstanceUID
    assert "SourceApplicationEntityTitle" not in result.file_meta


def test_stage_2_removes_a_sequence_that_holds_an_unsafe_type_1c() -> None:
    ds = sample("ct_thorax")
    assert "RequestAttributesSequence" in ds
    made = plan(ds, "med_i_stage2")
    step = made.step("RequestAttributesSequence")
    assert step is not None
    assert step.strategy == "remove"
    assert "as a whole" in step.reason
    assert not [s for s in made if s.path.startswith("RequestAttributesSequence[")]
    result = apply(ds, made, SECRETS)
    assert "RequestAttributesSequence" not in result
    assert not [tag for tag in result.keys() if int(tag) & 0x10000]  # noqa: SIM118
    assert result.InstitutionName == ""


def test_only_med_i_takes_the_sequence_with_it() -> None:
    ds = sample("ct_thorax")
    recipe = Recipe(profile="none", rules=Recipe.load("med_i_stage2").rules)
    made = plan(ds, recipe)
    assert made.step("RequestAttributesSequence") is None
    assert made.step("RequestAttributesSequence[0].ScheduledProcedureStepID") is not None


def test_both_stages_one_after_the_other_leave_no_trace_of_the_patient() -> None:
    ds: Dataset = sample("ct_thorax")
    for stage in ("med_i_stage1", "med_i_stage2"):
        ds = apply(ds, plan(ds, stage), SECRETS)
    before = sample("ct_thorax")
    for keyword in ("PatientName", "PatientID", "AccessionNumber", "StudyID", "InstitutionName"):
        assert str(before[keyword].value) not in str(ds)


def test_sex_and_age_can_come_back_from_the_names_of_folders() -> None:
    recipe = Recipe.load("med_i_stage2").with_replacements(PatientSex="F", PatientAge="030Y")
    ds = sample("ct_thorax")
    result = apply(ds, plan(ds, recipe), SECRETS)
    assert (result.PatientSex, result.PatientAge) == ("F", "030Y")
