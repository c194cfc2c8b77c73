"""Quizzes: files keep to their schema, answers get feedback, the form is escaped and complete."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from importlib.resources import files

import jsonschema
import pytest

from dcmteach.course import QuizError, quiz
from dcmteach.course.quiz import quiz_from

FOLDER = files("dcmteach.course").joinpath("quizzes")
SCHEMA = json.loads(FOLDER.joinpath("schema.json").read_text(encoding="utf-8"))
SLUGS = sorted(
    entry.name[:-5]
    for entry in FOLDER.iterdir()
    if entry.name.endswith(".json") and entry.name != "schema.json"
)

DATA = {
    "slug": "99-test",
    "title": "Try <it>",
    "questions": [
        {
            "id": "tag",
            "kind": "one",
            "text": "What is `(0010,0010)`?",
            "options": [
                {"text": "The name", "correct": True, "feedback": "So it is *called*."},
                {"text": "<b>An ID</b>", "correct": False, "feedback": "That is `(0010,0020)`."},
            ],
            "explanation": "Group 0010 is the patient's.",
        },
        {
            "id": "which",
            "kind": "many",
            "text": "Which of these name a person?",
            "options": [
                {"text": "Name", "correct": True, "feedback": "Plainly."},
                {"text": "ID", "correct": True, "feedback": "With a list it does."},
                {"text": "Rows", "correct": False, "feedback": "That is a height."},
            ],
        },
    ],
}


@pytest.fixture
def sheet():
    return quiz_from(DATA)


def test_the_schema_is_a_schema_and_knows_a_good_quiz():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(DATA, SCHEMA, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_quiz_of_the_course_keeps_to_the_schema_and_opens(slug):
    data = json.loads(FOLDER.joinpath(f"{slug}.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert data["slug"] == slug
    assert quiz(slug).questions


@pytest.mark.parametrize("slug", SLUGS)
def test_no_feedback_on_a_wrong_option_quotes_the_right_one(slug):
    for question in quiz(slug).questions:
        right = [one.text.casefold() for one in question.options if one.correct]
        for one in question.options:
            if not one.correct and question.kind == "one":
                assert not any(len(r) > 15 and r in one.feedback.casefold() for r in right)


def test_a_single_choice_with_two_right_options_breaks_the_schema_and_the_reader():
    options = [{**one, "correct": True} for one in DATA["questions"][0]["options"]]
    data = {**DATA, "questions": [{**DATA["questions"][0], "options": options}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)
    with pytest.raises(QuizError, match="'tag' is of kind one: exactly one option"):
        quiz_from(data)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"questions": []}, "must have questions"),
        ({"questions": [DATA["questions"][0]] * 2}, "each with its own id"),
        ({"questions": [{"id": "x"}]}, "lacks what quizzes/schema.json asks for"),
    ],
)
def test_a_quiz_that_breaks_its_rules_is_refused(change, message):
    with pytest.raises(QuizError, match=message):
        quiz_from({**DATA, **change})


def test_an_option_without_feedback_is_refused():
    options = [{**one, "feedback": " "} for one in DATA["questions"][0]["options"]]
    with pytest.raises(QuizError, match="option without feedback"):
        quiz_from({**DATA, "questions": [{**DATA["questions"][0], "options": options}]})


def test_a_right_answer_gets_its_feedback_and_the_explanation(sheet):
    found = sheet.answer("tag", "a")
    assert found.correct
    assert str(found) == "✓ Correct: a) Right: So it is called.\nGroup 0010 is the patient's."


def test_a_wrong_answer_gets_its_own_feedback_and_no_explanation(sheet):
    found = sheet.answer("tag", "B")
    assert (found.correct, found.outcome) == (False, "not yet")
    assert found.message == "b) Not so: That is `(0010,0020)`."


def test_an_option_may_be_named_by_its_text(sheet):
    assert sheet.answer("tag", "the name").correct


def test_several_right_options_are_all_needed(sheet):
    assert sheet.answer("which", ["a", "b"]).correct
    part = sheet.answer("which", ["a"])
    assert part.outcome == "not yet"
    assert "There is more to choose." in part.message
    assert "With a list it does." not in part.message
    assert "c) Not so: That is a height." in sheet.answer("which", "abc"[2]).message


def test_nothing_chosen_is_not_attempted(sheet):
    assert sheet.answer("tag", []).outcome == "not attempted"


def test_a_dictionary_answers_several_questions(sheet):
    found = sheet.answer({"tag": "a", "which": ["a", "c"]})
    assert not found.correct
    assert [one.correct for one in found] == [True, False]
    assert str(found).startswith("1 of 2 right")
    assert found._repr_html_().count('role="status"') == 2


@pytest.mark.parametrize(
    ("question", "choice", "message"),
    [
        ("tag", "z", "has the options a, b"),
        ("tug", "a", "no question 'tug'. It has: tag, which"),
        ("tag", ["a", "b"], "takes one option"),
        ("tag", None, "Give your choice too"),
    ],
)
def test_an_impossible_answer_is_an_error_with_the_next_step(sheet, question, choice, message):
    with pytest.raises(QuizError, match=message):
        sheet.answer(question, choice)


def test_an_unknown_quiz_is_an_error():
    with pytest.raises(QuizError, match="There is no quiz 'no-such-thing'"):
        quiz("no-such-thing")


def test_the_text_form_shows_letters_and_how_to_answer(sheet):
    text = str(sheet)
    assert "1. What is `(0010,0010)`?  [tag; one answer]" in text
    assert "   b) <b>An ID</b>" in text
    assert 'quiz("99-test").answer("tag", "a")' in text


class _Page(HTMLParser):
    VOID = frozenset({"input", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


def test_the_form_is_made_of_native_parts_and_well_formed(sheet):
    page = _Page(sheet._repr_html_())
    assert len(page.all("form")) == len(page.all("fieldset")) == len(page.all("legend")) == 2
    assert [one["type"] for one in page.all("input")] == ["radio"] * 2 + ["checkbox"] * 3
    assert len(page.all("label")) == 5
    assert all(one["type"] == "submit" for one in page.all("button"))
    live = [attrs for _, attrs in page.tags if attrs.get("role") == "status"]
    assert [one["aria-live"] for one in live] == ["polite", "polite"]


def test_the_form_holds_no_ids_and_nothing_from_elsewhere(sheet):
    page = _Page(sheet._repr_html_())
    for tag, attrs in page.tags:
        assert not {"id", "src", "href", "action"} & set(attrs), tag
    assert "http" not in sheet._repr_html_()


def test_whatever_takes_the_focus_keeps_its_keys_in_jupyterlab(sheet):
    page = _Page(sheet._repr_html_())
    for attrs in [*page.all("input"), *page.all("button"), *page.all("summary")]:
        assert attrs["data-lm-suppress-shortcuts"] == "true"


def test_the_texts_of_the_form_are_escaped(sheet):
    html = sheet._repr_html_()
    assert "Try &lt;it&gt;" in html
    assert "&lt;b&gt;An ID&lt;/b&gt;" in html
    assert "<code>(0010,0010)</code>" in html
    assert "<em>called</em>" in html


def test_without_a_script_every_answer_can_be_unfolded(sheet):
    page = _Page(sheet._repr_html_())
    assert len(page.all("details")) == len(page.all("summary")) == 2
    assert all("hidden" in one for one in page.all("button"))
    for text in ("So it is", "That is a height.", "Group 0010"):
        assert text in sheet._repr_html_().split("<details>", 1)[1]
