"""Icons: small copies of the image, with whatever is written in it."""

from __future__ import annotations

from collections.abc import Iterator

from dcmteach.deid.objects.burned import held_back
from dcmteach.deid.objects.place import Case, removal
from dcmteach.deid.step import Step

__all__ = ["steps"]

_ICON = 0x00880200


def steps(case: Case) -> Iterator[Step]:
    """Plan to remove an icon that a rule keeps or cleans, where its image would be held back.

    Parameters
    ----------
    case : Case
        The data set and its plan so far. The profile removes every icon (PS3.15 Table E.1-1).

    Yields
    ------
    Step
        One at most.
    """
    if _ICON not in case.ds._dict:
        return
    planned = case.step(_ICON)
    if planned is not None and planned.strategy == "remove":
        return
    if held_back(case.ds) is not None:
        yield removal(
            _ICON, "text may stand in the image, and what stands in it stands in its icon as well"
        )
