"""How many values an element takes: its VM (PS3.6 6, PS3.5 6.4)."""

from __future__ import annotations

from dcmteach.edit.problem import Problem

__all__ = ["ONE_VALUE", "check_count"]

ONE_VALUE = frozenset(["LT", "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "ST", "UN", "UR", "UT"])
"""VRs that always hold one value; in text, the backslash is a character like any other."""


def check_count(vr: str, vm: str, count: int, value: object) -> list[Problem]:
    """Say whether there are as many values as the VM allows.

    Parameters
    ----------
    vr, vm : str
        Value representation and multiplicity.
    count : int
        How many values there are.
    value : object
        What was given, for the message.
    """
    if _fits(count, vm if vr not in ONE_VALUE else "1"):
        return []
    takes = f"{_in_words(vm)} value{'' if vm == '1' else 's'}"
    hint = " A backslash separates values." if isinstance(value, str) else ""
    advice_ = f"Write {takes}.{hint}"
    # A text of one value would be read as several: only lists of values are seen as such.
    return [
        Problem(
            f"takes {takes} (VM {vm}), not {count}",
            value,
            advice=advice_,
            rule="VM (PS3.6 6, PS3.5 6.4)",
            encodable=vr not in ONE_VALUE,
        )
    ]


def _in_words(vm: str) -> str:
    if vm == "1":
        return "one"
    low, _, high = vm.partition("-")
    if not high:
        return low
    if high == "n":
        return f"{low} or more"
    return f"{low}, {int(low) * 2}, {int(low) * 3} …" if high.endswith("n") else f"{low} to {high}"


def _fits(count: int, vm: str) -> bool:
    low, _, high = vm.partition("-")
    if not high:
        return count == int(low)
    if not high.endswith("n"):
        return int(low) <= count <= int(high)
    step = int(high[:-1] or 1)
    return count >= int(low) and count % step == 0
