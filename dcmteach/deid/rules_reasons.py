"""Why a step is taken, in one sentence without its full stop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dcmteach.standard.profile import ACTIONS, Row

if TYPE_CHECKING:
    from dcmteach.deid.recipe_rule import Rule

__all__ = [
    "CHOSEN",
    "GROUP_LENGTH",
    "PRIVATE",
    "PSEUDONYM",
    "SAFE_DATE",
    "SAFE_PRIVATE",
    "SHIFTED",
    "of_default",
    "of_evidence",
    "of_row",
    "of_rule",
]

GROUP_LENGTH = "group lengths are retired, and wrong once anything changes (PS3.5 7.2)"
PRIVATE = "PS3.15 Table E.1-1 removes every private element (X)"
SAFE_PRIVATE = "the option retain-safe-private keeps it: PS3.15 E.3.10 lists it as safe"
CHOSEN = "PS3.15 E.3.10 does not list it as safe: that it stays is the caller's choice"
SHIFTED = "dates are shifted, and this one with them"
SAFE_DATE = "PS3.15 E.3.10 lists it as safe, and retain-modified-dates shifts every date"
PSEUDONYM = (
    "PS3.15 Table E.1-1 wants it empty or made up; a pseudonym made with the key keeps patients "
    "apart"
)

_DEFAULTS = {
    "uid": "it is a UID that may name an instance; PS3.15 Table E.1-1 does not list it",
    "person": "it is a person's name; PS3.15 Table E.1-1 does not list it",
    "order": "it is the number of an order; PS3.15 Table E.1-1 does not list it",
    "date": "it is a date or time; PS3.15 Table E.1-1 does not list it",
    "unknown": "no data dictionary knows it, so nobody can say what it holds",
    "url": "it is an address in somebody's network; PS3.15 Table E.1-1 does not list it",
    "inside": "it lies in a sequence whose values PS3.15 Table E.1-1 wants made up (D)",
}


def of_row(code: str, settled: str, type_: str | None, row: Row, options: Iterable[str]) -> str:
    """Say why a row of the table asks for a step."""
    chosen = [option for option in options if row.options.get(option) == code]
    if code != row.basic and chosen:
        who = f"the option {' and '.join(chosen)} says {code}"
    else:
        who = f"PS3.15 Table E.1-1 says {code}"
    if settled == code:
        return f"{who}: {ACTIONS[settled]}"
    here = f"Type {type_} here" if type_ else "nothing requires it here"
    return f"{who}; {here}, hence {settled}: {ACTIONS[settled]}"


def of_default(why: str, settled: str, type_: str | None) -> str:
    """Say why one of our own rules asks for a step."""
    return f"{_DEFAULTS[why]}, hence {settled}: {ACTIONS[settled]}"


def of_rule(rule: Rule) -> str:
    """Say which rule of the recipe asks for a step."""
    return f"the recipe's rule for {rule.matcher} {rule.target} says {rule.strategy}"


def of_evidence(kinds: Iterable[str]) -> str:
    """Say what was found in a value that would otherwise have stayed."""
    return f"its value holds this file's own {', '.join(kinds)}"
