"""Solids in space, given by their signed distance in mm, and surfaces put together from them.

Only sums, products and square roots are used, which every machine computes alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Capsule",
    "Crease",
    "Ellipsoid",
    "Field",
    "Points",
    "Solid",
    "Surface",
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


class Crease:
    """A groove, or a ridge, drawn on the front of a surface along a line of x and z.

    Parameters
    ----------
    line : sequence of tuple of float
        Its corners: x and z in mm.
    depth : float
        In mm; below 0 for a ridge.
    width : float
        At half its depth, to either side, in mm.
    behind : float
        The y in mm from which on backwards nothing is changed.
    """

    def __init__(
        self, line: Sequence[tuple[float, float]], *, depth: float, width: float,
        behind: float = -60.0,
    ) -> None:  # fmt: skip
        self.line, self.depth, self.width, self.behind = line, depth, width, behind

    @property
    def box(self) -> tuple[Place, Place]:
        """The lowest and the highest corner."""
        x, z = [place[0] for place in self.line], [place[1] for place in self.line]
        far = 3 * self.width
        return (min(x) - far, -160.0, min(z) - far), (max(x) + far, self.behind, max(z) + far)

    def depth_at(self, x: Field, y: Field, z: Field) -> Field:
        """Return by how many mm the surface is lowered at each place."""
        near: Field | None = None
        for (ax, az), (bx, bz) in pairwise(self.line):
            dx, dz = np.float32(bx - ax), np.float32(bz - az)
            u, w = x - np.float32(ax), z - np.float32(az)
            along = np.clip((u * dx + w * dz) / (dx * dx + dz * dz), 0, 1)
            u, w = u - along * dx, w - along * dz
            apart = u * u + w * w
            near = apart if near is None else np.minimum(near, apart)
        assert near is not None
        share = np.maximum(1 - near * np.float32(1 / (9 * self.width * self.width)), 0)
        share = share * share * share * share  # half at about 1.2 times the width
        ahead = np.clip((np.float32(self.behind) - y) * np.float32(0.2), 0, 1)
        return np.asarray(np.float32(self.depth) * share * ahead)


class Surface:
    """Grows from solids that are added to it and cut out of it.

    Parameters
    ----------
    points : Points
        Where it is wanted.
    reach : float
        To how many mm outside a solid its distance is worked out.
    """

    def __init__(self, points: Points, *, reach: float = 10.0) -> None:
        self.points, self.reach = points, reach
        self.distance: Field = np.full(points.shape, 60, dtype=np.float32)

    def add(
        self, solid: Solid, width: float = 0.0, *, both: bool = False, reach: float = 0.0
    ) -> None:
        """Unite with a solid, over a fillet of ``width`` mm.

        Parameters
        ----------
        solid : Solid
            What is added.
        width : float
            Of the fillet.
        both : bool
            Whether to add its mirror image, too.
        reach : float
            By how much farther than usual its distance is needed, by what is added later.
        """
        self._apply(solid, width, both, cut=False, more=reach)

    def cut(self, solid: Solid, width: float = 0.0, *, both: bool = False) -> None:
        """Take a solid out, with edges rounded over ``width`` mm."""
        self._apply(solid, width, both, cut=True)

    def crease(self, crease: Crease, *, both: bool = False) -> None:
        """Lower, or raise, the surface along a line."""
        low, high = crease.box
        for side in (1, -1) if both else (1,):
            ends = (side * low[0], side * high[0])
            part = self.points.window((min(ends), *low[1:]), (max(ends), *high[1:]))
            if part is not None:
                x, y, z = self.points.x[part], self.points.y[part], self.points.z[part]
                self.distance[part] += crease.depth_at(x if side > 0 else -x, y, z)

    def _apply(
        self, solid: Solid, width: float, both: bool, *, cut: bool, more: float = 0.0
    ) -> None:
        margin = width + self.reach + more
        low, high = solid.box
        for side in (1, -1) if both else (1,):
            ends = (side * low[0], side * high[0])
            part = self.points.window(
                (min(ends) - margin, low[1] - margin, low[2] - margin),
                (max(ends) + margin, high[1] + margin, high[2] + margin),
            )
            if part is None:
                continue
            x, y, z = self.points.x[part], self.points.y[part], self.points.z[part]
            other = solid.distance(x if side > 0 else -x, y, z)
            here = self.distance[part]
            here[:] = blend_max(here, -other, width) if cut else blend_min(here, other, width)
