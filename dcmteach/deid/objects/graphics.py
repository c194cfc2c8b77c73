"""Presentation states: where lines must be made up, handwriting among them must go as well."""

from __future__ import annotations

from collections.abc import Iterator

from pydicom.dataset import Dataset

from dcmteach.deid.objects.place import Case
from dcmteach.deid.step import ITEMS, Step
from dcmteach.header.dictionary import lookup
from dcmteach.header.items import items_of

__all__ = ["steps"]

_ANNOTATION = 0x00700001
_DRAWN = (0x00700009, 0x00700209)  # GraphicObjectSequence, CompoundGraphicSequence
_POINTS = 0x00700022
_REASON = (
    "PS3.15 Table E.1-1 wants Graphic Annotation Sequence made up (D), and a line may be "
    "handwriting: all its points become one"
)


def steps(case: Case) -> Iterator[Step]:
    """Plan to make lines say nothing where the annotations around them are made up.

    Parameters
    ----------
    case : Case
        The data set and its plan so far. With the option clean-graphics lines stay.

    Yields
    ------
    Step
        One for each Graphic Data.
    """
    planned = case.step(_ANNOTATION)
    if planned is None or planned.action != "D" or planned.value != ITEMS:
        return
    for first, annotation in enumerate(_items(case.ds, _ANNOTATION)):
        for tag in _DRAWN:
            for second, drawn in enumerate(_items(annotation, tag)):
                if _POINTS not in drawn._dict:
                    continue
                tags = (_ANNOTATION, tag, _POINTS)
                name = (
                    f"{lookup(_ANNOTATION).step}[{first}].{lookup(tag).step}[{second}]."
                    f"{lookup(_POINTS).step}"
                )
                yield Step(name, tags, "D", "clean", "points", _REASON, "object", (first, second))


def _items(ds: Dataset, tag: int) -> list[Dataset]:
    if tag not in ds._dict:
        return []
    inside = items_of(ds, tag)
    return [] if inside is None else inside[0]
