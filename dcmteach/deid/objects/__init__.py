"""Special objects: what a table of elements cannot decide, cleaned, rebuilt or refused by rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pydicom.dataset import Dataset

from dcmteach.deid.objects import (
    curves,
    dicomdir,
    documents,
    graphics,
    icons,
    overlays,
    private,
    sealed,
    waveforms,
)
from dcmteach.deid.objects.burned import PIXELS, held_back, pixels_note
from dcmteach.deid.objects.cleaners import CLEANERS, clean_bytes
from dcmteach.deid.objects.cutter import Cutter
from dcmteach.deid.objects.place import Case, Key, key_of
from dcmteach.deid.objects.private import tidy
from dcmteach.deid.step import Step
from dcmteach.header.identity import Identity

if TYPE_CHECKING:
    from dcmteach.deid.recipe import Recipe

__all__ = [
    "CLEANERS",
    "PIXELS",
    "Cutter",
    "amended",
    "clean_bytes",
    "held_back",
    "pixels_note",
    "refusal",
    "tidy",
]

_NOBODY = Identity(())
_CONCERNED = frozenset({0x00880200, 0x00420011, 0x00700001, 0x04000500})
_MODULES = (overlays, curves, icons, documents, graphics, sealed, private)


def refusal(ds: Dataset, recipe: Recipe) -> str | None:
    """Say why a data set cannot be de-identified with certainty, whatever its steps.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; it is not changed.
    recipe : Recipe
        What shall be done.

    Returns
    -------
    str or None
        The reason, without a full stop; None if nothing is against it. Text in pixels is asked
        for apart: :func:`held_back`.
    """
    why = dicomdir.refusal(ds) or documents.refusal(Case(ds, recipe, {}, _NOBODY))
    if why is None and recipe.profile != "none":
        why = waveforms.refusal(ds) or overlays.refusal(ds)
    return why


def amended(ds: Dataset, recipe: Recipe, steps: Iterable[Step], identity: Identity) -> list[Step]:
    """Complete the steps of a plan by what special objects need.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set the steps are for; it is not changed.
    recipe : Recipe
        What shall be done.
    steps : iterable of Step
        What the recipe, the table and what was found in values ask for.
    identity : Identity
        What names the patient and study.

    Returns
    -------
    list of Step
        Each element has one at most; the order is not kept. To amend it again changes nothing.
    """
    steps = list(steps)
    if not _concerned(ds, steps):
        return steps
    planned: dict[Key, Step] = {key_of(step): step for step in steps}
    for module in _MODULES:
        for step in list(module.steps(Case(ds, recipe, planned, identity))):
            if step.strategy == "keep":
                planned.pop(key_of(step), None)
            else:
                planned[key_of(step)] = step
    case = Case(ds, recipe, planned, identity)
    planned.update(
        (key_of(step), step) for step in list(private.empty_blocks(case, planned.values()))
    )
    return list(planned.values())


def _concerned(ds: Dataset, steps: Iterable[Step]) -> bool:
    """Whether a data set holds anything of the kinds seen to here."""
    for tag in ds._dict:
        group = tag >> 16
        if group & 1 or 0x5000 <= group <= 0x60FF or tag in _CONCERNED:
            return True
    return any(step.tags[-1] >> 16 & 1 for step in steps if step.tags)
