"""The answer key of an artificial head: which voxels are face, nose, eyes, mouth, ears, brain …"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dcmteach.synth.head_brain import Brain
from dcmteach.synth.head_ear import Ear
from dcmteach.synth.head_paint import TISSUES, Painter
from dcmteach.synth.head_skin import Marks
from dcmteach.synth.head_solids import Ellipsoid, Field, Points

__all__ = ["PARTS", "parts_of"]

PARTS = ("head", "skin", "skull", "brain", "face", "face_shell", "nose", "eyes", "mouth", "ears")

Mask = NDArray[np.bool_]


def parts_of(painter: Painter, marks: Marks, skin: Field, brain: Brain) -> dict[str, Mask]:
    """Return the mask of each of `PARTS`.

    The face is all of the head below the eyebrows that lies in front of a surface just behind the
    balls of the eyes, but for the brain and what is within 4 mm of it; its shell is what of it is
    within 8 mm of the skin. Nose, eyes, mouth belong to the face, the ears do not.
    """
    p = painter.points
    head = skin < 0
    near: Field = np.full(p.shape, 12, dtype=np.float32)
    part = p.window(*brain.whole.box)
    if part is not None:
        near[part] = brain.whole.at(p.x[part], p.y[part], p.z[part])
    solid = np.isin(painter.labels, [TISSUES.index(name) for name in ("bone", "marrow", "tooth")])
    inside = (near < 0) & head & ~solid
    face = head & (_front(p, marks) < 0) & (near > 4)
    ears = head & _ears(p, marks)
    return {
        "head": head,
        "skin": head & (skin > -2.5),
        "skull": solid & head,
        "brain": inside,
        "face": face & ~ears,
        "face_shell": face & ~ears & (skin > -8),
        "nose": face & _nose(p, marks),
        "eyes": face & _eyes(p, marks),
        "mouth": face & _mouth(p, marks),
        "ears": ears,
    }


def _front(p: Points, marks: Marks) -> Field:
    """Return how far a place lies behind the surface that bounds the face."""
    eye = np.float32(marks.eye[1] + 14)
    rise = np.clip((p.z - np.float32(18)) * np.float32(1 / 16), 0, 1)
    back = eye - np.float32(22) * rise
    return np.asarray(np.maximum(p.y - back, p.z - 35))


def _nose(p: Points, marks: Marks) -> Mask:
    s = marks.shape
    fall = (np.float32(marks.root) - p.z) / np.float32(
        s.nose_length
    )  # 0 at the root, 1 at the base
    wide = np.float32(7) + np.clip(fall, 0, 1) * np.float32(s.nose_width / 2 - 5)
    deep = p.y < np.float32(marks.plane + 9) - 4 * np.clip(fall, 0, 1)
    return np.asarray((fall > 0.05) & (fall < 1.03) & (np.abs(p.x) < wide) & deep)


def _eyes(p: Points, marks: Marks) -> Mask:
    ex, ey, ez = marks.eye
    ball = Ellipsoid((ex, ey, ez), (15.5, 15.5, 13.5))
    return np.asarray(ball.distance(np.abs(p.x), p.y, p.z) < 0)


def _mouth(p: Points, marks: Marks) -> Mask:
    s = marks.shape
    lips = Ellipsoid((0, marks.plane + 3, marks.mouth), (s.mouth_width / 2 + 3, 14, 11))
    return np.asarray(lips.distance(p.x, p.y, p.z) < 0)


def _ears(p: Points, marks: Marks) -> Mask:
    ear = Ear(marks.shape)
    low, high = ear.box
    mask: Mask = np.zeros(p.shape, dtype=bool)
    for side in (1, -1):
        ends = sorted((side * low[0], side * high[0]))
        part = p.window(
            (ends[0] - 4, low[1] - 4, low[2] - 4), (ends[1] + 4, high[1] + 4, high[2] + 4)
        )
        if part is None:
            continue
        x, y, z = side * p.x[part], p.y[part], p.z[part]
        near = (ear.distance(x, y, z) < 3.0) & (x > np.float32(marks.shape.width * 0.9))
        mask[part] |= near
    return mask
