"""Drawing an artificial head: tissue, then what the scanner adds to it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dcmteach.synth.head_bones import paint_bones
from dcmteach.synth.head_brain import Brain
from dcmteach.synth.head_grid import Grid
from dcmteach.synth.head_inside import Soft, paint_airways, paint_eyes, paint_soft
from dcmteach.synth.head_noise import grain
from dcmteach.synth.head_paint import Painter
from dcmteach.synth.head_parts import PARTS, parts_of
from dcmteach.synth.head_skin import Marks, build_skin
from dcmteach.synth.head_solids import Field, Points
from dcmteach.synth.stream import Stream

__all__ = ["NOISE", "draw"]

NOISE = {"CT": 9.0, "T1": 11.0, "T2": 13.0, "PET": 130.0}
"""Standard deviation of the noise, in the units of the image."""

_VOXELS = 1_900_000
"""How many are worked on at a time, which bounds the memory that is taken."""

_THICK = 2.6
"""Slices thicker than this, in mm, are drawn as the mean of thinner ones."""


def draw(
    grid: Grid, marks: Marks, *, modality: str, seed: int, noise: float, bias: float
) -> tuple[Field, dict[str, NDArray[np.bool_]]]:
    """Draw a head.

    Returns
    -------
    image : ndarray of float32, shape (slices, rows, columns)
        HU for CT, Bq/ml for PET, else a signal from 0 to about 1200.
    parts : dict of str to ndarray of bool
        The masks of `PARTS`.
    """
    columns, rows, slices = grid.size
    image: Field = np.empty((slices, rows, columns), dtype=np.float32)
    parts = {name: np.zeros(image.shape, dtype=bool) for name in PARTS}
    brain, soft = Brain(marks, seed), Soft(seed)
    for first, last in _slabs(grid):
        signal, masks = _slab(grid, marks, brain, soft, modality, first, last)
        image[first:last] = signal
        for name, mask in masks.items():
            parts[name][first:last] = mask
    return _scan(image, grid, modality, seed, noise, bias), parts


def _slabs(grid: Grid) -> Iterator[tuple[int, int]]:
    columns, rows, slices = grid.size
    step = max(1, _VOXELS // (columns * rows * _split(grid)))
    for first in range(0, slices, step):
        yield first, min(first + step, slices)


def _split(grid: Grid) -> int:
    return max(1, round(grid.spacing[2] / _THICK))


def _slab(
    grid: Grid, marks: Marks, brain: Brain, soft: Soft, modality: str, first: int, last: int
) -> tuple[Field, dict[str, NDArray[np.bool_]]]:
    split = _split(grid)
    matrix, corner = grid.in_head(split=split, first=first * split)
    shape = ((last - first) * split, grid.size[1], grid.size[0])
    points = Points(shape, matrix, corner)
    points.bend(lean=marks.shape.lean, skew=marks.shape.skew)
    painter = Painter(points, modality)
    skin = build_skin(points, marks).distance
    soft.ripple(points, skin)
    paint_soft(painter, marks, skin, soft.strands)
    paint_bones(painter, marks, skin)
    paint_airways(painter, marks, skin)
    paint_eyes(painter, marks, skin)
    brain.paint(painter)
    parts = parts_of(painter, marks, skin, brain)
    if split == 1:
        return painter.image, parts
    image = painter.image.reshape(last - first, split, *shape[1:]).mean(axis=1)
    return image, {name: mask[split // 2 :: split] for name, mask in parts.items()}


def _scan(image: Field, grid: Grid, modality: str, seed: int, noise: float, bias: float) -> Field:
    stream = Stream("head", seed, modality, "grain")
    level = np.float32(noise * NOISE[modality])
    if modality == "CT":
        return np.asarray(np.clip(image + level * grain(stream, image.shape), -1024, 3071))
    if modality == "PET":
        image = _blur(image, [2.6 / step for step in grid.spacing[::-1]])
        rough = _blur(grain(stream, image.shape), [1.0] * 3) * 4 * level
        return np.asarray(np.maximum(image + rough * np.sqrt(image * np.float32(1 / 5000)), 0))
    image = image * _coil(grid, Stream("head", seed, modality, "coil"), bias)
    if level > 0:
        image = image + level * grain(stream, image.shape)
        other = level * grain(stream, image.shape)
        image = np.sqrt(image * image + other * other)
    return image


def _coil(grid: Grid, stream: Stream, bias: float) -> Field:
    """Return the sensitivity of the coil: a smooth hill over the field of view."""
    total: Field = np.zeros((), dtype=np.float32)
    for axis, count in enumerate(grid.size[::-1]):
        side = [1, 1, 1]
        side[axis] = count
        line = np.asarray(np.arange(count) * (2 / count) - 1, np.float32).reshape(side)
        total = total + np.float32(stream.uniform(-0.14, 0.14)) * line
        total = total + np.float32(stream.uniform(-0.02, 0.12)) * line * line
    return np.asarray(1 + np.float32(bias) * total, dtype=np.float32)


def _blur(image: Field, widths: list[float]) -> Field:
    """Blur by repeated means of three, to standard deviations of ``widths`` voxels."""
    for axis, width in enumerate(widths):
        for _ in range(max(1, round(width * width * 2))):
            wide = np.pad(image, [(1, 1) if i == axis else (0, 0) for i in range(3)], mode="edge")
            ends = [slice(None)] * 3
            ends[axis] = slice(None, -2)
            low = wide[tuple(ends)]
            ends[axis] = slice(2, None)
            image = np.float32(0.5) * image + np.float32(0.25) * (low + wide[tuple(ends)])
    return image
