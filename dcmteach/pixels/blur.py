"""Blur parts of an image: a way to hide text that does not hide it."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError
from dcmteach.pixels.redact_boxes import Box, boxes_from, clipped
from dcmteach.pixels.redact_source import dataset_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

    from dcmteach.pixels.redact_layout import Layout
    from dcmteach.pixels.redact_native import Cells, Touch

__all__ = ["blur"]


def blur(ds: Dataset | str | PathLike[str], boxes: Any, sigma: float) -> Dataset:
    """Blur parts of an image, which is **no way to de-identify it**.

    A blurred name is still there: whoever can guess candidates blurs each of them likewise and
    takes the one that fits. A lesson does so, to show why text is covered with one value
    (:func:`dcmteach.redact`) and never blurred. Nothing in dcmteach uses this function otherwise,
    and the header of what it returns claims nothing.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset, str or path-like
        The image, or its file; it is not changed.
    boxes : object
        As for :func:`dcmteach.redact`; no margin is added.
    sigma : float
        The standard deviation of the Gaussian, in pixels.

    Returns
    -------
    pydicom.dataset.Dataset
        A copy, marked as derived.

    Raises
    ------
    DcmteachError
        If there is no image, its stored values are not brightness (a palette, 1 bit, 4:2:2), or
        a box lies outside it.
    """
    from dcmteach.pixels.redact_layout import layout_of

    image = dataset_of(ds)
    if not 0 < sigma < 1000:
        raise DcmteachError(f"sigma must be above 0 and below 1000 pixels (got {sigma}).")
    layout = layout_of(image)
    if layout.photometric == "PALETTE COLOR" or layout.paired or layout.allocated == 1:
        raise DcmteachError(
            "Stored values of this image are no brightness that could be blurred "
            f"({layout.photometric}, {layout.allocated} bit). Convert it to grey or RGB first."
        )
    covered = [
        clipped(box, layout.rows, layout.columns, layout.frames) for box in boxes_from(boxes)
    ]
    if not covered:
        return copy.deepcopy(image)
    from dcmteach.pixels.redact_marks import mark_derived
    from dcmteach.pixels.redact_rewrite import rewrite

    def tool(shown: Layout) -> Touch:
        def soften(cells: Cells, frame: int) -> Cells:
            before = cells.copy()
            for box in covered:
                if box.frame is None or box.frame == frame:
                    _blur(cells, before, box, sigma, shown)
            return cells

        return soften

    frames = _frames(covered, layout.frames)
    made = rewrite(image, layout, tool, frames)
    mark_derived(made.dataset, "parts blurred (dcmteach)", uid=None, notes=made.notes)
    return made.dataset


def _frames(boxes: Sequence[Box], count: int) -> frozenset[int]:
    if any(box.frame is None for box in boxes):
        return frozenset(range(count))
    return frozenset(box.frame for box in boxes if box.frame is not None)


def _blur(cells: Cells, before: Cells, box: Box, sigma: float, layout: Layout) -> None:
    """Blur what lies in a box, with what lies around it, the image's edge going on for ever."""
    import numpy as np

    from dcmteach.pixels.redact_fill import values_of

    reach = int(4 * sigma + 0.5)
    top, left = max(box.row - reach, 0), max(box.column - reach, 0)
    bottom, right = box.row + box.height + reach, box.column + box.width + reach
    part = values_of(before[top:bottom, left:right], layout).astype(float)
    smooth = _along(_along(part, sigma, reach, 0), sigma, reach, 1)
    row, column = box.row - top, box.column - left
    inner = smooth[row : row + box.height, column : column + box.width]
    if not layout.is_float:
        inner = np.rint(inner).astype(np.int64) << (layout.high - layout.stored + 1)
    cells[box.row : box.row + box.height, box.column : box.column + box.width] = inner


def _along(part: NDArray[Any], sigma: float, reach: int, axis: int) -> NDArray[Any]:
    import numpy as np

    steps = np.arange(-reach, reach + 1)
    weights = np.exp(-(steps**2) / (2 * sigma**2))
    weights /= weights.sum()
    width = [(reach, reach) if index == axis else (0, 0) for index in range(part.ndim)]
    padded = np.pad(part, width, mode="edge")
    size = part.shape[axis]
    made = np.zeros_like(part)
    for index, weight in enumerate(weights):
        made += weight * np.take(padded, range(index, index + size), axis=axis)
    return made
