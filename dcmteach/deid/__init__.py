"""De-identify to the standard: a recipe, the plan that follows from it, and its application."""

from __future__ import annotations

from dcmteach.deid.apply import apply
from dcmteach.deid.plan import Plan, plan
from dcmteach.deid.recipe import Recipe, Rule, recipe_names
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.step import Step

__all__ = ["Plan", "Recipe", "Rule", "Secrets", "Step", "apply", "plan", "recipe_names"]
