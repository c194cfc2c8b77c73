"""Randomness in space: hills for folds of the brain, and the grain of a scanner."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.head_solids import Field, Place, Points
from dcmteach.synth.stream import Stream

__all__ = ["Lattice", "grain", "hills", "points_of"]


class Lattice:
    """Values on a coarse grid of the head's frame, looked up in between.

    Parameters
    ----------
    values : ndarray of float32, shape (planes, rows, columns)
        Ordered z, y, x.
    low : tuple of float
        Place of the first value in mm: x, y, z.
    step : float
        From one value to the next, in mm.
    """

    def __init__(self, values: Field, low: Place, step: float) -> None:
        self.values, self.low, self.step = np.ascontiguousarray(values, np.float32), low, step

    @property
    def box(self) -> tuple[Place, Place]:
        """The places of the first and of the last value."""
        planes, rows, columns = self.values.shape
        x, y, z = self.low
        return self.low, (
            x + (columns - 1) * self.step,
            y + (rows - 1) * self.step,
            z + (planes - 1) * self.step,
        )

    def at(self, x: Field, y: Field, z: Field) -> Field:
        """Return the values at places, linear in between; outside, those of the edge."""
        flat = self.values.ravel()
        planes, rows, columns = self.values.shape
        index: list[np.ndarray] = []
        share: list[Field] = []
        for line, low, count in zip(
            (z, y, x), self.low[::-1], (planes, rows, columns), strict=True
        ):
            place = (line - np.float32(low)) * np.float32(1 / self.step)
            place = np.clip(place, 0, np.float32(count - 1.001))
            whole = place.astype(np.int32)
            index.append(whole)
            share.append(place - whole)
        first = (index[0] * rows + index[1]) * columns + index[2]
        c, b, a = share[2], share[1], share[0]
        levels = []
        for plane in (0, rows * columns):
            lines = []
            for row in (0, columns):
                at = first + (plane + row)
                here = flat[at]
                lines.append(here + c * (flat[at + 1] - here))
            levels.append(lines[0] + b * (lines[1] - lines[0]))
        return np.asarray(levels[0] + a * (levels[1] - levels[0]))


def hills(stream: Stream, shape: tuple[int, int, int], cell: float) -> Field:
    """Return smooth random hills, about ``cell`` voxels wide, with values around ±1."""
    size = [int(n / cell) + 4 for n in shape]
    values = stream.noise(*size).astype(np.float32)
    for axis, count in enumerate(shape):
        place = np.arange(count, dtype=np.float32) / np.float32(cell) + 1
        whole = place.astype(np.int32)
        part = place - whole
        # the cubic B-spline, doubled, as it flattens what it smooths
        weights = (
            (1 - part) ** 3 / 6,
            (3 * part**3 - 6 * part**2 + 4) / 6,
            (-3 * part**3 + 3 * part**2 + 3 * part + 1) / 6,
            part**3 / 6,
        )
        side = [1, 1, 1]
        side[axis] = count
        total: Field = np.zeros((), dtype=np.float32)
        for move, weight in enumerate(weights):
            near = np.take(values, whole + (move - 1), axis=axis)
            total = total + near * weight.reshape(side).astype(np.float32)
        values = total * np.float32(1.44)
    return values


def grain(stream: Stream, shape: tuple[int, ...]) -> Field:
    """Return independent, nearly normal numbers of mean 0 and deviation 1, quickly."""
    raw = stream.words(int(np.prod(shape))).view("<u2").reshape(-1, 4)
    total = raw[:, 0].astype(np.int32) + raw[:, 1]
    total += raw[:, 2]
    total += raw[:, 3]
    scaled = (total - 131070).astype(np.float32) * np.float32(1 / 37837.0)
    return np.asarray(scaled.reshape(shape))


def points_of(lattice_shape: tuple[int, int, int], low: Place, step: float) -> Points:
    """Return the places of the values of a lattice."""
    matrix = np.zeros((3, 3))
    matrix[2, 0] = matrix[1, 1] = matrix[0, 2] = step
    return Points(lattice_shape, matrix, np.array(low))
