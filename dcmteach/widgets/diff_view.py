"""The diff viewer out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

from math import ceil, floor
from typing import Any

from dcmteach.widgets import markup, parts
from dcmteach.widgets.diff_model import DiffModel
from dcmteach.widgets.paged_view import PagedView

__all__ = ["DiffView"]


class DiffView:
    """The controls over a :class:`DiffModel`.

    Parameters
    ----------
    model : DiffModel
        What is shown and changed.
    """

    def __init__(self, model: DiffModel) -> None:
        self.model = model
        self.summary = parts.panel()
        self.summary.value = markup.escape(model.summary())
        self.changed_only = parts.tick("Changed only", tooltip="Leave out what is the same in both")
        self.changed_only.value = model.changed_only
        self.values = parts.panel()
        self.list = PagedView(
            model,
            "Elements: change, tag, name, value before | value after",
            self._explain,
            shown=model.SHOW,
            found="names, tags and the values of both",
        )
        self.elements, self.search, self.show = self.list.elements, self.list.search, self.list.show
        self.pictures = parts.panel()
        self.frame = parts.slider(
            "Frame", 1, max(1, model.pictures.frames), value=1, tooltip="Frame of both pictures"
        )
        self.centre, self.width = self._window()
        self.box = parts.box(
            [
                self.summary,
                parts.row(self.search, self.show, self.changed_only, self.list.back, self.list.on),
                self.elements,
                self.list.status,
                self.values,
                parts.row(self.frame, self.centre, self.width),
                self.pictures,
            ]
        )
        if model.pictures.frames < 2:
            self.frame.layout.display = "none"
        self.list.refresh()
        self._look()
        self.changed_only.observe(self._only, "value")
        self.show.observe(lambda _: self._tick(), "value")
        self.frame.observe(self._turn, "value")
        for slider in (self.centre, self.width):
            slider.observe(self._shade, "value")

    def _window(self) -> tuple[Any, Any]:
        pictures = self.model.pictures
        grey = pictures.there and pictures.grey
        low, high = pictures.span if grey else (0.0, 1.0)
        centre, width = self.model.window or (pictures.window if grey else (0.5, 1.0))
        made = (
            parts.slider(
                "Window centre",
                floor(min(low, centre)),
                ceil(max(high, centre, low + 1)),
                value=round(centre),
                tooltip="The grey value shown as middle grey, in both pictures",
            ),
            parts.slider(
                "Window width",
                1,
                max(2, ceil(max(high - low, width))),
                value=max(1, round(width)),
                tooltip="How many grey values lie between black and white, in both pictures",
            ),
        )
        for slider in made if not grey else ():
            slider.layout.display = "none"
        return made

    def _only(self, change: Any) -> None:
        if change["new"] != self.model.changed_only:
            self.model.only_changed(change["new"])
            self.list.refresh()

    def _tick(self) -> None:
        self.changed_only.value = self.model.changed_only

    def _turn(self, change: Any) -> None:
        self.model.turn_to_frame(change["new"] - 1)
        self._look()

    def _shade(self, _: Any) -> None:
        self.model.set_window(self.centre.value, self.width.value)
        self._look()

    def _explain(self) -> None:
        self.values.value = self.model.why()

    def _look(self) -> None:
        self.pictures.value = self.model.pictures_html()
