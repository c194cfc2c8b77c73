"""From an image back into the instances it came from: nothing changes but what changed."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from dcmteach.pixels.redact_layout import Layout, layout_of
from dcmteach.pixels.redact_marks import mark_derived
from dcmteach.pixels.redact_native import Cells, Touch
from dcmteach.pixels.redact_rewrite import rewrite
from dcmteach.pixels.volume_need import simple_itk
from dcmteach.pixels.volume_slices import Slice
from dcmteach.pixels.volume_values import peek

__all__ = ["put_back"]


def put_back(
    slices: Sequence[Slice], before: Any, after: Any, *, mask: Any, derivation: str | None
) -> list[Dataset]:
    """Write the voxels that changed into copies of the instances.

    Parameters
    ----------
    slices : sequence of Slice
        In the order of the third axis.
    before, after : SimpleITK.Image
        As it was read, and as it is to be; on one grid.
    mask : SimpleITK.Image or None
        Only where it is not 0 may anything change.
    derivation : str or None
        What was done, for the instances that change; without it their headers stay.

    Returns
    -------
    list of pydicom.dataset.Dataset
        One for each instance, in the order of the slices.
    """
    sitk = simple_itk()
    old, new = sitk.GetArrayViewFromImage(before), sitk.GetArrayViewFromImage(after)
    within = None if mask is None else sitk.GetArrayViewFromImage(mask)
    of: dict[int, dict[int, int]] = defaultdict(dict)
    for number, one in enumerate(slices):
        of[id(one.dataset)][one.frame] = number
    made: list[Dataset] = []
    done = set()
    for one in slices:
        if id(one.dataset) in done:
            continue
        done.add(id(one.dataset))
        changes: dict[int, tuple[Slice, NDArray[Any], NDArray[Any]]] = {}
        for frame, number in of[id(one.dataset)].items():
            changed = _changed(old[number], new[number])
            if within is not None:
                changed &= within[number] != 0
            if changed.any():
                changes[frame] = slices[number], changed, new[number]
        made.append(_changed_copy(one.dataset, changes, derivation))
    return made


def _changed(old: NDArray[Any], new: NDArray[Any]) -> NDArray[np.bool_]:
    differs: NDArray[np.bool_] = old != new
    if old.dtype.kind == new.dtype.kind == "f":
        differs &= ~(np.isnan(old) & np.isnan(new))
    return differs


def _changed_copy(
    ds: Dataset,
    changes: dict[int, tuple[Slice, NDArray[Any], NDArray[Any]]],
    derivation: str | None,
) -> Dataset:
    shallow = peek(ds)
    if not changes:
        return copy.deepcopy(shallow)

    def tool(layout: Layout) -> Touch:
        def touch(cells: Cells, frame: int) -> Cells:
            one, changed, values = changes[frame]
            _put(cells[..., 0], changed, _stored(values[changed], one, layout), layout)
            return cells

        return touch

    made = rewrite(shallow, layout_of(shallow), tool, frozenset(changes))
    if derivation is not None:
        mark_derived(made.dataset, derivation, uid=None, notes=made.notes)
    return made.dataset


def _stored(values: NDArray[Any], one: Slice, layout: Layout) -> NDArray[Any]:
    """Undo the rescaling: the nearest value that can be stored."""
    raw = (np.nan_to_num(values.astype(np.float64)) - one.intercept) / one.slope
    if layout.is_float:
        return raw
    bits = layout.stored
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if layout.signed else (0, (1 << bits) - 1)
    return np.clip(np.rint(raw), low, high).astype(np.int64)


def _put(
    cells: NDArray[Any], changed: NDArray[np.bool_], stored: NDArray[Any], layout: Layout
) -> None:
    """Write values into the bits they are stored in; the bits around them stay (PS3.5 8.1.1)."""
    if layout.is_float or layout.stored == layout.allocated or layout.allocated == 1:
        cells[changed] = stored.astype(cells.dtype)
        return
    shift = layout.high - layout.stored + 1
    mask = ((1 << layout.stored) - 1) << shift
    width = f"u{cells.dtype.itemsize}"
    if layout.signed and shift == 0 and not _foreign(cells, layout):
        cells[changed] = stored.astype(cells.dtype)  # the sign goes on above, as it did
        return
    native = cells[changed].astype(cells.dtype.newbyteorder("="))
    around = native.view(width) & np.array(~mask & ((1 << layout.allocated) - 1), dtype=width)
    bits = ((stored << shift) & mask).astype(width)
    cells[changed] = (around | bits).view(native.dtype)


def _foreign(cells: NDArray[Any], layout: Layout) -> bool:
    """Whether the bits above the values of a frame hold anything but their sign."""
    high = 1 << layout.stored - 1
    return bool(((cells < -high) | (cells >= high)).any())
