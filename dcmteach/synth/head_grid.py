"""The grid on which an artificial head is drawn: how it lies, where it is cut, how it is stored."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dcmteach.errors import DcmteachError
from dcmteach.synth.head_skin import Marks

__all__ = ["CROPS", "ORIENTATIONS", "Grid", "make_grid"]

ORIENTATIONS = {
    "axial": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "sagittal": ((0, 1, 0), (0, 0, -1), (-1, 0, 0)),
    "coronal": ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
}
"""Directions of columns, rows and slices, in patient coordinates (PS3.3 C.7.6.2.1.1)."""

CROPS = ("eyes", "nose", "chin", "vertex", "front")

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """A grid in patient coordinates, and how the head lies in it.

    Parameters
    ----------
    size : tuple of int
        Columns, rows, slices.
    spacing : tuple of float
        Of those, in mm.
    direction : ndarray, shape (3, 3)
        Its columns are their directions.
    origin : ndarray, shape (3,)
        Place of the first voxel.
    turn : ndarray, shape (3, 3)
        Turns a place of the head's frame into one of the patient's.
    """

    size: tuple[int, int, int]
    spacing: tuple[float, float, float]
    direction: Vector
    origin: Vector
    turn: Vector

    def in_head(self, *, split: int = 1, first: int = 0) -> tuple[Vector, Vector]:
        """Return matrix and corner of the voxels in the head's frame, in the order of an array.

        Parameters
        ----------
        split : int
            Into how many each slice is split.
        first : int
            The first (split) slice.
        """
        steps = self.direction @ np.diag(self.spacing)
        steps[:, 2] /= split
        corner = self.origin - steps[:, 2] * (split - 1) / 2 + steps[:, 2] * first
        return self.turn.T @ steps[:, ::-1], self.turn.T @ corner


def rotation(turn: tuple[float, float, float]) -> Vector:
    """Return the matrix that nods (about x), tilts (about y) and turns (about z), in degrees."""
    whole = np.eye(3)
    for axis, angle in enumerate(turn):
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        part = np.eye(3)
        i, j = (axis + 1) % 3, (axis + 2) % 3
        part[i, i], part[i, j], part[j, i], part[j, j] = c, -s, s, c
        whole = part @ whole
    return whole


def make_grid(
    marks: Marks, *, spacing: float | tuple[float, float, float], turn: tuple[float, float, float],
    crop: str | None, orientation: str,
) -> Grid:  # fmt: skip
    """Lay a grid around a head.

    Raises
    ------
    DcmteachError
        If the spacing, the crop or the orientation is none that there is.
    """
    if orientation not in ORIENTATIONS:
        raise DcmteachError(f"There is no orientation {orientation!r}: {', '.join(ORIENTATIONS)}.")
    if crop is not None and crop not in CROPS:
        raise DcmteachError(f"A head cannot be cropped at {crop!r}, only at: {', '.join(CROPS)}.")
    steps = (float(spacing),) * 3 if isinstance(spacing, int | float) else tuple(spacing)
    if len(steps) != 3 or not all(0.4 <= step <= 12 for step in steps):
        raise DcmteachError(
            f"The spacing must be one or three lengths of 0.4 to 12 mm (got {spacing})."
        )
    whole = rotation(turn)
    low, high = _field(marks, whole, crop)
    axes = np.array(ORIENTATIONS[orientation], dtype=float).T
    corners = np.stack([low, high])
    along = corners @ axes
    first, last = along.min(axis=0), along.max(axis=0)
    size = [
        max(1, math.ceil((b - a) / step)) for a, b, step in zip(first, last, steps, strict=True)
    ]
    middle = (first + last) / 2
    start = middle - (np.array(size) - 1) / 2 * np.array(steps)
    return Grid(
        size=(size[0], size[1], size[2]),
        spacing=(steps[0], steps[1], steps[2]),
        direction=axes,
        origin=axes @ start,
        turn=whole,
    )


def _field(marks: Marks, turn: Vector, crop: str | None) -> tuple[Vector, Vector]:
    s = marks.shape
    tip = marks.plane - s.nose_height
    ears = s.width * 0.9 + 22
    ends = np.array([
        (0, tip, marks.base), (0, marks.front + 2, marks.low), (0, -5, 44 + s.height),
        (0, s.length - 2, 35), (ears, 18, 8), (-ears, 18, 8), (0, marks.front, 60), (0, 60, 105),
    ])  # fmt: skip
    places = ends @ turn.T
    low, high = places.min(axis=0) - 9, places.max(axis=0) + 9
    low[2] -= 21
    level = {"eyes": marks.eye[2] - 4, "nose": marks.base + 4, "chin": marks.low + 16}
    if crop in level:
        place = turn @ np.array([0, marks.front + 6, level[crop]])
        low[2] = place[2]
    elif crop == "vertex":
        high[2] -= 40
    elif crop == "front":
        low[1] = (turn @ np.array([0, marks.plane - 4, marks.base]))[1]
    return low, high
