"""Solids in space, given by their signed distance in mm.

Only sums, products and square roots are used, which every machine computes alike.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Capsule",
    "Ellipsoid",
    "Field",
    "Place",
    "Points",
    "Solid",
    "Window",
    "blend_max",
    "blend_min",
]

Field = NDArray[np.float32]
Place = tuple[float, float, float]
Window = tuple[slice, slice, slice]
_BEND = 3.5


class Points:
    """Where the voxels of a grid lie, in a frame of the head: x left, y back, z up, in mm.

    Parameters
    ----------
    shape : tuple of int
        Voxels in the order of the array.
    matrix : ndarray, shape (3, 3)
        Its columns are the steps in mm from one voxel to the next along each axis of the array.
    corner : ndarray, shape (3,)
        Place of the first voxel.
    """

    def __init__(
        self, shape: tuple[int, int, int], matrix: NDArray[np.float64], corner: NDArray[np.float64]
    ) -> None:
        self.shape = shape
        self._inverse, self._corner = np.linalg.inv(matrix), corner
        self.voxel = float(np.mean(np.sqrt((matrix**2).sum(axis=0))))
        lines = np.ogrid[tuple(slice(0, n) for n in shape)]
        self.x, self.y, self.z = (
            np.asarray(sum(matrix[row, axis] * lines[axis] for axis in range(3)) + corner[row])
            .astype(np.float32)
            for row in range(3)
        )  # fmt: skip

    def bend(self, *, lean: float, skew: float) -> None:
        """Make what will be drawn less symmetric.

        Parameters
        ----------
        lean : float
            By how many mm the tip of the nose, and half as far the chin, move to the left.
        skew : float
            By what part the left side gets wider, and the right side narrower.
        """
        ahead = np.clip((-70 - self.y) * np.float32(1 / 45), 0, 1)
        low = np.clip((14 - self.z) * np.float32(1 / 36), 0, 1)
        low = low * (1 - np.float32(0.5) * np.clip((-30 - self.z) * np.float32(1 / 30), 0, 1))
        self.x = self.x - np.float32(lean) * ahead * low - np.float32(skew) * np.abs(self.x)

    def window(self, low: Place, high: Place) -> Window | None:
        """Return the part of the grid that holds a box, or None if they do not meet."""
        low = (low[0] - _BEND, low[1], low[2])
        high = (high[0] + _BEND, high[1], high[2])
        corners = np.array([
            [(low, high)[i][0], (low, high)[j][1], (low, high)[k][2]]
            for i in (0, 1) for j in (0, 1) for k in (0, 1)
        ])  # fmt: skip
        places = (corners - self._corner) @ self._inverse.T
        first = np.floor(places.min(axis=0)).astype(int).clip(0)
        last = np.minimum(np.ceil(places.max(axis=0)).astype(int) + 1, self.shape)
        if (last <= first).any():
            return None
        a, b, c = (slice(int(i), int(j)) for i, j in zip(first, last, strict=True))
        return a, b, c


class Solid(Protocol):
    """Something with a signed distance and a box around it."""

    @property
    def box(self) -> tuple[Place, Place]:
        """The lowest and the highest corner."""

    def distance(self, x: Field, y: Field, z: Field) -> Field:
        """Return the distance from the surface in mm, negative inside."""


class Ellipsoid:
    """An ellipsoid; its distance is right near the surface (to first order)."""

    def __init__(self, centre: Place, radii: Place) -> None:
        self.centre, self.radii = centre, radii

    @property
    def box(self) -> tuple[Place, Place]:
        """The lowest and the highest corner."""
        pairs = list(zip(self.centre, self.radii, strict=True))
        low, high = tuple(c - r for c, r in pairs), tuple(c + r for c, r in pairs)
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    def distance(self, x: Field, y: Field, z: Field) -> Field:
        """Return the distance from the surface in mm, negative inside."""
        u, v, w = (
            (line - np.float32(c)) * np.float32(1 / r)
            for line, c, r in zip((x, y, z), self.centre, self.radii, strict=True)
        )
        a, b, c = (np.float32(1 / r) for r in self.radii)
        near = u * u + v * v + w * w
        steep = (u * a) ** 2 + (v * b) ** 2 + (w * c) ** 2
        root = np.sqrt(near)
        return np.asarray(root * (root - 1) / np.sqrt(steep + np.float32(1e-9)))


class Capsule:
    """A bar with round ends that tapers from one radius to another."""

    def __init__(self, start: Place, stop: Place, first: float, last: float | None = None) -> None:
        self.start, self.stop = start, stop
        self.first, self.last = first, first if last is None else last

    @property
    def box(self) -> tuple[Place, Place]:
        """The lowest and the highest corner."""
        r = max(self.first, self.last)
        pairs = list(zip(self.start, self.stop, strict=True))
        low, high = tuple(min(p) - r for p in pairs), tuple(max(p) + r for p in pairs)
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    def distance(self, x: Field, y: Field, z: Field) -> Field:
        """Return the distance from the surface in mm, negative inside."""
        d = [np.float32(b - a) for a, b in zip(self.start, self.stop, strict=True)]
        length = np.float32(d[0] * d[0] + d[1] * d[1] + d[2] * d[2])
        u, v, w = (
            line - np.float32(a) for line, a in zip((x, y, z), self.start, strict=True)
        )  # fmt: skip
        along = np.clip((u * d[0] + v * d[1] + w * d[2]) / length, 0, 1)
        u, v, w = u - along * d[0], v - along * d[1], w - along * d[2]
        radius = np.float32(self.first) + along * np.float32(self.last - self.first)
        return np.asarray(np.sqrt(u * u + v * v + w * w) - radius)


def blend_min(a: Field, b: Field, width: float) -> Field:
    """Return the smaller of two distances, with the edge between them rounded off."""
    if width <= 0:
        return np.minimum(a, b)
    near = np.maximum(np.float32(width) - np.abs(a - b), 0)
    return np.asarray(np.minimum(a, b) - near * near * np.float32(0.25 / width))


def blend_max(a: Field, b: Field, width: float) -> Field:
    """Return the larger of two distances, with the edge between them rounded off."""
    return -blend_min(-a, -b, width)
