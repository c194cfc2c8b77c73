"""Every misconception that lesson 14 knows gets its own sentence; what the lesson says is true."""

from __future__ import annotations

import numpy as np
import pytest

from dcmteach import find_text, redact
from dcmteach.course import check
from dcmteach.course.practice import (
    learner_number,
    own_films,
    own_image,
    own_key,
    own_lines,
    own_series,
    own_set,
    own_signature,
    read_plainly,
    words_of,
    words_read,
)
from dcmteach.errors import DcmteachError
from dcmteach.pixels import Frames
from dcmteach.pixels.engines import available
from dcmteach.pixels.views import enlarged, normalised, stretched, turned
from dcmteach.synth.practice import KINDS, SIGMAS, blurred_name, caption, practice_image, town
from dcmteach.synth.practice_series import FILMS
from tests.course.answering import not_yet

LEARNERS = (3, 14, 2027)
reads = pytest.mark.skipif("tesseract" not in available(), reason="Tesseract is not installed")


pytestmark = pytest.mark.usefixtures("strict")


@pytest.fixture(params=LEARNERS)
def learner(request, as_learner):
    return as_learner(request.param)


# --- a learner's own images --------------------------------------------------------------------


def test_a_learner_keeps_a_number_and_gets_the_same_image_again(tmp_path, monkeypatch):
    monkeypatch.setenv("DCMTEACH_HOME", str(tmp_path / "new"))
    number = learner_number()
    assert learner_number() == number
    assert (tmp_path / "new" / "learner-number").read_text().strip() == str(number)
    first, again = own_image("hidden-line"), own_image("hidden-line")
    assert np.array_equal(first.pixel_array, again.pixel_array)


def test_learners_get_different_images():
    one, other = (own_image("unblur-the-name", learner=number) for number in (1, 2))
    assert not np.array_equal(one.pixel_array, other.pixel_array)


def test_where_nothing_may_be_kept_the_number_holds_for_the_session(tmp_path, monkeypatch):
    monkeypatch.setenv("DCMTEACH_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("DCMTEACH_PROGRESS", "off")
    assert learner_number() == learner_number()
    assert not (tmp_path / "none").exists()


def test_an_exercise_without_an_image_is_named():
    with pytest.raises(DcmteachError, match="No image belongs to an exercise 'read-the-name'"):
        own_image("read-the-name")


def test_an_unknown_kind_of_practice_image_is_named():
    with pytest.raises(DcmteachError, match="There is no kind 'x-ray'"):
        practice_image("x-ray", 1)


@pytest.mark.parametrize("kind", KINDS)
def test_practice_images_show_what_their_key_says_and_are_small(kind):
    ds, key = practice_image(kind, 5)
    assert ds.Rows * ds.Columns == 224 * 320
    assert bool(key.words) == (kind != "blurred")
    assert ds.pixel_array.max() > ds.pixel_array.min()


def test_the_header_of_the_blurred_image_does_not_tell_the_name(learner):
    ds = own_image("unblur-the-name")
    family = blurred_name(own_key("unblur-the-name").seed).split(",")[0]
    assert family not in str(ds)
    assert len(set(town())) == 1000


# --- what the lesson says ----------------------------------------------------------------------


@reads
def test_each_step_lifts_the_recall():
    images = [(Frames(ds)[0], key) for ds, key in own_set(learner=14)]

    def recall(views):
        texts = iter(read_plainly(view for pixels, _ in images for view in views(pixels)))
        found = 0
        for pixels, key in images:
            found += len(words_read(key, " ".join(next(texts) for _ in views(pixels))))
        return found / sum(len(words_of(key)) for _, key in images)

    def three(pixels):
        return [turned(enlarged(normalised(pixels), 2), quarters) for quarters in (0, 1, 3)]

    plain, local = recall(lambda p: [stretched(p)]), recall(lambda p: [normalised(p)])
    assert plain <= 0.65
    assert plain < local < recall(lambda p: [enlarged(normalised(p), 2)]) < recall(three)
    assert recall(three) >= 0.85


@pytest.mark.parametrize("sigma", [3, 15])
def test_a_hundred_of_a_hundred_blurred_names_are_recovered(sigma):
    written = np.stack([caption(name) for name in town()]).astype("float32")

    def kernel(size):
        apart = np.subtract.outer(np.arange(size), np.arange(size))
        return (np.exp(-((apart / sigma) ** 2) / 2) / sigma / 2.5066).astype("float32")

    candidates = (kernel(32) @ written @ kernel(240)).reshape(1000, -1)
    given = np.rint(candidates[:1000:10])
    far = (candidates**2).sum(axis=1) - 2 * given @ candidates.T
    assert (far.argmin(axis=1) == np.arange(0, 1000, 10)).all()


# --- the hidden line ---------------------------------------------------------------------------


def test_the_window_at_air_shows_the_line(learner):
    line = own_key("hidden-line").words[0].text
    assert check("hidden-line", -995, 12, line).outcome == "correct"


def test_a_window_elsewhere_or_too_wide_does_not(learner):
    line = own_key("hidden-line").words[0].text
    assert "both black" in not_yet("hidden-line", 40, 400, line)
    assert "both white" in not_yet("hidden-line", -1200, 100, line)
    assert "by too little" in not_yet("hidden-line", 1000, 4000, line)
    assert "above 0" in not_yet("hidden-line", -995, 0, line)
    assert "one number" in not_yet("hidden-line", "lung", 12, line)


def test_another_text_than_the_hidden_one_is_told_apart(learner):
    seen = " ".join(word.text for word in own_key("hidden-line").words[1:])
    assert "everybody sees" in not_yet("hidden-line", -995, 12, seen)
    number = own_image("hidden-line").PatientID
    assert "in the header" in not_yet("hidden-line", -995, 12, number)
    assert "not what it says" in not_yet("hidden-line", -995, 12, "12")


# --- recall ------------------------------------------------------------------------------------


@reads
def test_views_made_for_each_kind_reach_the_recall(learner):
    def views(pixels):
        large = enlarged(normalised(pixels), 2)
        return [*(turned(large, q) for q in (0, 1, 3)), enlarged(stretched(pixels), 2)]

    assert check("lift-recall", views).outcome == "correct"


@reads
def test_what_a_set_of_views_loses_is_named(learner):
    assert "above air" in not_yet("lift-recall", lambda p: [enlarged(stretched(p), 2)])
    assert "stands upright" in not_yet("lift-recall", lambda p: [normalised(p)])


def test_views_that_cannot_be_read_are_refused():
    assert "function itself" in not_yet("lift-recall", [1])
    assert "list of pictures" in not_yet("lift-recall", normalised)
    assert "5 have to do" in not_yet("lift-recall", lambda p: [normalised(p)] * 6)
    assert "uint8" in not_yet("lift-recall", lambda p: [p.astype(float)])
    assert "ZeroDivisionError" in not_yet("lift-recall", lambda p: 1 / 0)


# --- three boxes -------------------------------------------------------------------------------


@reads
def test_three_lines_are_found_and_only_the_technical_one_stays(learner):
    found = find_text(own_image("decide-three-boxes"), engine="tesseract")
    judged = [box.judgement for _, box in found.boxes]
    assert sorted(judged) == ["identifier", "technical", "unknown"]
    decisions = ["keep" if word == "technical" else "cover" for word in judged]
    assert check("decide-three-boxes", decisions).outcome == "correct"


def _decisions(**kept):
    key = own_key("decide-three-boxes")
    kinds = {word.line: word.kind for word in key.words}
    return ["keep" if kept.get(kinds[line]) else "cover" for line in sorted(kinds)]


def test_each_wrong_decision_has_its_own_sentence(learner):
    slug = "decide-three-boxes"
    assert "needs it" in not_yet(slug, _decisions())
    assert "not harmless" in not_yet(slug, _decisions(technical=1, remark=1))
    assert "In which order" in not_yet(slug, _decisions(technical=1, identifier=1))
    assert "which header" in not_yet(slug, ["keep", "keep", "keep"])
    assert "from the top" in not_yet(slug, ["keep"])
    assert "One of two words" in not_yet(slug, ["safe", "keep", "keep"])


# --- redaction ---------------------------------------------------------------------------------


@reads
def test_what_find_text_finds_is_all_there_is_to_cover(learner):
    image = own_image("redact-no-more")
    result = redact(image, find_text(image, engine="tesseract"))
    assert check("redact-no-more", result).outcome == "correct"


def test_too_little_and_too_much_are_told_apart(learner):
    image, slug = own_image("redact-no-more"), "redact-no-more"
    assert "once more" in not_yet(slug, redact(image, [(0, 0, 64, 320)]))
    assert "in every frame" in not_yet(slug, redact(image, [(0, 0, 64, 320, 0)]))
    assert "other pixels" in not_yet(slug, redact(image, [(0, 0, 224, 320)]))
    assert "Not one pixel" in not_yet(slug, image)


# --- the blurred name, and who sees what -------------------------------------------------------


def test_the_name_and_what_is_not_the_name(learner):
    slug, right = "unblur-the-name", blurred_name(own_key("unblur-the-name").seed)
    assert check(slug, right).outcome == "correct"
    assert "Nobody in town" in not_yet(slug, "CASE14")
    assert "first of the list" in not_yet(slug, town()[0])
    family, given = right.split(", ")
    kin = next(
        name for name in town() if name.startswith(family + ",") and name not in (right, town()[0])
    )
    assert "family is right" in not_yet(slug, kin)
    other = next(
        name
        for name in town()[1:]
        if not name.startswith(family + ",") and not name.endswith(f" {given}")
    )
    assert "comes nearer" in not_yet(slug, other)
    assert set(SIGMAS) == {3, 5, 7, 9, 11}


def test_who_sees_what():
    right = ["find_text", "find_text", "leaks", "find_text", "a person", "a person"]
    assert check("who-sees-it", right).outcome == "correct"
    says = {
        0: "in this lesson",
        1: "black box",
        2: "no pixels to",
        3: "bits of their",
        5: "no type",
    }
    for place, words in says.items():
        wrong = list(right)
        wrong[place] = "find_text" if right[place] != "find_text" else "leaks"
        assert words in not_yet("who-sees-it", wrong)
    assert "letter by letter" in not_yet("who-sees-it", ["eye"] * 6)
    assert "six texts" in not_yet("who-sees-it", [])


# --- a series is looked at ---------------------------------------------------------------------


@pytest.fixture
def reviewer(learner):
    from dcmteach import TextReviewer

    return TextReviewer(own_series(), own_lines())


def _drawn(reviewer):
    number, *place = own_signature()
    reviewer.model.turn_to(number)
    reviewer.model.draw(*place)


def test_the_series_of_a_learner_has_one_signature_that_is_not_among_the_lines(learner):
    films = own_films()
    number, row, column, height, width = own_signature()
    assert len(films) == FILMS
    assert [bool(key.words[-1].text) for _, key in films].count(False) == 1
    place = films[number][0].pixel_array[row : row + height, column : column + width]
    assert place.max() > 240
    assert {ds.SeriesInstanceUID for ds, _ in films} == {films[0][0].SeriesInstanceUID}
    assert len({ds.SOPInstanceUID for ds, _ in films}) == FILMS
    for found, (_, key) in zip(own_lines(), films, strict=True):
        ((_, box),) = found.boxes
        words = [word for word in key.words if word.text]
        assert box.row == min(word.row for word in words)
        assert box.row + box.height < row


def test_looking_covering_and_a_name_confirm_the_series(reviewer):
    reviewer.model.decide_everywhere()
    assert "no engine takes for text" in not_yet("confirm-the-series", reviewer)
    _drawn(reviewer)
    assert "What is missing is you" in not_yet("confirm-the-series", reviewer)
    reviewer.model.reviewer = "A. Reader"
    reviewer.model.sheet_html()
    reviewer.model.confirm()
    outcome = check("confirm-the-series", reviewer)
    assert outcome.outcome == "correct", outcome.message
    assert "A. Reader" not in outcome.message


def test_a_box_that_changes_after_confirming_opens_the_series_again(reviewer):
    reviewer.model.decide_everywhere()
    _drawn(reviewer)
    reviewer.model.reviewer = "A. Reader"
    reviewer.model.sheet_html()
    reviewer.model.confirm()
    reviewer.model.draw(200, 10, 10, 10)
    assert "confirm the page" in not_yet("confirm-the-series", reviewer)


def test_a_typed_name_that_is_left_is_seen(reviewer):
    reviewer.model.decide("leave")
    assert "A typed name is still to be seen" in not_yet("confirm-the-series", reviewer)


def test_half_a_signature_is_a_signature(reviewer):
    number, row, column, height, width = own_signature()
    reviewer.model.turn_to(number)
    reviewer.model.draw(row, column, height, width // 2)
    assert "Make the box larger" in not_yet("confirm-the-series", reviewer)


def test_covering_whole_films_is_no_answer(reviewer):
    reviewer.model.decide_everywhere()
    for number in range(FILMS):
        reviewer.model.turn_to(number)
        reviewer.model.draw(0, 0, 224, 320)
    assert "half of a film" in not_yet("confirm-the-series", reviewer)


def test_a_reviewer_of_other_pictures_is_told(learner):
    from dcmteach import TextReviewer

    other = TextReviewer(own_image("hidden-line"), engine=None)
    assert "about other pictures" in not_yet("confirm-the-series", other)
    assert "the reviewer itself" in not_yet("confirm-the-series", "reviewer")
