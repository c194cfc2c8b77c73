"""Lesson 10 asks who answers for what goes through the simple door, and the library agrees."""

import pytest
from pydicom import dcmread

from dcmteach.course import check
from dcmteach.course.exercises import lesson_10_door
from dcmteach.deid import anonymise
from dcmteach.synth import sample, sample_path
from dcmteach.verify import leaks

pytestmark = pytest.mark.usefixtures("strict")


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("you", "a list of six texts"),
        (["you"], "a list of six texts"),
        (["me"] * 6, "one of the three answers"),
        (["the call"] * 6, "does not look into pictures"),
        (["you"] * 6, "thrown away"),
    ],
)
def test_answers_of_another_shape_are_told_so(who, says):
    outcome = check("door-or-you", who)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


def test_the_right_answer_is_right():
    assert check("door-or-you", list(lesson_10_door._RIGHT)).outcome == "correct"


def test_the_call_sees_to_the_header_as_the_exercise_says(tmp_path):
    anonymise(sample_path("ct_thorax"), tmp_path / "out")
    (path,) = (tmp_path / "out").rglob("*.dcm")
    assert not leaks(sample("ct_thorax"), path)


def test_the_call_writes_what_it_is_told_as_the_exercise_says(tmp_path):
    anonymise(sample_path("ct_thorax"), tmp_path / "out", patient="Mayors^Daughter")
    (path,) = (tmp_path / "out").rglob("*.dcm")
    assert dcmread(path).PatientName == "Mayors^Daughter"


def test_accepted_pictures_keep_their_letters_as_the_exercise_says(tmp_path):
    anonymise(sample_path("us_cine"), tmp_path / "out", pixels="accept")
    (path,) = (tmp_path / "out").rglob("*.dcm")
    assert dcmread(path).PixelData == sample("us_cine").PixelData


def test_two_calls_give_two_pseudonyms_as_the_exercise_says(tmp_path):
    for name in ("one", "two"):
        anonymise(sample_path("ecg"), tmp_path / name)
    ids = {dcmread(path).PatientID for path in tmp_path.rglob("*.dcm")}
    assert len(ids) == 2
