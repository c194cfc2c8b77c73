"""Special objects: what a table of elements cannot decide, cleaned, rebuilt or refused by rule."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import ModuleType
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
    streams,
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
    held = _held(frozenset(map(int, ds._dict)))
    why = dicomdir.refusal(ds)
    if recipe.profile != "none" and waveforms in held:
        why = why or waveforms.refusal(ds)
    for module in (documents, overlays):
        if module in held:
            why = why or module.refusal(Case(ds, recipe, {}, _NOBODY))
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
    held = _held(frozenset(map(int, ds._dict)))
    if icons in held or streams.is_compressed(ds):
        held |= {streams}
    evidence = any(step.tag >> 16 & 1 for step in steps if step.source == "evidence")
    if not held and not evidence:
        return steps
    planned: dict[Key, Step] = {key_of(step): step for step in steps}
    for module in _PLANNERS:
        if module not in held:
            continue
        for step in list(module.steps(Case(ds, recipe, planned, identity))):
            if step.strategy == "keep":
                planned.pop(key_of(step), None)
            else:
                planned[key_of(step)] = step
    if evidence:
        left = list(private.empty_blocks(Case(ds, recipe, planned, identity), planned.values()))
        planned.update((key_of(step), step) for step in left)
    return list(planned.values())


_PLANNERS = (overlays, curves, icons, documents, graphics, sealed, private, streams)
_BY_TAG = {
    0x00041220: dicomdir,
    0x00880200: icons,
    0x00420011: documents,
    0x00700001: graphics,
    0x04000500: sealed,
    0x54000100: waveforms,
}


@lru_cache(maxsize=1024)
def _held(tags: frozenset[int]) -> frozenset[ModuleType]:
    """Which modules a data set with these tags at its top concerns."""
    found: set[ModuleType] = {_BY_TAG[tag] for tag in tags if tag in _BY_TAG}
    groups = {tag >> 16 for tag in tags}
    if 0x0029 in groups:
        found.add(private)
    if any(0x5000 <= group <= 0x50FE and not group & 1 for group in groups):
        found.add(curves)
    if any(0x6000 <= group <= 0x60FE and not group & 1 for group in groups):
        found.add(overlays)
    return frozenset(found)
