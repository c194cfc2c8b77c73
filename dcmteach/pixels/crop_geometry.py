"""Where the pixels of a cropped image lie in the patient (PS3.3 C.7.6.2, C.7.6.16.2)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.pixels.crop_regions import shift_regions
from dcmteach.pixels.redact_marks import walk_items

__all__ = ["check_geometry", "move_geometry"]

_GROUPS = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")
_PLANES = (
    ("PlanePositionSequence", "ImagePositionPatient", "ImageOrientationPatient"),
    ("PlanePositionVolumeSequence", "ImagePositionVolume", "ImageOrientationVolume"),
)
_ROW_EDGES = (
    "ShutterUpperHorizontalEdge",
    "ShutterLowerHorizontalEdge",
    "CollimatorUpperHorizontalEdge",
    "CollimatorLowerHorizontalEdge",
)
_COLUMN_EDGES = (
    "ShutterLeftVerticalEdge",
    "ShutterRightVerticalEdge",
    "CollimatorLeftVerticalEdge",
    "CollimatorRightVerticalEdge",
)
_POINTS = (  # pairs of row and column
    "CenterOfCircularShutter",
    "VerticesOfThePolygonalShutter",
    "CenterOfCircularCollimator",
    "VerticesOfThePolygonalCollimator",
)
_COUNTING = (
    "FieldOfViewOrigin",
    "GraphicAnnotationSequence",
    "ROIContourSequence",
    "FiducialsSequence",
    "RegionPixelShiftSequence",
    "MaskSubtractionSequence",
    "PixelIntensityRelationshipLUTSequence",
)
_TILED = ("TotalPixelMatrixColumns", "PlanePositionSlideSequence")


def check_geometry(ds: Dataset) -> None:
    """Refuse what cannot be cropped with its geometry kept.

    Raises
    ------
    DcmteachError
        For tiles of a slide, and where a position is told without a direction or a spacing.
    """
    if any(keyword in ds for keyword in _TILED) or any(
        keyword in item for item in walk_items(ds) for keyword in _TILED
    ):
        raise DcmteachError(
            "This image is tiled: its frames are parts of one large picture, and cropping each of "
            "them would leave gaps (PS3.3 C.8.12.14). Redact the text instead."
        )
    for _ in _moves(ds):
        pass


def move_geometry(
    ds: Dataset, corner: tuple[int, int], size: tuple[int, int], notes: list[str]
) -> None:
    """Let a cropped image say where it lies.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        Changed in place.
    corner : tuple of int
        The old row and column that is the upper left pixel now.
    size : tuple of int
        Rows and columns left.
    notes : list of str
        Sentences are added.
    """
    moved = False
    for item, keyword, along_columns, along_rows, spacing in list(_moves(ds)):
        position = [float(number) for number in item[keyword].value]
        between_rows, between_columns = spacing
        made = [
            here + down * between_rows * corner[0] + across * between_columns * corner[1]
            for here, across, down in zip(position, along_columns, along_rows, strict=True)
        ]
        if item[keyword].VR == "DS":
            item[keyword].value = [_decimal(number) for number in made]
        else:
            item[keyword].value = made
        moved = True
    if moved:
        notes.append("The position of the image in the patient was moved to its new first pixel.")
    _shift_edges(ds, corner, notes)
    shift_regions(ds, corner, size, notes)
    left = [
        keyword
        for keyword in _COUNTING
        if keyword in ds or any(keyword in item for item in walk_items(ds))
    ]
    if left:
        notes.append(f"These may still count pixels from the old corner: {', '.join(left)}.")
    notes.append(
        "Drawings and measurements in other files mean the pixels of the old image, not of this."
    )


_Move = tuple[Dataset, str, list[float], list[float], tuple[float, float]]


def _moves(ds: Dataset) -> Iterator[_Move]:
    """Find each position, with the directions along a row and a column, and the spacing."""
    yield from _patient(ds, [ds], "ImagePositionPatient", "ImageOrientationPatient")
    for item in ds.get("DetectorInformationSequence") or []:
        yield from _patient(item, [item, ds], "ImagePositionPatient", "ImageOrientationPatient")
    if ds.get("RTImagePosition"):
        yield _rt_image(ds)
    shared = list(ds.get(_GROUPS[0]) or [])
    frames = list(ds.get(_GROUPS[1]) or [])
    for own, others in ((shared, frames[:1]), (frames, shared)):
        for group in own:
            around = [item for outer in (group, *others) for item in _flat(outer)]
            for sequence, position, orientation in _PLANES:
                for item in group.get(sequence) or []:
                    yield from _patient(item, [*around, ds], position, orientation)


def _flat(frame: Dataset) -> Iterator[Dataset]:
    for keyword in (
        "PlaneOrientationSequence",
        "PlaneOrientationVolumeSequence",
        "PixelMeasuresSequence",
    ):
        yield from frame.get(keyword) or []


def _patient(
    item: Dataset, around: list[Dataset], position: str, orientation: str
) -> Iterator[_Move]:
    if not item.get(position):
        return
    directions = _first(around, orientation, 6)
    spacing = _first(around, "PixelSpacing", 2)
    if directions is None or spacing is None or len(item[position].value) != 3:
        raise DcmteachError(
            f"{position} is told without {orientation} or PixelSpacing, so nobody can tell where "
            "a cropped image would lie (PS3.3 C.7.6.2). Redact the text instead."
        )
    yield item, position, directions[:3], directions[3:], (spacing[0], spacing[1])


def _rt_image(ds: Dataset) -> _Move:
    """An RT image lies in the plane of its detector, with y upwards (PS3.3 C.8.8.2)."""
    directions = _first([ds], "RTImageOrientation", 6) or [1, 0, 0, 0, -1, 0]
    spacing = _first([ds], "ImagePlanePixelSpacing", 2)
    if spacing is None:
        raise DcmteachError(
            "RTImagePosition is told without ImagePlanePixelSpacing, so nobody can tell where a "
            "cropped image would lie (PS3.3 C.8.8.2). Redact the text instead."
        )
    return ds, "RTImagePosition", directions[:2], directions[3:5], (spacing[0], spacing[1])


def _first(around: list[Dataset], keyword: str, count: int) -> list[float] | None:
    for item in around:
        value: Any = item.get(keyword)
        if value and not isinstance(value, str) and len(value) == count:
            return [float(number) for number in value]
    return None


def _decimal(number: float) -> str:
    """A number as a DS holds it: at most 16 characters (PS3.5 6.2)."""
    text = format(Decimal(repr(round(number, 9))).normalize(), "f")
    if text in {"-0", ""}:
        return "0"
    if len(text) <= 16:
        return text
    return f"{number:.15g}" if len(f"{number:.15g}") <= 16 else f"{number:.9e}"


def _shift_edges(ds: Dataset, corner: tuple[int, int], notes: list[str]) -> None:
    """Shutters and collimators are told in rows and columns (PS3.3 C.7.6.11, C.8.7.3)."""
    shifted = False
    for item in [ds, *walk_items(ds)]:
        for keywords, by in ((_ROW_EDGES, corner[0]), (_COLUMN_EDGES, corner[1])):
            for keyword in keywords:
                if item.get(keyword) not in {None, ""}:
                    item[keyword].value = int(item[keyword].value) - by
                    shifted = True
        for keyword in _POINTS:
            if keyword in item and item[keyword].value and len(item[keyword].value) % 2 == 0:
                given = [int(number) for number in item[keyword].value]
                item[keyword].value = [
                    number - corner[index % 2] for index, number in enumerate(given)
                ]
                shifted = True
    if shifted:
        notes.append("The edges of its shutter or collimator were shifted.")
