"""The outside of the artificial head: cranium, face, neck, and the parts of the face apart."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.head_ear import Ear
from dcmteach.synth.head_shape import HeadShape
from dcmteach.synth.head_solids import Capsule, Ellipsoid, Field, Points, Surface

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
        self.fold = self.base - 0.52 * span  # between lower lip and chin
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
        part = np.float32(0.42) * ahead + np.float32(0.15)
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
    s = marks.shape
    skin.add(Cranium(s))
    _add_neck(skin, marks)
    _add_jaw(skin, marks)
    _add_middle(skin, marks)
    _add_eyes(skin, marks)
    _add_nose(skin, marks)
    _add_mouth(skin, marks)
    Ear(s).add_to(skin)
    return skin


def _add_neck(skin: Surface, marks: Marks) -> None:
    s = marks.shape
    r = s.neck
    skin.add(Capsule((0, 14, -30), (0, 30, -190), r * 0.97, r * 1.08), 26)
    skin.add(Capsule((s.width * 0.74, 18, -22), (16, -26, -170), 9, 13), 16, both=True)
    skin.add(Ellipsoid((0, -36, marks.low - 36), (11, 11, 13)), 12)  # larynx


def _add_jaw(skin: Surface, marks: Marks) -> None:
    s, low = marks.shape, marks.low
    gonion = (s.jaw_width / 2 - 11, -8.0, low * 0.60)
    chin = (s.chin_width - 2, marks.front + 16.5 - s.chin, low + 14)
    skin.add(Ellipsoid((0, -38, low + 34), (45, 46, 26)), 20)  # floor of the mouth
    skin.add(Capsule((s.face_width / 2 - 15, -8, -2), gonion, 13, 12), 16, both=True)
    skin.add(Capsule(gonion, chin, 12, 12.5), 14, both=True)
    skin.add(Ellipsoid((0, chin[1] - 1.0, low + 14.5), (s.chin_width + 4, 13.5, 14)), 9)


def _add_middle(skin: Surface, marks: Marks) -> None:
    s, front = marks.shape, marks.front
    middle = (marks.root + marks.mouth) / 2
    skin.add(Ellipsoid((0, -40, middle), (s.face_width / 2 - 6, -front - 43, 62)), 22)
    skin.add(Ellipsoid((0, front + 17, marks.mouth + 2), (29, 19.5, 27)), 16)
    out = s.cheekbone
    skin.add(
        Capsule((42, front + 24 - out, -9), (s.face_width / 2 - 8, -30, -4), 9.5, 7), 13, both=True
    )
    if s.cheek > -6:
        r = 15 + s.cheek
        skin.add(Ellipsoid((38, front + 34, marks.mouth + 8), (r + 4, r + 3, r + 8)), 16, both=True)
    brow = front - 1.0 - s.brow
    skin.add(Capsule((0, brow + 7.0, 28), (30, brow + 12, 31), 6.5, 6), 11, both=True)
    skin.add(Capsule((30, brow + 12, 31), (51, brow + 32, 23), 6, 5.5), 11, both=True)


def _add_eyes(skin: Surface, marks: Marks) -> None:
    s = marks.shape
    ex, ey, ez = marks.eye
    skin.cut(Ellipsoid((ex - 1.5, ey - 20.0, ez - 1.5), (17.5, 14.5, 11.5)), 9, both=True)
    skin.cut(Capsule((13.5, ey - 19, ez + 3), (15, ey - 14, ez - 5), 5, 4), 6, both=True)
    skin.add(Ellipsoid((ex, ey, ez), (14.6, 13.4, 12.6)), 3.5, both=True)  # ball below the lids
    tilt = s.eye_slant / 12
    lash = {"level": -3.6, "sag": 0.016, "half": 13.0, "slant": tilt, "depth": 0.55}
    skin.cut(EyeLine((ex, ey, ez), 13.6, **lash), 1.4, both=True)
    lid = {"level": 6.4, "sag": -0.022, "half": 12.0, "slant": tilt, "depth": 0.35}
    skin.cut(EyeLine((ex, ey, ez), 13.6, **lid), 2.0, both=True)
    bag = {"level": -9.6, "sag": 0.02, "half": 11.0, "slant": 0.0, "depth": 0.1 + 0.5 * s.age}
    skin.cut(EyeLine((ex, ey, ez), 14.0, **bag), 3.0, both=True)


def _add_nose(skin: Surface, marks: Marks) -> None:
    s, base = marks.shape, marks.base
    root, plane = marks.root, marks.plane
    tip = plane + 3.0 - s.nose_height
    wing = s.nose_width / 2 - 6.2
    high = base + 9 + s.nose_tilt
    top = (0.0, plane + 8.5 - s.nose_bridge, root - 1)
    half = (0.0, (top[1] + tip) / 2 + 2.8 - s.nose_hump, (root + high) / 2 + 2)
    skin.add(Capsule((0, plane + 18, root - 4), (0, plane + 13, base + 11), 9.5, 15), 7)
    skin.add(Capsule(top, half, 5.6, 6.2), 5)
    skin.add(Capsule(half, (0, tip + 9, high + 1), 6.2, 7.4), 4)
    skin.add(Ellipsoid((0, tip + 8, high), (8.2, 8.0, 7.4)), 3.5)
    skin.add(Ellipsoid((wing, plane + 0.5, base + 7), (6.2, 9.0, 7.0)), 3.5, both=True)
    skin.add(Capsule((0, tip + 8, high - 5), (0, plane + 2, base + 1), 3.2, 4.0), 3)
    skin.cut(Capsule((wing * 0.52, tip + 12, base - 1), (wing * 0.5, plane + 6, base + 9), 2.9, 3.2),
             1.6, both=True)  # fmt: skip
    side = s.nose_width / 2 + 0.5
    skin.cut(Capsule((side - 2, tip + 12.5, base + 14), (side + 0.4, plane + 2.5, base + 12), 0.5, 0.8),
             3, both=True)  # fmt: skip
    skin.cut(Capsule((side + 3.0, plane + 2, base + 5), (s.mouth_width / 2 + 9, plane + 8.5, marks.mouth - 1),
                     0.3 + 1.1 * s.age, 0.2 + 0.9 * s.age), 7, both=True)  # fmt: skip


def _add_mouth(skin: Surface, marks: Marks) -> None:
    s, mouth, full = marks.shape, marks.mouth, marks.shape.lip
    corner = (s.mouth_width / 2, marks.plane + 7.0, mouth - 0.5)
    lips = marks.plane - 3.4
    r = 4.3 * full
    skin.add(Capsule((3.4, lips + r + 0.2, mouth + r * 0.85), corner, r, 1.2), 2.0, both=True)
    skin.add(Capsule((0, lips + r + 1.4, mouth - r * 1.0), (13, lips + r + 3.4, mouth - r * 0.9),
                     r * 1.12, r * 0.85), 2.0, both=True)  # fmt: skip
    skin.add(Capsule((13, lips + r + 3.4, mouth - r * 0.9), corner, r * 0.85, 1.2), 2.0, both=True)
    skin.cut(
        Capsule((0, lips - 0.4, mouth), (13, lips + 2.4, mouth - 0.2), 1.1, 1.0), 2.4, both=True
    )
    skin.cut(Capsule((13, lips + 2.4, mouth - 0.2), (corner[0] + 1.5, corner[1] - 1.0, corner[2]), 1.0, 0.9),
             2.4, both=True)  # fmt: skip
    skin.cut(
        Capsule((0, marks.plane - 4.6, marks.base - 4), (0, lips - 1.6, mouth + r * 2.0), 1.6, 2.0),
        4,
    )
    skin.cut(
        Capsule((0, lips - 0.6, marks.fold), (16, lips + 4.5, marks.fold + 1), 4.0, 2.6),
        7,
        both=True,
    )
