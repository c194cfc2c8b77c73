"""Rules: what they match, which of several counts, and what each strategy does."""

from __future__ import annotations

import io

import pydicom
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

from dcmteach.deid import Recipe, Rule, Secrets, apply, plan
from dcmteach.errors import DcmteachError

SECRETS = Secrets(b"a key for the tests of rules")


@pytest.fixture
def ct() -> FileDataset:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", "1.2.826.0.1.3680043.99.1"
    ds.PatientName, ds.PatientID = "Vonmoos^Ida", "VI-300"
    ds.StudyDescription, ds.SeriesDescription = "Thorax", "Lung 1.0"
    ds.StudyDate, ds.SeriesDate, ds.StudyTime = "20230405", "20230405", "101112"
    steps = []
    for number in ("A1", "A2"):
        item = Dataset()
        item.ScheduledProcedureStepID = number
        item.ScheduledProcedureStepDescription = "Thorax"
        steps.append(item)
    ds.RequestAttributesSequence = Sequence(steps)
    ds.private_block(0x0019, "MAKER", create=True).add_new(1, "LO", "b value")
    return ds


def applied(ds: Dataset, *rules: Rule, profile: str = "basic") -> FileDataset:
    recipe = Recipe(profile=profile, rules=rules)
    buffer = io.BytesIO()
    apply(ds, plan(ds, recipe), SECRETS).save_as(buffer, enforce_file_format=True)
    buffer.seek(0)
    return pydicom.dcmread(buffer)


@pytest.mark.parametrize(
    ("target", "matcher"),
    [
        ("StudyDescription", "keyword"),
        ("(0008,1030)", "tag"),
        ("00081030", "tag"),
        ("vr:LO", "vr"),
        ("creator:SIEMENS CSA HEADER", "creator"),
        ("RequestAttributesSequence[0].ScheduledProcedureStepID", "path"),
        ("RequestAttributesSequence.ScheduledProcedureStepID", "path"),
    ],
)
def test_a_rule_sees_what_its_target_is(target: str, matcher: str) -> None:
    assert Rule.on(target, "keep").matcher == matcher


def test_a_rule_comes_before_the_profile(ct: FileDataset) -> None:
    assert "StudyDescription" not in applied(ct)
    result = applied(ct, Rule("keep", keyword="StudyDescription"))
    assert result.StudyDescription == "Thorax"


def test_the_more_exact_rule_counts_and_of_equals_the_last(ct: FileDataset) -> None:
    rules = (
        Rule("keep", keyword="StudyDescription"),
        Rule("remove", vr="LO"),
        Rule("keep", keyword="SeriesDescription"),
        Rule("clear", tag="(0008,103E)"),
    )
    result = applied(ct, *rules)
    assert result.StudyDescription == "Thorax"
    assert result.SeriesDescription == ""


def test_a_path_counts_in_the_item_it_names(ct: FileDataset) -> None:
    result = applied(
        ct,
        Rule("clean", keyword="RequestAttributesSequence"),
        Rule("keep", path="RequestAttributesSequence.ScheduledProcedureStepID"),
        Rule("replace", "B9", path="RequestAttributesSequence[1].ScheduledProcedureStepID"),
    )
    found = [item.ScheduledProcedureStepID for item in result.RequestAttributesSequence]
    assert found == ["A1", "B9"]


def test_a_creator_keeps_its_block_and_its_reservation(ct: FileDataset) -> None:
    result = applied(ct, Rule("keep", creator="MAKER"))
    assert result.private_block(0x0019, "MAKER")[1].value == "b value"
    result = applied(ct, Rule.on("private:MAKER:(0019,xx01)", "keep"))
    assert result.private_block(0x0019, "MAKER")[1].value == "b value"


def test_the_eight_strategies(ct: FileDataset) -> None:
    result = applied(
        ct,
        Rule("keep", keyword="StudyTime"),
        Rule("replace", "{pseudonym} at rest", keyword="StudyDescription"),
        Rule("randomise", keyword="SeriesDate"),
        Rule("clear", keyword="SeriesDescription"),
        Rule("remove", keyword="RequestAttributesSequence"),
        Rule("remap", keyword="SOPInstanceUID"),
        Rule("shift", keyword="StudyDate"),
        Rule.on("private:MAKER:(0019,xx01)", "clean"),
    )
    assert result.StudyTime == "101112"
    assert result.StudyDescription == f"{result.PatientID} at rest"
    assert result.SeriesDate not in {"", "20230405", result.StudyDate}
    assert result.SeriesDescription == ""
    assert "RequestAttributesSequence" not in result
    assert result.SOPInstanceUID.startswith("2.25.")
    assert result.StudyDate not in {"", "20230405"}
    assert result[0x00191001].value == "b value"


def test_without_a_profile_only_rules_act(ct: FileDataset) -> None:
    result = applied(ct, Rule("replace", "X", keyword="PatientID"), profile="none")
    assert result.PatientID == "X"
    assert result.PatientName == "Vonmoos^Ida"
    assert result.SOPInstanceUID == "1.2.826.0.1.3680043.99.1"
    assert result[0x00191001].value == "b value"


def test_a_sequence_that_is_replaced_keeps_its_shape(ct: FileDataset) -> None:
    result = applied(ct, Rule("replace", keyword="RequestAttributesSequence"))
    assert len(result.RequestAttributesSequence) == 2
    assert "A1" not in str(result.RequestAttributesSequence)
    with pytest.raises(DcmteachError, match="A sequence cannot be replaced by a text"):
        Rule("replace", "x", keyword="RequestAttributesSequence")


@pytest.mark.parametrize(
    ("target", "strategy", "value", "message"),
    [
        ("PatientSex", "replace", "female", "PatientSex must be"),
        ("Rows", "replace", "many", "'many' is not a number"),
        ("file_meta.TransferSyntaxUID", "keep", None, "always written anew"),
        ("SourceApplicationEntityTitle", "keep", None, "always written anew"),
        ("vr:QQ", "keep", None, "'QQ' is not a VR"),
        ("PatientName", "shred", None, "'shred' is not a strategy"),
        ("Sequence[x].PatientName", "keep", None, "is not a path"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(
    target: str, strategy: str, value: str | None, message: str
) -> None:
    with pytest.raises(DcmteachError, match=message):
        Rule.on(target, strategy, value)


def test_the_values_of_a_recipe_are_told_by_the_plan_only_on_request(ct: FileDataset) -> None:
    recipe = Recipe.load("basic").with_replacements(PatientName="Nobody^At^All")
    made = plan(ct, recipe)
    assert "Nobody" not in made.describe()
    assert "Nobody^At^All" in made.describe(show_values=True)


INNER = "RequestAttributesSequence.ScheduledProcedureStepID"
IDLE = (
    f"The rule for path {INNER} (keep) does nothing: RequestAttributesSequence around it is "
    "removed as a whole. To go into its items, add a rule that cleans RequestAttributesSequence."
)


def test_a_path_into_a_sequence_that_goes_is_told_by_plan_and_recipe(ct: FileDataset) -> None:
    recipe = Recipe(rules=(Rule("keep", path=INNER),))
    assert plan(ct, recipe).idle == (IDLE,)
    assert IDLE in plan(ct, recipe).describe()
    assert IDLE in str(plan(ct, recipe))
    assert IDLE in recipe.describe()
    cleaned = recipe.with_rules(Rule("clean", keyword="RequestAttributesSequence"))
    for silent in (cleaned, Recipe(rules=(Rule("remove", path=INNER),)), Recipe()):
        assert plan(ct, silent).idle == ()
        assert "does nothing" not in silent.describe()
    del ct.RequestAttributesSequence
    assert plan(ct, recipe).idle == ()
