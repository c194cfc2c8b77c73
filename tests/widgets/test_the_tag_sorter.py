from __future__ import annotations

import pytest
from pydicom import Dataset

from dcmteach import TagSorter
from dcmteach.errors import DcmteachError, PathError
from dcmteach.header import classify
from dcmteach.widgets.sorter_model import SorterModel


def names(model: SorterModel) -> list[str]:
    return [card.path for card in model.cards]


def play(model: SorterModel) -> None:
    while not model.finished:
        model.answer(model.card.verdict.verdict)
        model.next()


def test_the_same_seed_draws_the_same_tags_in_the_same_order(ct: Dataset) -> None:
    assert names(SorterModel(ct, seed=3)) == names(SorterModel(ct, seed=3))
    assert names(SorterModel(ct, seed=3)) != names(SorterModel(ct, seed=4))


def test_a_game_holds_every_verdict_and_some_disagreement(ct: Dataset) -> None:
    for seed in range(5):
        verdicts = [card.verdict for card in SorterModel(ct, seed=seed).cards]
        assert len(verdicts) == 12
        assert {verdict.verdict for verdict in verdicts} == {"safe", "unsafe", "depends"}
        assert any(verdict.disagree for verdict in verdicts)


def test_no_card_is_empty_binary_private_or_a_sequence(ct: Dataset) -> None:
    for card in SorterModel(ct, n=500).cards:
        assert card.row.value.strip()
        assert card.row.vr not in {"SQ", "OB", "OW"}
        assert card.row.tag >> 16 & 1 == 0


def test_an_attribute_comes_once(nested: Dataset) -> None:
    tags = [card.row.tag for card in SorterModel(nested, n=50).cards]
    assert len(tags) == len(set(tags))


def test_the_teacher_chooses_tags_by_path_keyword_or_tag(nested: Dataset) -> None:
    deep = "RequestAttributesSequence[0].ScheduledProcedureStepID"
    model = SorterModel(nested, tags=["PatientName", (0x0008, 0x0016), deep, "(0010,0010)"])
    assert names(model) == ["PatientName", "SOPClassUID", deep]
    assert names(SorterModel(nested, tags="PatientName")) == ["PatientName"]


def test_a_chosen_tag_that_is_not_there_is_refused(nested: Dataset) -> None:
    with pytest.raises(DcmteachError, match="no element 'PatientAge' to sort"):
        TagSorter(nested, tags=["PatientAge"])
    with pytest.raises(PathError, match="is not a path"):
        TagSorter(nested, tags=["patient name"])


@pytest.mark.parametrize("n", [0, -1, 2.5, True])
def test_the_number_of_tags_must_be_a_positive_number(ct: Dataset, n: int) -> None:
    with pytest.raises(DcmteachError, match="must be 1 or more"):
        TagSorter(ct, n=n)


def test_a_right_answer_gives_a_point_and_the_reason(ct: Dataset) -> None:
    model = SorterModel(ct, tags=["PatientName"])
    feedback = model.answer("unsafe")
    assert feedback.outcome == "right"
    assert feedback.text.startswith("Right: unsafe.")
    assert feedback.text.endswith(classify(ct)["PatientName"].reason)
    assert model.score == 1


def test_a_wrong_answer_gives_no_point_and_the_reason(ct: Dataset) -> None:
    model = SorterModel(ct, tags=["PatientName"])
    feedback = model.answer("safe")
    assert feedback.outcome == "not yet"
    assert feedback.text.startswith("Not yet: you said safe, we say unsafe.")
    assert model.score == 0


def test_an_answer_that_one_source_shares_is_defensible(ct: Dataset) -> None:
    model = SorterModel(ct, n=200)
    cards = [card for card in model.cards if card.verdict.disagree]
    assert cards
    for number, card in enumerate(model.cards):
        others = {o.verdict for o in card.verdict.sources} - {card.verdict.verdict}
        if card.verdict.disagree and others:
            model.go_to(number)
            feedback = model.answer(others.pop())
            assert feedback.outcome == "defensible"
            assert feedback.allies[0] in feedback.text
            break
    assert model.score == 0.5


def test_disagreement_is_explained_even_after_a_right_answer(ct: Dataset) -> None:
    model = SorterModel(ct, n=200)
    number = next(n for n, card in enumerate(model.cards) if card.verdict.disagree)
    model.go_to(number)
    feedback = model.answer(model.card.verdict.verdict)
    assert "Not everybody agrees" in feedback.text
    assert feedback.render().count('<th scope="col">') == len(model.card.verdict.sources)


def test_the_first_answer_counts(ct: Dataset) -> None:
    model = SorterModel(ct, tags=["PatientName"])
    model.answer("safe")
    assert model.answer("unsafe").answer == "safe"
    assert model.score == 0


def test_an_answer_that_is_no_pile_is_refused(ct: Dataset) -> None:
    with pytest.raises(DcmteachError, match="must be one of safe, unsafe, depends"):
        SorterModel(ct).answer("maybe")


def test_feedback_is_kept_back_until_the_tag_is_sorted(ct: Dataset) -> None:
    model = SorterModel(ct, tags=["PatientName", "KVP"])
    assert model.feedback_html() == ""
    assert "unsafe" not in model.card_html().lower()
    assert model.summary_html() == ""


def test_next_goes_to_the_tags_that_are_left(ct: Dataset) -> None:
    model = SorterModel(ct, tags=["PatientName", "KVP", "StudyDate"])
    model.go_to(1)
    model.answer("safe")
    model.next()
    model.next()
    assert model.card.path == "PatientName"


def test_a_finished_game_is_summed_up(ct: Dataset) -> None:
    model = SorterModel(ct)
    play(model)
    assert model.score == len(model.cards)
    html = model.summary_html()
    assert "Finished: 12 of 12" in html
    assert "12 right, 0 defensible, 0 not yet" in html
    assert "The sources disagree on" in html


def test_a_game_all_wrong_scores_nothing(ct: Dataset) -> None:
    model = SorterModel(ct, tags=["PatientName", "PatientID"])
    model.answer("safe")
    model.next()
    model.answer("safe")
    assert model.score == 0
    assert model.status() == "2 of 2 sorted, score 0 of 2"


def test_playing_again_draws_other_tags_and_forgets_the_answers(ct: Dataset) -> None:
    model = SorterModel(ct)
    first = names(model)
    play(model)
    model.again()
    assert not model.answers
    assert names(model) != first


def test_playing_again_keeps_the_teachers_tags(ct: Dataset) -> None:
    model = SorterModel(ct, tags=["PatientName"])
    model.again()
    assert names(model) == ["PatientName"]
