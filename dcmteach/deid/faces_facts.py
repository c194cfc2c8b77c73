"""A first, cheap look at every file: what it may show, and where its slice lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import NamedTuple

from pydicom.dataset import Dataset

from dcmteach.deid.faces_kinds import Kind, kind_of
from dcmteach.deid.objects.values import number_at, text_at
from dcmteach.deid.sources import Item
from dcmteach.deid.sources_kind import not_dicom
from dcmteach.deid.sources_zip import ArchiveError, read_member
from dcmteach.errors import ReadError
from dcmteach.header.items import items_of
from dcmteach.header.read import read_open

__all__ = ["Facts", "facts_of", "look_at_headers"]

_SERIES, _STUDY, _FRAME_OF_REFERENCE, _UID = 0x0020000E, 0x0020000D, 0x00200052, 0x00080018
_CLASS, _ROWS, _COLUMNS, _FRAMES = 0x00080016, 0x00280010, 0x00280011, 0x00280008
_POSITION, _ORIENTATION, _VISUAL = 0x00200032, 0x00200037, 0x00280302
_THICKNESS = 0x00180050
_ORDER = (0x00200012, 0x00200100, 0x00180086, 0x00200013)  # acquisition, time, echo, instance
_REFERENCED = 0x30060010  # Referenced Frame of Reference Sequence, of an RTSTRUCT

Three = tuple[float, float, float]


class Facts(NamedTuple):
    """What the header of one file tells.

    Parameters
    ----------
    item : Item
        The file.
    kind : Kind
        What it may show.
    sop_class, uid, series, study, frame : str
        UIDs; `frame` is that of its frame of reference, empty if there is none.
    rows, columns, frames : int
        The size.
    place : tuple of float or None
        Where the centre of the first pixel lies, in mm (PS3.3 C.7.6.2.1.1).
    plane : tuple of float
        Its rows' and columns' directions, to three digits; empty if it does not tell.
    thickness : float
        Of the slice, in mm; 0 if it does not tell.
    order : tuple of int
        Which comes first where several slices lie in one place.
    visual : str
        Recognizable Visual Features (0028,0302).
    """

    item: Item
    kind: Kind
    sop_class: str
    uid: str
    series: str
    study: str
    frame: str
    rows: int
    columns: int
    frames: int
    place: Three | None
    plane: tuple[float, ...]
    thickness: float
    order: tuple[int, ...]
    visual: str

    @property
    def normal(self) -> Three:
        """What stands upright on its plane; towards the head if it tells no plane."""
        if len(self.plane) != 6:
            return (0.0, 0.0, 1.0)
        a, b, c, d, e, f = self.plane
        return (b * f - c * e, c * d - a * f, a * e - b * d)


def look_at_headers(items: Iterable[Item]) -> Iterator[Facts]:
    """Look at headers only.

    Parameters
    ----------
    items : iterable of Item
        All files of a source.

    Yields
    ------
    Facts
        For each file that is DICOM and can be read; what is said of the others is said later.
    """
    for item in items:
        if item.problem:
            continue
        ds = _header(item)
        if ds is not None:
            yield facts_of(item, ds)


def facts_of(item: Item, ds: Dataset) -> Facts:
    """Collect what the header of a file tells.

    Parameters
    ----------
    item : Item
        The file.
    ds : pydicom.dataset.Dataset
        Its data set.
    """
    place = _numbers(text_at(ds, _POSITION))
    plane = _numbers(text_at(ds, _ORIENTATION))
    thickness = _numbers(text_at(ds, _THICKNESS))
    kind = kind_of(ds)
    visual = text_at(ds, _VISUAL).strip().upper()
    sop_class, uid, series, study = (
        text_at(ds, tag).strip() for tag in (_CLASS, _UID, _SERIES, _STUDY)
    )
    return Facts(
        item,
        kind,
        sop_class,
        uid,
        series,
        study,
        text_at(ds, _FRAME_OF_REFERENCE).strip() or _referenced(ds),
        number_at(ds, _ROWS),
        number_at(ds, _COLUMNS),
        number_at(ds, _FRAMES, 1) if _FRAMES in ds._dict else 0,
        (place[0], place[1], place[2]) if len(place) == 3 else None,
        tuple(round(number, 3) + 0.0 for number in plane) if len(plane) == 6 else (),
        thickness[0] if len(thickness) == 1 else 0.0,
        tuple(number_at(ds, tag) for tag in _ORDER),
        visual,
    )


def _header(item: Item) -> Dataset | None:
    try:
        if item.members:
            data = read_member(item.path, item.members)
            if not_dicom(data[:512], item.members[-1]) is not None:
                return None
            return read_open(BytesIO(data), "this file", len(data), defer_pixels=False)
        with open(item.path, "rb") as file:  # noqa: PTH123 - a str, for speed
            if not_dicom(file.read(512), item.path) is not None:
                return None
            size = file.seek(0, 2)
            file.seek(0)
            return read_open(file, "this file", size, defer_pixels=True)
    except (ArchiveError, OSError, ReadError):
        return None


def _referenced(ds: Dataset) -> str:
    """The frame of reference that contours lie in."""
    inside = items_of(ds, _REFERENCED) if _REFERENCED in ds._dict else None
    for item in inside[0] if inside else ():
        return text_at(item, _FRAME_OF_REFERENCE).strip()
    return ""


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split("\\") if part.strip()]
    except ValueError:
        return []
