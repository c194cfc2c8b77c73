"""Which edits an element allows: by its Type, and by what the data set around it needs."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from pydicom.datadict import keyword_for_tag

from dcmteach.edit.permission import Permission
from dcmteach.edit.target import Target
from dcmteach.edit.types import permit_by_type

__all__ = ["MANAGED", "not_edited", "permit"]

MANAGED: Mapping[str, str] = MappingProxyType(
    {
        "FileMetaInformationGroupLength": "counts the bytes of the file meta information",
        "FileMetaInformationVersion": "says which file format this is",
        "MediaStorageSOPClassUID": "repeats SOPClassUID",
        "MediaStorageSOPInstanceUID": "repeats SOPInstanceUID",
        "TransferSyntaxUID": "says how the bytes that follow are encoded",
        "ImplementationClassUID": "names the program that wrote the file",
        "ImplementationVersionName": "names the program that wrote the file",
    }
)
"""What ``save`` writes itself, so that the file meta information is true (PS3.10 7.1)."""

_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "MediaStorageSOPClassUID": "Overwrite SOPClassUID; this one will follow.",
        "MediaStorageSOPInstanceUID": "Overwrite SOPInstanceUID; this one will follow.",
        "TransferSyntaxUID": "To change the encoding, use ds.decompress() or ds.compress().",
    }
)


def permit(target: Target, operation: str) -> Permission:
    """Say whether an element may be overwritten, cleared or removed.

    Parameters
    ----------
    target : Target
        The element.
    operation : str
        ``"overwrite"``, ``"clear"`` or ``"remove"``. Whether a new value suits the VR is
        another question, for :func:`dcmteach.edit.values.check_value`.

    Returns
    -------
    Permission
    """
    rulings = [_not_there, not_edited, _creator_matters]
    rulings.append(_overwriting if operation == "overwrite" else _items_matter)
    for ruling in rulings:
        refused = ruling(target, operation)
        if refused is not None:
            return refused
    if operation == "overwrite":
        return Permission(True, "It may be overwritten by a value its VR allows.")
    return permit_by_type(target, operation)


def _not_there(target: Target, operation: str) -> Permission | None:
    if target.present:
        return None
    done = {"overwrite": "overwritten", "clear": "cleared", "remove": "removed"}[operation]
    here = [keyword_for_tag(tag) for tag in target.dataset._dict]
    near = difflib.get_close_matches(target.keyword, [k for k in here if k], n=2, cutoff=0.75)
    hint = (f"Did you mean {' or '.join(near)}?",) if near else ()
    add = () if operation == "remove" else (f"To create it, use add(ds, {target.path!r}, …).",)
    return Permission(
        False,
        f"This data set has no {target.path}, so it cannot be {done}.",
        "the element is absent",
        (*hint, *add),
        forceable=False,
    )


def not_edited(target: Target, operation: str) -> Permission | None:
    """Refuse what is never edited by hand: what save() writes, lengths, delimiters.

    Parameters
    ----------
    target : Target
        The element, present or not.
    operation : str
        Any of the operations.
    """
    group = target.tag >> 16
    if group == 0x0002 and target.keyword in MANAGED:
        return Permission(
            False,
            f"{target.path} {MANAGED[target.keyword]}, so save() writes it and it is not edited "
            "by hand (PS3.10 7.1).",
            "File Meta Information (PS3.10 7.1)",
            (_INSTEAD.get(target.keyword, "Leave it as it is."),),
            forceable=False,
        )
    if group == 0x0000 or (target.tag & 0xFFFF == 0 and operation != "remove"):
        return Permission(
            False,
            f"{target.path} counts bytes or belongs to a network message: no file needs it.",
            "Group Length is retired (PS3.5 7.2)",
            ("Leave it: save() does not write it.",),
            forceable=False,
        )
    if group == 0xFFFE:
        return Permission(
            False,
            f"{target.path} marks where an item begins or ends, and is no element.",
            "Sequences (PS3.5 7.5)",
            ("Edit the sequence or its items.",),
            forceable=False,
        )
    return None


def _overwriting(target: Target, operation: str) -> Permission | None:
    if target.item is not None:
        return Permission(
            False,
            f"{target.path} names an item of a sequence, and an item has no value of its own.",
            "Sequences (PS3.5 7.5)",
            (f"Overwrite an element in it, such as {target.path}.CodeValue.",),
            forceable=False,
        )
    if target.keyword == "SOPClassUID" and len(target.steps) == 1:
        return Permission(
            False,
            "SOPClassUID says what kind of object this is, and with it which elements must be "
            "there: another value would make every other element wrong or missing.",
            "SOP Common module (PS3.3 C.12.1)",
            ("Leave it: it says nothing about the patient.",),
        )
    return None


def _creator_matters(target: Target, operation: str) -> Permission | None:
    block = target.tag & 0xFFFF
    if not target.is_private or not 0x10 <= block <= 0xFF:
        return None
    first = (target.tag & 0xFFFF0000) | block << 8
    owned = [tag for tag in target.dataset._dict if first <= int(tag) <= first + 0xFF]
    if not owned:
        return None
    number = f"{len(owned)} private element{'' if len(owned) == 1 else 's'}"
    return Permission(
        False,
        f"{target.path} names the private creator of {number}: without it nobody knows what "
        "they mean.",
        "Private Data Elements (PS3.5 7.8.1)",
        ("Remove those elements first.",),
    )


def _items_matter(target: Target, operation: str) -> Permission | None:
    if target.item is None:
        return None
    if operation == "clear":
        return Permission(
            False,
            f"{target.path} names an item of a sequence, and an item has no value to empty.",
            "Sequences (PS3.5 7.5)",
            ("Remove the item, or clear the whole sequence.",),
            forceable=False,
        )
    if target.keyword == "PerFrameFunctionalGroupsSequence":
        return Permission(
            False,
            f"{target.path} describes one frame of the image, and every frame needs its item.",
            "Multi-frame Functional Groups (PS3.3 C.7.6.16)",
            ("Edit the elements in it instead.",),
        )
    return None
