"""De-identify to the standard: a recipe, the plan that follows from it, and its application."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from dcmteach.deid.apply import apply
from dcmteach.deid.plan import Plan, plan
from dcmteach.deid.recipe import Recipe, Rule, recipe_names
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.step import Step

if TYPE_CHECKING:
    from dcmteach.deid import recipes
    from dcmteach.deid.batch import deidentify
    from dcmteach.deid.batch_report import Report
    from dcmteach.deid.folders import Case, case_of
    from dcmteach.deid.simple import anonymise
    from dcmteach.deid.study import Study, classify_study

__all__ = [
    "Case",
    "Plan",
    "Recipe",
    "Report",
    "Rule",
    "Secrets",
    "Step",
    "Study",
    "anonymise",
    "apply",
    "case_of",
    "classify_study",
    "deidentify",
    "plan",
    "recipe_names",
    "recipes",
]

# What works on whole folders is loaded when it is first used.
_HOME_OF = {
    "Case": "folders",
    "Report": "batch_report",
    "Study": "study",
    "anonymise": "simple",
    "case_of": "folders",
    "classify_study": "study",
    "deidentify": "batch",
}


def __getattr__(name: str) -> object:
    if name == "recipes":
        return importlib.import_module("dcmteach.deid.recipes")
    if name in _HOME_OF:
        value: object = getattr(importlib.import_module(f"dcmteach.deid.{_HOME_OF[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
