"""Every misconception that lesson 5 knows gets its own sentence; what the lesson says is true."""

from __future__ import annotations

import pytest
from pydicom.uid import generate_uid

from dcmteach.course import check
from dcmteach.deid import Recipe, Secrets, apply, plan
from dcmteach.deid.rules import by_type
from dcmteach.standard import iod, profile
from dcmteach.synth import sample
from dcmteach.verify import conformance

CT = "1.2.840.10008.5.1.4.1.1.2"
ENHANCED = "1.2.840.10008.5.1.4.1.1.2.1"
PET = "1.2.840.10008.5.1.4.1.1.128"
STRICTER = ["DeviceSerialNumber", "ManufacturerModelName", "Manufacturer", "ContentDate"]
LETTERS = ["X", "Z", "D", "D", "D", "Z"]
CHANGED = ["AcquisitionDateTime", "ContentDate", "ContentTime", "DeviceSerialNumber"]


pytestmark = pytest.mark.usefixtures("strict")


def mended(**values):
    ds = sample("ct_thorax")
    given = {"PatientName": "", "StudyDate": "", "AccessionNumber": ""}
    given |= {"StudyInstanceUID": generate_uid(prefix=None)} | values
    for keyword in ("InstitutionName", "DeviceSerialNumber", *given):
        if keyword in ds:
            del ds[keyword]
    for keyword, value in given.items():
        if value == "original":
            ds[keyword] = sample("ct_thorax")[keyword]
        elif value is not None:
            setattr(ds, keyword, value)
    return ds


# --- the right answers, and other ways to write them -----------------------------------------


@pytest.mark.parametrize("make", [list, tuple, set, lambda given: given[::-1]])
def test_the_order_and_kind_of_a_collection_do_not_matter(make):
    assert check("strict-or-not", make(STRICTER)).outcome == "correct"
    assert check("what-the-label-changes", make(CHANGED)).outcome == "correct"


@pytest.mark.parametrize("letters", [LETTERS, "XZDDDZ", ["x", "z", "d", "d", "d", "z"]])
def test_letters_may_be_small_or_one_text(letters):
    assert check("settle-the-code", letters).outcome == "correct"


def test_a_mended_file_is_correct_whatever_its_new_uid_is():
    assert check("mend-the-file", mended()).outcome == "correct"
    assert check("mend-the-file", mended(StudyInstanceUID=generate_uid())).outcome == "correct"


# --- misconceptions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (["DeviceSerialNumber", "AcquisitionDate"], "does not list one of these"),
        (["StudyInstanceUID"], "every classic CT needs it as well"),
        (["PatientName"], "may be empty in both"),
        (["AcquisitionDateTime"], "in *every* Enhanced CT"),
        (["DeviceSerialNumber", "ManufacturerModelName"], "not only those that may be absent"),
        (["Manufacturer"], "3 of the eight are missing"),
        ([], "There are such elements"),
        (["SerialNumber"], "is none of the names to choose from"),
        ({"DeviceSerialNumber": "1"}, "no Types beside them"),
    ],
)
def test_a_wrong_idea_of_strictness_is_named(answer, says):
    outcome = check("strict-or-not", answer)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (["X", "Z", "Z", "X", "X", "X"], "the first letter every time"),
        (["D", "D", "D", "D", "D", "Z"], "the last letter every time"),
        (["X", "Z", "Z", "D", "D", "Z"], "cannot bear that"),
        (["X", "X", "D", "D", "D", "Z"], "does not offer"),
        (["D", "Z", "D", "D", "D", "Z"], "more of it than it has to"),
        (["X", "Z", "D", "Z", "D", "Z"], "as if its condition did not hold"),
        (["X", "Z"], "you gave 2"),
        (["X", "Z", "D", "D", "D", 3], "one letter for each"),
    ],
)
def test_a_wrong_letter_is_told_why(answer, says):
    outcome = check("settle-the-code", answer)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ([*CHANGED, "PatientName"], "overwritten in both plans"),
        ([*CHANGED, "StationName"], "same operation in both"),
        ([*CHANGED, "ReferencedPerformedProcedureStepSequence"], "is not overwritten"),
        ([*CHANGED, "KVP"], "no step in either plan"),
        (["DeviceSerialNumber", "AcquisitionDateTime"], "Clearing, too"),
        (["ContentDate"], "3 more paths"),
        ([], "There are such elements"),
    ],
)
def test_a_path_too_many_or_too_few_is_told_why(answer, says):
    outcome = check("what-the-label-changes", answer)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


@pytest.mark.filterwarnings("ignore:Invalid value for VR UI")
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"InstitutionName": "original"}, "What was to be hidden is back"),
        ({"StudyInstanceUID": ""}, "needs more than to be there"),
        ({"StudyInstanceUID": "REMOVED"}, "not written as its VR asks"),
        ({"StudyDate": None}, "1 of the six that this object needs"),
        ({"StudyDate": "20000101"}, "emptier than that"),
        ({"InstitutionName": ""}, "could have stayed away"),
        ({"ImageComments": None}, "Other elements than the six"),
    ],
)
def test_a_file_that_is_not_mended_well_is_told_why(values, says):
    outcome = check("mend-the-file", mended(**values))
    assert outcome.outcome == "not yet"
    assert says in outcome.message


def test_a_list_of_faults_is_not_the_data_set():
    ds = sample("ct_thorax")
    assert "Hand over the data set" in check("mend-the-file", conformance(ds)).message


def test_no_message_gives_the_answer_away():
    wrong = [
        check("strict-or-not", ["Manufacturer"]),
        check("what-the-label-changes", ["ContentDate"]),
        check("mend-the-file", mended(StudyDate=None)),
    ]
    said = " ".join(outcome.message for outcome in wrong)
    assert not [word for word in (*STRICTER, *CHANGED, "StudyDate") if word in said]


# --- what the lesson says in words -------------------------------------------------------------


def test_seventy_four_deletions_break_thirteen_rules():
    ds, careless = sample("ct_thorax"), sample("ct_thorax")
    listed = [element.tag for element in ds if profile.action(element.tag)]
    for tag in listed:
        del careless[tag]
    found = conformance(careless, compared_to=ds)
    assert (len(listed), len(found)) == (74, 13)
    assert {row.aspect for row in found} == {"Type"}


def test_the_serial_number_is_removed_from_a_ct_and_overwritten_in_an_enhanced_one():
    assert profile.action("DeviceSerialNumber") == "X/Z/D"
    assert iod.type_of("DeviceSerialNumber", PET) == "3"
    relabelled = sample("ct_thorax")
    assert plan(relabelled).step("DeviceSerialNumber").strategy == "remove"
    relabelled.SOPClassUID = ENHANCED
    assert plan(relabelled).step("DeviceSerialNumber").strategy == "replace"


def test_fifty_rows_of_the_table_have_more_letters_than_one():
    assert sum("/" in row.basic for row in profile.rows()) == 50


def test_a_code_without_the_letter_for_a_type_takes_the_next():
    assert by_type("X/Z/D", "2") == "Z"
    assert by_type("X/D", "2") == "D"


def test_the_plan_breaks_no_rule():
    ds = sample("ct_thorax")
    result = apply(ds, plan(ds, Recipe.load("basic")), Secrets(bytes(16)))
    assert not len(conformance(result, compared_to=ds))
