"""Recipes as TOML: written with comments, read back the same, mistakes told line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcmteach.deid import Recipe, Rule, recipe_names
from dcmteach.deid.recipe_file import RecipeError, parse_recipe
from dcmteach.errors import DcmteachError
from dcmteach.standard import profile

BROKEN = """\
profile = "bascic"
options = ["retain-uid",
  "retain-full-dates", "retain-modified-dates"]
titel = 3
times = "sometimes"
pseudonym_prefix = "lower case"
whole_sequences = "yes"

[[rule]]
keyword = "PatientNam"
strategy = "keep"

[[rule]]
tag = "(0010,0010)"
strategy = "kep"

[[rule]]
vr = "PN"

[[rule]]
keyword = "PatientBirthDate"
strategy = "replace"
value = "1942-11-04"

[[rule]]
vr = "PN"
strategy = "shift"

[[rule]]
keyword = "StudyDate"
strategy = "remove"
value = "x"

[[rule]]
keyword = "StudyDate"
tag = "(0008,0020)"
strategy = "remove"

[[rule]]
keyword = "StudyDate"
strategie = "remove"
"""

MESSAGES = {
    1: "profile must be one of basic, none (got 'bascic')",
    2: "'retain-uid' is not an option of PS3.15 Table E.1-1. Did you mean 'retain-uids'?",
    4: "'titel' is not a key of a recipe. Did you mean 'title'?",
    5: "times must be 'keep' or 'shift' (got 'sometimes')",
    6: "pseudonym_prefix must be at most 20 capital letters",
    7: "whole_sequences must be true or false (got 'yes')",
    10: "'PatientNam' is neither a tag nor a keyword",
    15: "'kep' is not a strategy. Did you mean 'keep'?",
    17: "this rule has no strategy. Add one of: keep, replace",
    23: "PatientBirthDate must be a DA of the form YYYYMMDD (got '1942-11-04'",
    26: "'shift' is for DA, DT, TM only (got 'PN')",
    32: "Only 'replace' takes a value",
    35: "A rule matches by exactly one of path, keyword, tag, creator, vr (got keyword, tag)",
    41: "'strategie' is not a key of a rule. Did you mean 'strategy'?",
}


@pytest.fixture(scope="module")
def broken() -> RecipeError:
    with pytest.raises(RecipeError) as caught:
        parse_recipe(BROKEN, origin="mine.toml")
    return caught.value


@pytest.mark.parametrize("line", MESSAGES)
def test_a_wrong_line_has_a_message_of_its_own(broken: RecipeError, line: int) -> None:
    told = [text for number, text in broken.problems if number == line]
    assert any(text.startswith(MESSAGES[line]) for text in told)
    assert f"line {line}: " in str(broken)


def test_a_rule_with_two_mistakes_is_told_both() -> None:
    text = '[[rule]]\nkeyword = "PatientNam"\nstrategy = "kep"\n\n[[rule]]\nvr = "XX"\n'
    with pytest.raises(RecipeError) as caught:
        parse_recipe(text, origin="mine.toml")
    told = [(line, message.split(".")[0]) for line, message in caught.value.problems]
    assert [line for line, _ in told] == [2, 3, 5, 6]
    assert told[0][1].startswith("'PatientNam' is neither a tag nor a keyword")
    assert told[1][1] == "'kep' is not a strategy"
    assert told[2][1] == "this rule has no strategy"
    assert told[3][1].startswith("'XX' is not a VR")


def test_options_that_exclude_each_other_are_told(broken: RecipeError) -> None:
    assert (2, "retain-full-dates and retain-modified-dates exclude each other. Choose one.") in (
        broken.problems
    )


def test_what_is_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(RecipeError, match=r"line 2: this is not TOML: .* Keys look like"):
        parse_recipe('title = "x"\nprofile = basic\n', origin="mine.toml")


def test_options_without_the_profile_are_refused() -> None:
    with pytest.raises(RecipeError, match="options need profile"):
        parse_recipe('profile = "none"\noptions = ["retain-uids"]\n', origin="mine.toml")
    with pytest.raises(DcmteachError, match="has the profile 'none'"):
        Recipe(profile="none", options=("retain-uids",))


RULES = st.one_of(
    st.builds(
        Rule,
        st.sampled_from(["keep", "clear", "remove", "clean", "replace"]),
        keyword=st.sampled_from(["PatientName", "StudyDescription", "Rows"]),
    ),
    st.builds(Rule, st.just("shift"), vr=st.sampled_from(["DA", "DT"])),
    st.builds(
        Rule,
        st.just("keep"),
        creator=st.text(min_size=1, max_size=64).filter(lambda text: "\x00" not in text),
    ),
    st.builds(
        Rule,
        st.just("replace"),
        st.text(st.characters(min_codepoint=32, exclude_categories=("C", "Z")), max_size=16),
        keyword=st.just("StudyDescription"),
    ),
    st.builds(Rule, st.just("remove"), path=st.just("RequestAttributesSequence[0].(0040,0009)")),
)


@settings(deadline=None, max_examples=40)
@given(
    options=st.sets(st.sampled_from([o for o in profile.OPTIONS if "dates" not in o])),
    rules=st.lists(RULES, max_size=4),
    times=st.sampled_from(["keep", "shift"]),
    prefix=st.sampled_from(["", "STUDY7-"]),
    whole=st.booleans(),
)
def test_what_is_written_is_read_back_the_same(
    options: set[str], rules: list[Rule], times: str, prefix: str, whole: bool
) -> None:
    recipe = Recipe(
        options=tuple(options),
        rules=tuple(rules),
        times=times,
        pseudonym_prefix=prefix,
        whole_sequences=whole,
        name="mine",
    )
    again = parse_recipe(recipe.to_toml(), origin="mine.toml", name="mine")
    assert again == recipe
    assert again.digest == recipe.digest


def test_a_written_recipe_explains_itself() -> None:
    text = Recipe(options=("retain-uids",)).to_toml()
    assert '  "retain-uids",  # keep UIDs as they are' in text
    assert '  # "clean-graphics",' in text
    for strategy in ("keep", "randomise", "clean"):
        assert f"#   {strategy}: " in text


def test_a_recipe_is_saved_once_and_loaded_by_its_path(tmp_path: Path) -> None:
    recipe = Recipe(rules=(Rule("keep", keyword="StudyDescription"),), name="mine")
    path = recipe.save(tmp_path / "mine.toml")
    assert Recipe.load(path) == recipe
    with pytest.raises(DcmteachError, match=r"'mine\.toml' exists already"):
        recipe.save(path)


def test_a_recipe_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(DcmteachError, match=r"There is no recipe 'basik'\. The named ones are: "):
        Recipe.load("basik")


def test_named_recipes_load_and_options_can_be_added_by_name() -> None:
    assert {"anonymise", "basic", "med_i_stage1", "med_i_stage2"} <= set(recipe_names())
    for name in recipe_names():
        assert Recipe.load(name).name == name
    recipe = Recipe.load("basic+retain-uids+clean-graphics")
    assert recipe.options == ("retain-uids", "clean-graphics")


@pytest.mark.parametrize("name", recipe_names())
def test_a_recipe_tells_all_its_rules(name: str) -> None:
    recipe = Recipe.load(name)
    told = recipe.describe()
    for rule in recipe.rules:
        assert rule.target in told
    assert "identifiers" in told


def test_a_digest_differs_where_the_recipe_does_and_only_there() -> None:
    basic = Recipe.load("basic")
    assert basic.digest == Recipe(name="other", title="other").digest
    assert basic.digest != basic.with_options("retain-uids").digest
    assert basic.digest != basic.with_replacements(PatientName="X").digest
