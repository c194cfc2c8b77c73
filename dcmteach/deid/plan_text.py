"""A plan told in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.deid.step import DUMMY, ITEMS, PSEUDONYM, Step, cleaner_of
from dcmteach.header.show import plain

if TYPE_CHECKING:
    from dcmteach.deid.plan import Plan

__all__ = ["describe_plan", "operation"]

_CLEANERS = {
    "text": "cut out what identifies the patient, keep the rest",
    "word": "keep it if nothing in it identifies the patient",
    "bytes": "cut out what identifies the patient if its structure is known",
    "terms": "make up the terms that identify the patient, keep the others",
    "points": "draw all its points as one",
    "overlay bits": "set the overlay's bits to zero",
    "segments": "cut comments out of the compressed stream",
    "frame table": "write anew where the frames begin and how long they are",
}
_OTHERWISE = {"remove": "remove it", "clear": "clear it", "replace": "overwrite it"}


def operation(step: Step, *, show_values: bool = False) -> str:
    """Say in a few words what a step does.

    Parameters
    ----------
    step : Step
        The step.
    show_values : bool, optional
        Also write out a value that a rule of the recipe sets.
    """
    if step.strategy == "replace":
        return f"overwrite with {_new(step, show_values=show_values)}"
    if step.strategy == "clean":
        cleaner, otherwise = cleaner_of(step.value)
        if cleaner == ITEMS:
            return "go through its items"
        what = _CLEANERS.get(cleaner, f"clean as {cleaner}")
        if otherwise == "keep":
            return what
        return f"{what}; else {_OTHERWISE.get(otherwise, otherwise)}"
    return {
        "remap": "overwrite with its new UID",
        "shift": "shift by this patient's days",
        "randomise": "overwrite with a random value of its kind",
    }.get(step.strategy, step.strategy)


def _new(step: Step, *, show_values: bool) -> str:
    value = step.value
    if value == DUMMY:
        return "a made-up value"
    if value == PSEUDONYM:
        return "the pseudonym"
    if step.source == "mark" and isinstance(value, tuple):
        return ", ".join(getattr(part, "meaning", str(part)) for part in value)
    if step.source in {"mark", "file"}:
        return value.hex() if isinstance(value, bytes) else str(value)
    return repr(value) if show_values else "the recipe's value"


def describe_plan(plan: Plan, *, show_values: bool = False) -> str:
    """Tell a whole plan: one line per step, and why."""
    if plan.refused:
        return f"{plan.caption}\nNothing will be done: {plan.refused}."
    lines = [plan.caption]
    for step in plan.steps:
        what = operation(step, show_values=show_values)
        code = f" [{step.action}]" if step.action else ""
        lines.append(plain(f"  {step.path}{code}: {what}. {_sentence(step.reason)}"))
    lines.append(f"  {plan.note}")
    return "\n".join(lines)


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."
