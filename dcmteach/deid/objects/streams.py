"""Comments and metadata in compressed pixel data: cut out, and the picture never decoded."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from dcmteach.deid.objects.fragments import Fragments, Trimmed, fragments_of, trim
from dcmteach.deid.objects.place import Case, key_of
from dcmteach.deid.objects.values import bytes_at, number_at
from dcmteach.deid.step import Step
from dcmteach.header.dictionary import lookup
from dcmteach.header.items import decode, items_of

if TYPE_CHECKING:
    from dcmteach.deid.apply_work import Work

__all__ = ["clean_segments", "clean_table", "is_compressed", "steps"]

_PIXELS, _FRAMES, _ICON = 0x7FE00010, 0x00280008, 0x00880200
_STARTS, _LENGTHS = 0x7FE00001, 0x7FE00002  # Extended Offset Table and its Lengths
_UNDEFINED = 0xFFFFFFFF
_REASON = (
    "comments, metadata of a program or bytes after the end stand in its compressed stream; no "
    "decoder needs them, nobody sees them, and they may name anybody"
)
_MOVED = "the frames that it points to begin elsewhere, or are shorter, once their comments are cut"


def is_compressed(ds: Dataset) -> bool:
    """Tell whether pixel data is encapsulated (PS3.5 A.4), without reading it.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set or item.
    """
    element = ds._dict.get(BaseTag(_PIXELS))
    if type(element) is RawDataElement:
        return element.length == _UNDEFINED
    return isinstance(element, DataElement) and bool(element.is_undefined_length)


def steps(case: Case) -> Iterator[Step]:
    """Plan to cut what is no picture out of JPEG, JPEG-LS and JPEG 2000 streams.

    Parameters
    ----------
    case : Case
        The data set and its plan so far.

    Yields
    ------
    Step
        For the pixel data and the tables of its frames, and for those of icons that stay; none
        where nothing stands in the streams. Streams that nobody here can follow (video, damaged
        ones) are left as they are: verification searches them.
    """
    if case.recipe.profile == "none":
        return
    yield from _steps(case, case.ds, "", (), ())
    icon = case.step(_ICON)
    if _ICON in case.ds._dict and (icon is None or icon.strategy not in {"remove", "clear"}):
        inside = items_of(case.ds, _ICON)
        for index, item in enumerate(inside[0] if inside else ()):
            path = f"{lookup(_ICON).step}[{index}]."
            yield from _steps(case, item, path, (_ICON,), (index,))


def _steps(
    case: Case, ds: Dataset, path: str, above: tuple[int, ...], items: tuple[int, ...]
) -> Iterator[Step]:
    if not is_compressed(ds):
        return
    tags = (*above, _PIXELS)
    ruled = not above and case.decision(_PIXELS, "OB").source == "rule"
    if ruled or (tags, items) in case.planned:
        return
    fragments = _fragments(ds)
    if fragments is None or not fragments.burdened:
        return
    for tag, cleaner, reason in (
        (_STARTS, "frame table", _MOVED),
        (_LENGTHS, "frame table", _MOVED),
        (_PIXELS, "segments or keep", _REASON),
    ):
        if tag in ds._dict:
            name = f"{path}{lookup(tag).step}"
            step = Step(name, (*above, tag), "C", "clean", cleaner, reason, "object", items)
            if key_of(step) not in case.planned:
                yield step


def _fragments(ds: Dataset) -> Fragments | None:
    value = bytes_at(ds, _PIXELS) or decode(ds, _PIXELS).value  # read if deferred
    return fragments_of(value, max(1, number_at(ds, _FRAMES, 1))) if value else None


def _source(work: Work, step: Step) -> Dataset | None:
    """Where a step's element stands in the data set as it came."""
    found = work.source
    for tag, item in zip(step.tags, step.items, strict=False):
        inside = items_of(found, tag)
        if inside is None or item >= len(inside[0]):
            return None
        found = inside[0][item]
    return found


def _trimmed(work: Work, step: Step) -> Trimmed | None:
    source = _source(work, step)
    if source is None or not is_compressed(source):
        return None
    fragments = _fragments(source)
    return trim(fragments) if fragments is not None and fragments.burdened else None


def clean_segments(work: Work, dataset: Dataset, tag: int, step: Step) -> bool:
    """Cut comments and metadata out of compressed pixel data.

    Parameters
    ----------
    work : Work
        The data set being changed.
    dataset : pydicom.dataset.Dataset
        The data set or item that holds it.
    tag : int
        Pixel Data (7FE0,0010).
    step : Step
        What the plan says.

    Returns
    -------
    bool
        Whether something was cut; if not, the pixels stay, and verification searches them.
    """
    trimmed = _trimmed(work, step)
    if trimmed is None:
        return False
    key = BaseTag(tag)
    dataset._dict[key] = RawDataElement(
        key, "OB", _UNDEFINED, trimmed.value, 0, False, True, True, False
    )
    return True


def clean_table(work: Work, dataset: Dataset, tag: int, step: Step) -> bool:
    """Rebuild the Extended Offset Table (7FE0,0001) or its Lengths (7FE0,0002).

    Parameters
    ----------
    work, dataset, tag, step
        As for :func:`clean_segments`.

    Returns
    -------
    bool
        False if the two did not fit the frames before: then neither is kept, and readers go by
        the fragments.
    """
    trimmed, source = _trimmed(work, step), _source(work, step)
    if trimmed is None or source is None:
        return True
    starts = _longs(source, _STARTS)
    lengths = _longs(source, _LENGTHS)
    if starts != list(trimmed.starts) or len(lengths) != len(starts):
        return False
    new: list[int] = []
    for length, (before, after, padding) in zip(lengths, trimmed.lengths, strict=True):
        if before - length not in {0, 1}:  # with its padding, or without
            return False
        new.append(after if length == before else after - padding)
    values = list(trimmed.starts.values()) if tag == _STARTS else new
    work.put_bytes(dataset, tag, "OV", struct.pack(f"<{len(values)}Q", *values))
    return True


def _longs(ds: Dataset, tag: int) -> list[int]:
    value = bytes_at(ds, tag) if tag in ds._dict else b""
    return list(struct.unpack(f"<{len(value) // 8}Q", value[: len(value) & ~7]))
