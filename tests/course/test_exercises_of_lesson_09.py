"""Lesson 9 judges a recipe by what it does, a delivery by its files, and says what is amiss."""

from pathlib import Path

import pytest

from dcmteach.course import check
from dcmteach.course.exercises import lesson_09
from dcmteach.deid import Recipe, Rule, deidentify, plan
from dcmteach.synth import sample, sample_folder, sample_path

NAME = "basic+retain-modified-dates+retain-patient-characteristics+clean-descriptors"
DELIVERY = "basic+retain-modified-dates+clean-descriptors"


pytestmark = pytest.mark.usefixtures("strict")


def ask(recipe):
    return check("write-the-recipe", recipe)


@pytest.mark.parametrize(
    "rule",
    [Rule("remove", keyword="PatientWeight"), Rule("clear", tag="(0010,1030)")],
)
def test_a_recipe_is_right_however_it_is_written(rule):
    assert ask(Recipe.load(NAME).with_rules(rule)).outcome == "correct"


def test_rules_may_do_what_an_option_would_have_done():
    rules = [Rule("keep", keyword=word) for word in ("PatientAge", "PatientSex")]
    assert ask(Recipe.load(DELIVERY).with_rules(*rules)).outcome == "correct"


@pytest.mark.parametrize(
    ("recipe", "says"),
    [
        (Recipe(profile="none"), "lets everything else by"),
        (Recipe.load(NAME + "+retain-device-identity"), "must not get"),
        (
            Recipe.load(NAME + "+retain-device-identity").with_rules(
                Rule("remove", keyword="PatientWeight")
            ),
            "Nobody asked for",
        ),
        ("basic", "the name of a recipe"),
        (Recipe, "a recipe"),
    ],
)
def test_a_recipe_with_too_much_or_too_little_is_told_so(recipe, says):
    outcome = ask(recipe)
    assert outcome.outcome == "not yet"
    assert says in outcome.message
    assert "retain-modified-dates" not in outcome.message


@pytest.mark.parametrize(
    ("slug", "answer", "says"),
    [
        ("foresee-the-step", ["keep"], "a list of six texts"),
        ("foresee-the-step", ["shift"] * 6, "What does K stand for"),
        ("what-becomes-of-it", "written", "a list of five texts"),
        ("what-becomes-of-it", ["refused"] * 5, "Nothing speaks against"),
        ("what-becomes-of-it", ["written"] * 4 + ["lost"], "one of the four words"),
    ],
)
def test_answers_of_another_shape_are_told_so(slug, answer, says):
    outcome = check(slug, answer)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


def test_the_steps_of_the_exercise_are_those_of_the_library():
    from pydicom.uid import EnhancedCTImageStorage

    classic, enhanced = sample("ct_thorax"), sample("ct_thorax")
    enhanced.SOPClassUID = EnhancedCTImageStorage
    cases = [(classic, "StudyDate", ""), (classic, "StudyDate", "+retain-modified-dates")]
    cases += [(classic, "StationName", ""), (classic, "StationName", "+retain-device-identity")]
    cases += [(enhanced, "ContentDate", ""), (enhanced, "ContentDate", "+retain-modified-dates")]
    steps = [plan(image, f"basic{options}").step(keyword) for image, keyword, options in cases]
    done = tuple(step.strategy if step else "keep" for step in steps)
    assert done == lesson_09._STEPS


def test_five_files_become_what_the_exercise_says(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    whole = sample_path("ct_thorax").read_bytes()
    (source / "1.dcm").write_bytes(whole)
    (source / "2.dcm").write_bytes(sample_path("us_cine").read_bytes())
    (source / "3.dcm").write_bytes(whole[:3000])
    special = sample("mr_head")
    special.SOPClassUID = "1.2.840.113619.4.30"
    special.save_as(source / "4.dcm")
    (source / "5.txt").write_text("call ward 3", encoding="utf-8")
    report = deidentify(source, tmp_path / "out")
    statuses = {Path(row.source).name[0]: row.status for row in report}
    became = tuple(statuses.get(number, "written") for number in "12345")
    assert became == lesson_09._BECOMES


def test_a_delivery_is_judged_by_its_files(tmp_path):
    report = deidentify(sample_folder("cohort"), tmp_path / "out", DELIVERY)
    assert check("run-the-folder", report, tmp_path / "out").outcome == "correct"
    outcome = check("run-the-folder", report, sample_folder("cohort"))
    assert outcome.outcome == "not yet"
    assert "true ones" in outcome.message
    assert "output folder as second" in check("run-the-folder", report, report).message


def test_files_that_were_written_by_hand_are_searched(tmp_path):
    from pydicom import dcmread

    report = deidentify(sample_folder("cohort"), tmp_path / "out", DELIVERY)
    first = min((tmp_path / "out").rglob("*.dcm"))
    ds = dcmread(first)
    ds.ImageComments = "Østerström, Eulalie"
    ds.save_as(first)
    assert "still shows" in check("run-the-folder", report, tmp_path / "out").message
