"""Rules about elements of a sequence that goes as a whole: they do nothing, and that is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dcmteach.deid.rules import Place, decide
from dcmteach.deid.step import Step
from dcmteach.header.dictionary import lookup
from dcmteach.standard.names import fold

if TYPE_CHECKING:
    from dcmteach.deid.recipe import Recipe
    from dcmteach.deid.recipe_rule import Rule

__all__ = ["idle_in_plan", "idle_rules"]

_GOES = {"remove": "removed", "clear": "emptied"}


def idle_rules(recipe: Recipe) -> list[str]:
    """Tell of each rule that the rest of its recipe leaves nothing to do.

    Parameters
    ----------
    recipe : Recipe
        The recipe; the Types of a SOP class, which may ask for a sequence to stay, do not count.

    Returns
    -------
    list of str
        A sentence for each rule whose path leads into a sequence that goes as a whole.
    """
    found = []
    for rule in _inner(recipe):
        for end in range(1, len(rule.tags)):
            place = Place(rule.tags[:end], "SQ", "", None, "own")
            strategy = decide(recipe, place).strategy
            if strategy in _GOES:
                found.append(_told(rule, place.tag, strategy))
                break
    return found


def idle_in_plan(recipe: Recipe, steps: Iterable[Step]) -> tuple[str, ...]:
    """Tell of each rule that does nothing in one data set, for a sequence around it goes.

    Parameters
    ----------
    recipe : Recipe
        The recipe.
    steps : iterable of Step
        What is done to the data set.
    """
    inner = _inner(recipe)
    if not inner:
        return ()
    gone = {tuple(map(fold, step.tags)): step for step in steps if step.strategy in _GOES}
    found = []
    for rule in inner:
        ends = (gone.get(rule.tags[:end]) for end in range(1, len(rule.tags)))
        step = next((one for one in ends if one is not None), None)
        if step is not None:
            found.append(_told(rule, step.tags[-1], step.strategy))
    return tuple(found)


def _inner(recipe: Recipe) -> list[Rule]:
    """Rules about elements in items; one that removes has its way in any case."""
    return [
        rule
        for rule in recipe.rules
        if rule.path and rule.strategy != "remove" and len(rule.tags) > 1
    ]


def _told(rule: Rule, tag: int, strategy: str) -> str:
    name = lookup(tag).step
    return (
        f"The rule for path {rule.target} ({rule.strategy}) does nothing: {name} around it is "
        f"{_GOES[strategy]} as a whole. To go into its items, add a rule that cleans {name}."
    )
