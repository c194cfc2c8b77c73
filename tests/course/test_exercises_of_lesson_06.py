"""Every misconception that lesson 6 knows gets its own sentence; what the lesson says is true."""

from __future__ import annotations

import copy
from uuid import UUID

import pytest
from pydicom.uid import generate_uid

from dcmteach.course import check
from dcmteach.course.exercises.lesson_06_study import _study
from dcmteach.deid import Recipe, Rule, Secrets, apply, plan
from dcmteach.deid.uids import is_well_known, remap
from dcmteach.header import search, walk
from dcmteach.synth import sample
from dcmteach.verify import references

KEY = Secrets(bytes(range(16)))
WHICH = {
    "Were they made in the same examination?": "StudyInstanceUID",
    "Do they belong to the same stack?": "SeriesInstanceUID",
    "Are they copies of the very same image?": "SOPInstanceUID",
    "Can I measure from one to the other?": "FrameOfReferenceUID",
    "Are both of the same kind, such as CT image?": "SOPClassUID",
}
EXAMINATION, STACK, IMAGE, SPACE, KIND = WHICH


@pytest.fixture(scope="module")
def one_cohort(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def strict(home, one_cohort, monkeypatch):
    monkeypatch.setenv("DCMTEACH_STRICT", "1")
    monkeypatch.setenv("DCMTEACH_HOME", str(one_cohort))


@pytest.fixture(scope="module")
def study(one_cohort):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DCMTEACH_HOME", str(one_cohort))
        return _study()


def renumbered(files, *, new=None, parts=("data", "meta"), when=lambda element: True):
    """Copies of the files whose UIDs are what *new* makes of them."""
    make = new or (lambda uid: remap(KEY, uid))

    def renumber(_, element):
        if element.VR == "UI" and when(element):
            element.value = make(element.value)

    copies = copy.deepcopy(files)
    for ds in copies:
        if "data" in parts:
            ds.walk(renumber)
        if "meta" in parts:
            ds.file_meta.walk(renumber)
    return copies


# --- which UID, and what it says ---------------------------------------------------------------


def test_the_five_questions_have_five_answers():
    assert check("which-uid", WHICH).outcome == "correct"


@pytest.mark.parametrize(
    ("question", "keyword", "says"),
    [
        (EXAMINATION, "StudyDate", "a day can have two examinations"),
        (EXAMINATION, "AccessionNumber", "count anew"),
        (STACK, "SeriesNumber", "count anew"),
        (STACK, "StudyInstanceUID", "another level"),
        (IMAGE, "SOPClassUID", "names one object, the other a kind"),
        (IMAGE, "MediaStorageSOPInstanceUID", "That is a copy"),
        (SPACE, "StudyInstanceUID", "several coordinate systems"),
        (KIND, "SOPInstanceUID", "names one object, the other a kind"),
        (KIND, "FrameOfReferenceUID", "asks for no more"),
        (KIND, "SopClassUid", "no such keyword"),
        (KIND, 7, "Give a keyword as text"),
    ],
)
def test_a_wrong_element_is_told_why(question, keyword, says):
    outcome = check("which-uid", WHICH | {question: keyword})
    assert outcome.outcome == "not yet"
    assert says in outcome.message
    assert WHICH[question] not in outcome.message


@pytest.mark.parametrize(
    ("day", "serial", "says"),
    [
        ("20211103081502", "51877", "more than a day"),
        ("2021-11-03", "51877", "without any signs between"),
        ("2021", "51877", "take eight of them"),
        ("20211103", "112", "counts the examinations"),
        ("20211103", "7", "branch of the maker"),
        ("20211103", "081502", "between two dots"),
        (20211103, "51877", "as text"),
    ],
)
def test_a_uid_misread_is_told_why(day, serial, says):
    outcome = check("read-the-uid", day, serial)
    assert outcome.outcome == "not yet"
    assert says in outcome.message
    assert "51877" not in outcome.message


def test_a_uid_read_well_is_correct():
    assert check("read-the-uid", "20211103", "51877").outcome == "correct"


# --- references that lead nowhere --------------------------------------------------------------


@pytest.fixture
def sent(study):
    files = copy.deepcopy(study)
    for position in (0, 2):
        files[position].SOPInstanceUID = generate_uid(prefix=None)
    return files


@pytest.mark.parametrize("make", [list, tuple, set])
def test_the_files_that_look_in_vain_are_found(sent, make):
    assert check("points-nowhere", sent, make([5, 3])).outcome == "correct"


@pytest.mark.parametrize(
    ("lost", "says"),
    [
        ([0, 2], "cannot be found any more"),
        ([1], "names no source at all"),
        ([3, 4, 5], "is still among the files"),
        ([3], "one more file"),
        ([], "before the script ran"),
        ([6], "from 0 to 5"),
        (["3", "5"], "Only their positions"),
        (3, "positions in a list"),
    ],
)
def test_positions_that_are_wrong_are_told_why(sent, lost, says):
    outcome = check("points-nowhere", sent, lost)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


def test_files_in_which_nothing_is_lost_are_noticed(study):
    assert "every source can be found" in check("points-nowhere", study, [3]).message


# --- the repair ---------------------------------------------------------------------------------


def test_one_key_and_two_walks_repair_the_study(study):
    assert check("repair-with-a-key", renumbered(study)).outcome == "correct"


def test_a_table_of_old_and_new_repairs_it_as_well(study):
    table = {}

    def new(uid):
        return uid if is_well_known(uid) else table.setdefault(uid, generate_uid(prefix=None))

    assert check("repair-with-a-key", renumbered(study, new=new)).outcome == "correct"


def test_untouched_copies_are_no_attempt(study):
    assert check("repair-with-a-key", copy.deepcopy(study)).outcome == "not attempted"


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"new": lambda uid: remap(Secrets.random(), uid)}, "more than one new UID"),
        ({"new": lambda uid: generate_uid(prefix=None)}, "kind of object"),
        ({"parts": ("data",)}, "In front of the data set"),
        ({"when": lambda element: element.keyword}, "no keyword"),
        ({"when": lambda e: e.keyword != "ReferencedSOPInstanceUID"}, "further down"),
        ({"when": lambda e: e.keyword != "IrradiationEventUID"}, "Elements at the top"),
        (
            {"new": lambda uid: uid if is_well_known(uid) else generate_uid(entropy_srcs=[uid])},
            "nothing secret",
        ),
        ({"new": lambda uid: uid if is_well_known(uid) else "1.2.3"}, "Something else is wrong"),
    ],
)
def test_a_repair_that_forgets_something_is_told_what(study, how, says):
    outcome = check("repair-with-a-key", renumbered(study, **how))
    assert outcome.outcome == "not yet"
    assert says in outcome.message


def test_removing_is_not_replacing(study):
    files = renumbered(study)
    for ds in files[3:]:
        del ds.SourceImageSequence
    assert check("repair-with-a-key", files).outcome == "not yet"


def test_six_files_are_asked_for(study):
    assert "six data sets. You gave 1" in check("repair-with-a-key", study[:1]).message


# --- what the lesson says in words -------------------------------------------------------------


def test_a_file_of_the_study_has_nineteen_uids_and_seven_name_kinds(study):
    uids = [element.value for _, element, _ in walk(study[3]) if element.VR == "UI"]
    assert (len(uids), sum(map(is_well_known, uids))) == (19, 7)
    assert study[3].ReferencedImageSequence[0].ReferencedSOPInstanceUID not in {
        ds.SOPInstanceUID for ds in study
    }


def test_a_retained_uid_tells_the_day_that_was_cleared():
    ds = sample("ct_thorax")
    ds.StudyInstanceUID = "2.999.7.3.40402.20190516150045.17"
    kept = apply(ds, plan(ds, "basic+retain-uids"), KEY)
    assert kept.StudyDate == ""
    assert [match.path for match in search(kept, "20190516")] == ["StudyInstanceUID"]


def test_a_new_uid_is_a_uuid_and_no_longer_than_forty_four_characters():
    uid = remap(KEY, "1.2.3")
    assert len(uid) <= 44
    assert UUID(int=int(uid.removeprefix("2.25."))).version == 4


def test_the_profile_removes_references_and_a_rule_keeps_them_right(study):
    plain = [apply(ds, plan(ds), KEY) for ds in study]
    found = references(zip(study, plain, strict=True))
    assert (len(found), found.removed) == (0, 27)
    recipe = Recipe.load("basic").with_rules(Rule("keep", keyword="SourceImageSequence"))
    ruled = [apply(ds, plan(ds, recipe), KEY) for ds in study]
    assert references(zip(study, ruled, strict=True)).removed == 24
    assert ruled[3].SourceImageSequence[0].ReferencedSOPInstanceUID == ruled[0].SOPInstanceUID
