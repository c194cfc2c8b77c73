"""Surfaces put together from solids: united with fillets, cut out of each other, creased."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from dcmteach.synth.head_solids import Field, Place, Points, Solid, blend_max, blend_min

__all__ = ["Crease", "Surface"]


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
        near: Field = np.full(x.shape, 1e6, dtype=np.float32)
        for (ax, az), (bx, bz) in pairwise(self.line):
            dx, dz = np.float32(bx - ax), np.float32(bz - az)
            u, w = x - np.float32(ax), z - np.float32(az)
            along = np.clip((u * dx + w * dz) / (dx * dx + dz * dz), 0, 1)
            u, w = u - along * dx, w - along * dz
            near = np.minimum(near, u * u + w * w)
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
