"""The plan explorer out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

from typing import Any

from dcmteach.deid.recipe_text import OPTION_MEANINGS
from dcmteach.standard import profile
from dcmteach.widgets import markup, parts
from dcmteach.widgets.paged_view import PagedView
from dcmteach.widgets.plan_model import PlanModel

__all__ = ["PlanView"]


class PlanView:
    """The controls over a :class:`PlanModel`.

    Parameters
    ----------
    model : PlanModel
        What is shown and changed.
    """

    def __init__(self, model: PlanModel) -> None:
        self.model = model
        self.recipe = parts.choice(
            "Recipe", model.recipes, value=model.chosen, tooltip="Follow another recipe"
        )
        self.options = {
            option: parts.tick(option, tooltip=OPTION_MEANINGS[option].capitalize())
            for option in profile.OPTIONS
        }
        self.said = parts.panel()
        self.summary = parts.panel()
        self.why = parts.panel()
        self.list = PagedView(
            model,
            "Elements: what is done, code, Type, tag, VR, name, value now",
            self._explain,
            shown=model.SHOW,
            found="names, tags, values, what is done and why",
        )
        self.elements, self.search, self.show = self.list.elements, self.list.search, self.list.show
        self.box = parts.box(
            [
                self.recipe,
                parts.grid(*self.options.values()),
                self.said,
                self.summary,
                parts.row(self.search, self.show, self.list.back, self.list.on),
                self.elements,
                self.list.status,
                self.why,
            ]
        )
        self._filling = False
        self._refresh()
        self.recipe.observe(self._choose, "value")
        for option, tick in self.options.items():
            tick.observe(lambda change, option=option: self._switch(option, change["new"]), "value")

    def _choose(self, change: Any) -> None:
        if not self._filling:
            self.model.choose(change["new"])
            self._refresh()

    def _switch(self, option: str, on: bool) -> None:
        if not self._filling:
            self.model.switch(option, on=on)
            self._refresh()

    def _explain(self) -> None:
        self.why.value = self.model.why() if self.model.visible else ""

    def _refresh(self) -> None:
        model = self.model
        self._filling = True
        try:
            self.recipe.value = model.chosen
            for option, tick in self.options.items():
                tick.value = option in model.recipe.options
                tick.disabled = not model.switchable
        finally:
            self._filling = False
        parts.say(self.said, model.said_html(), at_once=False)
        summary = "" if model.plan.refused else model.summary()
        self.summary.value = markup.escape(summary)
        self.list.refresh()
