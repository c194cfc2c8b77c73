"""The text reviewer out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets as w

from dcmteach.errors import DcmteachError
from dcmteach.widgets import markup, parts
from dcmteach.widgets.text_review_draw import CONTRASTS
from dcmteach.widgets.text_review_files import Files
from dcmteach.widgets.text_review_model import SHOWN, TextReviewModel
from dcmteach.widgets.text_review_mouse import Mouse
from dcmteach.widgets.text_review_page import KINDS
from dcmteach.widgets.text_review_place_view import PlaceView
from dcmteach.widgets.text_review_sheet_view import SheetView

__all__ = ["TextReviewView"]


class TextReviewView:
    """The controls over a :class:`TextReviewModel`.

    After *Leave* the focus goes to the list of boxes: a key pressed once too often must not leave a
    text that nobody looked at.

    Parameters
    ----------
    model : TextReviewModel
        What is shown and changed.
    """

    def __init__(self, model: TextReviewModel) -> None:
        self.model = model
        self._filling = False
        many = len(model.pictures)
        self.status = parts.panel()
        self.name = parts.field(
            "Your name", value=model.reviewer, tooltip="Kept in the record of who confirmed what"
        )
        self.mode = parts.choice(
            "Look at",
            {"boxes": "boxes, picture by picture", "sheet": "contact sheet, page by page"},
            value="boxes",
            tooltip="Decide about boxes, or confirm that no text is left",
        )
        self.contrast = parts.choice(
            "Contrast", CONTRASTS, value=model.contrast, tooltip="How grey values are shown"
        )
        self.picture = parts.slider("Picture", 1, many, value=1, tooltip="Another picture")
        self.frame = parts.slider("Frame", 1, 2, value=1, tooltip="Another frame of the picture")
        self.shown = parts.choice("Show", SHOWN, value=model.shown, tooltip="What to show")
        self.image = parts.panel()
        self.mouse = Mouse(self._stroke, self._pick)
        self.list = parts.listing(
            "Boxes: number, decision, kind, confidence, text",
            lines=6,
            tooltip="Walk with the arrow keys; the box is shown in the picture",
        )
        self.redact = parts.button(
            "Redact", partial(self._decide, "redact"), tooltip="Cover this box and go on"
        )
        self.leave = parts.button(
            "Leave", partial(self._decide, "leave"), tooltip="Leave this text in the picture"
        )
        self.all = parts.button(
            "Redact all open", self._do(model.decide_all), tooltip="Of this picture"
        )
        self.undo = parts.button("Undo", self._do(model.undo), tooltip="Take the last step back")
        self.kind = parts.choice(
            "Kind", KINDS, value="unknown", tooltip="What the text of the selected box is"
        )
        self.place = PlaceView(model, self._do, lambda: self.list.focus())
        self.about = parts.panel()
        self.said = parts.panel()
        self.sheet = SheetView(model, self.refresh, self._look_closer)
        self.files = Files(model, self.refresh)
        self.editor = w.VBox(
            [
                parts.row(self.picture, self.frame, self.shown),
                self.image,
                self.list,
                parts.row(self.redact, self.leave, self.all, self.undo, self.kind),
                self.about,
                *self.place.rows,
            ]
        )
        self.box = parts.box(
            [
                self.status,
                parts.row(self.name, self.mode, self.contrast),
                self.mouse.listener,
                self.mouse.field,
                self.editor,
                self.sheet.box,
                self.said,
                self.files.box,
            ]
        )
        if many < 2:
            self.picture.layout.display = "none"
        self.refresh()
        self._observe()

    def _observe(self) -> None:
        model = self.model
        self.name.observe(self._named, "value")
        self.mode.observe(lambda _: self.refresh(), "value")
        self._on(self.contrast, model.set_contrast)
        self._on(self.picture, lambda number: model.turn_to(number - 1))
        self._on(self.frame, lambda number: model.turn_to_frame(number - 1))
        self._on(self.shown, model.show)
        self._on(self.list, self._select)
        self._on(self.kind, lambda kind: model.act("judged", lambda: model.boxes.judge(kind)))

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the model as it stands."""
        sheet = self.mode.value == "sheet"
        self.editor.layout.display = "none" if sheet else ""
        self.sheet.box.layout.display = "" if sheet else "none"
        self._filling = True
        try:
            if sheet:
                self.sheet.refresh()
            else:
                self._refresh_editor()
        finally:
            self._filling = False
        status = markup.escape(self.model.status())
        notes = self.model.notes_html()
        self.status.value = f'<strong role="status">{status}</strong>{notes}'
        parts.say(self.said, self.model.said_html(), at_once=self.model.refused)

    def _refresh_editor(self) -> None:
        model, boxes = self.model, self.model.boxes
        size = model.picture.size
        self.picture.value = model.number + 1
        self.frame.max = max(2, size.frames)
        self.frame.value = model.frame + 1
        self.frame.layout.display = "" if size.frames > 1 else "none"
        selected = boxes.selected if boxes.selected >= 0 else None
        parts.fill(self.list, model.options(), selected)
        here = boxes.current if selected is not None else None
        self.place.refresh(here)
        if here is not None:
            self.kind.value = here.judgement
        for control in (self.redact, self.leave, self.kind):
            control.disabled = here is None
        self.all.disabled = not boxes.open
        self.image.value = model.pictures_html()
        self.about.value = model.box_html()

    # --- doing ----------------------------------------------------------------------------

    def _do(self, action: Callable[..., Any]) -> Callable[..., None]:
        """Return something that acts, says what is refused, and shows the outcome."""

        def act(*given: Any) -> None:
            try:
                action(*given)
            except DcmteachError as error:
                self.model.said, self.model.refused = str(error), True
            self.refresh()

        return act

    def _on(self, control: Any, action: Callable[[Any], Any]) -> None:
        act = self._do(action)
        control.observe(lambda change: None if self._filling else act(change["new"]), "value")

    def _named(self, change: Any) -> None:
        self.model.reviewer = change["new"].strip()

    def _decide(self, decision: str) -> None:
        self._do(self.model.decide)(decision)
        if decision == "leave":
            self.list.focus()

    def _stroke(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self._do(self.model.point)(start, end)

    def _pick(self, place: int) -> None:
        if self.mode.value == "sheet":
            self.sheet.pick(place)

    def _select(self, number: int | None) -> None:
        if number is not None:
            self.model.select(number)

    def _look_closer(self) -> None:
        tile = self.model.sheet.selected
        self.model.turn_to(tile.picture, tile.frame)
        self.mode.value = "boxes"
        self.list.focus()
