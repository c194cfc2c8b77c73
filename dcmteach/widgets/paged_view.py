"""A searchable list of elements out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dcmteach.widgets import markup, parts
from dcmteach.widgets.paged import Paged

__all__ = ["PagedView"]


class PagedView:
    """The controls over a :class:`Paged` model.

    Parameters
    ----------
    model : Paged
        What is shown and changed.
    label : str
        What the list is called.
    explain : callable
        Called when another element is selected.
    shown : mapping of str to str
        What the filter offers, and the words for it.
    found : str
        What the search looks through, for its tooltip.
    """

    def __init__(
        self,
        model: Paged[Any],
        label: str,
        explain: Callable[[], None],
        *,
        shown: Mapping[str, str],
        found: str,
    ) -> None:
        self.model = model
        self._explain = explain
        self.search = parts.field(
            "Search", value=model.query, tooltip=f"Find text in {found}; the list follows"
        )
        self.show = parts.choice(
            "Show", dict(shown), value=model.show, tooltip="List only these elements"
        )
        self.back = parts.button("Page back", lambda: self._turn(-1), tooltip="Earlier elements")
        self.on = parts.button("Page on", lambda: self._turn(1), tooltip="Later elements")
        self.elements = parts.listing(
            label, lines=12, tooltip="Walk with the arrow keys; more is shown below"
        )
        self.status = parts.panel()
        self._filling = False
        self.search.observe(self._searched, "value")
        self.show.observe(self._filtered, "value")
        self.elements.observe(self._select, "value")

    def refresh(self) -> None:
        """Show the list as the model has it now, and explain its selected element."""
        model = self.model
        self._filling = True
        try:
            if self.show.value != model.show:
                self.show.value = model.show
            if self.search.value != model.query:
                self.search.value = model.query
            parts.fill(self.elements, model.options(), model.selected)
        finally:
            self._filling = False
        self.status.value = f'<span role="status">{markup.escape(model.status())}</span>'
        self.back.layout.display = self.on.layout.display = "" if model.pages > 1 else "none"
        self._explain()

    def _searched(self, change: Any) -> None:
        if not self._filling:
            self.model.search(change["new"])
            self.refresh()

    def _filtered(self, change: Any) -> None:
        if not self._filling:
            self.model.filter(change["new"])
            self.refresh()

    def _select(self, change: Any) -> None:
        if not self._filling and change["new"] is not None:
            self.model.select(change["new"])
            self._explain()

    def _turn(self, pages: int) -> None:
        self.model.turn_to(self.model.page + pages)
        self.refresh()
