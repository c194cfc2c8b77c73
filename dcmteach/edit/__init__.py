"""Edit one element at a time, under its VR and Type; undo; save whole or not at all."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dcmteach.edit.allowed import Allowed, allowed
    from dcmteach.edit.change import Change
    from dcmteach.edit.editor import Editor
    from dcmteach.edit.operations import add, clear, remove, replace
    from dcmteach.edit.rules import Permission
    from dcmteach.edit.save import save
    from dcmteach.edit.values import check_value, problems

__all__ = [
    "Allowed",
    "Change",
    "Editor",
    "Permission",
    "add",
    "allowed",
    "check_value",
    "clear",
    "problems",
    "remove",
    "replace",
    "save",
]

_MODULE_OF = {
    "Allowed": "allowed",
    "Change": "change",
    "Editor": "editor",
    "Permission": "rules",
    "add": "operations",
    "allowed": "allowed",
    "check_value": "values",
    "clear": "operations",
    "problems": "values",
    "remove": "operations",
    "replace": "operations",
    "save": "save",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
