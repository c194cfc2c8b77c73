"""One slice of a volume: where it lies, and how its stored values are meant (PS3.3 C.7.6.2)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.pixels.frames import has_pixels, number_of_frames

__all__ = ["Slice", "frame_items", "listed", "slices_of"]

_SHARED, _OWN = "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"
_TILES = ("TotalPixelMatrixColumns",)


@dataclass(frozen=True, eq=False)
class Slice:
    """A frame that is one slice.

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        The instance it is in.
    frame : int
        Which frame of it, 0-based.
    position : tuple of float
        Its first pixel's centre, mm, in the patient's coordinates (left, posterior, superior).
    orientation : tuple of float
        The directions along a row and along a column, three cosines each.
    spacing : tuple of float
        Between rows, and between columns, mm: as Pixel Spacing (0028,0030) has them.
    slope, intercept : float
        What a stored value is multiplied with, and what is added then (PS3.3 C.11.1).
    rows, columns : int
        Its size.
    """

    dataset: Dataset
    frame: int
    position: tuple[float, ...]
    orientation: tuple[float, ...]
    spacing: tuple[float, ...]
    slope: float
    intercept: float
    rows: int
    columns: int


def slices_of(ds: Dataset) -> list[Slice]:
    """Find the slices in an instance.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A single slice; or an enhanced multi-frame image, with functional groups; or an RT dose.

    Returns
    -------
    list of Slice
        In the order of the frames.

    Raises
    ------
    DcmteachError
        If it holds no grey image, its geometry is not told, or it is a mosaic or a tile.
    """
    with quiet():
        _check_kind(ds)
        count = number_of_frames(ds)
        if count > 1 and _OWN not in ds and _SHARED not in ds:
            return list(_offset_frames(ds, count))
        return [_slice(ds, frame) for frame in range(count)]


def frame_items(ds: Dataset, frame: int) -> Iterator[Dataset]:
    """Yield what tells of a frame: its functional groups, those shared, and the data set."""
    groups: list[Dataset] = []
    own = list(ds.get(_OWN) or [])
    if frame < len(own):
        groups.append(own[frame])
    groups += list(ds.get(_SHARED) or [])[:1]
    for group in groups:
        for element in group:
            if element.VR == "SQ":
                yield from element.value or []
    yield ds


def _check_kind(ds: Dataset) -> None:
    if not has_pixels(ds):
        raise DcmteachError(
            "There is a data set without an image here (no Pixel Data), and a volume is made of "
            "images alone. Leave it out."
        )
    kind = [str(value).upper() for value in listed(ds.get("ImageType"))]
    if "MOSAIC" in kind:
        raise DcmteachError(
            "This is a Siemens mosaic: all slices lie side by side in one picture, and the "
            "positions of the single ones stand in private elements only. Convert it to enhanced "
            "MR, or to NIfTI, with the scanner's or another tool."
        )
    photometric = str(ds.get("PhotometricInterpretation") or "MONOCHROME2").strip().upper()
    if (
        not photometric.startswith("MONOCHROME")
        or str(ds.get("SamplesPerPixel") or 1).strip() != "1"
    ):
        raise DcmteachError(
            f"A volume is made of grey values, and a picture here is in {photometric} (PS3.3 "
            "C.7.6.3.1.2): mostly a secondary capture or a fused picture. Leave it out."
        )
    if any(keyword in ds for keyword in _TILES):
        raise DcmteachError(
            "This is a slide under a microscope in tiles (PS3.3 C.8.12.14), not a volume."
        )


def _slice(ds: Dataset, frame: int) -> Slice:
    around = list(frame_items(ds, frame))
    slope, intercept = _rescale(around)
    spacing = _geometry(around, ds, "PixelSpacing", 2)
    if min(spacing) <= 0:
        raise DcmteachError(
            f"PixelSpacing must be two distances above 0 mm (got {spacing[0]:g} and "
            f"{spacing[1]:g}; PS3.3 10.7.1.3). Get the series from its source again."
        )
    return Slice(
        dataset=ds,
        frame=frame,
        position=_geometry(around, ds, "ImagePositionPatient", 3),
        orientation=_geometry(around, ds, "ImageOrientationPatient", 6),
        spacing=spacing,
        slope=slope,
        intercept=intercept,
        rows=_size(ds, "Rows"),
        columns=_size(ds, "Columns"),
    )


def _offset_frames(ds: Dataset, count: int) -> Iterator[Slice]:
    """An RT dose tells its planes as offsets from the first one (PS3.3 C.8.8.3.2)."""
    offsets = [float(number) for number in listed(ds.get("GridFrameOffsetVector"))]
    if len(offsets) != count:
        raise DcmteachError(
            f"An image of {count} frames has no functional groups that tell where each frame lies "
            "(PS3.3 C.7.6.16): a film, or an old kind of multi-frame image. Convert it to single "
            "slices or to enhanced multi-frame with another tool, or give another series."
        )
    first = _slice(ds, 0)
    row, column = first.orientation[:3], first.orientation[3:]
    normal = _cross(row, column)
    base = offsets[0] if offsets[0] == 0 else first.position[2]
    for frame, offset in enumerate(offsets):
        position = tuple(
            here + (offset - base) * step for here, step in zip(first.position, normal, strict=True)
        )
        yield Slice(
            ds,
            frame,
            position,
            first.orientation,
            first.spacing,
            first.slope,
            first.intercept,
            first.rows,
            first.columns,
        )


def _cross(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float, float]:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _geometry(around: list[Dataset], ds: Dataset, keyword: str, count: int) -> tuple[float, ...]:
    for item in around:
        if keyword not in item:
            continue
        try:
            numbers = tuple(float(number) for number in listed(item.get(keyword)))
        except (TypeError, ValueError):
            numbers = ()
        if len(numbers) == count and all(map(math.isfinite, numbers)):
            return numbers
    what = {"CR", "DX", "MG", "XA", "RF", "US", "SC", "OT", "ES"}
    modality = str(ds.get("Modality") or "")
    hint = (
        f"Images of modality {modality} seldom have it: they are pictures, not slices."
        if modality in what
        else "Get the series from its source again, or leave this image out."
    )
    raise DcmteachError(
        f"{keyword} is missing, or is not {count} numbers, so nobody can tell where a slice lies "
        f"(PS3.3 C.7.6.2). {hint}"
    )


def _rescale(around: list[Dataset]) -> tuple[float, float]:
    ds = around[-1]
    if ds.get("ModalityLUTSequence"):
        raise DcmteachError(
            "The stored values go through a table (Modality LUT Sequence, PS3.3 C.11.1), which "
            "is no straight line and cannot be undone. Give a series that is rescaled linearly."
        )
    for keyword in ("RescaleSlope", "DoseGridScaling"):
        for item in around:
            if item.get(keyword) in (None, ""):
                continue
            try:
                slope = float(item.get(keyword))
                intercept = float(item.get("RescaleIntercept") or 0)
            except (TypeError, ValueError):
                slope = intercept = math.nan
            if not (math.isfinite(slope) and math.isfinite(intercept)) or slope == 0:
                raise DcmteachError(
                    f"{keyword} or RescaleIntercept is no number a value can be rescaled with "
                    "(PS3.3 C.11.1). Correct it, or get the series from its source again."
                )
            return slope, intercept
    return 1.0, 0.0


def _size(ds: Dataset, keyword: str) -> int:
    try:
        number = int(ds.get(keyword) or 0)
    except (TypeError, ValueError):
        number = 0
    if number < 1:
        raise DcmteachError(f"{keyword} is missing, so nobody can tell how the pixels lie.")
    return number


def listed(value: Any) -> list[Any]:
    """Give the values of an element, however many there are."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]
