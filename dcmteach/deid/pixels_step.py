"""Text in the pixels of one image: found, covered, and looked for again (PS3.15 E.3.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from dcmteach.deid.apply_copy import copy_of
from dcmteach.deid.objects.burned import has_pixels
from dcmteach.deid.objects.overlays import groups_of
from dcmteach.deid.plan import Plan
from dcmteach.errors import DcmteachError
from dcmteach.header.identity import Identity, identity

if TYPE_CHECKING:
    from dcmteach.pixels.engines.base import Engine
    from dcmteach.pixels.regions import Regions
    from dcmteach.pixels.text_result import ImageText

__all__ = ["Cleaned", "clean_pixels", "restore_uid"]

_OVERLAY_DATA, _ICON = 0x3000, 0x00880200
_UID, _META_UID = 0x00080018, 0x00020003

_NOTHING = "no pixels"
_CLEAN = "looked at twice, no text found"
_MARKS = "looked at twice, only technical marks found"
_COVERED = "text covered, and looked at again"
_DOUBTFUL = (
    "a second reader ({}) still finds what may be text in its pixels; look at it (dcmteach "
    "find-text --preview), cover what names anybody (dcmteach redact), then pixels='accept' "
    "writes it"
)


@dataclass(frozen=True)
class Cleaned:
    """What became of the pixels of one image.

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        The image to go on with; its header is still that of the patient, its UID is still the
        old one. The one that was given, if there was nothing to look at.
    held : str
        Why it must not be written; empty if it may.
    record : dict
        For the audit: what was found, by judgement, and covered; by which engines. No text.
    note : str
        The same in a few words.
    """

    dataset: Dataset
    held: str = ""
    record: dict[str, Any] = field(default_factory=dict)
    note: str = _NOTHING


def clean_pixels(ds: Dataset, planned: Plan, engine: str, regions: Regions | None) -> Cleaned:
    """Cover the text in an image, and see whether any is left.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The image as it came: its header tells what names the patient. It is not changed.
    planned : Plan
        What will be done to its header. Overlays and icons that go are not looked at.
    engine : str
        What reads first, as :func:`dcmteach.pixels.engine` takes it; another one reads after it.
    regions : Regions or None
        Known places that are covered besides; those that come with dcmteach by default.

    Returns
    -------
    Cleaned

    Notes
    -----
    All text is covered, in every frame, but technical marks (sides, units, scales) that both
    readers are sure of. What the second reader still finds elsewhere is doubtful: then the image
    is held back for somebody's eyes.
    """
    from dcmteach.pixels import engine as engine_named
    from dcmteach.pixels.second import second_engine
    from dcmteach.pixels.threads import one_thread

    known = identity(ds)
    gone = _going(ds, planned)
    if not _has_pictures(ds, gone):
        return Cleaned(ds)
    record: dict[str, Any] = {}
    try:
        reader = engine_named(engine)
        again = second_engine(reader)
        record |= {"engine": _said(reader), "second engine": _said(again)}
        with one_thread():
            return _clean(ds, gone, known, (reader, again), regions, record)
    except DcmteachError as error:  # its sentences name nobody
        reason = str(error).rstrip(".").replace("\n", " ")
        return Cleaned(ds, f"its pixels could not be cleaned: {reason}", record, "not looked at")


def _clean(
    ds: Dataset,
    gone: frozenset[int],
    known: Identity,
    engines: tuple[Engine, Engine],
    regions: Regions | None,
    record: dict[str, Any],
) -> Cleaned:
    from dcmteach.pixels import known_regions
    from dcmteach.pixels.cleaning import clean_text
    from dcmteach.pixels.redact_marks import mark_cleaned

    places = []
    if has_pixels(ds):
        places = known_regions(ds) if regions is None else regions.boxes_for(ds)
    made = clean_text(
        ds, engines, identity=known, places=places, look=lambda image: copy_of(image, without=gone)
    )
    record |= {"found": _counts(made.found), "covered": made.covered}
    record |= {"known places": len(places), "left": made.left}
    if made.left:
        return Cleaned(ds, _DOUBTFUL.format(engines[1].name), record, "doubtful")
    if made.dataset is ds:
        result = copy_of(ds)
        mark_cleaned(result, all_text_removed=True)
        return Cleaned(result, "", record, _MARKS if len(made.found) else _CLEAN)
    restore_uid(made.dataset, ds)
    return Cleaned(made.dataset, "", record, _COVERED)


def _counts(found: ImageText) -> dict[str, int]:
    """Boxes by judgement; one that stays over many frames is one."""
    seen = {
        (line.place, line.row, line.column, line.height, line.width, line.judgement)
        for line in found
    }
    return dict(sorted(Counter(judgement for *_, judgement in seen).items()))


def _going(ds: Dataset, planned: Plan) -> frozenset[int]:
    """Tags of the overlays and icons that the plan removes; bits among the pixels are not among."""
    removed = {s.tags[0] for s in planned.steps if len(s.tags) == 1 and s.strategy == "remove"}
    groups = [g for g in groups_of(ds) if g << 16 | _OVERLAY_DATA in ds._dict]
    planes = {g for g in groups if g << 16 | _OVERLAY_DATA in removed}
    tags = {int(tag) for tag in ds._dict if int(tag) >> 16 in planes}
    return frozenset(tags | ({_ICON} & removed))


def _has_pictures(ds: Dataset, gone: Iterable[int]) -> bool:
    from dcmteach.pixels.beside import pictures_beside

    if has_pixels(ds):
        return True
    seen = copy_of(ds, without=frozenset(gone))
    return any(True for _ in pictures_beside(seen))


def restore_uid(result: Dataset, ds: Dataset) -> None:
    """The recipe says which UID the image gets: a new one made here would lose its references."""
    for made, before, tag in (
        (result, ds, BaseTag(_UID)),
        (getattr(result, "file_meta", None), getattr(ds, "file_meta", None), BaseTag(_META_UID)),
    ):
        if made is None or before is None:
            continue
        if tag in before._dict:
            made._dict[tag] = before._dict[tag]
        else:
            made._dict.pop(tag, None)


def _said(engine: Engine) -> str:
    return f"{engine.name} {engine.version}"
