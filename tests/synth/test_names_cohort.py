"""The generated cohort of names is hard, honest, and the same for the same seed."""

from __future__ import annotations

from dcmteach.synth.names_cohort import names_cohort


def test_the_same_seed_gives_the_same_cohort():
    assert names_cohort(100, seed=3) == names_cohort(100, seed=3)
    assert names_cohort(100, seed=3) != names_cohort(100, seed=4)


def test_there_are_namesakes_slips_strangers_and_four_scripts():
    cohort = names_cohort(1000, seed=1)
    kinds = {kind for done in cohort.kinds for kind in done}
    assert {"typo", "swapped", "missing name", "extra name", "title", "stranger"} <= kinds
    assert {"one letter", "sibling", "junior", "swapped", "namesake"} <= set(cohort.relations)
    text = "".join(cohort.people)
    assert any("а" <= letter <= "я" for letter in text)
    assert {"é", "田"} <= set(text)
    assert any("α" <= letter <= "ω" for letter in text)
    assert len(cohort.people) == 1000


def test_the_key_judges_links():
    cohort = names_cohort(50, seed=1)
    right = {row: person for row, person in enumerate(cohort.answers) if person is not None}
    assert cohort.score(right) == (1.0, 1.0, 0)
    assert cohort.score({})[:2] == (1.0, 0.0)
    stranger = cohort.answers.index(None)
    assert cohort.score({stranger: 0})[2] == 1
