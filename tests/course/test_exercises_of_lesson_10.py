"""Lesson 10 tells an auditor what was overlooked, and its answers are those of the library."""

import pytest

from dcmteach.course import check
from dcmteach.course.exercises import lesson_10, lesson_10_check
from dcmteach.deid import Secrets, apply, plan
from dcmteach.synth import sample
from dcmteach.verify import against_profile, conformance, leaks, leaks_in_path

LEFT = ["StudyDate", "InstitutionName", "AccessionNumber", "StudyInstanceUID"]
LEFT += ["PatientAddress", "AdditionalPatientHistory"]
WAYS = ["leaks", "conformance", "against_profile", "a person", "a person", "leaks"]


pytestmark = pytest.mark.usefixtures("strict")


@pytest.fixture(scope="module")
def outputs():
    before = sample("ct_thorax")

    def make():
        return apply(before, plan(before), Secrets(bytes(32)))

    return before, make


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ([*LEFT, "OperatorsName"], "whatever its keyword is"),
        ([*LEFT, "OtherPatientIDs"], "names this element itself"),
        (LEFT[:-1], "is not a person's name for the script"),
        ([*LEFT[:-2], LEFT[-1]], "begins with Patient"),
        (LEFT[1:], "does not look like a name"),
    ],
)
def test_what_the_script_treats_and_leaves_is_told_apart(answer, says):
    outcome = check("what-the-script-leaves", answer)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


def test_the_order_of_an_audit_does_not_matter():
    assert check("what-the-script-leaves", LEFT[::-1]).outcome == "correct"


@pytest.mark.parametrize(
    ("predicted", "proof", "says"),
    [
        ([], ["WindowCenterWidthExplanation"], "predict no leak"),
        (["WindowCenterWidthExplanation"], [], "The proof is empty"),
        (["WindowCenterWidthExplanation"], ["KVP"], "not those that"),
    ],
)
def test_a_prediction_needs_a_proof_and_a_proof_a_prediction(predicted, proof, says):
    outcome = check("prove-the-leak", predicted, proof)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


@pytest.mark.parametrize(("change", "folder", "message"), lesson_10_check._MISSED)
def test_each_hiding_place_is_found_by_leaks_and_by_none_of_the_lists(change, folder, message):
    before = sample("ct_thorax")
    with lesson_10_check._written(change, folder) as path:
        assert bool(leaks(before, path)) is not bool(folder)
        assert bool(leaks_in_path(path, before)) is bool(folder)
    assert "WISPEL" not in message.upper()


def test_the_file_that_is_clean_is_clean():
    with lesson_10_check._written(lesson_10_check._nothing, "") as path:
        assert not leaks(sample("ct_thorax"), path)
        assert not leaks_in_path(path, sample("ct_thorax"))


def test_a_check_is_a_function_and_not_its_result():
    outcome = check("write-a-check", True)
    assert outcome.outcome == "not yet"
    assert "the function itself" in outcome.message


@pytest.mark.parametrize("last", ["leaks", "against_profile"])
def test_an_original_uid_is_seen_by_two_checks(last):
    assert check("which-check-sees-it", [*WAYS[:-1], last]).outcome == "correct"


@pytest.mark.parametrize("answer", ["leaks", WAYS[:3]])
def test_six_faults_need_six_ways(answer):
    assert "six texts" in check("which-check-sees-it", answer).message


def _name(ds):
    ds.WindowCenterWidthExplanation = ["MEDIASTINUM", "LUNG WISPELRONNE"]


def _empty_uid(ds):
    ds.StudyInstanceUID = ""


def _unmarked(ds):
    del ds.PatientIdentityRemoved, ds.DeidentificationMethodCodeSequence


def _burned_in(ds):
    """Change no byte of the header: what stands in the picture is for the eye."""


def _remark(ds):
    ds.WindowCenterWidthExplanation = ["MEDIASTINUM", "THE MAYORS DAUGHTER"]


@pytest.mark.parametrize(
    ("fault", "ways"),
    list(zip((_name, _empty_uid, _unmarked, _burned_in, _remark), WAYS, strict=False)),
)
def test_the_answers_about_the_checks_are_what_the_checks_do(outputs, fault, ways):
    before, make = outputs
    spoilt = make()
    fault(spoilt)
    seen = {
        "leaks": bool(leaks(before, spoilt)),
        "conformance": bool(conformance(spoilt, compared_to=before)),
        "against_profile": bool(against_profile(spoilt, compared_to=before).missed),
    }
    assert {way for way, found in seen.items() if found} == {ways} - {"a person"}
    assert ways in lesson_10._WAYS
