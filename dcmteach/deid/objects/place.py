"""Where the steps of a plan act, so that others can take their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pydicom.dataset import Dataset

from dcmteach.deid.rules import Decision, Place, decide
from dcmteach.deid.step import Step
from dcmteach.header.dictionary import lookup
from dcmteach.header.identity import Identity

if TYPE_CHECKING:
    from dcmteach.deid.recipe import Recipe

__all__ = ["Case", "Key", "drop", "group_at", "key_of", "removal"]

Key = tuple[tuple[int, ...], tuple[int, ...]]
"""An element's place: the tags on the way, and the items entered."""


class Case(NamedTuple):
    """One data set whose plan is being completed.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        It.
    recipe : Recipe
        What shall be done.
    planned : mapping of Key to Step
        What the plan says so far.
    identity : Identity
        What names the patient and study.
    """

    ds: Dataset
    recipe: Recipe
    planned: Mapping[Key, Step]
    identity: Identity

    def step(self, *tags: int) -> Step | None:
        """Return what is planned for an element at the top, or in first items on the way."""
        return self.planned.get((tags, (0,) * (len(tags) - 1)))

    def decision(self, tag: int, vr: str, creator: str = "") -> Decision:
        """Return what the recipe decides about an element at the top, whatever it holds."""
        return decide(self.recipe, Place((tag,), vr, creator, None, "own"))


def key_of(step: Step) -> Key:
    """Return the place a step acts at."""
    return step.tags, step.items


def removal(tag: int, reason: str, *, action: str = "X") -> Step:
    """Plan to remove an element at the top."""
    return Step(lookup(tag).step, (tag,), action, "remove", None, reason, "object")


def drop(tag: int) -> Step:
    """Stand in for the step at a place that shall have none: such a step is left out."""
    return Step(lookup(tag).step, (tag,), "", "keep", None, "", "object")


def group_at(ds: Dataset, group: int) -> Iterator[int]:
    """Give the tags of one group at the top of a data set."""
    return (int(tag) for tag in ds._dict if int(tag) >> 16 == group)
