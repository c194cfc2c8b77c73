"""Slices in their order, on an even grid: or the sentence why they make none (PS3.3 C.7.6.2)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.pixels.volume_same import say_duplicates
from dcmteach.pixels.volume_slices import Slice, listed

__all__ = ["Grid", "grid_of"]

_NOISE = 0.1  # mm: positions are often written with one digit
_EVEN = 0.02  # of the distance between slices
_TURN = 1e-3  # between cosines: a twentieth of a degree


@dataclass(frozen=True)
class Grid:
    """Where a volume lies.

    Parameters
    ----------
    slices : tuple of Slice
        In the order of the third axis.
    origin : tuple of float
        The centre of the first voxel, mm (left, posterior, superior).
    direction : tuple of float
        Nine cosines, row by row, as SimpleITK has them; the third column leans for a sheared
        grid.
    spacing : tuple of float
        Along x (a row), y (a column), z (the slices), mm.
    """

    slices: tuple[Slice, ...]
    origin: tuple[float, ...]
    direction: tuple[float, ...]
    spacing: tuple[float, ...]


def grid_of(slices: Sequence[Slice], *, shear: bool) -> Grid:
    """Sort slices by where they lie.

    Parameters
    ----------
    slices : sequence of Slice
        In any order.
    shear : bool
        Whether slices of a tilted gantry make a sheared grid, instead of a refusal.

    Raises
    ------
    DcmteachError
        If they are of several series, sizes, directions; if there are fewer than two; if some
        share a position, are missing, or do not lie evenly; if they are sheared.
    """
    import numpy as np

    _check_alike(slices)
    if len(slices) < 2:
        raise DcmteachError(
            "There is one slice only, and a volume needs two at least. Give the folder that "
            "holds the whole series."
        )
    row, column = (np.array(slices[0].orientation[part]) for part in (slice(3), slice(3, 6)))
    row, column = _square(row, column)
    normal = np.cross(row, column)
    order = sorted(slices, key=lambda one: float(np.dot(one.position, normal)))
    places = np.array([one.position for one in order])
    heights = (places - places[0]) @ normal
    steps = np.diff(heights)
    if steps.min() < 1e-3 or steps.min() < 0.01 * float(np.median(steps)):
        raise say_duplicates(order, [bool(step < 1e-3) for step in steps])
    _check_even(steps, heights)
    along = (places[-1] - places[0]) / (len(order) - 1)
    pixel = min(order[0].spacing)
    strays = places - places[0] - np.arange(len(order))[:, None] * along
    sideways = np.linalg.norm(strays - np.outer(strays @ normal, normal), axis=1)
    if sideways.max() > max(_NOISE, 0.5 * pixel):
        raise DcmteachError(
            f"The slices are shifted sideways against one another by up to {sideways.max():.1f} "
            "mm, and not evenly (PS3.3 C.7.6.2.1.1): the positions are damaged, or these are "
            "slices of several scans. Give the images of one scan."
        )
    lean = float(np.linalg.norm(places[-1] - places[0] - heights[-1] * normal))
    axis, step = normal, float(heights[-1]) / (len(order) - 1)
    if lean > max(_NOISE, 0.5 * pixel):
        angle = math.degrees(math.atan2(lean, float(heights[-1])))
        if not shear:
            raise DcmteachError(
                f"The slices are sheared by {angle:.1f}°: the gantry was tilted, so each lies "
                "askew over the one before, and a grid with right angles does not hold them "
                "(PS3.3 C.7.6.2.1.1). With tilt='shear' they are taken as they lie, on a sheared "
                "grid, and written back exactly; to look at them, upright() straightens a copy."
            )
        axis, step = along / np.linalg.norm(along), float(np.linalg.norm(along))
    direction = np.stack([row, column, axis], axis=1)
    between_rows, between_columns = order[0].spacing
    return Grid(
        slices=tuple(order),
        origin=tuple(float(number) for number in places[0]),
        direction=tuple(float(number) for number in direction.ravel()),
        spacing=(between_columns, between_rows, step),
    )


def _square(row: Any, column: Any) -> tuple[Any, Any]:
    """Make two directions perpendicular that are so but for rounding."""
    import numpy as np

    lengths = np.linalg.norm(row), np.linalg.norm(column)
    if any(abs(length - 1) > 0.01 for length in lengths) or abs(row @ column) > 0.01:
        raise DcmteachError(
            "ImageOrientationPatient is not two directions at a right angle, of length 1 (PS3.3 "
            "C.7.6.2.1.1), so nobody can tell how the slices lie. Get the series from its source "
            "again."
        )
    row = row / lengths[0]
    column = column - (column @ row) * row
    return row, column / np.linalg.norm(column)


def _check_even(steps: Any, heights: Any) -> None:
    import numpy as np

    usual = float(np.median(steps))
    widest = int(steps.argmax())
    if steps[widest] > 1.5 * usual:
        missing = round(float(steps[widest]) / usual) - 1
        raise DcmteachError(
            f"There is a gap: from slice {widest + 1} to slice {widest + 2}, of "
            f"{len(steps) + 1}, it is {steps[widest]:.2f} mm, where {usual:.2f} mm are the rule; "
            f"about {missing} {'slices are' if missing > 1 else 'slice is'} missing. Get the "
            "whole series from its source, or give the images on one side of the gap."
        )
    even = heights[0] + np.arange(len(heights)) * (heights[-1] - heights[0]) / (len(heights) - 1)
    off = float(np.abs(heights - even).max())
    if off > max(_EVEN * usual, min(_NOISE, 0.2 * usual)):
        raise DcmteachError(
            f"The slices do not lie evenly: their distances go from {steps.min():.2f} to "
            f"{steps.max():.2f} mm, and a grid has one distance alone. Give the images of the "
            "part that lies evenly, or reconstruct the series anew."
        )


def _check_alike(slices: Sequence[Slice]) -> None:
    with quiet():
        _refuse_series(slices)
        _refuse_localisers(slices)
    _refuse(slices, lambda one: (one.rows, one.columns), "sizes", "Rows and Columns")
    _refuse(slices, _turned(slices), "directions", "ImageOrientationPatient")
    _refuse(slices, lambda one: _rounded(one.spacing), "pixel spacings", "PixelSpacing")
    with quiet():
        _refuse(
            slices,
            lambda one: str(one.dataset.get("FrameOfReferenceUID") or ""),
            "frames of reference",
            "FrameOfReferenceUID",
        )


def _refuse_series(slices: Sequence[Slice]) -> None:
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for one in slices:
        uid = str(one.dataset.get("SeriesInstanceUID") or "")
        counts[uid] += 1
        number, modality = one.dataset.get("SeriesNumber"), one.dataset.get("Modality")
        names.setdefault(uid, f"series {number if number is not None else '?'}, {modality}")
    if len(counts) > 1:
        told = "; ".join(f"{names[uid]}: {n} images" for uid, n in counts.most_common(6))
        raise DcmteachError(
            f"There are {len(counts)} series here ({told}), and a volume is made of one. Give the "
            "images of one of them, or its number as series."
        )


def _refuse_localisers(slices: Sequence[Slice]) -> None:
    scouts = sum("LOCALIZER" in _kind(one) for one in slices)
    if 0 < scouts < len(slices):
        raise DcmteachError(
            f"{scouts} of {len(slices)} images are localisers (Image Type, PS3.3 C.7.6.1.1.2), "
            "which are no slices of the volume. Leave them out."
        )


def _kind(one: Slice) -> list[str]:
    return [str(value) for value in listed(one.dataset.get("ImageType"))]


def _turned(slices: Sequence[Slice]) -> Callable[[Slice], Hashable]:
    """Number the directions, those that agree but for rounding as one."""
    known: list[tuple[float, ...]] = []

    def number(one: Slice) -> int:
        for index, other in enumerate(known):
            if all(abs(a - b) <= _TURN for a, b in zip(one.orientation, other, strict=True)):
                return index
        known.append(one.orientation)
        return len(known) - 1

    return number


def _rounded(spacing: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(number, 4) for number in spacing)


def _refuse(
    slices: Sequence[Slice], key: Callable[[Slice], Hashable], what: str, keyword: str
) -> None:
    counts = Counter(key(one) for one in slices)
    if len(counts) > 1:
        told = ", ".join(str(count) for _, count in counts.most_common(6))
        raise DcmteachError(
            f"The images are of {len(counts)} {what} ({keyword}; {told} images), and a volume has "
            "one. Localisers or a second scan may be among them: give the images of one scan."
        )
