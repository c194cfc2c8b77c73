"""From stored values to an image of rescaled ones (PS3.3 C.11.1)."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from dcmteach.header.quiet import quiet
from dcmteach.pixels.redact_decode import decoded_layout, frames_of
from dcmteach.pixels.redact_fill import values_of
from dcmteach.pixels.redact_layout import Layout, layout_of
from dcmteach.pixels.redact_native import Cells, cells_of, opened
from dcmteach.pixels.volume_grid import Grid
from dcmteach.pixels.volume_need import simple_itk
from dcmteach.pixels.volume_slices import Slice

__all__ = ["image_of", "peek"]

_LOW, _HIGH = -(1 << 15), (1 << 15) - 1


def image_of(grid: Grid) -> Any:
    """Decode all slices, rescale them, and lay them on their grid.

    Parameters
    ----------
    grid : Grid
        The slices, in order.

    Returns
    -------
    SimpleITK.Image
        Of int16 where all values are whole and fit; else of float32.

    Raises
    ------
    DcmteachError
        If pixels are missing or cannot be decoded.
    """
    sitk = simple_itk()
    stored: list[NDArray[Any]] = [np.empty(0)] * len(grid.slices)
    for number, values in _stored(grid.slices):
        stored[number] = values
    whole = all(_is_whole(one, values) for one, values in zip(grid.slices, stored, strict=True))
    shape = len(stored), *stored[0].shape
    made = np.empty(shape, dtype=np.int16 if whole else np.float32)
    for number, one in enumerate(grid.slices):
        values, stored[number] = stored[number], np.empty(0)
        if one.slope == 1 and one.intercept == 0:
            made[number] = values
        else:
            made[number] = values.astype(np.float64) * one.slope + one.intercept
    image = sitk.GetImageFromArray(made)
    image.SetOrigin(grid.origin)
    image.SetDirection(grid.direction)
    image.SetSpacing(grid.spacing)
    return image


def peek(ds: Dataset) -> Dataset:
    """Give a data set whose pixels are read from the file and not kept in the first one."""
    shallow = copy.copy(ds)
    shallow._dict = dict(ds._dict)
    return shallow


def _stored(slices: tuple[Slice, ...]) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield which slice, and its stored values; each instance is decoded once."""
    wanted: dict[int, dict[int, int]] = defaultdict(dict)
    for number, one in enumerate(slices):
        wanted[id(one.dataset)][one.frame] = number
    done = set()
    for one in slices:
        if id(one.dataset) in done:
            continue
        done.add(id(one.dataset))
        frames = wanted[id(one.dataset)]
        for frame, values in _frames(one.dataset, sorted(frames)):
            yield frames[frame], values


def _frames(ds: Dataset, frames: list[int]) -> Iterator[tuple[int, NDArray[Any]]]:
    with quiet():
        shallow = peek(ds)
        layout = layout_of(shallow)
        if layout.native:
            data = opened(shallow[layout.keyword].value, layout)
            for frame in frames:
                cells = data.use(partial(_copied, layout, frame))
                yield frame, values_of(cells, layout)[..., 0]
            return
        for frame, (array, properties) in zip(
            frames, frames_of(shallow, layout, frames), strict=True
        ):
            yield frame, values_of(array, decoded_layout(layout, array, properties))[..., 0]


def _copied(layout: Layout, frame: int, array: NDArray[np.uint8]) -> Cells:
    return cells_of(array, layout, frame).copy()


def _is_whole(one: Slice, values: NDArray[Any]) -> bool:
    """Whether rescaled values are whole numbers that 16 bits hold."""
    if values.dtype.kind == "f" or not (one.slope.is_integer() and one.intercept.is_integer()):
        return False
    ends = [int(end) * one.slope + one.intercept for end in (values.min(), values.max())]
    return min(ends) >= _LOW and max(ends) <= _HIGH
