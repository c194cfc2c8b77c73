"""Rows are matched to people by name, for certain or not at all."""

from __future__ import annotations

import pytest

pytest.importorskip("rapidfuzz")

from dcmteach.deid.matching import match_names
from dcmteach.errors import DcmteachError
from dcmteach.synth.names_cohort import names_cohort


def one(row: str, person: str, **options: float) -> str:
    return match_names([row], [person], **options)[0].result


@pytest.mark.parametrize(
    ("row", "person"),
    [
        ("Müller, Anna", "Müller^Anna"),
        ("Dr. Anna Mueller", "Müller^Anna"),
        ("MULLER ANNA", "Müller^Anna"),
        ("Anna Mu\u0308ller", "MÜLLER^ANNA^"),
        ("Anna Mülelr", "Müller^Anna"),
        ("Thomas Martin", "Martin^Thomas"),
        ("山田 太郎", "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        ("太郎 山田様", "Yamada^Tarou=山田^太郎"),
        ("Taro Yamada", "Yamada^Tarou=山田^太郎"),
        ("やまだ たろう", "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        ("Iwanow, Pjotr", "Иванов^Пётр"),
        ("Γεωργίου Ελένη", "Georgiou^Eleni=Γεωργίου^Ελένη"),
        ("Anna-Maria Schmid", "Schmid^Annamaria"),
        ("O’Brien, Patrick", "OBrien^Patrick"),
        ("Els van den Berg", "Berg^Els"),
        ("Anna Müller (geb. Schmidt)", "Müller^Anna"),
        ("Anna Müller", "Müller^Anna^Maria"),
        ("Anna M. Müller", "Müller^Anna^Maria"),
    ],
)
def test_one_name_written_two_ways_is_linked(row, person):
    assert one(row, person) == "linked"


@pytest.mark.parametrize(
    ("row", "person"),
    [
        ("Anna Müller", "Bauer^Karl"),
        ("Anna Müller", "Möller^Anton"),
        ("Smith, John Sr.", "Smith^John^^^Jr"),
        ("山田 次郎", "Yamada^Tarou=山田^太郎"),
        ("", "Müller^Anna"),
    ],
)
def test_another_name_is_not_matched(row, person):
    assert one(row, person) == "unmatched"


def test_a_son_is_not_taken_for_his_father():
    assert one("Smith, John", "Smith^John^^^Jr") == "doubtful"
    both = match_names(["John Smith", "John Smith Jr."], ["Smith^John^^^Jr", "Smith^John"])
    assert both.links == {0: 1, 1: 0}


def test_two_people_with_one_name_are_reported_with_their_scores():
    matches = match_names(["Anna Müller"], ["Müller^Anna", "Mueller^Anna"])
    assert matches.links == {}
    (match,) = matches.doubtful
    assert [c.person for c in match.candidates] == [0, 1]
    assert match.candidates[1].character_distance == 0
    assert match.why == "several people are as near as each other"


def test_two_rows_for_one_person_are_reported():
    matches = match_names(["Anna Müller", "Müller, Anna"], ["Müller^Anna"])
    assert [match.why for match in matches] == ["several rows are as near to one person"] * 2


def test_the_better_row_keeps_its_person_and_the_other_is_reported():
    matches = match_names(["Anna Müller", "Anna Mülllr"], ["Müller^Anna"])
    assert matches.links == {0: 0}
    assert matches[1].result == "doubtful"


def test_the_assignment_is_the_best_of_all_not_the_first_that_fits():
    people = ["Berkolin^Dario", "Berkorin^Dario"]
    rows = ["Dario Berkorin", "Dario Berkolni"]  # the slip is two letters from the other one
    assert match_names(rows, people).links == {0: 1, 1: 0}


def test_swapped_namesakes_are_told_by_commas_in_both_rows_only():
    people = ["Martin^Thomas", "Thomas^Martin"]
    assert match_names(["Thomas, Martin", "Martin, Thomas"], people).links == {0: 1, 1: 0}
    assert match_names(["Thomas Martin", "Martin Thomas"], people).links == {}
    assert match_names(["Thomas, Martin"], people).links == {}


def test_a_word_that_others_bear_is_no_slip():
    rows = ["Anna Berg", "Anne Falk", "Anna Wirth"]
    people = ["Berg^Anne", "Falk^Anne", "Wirth^Anna"]
    matches = match_names(rows, people)
    assert matches.links == {1: 1, 2: 2}
    assert "names that others bear" in matches[0].why


def test_the_thresholds_say_what_is_possible():
    # Müller/Mülelr: 1 letter of 10; one word of three missing: 1 − 2·2/5
    assert one("Anna Mülelr", "Müller^Anna", max_character_distance=0.09) == "unmatched"
    assert one("Anna Mülelr", "Müller^Anna", max_character_distance=0.1) == "linked"
    assert one("Anna Müller", "Müller^Anna^Maria", max_word_distance=0.19) == "unmatched"
    match = match_names(["Anna Müller"], ["Müller^Anna^Maria"])[0]
    assert (match.character_distance, match.word_distance) == (0, 0.2)


def test_what_a_human_settled_is_obeyed():
    rows, people = ["Anna Müller", "Müller, Anna"], ["Müller^Anna", "Bauer^Karl"]
    matches = match_names(rows, people, confirmed={0: 1, 1: None})
    assert matches.links == {0: 1}
    assert matches.unmatched_rows == (1,)
    assert match_names(rows, people, confirmed={1: None}).links == {0: 0}


def test_numbers_settle_what_names_leave_open_and_contradict():
    rows, people = ["Anna Müller", "Anna Müller"], ["Müller^Anna", "Müller^Anna"]
    ids = {"row_ids": ["17", "18"], "people_ids": ["18", "17"]}
    assert match_names(rows, people, **ids).links == {0: 1, 1: 0}
    other = match_names(rows[:1], people[:1], row_ids=["17"], people_ids=["18"])
    assert other[0].why == "the names agree, the patient numbers differ"
    same = match_names(["Karl Bauer"], people[:1], row_ids=["17"], people_ids=["17"])
    assert same[0].why == "the patient numbers agree, the names differ"


def test_refusals_name_the_rule_and_the_next_step():
    with pytest.raises(DcmteachError, match=r"max_word_distance must be a number from 0 to 1"):
        match_names([], [], max_word_distance=2)
    with pytest.raises(DcmteachError, match=r"confirmed must map rows 0 to 0 .* \(got 3: 0\)"):
        match_names(["A B"], ["A^B"], confirmed={3: 0})
    with pytest.raises(DcmteachError, match="Write '' where there is no number"):
        match_names(["A B"], ["A^B"], row_ids=["1"])


def test_names_are_shown_to_their_owner_and_not_to_logs():
    matches = match_names(["Müller, <b>Anna"], ["Müller^<b>Anna"])
    assert "Müller" in str(matches)
    assert "&lt;b&gt;Anna" in matches._repr_html_()
    shown = repr(matches) + repr(matches[0]) + repr(matches[0].candidates)
    assert "Müller" not in shown
    assert "Anna" not in shown


@pytest.mark.parametrize("seed", [100, 101, 102])
def test_a_thousand_people_give_no_false_link_and_few_are_missed(seed):
    cohort = names_cohort(1000, seed=seed)
    precision, recall, false = cohort.score(match_names(cohort.rows, cohort.people).links)
    assert (precision, false) == (1.0, 0)
    assert recall >= 0.98


# --- endings and ties --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "person"),
    [
        ("Yamadori, Kazuo", "Yamadori^Kazue"),
        ("Berkolin, Maria", "Berkolin^Mario"),
        ("Berkolin, Jan", "Berkolin^Jana"),
        ("Berkolin, Denise", "Berkolin^Denis"),
        ("Ivanov, Sascha", "Ivanova^Sascha"),
        ("Иванов, Саша", "Иванова^Саша"),
        ("Kowalski, Robin", "Kowalska^Robin"),
    ],
)
def test_another_ending_is_for_a_human_to_judge(row, person):
    (match,) = match_names([row], [person])
    assert match.result == "doubtful"
    assert match.why in {
        "another ending is often another name",
        "the words that differ are names that others bear: perhaps another person",
    }


def test_a_number_beside_it_settles_another_ending():
    ids = {"row_ids": ["17"], "people_ids": ["17"]}
    assert match_names(["Yamadori, Kazuo"], ["Yamadori^Kazue"], **ids).links == {0: 0}


def test_a_slip_within_a_word_is_still_linked():
    assert match_names(["Yamadori, Kzaue"], ["Yamadori^Kazue"]).links == {0: 0}


def test_a_name_between_two_is_reported_though_one_of_them_has_a_row():
    people = ["Berkolin^Philip", "Berkolin^Philipp"]
    matches = match_names(["Philip Berkolin", "Philiop Berkolin"], people)
    assert matches.links == {0: 0}
    assert matches[1].why == "several people are as near as each other"
