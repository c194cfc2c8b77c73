"""Curves (groups 50xx, retired): numbers may stay if graphics are cleaned, sound never does."""

from __future__ import annotations

from collections.abc import Iterator

from dcmteach.deid.objects.place import Case, drop, group_at, removal
from dcmteach.deid.objects.values import bytes_at, number_at
from dcmteach.deid.step import Step

__all__ = ["steps"]

_DATA, _REPRESENTATION = 0x3000, 0x0103
_SOUND = range(0x2000, 0x2010)
_NUMBERS = range(5)  # US, SS, FL, FD, SL (PS3.3 2004 C.10.2.1.2)


def steps(case: Case) -> Iterator[Step]:
    """Plan what becomes of curves where the recipe wants them cleaned.

    Parameters
    ----------
    case : Case
        The data set and its plan so far; without the option clean-graphics curves are removed
        already.

    Yields
    ------
    Step
        Sound, and curves whose data are not numbers, go with all their group; numbers stay.
    """
    ds = case.ds
    groups = {g for tag in ds._dict if 0x5000 <= (g := int(tag) >> 16) <= 0x50FE and not g & 1}
    for group in sorted(groups):
        tag = group << 16 | _DATA
        if case.decision(tag, "OW").action != "C":
            continue
        members = list(group_at(ds, group))
        if any(member & 0xFFFF in _SOUND for member in members):
            reason = "sound recorded with the image may name anybody, and cannot be cleaned"
            yield from (removal(member, reason) for member in members)
            continue
        data = bytes_at(ds, tag)
        numbers = number_at(ds, group << 16 | _REPRESENTATION, -1) in _NUMBERS
        if numbers and not case.identity.found_in(data):
            yield drop(tag)
        else:
            reason = "the data of this curve are no plain numbers, and nobody can say what they are"
            yield from (removal(member, reason) for member in members)
