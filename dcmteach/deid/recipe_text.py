"""A recipe told in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.deid.recipe_idle import idle_rules
from dcmteach.deid.step import STRATEGIES
from dcmteach.header.show import plain
from dcmteach.standard import profile

if TYPE_CHECKING:
    from dcmteach.deid.recipe import Recipe

__all__ = ["DATES", "OPTION_MEANINGS", "describe_recipe"]

OPTION_MEANINGS = {
    "retain-safe-private": "keep the private elements that PS3.15 E.3.10 lists as safe",
    "retain-uids": "keep UIDs as they are",
    "retain-device-identity": "keep what tells one device from another",
    "retain-institution-identity": "keep the institution's name and address",
    "retain-patient-characteristics": "keep age, sex, size, weight and the like",
    "retain-full-dates": "keep dates and times as they are",
    "retain-modified-dates": "shift dates by a secret number of days per patient",
    "clean-descriptors": "clean descriptions and comments instead of removing them",
    "clean-structured-content": "clean structured reports instead of making their content up",
    "clean-graphics": "clean graphics, texts and overlays instead of removing them",
}
"""What each option of the profile does, in our words (PS3.15 E.3)."""

DATES = {
    "removed": "Dates and times are removed, cleared or made up, as each Type allows.",
    "kept": "Dates and times stay as they are.",
    "shifted": "Dates move by a secret number of days per patient; intervals stay.",
    "randomised": "Dates and times are overwritten with random ones; intervals are lost.",
}


def describe_recipe(recipe: Recipe) -> str:
    """Say exactly what a recipe does, rules in the order in which they are asked."""
    head = recipe.name or "own recipe"
    lines = [f"Recipe {head}: {recipe.title}" if recipe.title else f"Recipe {head}"]
    if recipe.profile == "basic":
        lines.append(
            f"Profile: basic (PS3.15 {profile.EDITION}, Table E.1-1). What the table does not list "
            "stays, except dates, names of persons and UIDs of instances."
        )
    else:
        lines.append("Profile: none. What no rule is about stays.")
    lines += [f"Option {option}: {OPTION_MEANINGS[option]}." for option in recipe.options]
    lines.append(DATES[recipe.dates])
    if recipe.dates == "shifted":
        moved = "move with them" if recipe.times == "shift" else "stay"
        lines.append(f"Times of day {moved}.")
    for rule in sorted(recipe.rules, key=lambda rule: -rule.rank):
        what = STRATEGIES[rule.strategy]
        if rule.value is not None:
            what = f"overwrite it with {rule.value!r}"
        lines.append(plain(f"Rule for {rule.matcher} {rule.target}: {what} ({rule.strategy})."))
    lines += [plain(told) for told in idle_rules(recipe)]
    if recipe.whole_sequences:
        lines.append(
            "Where a Type 1 or 1C element of a Type 3 sequence must go, the sequence goes as a "
            "whole."
        )
    lines.append(
        "Whatever stays is searched for this patient's and study's own identifiers, and cleaned."
    )
    return "\n".join(lines)
