"""How certain it is that the template lies where the head is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from dcmteach.pixels.deface_align import Alignment
    from dcmteach.pixels.deface_cut import Cut
    from dcmteach.pixels.deface_work import Head

__all__ = ["brain_told", "confidence", "signs"]

_RANGES = {  # from where a sign is bad to where it is good
    "likeness": (0.05, 0.085),
    "backwards": (1.15, 0.95),
    "outline": (0.55, 0.8),
    "brain": (0.45, 0.75),
    "brain size": (2.0, 1.5),
    "front": (0.35, 0.65),
    "size": (1.4, 1.25),
    "angle": (50.0, 40.0),
    "seen": (0.2, 0.35),
}
_AGAINST = {
    "likeness": "it has too little in common with a head",
    "backwards": "it seems to face the other way than its header says",
    "outline": "its outline is not that of a head",
    "brain": "its brain is not where a head has it",
    "front": "its front is not that of a face",
    "size": "it would be of an unusual size",
    "angle": "it would be turned too far",
    "seen": "too little of a head is in view",
}
_NONE = 99.0  # the factor by which anything is larger than nothing
_ALIKE = 0.12  # so much in common has nothing but a head in its place
_AROUND = 20.0  # mm around the face, air in front of it included


def signs(head: Head, found: Alignment, cut: Cut) -> dict[str, float]:
    """Measure what tells a good fit from a bad one.

    Returns
    -------
    dict of str to float
        ``likeness``; ``outline``, how the template's head and this one overlap (Dice) within the
        field of view; ``brain``, how the two brains do; ``brain size``, by what factor one is
        larger than the other; ``front``, how the two heads do around the face;
        ``size``, by what factor the head's size is unusual; ``seen``, how much of the
        template lies in the field of view.
    """
    itk = head.itk
    grid = cut.maps["head"]

    def there(image: Any) -> Any:
        near = itk.Resample(image, grid, itk.Transform(), itk.sitkNearestNeighbor, 0)
        return itk.GetArrayViewFromImage(near) > 0

    inside = there(head.inside)
    reach = itk.GetArrayViewFromImage(cut.maps["head"]) > 0.5
    upper = np.zeros_like(reach)
    brain = itk.GetArrayViewFromImage(cut.maps["brain"]) > 0.5
    rows = np.nonzero(brain.any(axis=(1, 2)))[0]
    if len(rows):
        upper[int(rows.max() - 100 / grid.GetSpacing()[2]) :] = True
    mine = itk.GetArrayViewFromImage(cut.brain) > 0
    brains, factor = _alike(brain & inside & upper, mine & upper)
    sizes = np.array(found.sizes)
    tissue = there(head.fine > head.skin)
    around = _near(itk, cut.maps["face"], _AROUND) & inside & ~mine
    return {
        "likeness": found.likeness,
        "outline": _dice(reach & inside & upper, there(head.mask) & inside & upper),
        "brain": brains,
        "brain size": factor,
        "front": _dice(reach & around, tissue & around) if around.any() else 0.0,
        "size": float(np.exp(np.abs(np.log(sizes)).max())),
        "seen": found.seen,
    }


def _near(itk: Any, image: Any, reach: float) -> Any:
    """Tell what lies near where a map is above half, in mm."""
    solid = image > 0.5
    if not itk.GetArrayViewFromImage(solid).any():
        return itk.GetArrayViewFromImage(solid) > 0
    away = itk.SignedMaurerDistanceMap(solid, False, False, True)
    return itk.GetArrayViewFromImage(away) < reach


def _dice(one: Any, other: Any) -> float:
    total = int(one.sum() + other.sum())
    return float(2 * (one & other).sum() / total) if total else 0.0


def _alike(one: Any, other: Any) -> tuple[float, float]:
    """Return how two things overlap (Dice), and by what factor one is larger than the other."""
    sizes = sorted((int(one.sum()), int(other.sum())))
    return _dice(one, other), sizes[1] / sizes[0] if sizes[0] else _NONE


def brain_told(head: Head, cut: Cut) -> bool:
    """Tell whether the estimate of the brain is good enough to count what was cut of it.

    It is if the template's brain, laid over the head, agrees: neither knows of the other.
    """
    itk = head.itk
    brain = itk.GetArrayViewFromImage(cut.maps["brain"]) > 0.5
    near = itk.Resample(head.inside, cut.maps["head"], itk.Transform(), itk.sitkNearestNeighbor, 0)
    seen = brain & (itk.GetArrayViewFromImage(near) > 0)
    dice, factor = _alike(seen, itk.GetArrayViewFromImage(cut.brain) > 0)
    return dice >= _RANGES["brain"][1] and factor <= _RANGES["brain size"][1]


def confidence(head: Head, found: Alignment, cut: Cut) -> tuple[float, str]:
    """Return the confidence, from 0 to 1, and what speaks most against it."""
    seen = signs(head, found, cut)
    seen["angle"] = max(abs(angle) for angle in found.angles)
    seen["backwards"] = found.backwards / max(found.likeness, 1e-6)
    if head.ct:  # what holds the head lies around it
        del seen["outline"]
    marks = {name: _mark(seen[name], *_RANGES[name]) for name in _RANGES if name in seen}
    marks["brain"] = min(marks["brain"], marks.pop("brain size"))
    others = [mark for name, mark in marks.items() if name != "brain"]
    if found.likeness >= _ALIKE and min(others) > 0.9:  # noise hides a brain's edge alone
        marks["brain"] = max(marks["brain"], 0.6)
    worst = min(marks, key=lambda name: marks[name])
    return float(np.prod(list(marks.values()))), _AGAINST[worst]


def _mark(value: float, bad: float, good: float) -> float:
    return float(np.clip((value - bad) / (good - bad), 0.0, 1.0))
