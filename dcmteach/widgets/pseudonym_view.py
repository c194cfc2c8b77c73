"""The pseudonym lab out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

from functools import partial
from typing import Any

from dcmteach.widgets import markup, parts
from dcmteach.widgets.pseudonym_model import COLUMNS, LabModel

__all__ = ["LabView"]


class LabView:
    """The controls over a :class:`LabModel`.

    Parameters
    ----------
    model : LabModel
        What is shown and changed.
    """

    def __init__(self, model: LabModel) -> None:
        self.model = model
        self.names = parts.text("Names, one on each line", tooltip="Write a name in several ways")
        self.names.rows = 7
        self.letter = parts.button(
            "Change one letter", self._change, tooltip="Add line 1 with one letter changed"
        )
        self.keys = {
            name: parts.button(
                f"New key {name}",
                partial(self._renew, name),
                tooltip="Make a fresh key; it is never shown",
            )
            for name in model.keys
        }
        self.attacks = {
            column: parts.button(
                f"Attack the column {words}",
                partial(self._attack, column),
                tooltip="Hash every name of a list and look whose pseudonym comes out",
            )
            for column, words in COLUMNS.items()
        }
        self.said = parts.panel()
        self.table = parts.panel()
        self.why = parts.panel()
        self.box = parts.box(
            [
                self.names,
                parts.row(self.letter, *self.keys.values()),
                parts.row(*self.attacks.values()),
                self.said,
                self.table,
                self.why,
            ]
        )
        self._filling = False
        self._refresh()
        self.names.observe(self._write, "value")

    def _write(self, change: Any) -> None:
        if not self._filling:
            self.model.write(change["new"])
            self._refresh()

    def _change(self) -> None:
        self.model.change_letter()
        self._refresh()

    def _renew(self, name: str) -> None:
        self.model.new_key(name)
        self._refresh()

    def _attack(self, column: str) -> None:
        count = f"{len(self.model.candidates):,}"
        text = markup.escape(f"The attacker is trying {count} writings …")
        parts.say(self.said, markup.note("info", text), at_once=False)
        self.model.attack(column)
        self._refresh()

    def _refresh(self) -> None:
        model = self.model
        self._filling = True
        try:
            if self.names.value != model.text:
                self.names.value = model.text
        finally:
            self._filling = False
        parts.say(self.said, model.said_html(), at_once=False)
        self.table.value = model.table_html()
        self.why.value = model.why_html()
