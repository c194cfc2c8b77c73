"""What will be done to one data set, and why: looked at first, applied later."""

from __future__ import annotations

from typing import Any

from pydicom.dataset import Dataset

from dcmteach.deid import objects
from dcmteach.deid.marks import MARKS, mark_steps, text_at
from dcmteach.deid.plan_found import found_steps
from dcmteach.deid.plan_meta import frame_steps
from dcmteach.deid.plan_nodes import root_for
from dcmteach.deid.plan_search import search_for
from dcmteach.deid.plan_sought import Sought, sorted_out
from dcmteach.deid.plan_terms import MAKERS
from dcmteach.deid.plan_walk import Walk
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.recipe_idle import idle_in_plan
from dcmteach.deid.step import Step
from dcmteach.errors import DcmteachError
from dcmteach.header.contents import encodings_of
from dcmteach.header.identity import Identity
from dcmteach.header.quiet import quiet
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column
from dcmteach.standard import iod

__all__ = ["Plan", "plan"]

_SOP_CLASS, _SOP_INSTANCE = 0x00080016, 0x00080018
_TITLES = (0x00020016, 0x00020017, 0x00020018)  # of applications, in the file meta information
_REST = "Every element that is not listed stays as it is."
_PATIENT = frozenset({"patient name", "patient ID"})


class Plan(Rows[Step]):
    """What will be done to one data set: the steps, in the order of the file.

    Parameters
    ----------
    steps : tuple of Step
        One for each element that is not kept.
    recipe : Recipe
        What they follow from.
    sop_class : str
        The SOP class of the data set.
    identity : Identity
        What names this patient and study and was looked for in every value.
    allowed : tuple of str
        What stays although it identifies, or seems to: identifiers that the recipe keeps in their
        place, and terms of the standard that are somebody's name. Show them to no one.
    refused : str or None
        Why nothing will be done at all; None if something will.
    idle : tuple of str
        A sentence for each rule that does nothing, for a sequence around its element goes.
    """

    columns = (
        Column("path", "Element", "value", 60),
        Column("operation", "Operation", "value", 44),
        Column("reason", "Because", width=110),
    )
    fields = ("path", "tag", "action", "strategy", "value", "reason", "source")

    def __init__(
        self,
        steps: tuple[Step, ...],
        *,
        recipe: Recipe,
        sop_class: str = "",
        identity: Identity | None = None,
        allowed: tuple[str, ...] = (),
        refused: str | None = None,
        idle: tuple[str, ...] = (),
    ) -> None:
        super().__init__(steps)
        self.steps = steps
        self.recipe = recipe
        self.sop_class = sop_class
        self.identity = Identity(()) if identity is None else identity
        self.allowed = allowed
        self.refused = refused
        self.idle = idle

    @property
    def caption(self) -> str:
        """How many steps there are, by strategy."""
        name = self.recipe.name or "own recipe"
        if self.refused:
            return f"Plan ({name}): refused"
        counts: dict[str, int] = {}
        for step in self.steps:
            counts[step.strategy] = counts.get(step.strategy, 0) + 1
        told = ", ".join(f"{count} {strategy}" for strategy, count in sorted(counts.items()))
        return f"Plan ({name}): {len(self.steps)} steps: {told or 'nothing to do'}"

    @property
    def note(self) -> str:
        """Why it is refused, or what happens to the rest."""
        return self.refused or " ".join((_REST, *self.idle))

    def step(self, path: str) -> Step | None:
        """Return the step for an element, or None if it is kept."""
        return next((step for step in self.steps if step.path == path), None)

    def record(self, row: Step, key: str) -> Any:
        """Give one field of a step as a plain value."""
        if key == "operation":
            from dcmteach.deid.plan_text import operation

            return operation(row)
        if key == "value" and isinstance(row.value, tuple):
            return [list(part) if isinstance(part, tuple) else part for part in row.value]
        if key == "value" and isinstance(row.value, bytes):
            return row.value.hex()
        return super().record(row, key)

    def describe(self, *, show_values: bool = False) -> str:
        """Say in plain text exactly what will happen.

        Parameters
        ----------
        show_values : bool, optional
            Also write out values that the recipe's rules set; they may name somebody.
        """
        from dcmteach.deid.plan_text import describe_plan

        return describe_plan(self, show_values=show_values)


def plan(ds: Dataset, recipe: Recipe | str = "basic", *, unknown_sop: str = "refuse") -> Plan:
    """Plan the de-identification of one data set.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; it is not changed.
    recipe : Recipe or str, optional
        What shall be done; a name or path is loaded.
    unknown_sop : str, optional
        What becomes of SOP classes whose attributes are not known here (retired, private, newer
        than ours): ``"refuse"``, or ``"strictest"``: every compound action code counts as its
        strictest part.

    Returns
    -------
    Plan
        With ``refused`` set, and no steps, if it cannot be done with certainty.

    Raises
    ------
    DcmteachError
        If the recipe does not exist, or `unknown_sop` is another word.
    """
    if unknown_sop not in {"refuse", "strictest"}:
        raise DcmteachError(f"unknown_sop must be 'refuse' or 'strictest' (got {unknown_sop!r}).")
    if not isinstance(recipe, Recipe):
        recipe = Recipe.load(recipe)
    with quiet():
        return _plan(ds, recipe, unknown_sop)


def _plan(ds: Dataset, recipe: Recipe, unknown_sop: str) -> Plan:
    meta = getattr(ds, "file_meta", None)
    sop_class = text_at(ds, _SOP_CLASS) or ("" if meta is None else text_at(meta, 0x00020002))
    refused = objects.refusal(ds, recipe) or _refusal(ds, sop_class, unknown_sop)
    if refused:
        return Plan((), recipe=recipe, sop_class=sop_class, refused=refused)
    known = sop_class if iod.knows(sop_class) else ""
    root = root_for(recipe, known, frozenset(map(int, ds._dict)))
    walk = Walk(MARKS)
    walk.level(ds, root.top, "", (), gone=False)
    if meta is not None and recipe.profile == "basic":
        walk.named.update(("device", text) for tag in _TITLES if (text := text_at(meta, tag)))
    search = search_for(_sought(ds, walk, recipe))
    steps = walk.steps
    found, terms = found_steps(walk.kept, search)
    steps += found
    steps = objects.amended(ds, recipe, steps, search.identity)
    kept = {kind for kind, _ in walk.spared} & _PATIENT
    steps += mark_steps(ds, recipe, search, named=bool(kept))
    steps.sort(key=_order)
    remaps = any(step.tags == (_SOP_INSTANCE,) and step.strategy == "remap" for step in steps)
    frame = frame_steps(ds, sop_class, remaps=remaps)
    return Plan(
        (*frame, *steps),
        recipe=recipe,
        sop_class=sop_class,
        identity=search.identity,
        allowed=tuple(sorted({*terms, *(value for _, value in walk.spared)})),
        idle=idle_in_plan(recipe, steps),
    )


def _sought(ds: Dataset, walk: Walk, recipe: Recipe) -> Sought:
    """What must not stand anywhere: all that names somebody, but for what is kept in its place."""
    named, further = sorted_out(
        walk.named,
        spared={value for _, value in walk.spared},
        makers=[text_at(ds, tag) for tag in MAKERS if tag in ds._dict],
        options=recipe.options,
    )
    return Sought(
        named,
        further,
        tuple(encodings_of(ds)),
        dates=recipe.dates != "kept",
        uids="retain-uids" not in recipe.options and recipe.profile == "basic",
    )


def _refusal(ds: Dataset, sop_class: str, unknown_sop: str) -> str | None:
    if not sop_class:
        return "it has no SOP Class UID, so nobody can say what it is"
    if not text_at(ds, _SOP_INSTANCE):
        return "it has no SOP Instance UID, so no file can be told from another"
    if unknown_sop == "refuse" and not iod.knows(sop_class):
        return (
            "its SOP class is private, retired or newer than our tables, so nobody can say which "
            "elements it needs; unknown_sop='strictest' would remove all that may be removed"
        )
    return None


def _order(step: Step) -> tuple[int, ...]:
    tags = step.tags
    if len(tags) == 1:
        return tags
    key: list[int] = []
    for tag, item in zip(tags, step.items, strict=False):
        key += (tag, item)
    key.append(tags[-1])
    return tuple(key)
