"""The match reviewer out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.widgets import markup, parts
from dcmteach.widgets.reviewer_model import ReviewerModel

__all__ = ["ReviewerView"]

_MOST = 9


class ReviewerView:
    """The controls over a :class:`ReviewerModel`.

    After a decision the focus moves to *Skip*, the first button and the one that does no harm if a
    key is pressed once too often; the candidates follow it in the order of Tab.

    Parameters
    ----------
    model : ReviewerModel
        What is shown and changed.
    changed : callable, optional
        Called after every decision.
    """

    def __init__(self, model: ReviewerModel, changed: Callable[[], None] | None = None) -> None:
        self.model = model
        self._changed = changed
        self.status = parts.panel()
        self.names = parts.listing(
            "Names to decide",
            lines=max(2, min(6, len(model.cases))),
            tooltip="Go back to any name with the arrow keys",
        )
        self.case = parts.panel()
        self.skip = parts.button("Skip", self._skip, tooltip="Put this name off")
        self.answers = [
            parts.button("It is", partial(self._confirm, number), tooltip="Confirm this candidate")
            for number in range(1, self._most() + 1)
        ]
        self.nobody = parts.button(
            "Nobody here", self._reject, tooltip="None of the people in the images"
        )
        self.undo = parts.button("Undo", self._undo, tooltip="Take the last decision back")
        self.said = parts.panel()
        self.row = parts.row(self.skip, *self.answers, self.nobody, self.undo)
        self.children = [self.status, self.names, self.case, self.row, self.said]
        self._filling = False
        self.refresh()
        self.names.observe(self._go_to, "value")

    @property
    def box(self) -> Any:
        """The controls as a widget of their own."""
        return parts.box(self.children)

    def refresh(self) -> None:
        """Show the model as it stands."""
        model = self.model
        self._filling = True
        try:
            parts.fill(self.names, model.options(), model.current if model.cases else None)
        finally:
            self._filling = False
        status = markup.escape(model.status())
        self.status.value = f'<strong role="status">{status}</strong>' if model.cases else ""
        self.case.value = model.case_html()
        words = model.answers()
        for number, button in enumerate(self.answers):
            button.layout.display = "" if number < len(words) else "none"
            if number < len(words):
                button.description = words[number]
        shown = "" if model.cases else "none"
        self.names.layout.display = self.row.layout.display = shown
        parts.say(self.said, model.said_html(), at_once=model.refused)

    def _most(self) -> int:
        return min(_MOST, max((len(case.candidates) for case in self.model.cases), default=0))

    def _confirm(self, number: int) -> None:
        try:
            self.model.confirm(number)
        except DcmteachError as error:
            self.model.said, self.model.refused = str(error), True
            self.refresh()
            return
        self._done()

    def _reject(self) -> None:
        self.model.reject()
        self._done()

    def _skip(self) -> None:
        self.model.skip()
        self._done()

    def _undo(self) -> None:
        self.model.undo()
        self._done()

    def _done(self) -> None:
        self.refresh()
        self.skip.focus()
        if self._changed is not None:
            self._changed()

    def _go_to(self, change: Any) -> None:
        if not self._filling and change["new"] is not None:
            self.model.go_to(change["new"])
            self.refresh()
