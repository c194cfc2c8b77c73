"""Lesson 9 judges a choice of raw data by its files, however they are grouped."""

import pytest

from dcmteach.course import check
from dcmteach.deid import classify_study
from dcmteach.synth import sample_folder, sample_path

ASKED = ("list-mode", "norm", "sinogram", "ute")


pytestmark = pytest.mark.usefixtures("strict")


@pytest.fixture(scope="module")
def right():
    study = classify_study(sample_folder("pet_mr_raw"))
    return {n: files for n, files in study.items() if n in ASKED or n.startswith("mu-map")}


def ask(chosen):
    return check("choose-the-groups", chosen)


def test_the_files_count_and_not_what_the_groups_are_called(right):
    assert ask(right).outcome == "correct"
    assert (
        ask({"all of it": [str(p) for some in right.values() for p in some]}).outcome == "correct"
    )


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({}, "Something is missing"),
        (7, "Give a dictionary"),
        (["norm"], "names of groups, without their files"),
        ({"norm": [1]}, "Each group is a list of paths"),
        ({"norm": [sample_path("ecg")]}, "not of this study"),
    ],
)
def test_other_things_than_groups_of_the_study_are_told_so(chosen, says):
    outcome = ask(chosen)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


@pytest.mark.parametrize(
    ("left_out", "says"),
    [("norm", "Something is missing"), ("mu-map fat", "in all their parts")],
)
def test_a_group_that_is_left_out_is_missed(right, left_out, says):
    outcome = ask({name: files for name, files in right.items() if name != left_out})
    assert outcome.outcome == "not yet"
    assert says in outcome.message
    assert left_out not in outcome.message


def test_a_single_file_that_is_left_out_is_missed(right):
    outcome = ask({**right, "list-mode": right["list-mode"][:2]})
    assert "by what its name looks like" in " ".join(outcome.message.split())
