"""What an element's Type allows: whether it must be there, and must have a value (PS3.5 7.4)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dcmteach.edit.permission import Permission
from dcmteach.edit.target import Target, aim
from dcmteach.header.items import items_of
from dcmteach.standard.path import Step, unparse

__all__ = ["TYPE_CLAUSES", "permit_by_type"]

TYPE_CLAUSES: Mapping[str, str] = MappingProxyType(
    {
        "1": "Type 1 (PS3.5 7.4.1)",
        "1C": "Type 1C (PS3.5 7.4.2)",
        "2": "Type 2 (PS3.5 7.4.3)",
        "2C": "Type 2C (PS3.5 7.4.4)",
        "3": "Type 3 (PS3.5 7.4.5)",
    }
)
"""The rule of each Type."""

_REPLACE = "Overwrite it with replace()."
_FORCE_1C = "If you know that the condition does not hold, remove(…, force=True)."


def permit_by_type(target: Target, operation: str) -> Permission:
    """Say whether an element's Type lets it be cleared or removed.

    Parameters
    ----------
    target : Target
        The element, or an item of a sequence.
    operation : str
        ``"clear"`` or ``"remove"``.
    """
    kind = target.type
    if target.item is not None:
        if _count_items(target) > 1:
            return Permission(True, "Other items stay in the sequence.")
        if kind not in {"1", "1C"}:
            return Permission(True, "The sequence may be left without items.")
        operation = "remove the only item of"
    if kind is None:
        return Permission(True, f"No Type is known for it in {target.object_name}.")
    if kind == "3":
        return Permission(True, "It is Type 3: it may be absent or empty.", TYPE_CLAUSES[kind])
    if operation == "clear" and kind in {"2", "2C"}:
        return Permission(
            True, f"It is Type {kind}: where it is, it may be empty.", TYPE_CLAUSES[kind]
        )
    return _refused_by_type(target, kind, operation)


def _count_items(target: Target) -> int:
    inside = items_of(target.dataset, target.tag)
    return len(inside[0]) if inside else 0


def _refused_by_type(target: Target, kind: str, operation: str) -> Permission:
    instead: tuple[str, ...]
    what = "at least one item" if target.vr == "SQ" else "a value"
    done = {"clear": "cleared", "remove": "removed"}.get(operation, "left without items")
    where = f"{target.element_path} cannot be {done}: it is Type {kind} in {target.object_name}, "
    overwrite = (_REPLACE,) if target.vr != "SQ" else ("Edit the elements in its items.",)
    clause = TYPE_CLAUSES[kind]
    if kind == "1":
        reason, instead = f"must be there and must have {what}", overwrite
    elif kind == "2":
        reason = "must be there, but may be empty"
        instead = ("Empty it with clear(), or overwrite it with replace().",)
    elif kind == "1C":
        reason = (
            f"must be there, with {what}, whenever a condition holds, and that condition cannot "
            "be checked here"
        )
        instead = (*overwrite, _FORCE_1C)
    else:
        reason = (
            "must be there, though perhaps empty, whenever a condition holds, and that condition "
            "cannot be checked here"
        )
        instead = ("Empty it with clear().", _FORCE_1C)
    around = _sequence_around(target)
    reason = f"{where}so it {reason} ({clause.partition('(')[2]}."
    return Permission(False, reason, clause, (*instead, *around))


def _sequence_around(target: Target) -> tuple[str, ...]:
    """Offer the sequence the element lies in, where that one may go as a whole."""
    if target.in_file_meta or len(target.steps) < 2:
        return ()
    parent = unparse((*target.steps[:-2], Step(target.steps[-2].element)))
    if not permit_by_type(aim(target.root, parent), "remove"):
        return ()
    return (f"Or remove {parent} as a whole.",)
