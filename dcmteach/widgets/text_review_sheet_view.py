"""The contact sheet out of stock ipywidgets; all thinking is done in the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from dcmteach.errors import DcmteachError
from dcmteach.widgets import parts
from dcmteach.widgets.text_review_html import tile_name
from dcmteach.widgets.text_review_model import TextReviewModel

__all__ = ["SheetView"]


class SheetView:
    """The controls over the contact sheet of a :class:`TextReviewModel`.

    Parameters
    ----------
    model : TextReviewModel
        What is shown and changed.
    changed : callable
        Called to show everything anew.
    closer : callable
        Called to look at the selected picture by itself.
    """

    def __init__(
        self, model: TextReviewModel, changed: Callable[[], None], closer: Callable[[], None]
    ) -> None:
        self.model = model
        self._changed = changed
        self._filling = False
        self.page = parts.slider(
            "Page", 1, max(2, model.sheet.pages), value=1, tooltip="Each page is to be looked at"
        )
        self.tiles = parts.panel()
        self.image = parts.listing(
            "Pictures on this page", lines=4, tooltip="Choose one to flag or to look at"
        )
        self.flag = parts.button(
            "Flag picture", self._flag, tooltip="There is text in it; once more takes it back"
        )
        self.closer = parts.button(
            "Look closer", closer, tooltip="Go to its boxes, to draw what is missing"
        )
        self.confirm = parts.button(
            "Confirm page", self._confirm, tooltip="No text is to be seen but where flagged"
        )
        self.read = parts.button(
            "Read all", self._read, tooltip="Look for text in every picture nobody has searched"
        )
        self.all = parts.button(
            "Redact all open", self._all, tooltip="Of all pictures; then look what is left"
        )
        self.progress = parts.panel()
        whole = parts.row(self.read, self.all, self.progress)
        if len(model.pictures) < 2:
            whole.layout.display = "none"
        acts = parts.row(self.flag, self.closer, self.confirm)
        self.box = w.VBox([whole, self.page, self.tiles, self.image, acts])
        if model.sheet.pages < 2:
            self.page.layout.display = "none"
        self.page.observe(self._turn, "value")
        self.image.observe(self._choose, "value")

    def refresh(self) -> None:
        """Show the page as the model has it now."""
        sheet = self.model.sheet
        self._filling = True
        try:
            self.page.value = sheet.page + 1
            options = []
            for tile in sheet.on(sheet.page):
                flagged = "  (flagged)" if tile in sheet.flagged else ""
                options.append((tile_name(self.model, tile).capitalize() + flagged, tile))
            parts.fill(self.image, options, sheet.selected)
        finally:
            self._filling = False
        self.read.disabled = not self.model.to_read
        self.all.disabled = not self.model.open
        self.tiles.value = self.model.sheet_html()

    def pick(self, place: int) -> None:
        """Select the picture at a place of this page, from 0 on."""
        tiles = self.model.sheet.on(self.model.sheet.page)
        if 0 <= place < len(tiles):
            self.model.sheet.selected = tiles[place]
            self._changed()

    def _read(self) -> None:
        def told(count: int, total: int) -> None:
            parts.say(self.progress, f"{count} of {total} pictures read", at_once=False)

        self.read.disabled = True
        self.model.read_all(told)
        self.progress.value = ""
        self._changed()
        self.image.focus()

    def _all(self) -> None:
        self.model.decide_everywhere()
        self._changed()
        self.image.focus()

    def _turn(self, change: Any) -> None:
        if not self._filling:
            self.model.sheet.turn_to(change["new"] - 1)
            self._changed()

    def _choose(self, change: Any) -> None:
        if not self._filling and change["new"] is not None:
            self.model.sheet.selected = change["new"]
            self._changed()

    def _flag(self) -> None:
        self.model.flag()
        self._changed()

    def _confirm(self) -> None:
        """Confirm and go on to the next page; the focus goes to its pictures, to look at."""
        try:
            self.model.confirm()
        except DcmteachError as error:
            self.model.said, self.model.refused = str(error), True
            self._changed()
            return
        self._changed()
        self.image.focus()
