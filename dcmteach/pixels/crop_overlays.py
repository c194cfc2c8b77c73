"""Overlays of a cropped image: cut as it is, and told from its new corner (PS3.3 C.9.2)."""

from __future__ import annotations

from pydicom.dataset import Dataset

from dcmteach.pixels.redact_planes import Plane, planes_of, remove_plane

__all__ = ["cut_planes"]

_COMPUTED = (0x1301, 0x1302, 0x1303)  # area, mean and deviation of what was drawn round


def cut_planes(
    ds: Dataset, corner: tuple[int, int], size: tuple[int, int], notes: list[str]
) -> None:
    """Cut overlays to what is left of the image: what was drawn beside it goes.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        Changed in place.
    corner : tuple of int
        The old row and column that is the upper left pixel now.
    size : tuple of int
        Rows and columns left.
    notes : list of str
        Sentences are added.
    """
    for plane in list(planes_of(ds)):
        if isinstance(plane, int):
            remove_plane(ds, plane)
            notes.append(f"The overlay {plane:04X} was removed: it cannot be read.")
        elif _cut(plane, corner, size):
            _store(ds, plane)
            notes.append(f"The overlay {plane.group:04X} was cut and shifted.")
        else:
            remove_plane(ds, plane.group)
            notes.append(f"The overlay {plane.group:04X} lay outside, and was removed.")
    for group in range(0x6000, 0x6100, 2):  # in unused bits of the pixels, and cut with them
        if (group, 0x0102) in ds and (group, 0x3000) not in ds and (group, 0x0010) in ds:
            ds[group, 0x0010].value, ds[group, 0x0011].value = size
            _forget(ds, group)


def _cut(plane: Plane, corner: tuple[int, int], size: tuple[int, int]) -> bool:
    """Cut one plane; False if nothing of it is left."""
    row, column = plane.row - corner[0], plane.column - corner[1]
    top, left = max(-row, 0), max(-column, 0)
    bottom, right = min(plane.rows, size[0] - row), min(plane.columns, size[1] - column)
    if bottom <= top or right <= left:
        return False
    plane.bits = plane.bits[:, top:bottom, left:right]
    plane.rows, plane.columns = bottom - top, right - left
    plane.row, plane.column = row + top, column + left
    return True


def _store(ds: Dataset, plane: Plane) -> None:
    plane.store(ds)
    ds[plane.group, 0x0010].value = plane.rows
    ds[plane.group, 0x0011].value = plane.columns
    ds[plane.group, 0x0050].value = [plane.row + 1, plane.column + 1]
    _forget(ds, plane.group)


def _forget(ds: Dataset, group: int) -> None:
    for element in _COMPUTED:
        if (group, element) in ds:
            del ds[group, element]
