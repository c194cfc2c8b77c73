"""What makes one artificial head differ from another: some two dozen lengths, drawn by seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from dcmteach.errors import DcmteachError
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
    width: float = 75.0
    height: float = 88.0
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
    neck: float = 55.0
    lean: float = 0.0
    skew: float = 0.0
    age: float = 0.4


_SPREAD = {
    "length": 4.0, "width": 3.2, "height": 3.2, "forehead": 2.5, "brow": 1.5, "cheekbone": 1.8,
    "cheek": 2.6, "face_width": 5.0, "jaw_width": 6.5, "face_length": 6.5, "eye_distance": 3.0,
    "eye_depth": 1.3, "eye_slant": 1.0, "nose_length": 3.6, "nose_width": 3.2,
    "nose_height": 2.3, "nose_bridge": 1.4, "nose_tilt": 2.4, "nose_hump": 1.1, "lip": 0.2,
    "mouth_width": 3.6, "chin": 2.6, "chin_width": 2.2, "ear_size": 4.5, "ear_angle": 6.0,
    "neck": 4.0, "lean": 0.9, "skew": 0.008, "age": 0.25,
}  # fmt: skip


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
    drawn: dict[str, float] = {}
    for field in fields(HeadShape):
        normal = sum(draw.uniform(-1, 1) for _ in range(3))  # within ±3, deviation 1
        drawn[field.name] = field.default + _SPREAD[field.name] * normal  # type: ignore[operator]
    drawn["age"] = min(max(drawn["age"], 0.0), 1.0)
    for name in change or {}:
        if name not in drawn:
            known = ", ".join(drawn)
            raise DcmteachError(f"A head has no length named {name!r}. It has: {known}.")
    return replace(HeadShape(**drawn), **dict(change or {}))
