"""The recipes that come with dcmteach, by name: ``dcmteach.recipes.basic`` and the others.

Each is a TOML file in this folder; :func:`dcmteach.deid.recipe_names` lists them. What is got here
is a :class:`~dcmteach.deid.recipe.Recipe`, as :meth:`Recipe.load
<dcmteach.deid.recipe.Recipe.load>` gives it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.deid.recipe import Recipe, recipe_names

if TYPE_CHECKING:
    anonymise: Recipe
    basic: Recipe
    cohort: Recipe
    med_i_stage1: Recipe
    med_i_stage2: Recipe

__all__ = ["anonymise", "basic", "cohort", "med_i_stage1", "med_i_stage2"]


def __getattr__(name: str) -> Recipe:
    """Load a named recipe, once."""
    if name not in recipe_names():
        known = ", ".join(recipe_names())
        raise AttributeError(f"There is no recipe {name!r}. The named ones are: {known}.")
    made = Recipe.load(name)
    globals()[name] = made
    return made


def __dir__() -> list[str]:
    return list(recipe_names())
