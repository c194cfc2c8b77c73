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
    from dcmteach.deid.cohort import pseudonymise
    from dcmteach.deid.cohort_publish import CohortLeakError
    from dcmteach.deid.cohort_report import CohortReport
    from dcmteach.deid.decisions import Decisions
    from dcmteach.deid.demographics import Demographics
    from dcmteach.deid.folders import Case, case_of
    from dcmteach.deid.forgetting import Forgotten, forget
    from dcmteach.deid.mapping_file import MappingFile
    from dcmteach.deid.matching import Matches, match_names
    from dcmteach.deid.pseudonyms import Pseudonyms
    from dcmteach.deid.simple import anonymise
    from dcmteach.deid.study import Study, classify_study
    from dcmteach.deid.tables import Table, read_table, write_table

__all__ = [
    "Case",
    "CohortLeakError",
    "CohortReport",
    "Decisions",
    "Demographics",
    "Forgotten",
    "MappingFile",
    "Matches",
    "Plan",
    "Pseudonyms",
    "Recipe",
    "Report",
    "Rule",
    "Secrets",
    "Step",
    "Study",
    "Table",
    "anonymise",
    "apply",
    "case_of",
    "classify_study",
    "deidentify",
    "forget",
    "match_names",
    "plan",
    "pseudonymise",
    "read_table",
    "recipe_names",
    "recipes",
    "write_table",
]

# What works on whole folders is loaded when it is first used.
_HOME_OF = {
    "Case": "folders",
    "CohortLeakError": "cohort_publish",
    "CohortReport": "cohort_report",
    "Decisions": "decisions",
    "Demographics": "demographics",
    "Forgotten": "forgetting",
    "MappingFile": "mapping_file",
    "Matches": "matching",
    "Pseudonyms": "pseudonyms",
    "Report": "batch_report",
    "Study": "study",
    "Table": "tables",
    "anonymise": "simple",
    "case_of": "folders",
    "classify_study": "study",
    "deidentify": "batch",
    "forget": "forgetting",
    "match_names": "matching",
    "pseudonymise": "cohort",
    "read_table": "tables",
    "write_table": "tables",
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
