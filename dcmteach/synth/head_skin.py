"""The outside of the artificial head: cranium, face, neck, and the parts of the face apart."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.head_ear import Ear
from dcmteach.synth.head_shape import HeadShape
from dcmteach.synth.head_solids import Capsule, Ellipsoid, Field, Points
from dcmteach.synth.head_surface import Crease, Surface

__all__ = ["Cranium", "EyeLine", "Marks", "build_skin"]


class Marks:
    """Where the landmarks of one head lie.

    Parameters
    ----------
    shape : HeadShape
        Whose.
    """

    def __init__(self, shape: HeadShape) -> None:
        s = self.shape = shape
        self.front = -5 - s.length + 4.0  # the foremost of the forehead's bone
        self.root = 19.0  # height of the root of the nose
        self.base = self.root - s.nose_length
        self.low = self.root - s.face_length  # the chin
        span = self.base - self.low
        self.mouth = self.base - 0.31 * span
        self.fold = self.base - 0.60 * span  # between lower lip and chin
        self.eye = (s.eye_distance / 2, self.front + 20.0 + s.eye_depth, 14.0)
        self.plane = self.front + 1.0  # of the face, beside the nose


class Cranium:
    """The egg of the cranium, ``skin`` mm below the skin."""

    def __init__(self, shape: HeadShape, depth: float = 0.0) -> None:
        self.shape, self.depth = shape, depth
        self.centre = (0.0, -5.0, 44.0)
        self.radii = (shape.width - depth, shape.length - depth, shape.height - depth)

    @property
    def box(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """The lowest and the highest corner."""
        _, cy, cz = self.centre
        a, b, c = (r * 1.06 for r in self.radii)
        return (-a, cy - b, cz - c), (a, cy + b, cz + c)

    def distance(self, x: Field, y: Field, z: Field) -> Field:
        """Return the distance from the surface in mm, negative inside."""
        a, b, c = (np.float32(r) for r in self.radii)
        lean = np.float32(self.shape.forehead / 60)
        v = (y - np.float32(self.centre[1])) / b
        w = (z - np.float32(self.centre[2])) / c
        ahead = np.clip(-v, 0, 1)
        v = v - lean * ahead * np.clip(w, 0, 1)
        u = x / (a * (1 + np.float32(0.13) * np.clip(v + np.float32(0.12), -1, 0.45)
                      - np.float32(0.05) * np.clip(w, -0.8, 1)))  # fmt: skip
        u2, v2, w2 = u * u, v * v, w * w
        near = np.sqrt(u2 + v2 + w2)
        boxy = np.sqrt(np.sqrt(u2 * u2 + v2 * v2 + w2 * w2))
        steep = np.sqrt(u2 / (a * a) + v2 / (b * b) + w2 / (c * c)) + np.float32(1e-6)
        part = np.float32(0.22) * ahead + np.float32(0.15)
        return np.asarray((near + part * (boxy - near) - 1) * near / steep)


class EyeLine:
    """A crease that runs over the ball of an eye.

    Parameters
    ----------
    centre : tuple of float
        Of the ball.
    radius : float
        Of the ball on which it runs.
    level, sag, half, slant, depth : float
        Height in the middle, fall per mm² sideways, half length, rise per mm, half thickness.
    """

    def __init__(
        self, centre: tuple[float, float, float], radius: float, *, level: float, sag: float,
        half: float, slant: float, depth: float,
    ) -> None:  # fmt: skip
        self.centre, self.radius, self.depth = centre, radius, depth
        self.level, self.sag, self.half, self.slant = level, sag, half, slant

    @property
    def box(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """The lowest and the highest corner."""
        (cx, cy, cz), h = self.centre, self.half + 1
        return (cx - h, cy - self.radius - 3, cz - 14), (cx + h, cy + 4, cz + 14)

    def distance(self, x: Field, y: Field, z: Field) -> Field:
        """Return the distance from the crease in mm, negative inside."""
        u, v, w = (line - np.float32(c) for line, c in zip((x, y, z), self.centre, strict=True))
        bow = np.float32(self.level) + np.float32(self.slant) * u + np.float32(self.sag) * u * u
        off = np.sqrt(u * u + v * v + w * w) - np.float32(self.radius)
        over = np.maximum(np.abs(u) - np.float32(self.half), 0)
        behind = np.maximum(v, 0)
        return np.asarray(
            np.sqrt((w - bow) ** 2 + off * off * np.float32(0.5) + over * over + behind * behind)
            - np.float32(self.depth)
        )


def build_skin(points: Points, marks: Marks) -> Surface:
    """Return the skin of a head: its distance in mm, negative inside."""
    skin = Surface(points)
    skin.add(Cranium(marks.shape), reach=22)
    _add_neck(skin, marks)
    _add_jaw(skin, marks)
    _add_middle(skin, marks)
    _add_eyes(skin, marks)
    _add_nose(skin, marks)
    _add_mouth(skin, marks)
    Ear(marks.shape).add_to(skin)
    return skin


def _add_neck(skin: Surface, marks: Marks) -> None:
    s = marks.shape
    r = s.neck
    skin.add(Capsule((0, 14, -30), (0, 30, -190), r * 0.97, r * 1.08), 26, reach=16)
    skin.add(Capsule((s.width * 0.74, 18, -22), (16, -22, -170), 9, 13), 16, both=True)
    skin.add(Ellipsoid((0, -29 - s.neck / 25, marks.low - 32), (8, 8, 13)), 18)  # larynx


def _add_jaw(skin: Surface, marks: Marks) -> None:
    s, low = marks.shape, marks.low
    gonion = (s.jaw_width / 2 - 11, -8.0, low * 0.60)
    chin = (s.chin_width - 1, marks.front + 17.5 - s.chin, low + 14)
    skin.add(Ellipsoid((0, -38, low + 34), (45, 46, 26)), 20, reach=10)  # floor of the mouth
    skin.add(Capsule((s.face_width / 2 - 15, -8, -2), gonion, 13, 12), 18, both=True)
    skin.add(Capsule(gonion, chin, 12, 12.5), 16, both=True)
    skin.add(Ellipsoid((0, chin[1] - 1.5, low + 13.5), (s.chin_width + 3, 12.0, 12.5)), 16)


def _add_middle(skin: Surface, marks: Marks) -> None:
    s, front = marks.shape, marks.front
    middle = (marks.root + marks.mouth) / 2
    skin.add(Ellipsoid((0, -40, middle), (s.face_width / 2 - 6, -front - 43, 62)), 22, reach=8)
    skin.add(Ellipsoid((0, front + 18, marks.mouth + 2), (30, 19.5, 27)), 18)
    out = s.cheekbone
    skin.add(
        Capsule((41, front + 24 - out, -10), (s.face_width / 2 - 8, -30, -4), 10, 7), 16, both=True
    )
    if s.cheek > -6:
        r = 15 + s.cheek
        skin.add(Ellipsoid((37, front + 34, marks.mouth + 8), (r + 4, r + 3, r + 8)), 18, both=True)
    brow = front + 0.5 - s.brow
    skin.add(Capsule((0, brow + 8.5, 27), (27, brow + 12, 32), 6.5, 6), 16, both=True)
    skin.add(Capsule((27, brow + 12, 32), (47, brow + 31, 26), 6, 4), 16, both=True)


def _add_eyes(skin: Surface, marks: Marks) -> None:
    s = marks.shape
    ex, ey, ez = marks.eye
    skin.cut(Ellipsoid((ex - 1.0, ey - 21.0, ez - 1.5), (20, 15.0, 13.5)), 10, both=True)
    skin.cut(Capsule((13.0, ey - 19, ez + 3), (15, ey - 14, ez - 6), 5, 4), 8, both=True)
    skin.add(Ellipsoid((ex, ey, ez - 0.5), (16.0, 13.2, 13.6)), 5.0, both=True)  # below the lids
    tilt = s.eye_slant / 14
    lash = {"level": -4.4, "sag": 0.018, "half": 13.6, "slant": tilt, "depth": 0.5}
    skin.cut(EyeLine((ex, ey, ez), 13.7, **lash), 1.3, both=True)
    lid = {"level": 6.6, "sag": -0.024, "half": 12.5, "slant": tilt, "depth": 0.2}
    skin.cut(EyeLine((ex, ey, ez), 13.6, **lid), 2.4, both=True)
    bag = [(ex - 12, ez - 11), (ex, ez - 13.5), (ex + 11, ez - 12)]
    skin.crease(Crease(bag, depth=0.3 + 0.9 * s.age, width=2.0), both=True)


def _add_nose(skin: Surface, marks: Marks) -> None:
    s, base = marks.shape, marks.base
    root, plane = marks.root, marks.plane
    tip = plane + 3.0 - s.nose_height
    wing = s.nose_width / 2 - 6.4
    high = base + 9 + s.nose_tilt
    top = (0.0, plane + 8.5 - s.nose_bridge, root - 1)
    half = (0.0, (top[1] + tip) / 2 + 3.0 - s.nose_hump, (root + high) / 2 + 2)
    skin.add(Capsule((0, plane + 18, root - 4), (0, plane + 12, base + 11), 9.5, 15), 9)
    skin.add(Capsule(top, half, 5.8, 6.4), 7)
    skin.add(Capsule(half, (0, tip + 9, high + 1), 6.4, 7.6), 5)
    skin.add(Ellipsoid((0, tip + 8, high), (8.6, 8.0, 7.6)), 4)
    skin.add(Ellipsoid((wing, plane - 0.5, base + 7), (6.4, 9.5, 7.2)), 5, both=True)
    skin.add(Capsule((0, tip + 8, high - 5), (0, plane + 2, base + 1), 3.4, 4.2), 4)
    nostril = Capsule(
        (wing * 0.52, tip + 11.5, base - 0.5), (wing * 0.55, plane + 5, base + 9), 2.8, 3.2
    )
    skin.cut(nostril, 1.8, both=True)
    side = s.nose_width / 2 + 0.6
    crease = Capsule((side - 2, tip + 13, base + 14), (side + 0.6, plane + 2.0, base + 9), 0.3, 0.7)
    skin.cut(crease, 3.5, both=True)
    far = s.mouth_width / 2
    fold = [(side + 1.5, base + 9), (side + 6, base + 1), (far + 6.5, marks.mouth + 9),
            (far + 8.0, marks.mouth)]  # fmt: skip
    skin.crease(Crease(fold, depth=0.5 + 1.5 * s.age, width=2.2), both=True)


def _add_mouth(skin: Surface, marks: Marks) -> None:
    s, mouth, full = marks.shape, marks.mouth, marks.shape.lip
    corner = (s.mouth_width / 2, marks.plane + 6.5, mouth - 0.6)
    lips = marks.plane - 5.6
    r = 5.4 * full
    bow = (4.2, lips + r, mouth + r * 0.80)
    middle = (15.0, lips + r + 3.2, mouth + r * 0.55)
    skin.add(Capsule((0, lips + r + 0.7, mouth + r * 0.7), bow, r * 0.9, r), 3, both=True)
    skin.add(Capsule(bow, middle, r, r * 0.75), 3, both=True)
    skin.add(Capsule(middle, corner, r * 0.75, 2.0), 3, both=True)
    under = (12.0, lips + r + 2.6, mouth - r * 0.98)
    skin.add(Capsule((0, lips + r + 0.9, mouth - r * 1.05), under, r * 1.18, r), 3, both=True)
    skin.add(Capsule(under, corner, r, 2.0), 3, both=True)
    line = [(0.0, mouth - 0.5), (5.0, mouth + 0.5), (14.0, mouth), (corner[0] + 1.0, mouth - 0.6)]
    skin.crease(Crease(line, depth=2.6, width=0.9), both=True)
    skin.crease(Crease([(corner[0] + 0.5, mouth - 0.5), (corner[0] + 2.0, mouth - 2.0)],
                       depth=1.5, width=1.6), both=True)  # fmt: skip
    groove = [(0.0, marks.base - 3), (0.0, mouth + r * 2.0)]
    skin.crease(Crease(groove, depth=1.3, width=2.4))
    skin.crease(Crease([(-9, marks.fold), (9, marks.fold)], depth=2.4, width=4.6))
