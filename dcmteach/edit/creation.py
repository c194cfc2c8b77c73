"""What it takes to create an element: its VR, its private block, its place (PS3.5 7.8)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.valuerep import VR

from dcmteach.edit.permission import Permission
from dcmteach.edit.pixels import problem_with_pixels
from dcmteach.edit.problem import Problem, an
from dcmteach.edit.rules import not_edited
from dcmteach.edit.target import Target
from dcmteach.edit.types import TYPE_CLAUSES
from dcmteach.edit.values import advice, examine, is_empty
from dcmteach.edit.write import encode_again, make_element
from dcmteach.header.dictionary import lookup
from dcmteach.header.items import creator_of, decode, items_of
from dcmteach.standard.path import format_tag

__all__ = ["Addition", "plan_addition"]

_PRIVATE_RULE = "Private Data Elements (PS3.5 7.8.1)"


@dataclass
class Addition:
    """What will be put in place, and what stands against it."""

    elements: list[tuple[int, DataElement]] = field(default_factory=list)
    value: object = None
    refusals: list[Permission] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def refuse(self, reason: str, rule: str, *instead: str, forceable: bool = False) -> Addition:
        """Note a refusal."""
        self.refusals.append(Permission(False, reason, rule, instead, forceable))
        return self


def plan_addition(
    target: Target, value: object, *, vr: str | None, private_creator: str | None
) -> Addition:
    """Work out which elements an addition makes.

    Parameters
    ----------
    target : Target
        The place.
    value : object
        Its value, or None.
    vr : str or None
        The VR that was asked for.
    private_creator : str or None
        The private creator that was named.
    """
    plan = Addition()
    if target.item is not None:
        return _next_item(plan, target, value)
    refused = not_edited(target, "add")
    if refused is not None:
        plan.refusals.append(refused)
        return plan
    if target.present:
        return plan.refuse(
            f"{target.path} is there already.",
            "an element stands once in a data set (PS3.5 7.1)",
            "Overwrite it with replace().",
        )
    creator = _reserve(plan, target, private_creator) if target.is_private else ""
    if plan.refusals:
        return plan
    used = _choose_vr(plan, target, vr, creator)
    if used is None:
        return plan
    kind = target.type
    if is_empty(value) and kind in {"1", "1C"} and used != "SQ":
        plan.refuse(
            f"{target.path} cannot be added without a value: it is Type {kind} in "
            f"{target.object_name}, so it must have one where it is.",
            TYPE_CLAUSES[kind],
            f"Give one: add(ds, {target.path!r}, value).",
            forceable=True,
        )
    stored, problems = examine(
        used, value, vm=target.vm, charset=target.charset, keyword=target.keyword or None
    )
    plan.problems += problems
    pixels = problem_with_pixels(target, stored)
    plan.problems += [pixels] if pixels else []
    if target.keyword == "SpecificCharacterSet":
        recoded = encode_again(target.dataset, stored)
        plan.problems += [recoded] if recoded else []
    _make(plan, target, used, stored)
    plan.notes = tuple(advice(used, stored))
    return plan


def _make(plan: Addition, target: Target, vr: str, stored: list[object]) -> None:
    element = make_element(target, vr, stored)
    if isinstance(element, Problem):
        plan.problems.append(element)
        return
    plan.elements.append((target.tag, element))
    plan.value = element.value


def _next_item(plan: Addition, target: Target, value: object) -> Addition:
    inside = items_of(target.dataset, target.tag) if target.present else ([], False)
    if inside is None or (not target.present and target.vr != "SQ"):
        return plan.refuse(
            f"{target.element_path} is no sequence, so it has no items.", "Sequences (PS3.5 7.5)"
        )
    items = inside[0]
    if target.item != len(items):
        return plan.refuse(
            f"{target.element_path} has {len(items)} items, numbered from 0, and an item is "
            "added at the end.",
            "Sequences (PS3.5 7.5)",
            f"Write add(ds, '{target.element_path}[{len(items)}]', …).",
        )
    item = Dataset() if value is None else value
    plan.problems += examine("SQ", [item], charset=target.charset)[1]
    if not isinstance(item, Dataset):
        return plan
    _make(plan, target, "SQ", [*items, item])
    plan.value = item
    return plan


def _choose_vr(plan: Addition, target: Target, vr: str | None, creator: str) -> str | None:
    known = target.vr if not target.is_private else lookup(target.tag, creator).vr
    if vr is not None and vr not in {str(one) for one in VR if len(one) == 2}:
        plan.refuse(f"{vr!r} is no value representation.", "PS3.5 6.2", "Write one, such as 'LO'.")
        return None
    if vr is None and known == "UN":
        plan.refuse(
            f"{target.path} is not in the data dictionary, so its VR cannot be looked up.",
            "PS3.5 6.2",
            f"Say what it is: add(ds, {target.path!r}, value, vr='LO').",
        )
        return None
    if vr is not None and known != "UN" and vr != known and not target.is_private:
        plan.refuse(
            f"{target.path} is {an(known)}, not {an(vr)}.",
            "Data dictionary (PS3.6 6)",
            "Leave vr= away.",
            forceable=True,
        )
    return vr or known


def _reserve(plan: Addition, target: Target, private_creator: str | None) -> str:
    """Find or reserve the block of a private element."""
    number = target.tag & 0xFFFF
    if number < 0x1000:
        plan.refuse(
            f"{target.path} is where private creators stand, which reserve blocks.",
            _PRIVATE_RULE,
            "Add an element of the block, with private_creator='…': its creator is added too.",
        )
        return ""
    place = (target.tag & 0xFFFF0000) | number >> 8
    owner = creator_of(target.dataset, target.tag)
    if not owner and private_creator is None:
        plan.refuse(
            f"{target.path} is private, and its block belongs to nobody yet.",
            _PRIVATE_RULE,
            f"Say whose it is: add(ds, {target.path!r}, value, vr='LO', private_creator='…').",
        )
        return ""
    if owner and private_creator not in {None, owner}:
        plan.refuse(
            f"{target.path} lies in a block that belongs to another private creator "
            f"({format_tag(place)}).",
            _PRIVATE_RULE,
            f"Use a block of your own, such as {format_tag(_free(target, str(private_creator)))}.",
        )
        return ""
    if not owner:
        stored, problems = examine("LO", private_creator, vm="1", charset=target.charset)
        plan.problems += problems
        _make(plan, replace(target, tag=place), "LO", stored)
    return owner or str(private_creator)


def _free(target: Target, creator: str) -> int:
    """The same element in the creator's own block, or in the first free one."""
    group, low = target.tag & 0xFFFF0000, target.tag & 0xFF
    here = target.dataset._dict
    taken = {int(tag) & 0xFF: tag for tag in here if int(tag) & 0xFFFFFF00 == group}
    for block, tag in taken.items():
        if str(decode(target.dataset, int(tag)).value).strip() == creator:
            return group | block << 8 | low
    block = next(n for n in range(0x10, 0x100) if n not in taken)
    return group | block << 8 | low
