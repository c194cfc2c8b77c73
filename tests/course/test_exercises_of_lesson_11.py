"""Every misconception that lesson 11 knows gets its own sentence; what the lesson says is true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dcmteach import against_profile, conformance, deidentify, recipes, sample_folder
from dcmteach.course import check
from dcmteach.course.exercises.lesson_11 import delivered, exported, original, shows
from dcmteach.deid import Recipe, Rule, Secrets, apply, case_of, plan
from dcmteach.standard import med_i
from dcmteach.verify import leaks
from tests.course.answering import not_yet

KEY = Secrets(b"a key of the tests of lesson 11")
STAGE = {
    "AccessionNumber": 1,
    "SeriesInstanceUID": 1,
    "IrradiationEventUID": 2,
    "DateOfLastCalibration": 2,
    "DeviceSerialNumber": 0,
    "OperatorsName": 0,
}
GONE = [
    "OperatorsName",
    "OtherPatientIDs",
    "PatientAddress",
    "DeviceSerialNumber",
    "PerformedProcedureStepStartDate",
    "PerformedProcedureStepID",
]


@pytest.fixture(scope="module")
def one_cohort(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def strict(home, one_cohort, monkeypatch):
    monkeypatch.setenv("DCMTEACH_STRICT", "1")
    monkeypatch.setenv("DCMTEACH_HOME", str(one_cohort))


def stage2(recipe=recipes.med_i_stage2, ds=None):
    ds = exported() if ds is None else ds
    return apply(ds, plan(ds, recipe), KEY)


# --- what the lesson says ----------------------------------------------------------------------


def test_the_rules_of_the_recipes_are_those_the_exercise_asks_about():
    for keyword, number in STAGE.items():
        having = [
            stage
            for stage in (1, 2)
            if keyword in {rule.keyword for rule in Recipe.load(f"med_i_stage{stage}").rules}
        ]
        assert having == ([number] if number else []), keyword


def test_eight_places_show_after_both_stages_and_three_of_them_are_listed():
    places = shows("original", "delivered")
    assert len(places) == 8
    listed = [place for place in places if med_i.verdict(place.rpartition(".")[2])]
    assert len(listed) == 3
    assert sum(row.contradicts_itself for row in med_i.rows()) == 11


def test_thirty_four_rows_are_missed_and_seven_of_them_show():
    score = against_profile(delivered(), compared_to=original())
    assert score.summary["missed"] == 34
    keywords = {place.rpartition(".")[2] for place in shows("original", "delivered")}
    assert len(keywords & {row.keyword for row in score.missed}) == 7


def test_a_search_seeded_by_the_export_does_not_find_a_name_it_was_never_told():
    by_list = original()
    by_list.PatientName = by_list.PatientID = "CASE10"
    by_list.PatientBirthDate = by_list.PatientSex = by_list.PatientAge = ""
    after = stage2(ds=by_list)

    def names(before):
        return [leak.place for leak in leaks(before, after) if leak.kind == "patient name"]

    assert names(by_list) == []
    assert names(original()) == ["WindowCenterWidthExplanation"]


def test_the_record_of_the_second_stage_holds_nothing_of_the_source(tmp_path):
    source = sample_folder("cohort") / "Osterstrom_Eulalie"
    export = tmp_path / "CASE10 F 31_35"
    deidentify(source, export, recipes.med_i_stage1, secrets=KEY)
    recipe = recipes.med_i_stage2.with_replacements(**case_of(export).replacements)
    record = tmp_path / "stage2.jsonl"
    report = deidentify(export, tmp_path / "delivery", recipe, audit=record)
    assert report.complete
    assert report.written == 6
    text = Path(record).read_text()
    for secret in ("Osterstrom", "Eulalie", "CASE10", str(export)):
        assert secret not in text
    run, _, first, *_ = [json.loads(line) for line in text.splitlines()]
    assert run["recipe"]["digest"] == recipe.digest != recipes.med_i_stage2.digest
    assert first["verification"]["passed"]


# --- which stage -------------------------------------------------------------------------------


def test_the_six_rules_are_found():
    assert check("which-stage", STAGE).outcome == "correct"


@pytest.mark.parametrize(
    ("keyword", "number", "says"),
    [
        ("DeviceSerialNumber", 1, "credits another stage"),
        ("DeviceSerialNumber", 2, "credits another stage"),
        ("OperatorsName", 2, "what ought to be done"),
        ("DateOfLastCalibration", 1, "nine dates and times of the examination"),
        ("SeriesInstanceUID", 2, "which files belong together"),
        ("IrradiationEventUID", 1, "not one of the three levels"),
        ("AccessionNumber", 2, "hospital's own books"),
        ("AccessionNumber", "1", "answer with 1, 2, or 0"),
        ("AccessionNumber", True, "answer with 1, 2, or 0"),
    ],
)
def test_a_rule_thought_elsewhere_is_told_where_to_look(keyword, number, says):
    assert says in not_yet("which-stage", STAGE | {keyword: number})


def test_the_six_keywords_have_to_stay():
    assert "Keep the six keywords" in not_yet("which-stage", {"AccessionNumber": 1})


# --- listed or not -----------------------------------------------------------------------------


def sorted_places(before="original", after="delivered"):
    return {
        place: "listed"
        if not place.endswith(")") and med_i.verdict(place.rpartition(".")[2])
        else "not listed"
        for place in shows(before, after)
    }


def test_places_are_sorted_by_the_list():
    assert check("listed-or-not", sorted_places()).outcome == "correct"


def test_a_search_of_the_wrong_files_is_told_which_they_are():
    assert "had not worked on yet" in not_yet(
        "listed-or-not", sorted_places("original", "exported")
    )
    assert "made up" in not_yet("listed-or-not", sorted_places("exported", "delivered"))


def test_places_left_out_are_counted():
    right = sorted_places()
    fewer = {place: word for place, word in right.items() if "." not in place}
    assert "One more place shows" in not_yet("listed-or-not", fewer)
    assert "There are no places" in not_yet("listed-or-not", {})
    assert "no others" in not_yet("listed-or-not", right | {"PatientName": "listed"})


@pytest.mark.parametrize(
    ("place", "word", "says"),
    [
        ("FrameOfReferenceUID", "not listed", "found harmless, or left to somebody else"),
        ("OperatorsName", "listed", "no row at all"),
        ("OperatorsName", None, "One of two words"),
        ("ContributingEquipmentSequence[0].DeviceSerialNumber", "not listed", "inside a sequence"),
    ],
)
def test_a_place_sorted_wrongly_is_told_why(place, word, says):
    assert says in not_yet("listed-or-not", sorted_places() | {place: word})


# --- age from the folder -----------------------------------------------------------------------


def with_case(**values):
    told = {"PatientSex": "M", "PatientAge": "065Y"} | values
    return recipes.med_i_stage2.with_replacements(**told)


def test_sex_and_age_come_from_the_folder():
    result = stage2(with_case(**case_of("CASE17 M 60_65").replacements))
    assert check("age-from-the-folder", result).outcome == "correct"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"PatientAge": "060Y"}, "lower end of the range"),
        ({"PatientAge": "063Y"}, "Which end of the range"),
        ({"PatientSex": "F"}, "PatientSex again"),
    ],
)
def test_another_sex_or_age_is_told_apart(values, says):
    assert says in not_yet("age-from-the-folder", stage2(with_case(**values)))


def test_a_stage_left_out_is_named():
    assert "never went through stage 1" in not_yet(
        "age-from-the-folder", stage2(with_case(), original())
    )
    by_hand = apply(exported(), plan(exported(), Recipe("none")), KEY)
    by_hand.PatientSex, by_hand.PatientAge = "M", "065Y"
    assert "stage 2 was not applied" in not_yet("age-from-the-folder", by_hand)
    assert "still empty" in not_yet("age-from-the-folder", stage2())
    assert "This is the recipe" in not_yet("age-from-the-folder", with_case())


# --- close the gaps ----------------------------------------------------------------------------


def mended(*rules, gone=GONE):
    return recipes.med_i_stage2.with_rules(
        *(Rule("remove", keyword=keyword) for keyword in gone), *rules
    )


REMAP = Rule("remap", keyword="FrameOfReferenceUID")


def test_seven_rules_close_the_gaps_and_break_nothing():
    recipe = mended(REMAP)
    assert check("close-the-gaps", recipe).outcome == "correct"
    assert len(conformance(stage2(recipe), compared_to=original())) == 0


def test_clearing_is_as_good_where_the_type_allows_it():
    cleared = [Rule("clear", keyword=keyword) for keyword in GONE]
    recipe = recipes.med_i_stage2.with_rules(*cleared, REMAP)
    assert check("close-the-gaps", recipe).outcome == "correct"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (mended(), "still shows in one place"),
        (mended(gone=["DeviceSerialNumber"]), "still shows in 6 places"),
        (mended(Rule("remove", keyword="FrameOfReferenceUID")), "no valid CT image any more"),
        (mended(REMAP, Rule("remove", keyword="StudyDescription")), "where nothing showed"),
        (recipes.basic, "replaced the process"),
        (recipes.med_i_stage1, "replaced the process"),
        (REMAP, "These are rules"),
        ([REMAP], "These are rules"),
        ("basic", "A recipe is asked for"),
    ],
)
def test_a_recipe_that_does_not_serve_is_told_why(answer, says):
    assert says in not_yet("close-the-gaps", answer)


def test_a_file_instead_of_a_recipe_is_handed_back():
    assert "This is a file" in not_yet("close-the-gaps", delivered())


def test_the_recipe_as_it_was_is_no_attempt():
    assert check("close-the-gaps", recipes.med_i_stage2).outcome == "not attempted"
