"""The browser of folders out of stock ipywidgets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as w

from dcmteach.widgets import markup, parts
from dcmteach.widgets.desk_places import HERE, Places

__all__ = ["PlacesView"]


class PlacesView:
    """One browser that is shown below whichever field asks for it.

    Parameters
    ----------
    places : Places
        What is shown.
    chosen : callable
        Called with the name of the field, and the path.
    """

    def __init__(self, places: Places, chosen: Callable[[str, str], None]) -> None:
        self.model = places
        self._chosen = chosen
        self._field = ""
        self.where = parts.panel()
        self.list = parts.listing(
            "Folders and files", lines=8, tooltip="Walk with the arrow keys, then press Open"
        )
        self.enter = parts.button(
            "Open or choose", self._enter, tooltip="Open the folder, or choose what is marked"
        )
        self.close = parts.button("Close", self._close, tooltip="Choose nothing")
        self.box = w.VBox([self.where, self.list, parts.row(self.enter, self.close)])
        self._slots: dict[str, Any] = {}

    def place(self, field: str) -> Any:
        """Return the slot below a field, into which the browser is put when it is asked for."""
        self._slots[field] = w.VBox([])
        return self._slots[field]

    def open(self, field: str, path: Path | None) -> None:
        """Show the browser below a field, at the path that stands in it."""
        self._close()
        self._field = field
        self.model.go_to(path)
        self._refresh()
        self._slots[field].children = (self.box,)
        self.list.focus()

    def _enter(self) -> None:
        name = self.list.value
        path = self.model.enter(HERE if name is None else name)
        if path is None:
            self._refresh()
            self.list.focus()
            return
        field = self._field
        self._close()
        self._chosen(field, str(path))

    def _close(self) -> None:
        for slot in self._slots.values():
            slot.children = ()

    def _refresh(self) -> None:
        parts.fill(self.list, self.model.options(), HERE)
        text = f"<code>{markup.escape(self.model.folder)}</code>"
        if self.model.problem:
            text += f" {markup.escape(self.model.problem)}"
        self.where.value = f'<span role="status">{text}</span>'
