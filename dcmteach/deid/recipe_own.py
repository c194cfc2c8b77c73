"""Values that a recipe gives, and that are the patient's own."""

from __future__ import annotations

from dcmteach.deid.plan import Plan
from dcmteach.header.identity import Identity

__all__ = ["own_value"]

_KINDS = frozenset({"patient name", "patient ID", "birth date", "another person's name"})
_NOBODY = frozenset({"Anonymous", "19000101"})  # what anonymise() writes if nobody says otherwise


def own_value(planned: Plan) -> str | None:
    """Say why a recipe must not write a value of its own into this file.

    Parameters
    ----------
    planned : Plan
        The file's plan.

    Returns
    -------
    str or None
        A reason that quotes nothing, if a rule's value is the file's own name, number or birth
        date, or another writing of it; None if none is, or if the profile was not asked for.
    """
    recipe = planned.recipe
    if recipe.profile == "none":
        return None
    given = [
        (rule.target, rule.value)
        for rule in recipe.rules
        if rule.value and "{" not in rule.value and rule.value not in _NOBODY
    ]
    if not given:
        return None
    own = Identity((kind, value) for kind, value in planned.identity.values if kind in _KINDS)
    for target, value in given:
        found = own.found_in(value)
        if found:
            return (
                f"the value to be written as {target} is the patient's own or one of the "
                f"study's ({found[0]}), or another writing of it; give another value"
            )
    return None
