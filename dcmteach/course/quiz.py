"""Quizzes: questions with feedback for every option, for a notebook, a page and a terminal."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal, overload

from dcmteach.course.outcome_text import plain
from dcmteach.course.quiz_feedback import Feedback, Feedbacks
from dcmteach.errors import DcmteachError

__all__ = ["Option", "Question", "Quiz", "QuizError", "quiz", "quiz_from"]


class QuizError(DcmteachError):
    """There is no such quiz, question or option, or a quiz file breaks its rules."""


@dataclass(frozen=True)
class Option:
    """One option of a question: its letter, text, whether it is correct, and the feedback."""

    letter: str
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Question:
    """One question.

    Parameters
    ----------
    id : str
        Stable and unique within the quiz.
    kind : {"one", "many"}
        Whether one option is correct, or any number.
    text : str
        The question.
    options : tuple of Option
        In the order shown.
    explanation : str, optional
        Shown once answered correctly.
    """

    id: str
    kind: Literal["one", "many"]
    text: str
    options: tuple[Option, ...]
    explanation: str = ""

    def answer(self, choice: str | Iterable[str]) -> Feedback:
        """Judge a choice; see `Quiz.answer`."""
        chosen = [choice] if isinstance(choice, str) else list(choice)
        found = {self._option(one).letter for one in chosen}
        if self.kind == "one" and len(found) > 1:
            raise QuizError(f"Question {self.id!r} takes one option (got {len(found)}).")
        return Feedback(self, frozenset(found))

    def _option(self, choice: str) -> Option:
        for option in self.options:
            if str(choice).strip().lower() == option.letter:
                return option
            if str(choice).strip().casefold() == option.text.casefold():
                return option
        letters = ", ".join(option.letter for option in self.options)
        raise QuizError(
            f"Question {self.id!r} has the options {letters} (got {str(choice)!r}). "
            "Give a letter, or a list of letters where several may be right."
        )


@dataclass(frozen=True)
class Quiz:
    """A set of questions; shows as a form in a notebook, as text in a terminal.

    Parameters
    ----------
    slug, title, lesson : str
        Its name, heading and lesson.
    questions : tuple of Question
        In the order shown.
    """

    slug: str
    title: str
    lesson: str
    questions: tuple[Question, ...]

    @overload
    def answer(self, question: str, choice: str | Iterable[str]) -> Feedback: ...
    @overload
    def answer(self, question: Mapping[str, str | Iterable[str]]) -> Feedbacks: ...
    def answer(
        self,
        question: str | Mapping[str, str | Iterable[str]],
        choice: str | Iterable[str] | None = None,
    ) -> Feedback | Feedbacks:
        """Answer one question or several, with the same feedback as the form gives.

        Parameters
        ----------
        question : str or mapping of str to (str or list of str)
            The question's id; or a dictionary from ids to choices.
        choice : str or iterable of str, optional
            A letter (or an option's whole text), or several of them.

        Returns
        -------
        Feedback or Feedbacks
            ``.correct``, and the feedback of each option.

        Raises
        ------
        QuizError
            If there is no such question or option.

        Examples
        --------
        >>> quiz("00-setup").answer("outcomes", "a").correct  # doctest: +SKIP
        True
        """
        if isinstance(question, Mapping):
            return Feedbacks(tuple(self._question(key).answer(question[key]) for key in question))
        if choice is None:
            raise QuizError(f"Give your choice too: .answer({question!r}, 'a').")
        return self._question(question).answer(choice)

    def _question(self, key: str) -> Question:
        for question in self.questions:
            if question.id == key:
                return question
        known = ", ".join(question.id for question in self.questions)
        raise QuizError(f"The quiz {self.slug!r} has no question {key!r}. It has: {known}.")

    def __str__(self) -> str:
        lines = [self.title]
        for number, question in enumerate(self.questions, start=1):
            how = "one answer" if question.kind == "one" else "any number of answers"
            lines += ["", f"{number}. {plain(question.text)}  [{question.id}; {how}]"]
            lines += [f"   {one.letter}) {plain(one.text)}" for one in question.options]
        first = self.questions[0]
        example = '"a"' if first.kind == "one" else '["a", "b"]'
        lines += ["", f'Answer with quiz("{self.slug}").answer("{first.id}", {example}).']
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from dcmteach.course.quiz_html import render

        return render(self)


def quiz(slug: str) -> Quiz:
    """Open a quiz of the course.

    Parameters
    ----------
    slug : str
        Usually the lesson's name, e.g. ``"02-identifies"``.

    Returns
    -------
    Quiz
        Shows as a form in a notebook; ``.answer(...)`` works everywhere.

    Raises
    ------
    QuizError
        If there is none of this name, or its file breaks the rules of ``quizzes/schema.json``.
    """
    folder = files("dcmteach.course").joinpath("quizzes")
    known = sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".json"))
    known = [name for name in known if name != "schema"]
    if slug not in known:
        close = difflib.get_close_matches(str(slug).casefold(), known, n=3, cutoff=0.4)
        raise QuizError(
            f"There is no quiz {str(slug)!r}. "
            + (
                f"Did you mean {' or '.join(map(repr, close))}?"
                if close
                else f"There are: {', '.join(known)}."
            )
        )
    return quiz_from(json.loads(folder.joinpath(f"{slug}.json").read_text(encoding="utf-8")))


def quiz_from(data: Mapping[str, Any]) -> Quiz:
    """Build a quiz from a dictionary of the form that ``quizzes/schema.json`` describes.

    Parameters
    ----------
    data : mapping
        For a quiz of your own, in your own notebook.

    Returns
    -------
    Quiz
        The quiz.

    Raises
    ------
    QuizError
        If a rule is broken; the message names the question.
    """
    try:
        questions = tuple(_question_from(one) for one in data["questions"])
        result = Quiz(data["slug"], data["title"], data.get("lesson", data["slug"]), questions)
    except (KeyError, TypeError) as err:
        raise QuizError(f"A quiz lacks what quizzes/schema.json asks for: {err}.") from err
    ids = [question.id for question in questions]
    if not ids or len(set(ids)) < len(ids):
        raise QuizError(f"The quiz {result.slug!r} must have questions, each with its own id.")
    return result


def _question_from(data: Mapping[str, Any]) -> Question:
    name = data["id"]
    options = tuple(
        Option("abcdefghij"[at], one["text"], one["correct"], one["feedback"])
        for at, one in enumerate(data["options"][:10])
    )
    if data["kind"] not in ("one", "many") or len(options) < 2:
        raise QuizError(f"Question {name!r} must be of kind one or many, with 2 to 10 options.")
    if data["kind"] == "one" and sum(option.correct for option in options) != 1:
        raise QuizError(f"Question {name!r} is of kind one: exactly one option must be correct.")
    if not all(option.feedback.strip() for option in options):
        raise QuizError(f"Question {name!r} has an option without feedback.")
    return Question(name, data["kind"], data["text"], options, data.get("explanation", ""))
