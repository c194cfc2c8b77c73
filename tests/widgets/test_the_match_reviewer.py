from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dcmteach import DcmteachError, MatchReviewer, match_names
from dcmteach.deid.decisions import Decisions
from dcmteach.deid.matching_result import Candidate, Match, Matches
from dcmteach.widgets.reviewer_letters import differences
from dcmteach.widgets.reviewer_view import ReviewerView
from tests.widgets.stock import check_stock

ROWS = ["Skovlund, Anne", "Fjeldgård, Jan", "Bergg, Jon", "Zwirn, Oda"]
PEOPLE = ["Skovlund^Anna", "Skovlund^Anne-Lise", "Fjeldgård^Jan^^^Jr", "Fjeldgård^Jon", "Berg^Jon"]
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def matches() -> Matches:
    found = match_names(ROWS, PEOPLE)
    assert len(found.doubtful) >= 2
    return found


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_doubtful_rows_are_shown_one_by_one_with_both_distances(matches: Matches) -> None:
    model = MatchReviewer(matches).model
    assert [case.row for case in model.cases] == [match.row for match in matches.doubtful]
    assert model.status() == f"0 of {len(model.cases)} decided"
    shown = text(model.case_html())
    assert "The table writes Skovlund, Anne" in shown
    assert model.cases[0].why in shown
    for candidate in model.cases[0].candidates:
        assert f"{candidate.character_distance:.2f}" in shown
        assert f"{candidate.word_distance:.2f}" in shown


def test_confirming_notes_the_decision_and_goes_on(matches: Matches) -> None:
    reviewer = MatchReviewer(matches)
    model = reviewer.model
    name = model.cases[0].candidates[0].name
    model.confirm(1)
    assert reviewer.decisions.pairs == {"Skovlund, Anne": name}
    assert model.current == 1
    assert model.choice(0) == 1
    assert model.status().startswith("1 of")
    again = match_names(ROWS, PEOPLE, confirmed=reviewer.decisions.confirmed(ROWS, _each(PEOPLE)))
    assert again[0].result == "confirmed"
    assert PEOPLE[again[0].person or 0] == name


def test_nobody_skip_and_undo(matches: Matches) -> None:
    model = MatchReviewer(matches).model
    model.skip()
    assert model.current == 1
    assert "1 put off" in model.status()
    model.reject()
    assert model.choice(1) == 0
    assert model.current != 1
    model.undo()
    assert (model.current, model.choice(1), model.decisions.pairs) == (1, None, {})
    model.undo()
    assert model.refused
    assert model.said == "There is nothing to take back."


def test_undo_brings_back_what_was_decided_before(matches: Matches) -> None:
    model = MatchReviewer(matches, Decisions({"Skovlund, Anne": None})).model
    assert model.choice(0) == 0
    assert model.current == 1  # what is decided is not asked again
    model.go_to(0)
    model.confirm(1)
    assert model.choice(0) == 1
    model.undo()
    assert model.choice(0) == 0


def test_a_decision_is_found_again_in_another_writing(matches: Matches) -> None:
    model = MatchReviewer(matches, Decisions({"anne SKOVLUND": "SKOVLUND^ANNA"})).model
    assert model.decided(0)
    assert model.cases[0].candidates[(model.choice(0) or 0) - 1].name == "Skovlund^Anna"
    model.go_to(0)
    model.reject()
    assert model.decisions.pairs == {"Skovlund, Anne": None}


def test_one_person_is_not_given_to_two_rows() -> None:
    found = match_names(["Dreyer, Anne", "Dreyer, Annx"], ["Dreyer^Anna", "Dreyer^Anni"])
    model = MatchReviewer(found).model
    assert len(model.cases) == 2
    first = model.cases[0].candidates[0].person
    model.confirm(1)
    same = [c.person for c in model.cases[1].candidates].index(first) + 1
    with pytest.raises(DcmteachError, match="was given to this person already"):
        model.confirm(same)
    assert len(model.decisions) == 1


def test_a_name_that_two_people_bear_cannot_be_decided_by_name() -> None:
    found = match_names(["Dreyer, Anna"], ["Dreyer^Anna", "DREYER^ANNA"])
    model = MatchReviewer(found).model
    with pytest.raises(DcmteachError, match="Add a column with the patient ID to the table"):
        model.confirm(1)
    assert len(model.decisions) == 0


def test_a_candidate_that_is_none_is_refused(matches: Matches) -> None:
    with pytest.raises(DcmteachError, match=r"from 1 to 2 \(got 7\)"):
        MatchReviewer(matches).model.confirm(7)


def test_decisions_are_saved_for_the_owner_alone_and_read_again(
    matches: Matches, tmp_path: Path
) -> None:
    reviewer = MatchReviewer(matches)
    reviewer.model.confirm(1)
    file = reviewer.save(tmp_path / "decisions.json")
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text())["schema"] == "dcmteach decisions 1"
    assert MatchReviewer(matches, file).decisions.pairs == reviewer.decisions.pairs


def test_nothing_doubtful_is_said() -> None:
    reviewer = MatchReviewer(match_names(["Dreyer, Anna"], ["Dreyer^Anna"]))
    assert "nothing to decide" in reviewer.snapshot().html
    assert "nothing to decide" in reviewer.snapshot().alt
    assert reviewer.view is not None
    with pytest.raises(DcmteachError, match="nothing to decide"):
        reviewer.model.reject()


@pytest.mark.parametrize("what", [42, ["a"], None])
def test_anything_else_is_refused_with_the_next_step(what: Any) -> None:
    with pytest.raises(DcmteachError, match="Match first: MatchReviewer"):
        MatchReviewer(what)


@pytest.mark.parametrize(
    ("written", "name", "said"),
    [
        ("Dreyer, Anne", "Dreyer^Anna", "Anne – Anna"),
        ("Anna Dreyer", "Dreyer^Anna", "no letter differs"),
        ("Mueller, Anna", "Müller^Anna", "no letter differs"),
        ("Dr. Anna Dreyer", "Dreyer^Anna", "no letter differs"),
        ("Dreyer, Anna Lea", "Dreyer^Anna", "Lea: in the table only"),
        ("Dreyer, Anna", "Dreyer^Anna^Lea", "Lea: in the images only"),
        ("山田太朗", "Yamada^Tarou=山田^太郎", "朗: in the table only; 郎: in the images only"),
    ],
)
def test_what_differs_is_said_in_words(written: str, name: str, said: str) -> None:
    assert said in differences(written, name).text


def test_differing_letters_are_marked_by_more_than_colour() -> None:
    found = differences("Dreyer, Anne", "Dreyer^Anna")
    assert found.name_html == 'Dreyer^Ann<strong class="dt-differs">a</strong>'
    assert found.written_html == 'Dreyer, Ann<strong class="dt-differs">e</strong>'


def test_names_show_as_text_everywhere() -> None:
    near = Candidate(0, f"{HOSTILE}^Anna", 0.1, 0.0, 1.0)
    found = Matches([Match(0, HOSTILE, "doubtful", None, (near,), "why")], [near.name])
    html = MatchReviewer(found).snapshot()._repr_html_()
    assert "<img" not in html
    assert "&lt;img" in html


def test_neither_repr_nor_plain_text_names_anybody(matches: Matches) -> None:
    reviewer = MatchReviewer(matches)
    reviewer.model.confirm(1)
    assert "Skovlund" not in repr(reviewer) + repr(reviewer.decisions)
    assert "Skovlund" not in reviewer._repr_mimebundle_()["text/plain"]


def test_buttons_decide_and_the_list_follows(matches: Matches) -> None:
    view = ReviewerView(MatchReviewer(matches).model)
    assert view.answers[0].description.startswith("It is 1: Skovlund^")
    view.answers[0].click()
    assert "candidate 1" in view.names.options[0][0]
    assert 'role="status"' in view.said.value
    view.undo.click()
    assert "open" in view.names.options[0][0]
    view.nobody.click()
    assert "nobody" in view.names.options[0][0]
    view.names.value = 0
    assert "Decided" in view.case.value


def test_a_refusal_is_shown_where_it_happened() -> None:
    view = ReviewerView(
        MatchReviewer(match_names(["Dreyer, Anna"], ["Dreyer^Anna", "DREYER^ANNA"])).model
    )
    view.answers[0].click()
    assert 'role="alert"' in view.said.value
    assert "two people" in view.said.value


def test_only_stock_ipywidgets_labelled_and_explained(matches: Matches) -> None:
    check_stock(MatchReviewer(matches).view)


def _each(names: list[str]) -> list[list[str]]:
    return [[name] for name in names]
