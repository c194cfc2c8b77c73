"""The state of the plan explorer: a data set, a recipe, and the plan that follows from both."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from dcmteach.deid import Plan, Recipe, plan, recipe_names
from dcmteach.deid.apply_copy import copy_of
from dcmteach.deid.plan_text import operation
from dcmteach.header.entry import entries
from dcmteach.header.fold import fold
from dcmteach.header.show import plain
from dcmteach.standard import iod, profile
from dcmteach.widgets import plan_html as page
from dcmteach.widgets.browser_texts import searchable
from dcmteach.widgets.paged import Paged, one_of
from dcmteach.widgets.plan_preview import Preview
from dcmteach.widgets.plan_rows import PlanRow, rows_of
from dcmteach.widgets.plan_why import why

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["SHOW", "PlanModel"]

SHOW = {
    "everything": "everything",
    "touched": "all that is not kept",
    "switched": "* changed by the last switch",
    "keep": "keep",
    "remove": "remove",
    "clear": "clear",
    "replace": "replace",
    "remap": "remap",
    "shift": "shift",
    "randomise": "randomise",
    "clean": "clean",
    "add": "add",
}
"""What the filter offers, and the words for it."""

_DATES = {"retain-full-dates", "retain-modified-dates"}
_folded = lru_cache(maxsize=4096)(fold)


class PlanModel(Paged[PlanRow]):
    """What a recipe does to one data set; its options can be switched, and nothing is applied.

    Parameters
    ----------
    ds : Dataset
        The data set; it is only read.
    recipe : Recipe or str
        What shall be done; a name or path is loaded.
    unknown_sop : {"refuse", "strictest"}
        What becomes of SOP classes whose attributes are not known.

    Attributes
    ----------
    plan : Plan
        The plan as it stands.
    before : dict of str to PlanRow
        The rows before the last switch, by path.
    switched : frozenset of str
        The paths for which the last switch changed what is done.
    said : str
        What the last switch did, in words; empty before the first.
    """

    SHOW: ClassVar = SHOW

    def __init__(self, ds: Dataset, recipe: Recipe | str, *, unknown_sop: str = "refuse") -> None:
        super().__init__()
        given = recipe if isinstance(recipe, Recipe) else Recipe.load(recipe)
        self.given = given
        self.recipes = {name: name for name in recipe_names()}
        self.chosen = page.base_of(given)
        self._own = self.chosen
        if self.chosen not in self.recipes:
            self.recipes = {self.chosen: self.chosen, **self.recipes}
        self._unknown_sop = unknown_sop
        # Copied now, values shared: the data set may be edited elsewhere while it is looked at.
        self._entries = entries(ds)
        self._texts = {entry.path: searchable(ds, entry) for entry in self._entries}
        self._values = {entry.path: entry.text for entry in self._entries}
        self._ds = copy_of(ds)
        self._ds.__dict__["preamble"] = getattr(ds, "preamble", None)
        self._preview = Preview(self._ds)
        self._tops = frozenset(entry.tag for entry in self._entries if not entry.depth)
        self._types: dict[tuple[int, ...], str | None] = {}
        self._labels: dict[str, str] = {}
        self.before: dict[str, PlanRow] = {}
        self.switched: frozenset[str] = frozenset()
        self.said = ""
        self.recipe = given
        self.plan = self._planned(given)
        self.put(rows_of(self._entries, self.plan))
        self.selected = self.rows[0].path if self.rows else None

    # --- what the person does -------------------------------------------------------------

    def switch(self, option: str, *, on: bool) -> None:
        """Switch an option of the profile and plan anew.

        Where two options exclude each other, switching one on switches the other off.

        Raises
        ------
        DcmteachError
            If there is no such option, or the recipe does not follow the profile.
        """
        profile.check_options((option,))
        options = set(self.recipe.options) - {option}
        also = ""
        if on:
            if option in _DATES and options & _DATES:
                other = (options & _DATES).pop()
                options.discard(other)
                also = f" {other} is off now: the two exclude each other (PS3.15 E.3.6)."
            options.add(option)
        self._follow(
            page.with_options(self.recipe, options),
            page.switched(option, on=on) + also,
        )

    def choose(self, name: str) -> None:
        """Follow another recipe, with its own options.

        Raises
        ------
        DcmteachError
            If it is neither a named recipe nor the one the explorer was made with.
        """
        one_of("recipe", name, self.recipes)
        self.chosen = name
        start = self.given if name == self._own else Recipe.load(name)
        self._follow(start, f"Recipe {name}.")

    @property
    def switchable(self) -> bool:
        """Whether the recipe follows the profile, whose options can be switched."""
        return self.recipe.profile == "basic"

    # --- what is shown --------------------------------------------------------------------

    def type_of(self, row: PlanRow) -> str | None:
        """Return the Type of an element in this kind of data set."""
        if row.tags not in self._types:
            found = iod.type_of(row.tags, self.plan.sop_class, self._tops) if row.tags else None
            self._types[row.tags] = found
        return self._types[row.tags]

    def label_of(self, row: PlanRow) -> str:
        """Return a row as one line for a fixed-width font, marked if the last switch changed it."""
        if row.path not in self._labels:
            self._labels[row.path] = page.line(row, self.type_of(row))
        mark = "*" if row.path in self.switched else "\u00a0"
        return f"{mark}\u00a0{self._labels[row.path]}"

    def text_of(self, row: PlanRow) -> str:
        """Return all that can be found of a row: what the header says, what is done, and why."""
        step = row.under or row.step
        reason = _folded(step.reason) if step else "keep"
        own = self._texts.get(row.path) or _folded(f"{row.path}\n{row.name}")
        return f"{own}\n{row.done}\n{reason}"

    def fits(self, row: PlanRow) -> bool:
        """Tell whether the filter lets a row through."""
        if self.show == "everything":
            return True
        if self.show == "touched":
            return row.done != "keep"
        if self.show == "switched":
            return row.path in self.switched
        return row.done == self.show

    def summary(self) -> str:
        """Return one line on what is done to how many elements."""
        if self.plan.refused:
            return f"Refused: {plain(self.plan.refused)}."
        counts = Counter(row.done for row in self.rows)
        told = ", ".join(f"{counts[done]} {done}" for done in SHOW if counts[done])
        return f"{len(self.rows)} elements: {told}."

    def said_html(self) -> str:
        """Return what the last switch did as HTML; that the plan is refused, if it is."""
        return page.said(self)

    def why(self) -> str:
        """Return what is done to the selected element, how that was settled and why, as HTML."""
        row = self.current
        if row is None:
            return "<p>Nothing to explain: no element is selected.</p>"
        value = self._values.get(row.path) or row.value
        before = self.before.get(row.path) if row.path in self.switched else None
        touched = row.done not in {"keep", "remove", "refused"}
        then = self._preview.value(self.plan, row.path) if touched else None
        return why(row, self.type_of(row), (value, then), self.plan, before)

    def render(self, *, lines: int = 12) -> str:
        """Return the state as HTML, with `lines` rows of the list around the selected one."""
        return page.whole(self, lines)

    def alt(self) -> str:
        """Return the state in two or three sentences."""
        options = ", ".join(self.recipe.options) or "no option"
        text = (
            f"What the recipe {plain(self.chosen)} with {options} does to a data set. "
            f"{self.summary()}"
        )
        row = self.current
        if row is not None and not self.plan.refused:
            done = operation(row.step) if row.step else row.done
            text += f" Selected: {plain(row.name)}: {plain(done)}."
        return text

    # --- how ------------------------------------------------------------------------------

    def _planned(self, recipe: Recipe) -> Plan:
        return plan(self._ds, recipe, unknown_sop=self._unknown_sop)

    def _follow(self, recipe: Recipe, said: str) -> None:
        made = self._planned(recipe)
        old = {row.path: row for row in self.rows}
        rows = rows_of(self._entries, made)
        changed = {row.path for row in rows if not row.same_as(old.get(row.path))}
        # What was to be added and is no longer has no row any more.
        gone = len(old.keys() - {row.path for row in rows})
        self.recipe, self.plan, self.before = recipe, made, old
        self.switched = frozenset(changed)
        count = len(changed) + gone
        told = f"{count} element{'' if count == 1 else 's'}" if count else "No element"
        self.said = f"{said} {told} changed{page.moves(rows, old, changed)}."
        self._labels.clear()
        self.put(rows)
