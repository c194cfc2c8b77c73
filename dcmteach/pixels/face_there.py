"""Does a scan hold a face at all? A test of its own, before anything is removed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dcmteach.pixels.face_there_signs import Signs
    from dcmteach.pixels.render_surface import Surface

__all__ = ["FaceThere", "has_face"]

_LIKE, _HIGH = 0.72, 0.45  # surely a face: what all faces share, and how high it stands
_LIKE_ASIDE = 0.66  # in another direction than the front
_LIKE_LOW, _HIGH_LOW = 0.52, 0.4  # perhaps one, if nothing is torn
_LIKE_TORN = 0.58  # perhaps one, even if something is torn
_NOSE = 12.0  # mm before the cheeks, at least
_TORN = 0.12  # share of the place of a face that is torn or missing, at most, if it is whole
_HOLES = 0.12  # of it, at most, in any face
_SHARP = 0.57  # of the forehead's: less is blurred
_CUT = 0.15  # of it, at least, if the face was taken out
_FLAT, _BEHIND = 6.0, 10.0  # mm: no nose, so far behind the forehead: taken out
_SHORT = 95.0  # mm from the crown down: less ends above the brows
_SHORT_LONG = 0.52  # of the head's length from front to back: the same, for small heads
_NEAR = 140.0  # mm from the crown down: less ends near the eyes
_SLAB = 170.0  # mm: less, without the crown, may be anything of a head
_WIDE = 240.0  # mm: wider is a trunk


@dataclass(frozen=True)
class FaceThere:
    """Whether there is a face, and how that was seen.

    Parameters
    ----------
    present : bool
        The answer; also that of ``bool()``. In doubt it is True.
    reason : str
        Why, in a sentence.
    confidence : float
        From 0 to 1, in the answer.
    parts : Mapping of str to bool
        What of a face was seen: ``nose``, ``eyes``, ``mouth``.
    kind : str
        ``"face"``, ``"doubtful"``, or what there is instead: ``"nothing"``, ``"thin"``,
        ``"stripped"``, ``"trunk"``, ``"cropped"``, ``"defaced"``, ``"blurred"``.
    """

    present: bool
    reason: str
    confidence: float
    parts: Mapping[str, bool] = field(default_factory=dict)
    kind: str = "face"

    def __bool__(self) -> bool:
        return self.present

    def __str__(self) -> str:
        return f"{'face' if self.present else 'no face'} ({self.confidence:.0%}): {self.reason}"


def has_face(volume: Any) -> FaceThere:
    """Tell whether a scan holds a face that could be recognised.

    The surface is searched for what all faces share (a nose between two hollows), in every
    direction within 30 degrees of the patient's front. Then it is looked at for what only a cut
    leaves: jumps, holes, a missing nose, skin less sharp than the forehead's.

    Parameters
    ----------
    volume : Volume, SimpleITK.Image or Surface
        The scan.

    Returns
    -------
    FaceThere
        In doubt the answer is yes, with a low confidence.

    Raises
    ------
    DcmteachError
        If SimpleITK is not installed, or this is no volume of three dimensions.
    """
    from dcmteach.pixels.render_surface import surface

    skin = surface(volume)
    found = _judged(skin)
    if found.present or found.kind in {"nothing", "blurred"} or volume is skin:
        return found
    return _by_other_levels(volume, skin.threshold) or found


def _by_other_levels(volume: Any, level: float) -> FaceThere | None:
    """Look whether another value that parts air from tissue shows what this one hid."""
    from dcmteach.pixels.render_surface import surface
    from dcmteach.pixels.render_threshold import other_levels

    for other in other_levels(volume, level):
        found = _judged(surface(volume, threshold=other))
        if found.kind == "face":
            why = (
                f"A face is seen if {other:.4g} parts air from tissue, although {level:.4g} shows "
                "none. Look at it with render_face()."
            )
            return FaceThere(True, why, 0.45, found.parts, "doubtful")
    return None


def _judged(skin: Surface) -> FaceThere:
    """Judge one surface."""
    from dcmteach.pixels.face_there_body import body
    from dcmteach.pixels.face_there_signs import measure
    from dcmteach.pixels.relief_frame import find_frames

    if skin.empty:
        return FaceThere(False, "There is nothing but air.", 0.99, kind="nothing")
    shape = body(skin)
    if shape.thick < 0.25:
        return FaceThere(
            False,
            "There are only thin structures, such as vessels; there is no skin.",
            0.95,
            kind="thin",
        )
    first: Signs | None = None
    for frame in find_frames(skin):
        signs = measure(skin, frame)
        found = _face(signs)
        if found is not None and (first is None or found.present):
            return found
        first = first or signs
    assert first is not None
    return _without(skin, first, shape)


def _face(signs: Signs) -> FaceThere | None:
    """Say what face the signs tell of, if they do."""
    parts = _parts(signs)
    nose = math.isnan(signs.nose) or signs.nose >= _NOSE
    sure = signs.likeness >= _LIKE and signs.height >= _HIGH and signs.missing <= _HOLES and nose
    whole = signs.torn + signs.missing <= _TORN
    maybe = signs.likeness >= _LIKE_LOW and signs.height >= _HIGH_LOW and nose and whole
    if (sure or maybe) and signs.sharp < _SHARP:
        return FaceThere(
            False,
            f"The face was blurred already: its skin is {signs.sharp:.0%} as sharp as that of "
            "the forehead. What is left of it may still be recognised.",
            min(0.9, 0.5 + _SHARP - signs.sharp),
            parts,
            "blurred",
        )
    if sure:
        told = " and ".join(name for name, seen in parts.items() if seen) or "eyes"
        return FaceThere(
            True,
            f"The surface looks like a face ({told} seen; likeness {signs.likeness:.2f}).",
            min(0.99, 0.75 + (signs.likeness - _LIKE)),
            parts,
        )
    if maybe:
        return FaceThere(
            True,
            "The surface has a nose and nothing is torn, although it is not much like a face "
            f"(likeness {signs.likeness:.2f}).",
            0.5,
            parts,
            "doubtful",
        )
    return None


def _parts(signs: Signs) -> dict[str, bool]:
    return {
        "nose": not math.isnan(signs.nose) and signs.nose >= _NOSE,
        "eyes": signs.likeness >= _LIKE_LOW,
        "mouth": signs.seen >= 0.95,
    }


def _without(skin: Surface, signs: Signs, seen: Any) -> FaceThere:
    """Say what there is instead of a face."""
    if seen.free and seen.tall < 185.0:
        return FaceThere(
            False,
            "What was scanned ends within the field of view and has no skin of a face: a brain "
            "without its skull.",
            0.9,
            kind="stripped",
        )
    if seen.wide > _WIDE and seen.head_above:
        return _doubt("Above the shoulders, the lower part of a head is seen", 0.35)
    if seen.wide > _WIDE:
        return FaceThere(
            False,
            f"This is no head: it is {seen.wide:.0f} mm wide where it is widest, and nothing "
            "in front is like a face.",
            0.9,
            kind="trunk",
        )
    from dcmteach.pixels.face_there_body import elsewhere

    other = elsewhere(skin)
    if other is not None and other.likeness >= _LIKE_ASIDE and other.height >= _HIGH:
        return FaceThere(
            True,
            "There is a face, but it does not look to the patient's front: the orientation that "
            "the header gives is wrong.",
            0.45,
            {"nose": True, "eyes": True},
            "doubtful",
        )
    if seen.crown and seen.tall < min(_SHORT, _SHORT_LONG * seen.long):
        return FaceThere(
            False,
            f"The field of view ends above the eyes: it holds {seen.tall:.0f} mm below the crown.",
            0.85,
            kind="cropped",
        )
    if seen.crown and seen.tall < _NEAR:
        return _doubt("The field of view ends near the eyes; the brows may be in it", 0.4)
    if seen.cut_front:
        return _doubt("The field of view cuts off what is foremost; behind it may be a face", 0.4)
    if not seen.crown and seen.tall < _SLAB:
        return _doubt("Only a slab of a head was scanned; it may hold the lower face", 0.35)
    cut = signs.torn + signs.missing
    if signs.likeness >= _LIKE_TORN and signs.height >= _HIGH_LOW and signs.nose >= _NOSE:
        return _doubt(f"The surface is torn ({cut:.0%}), but there is something like a face", 0.35)
    if cut >= _CUT:
        return FaceThere(
            False,
            "There is a head, but its face was removed already: where it should be, the surface "
            f"is torn or missing ({cut:.0%}).",
            min(0.9, 0.6 + cut),
            kind="defaced",
        )
    if signs.nose < _FLAT and signs.step > _BEHIND and signs.likeness < _LIKE_LOW:
        return FaceThere(
            False,
            "There is a head, but its face was removed already: where it should be, the surface "
            f"is flat, {signs.step:.0f} mm behind the forehead.",
            0.75,
            kind="defaced",
        )
    return _doubt("No clear face was found, but nothing shows that it was taken out", 0.3)


def _doubt(why: str, confidence: float) -> FaceThere:
    return FaceThere(True, f"{why}. Look at it with render_face().", confidence, kind="doubtful")
