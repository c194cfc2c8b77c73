"""Heads, and volumes without a face, put together as SimpleITK images."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import SimpleITK as sitk

from dcmteach.errors import DcmteachError
from dcmteach.synth.head import Head
from dcmteach.synth.head_draw import draw
from dcmteach.synth.head_grid import Grid, make_grid
from dcmteach.synth.head_not import CHEST_SPACING, KINDS, draw_chest, draw_vessels, strip
from dcmteach.synth.head_shape import HeadShape, draw_shape
from dcmteach.synth.head_skin import Marks
from dcmteach.synth.head_solids import Points
from dcmteach.synth.thorax import FIELD

__all__ = ["make_head", "make_not_a_head"]


def make_head(
    seed: int, *, modality: str, spacing: float | tuple[float, float, float],
    shape: HeadShape | Mapping[str, float] | None, turn: tuple[float, float, float],
    noise: float, bias: float, crop: str | None, orientation: str,
) -> Head:  # fmt: skip
    """Make a head; see `dcmteach.synth.head`."""
    own = draw_shape(seed, shape)
    marks = Marks(own)
    grid = make_grid(marks, spacing=spacing, turn=turn, crop=crop, orientation=orientation)
    values, masks = draw(grid, marks, modality=modality, seed=seed, noise=noise, bias=bias)
    return Head(
        image=_image(values, grid),
        parts={name: _image(mask, grid) for name, mask in masks.items()},
        seed=seed,
        modality=modality,
        shape=own,
    )


def make_not_a_head(kind: str, seed: int, *, modality: str, spacing: float) -> Any:
    """Make a volume without a face; see `dcmteach.synth.not_a_head`."""
    if kind not in KINDS:
        raise DcmteachError(f"There is no {kind!r} to make, only: {', '.join(KINDS)}.")
    if kind == "chest":
        image: Any = sitk.GetImageFromArray(np.rint(draw_chest(seed)).astype(np.int16))
        image.SetSpacing(CHEST_SPACING)
        image.SetOrigin((-FIELD / 2, -FIELD / 2, -90.0))
        return image
    marks = Marks(draw_shape(seed))
    grid = make_grid(marks, spacing=spacing, turn=(0.0, 0.0, 0.0), crop=None, orientation="axial")
    if kind == "vessels":
        columns, rows, slices = grid.size
        return _image(draw_vessels(Points((slices, rows, columns), *grid.in_head()), seed), grid)
    values, masks = draw(grid, marks, modality=modality, seed=seed, noise=1.0, bias=1.0)
    return _image(strip(kind, values, masks, modality, seed), grid)


def _image(array: Any, grid: Grid) -> Any:
    if array.dtype == bool:
        array = array.astype(np.uint8)
    else:
        array = np.rint(array).clip(-32768, 32767).astype(np.int16)
    image: Any = sitk.GetImageFromArray(array)
    image.SetSpacing(grid.spacing)
    image.SetOrigin([float(value) for value in grid.origin])
    image.SetDirection([float(value) for value in grid.direction.ravel()])
    return image
