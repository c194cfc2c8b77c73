"""The brain of the artificial head: folds, fluid, grey and white matter, ventricles, cerebellum."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from dcmteach.synth.head_noise import Lattice, hills, points_of
from dcmteach.synth.head_paint import Painter
from dcmteach.synth.head_skin import Cranium, Marks
from dcmteach.synth.head_solids import Capsule, Ellipsoid, Field, Place, Points, blend_max
from dcmteach.synth.head_surface import Surface
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
        hull = cavity(points, marks, depth=14.2)
        x, y, z = points.x, points.y, points.z
        below = _tentorium(x, y, z)
        cerebrum = np.maximum(blend_max(hull, -below, 2.0), _cleft(x, y, z))
        small = np.maximum(np.maximum(_cerebellum(points), below + 1.2), hull)
        stem = np.maximum(_stem(points), np.float32(low[2] + 6) - z)
        folded = np.maximum(cerebrum, _sulci(points, cerebrum, seed))
        leaves = _leaves(points, small, seed)
        self.cortex = _lattice(folded, low)
        self.small = _lattice(np.maximum(small, leaves), low)
        self.stem = _lattice(stem, low)
        self.whole = _lattice(np.minimum(np.minimum(cerebrum, small), stem), low)
        self.age = marks.shape.age

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
        for name, solid in _core(self.age):
            painter.solid(name, solid, both=solid.box[0][0] > -1 or solid.box[1][0] > 9)


def _lattice(distance: Field, low: Place) -> Lattice:
    """Keep a distance for looking up; at the border it says: outside."""
    values = np.clip(distance, -30, 12)
    for axis in range(3):
        np.moveaxis(values, axis, 0)[[0, -1]] = 12
    return Lattice(values, low, _STEP)


def cavity(points: Points, marks: Marks, *, depth: float) -> Field:
    """Return the inside of the skull, ``depth`` mm below the skin: its distance in mm."""
    x, y, z = points.x, points.y, points.z
    vault = Cranium(marks.shape, depth).distance(x, y, z)
    # the floor: over the orbits, down to the temporal poles, down again to the cerebellum
    front = _ease((-40 - y) * np.float32(1 / 17))
    back = _ease((y - 2) * np.float32(1 / 22))
    side = _ease((np.abs(x) - 10) * np.float32(1 / 15))
    deep = np.float32(depth - 14.2)
    height = 6 - 11 * side * (1 - back) + (19 + 7 * side) * front - 43 * back
    return blend_max(vault, np.asarray(height + deep - z) * np.float32(0.75), 9.0)


def _ease(share: Field) -> Field:
    part = np.clip(share, 0, 1)
    return np.asarray(part * part * (3 - 2 * part))


def _tentorium(x: Field, y: Field, z: Field) -> Field:
    """Return how far a place lies below the tent over the cerebellum."""
    tent = 14 - np.abs(x) * np.float32(0.30) - np.clip(y - 30, -20, 60) * np.float32(0.22)
    return np.asarray(np.maximum(z - tent, (12 - y) * 2) * np.float32(0.9))


def _cleft(x: Field, y: Field, z: Field) -> Field:
    """Return the cleft between the hemispheres, above the corpus callosum."""
    bar = Ellipsoid((0, -5, 18), (12, 44, 30)).distance(x, y, z)
    return np.asarray(np.minimum(np.float32(0.9) - np.abs(x), bar))


def _sulci(points: Points, hull: Field, seed: int) -> Field:
    draw = Stream("head", seed, "folds")
    shape = points.shape
    within = np.clip(-hull * np.float32(1 / 24), 0, 1)
    first = hills(draw, shape, 6.2) + np.float32(0.35) * hills(draw, shape, 3.8)
    second = hills(draw, shape, 4.4)
    deep = np.float32(1.5) - np.float32(2.6) * within - _sheet(first)
    shallow = np.float32(1.0) - np.float32(4.2) * within - _sheet(second)
    return np.asarray(np.maximum(deep, shallow))


def _sheet(values: Field) -> Field:
    """Return roughly how far each place is from where smooth hills cross zero, in mm."""
    gradient = np.gradient(values, np.float32(_STEP))
    slope = np.sqrt(gradient[0] ** 2 + gradient[1] ** 2 + gradient[2] ** 2)
    return np.asarray(np.abs(values) / (slope + np.float32(0.015)))


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


def _core(age: float) -> list[tuple[str, Ellipsoid | Capsule]]:
    """Return what lies in the middle; what does not lie on the midline comes in pairs."""
    w = 0.75 + 0.6 * age  # ventricles widen
    arch = [(-33.0, 17.0), (-39.0, 25.0), (-30.0, 35.0), (-8.0, 40.0), (14.0, 39.0), (29.0, 32.0),
            (31.0, 25.0)]  # fmt: skip
    callosum: list[tuple[str, Ellipsoid | Capsule]] = [
        ("white", Capsule((x, ay, az - x * 0.1), (x, by, bz - x * 0.1), 3.6))
        for (ay, az), (by, bz) in pairwise(arch)
        for x in (0.0, 7.0, 13.0)
    ]
    return [
        ("white", Ellipsoid((22, -4, 24), (15, 36, 17))),
        ("white", Capsule((10, -22, 22), (10, 20, 30), 7)),
        ("grey", Ellipsoid((28, -9, 20), (6, 16, 11))),
        ("white", Ellipsoid((22.5, -5, 18), (3, 9, 6))),
        ("grey", Ellipsoid((10.5, 9, 20), (8.0, 14, 9))),
        *callosum,
        ("fluid", Capsule((4, -24, 29), (8, -37, 25), 4.6 * w, 3.4 * w)),
        ("fluid", Capsule((5, -26, 30), (11, 18, 33), 3.8 * w, 4.6 * w)),
        ("grey", Ellipsoid((13.5, -24, 25), (4.6, 8.5, 9))),
        ("fluid", Capsule((12, 18, 32), (25, 38, 22), 5.0 * w, 5.0 * w)),
        ("fluid", Capsule((25, 38, 22), (24, 58, 20), 3.6 * w, 1.5)),
        ("fluid", Capsule((26, 32, 16), (34, 4, 2), 3.0 * w, 2.0)),
        ("fluid", Ellipsoid((0, 2, 16), (2.0 * w, 14, 8))),
        ("fluid", Capsule((0, 18, 12), (0, 26, -4), 1.4, 1.6)),
        ("fluid", Ellipsoid((0, 27, -12), (7, 5, 9))),
    ]
