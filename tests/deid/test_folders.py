"""Sex and age come from the names of folders; the recipes that come with us have names."""

from __future__ import annotations

from pathlib import Path

import pytest

import dcmteach
from dcmteach.deid import Recipe, case_of, recipe_names
from dcmteach.errors import DcmteachError


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CASE10 F 25_30", ("CASE10", "F", 25, 30)),
        ("CASE03 M 61", ("CASE03", "M", 61, 61)),
        ("case-7 f 5-9", ("case-7", "F", 5, 9)),
        ("  CASE11  O  100_105 ", ("CASE11", "O", 100, 105)),
    ],
)
def test_a_name_of_the_form_is_read(name, expected):
    case = case_of(name)
    assert (case.label, case.sex, case.youngest, case.oldest) == expected


def test_only_the_last_part_of_a_path_counts():
    assert case_of(Path("CASE01 M 20_25") / "CASE10 F 25_30").label == "CASE10"


def test_the_upper_end_of_the_range_is_written_back_as_an_age_string():
    assert case_of("CASE10 F 25_30").replacements == {"PatientSex": "F", "PatientAge": "030Y"}
    assert case_of("CASE10 F 5").age == "005Y"


@pytest.mark.parametrize(
    "name", ["CASE10", "CASE10 F", "F 25_30", "CASE10 X 25_30", "A F 1000", ""]
)
def test_a_name_of_another_form_is_not_guessed_at_and_not_repeated(name):
    with pytest.raises(DcmteachError, match="tells no sex and age") as raised:
        case_of(name)
    assert not name or name not in str(raised.value).replace("'CASE10 F 25_30'", "")


def test_a_range_that_runs_backwards_is_refused():
    with pytest.raises(DcmteachError, match=r"runs backwards \(got 30 to 25\)"):
        case_of("CASE10 F 30_25")


def test_an_age_that_nobody_reaches_is_refused():
    with pytest.raises(DcmteachError, match="at most 120 years"):
        case_of("CASE10 F 240_300")


def test_what_the_name_tells_goes_back_into_the_header(thorax):
    case = case_of("CASE10 F 25_30")
    recipe = dcmteach.recipes.med_i_stage2.with_replacements(**case.replacements)
    after = dcmteach.apply(thorax, dcmteach.plan(thorax, recipe), dcmteach.Secrets.random())
    assert after.PatientSex == "F"
    assert after.PatientAge == "030Y"


def test_named_recipes_are_attributes():
    assert sorted(dcmteach.recipes.__all__) == sorted(recipe_names()) == dir(dcmteach.recipes)
    for name in recipe_names():
        assert getattr(dcmteach.recipes, name) == Recipe.load(name)


def test_a_recipe_that_is_not_there_is_an_attribute_error_with_the_names():
    with pytest.raises(AttributeError, match=r"med_i_stage3.*med_i_stage1"):
        getattr(dcmteach.recipes, "med_i_stage3")  # noqa: B009


@pytest.mark.parametrize(
    ("pattern", "name", "replacements"),
    [
        ("{label} {sex} {youngest}_{oldest}", "CASE10  f 25_30", ("F", "030Y")),
        ("{any}-{sex}-{age}", "site 3-M-7", ("M", "007Y")),
        ("sub_{label}_{sex}{age}{any}", "sub_12_F44 (second visit)", ("F", "044Y")),
    ],
)
def test_a_pattern_of_ones_own_tells_sex_and_age(pattern, name, replacements):
    case = case_of(name, pattern=pattern)
    assert (case.sex, case.age) == replacements


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("{name} {sex} {age}", "{name} is no field"),
        ("{sex} only", "either {age} or {oldest} once"),
        ("{age} {oldest} {sex}", "either {age} or {oldest} once"),
        ("{sex} {sex} {age}", "{sex} once"),
    ],
)
def test_a_pattern_that_tells_nothing_is_refused(pattern, says):
    with pytest.raises(DcmteachError) as told:
        case_of("CASE1 F 30", pattern=pattern)
    assert says in str(told.value)


def test_a_folder_that_does_not_fit_a_pattern_is_told_and_its_name_is_not():
    with pytest.raises(DcmteachError, match=r"of the form '\{label\} \{sex\} \{age\}'") as told:
        case_of("Orešnik 1950", pattern="{label} {sex} {age}")
    assert "Ore" not in str(told.value)
