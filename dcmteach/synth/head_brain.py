"""The brain of the artificial head: folds, fluid, grey and white matter, ventricles, cerebellum."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.head_noise import Lattice, hills, points_of
from dcmteach.synth.head_paint import Painter
from dcmteach.synth.head_skin import Cranium, Marks
from dcmteach.synth.head_solids import Capsule, Ellipsoid, Field, Points, Surface, blend_max
from dcmteach.synth.stream import Stream

__all__ = ["Brain", "cavity"]

_STEP = 2.0


class Brain:
    """The brain of one head: its surfaces worked out once, looked up wherever they are wanted.

    Parameters
    ----------
    marks : Marks
        Whose.
    seed : int
        Which folds.
    """

    def __init__(self, marks: Marks, seed: int) -> None:
        s = marks.shape
        low = (-s.width + 4, -s.length - 4, -46.0)
        size = (
            int((44 + s.height + 46) / _STEP),
            int((2 * s.length + 4) / _STEP),
            int((2 * s.width - 8) / _STEP) + 1,
        )
        points = points_of(size, low, _STEP)
        hull = cavity(points, marks, depth=13.5)
        x, y, z = points.x, points.y, points.z
        cerebellum = _cerebellum(points)
        below = _tentorium(x, y, z)
        cerebrum = blend_max(hull, -below, 2.0)
        cerebrum = np.maximum(cerebrum, _cleft(x, y, z))
        small = np.maximum(cerebellum, below + 1.2)
        sulci = _sulci(points, cerebrum, seed)
        folded = np.maximum(cerebrum, sulci)
        leaves = _leaves(points, small, seed)
        stem = _stem(points)
        self.low = low
        self.cortex = Lattice(np.clip(folded, -30, 12), low, _STEP)
        self.small = Lattice(np.clip(np.maximum(small, leaves), -30, 12), low, _STEP)
        self.stem = Lattice(np.clip(stem, -30, 12), low, _STEP)
        whole = np.minimum(np.minimum(np.maximum(cerebrum, -30), small), stem)
        self.whole = Lattice(np.clip(whole, -30, 30), low, _STEP)

    def paint(self, painter: Painter) -> None:
        """Paint the brain into its cavity."""
        for surface, depth in ((self.stem, None), (self.small, 1.6), (self.cortex, 2.9)):
            part = painter.points.window(*surface.box)
            if part is None:
                continue
            p = painter.points
            distance = surface.at(p.x[part], p.y[part], p.z[part])
            painter.paint("grey" if depth else "white", distance, part)
            if depth:
                painter.paint("white", distance + np.float32(depth), part)
        for name, solid, both in _CORE:
            painter.solid(name, solid, both=both)


def cavity(points: Points, marks: Marks, *, depth: float) -> Field:
    """Return the inside of the skull, ``depth`` mm below the skin: its distance in mm."""
    x, y, z = points.x, points.y, points.z
    vault = Cranium(marks.shape, depth).distance(x, y, z)
    # the floor: over the orbits, down to the temporal poles, down again to the cerebellum
    front = np.clip((-42 - y) * np.float32(1 / 14), 0, 1)
    back = np.clip((y - 8) * np.float32(1 / 16), 0, 1)
    side = np.clip((np.abs(x) - 12) * np.float32(1 / 12), 0, 1)
    deep = np.float32(depth - 13.5)
    height = 6 - 9 * side * (1 - back) + (21 + 3 * side) * front - 42 * back
    return blend_max(vault, np.asarray(height + deep - z) * np.float32(0.8), 8.0)


def _tentorium(x: Field, y: Field, z: Field) -> Field:
    """Return how far a place lies below the tent over the cerebellum."""
    tent = 14 - np.abs(x) * np.float32(0.30) - np.clip(y - 30, -20, 60) * np.float32(0.22)
    return np.asarray(np.maximum(z - tent, (12 - y) * 2) * np.float32(0.9))


def _cleft(x: Field, y: Field, z: Field) -> Field:
    """Return the cleft between the hemispheres, above the corpus callosum."""
    bar = Ellipsoid((0, -5, 18), (12, 44, 30)).distance(x, y, z)
    return np.asarray(np.maximum(np.float32(1.3) - np.abs(x), -bar - 2))


def _sulci(points: Points, hull: Field, seed: int) -> Field:
    draw = Stream("head", seed, "folds")
    shape = points.shape
    first = hills(draw, shape, 7.6) + np.float32(0.45) * hills(draw, shape, 4.6)
    gradient = np.gradient(first, np.float32(_STEP))
    slope = np.sqrt(gradient[0] ** 2 + gradient[1] ** 2 + gradient[2] ** 2)
    apart = np.abs(first) / (slope + np.float32(0.012))
    within = np.clip(-hull * np.float32(1 / 22), 0, 1)
    width = np.float32(1.5) - np.float32(2.4) * within
    return np.asarray(width - apart)


def _cerebellum(points: Points) -> Field:
    solid = Surface(points)
    solid.add(Ellipsoid((25, 46, -12), (27, 29, 22)), 0, both=True)
    solid.add(Ellipsoid((0, 46, -6), (12, 24, 20)), 5)
    return solid.distance


def _leaves(points: Points, hull: Field, seed: int) -> Field:
    x, y, z = points.x, points.y, points.z
    height = z * np.float32(0.97) + (y - 40) * np.float32(0.22) - np.abs(x) * np.float32(0.12)
    wave = np.abs(height * np.float32(1 / 4.6) % 1 - np.float32(0.5)) * np.float32(4.6)
    within = np.clip(-hull * np.float32(1 / 13), 0, 1)
    return np.asarray(np.float32(0.7) - np.float32(1.6) * within - wave)


def _stem(points: Points) -> Field:
    solid = Surface(points)
    solid.add(Capsule((0, 6, 12), (0, 10, -10), 13, 13), 0)
    solid.add(Ellipsoid((0, 5, -5), (15, 13, 13)), 4)
    solid.add(Capsule((0, 12, -14), (0, 21, -46), 9, 6), 5)
    return solid.distance


_CORE: tuple[tuple[str, Ellipsoid | Capsule, bool], ...] = (
    ("white", Ellipsoid((0, -2, 24), (30, 36, 18)), False),
    ("grey", Ellipsoid((27, -9, 20), (6, 16, 11)), True),
    ("grey", Ellipsoid((11, 9, 20), (8.5, 14, 9)), True),
    ("fluid", Capsule((4, -26, 27), (8, -42, 24), 5.0, 4.0), True),
    ("fluid", Capsule((5, -26, 29), (11, 18, 33), 4.2, 5.0), True),
    ("grey", Ellipsoid((13, -24, 25), (5, 8.5, 9)), True),
    ("fluid", Capsule((12, 18, 32), (25, 38, 22), 5.5, 5.5), True),
    ("fluid", Capsule((25, 38, 22), (24, 60, 20), 4.0, 1.5), True),
    ("fluid", Capsule((26, 32, 16), (34, 4, 0), 3.2, 2.2), True),
    ("fluid", Ellipsoid((0, 2, 15), (2.4, 14, 9)), False),
    ("fluid", Capsule((0, 18, 12), (0, 26, -4), 1.4, 1.6), False),
    ("fluid", Ellipsoid((0, 27, -12), (7, 5, 9)), False),
)  # fmt: skip
