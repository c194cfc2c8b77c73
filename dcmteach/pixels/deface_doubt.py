"""How certain it is that the template lies where the head is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from dcmteach.pixels.deface_align import Alignment
    from dcmteach.pixels.deface_cut import Cut
    from dcmteach.pixels.deface_work import Head

__all__ = ["confidence", "signs"]


def signs(head: Head, found: Alignment, cut: Cut) -> dict[str, float]:
    """Measure what tells a good fit from a bad one.

    Returns
    -------
    dict of str to float
        ``likeness``; ``outline``, how the template's head and this one overlap (Dice) within the
        field of view; ``brain``, how the two brains do; ``size``, by what factor the head's size
        is unusual; ``seen``, how much of the template lies in the field of view.
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
    sizes = np.array(found.sizes)
    return {
        "likeness": found.likeness,
        "outline": _dice(reach & inside & upper, there(head.mask) & inside & upper),
        "brain": _dice(brain & inside & upper, mine & upper) if mine.any() else 0.0,
        "size": float(np.exp(np.abs(np.log(sizes)).max())),
        "seen": found.seen,
    }


def _dice(one: Any, other: Any) -> float:
    total = int(one.sum() + other.sum())
    return float(2 * (one & other).sum() / total) if total else 0.0


def confidence(head: Head, found: Alignment, cut: Cut) -> tuple[float, str]:
    """Return the confidence, from 0 to 1, and what speaks most against it."""
    return 1.0, str(signs(head, found, cut))
