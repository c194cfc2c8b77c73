"""Private blocks: Siemens CSA headers are cleaned, and no block keeps a creator without content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from dcmteach.deid.objects.csa import can_be_read
from dcmteach.deid.objects.place import Case, Key, drop
from dcmteach.deid.objects.values import bytes_at
from dcmteach.deid.step import Step
from dcmteach.header.csa import CREATOR
from dcmteach.header.dictionary import lookup
from dcmteach.header.items import creator_of, items_of

__all__ = ["empty_blocks", "steps", "tidy"]

_HEADERS = (0x10, 0x20)
_KIND, _VERSION = -8, -7  # from a header to what tells its kind, and the day of its making
_EMPTY = "nothing is left in the block it reserves (PS3.5 7.8.1)"
_CLEANED = (
    "the option retain-safe-private keeps private elements known to be safe (PS3.15 E.3.10): a "
    "Siemens CSA header is, once it has been cleaned inside its structure"
)
_NAMED = "it says of which kind the CSA header is that stays"


def steps(case: Case) -> Iterator[Step]:
    """Plan to clean Siemens CSA headers where safe private elements are kept.

    Parameters
    ----------
    case : Case
        The data set and its plan so far.

    Yields
    ------
    Step
        For the headers, what tells their kind, and the element that reserves their block.
    """
    if "retain-safe-private" not in case.recipe.options:
        return
    ds = case.ds
    beside_it = (_KIND, _VERSION) if "retain-full-dates" in case.recipe.options else (_KIND,)
    for block in _csa_blocks(ds):
        start = 0x00290000 | block << 8
        stays = [
            tag
            for offset in _HEADERS
            if (tag := start | offset) in ds._dict
            and _by_profile(case, tag)
            and can_be_read(bytes_at(ds, tag))
        ]
        if not stays:
            continue
        for tag in stays:
            path = lookup(tag).step
            yield Step(path, (tag,), "C", "clean", "bytes or remove", _CLEANED, "option")
            for beside in beside_it:
                if tag + beside in ds._dict and _by_profile(case, tag + beside):
                    path = lookup(tag + beside).step
                    yield Step(
                        path, (tag + beside,), "C", "clean", "word or remove", _NAMED, "option"
                    )
        creator = 0x00290000 | block
        if _by_profile(case, creator):
            yield drop(creator)


def _by_profile(case: Case, tag: int) -> bool:
    """Whether the profile, not a rule of the recipe, wants the element removed."""
    planned = case.step(tag)
    return planned is not None and planned.strategy == "remove" and planned.source != "rule"


def _csa_blocks(ds: Dataset) -> list[int]:
    return [
        int(tag) & 0xFF
        for tag in ds._dict
        if int(tag) >> 16 == 0x0029
        and 0x10 <= int(tag) & 0xFFFF <= 0xFF
        and creator_of(ds, 0x00290000 | (int(tag) & 0xFF) << 8) == CREATOR
    ]


def empty_blocks(case: Case, steps: Iterable[Step]) -> Iterator[Step]:
    """Plan to remove the creators of blocks of which nothing stays.

    Parameters
    ----------
    case : Case
        The data set.
    steps : iterable of Step
        All its steps.

    Yields
    ------
    Step
        One for each such creator that would have stayed, at any depth.
    """
    gone: set[Key] = set()
    asked: dict[tuple[Key, int], str] = {}
    for step in steps:
        if step.strategy != "remove" or not step.tag >> 16 & 1:
            continue
        gone.add((step.tags, step.items))
        if step.tag & 0xFFFF >= 0x1000:
            creator = (step.tag & 0xFFFF0000) | (step.tag >> 8 & 0xFF)
            asked[(step.tags[:-1], step.items), creator] = step.path
    for ((outer, items), creator), path in asked.items():
        if ((*outer, creator), items) in gone:
            continue
        dataset = _inside(case.ds, outer, items)
        if dataset is None or creator not in dataset._dict:
            continue
        if all(((*outer, tag), items) in gone for tag in _members(dataset, creator)):
            before = path.rpartition(".")[0]
            name = f"{before}.{lookup(creator).step}" if before else lookup(creator).step
            yield Step(name, (*outer, creator), "X", "remove", None, _EMPTY, "object", items)


def _inside(ds: Dataset, tags: tuple[int, ...], items: tuple[int, ...]) -> Dataset | None:
    for tag, item in zip(tags, items, strict=False):
        inside = items_of(ds, tag) if tag in ds._dict else None
        if inside is None or item >= len(inside[0]):
            return None
        ds = inside[0][item]
    return ds


def _members(ds: Dataset, creator: int) -> list[int]:
    first = (creator & 0xFFFF0000) | (creator & 0xFF) << 8
    return [int(tag) for tag in ds._dict if first <= int(tag) <= first | 0xFF]


def tidy(dataset: Dataset, tag: int) -> None:
    """Remove the creator of an element's block if nothing is left in it.

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        A data set or item that is being changed.
    tag : int
        A private element that has just been removed from it.
    """
    if not tag >> 16 & 1 or tag & 0xFFFF < 0x1000:
        return
    creator = (tag & 0xFFFF0000) | (tag >> 8 & 0xFF)
    if not _members(dataset, creator):
        dataset._dict.pop(BaseTag(creator), None)
