"""What a quiz answers: for each question whether it is right, and why, option by option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dcmteach.course.outcome import Outcome, OutcomeName
from dcmteach.course.outcome_text import plain

if TYPE_CHECKING:
    from dcmteach.course.quiz import Question

__all__ = ["Feedback", "Feedbacks"]


@dataclass(frozen=True)
class Feedback:
    """The feedback on one question.

    Parameters
    ----------
    question : Question
        The question.
    chosen : frozenset of str
        The letters chosen.
    """

    question: Question
    chosen: frozenset[str]

    @property
    def correct(self) -> bool:
        """Whether exactly the correct options were chosen."""
        return self.chosen == {one.letter for one in self.question.options if one.correct}

    @property
    def outcome(self) -> OutcomeName:
        """ "not attempted" (a single choice left open), "not yet" or "correct"."""
        if not self.chosen and self.question.kind == "one":
            return "not attempted"
        return "correct" if self.correct else "not yet"

    @property
    def message(self) -> str:
        """The feedback of each chosen option, what else there is to find, and the explanation."""
        if self.outcome == "not attempted":
            return "Choose an option first."
        lines = [
            f"{one.letter}) {'Right' if one.correct else 'Not so'}: {one.feedback}"
            for one in self.question.options
            if one.letter in self.chosen
        ]
        missed = any(one.correct and one.letter not in self.chosen for one in self.question.options)
        if self.question.kind == "many" and missed:
            lines.append("There is more to choose.")
        if self.correct and self.question.explanation:
            lines.append(self.question.explanation)
        return "\n".join(lines) or "Right: none of them."

    def __str__(self) -> str:
        return str(self._shown())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self._shown()._repr_html_()

    def _shown(self) -> Outcome:
        return Outcome(self.question.id, self.outcome, self.message)


@dataclass(frozen=True)
class Feedbacks:
    """The feedback on several questions.

    Parameters
    ----------
    each : tuple of Feedback
        In the order answered.
    """

    each: tuple[Feedback, ...]

    @property
    def correct(self) -> bool:
        """Whether all of these questions were answered correctly."""
        return all(one.correct for one in self.each)

    def __iter__(self) -> Iterator[Feedback]:
        return iter(self.each)

    def __len__(self) -> int:
        return len(self.each)

    def __str__(self) -> str:
        right = sum(one.correct for one in self.each)
        head = f"{right} of {len(self.each)} right"
        return "\n\n".join([head, *(f"{plain(one.question.text)}\n{one}" for one in self.each)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return "".join(one._repr_html_() for one in self.each)
