"""What lies between the skin and the bones of the artificial head: fat, muscle, airways, eyes."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.head_noise import Lattice, hills
from dcmteach.synth.head_paint import Painter
from dcmteach.synth.head_skin import Marks
from dcmteach.synth.head_solids import Capsule, Ellipsoid, Field, Points
from dcmteach.synth.stream import Stream

__all__ = ["Soft", "paint_airways", "paint_eyes", "paint_soft"]


class Soft:
    """What no two people share in their soft parts, beyond the lengths of a head.

    Parameters
    ----------
    seed : int
        Whose.
    """

    def __init__(self, seed: int) -> None:
        values = hills(Stream("head", seed, "strands"), (40, 56, 48), 3.6)
        self.strands = Lattice(values, (-94.0, -120.0, -132.0), 4.0)
        """Where fat runs between the muscles: near zero of what is looked up."""
        values = hills(Stream("head", seed, "flesh"), (30, 16, 24), 2.6) * np.float32(0.55)
        values[:, -3:] *= np.array([0.66, 0.33, 0.0], dtype=np.float32)[:, None]
        self._flesh = Lattice(values, (-92.0, -134.0, -124.0), 8.0)

    def ripple(self, points: Points, skin: Field) -> None:
        """Make the skin of the face a little uneven."""
        part = points.window(*self._flesh.box)
        if part is not None:
            skin[part] += self._flesh.at(points.x[part], points.y[part], points.z[part])


def paint_soft(painter: Painter, marks: Marks, skin: Field, fat: Lattice) -> None:
    """Paint skin, the fat below it, and muscle with strands of fat."""
    painter.paint("skin", skin)
    painter.paint("fat", skin + np.float32(2.0))
    z = painter.points.z
    deep = np.float32(4.4) + np.float32(0.06) * np.clip(30 - z, 0, 60)
    painter.paint("muscle", skin + deep)
    part = painter.points.window(*fat.box)
    if part is not None:
        p = painter.points
        apart = np.abs(fat.at(p.x[part], p.y[part], p.z[part])) * 11 - np.float32(0.5)
        painter.paint("fat", np.maximum(apart, (skin + deep)[part] + 2), part)
    s, front = marks.shape, marks.front
    wide = s.face_width / 2
    painter.solid("fat", Ellipsoid((36, front + 36, marks.mouth + 10), (9, 13, 14)), both=True)
    painter.solid("fat", Ellipsoid((wide - 14, -34, 0), (5, 16, 14)), both=True)
    painter.solid("muscle", Ellipsoid((wide - 12, -16, marks.mouth + 18), (6, 15, 30)), both=True)
    painter.solid("fat", Ellipsoid((40, 6, -44), (7, 11, 20)), both=True)
    painter.solid("fat", Ellipsoid((0, 62, -70), (3, 14, 40)), within=skin + np.float32(2))
    painter.solid("vessel", Capsule((27, -2, -30), (30, 4, -140), 3.4, 4.2), both=True)
    painter.solid("vessel", Capsule((36, 4, -26), (40, 8, -140), 5.2, 6.0), both=True)
    painter.solid("muscle", Ellipsoid((0, front + 48, marks.mouth - 6), (21, 30, 17)))  # tongue


def paint_airways(painter: Painter, marks: Marks, skin: Field) -> None:
    """Paint what holds air: nose, sinuses, throat, windpipe, ears."""
    s, front, base = marks.shape, marks.front, marks.base
    within = skin + np.float32(4.0)
    painter.solid("mucosa", Ellipsoid((0, front + 38, -10), (12.5, 36, 19)), within=within)
    painter.solid(
        "air", Ellipsoid((6.2, front + 38, -12), (4.6, 31, 15.5)), both=True, within=within
    )
    for level, wide in ((-22.0, 3.6), (-12.0, 2.9)):
        turbinate = Capsule((8.4, front + 20, level), (8.4, front + 58, level + 2), wide)
        painter.solid("mucosa", turbinate, both=True)
    wing = s.nose_width / 2 - 6.2
    nostril = Capsule((wing * 0.5, marks.plane + 4, base + 8), (6, front + 16, -14), 2.8, 3)
    painter.solid("air", nostril, both=True)
    for solid in (
        Ellipsoid((26, front + 34, -12), (11.5, 15, 14.5)),  # maxillary
        Ellipsoid((5.6, front + 32, 9), (4.2, 8, 9)),  # ethmoid, front and back
        Ellipsoid((6, front + 50, 7), (4.8, 8.5, 8.5)),
        Ellipsoid((9, front + 10.5, 33), (8.5, 3.4, 7.5)),  # frontal
        Ellipsoid((6.6, -31, -4), (6, 11, 7.5)),  # sphenoid
        Ellipsoid((54, 21, -14), (4.5, 5, 5)),  # mastoid cells
        Ellipsoid((52, 16, -24), (3.5, 4, 3.5)),
        Ellipsoid((43, 8, -2), (3.2, 3.6, 4)),  # middle ear
        Capsule((s.width * 0.9 - 6, 3.4 * s.ear_size / 62, 0), (46, 7, -2), 3.0, 3.0),
    ):
        painter.solid("air", solid, both=True)
    top = (0.0, max(-21.0, 32.5 - 1.01 * s.neck), marks.low + 6)  # of the larynx
    painter.solid("air", Capsule((0, -26, -16), (0, -20, -42), 8.5, 7))
    painter.solid("air", Capsule((0, -20, -42), top, 6, 7))
    painter.solid("muscle", Capsule((0, -27, -34), (0, -24, -48), 5, 3.5))  # soft palate
    painter.solid("air", Capsule(top, (0, 44 - 1.08 * s.neck, -190), 7, 8))
    painter.solid(
        "air", Capsule((0, front + 26, marks.mouth + 10), (0, front + 58, marks.mouth + 12), 1.6)
    )


def paint_eyes(painter: Painter, marks: Marks, skin: Field) -> None:
    """Paint the orbits: fat, ball, lens, muscles, nerve."""
    ex, ey, ez = marks.eye
    within = skin + np.float32(2.2)
    painter.solid(
        "fat", Capsule((ex, ey - 1, ez), (14, -40, ez), 19.2, 5), both=True, within=within
    )
    for dx, dz in ((10.5, 0), (-10.5, 0), (0, 10.5), (0, -10.5)):
        bar = Capsule((ex + dx, ey + 3, ez + dz), (15 + dx / 6, -44, ez + dz / 6), 1.7, 2.3)
        painter.solid("muscle", bar, both=True, within=within)
    painter.solid("nerve", Capsule((ex - 1.5, ey + 11, ez), (12, -40, ez), 2.2, 2.2), both=True)
    painter.solid("skin", Ellipsoid((ex, ey, ez), (12.1, 12.1, 12.1)), both=True)
    painter.solid("vitreous", Ellipsoid((ex, ey, ez), (11.2, 11.2, 11.2)), both=True)
    painter.solid("lens", Ellipsoid((ex, ey - 7.6, ez), (4.6, 2.1, 4.6)), both=True)
