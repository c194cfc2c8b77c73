"""The bones of the artificial head: vault, base, orbits, jaws, teeth and the neck's vertebrae."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from dcmteach.synth.head_brain import cavity
from dcmteach.synth.head_paint import Painter
from dcmteach.synth.head_skin import Marks
from dcmteach.synth.head_solids import Capsule, Ellipsoid, Field, Place
from dcmteach.synth.head_surface import Surface

__all__ = ["paint_bones"]

SCALP, SKULL = 6.2, 5.4
"""Thickness in mm."""


def paint_bones(painter: Painter, marks: Marks, skin: Field) -> None:
    """Paint every bone, and the fluid around the brain."""
    limit = skin + np.float32(3.2)
    face = Surface(painter.points, reach=3.0)
    _add_face(face, marks)
    _add_jaw(face, marks)
    _add_base(face)
    _add_neck(face, marks)
    ex, ey, ez = marks.eye
    face.cut(Ellipsoid((ex + 1, ey - 19, ez - 1), (20, 17.5, 15)), 1.0, both=True)
    bone = np.maximum(face.distance, limit)
    painter.paint("bone", bone)
    painter.paint("marrow", bone + np.float32(2.4))
    outer = cavity(painter.points, marks, depth=SCALP)
    painter.paint("bone", outer)
    painter.paint("marrow", np.abs(outer + np.float32(SKULL / 2)) - np.float32(0.9))
    _paint_teeth(painter, marks)
    painter.paint("fluid", cavity(painter.points, marks, depth=SCALP + SKULL))
    painter.solid("fluid", Capsule((0, 14, -14), (0, 22, -52), 13, 9))


def _add_face(face: Surface, marks: Marks) -> None:
    s, front = marks.shape, marks.front
    ex, ey, ez = marks.eye
    wide = s.face_width / 2
    face.add(Capsule((ex, ey - 2, ez), (14, -40, ez), 21, 7), 2, both=True)
    face.add(Capsule((5, front + 8, 24), (ex + 4, front + 11, 33), 6, 5), 4, both=True)
    face.add(Capsule((ex + 4, front + 11, 33), (wide - 19, front + 30, 22), 5, 4), 4, both=True)
    face.add(
        Capsule((wide - 19, front + 30, 22), (wide - 21, front + 32, -4), 4.2, 6), 4, both=True
    )
    face.add(Capsule((wide - 26, front + 25, -8), (wide - 12, -40, -5), 7, 3.6), 4, both=True)
    face.add(Capsule((wide - 12, -40, -5), (wide - 11, -10, -2), 3, 3), 3, both=True)
    face.add(
        Capsule((wide - 21, front + 32, -4), (22, front + 20, marks.mouth + 14), 7, 6), 4, both=True
    )
    face.add(Ellipsoid((25, front + 33, -11), (13.4, 17, 16.4)), 3, both=True)  # around the sinus
    face.add(Ellipsoid((0, front + 40, 4), (14, 28, 15)), 2)  # ethmoid
    top = (0.0, marks.plane + 10.5 - s.nose_bridge, marks.root)
    end = (5.5, marks.plane + 4 - s.nose_height * 0.45, -3.0)
    face.add(Capsule((3.5, top[1], top[2]), end, 2.4, 1.6), 1, both=True)
    face.add(Ellipsoid((0, front + 40, marks.mouth + 16), (22, 31, 3.2)), 3)  # hard palate
    _add_arch(face, marks, marks.mouth + 11, 5.2)


def _add_arch(face: Surface, marks: Marks, level: float, radius: float) -> None:
    row = _arch(marks)
    for near, far in pairwise(row):
        face.add(Capsule((*near, level), (*far, level), radius), 2, both=True)


def _arch(marks: Marks) -> list[tuple[float, float]]:
    y = marks.plane + 11.5
    return [(1.5, y), (9.5, y + 3.0), (17.0, y + 11.0), (22.0, y + 24.0), (24.5, y + 36.0)]


def _add_jaw(face: Surface, marks: Marks) -> None:
    s, low = marks.shape, marks.low
    gonion = (s.jaw_width / 2 - 11, -9.0, low * 0.60)
    side = (26.0, marks.front + 37, low + 22)
    chin = (6.0, marks.front + 15.0 - s.chin, low + 15)
    face.add(Capsule((0, chin[1], chin[2]), side, 7.5, 6), 3, both=True)
    face.add(Capsule(side, gonion, 6.5, 5.5), 3, both=True)
    face.add(Capsule(gonion, (s.face_width / 2 - 19, -8, -6), 5.5, 5), 3, both=True)
    face.add(Capsule(gonion, (s.face_width / 2 - 21, -30, -16), 5.5, 3), 3, both=True)
    _add_arch(face, marks, marks.mouth - 13, 5.0)


def _add_base(face: Surface) -> None:
    face.add(Ellipsoid((0, -30, -4), (18, 16, 12)), 2)  # sphenoid
    face.add(Capsule((0, -18, -4), (0, 2, -26), 9, 6), 4)  # clivus
    face.add(Capsule((14, 0, -8), (54, 17, -6), 6.5, 9), 3, both=True)  # petrous part
    face.add(Capsule((54, 18, -8), (52, 20, -30), 11, 6), 4, both=True)  # mastoid
    face.add(Capsule((18, -34, -10), (20, -38, -36), 3, 2.2), 3, both=True)  # pterygoid
    face.add(Capsule((22, -44, 6), (56, -40, 20), 3, 3), 3, both=True)  # greater wing


def _add_neck(face: Surface, marks: Marks) -> None:
    for number in range(7):
        z = -38.0 - 18.5 * number
        y = 3.0 + 1.2 * number
        face.add(Capsule((-4, y, z - 2.5), (4, y, z - 2.5), 6.6), 0)
        face.add(Capsule((-4, y, z + 2.5), (4, y, z + 2.5), 6.6), 0)
        face.add(Capsule((12, y + 8, z), (19, y + 10, z - 1), 6, 5), 2, both=True)
        face.add(Capsule((17, y + 16, z - 2), (0, y + 30, z - 5), 3.6, 3.6), 3, both=True)
        face.add(Capsule((0, y + 30, z - 5), (0, y + 44, z - 9), 3.6, 4), 2)
    face.add(
        Capsule((0, -34, marks.low - 6), (17, -14, marks.low - 2), 3, 2.4), 2, both=True
    )  # hyoid


def _paint_teeth(painter: Painter, marks: Marks) -> None:
    row = _arch(marks)
    for near, far in pairwise(row):
        for part in (0.22, 0.78):
            x, y = (a + (b - a) * part for a, b in zip(near, far, strict=True))
            wide = 3.1 if y < row[2][1] else 4.2
            for up in (1, -1):
                root: Place = (x, y + 1.0, marks.mouth + up * 9.5)
                crown: Place = (x, y - 0.6 * up, marks.mouth + up * 3.2)
                painter.solid("tooth", Capsule(root, crown, 1.6, wide), both=True)
