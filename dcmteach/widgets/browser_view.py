"""The header browser out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dcmteach.widgets import markup, parts
from dcmteach.widgets.browser_model import ARRANGEMENTS, SHOW, BrowserModel

__all__ = ["BrowserView"]


class BrowserView:
    """The controls over a :class:`BrowserModel`.

    Parameters
    ----------
    model : BrowserModel
        What is shown and changed.
    """

    def __init__(self, model: BrowserModel) -> None:
        self.model = model
        counts = model.counts()
        shown = {key: f"{words} ({counts[key]})" for key, words in SHOW.items()}
        self.search = parts.field(
            "Search",
            value=model.query,
            tooltip="Find text in names, tags, VRs and values; the list follows as you type",
        )
        self.show = parts.choice(
            "Show", shown, value=model.show, tooltip="List only elements with this verdict"
        )
        self.arrange = parts.choice(
            "As", ARRANGEMENTS, value=model.arrangement, tooltip="Indented tree, or whole paths"
        )
        self.fold = parts.button(
            "Fold or unfold", self._fold, tooltip="Fold the sequence selected in the list"
        )
        self.back = parts.button("Page back", lambda: self._turn(-1), tooltip="Earlier elements")
        self.on = parts.button("Page on", lambda: self._turn(1), tooltip="Later elements")
        self.elements = parts.listing(
            "Elements: verdict, tag, VR, name, value",
            lines=14,
            tooltip="Walk with the arrow keys; the reason for the verdict is shown below",
        )
        self.status = parts.panel()
        self.why = parts.panel()
        self.box = parts.box(
            [
                parts.row(self.search, self.show, self.arrange, self.fold, self.back, self.on),
                self.elements,
                self.status,
                self.why,
            ]
        )
        self._filling = False
        self._refresh()
        self.search.observe(self._on(model.search), "value")
        self.show.observe(self._on(model.filter), "value")
        self.arrange.observe(self._on(model.arrange), "value")
        self.elements.observe(self._select, "value")

    def _on(self, action: Callable[[str], None]) -> Callable[[Any], None]:
        def react(change: Any) -> None:
            action(change["new"])
            self._refresh()

        return react

    def _select(self, change: Any) -> None:
        if self._filling or change["new"] is None:
            return
        self.model.select(change["new"])
        self.why.value = self.model.why()

    def _fold(self) -> None:
        self.model.fold()
        self._refresh()

    def _turn(self, pages: int) -> None:
        self.model.turn_to(self.model.page + pages)
        self._refresh()

    def _refresh(self) -> None:
        model = self.model
        self._filling = True
        try:
            parts.fill(self.elements, model.options(), model.selected)
        finally:
            self._filling = False
        self.status.value = f'<span role="status">{markup.escape(model.status())}</span>'
        self.why.value = model.why() if model.visible else ""
        paged = "" if model.pages > 1 else "none"
        self.back.layout.display = self.on.layout.display = paged
        self.fold.disabled = model.arrangement != "tree" or not model.sequences
