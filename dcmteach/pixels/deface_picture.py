"""A picture of a head before and after its face was taken out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.deface_report import Defaced

__all__ = ["draw"]

_VIEWS = ("front", "three-quarter", "left")
_SIDE = 192  # pixels
_GAP = 4


def draw(made: Defaced, path: Path) -> Path:
    """Write the picture as a PNG.

    Parameters
    ----------
    made : Defaced
        What to show.
    path : Path
        Where; no file of that name may be there.
    """
    from dcmteach.pixels.render_threshold import surface_threshold

    threshold = surface_threshold(made.before)
    rows = [_row(volume, made, threshold) for volume in (made.before, made.volume)]
    sheet = np.concatenate([rows[0], np.full((_GAP, rows[0].shape[1]), 255, np.uint8), rows[1]])
    from dcmteach.pixels.render import Portrait

    return Path(
        Portrait(sheet, np.zeros_like(sheet, np.float32), 0.0, (0.0, 0.0), 1.0, "").save(path)
    )


def _row(volume: Any, made: Defaced, threshold: float) -> NDArray[np.uint8]:
    from dcmteach.pixels.render import render_face

    pictures = []
    for view in _VIEWS:
        shown = render_face(volume, view=view, size=_SIDE, threshold=threshold)
        pictures.append(shown.pixels)
    pictures.append(_slice(volume.image, made))
    gap = np.full((_SIDE, _GAP), 255, np.uint8)
    return np.concatenate([part for one in pictures for part in (one, gap)][:-1], axis=1)


def _slice(image: Any, made: Defaced) -> NDArray[np.uint8]:
    """Return the slice through the middle of what was changed, seen from the patient's left."""
    from dcmteach.pixels.deface_work import on_grid

    grid = on_grid(image, 1.5)
    from dcmteach.pixels.volume_need import simple_itk

    itk = simple_itk()
    # Copies: a view does not keep the image alive that it looks into.
    mask = itk.GetArrayFromImage(
        itk.Resample(made.mask, grid, itk.Transform(), itk.sitkNearestNeighbor, 0)
    )
    where = np.nonzero(mask.any(axis=(0, 1)))[0]
    column = int(np.median(where)) if len(where) else mask.shape[2] // 2
    before = itk.GetArrayFromImage(on_grid(made.before.image, 1.5))
    low, high = np.percentile(before, [2, 99])
    plane = itk.GetArrayFromImage(grid)[::-1, :, column]
    grey = (np.clip((plane - low) / max(high - low, 1e-6), 0, 1) * 255).astype(np.uint8)
    side = max(grey.shape)
    square = np.zeros((side, side), np.uint8)
    top, left = ((side - length) // 2 for length in grey.shape)
    square[top : top + grey.shape[0], left : left + grey.shape[1]] = grey
    pick = (np.arange(_SIDE) * side // _SIDE).astype(int)
    return square[np.ix_(pick, pick)]
