"""Exercises: registered by a stable slug, checked by a Python function, usable in any notebook."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import overload

from dcmteach.course.exercise_help import Hint, Solution, SolutionLater
from dcmteach.course.exercise_judge import judge
from dcmteach.course.exercise_sources import load_all, text_of
from dcmteach.course.outcome import Outcome
from dcmteach.course.progress import load, record
from dcmteach.errors import DcmteachError

__all__ = ["Exercise", "UnknownExercise", "all_exercises", "check", "exercise", "hint", "solution"]

Check = Callable[..., str]


class UnknownExercise(DcmteachError):
    """No exercise has this slug."""


_registry: dict[str, Exercise] = {}
_hints_shown: dict[str, int] = {}
_attempted: set[str] = set()
_asked: set[str] = set()


@dataclass(frozen=True)
class Exercise:
    """One exercise: a prompt, a starter, a check, graded hints and a solution.

    Parameters
    ----------
    slug : str
        Its stable name.
    lesson : str
        The lesson it belongs to, e.g. ``"04-edit"``.
    title : str
        A few words.
    checker : callable
        Takes the answers; returns the praise, or raises `NotYet` or `NotAttempted`.
    hints : tuple of str
        From a nudge to nearly the answer.
    texts : tuple of str
        Prompt (Markdown), starter and solution (Python); empty for what the lesson sources give.
    """

    slug: str
    lesson: str
    title: str
    checker: Check
    hints: tuple[str, ...] = ()
    texts: tuple[str, str, str] = ("", "", "")

    @property
    def prompt(self) -> str:
        """What to do, in Markdown."""
        return self.texts[0] or text_of(self.slug, "prompt")

    @property
    def starter(self) -> str:
        """The code to start from, with ``...`` where something is to be filled in."""
        return self.texts[1] or text_of(self.slug, "starter")

    def check(self, *answers: object, strict: bool | None = None) -> Outcome:
        """Judge the answers; see `check`."""
        outcome = judge(self.slug, self.title, self.checker, answers, strict=strict)
        if outcome.outcome != "not attempted":
            _attempted.add(self.slug)
        record(self.slug, outcome=outcome.outcome)
        return outcome

    def hint(self) -> Hint:
        """Give the next hint; see `hint`."""
        shown = _hints_shown.get(self.slug, 0) + 1
        _hints_shown[self.slug] = shown
        record(self.slug, hints=min(shown, len(self.hints)))
        return Hint(self.slug, self.hints, shown)

    def solution(self) -> Solution | SolutionLater:
        """Show the solution; see `solution`."""
        entry = load().get(self.slug)
        tried = self.slug in _attempted or (entry is not None and entry["tries"] > 0)
        if not tried and self.slug not in _asked:
            _asked.add(self.slug)
            return SolutionLater(self.slug, has_hints=bool(self.hints))
        return Solution(self.slug, self.title, self.texts[2] or text_of(self.slug, "solution"))

    def __str__(self) -> str:
        parts = [f"{self.title} ({self.slug})", self.prompt, self.starter]
        return "\n\n".join(part for part in parts if part)

    __repr__ = __str__

    def _repr_markdown_(self) -> str:
        starter = f"\n\n```python\n{self.starter}\n```" if self.starter else ""
        return f"**{self.title}**\n\n{self.prompt}{starter}"


@overload
def exercise(slug: str) -> Exercise: ...
@overload
def exercise(
    slug: str,
    *,
    lesson: str,
    title: str,
    hints: tuple[str, ...] = (),
    prompt: str = "",
    starter: str = "",
    solution: str = "",
) -> Callable[[Check], Check]: ...
def exercise(
    slug: str,
    *,
    lesson: str | None = None,
    title: str = "",
    hints: tuple[str, ...] = (),
    prompt: str = "",
    starter: str = "",
    solution: str = "",
) -> Exercise | Callable[[Check], Check]:
    """Find an exercise by its slug, or (as a decorator, with ``lesson=``) register a new one.

    Parameters
    ----------
    slug : str
        The exercise's stable name, e.g. ``"read-the-name"``.
    lesson, title : str, optional
        Given both, the result is a decorator for the function that checks the answers.
    hints : tuple of str, optional
        Graded, from a nudge to nearly the answer.
    prompt, starter, solution : str, optional
        For an exercise of your own; those of the course come from the lesson sources.

    Returns
    -------
    Exercise or callable
        The exercise, or the decorator.

    Raises
    ------
    UnknownExercise
        If nothing has this slug; the message names close ones.

    Examples
    --------
    >>> task = exercise("name-the-modality")
    >>> task.check(...).outcome
    'not attempted'
    """
    if lesson is None:
        return _find(slug)
    if isinstance(hints, str):
        raise TypeError(f"hints of {slug!r} must be a tuple of texts, not one text: ({hints!r},)")

    def register(function: Check) -> Check:
        old = _registry.get(slug)
        if old is not None and old.checker.__qualname__ != function.__qualname__:
            raise DcmteachError(
                f"The exercise {slug!r} exists already ({old.lesson}). Choose another slug."
            )
        texts = (prompt, starter, solution)
        _registry[slug] = Exercise(slug, lesson, title or slug, function, tuple(hints), texts)
        return function

    return register


def check(slug: str, *answers: object, strict: bool | None = None) -> Outcome:
    """Check your answer to an exercise.

    Parameters
    ----------
    slug : str
        The exercise.
    *answers : object
        What you found; ``...`` means that you have not answered yet.
    strict : bool, optional
        For authors: let an unexpected exception of the check through instead of turning it into
        "not yet". By default on if the environment variable ``DCMTEACH_STRICT`` is set.

    Returns
    -------
    Outcome
        "not attempted", "not yet" or "correct", with a message.

    Raises
    ------
    UnknownExercise
        If nothing has this slug.
    """
    return _find(slug).check(*answers, strict=strict)


def hint(slug: str) -> Hint:
    """Give the next hint for an exercise: each call shows one more.

    Parameters
    ----------
    slug : str
        The exercise.

    Returns
    -------
    Hint
        After the last one, all of them again and the way to the solution.
    """
    return _find(slug).hint()


def solution(slug: str) -> Solution | SolutionLater:
    """Show the solution of an exercise; before the first try it asks once whether you mean it.

    Parameters
    ----------
    slug : str
        The exercise.

    Returns
    -------
    Solution or SolutionLater
        The code, or the friendly question; a second call always shows the code.
    """
    return _find(slug).solution()


def all_exercises() -> tuple[Exercise, ...]:
    """Give every exercise registered, by lesson and in the order of each lesson's file."""
    load_all()
    return tuple(sorted(_registry.values(), key=lambda one: one.lesson))


def _find(slug: str) -> Exercise:
    slug = str(slug)
    if slug not in _registry:
        load_all()
    if slug not in _registry:
        close = difflib.get_close_matches(slug.casefold(), _registry, n=3, cutoff=0.5)
        meant = " or ".join(repr(name) for name in close)
        ask = f"Did you mean {meant}?" if close else "exercises() lists all."
        raise UnknownExercise(f"There is no exercise {slug!r}. {ask}")
    return _registry[slug]
