"""Find elements by path, and walk over all of them, at any depth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag

from dcmteach.errors import PathError
from dcmteach.header.dictionary import lookup
from dcmteach.header.items import check_depth, decode, items_of
from dcmteach.standard.path import FILE_META, AnyPath, Step, format_tag, parse, unparse

__all__ = ["Parent", "find", "locate", "walk"]


class Parent(NamedTuple):
    """A sequence on the way down to an element, and which of its items was entered.

    Parameters
    ----------
    path : str
        The sequence's own path.
    tag : int
        Its tag.
    item : int
        The 0-based item.
    dataset : pydicom.dataset.Dataset
        That item.
    detached : bool
        Whether the item was parsed out of a UN value (PS3.5 6.2.2): then it is a copy, and
        a change in it does not reach the file. :func:`locate` can attach it.
    """

    path: str
    tag: int
    item: int
    dataset: Dataset
    detached: bool


def walk(ds: Dataset) -> Iterator[tuple[str, DataElement, tuple[Parent, ...]]]:
    """Go over every element, file meta information first, at any depth.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set.

    Yields
    ------
    path : str
        The element's canonical path.
    element : pydicom.dataelem.DataElement
        The element, decoded; before those inside it.
    parents : tuple of Parent
        The items it lies in, outermost first; empty at the top.

    Notes
    -----
    Private sequences, and sequences stored as UN, are entered wherever they parse.
    """
    meta = getattr(ds, "file_meta", None)
    if meta is not None:
        yield from _walk(meta, FILE_META + ".", ())
    yield from _walk(ds, "", ())


def _walk(
    dataset: Dataset, prefix: str, parents: tuple[Parent, ...]
) -> Iterator[tuple[str, DataElement, tuple[Parent, ...]]]:
    detached = bool(parents) and parents[-1].detached
    for tag in sorted(dataset._dict):
        if tag not in dataset._dict:  # removed by the caller meanwhile
            continue
        number = int(tag)
        path = prefix + lookup(number).step
        yield path, decode(dataset, number), parents
        if tag not in dataset._dict:
            continue
        inside = items_of(dataset, number)
        if inside is None:
            continue
        check_depth(len(parents) + 1)
        for index, item in enumerate(inside[0]):
            parent = Parent(path, number, index, item, detached or inside[1])
            yield from _walk(item, f"{path}[{index}].", (*parents, parent))


def find(ds: Dataset, path: AnyPath) -> DataElement:
    """Find an element by its path.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set.
    path : str, int or tuple of int
        ``"PatientName"``, ``"RequestAttributesSequence[0].ScheduledProcedureStepID"``,
        ``"(01F1,1026)"``; or a tag as one number or as (group, element).

    Returns
    -------
    pydicom.dataelem.DataElement
        The element. In an item parsed out of a UN value it is a copy.

    Raises
    ------
    PathError
        If this is no path, or the data set has no such element.
    """
    dataset, tag = locate(ds, path)
    if BaseTag(tag) not in dataset._dict:
        raise PathError(
            f"This data set has no element {_written(path)}. "
            "table(ds) lists the paths of all it has, and search(ds, text) finds one."
        )
    return decode(dataset, tag)


def locate(ds: Dataset, path: AnyPath, *, attach: bool = False) -> tuple[Dataset, int]:
    """Find the data set or item a path leads into; the element itself may be missing.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set.
    path : str, int or tuple of int
        See :func:`find`.
    attach : bool, optional
        Where the way leads through a sequence stored as UN, turn that element into the
        sequence it is, so that a change inside it lasts.

    Returns
    -------
    dataset : pydicom.dataset.Dataset
        The file meta information, the data set itself, or an item in it.
    tag : int
        The tag of the path's last step.

    Raises
    ------
    PathError
        If this is no path, or a sequence or item on the way is missing.
    """
    in_file_meta, steps = parse(path)
    dataset: Dataset = ds
    if in_file_meta:
        meta = getattr(ds, "file_meta", None)
        if meta is None:
            raise PathError(
                f"{_written(path)} leads into the file meta information, and this data set has "
                "none: it was made in memory, or read from a file without (PS3.10 7.1)."
            )
        dataset = meta
    for position, step in enumerate(steps[:-1]):
        here = unparse((*steps[:position], Step(step.element)), in_file_meta=in_file_meta)
        dataset = _enter(dataset, step, here, attach=attach)
    if steps[-1].item is not None:
        raise PathError(
            f"{_written(path)} names an item, and an item is not an element. Name an element "
            f"in it ({_written(path)}.CodeValue), or the sequence without [{steps[-1].item}]."
        )
    return dataset, _tag(steps[-1])


def _enter(dataset: Dataset, step: Step, here: str, *, attach: bool) -> Dataset:
    tag = _tag(step)
    index = step.item or 0
    if BaseTag(tag) not in dataset._dict:
        raise PathError(f"This data set has no sequence {here}. table(ds) lists all paths.")
    inside = items_of(dataset, tag)
    if inside is None:
        raise PathError(f"{here} is not a sequence: it has no items to go into.")
    items, detached = inside
    if index >= len(items):
        raise PathError(
            f"{here} has {len(items)} item{'' if len(items) == 1 else 's'}, numbered from 0: "
            f"there is no item [{index}]."
        )
    if detached and attach:
        dataset[tag] = DataElement(BaseTag(tag), "SQ", Sequence(items))
    return items[index]


def _tag(step: Step) -> int:
    if isinstance(step.element, int):
        return step.element
    from pydicom.datadict import tag_for_keyword

    tag = tag_for_keyword(step.element)
    if tag is None:
        import difflib

        from pydicom.datadict import keyword_dict

        near = difflib.get_close_matches(step.element, keyword_dict, n=3, cutoff=0.7)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise PathError(
            f"{step.element!r} is not a keyword of the DICOM data dictionary (PS3.6).{hint} "
            "Keywords are written like PatientName; an element without one as (gggg,eeee)."
        )
    return int(tag)


def _written(path: AnyPath) -> str:
    if isinstance(path, str):
        return path.strip()
    return format_tag(path if isinstance(path, int) else (path[0] << 16) | path[1])
