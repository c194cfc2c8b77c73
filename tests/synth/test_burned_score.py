"""Scoring what was found in the images with text burned in."""

from dataclasses import replace
from typing import NamedTuple

import pytest

from dcmteach.synth.burned import burned_image
from dcmteach.synth.burned_score import BurnedScore, score_burned


class Box(NamedTuple):
    row: int
    column: int
    height: int
    width: int
    judgement: str = "unknown"


NAMING = ("identifier", "date")


def exact(key, frames=1, judge=lambda word: word.kind):
    """Boxes just as the key has them."""
    return [
        [Box(w.row, w.column, w.height, w.width, judge(w)) for w in key.words if frame in w.frames]
        for frame in range(frames)
    ]


@pytest.fixture(scope="module")
def table():
    return burned_image("table", 0)[1]


def test_what_the_key_says_scores_full_marks(table):
    score = score_burned(table, exact(table))
    shares = score.shares()
    assert (score.with_text, score.clean) == (1, 0)
    assert [shares[name] for name in ("recall", "flagged", "covered", "judged")] == [1, 1, 1, 1]
    assert shares["overjudged"] == 0


def test_nothing_found_scores_nothing(table):
    shares = score_burned(table, [[]]).shares()
    assert [shares[name] for name in ("recall", "flagged", "covered", "judged")] == [0, 0, 0, 0]


def test_half_of_a_box_is_found_but_not_covered(table):
    halves = [[replaced(box, width=box.width // 2 + 1) for box in exact(table)[0]]]
    score = score_burned(table, halves)
    assert score.words_found == score.words
    assert score.covered == 0


def test_less_than_half_of_a_box_is_not_found(table):
    thirds = [[replaced(box, height=box.height // 3) for box in exact(table)[0]]]
    assert score_burned(table, thirds).words_found == 0


def test_the_margin_covers_what_the_box_cuts_off(table):
    tight = [[replaced(b, row=b.row + 1, height=b.height - 2) for b in exact(table)[0]]]
    assert score_burned(table, tight, margin=0).covered == 0
    assert score_burned(table, tight).covered == 1


def test_one_letter_left_uncovered_is_an_image_not_covered(table):
    boxes = exact(table)[0]
    word = table.words[0]
    last = table.letters(word)[-1][1]
    short = replaced(boxes[0], width=int(last.min()) - word.column - 3)
    assert score_burned(table, [[short, *boxes[1:]]], margin=0).covered == 0


def test_technical_text_judged_to_name_somebody_is_counted(table):
    score = score_burned(table, exact(table, judge=lambda word: "identifier"))
    assert score.naming_judged == score.naming > 0
    assert score.plain_judged == score.plain > 0


def test_text_must_be_found_in_every_frame_that_shows_it():
    ds, key = burned_image("cine-standing", 0)
    frames = exact(key, int(ds.NumberOfFrames))
    assert score_burned(key, frames).covered == 1
    frames[3] = []
    score = score_burned(key, frames)
    assert (score.flagged, score.covered, score.words_found) == (1, 0, 0)
    assert score_burned(key, frames[:2]).words_found == 0


def test_a_clean_image_in_which_something_is_found_is_a_false_alarm():
    key = burned_image("clean-grids", 0)[1]
    assert score_burned(key, [[]]) == BurnedScore(clean=1)
    assert score_burned(key, [[Box(1, 1, 5, 5)]]) == BurnedScore(clean=1, false_alarms=1)


def test_scores_add_up():
    one = BurnedScore(with_text=1, flagged=1, words=4, words_found=3)
    both = one + BurnedScore(clean=1)
    assert both == replace(one, clean=1)
    assert both.shares()["recall"] == 0.75
    assert (one + one).words == 8


def replaced(box, **values):
    return box._replace(**values)
