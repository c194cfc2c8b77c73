"""Edit one element at a time, under its VR and Type; undo; save whole or not at all.

Imported here and now, not on first use: a function and its module may then share a name.
"""

from __future__ import annotations

from dcmteach.edit.allowed import Allowed, allowed
from dcmteach.edit.change import Change
from dcmteach.edit.editor import Editor
from dcmteach.edit.operations import add, clear, remove, replace
from dcmteach.edit.permission import Permission
from dcmteach.edit.saving import save
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
