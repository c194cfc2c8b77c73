"""What makes one artificial head differ from another: some two dozen lengths, drawn by seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from dcmteach.errors import DcmteachError
from dcmteach.synth.person import invent_person
from dcmteach.synth.stream import Stream

__all__ = ["HeadShape", "draw_shape"]


@dataclass(frozen=True, slots=True)
class HeadShape:
    """Lengths of a head in mm, unless said otherwise; the defaults are those of an average adult.

    Parameters
    ----------
    length, width, height : float
        Half axes of the cranium.
    forehead : float
        How far the forehead leans back at its top.
    brow, cheekbone, cheek : float
        How far they stand out, beyond the average.
    face_width, jaw_width : float
        Between the cheekbones, and between the angles of the jaw.
    face_length : float
        From the root of the nose to the chin.
    eye_distance, eye_depth : float
        Between the pupils; how deep they lie, beyond the average.
    eye_slant : float
        By how much the outer corner is higher than the inner.
    nose_length, nose_width, nose_height : float
        From root to base; across the wings; how far the tip stands out.
    nose_bridge, nose_tilt, nose_hump : float
        How high the root stands; how far the tip points up; how far the middle stands out.
    lip, mouth_width : float
        Fullness of the lips as a factor; from corner to corner.
    chin, chin_width : float
        How far it stands out, beyond the average; half its width.
    ear_size, ear_angle : float
        Length of the ear; how far it stands off, in degrees.
    neck : float
        Its radius.
    lean : float
        How far the nose leans to the left, and the chin half as far.
    skew : float
        By what part the left side is wider than the right.
    age : float
        0 young to 1 old: folds beside the mouth and below the eyes.
    """

    length: float = 95.0
    width: float = 75.5
    height: float = 85.0
    forehead: float = 0.0
    brow: float = 0.0
    cheekbone: float = 0.0
    cheek: float = 0.0
    face_width: float = 138.0
    jaw_width: float = 107.0
    face_length: float = 118.0
    eye_distance: float = 63.0
    eye_depth: float = 0.0
    eye_slant: float = 0.5
    nose_length: float = 50.0
    nose_width: float = 35.0
    nose_height: float = 20.0
    nose_bridge: float = 0.0
    nose_tilt: float = 0.0
    nose_hump: float = 0.0
    lip: float = 1.0
    mouth_width: float = 50.0
    chin: float = 0.0
    chin_width: float = 13.0
    ear_size: float = 62.0
    ear_angle: float = 27.0
    neck: float = 51.0
    lean: float = 0.0
    skew: float = 0.0
    age: float = 0.4


_SPREAD = {
    "length": 3.8, "width": 3.0, "height": 3.0, "forehead": 2.5, "brow": 1.5, "cheekbone": 1.9,
    "cheek": 3.2, "face_width": 4.6, "jaw_width": 6.5, "face_length": 6.0, "eye_distance": 3.0,
    "eye_depth": 1.3, "eye_slant": 1.1, "nose_length": 3.8, "nose_width": 3.4,
    "nose_height": 2.6, "nose_bridge": 1.6, "nose_tilt": 2.6, "nose_hump": 1.3, "lip": 0.2,
    "mouth_width": 3.8, "chin": 2.8, "chin_width": 2.6, "ear_size": 4.5, "ear_angle": 7.0,
    "neck": 3.5, "lean": 0.9, "skew": 0.008, "age": 0.27,
}  # fmt: skip

_WOMEN = {
    "length": -3.0, "width": -2.0, "height": -2.5, "forehead": -1.5, "brow": -2.2,
    "cheekbone": 0.6, "cheek": 0.6, "face_width": -6.0, "jaw_width": -9.0, "face_length": -7.0,
    "eye_distance": -1.2, "nose_length": -2.2, "nose_width": -2.2, "nose_height": -1.6,
    "nose_bridge": -0.6, "nose_tilt": 1.2, "nose_hump": -0.5, "lip": 0.16, "mouth_width": -2.0,
    "chin": -1.0, "chin_width": -2.0, "ear_size": -3.0, "neck": -5.5, "age": -0.06,
}  # fmt: skip
"""By how much they differ from `HeadShape`'s defaults, in the mean; men differ the other way."""


def draw_shape(seed: int, change: HeadShape | Mapping[str, float] | None = None) -> HeadShape:
    """Draw the shape of a head.

    Parameters
    ----------
    seed : int
        Whose.
    change : HeadShape or mapping, optional
        The whole shape, or some of its lengths by name, instead of those drawn.

    Raises
    ------
    DcmteachError
        If there is no length of that name.
    """
    if isinstance(change, HeadShape):
        return change
    draw = Stream("head", seed, "shape")
    side = 1 if invent_person("head", seed).sex == "F" else -1
    drawn: dict[str, float] = {}
    for field in fields(HeadShape):
        normal = sum(draw.uniform(-1, 1) for _ in range(3))  # within ±3, deviation 1
        mean = field.default + side * 0.5 * _WOMEN.get(field.name, 0.0)  # type: ignore[operator]
        drawn[field.name] = mean + _SPREAD[field.name] * normal
    drawn["age"] = min(max(drawn["age"], 0.0), 1.0)
    for name in change or {}:
        if name not in drawn:
            known = ", ".join(drawn)
            raise DcmteachError(f"A head has no length named {name!r}. It has: {known}.")
    return replace(HeadShape(**drawn), **dict(change or {}))
