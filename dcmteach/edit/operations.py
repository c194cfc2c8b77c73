"""Overwrite, clear, remove and add one element, under its VR and Type (PS3.5 6.2, 7.4)."""

from __future__ import annotations

from pydicom.dataset import Dataset

from dcmteach.edit.change import Change
from dcmteach.edit.creation import plan_addition
from dcmteach.edit.guard import Guard
from dcmteach.edit.pixels import problem_with_pixels
from dcmteach.edit.problem import Problem
from dcmteach.edit.rules import permit
from dcmteach.edit.target import Target, aim
from dcmteach.edit.values import advice, examine, is_empty
from dcmteach.edit.write import attach, encode_again, make_element, swap
from dcmteach.errors import EditRefused
from dcmteach.header.items import decode, items_of
from dcmteach.standard.path import AnyPath

__all__ = ["add", "clear", "remove", "replace"]


def replace(ds: Dataset, path: AnyPath, value: object, *, force: bool = False) -> Change:
    """Overwrite the value of an element that is there.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set; it is changed. :class:`dcmteach.Editor` works on a copy and can undo.
    path : str, int or tuple of int
        The element, e.g. ``"PatientName"`` or ``"OtherPatientIDsSequence[0].PatientID"``.
    value : object
        What its VR allows (PS3.5 6.2). Dates and times may be given as Python's own; several
        values as a list, or as text with backslashes. No value (None, ``""``) means clear.
    force : bool, optional
        Override the form of the VR, the VM and the Type; the change says that it was forced.
        What cannot be written into a file is refused all the same.

    Returns
    -------
    Change

    Raises
    ------
    EditRefused
        If the element is absent, or a rule forbids the value; with the correction, if any.
    PathError
        If this is no path.
    """
    if is_empty(value):
        return clear(ds, path, force=force)
    target = aim(ds, path)
    rules = Guard(target, force=force)
    rules.permission(permit(target, "overwrite"))
    vr = target.vr
    stored, problems = examine(
        vr, value, vm=target.vm, charset=target.charset, keyword=target.keyword or None
    )
    for problem in problems:
        rules.problem(problem)
    rules.problem(problem_with_pixels(target, stored))
    _recode(target, stored, rules)
    element = make_element(target, vr, stored)
    if isinstance(element, Problem):
        raise rules.refusal(element)
    before = decode(target.dataset, target.tag).value
    target, swaps = attach(target)
    swaps.append(swap(target.dataset, target.tag, element))
    return rules.change("overwrite", before, element.value, *swaps, notes=advice(vr, stored))


def clear(ds: Dataset, path: AnyPath, *, force: bool = False) -> Change:
    """Empty an element: it stays, without a value.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set; it is changed.
    path : str, int or tuple of int
        The element. A sequence is left without items.
    force : bool, optional
        Override the Type; the change says so.

    Returns
    -------
    Change

    Raises
    ------
    EditRefused
        If the element is absent, or must have a value (Type 1, 1C; PS3.5 7.4).
    PathError
        If this is no path.
    """
    target = aim(ds, path)
    rules = Guard(target, force=force)
    rules.permission(permit(target, "clear"))
    _recode(target, [], rules)
    element = make_element(target, target.vr, [])
    assert not isinstance(element, Problem), "no value can always be written"
    before = decode(target.dataset, target.tag).value
    target, swaps = attach(target)
    swaps.append(swap(target.dataset, target.tag, element))
    return rules.change("clear", before, element.value, *swaps)


def remove(ds: Dataset, path: AnyPath, *, force: bool = False) -> Change:
    """Take an element out of the data set, or one item out of its sequence.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set; it is changed.
    path : str, int or tuple of int
        The element; or an item, as ``"OtherPatientIDsSequence[0]"``.
    force : bool, optional
        Override the Type; the change says so.

    Returns
    -------
    Change

    Raises
    ------
    EditRefused
        If the element is absent, or must be there (Type 1, 1C, 2, 2C; PS3.5 7.4).
    PathError
        If this is no path.
    """
    target = aim(ds, path)
    rules = Guard(target, force=force)
    if target.item is not None:
        return _remove_item(target, rules)
    rules.permission(permit(target, "remove"))
    _recode(target, [], rules)
    before = decode(target.dataset, target.tag).value
    target, swaps = attach(target)
    swaps.append(swap(target.dataset, target.tag, None))
    return rules.change("remove", before, None, *swaps)


def add(
    ds: Dataset,
    path: AnyPath,
    value: object = None,
    *,
    vr: str | None = None,
    private_creator: str | None = None,
    force: bool = False,
) -> Change:
    """Create an element that is not there yet, or append an item to a sequence.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set; it is changed.
    path : str, int or tuple of int
        The element; or the next item of a sequence, as ``"OtherPatientIDsSequence[1]"``, with
        a data set as its value (none: an empty item).
    value : object, optional
        As for :func:`replace`; without it, the element is empty.
    vr : str, optional
        Needed for what the dictionary does not know.
    private_creator : str, optional
        Needed for a private element: whose it is (PS3.5 7.8.1). Its block is reserved if it
        is not yet.
    force : bool, optional
        Override the form of the VR, the VM and the Type; the change says so.

    Returns
    -------
    Change

    Raises
    ------
    EditRefused
        If the element is there already, or a rule forbids it.
    PathError
        If this is no path, or the sequence around it is absent.
    """
    target = aim(ds, path)
    rules = Guard(target, force=force)
    plan = plan_addition(target, value, vr=vr, private_creator=private_creator)
    for permission in plan.refusals:
        rules.permission(permission)
    for problem in plan.problems:
        rules.problem(problem)
    target, swaps = attach(target)
    swaps += [swap(target.dataset, tag, element) for tag, element in plan.elements]
    return rules.change("add", None, plan.value, *swaps, notes=plan.notes)


def _remove_item(target: Target, rules: Guard) -> Change:
    inside = items_of(target.dataset, target.tag) if target.present else None
    rules.permission(permit(target, "remove"))
    items = inside[0] if inside else []
    assert target.item is not None
    if target.item >= len(items):
        count = f"{len(items)} item{'' if len(items) == 1 else 's'}"
        raise EditRefused(
            f"{target.element_path} has {count}, numbered from 0: there is no item "
            f"[{target.item}] to remove.",
            path=target.path,
            rule="the item is absent",
        )
    before = items[target.item]
    target, swaps = attach(target)
    kept: list[object] = [one for n, one in enumerate(items) if n != target.item]
    element = make_element(target, "SQ", kept)
    assert not isinstance(element, Problem), "items that were read can be written"
    swaps.append(swap(target.dataset, target.tag, element))
    return rules.change("remove", before, None, *swaps)


def _recode(target: Target, stored: list[object], rules: Guard) -> None:
    """Before the character set changes, see that all text survives it."""
    if target.keyword == "SpecificCharacterSet":
        rules.problem(encode_again(target.dataset, stored))
