"""What the written authorities say of an element: PS3.15's Basic Profile, and the radiologists."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

from dcmteach.standard import iod, med_i, profile

__all__ = ["MED_I", "PROFILE", "VALUE", "Opinion", "Ruling", "effective", "rule"]

PROFILE = "PS3.15 Basic Profile"
MED_I = "Med-I radiologists"
VALUE = "this value"
_THIRD_PERSON = {
    "overwrite": "overwrites",
    "clear": "clears",
    "remove": "removes",
    "randomise": "randomises",
    "re-insert": "re-inserts",
}


class Opinion(NamedTuple):
    """What one source says of an element.

    Parameters
    ----------
    source : str
        ``"PS3.15 Basic Profile"``, ``"Med-I radiologists"`` or ``"this value"``.
    verdict : str
        ``"safe"``, ``"unsafe"`` or ``"depends"``.
    why : str
        A clause in plain words, without a capital or full stop.
    """

    source: str
    verdict: str
    why: str


class Ruling(NamedTuple):
    """What the standard and the radiologists say of an attribute, whatever its value.

    Parameters
    ----------
    type : str or None
        Its Type in this SOP class.
    action : str or None
        The Basic Profile's code, as listed.
    effective : str or None
        That code resolved by the Type: one of D, Z, X, K, C, U.
    opinions : tuple of Opinion
        The profile's; then the radiologists', if they looked at it.
    """

    type: str | None
    action: str | None
    effective: str | None
    opinions: tuple[Opinion, ...]


def effective(action: str, type_: str | None) -> str:
    """Resolve a compound action code by the Type (PS3.15 Table E.1-1a).

    Parameters
    ----------
    action : str
        A code, e.g. ``"X/Z/D"``.
    type_ : str or None
        The Type here. Conditional ones count as if the condition held, which cannot be checked.

    Returns
    -------
    str
        The first letter if nothing requires the element; otherwise the one that keeps the
        data set valid.
    """
    codes = action.replace("*", "").split("/")
    if len(codes) == 1 or type_ in {None, "3"}:
        return codes[0]
    if type_ in {"2", "2C"} and "Z" in codes:
        return "Z"
    return codes[-1]


def rule(
    steps: tuple[int, ...],
    sop_class_uid: str,
    present: Container[int] | None = None,
    removed_with: str = "",
) -> Ruling:
    """Look an element up with the authorities.

    Parameters
    ----------
    steps : tuple of int
        The tags from the outside in.
    sop_class_uid : str
        The SOP class; empty if unknown.
    present : container of int, optional
        The tags at the top of the data set, which tell the modules that apply.
    removed_with : str, optional
        The keyword of a sequence around it that the profile removes or empties.

    Returns
    -------
    Ruling
        Remembered, so that asking again costs next to nothing.
    """
    type_ = iod.type_of(steps, sop_class_uid, present) if sop_class_uid else None
    return _rule(steps[-1], type_, sop_class_uid, removed_with)


@lru_cache(maxsize=65536)
def _rule(tag: int, type_: str | None, sop_class_uid: str, removed_with: str) -> Ruling:
    row = profile.row(tag)
    action = None if row is None else row.basic
    code = None if action is None else effective(action, type_)
    opinions = [_profile_opinion(tag, row, code, type_, sop_class_uid, removed_with)]
    radiologists = _med_i_opinion(tag)
    if radiologists is not None:
        opinions.append(radiologists)
    return Ruling(type_, action, code, tuple(opinions))


def _profile_opinion(
    tag: int,
    row: profile.Row | None,
    code: str | None,
    type_: str | None,
    sop_class_uid: str,
    removed_with: str,
) -> Opinion:
    if row is None or code is None:
        if removed_with:
            why = f"it lies in {removed_with}, which the Basic Profile does not let pass as it is"
            return Opinion(PROFILE, "unsafe", why)
        return Opinion(PROFILE, "safe", "the Basic Profile does not list it, so it may stay")
    if code == "K":
        return Opinion(PROFILE, "safe", "the Basic Profile keeps it")
    verdict = "depends" if code == "C" else "unsafe"
    if tag >> 16 & 1:
        why = "the Basic Profile removes every private element (X)"
    elif code == row.basic:
        why = f"the Basic Profile says {code}: {profile.ACTIONS[code]}"
    else:
        kind = _kind(sop_class_uid)
        here = f"it is Type {type_} in {kind}" if type_ else f"{kind} does not require it"
        why = (
            f"the Basic Profile says {row.basic}, and {here}, hence {code}: "
            + (profile.ACTIONS[code])
        )
    keeping = [option for option, what in row.options.items() if what == "K"]
    if keeping:
        why += f" (the option {' or '.join(keeping)} keeps it)"
    return Opinion(PROFILE, verdict, why)


def _kind(sop_class_uid: str) -> str:
    name = iod.name_of(sop_class_uid) if sop_class_uid else None
    return f"this kind of file ({name})" if name else "this kind of file"


def _med_i_opinion(tag: int) -> Opinion | None:
    row = med_i.verdict(tag)
    if row is None or not row.status:
        return None
    action = row.stage1_action or row.stage2_action
    if row.status == "done at source":
        return Opinion(
            MED_I,
            "unsafe",
            "the Med-I radiologists found it already dealt with by the scanner's export",
        )
    if row.status == "unsafe":
        return Opinion(MED_I, "unsafe", "the Med-I radiologists call it unsafe")
    if action:
        why = "the Med-I radiologists call it safe, but their own process"
        return Opinion(MED_I, "depends", f"{why} {_THIRD_PERSON.get(action, action)} it")
    return Opinion(MED_I, "safe", "the Med-I radiologists call it safe")
