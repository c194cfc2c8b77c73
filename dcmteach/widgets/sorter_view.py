"""The sorting game out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

from functools import partial
from typing import Any

from dcmteach.widgets import markup, parts
from dcmteach.widgets.sorter_model import ANSWERS, SorterModel

__all__ = ["SorterView"]


class SorterView:
    """The controls over a :class:`SorterModel`.

    After an answer the focus moves to *Next*, and from there back to the piles, so that a game is
    played with Tab and Space alone.

    Parameters
    ----------
    model : SorterModel
        What is shown and changed.
    """

    def __init__(self, model: SorterModel) -> None:
        self.model = model
        self.tags = parts.listing(
            "Tags to sort", lines=min(8, len(model.cards)), tooltip="Go back to any tag"
        )
        self.status = parts.panel()
        self.card = parts.panel()
        self.piles = {
            answer: parts.button(
                words,
                partial(self._answer, answer),
                tooltip=f"Sort this tag as {answer}",
            )
            for answer, words in ANSWERS.items()
        }
        self.next = parts.button("Next tag", self._next, tooltip="Go to the next unsorted tag")
        self.again = parts.button("Play again", self._again, tooltip="Start a new game")
        self.feedback = parts.panel()
        self.summary = parts.panel()
        self.box = parts.box(
            [
                self.status,
                self.tags,
                self.card,
                parts.row(*self.piles.values(), self.next, self.again),
                self.feedback,
                self.summary,
            ]
        )
        self._filling = False
        self._refresh()
        self.tags.observe(self._go_to, "value")

    def _answer(self, answer: str) -> None:
        self.model.answer(answer)
        self._refresh()
        (self.again if self.model.finished else self.next).focus()

    def _next(self) -> None:
        self.model.next()
        self._refresh()
        next(iter(self.piles.values())).focus()

    def _again(self) -> None:
        self.model.again()
        self._refresh()
        next(iter(self.piles.values())).focus()

    def _go_to(self, change: Any) -> None:
        if not self._filling and change["new"] is not None:
            self.model.go_to(change["new"])
            self._refresh()

    def _refresh(self) -> None:
        model = self.model
        self._filling = True
        try:
            parts.fill(self.tags, model.options(), model.current)
        finally:
            self._filling = False
        self.status.value = f"<strong>{markup.escape(model.status())}</strong>"
        self.card.value = model.card_html()
        parts.say(self.feedback, model.feedback_html())
        self.summary.value = model.summary_html()
        self.again.layout.display = "" if model.finished else "none"
