"""The state of the sorting game: cards, answers, feedback and score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dcmteach.errors import DcmteachError
from dcmteach.header.show import plain
from dcmteach.standard.path import AnyPath, format_tag
from dcmteach.widgets import markup
from dcmteach.widgets.sorter_cards import Card, deal
from dcmteach.widgets.why import sources

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["ANSWERS", "Feedback", "SorterModel"]

ANSWERS = {"safe": "Safe", "unsafe": "Unsafe", "depends": "Depends"}
"""The three piles, and the words on their buttons."""

_KIND = {"right": "good", "defensible": "warn", "not yet": "bad"}
_POINTS = {"right": 1.0, "defensible": 0.5, "not yet": 0.0}


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is said to one answer.

    Parameters
    ----------
    card : Card
        The tag that was sorted.
    answer : str
        The pile it was put on.
    """

    card: Card
    answer: str

    @property
    def outcome(self) -> str:
        """``"right"``, ``"defensible"`` (one of the sources says so, too) or ``"not yet"``."""
        if self.answer == self.card.verdict.verdict:
            return "right"
        return "defensible" if self.allies else "not yet"

    @property
    def allies(self) -> tuple[str, ...]:
        """The sources that say what was answered."""
        opinions = self.card.verdict.sources
        return tuple(opinion.source for opinion in opinions if opinion.verdict == self.answer)

    @property
    def text(self) -> str:
        """The feedback in plain sentences."""
        verdict = self.card.verdict
        if self.outcome == "right":
            text = f"Right: {self.answer}."
            if verdict.disagree:
                text += " Not everybody agrees, see below."
        elif self.outcome == "defensible":
            text = (
                f"Defensible: {' and '.join(self.allies)} would also say {self.answer}. "
                f"All sources weighed together, we say {verdict.verdict}."
            )
        else:
            text = f"Not yet: you said {self.answer}, we say {verdict.verdict}."
        return f"{text} {verdict.reason}"

    def render(self) -> str:
        """Return the feedback as HTML, the sources side by side."""
        kind = _KIND[self.outcome]
        return markup.note(kind, markup.escape(self.text)) + sources(self.card.verdict)


class SorterModel:
    """A game: put each tag on the pile *safe*, *unsafe* or *depends*, and read what others think.

    Parameters
    ----------
    ds : Dataset
        The data set; it is only read.
    n, seed, tags
        See :func:`dcmteach.widgets.sorter_cards.deal`.
    """

    def __init__(
        self,
        ds: Dataset,
        *,
        n: int = 12,
        seed: int = 0,
        tags: Iterable[AnyPath] | None = None,
    ) -> None:
        self._ds, self._n, self.seed = ds, n, seed
        self._tags = tags if tags is None or isinstance(tags, str) else tuple(tags)
        self._start()

    def _start(self) -> None:
        self.cards = deal(self._ds, n=self._n, seed=self.seed, tags=self._tags)
        self.answers: dict[str, Feedback] = {}
        self.current = 0

    # --- what the person does -------------------------------------------------------------

    def answer(self, answer: str) -> Feedback:
        """Put the current tag on a pile; the first answer counts.

        Raises
        ------
        DcmteachError
            If the answer is none of the three piles.
        """
        if answer not in ANSWERS:
            raise DcmteachError(f"The answer must be one of {', '.join(ANSWERS)} (got {answer!r}).")
        return self.answers.setdefault(self.card.path, Feedback(self.card, answer))

    def next(self) -> None:
        """Go to the next tag that is not sorted yet; stay if there is none."""
        total = len(self.cards)
        for step in range(1, total + 1):
            candidate = (self.current + step) % total
            if self.cards[candidate].path not in self.answers:
                self.current = candidate
                return

    def go_to(self, number: int) -> None:
        """Go to a card by its 0-based number."""
        self.current = min(max(number, 0), len(self.cards) - 1)

    def again(self) -> None:
        """Start a new game: other tags, or the same ones where the teacher chose them."""
        self.seed += 1
        self._start()

    # --- what is shown --------------------------------------------------------------------

    @property
    def card(self) -> Card:
        """The tag on the table."""
        return self.cards[self.current]

    @property
    def feedback(self) -> Feedback | None:
        """What is said to the answer for the current tag, if it has one."""
        return self.answers.get(self.card.path)

    @property
    def finished(self) -> bool:
        """Whether every tag is sorted."""
        return len(self.answers) == len(self.cards)

    @property
    def score(self) -> float:
        """One point for each right answer, half a point for a defensible one."""
        return sum(_POINTS[feedback.outcome] for feedback in self.answers.values())

    def status(self) -> str:
        """Return one line on how far the game is."""
        done, total = len(self.answers), len(self.cards)
        return f"{done} of {total} sorted, score {self.score:g} of {done}"

    def options(self) -> list[tuple[str, int]]:
        """Return a line of text and the number of each card."""
        return [(self._line(card), number) for number, card in enumerate(self.cards)]

    def card_html(self) -> str:
        """Return the current card as HTML: what a person sees before deciding."""
        row = self.card.row
        tag = format_tag(row.tag)
        shown = markup.facts(
            (
                ("Tag, VR", markup.escape(f"{tag} {row.vr}")),
                ("Path", f"<code>{markup.escape(row.path)}</code>" if row.depth else ""),
                ("Private creator", markup.escape(row.private_creator or "")),
                ("Value here", f"<code>{markup.escape(markup.cut(row.value, 300))}</code>"),
            )
        )
        place = f"{self.current + 1} of {len(self.cards)}"
        return markup.title(f"{place}: {row.name}") + shown

    def feedback_html(self) -> str:
        """Return the feedback to the current card as HTML; empty before it is sorted."""
        return self.feedback.render() if self.feedback else ""

    def summary_html(self) -> str:
        """Return the finished game as HTML; empty before the last tag is sorted."""
        if not self.finished:
            return ""
        outcomes = [feedback.outcome for feedback in self.answers.values()]
        counts = ", ".join(f"{outcomes.count(outcome)} {outcome}" for outcome in _POINTS)
        disputed = sum(bool(card.verdict.disagree) for card in self.cards)
        talk = (
            f" The sources disagree on {disputed} of these tags: worth a discussion."
            if disputed
            else ""
        )
        rows = [
            (
                markup.escape(f.card.row.name),
                markup.badge(f.answer),
                markup.badge(f.card.verdict.verdict),
                markup.badge(_KIND[f.outcome], f.outcome),
                "yes" if f.card.verdict.disagree else "no",
            )
            for f in (self.answers[card.path] for card in self.cards)
        ]
        total = len(self.cards)
        return (
            markup.title(f"Finished: {self.score:g} of {total}")
            + f"<p>{markup.escape(counts)}.{talk}</p>"
            + markup.table(("Tag", "You", "We", "Outcome", "Sources disagree"), rows)
        )

    def render(self) -> str:
        """Return the state as HTML."""
        piles = " ".join(markup.badge(answer, words) for answer, words in ANSWERS.items())
        return (
            f"<p><strong>{markup.escape(self.status())}</strong></p>{self.card_html()}"
            f"<p>Sort it as {piles}</p>{self.feedback_html()}{self.summary_html()}"
        )

    def alt(self) -> str:
        """Return the state in two sentences."""
        text = f"A game of sorting DICOM tags into safe, unsafe and depends: {self.status()}."
        name = plain(self.card.row.name)
        if self.feedback is None:
            return f"{text} On the table: {name}, not sorted yet."
        return f"{text} {name} was sorted as {self.feedback.answer}: {self.feedback.outcome}."

    def _line(self, card: Card) -> str:
        feedback = self.answers.get(card.path)
        name = markup.cut(card.row.name, 40)
        if feedback is None:
            return f"· {name}"
        sign = {"right": "✓", "defensible": "≈", "not yet": "✗"}[feedback.outcome]
        return f"{sign} {name}: {feedback.answer}, {feedback.outcome}"
