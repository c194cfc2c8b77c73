"""Where the selected box lies: fields and buttons that move, resize, draw and delete it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from dcmteach.widgets import parts
from dcmteach.widgets.text_review_boxes import ReviewBox
from dcmteach.widgets.text_review_model import TextReviewModel

__all__ = ["PlaceView"]

_CORNERS = ("Row", "Column", "Height", "Width")
_STEPS = {  # what a button does: rows and columns moved, rows and columns grown
    "Up": (-1, 0, 0, 0),
    "Down": (1, 0, 0, 0),
    "Left": (0, -1, 0, 0),
    "Right": (0, 1, 0, 0),
    "Taller": (0, 0, 1, 0),
    "Shorter": (0, 0, -1, 0),
    "Wider": (0, 0, 0, 1),
    "Narrower": (0, 0, 0, -1),
}
_STEP = 5  # pixels that such a button moves


class PlaceView:
    """The controls over the place of the selected box.

    Parameters
    ----------
    model : TextReviewModel
        What is shown and changed.
    do : callable
        Wraps an action, so that a refusal is said and the outcome shown.
    listed : callable
        Moves the focus to the list of boxes.
    """

    def __init__(
        self,
        model: TextReviewModel,
        do: Callable[[Callable[..., Any]], Callable[..., None]],
        listed: Callable[[], None],
    ) -> None:
        self.model = model
        self._do, self._listed = do, listed
        self._filling = False
        self.everywhere = parts.tick("In all frames", tooltip="The selected box, and new ones")
        self.corners = {
            word: parts.number(word, 0, 1, value=0, tooltip=f"{word} of the box, in pixels")
            for word in _CORNERS
        }
        self.steps = {
            word: parts.button(word, partial(self._step, step), tooltip=f"{_STEP} pixels")
            for word, step in _STEPS.items()
        }
        self.new = parts.button("New box", self._new, tooltip="In the middle; then move it")
        self.delete = parts.button("Delete box", self._delete, tooltip="Only boxes that were drawn")
        self.rows = (
            parts.row(*self.corners.values(), self.everywhere),
            parts.row(*self.steps.values(), self.new, self.delete),
        )
        self._on(self.everywhere, self._spread)
        for word, field in self.corners.items():
            self._on(field, partial(self._lay, word.lower()))

    def refresh(self, here: ReviewBox | None) -> None:
        """Show where a box lies; None if none is selected."""
        size = self.model.picture.size
        self._filling = True
        try:
            self.everywhere.layout.display = "" if size.frames > 1 else "none"
            self.everywhere.value = (
                self.model.all_frames if here is None else len(here.frames) == size.frames
            )
            most = (size.rows - 1, size.columns - 1, size.rows, size.columns)
            for (word, field), high in zip(self.corners.items(), most, strict=True):
                value = 0 if here is None else getattr(here, word.lower())
                with field.hold_trait_notifications():
                    field.min, field.max = 0, max(high, value)
                    field.value = value
                field.disabled = here is None or not here.in_picture
        finally:
            self._filling = False
        for control in self.steps.values():
            control.disabled = here is None
        self.delete.disabled = here is None or not here.drawn

    def _on(self, control: Any, action: Callable[[Any], Any]) -> None:
        act = self._do(action)
        control.observe(lambda change: None if self._filling else act(change["new"]), "value")

    def _spread(self, on: bool, /) -> None:
        model = self.model
        model.all_frames = on
        if model.boxes.selected >= 0:
            model.act("frames chosen", lambda: model.boxes.everywhere(on, model.frame))

    def _lay(self, corner: str, value: int) -> None:
        model = self.model
        model.act("moved or resized", lambda: model.boxes.lay(**{corner: value}))

    def _step(self, step: tuple[int, int, int, int]) -> None:
        boxes = self.model.boxes
        down, across, higher, wider = (_STEP * part for part in step)

        def act() -> None:
            boxes.move(down, across) if down or across else boxes.grow(higher, wider)

        self._do(lambda: self.model.act("moved or resized", act))()

    def _new(self) -> None:
        size = self.model.picture.size
        high, wide = max(1, size.rows // 10), max(1, size.columns // 4)
        middle = (size.rows - high) // 2, (size.columns - wide) // 2
        self._do(lambda: self.model.draw(*middle, high, wide))()
        self._listed()

    def _delete(self) -> None:
        self._do(lambda: self.model.act("deleted", self.model.boxes.delete))()
        self._listed()
