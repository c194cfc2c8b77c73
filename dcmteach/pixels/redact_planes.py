"""Overlay planes under boxes: their bits are cleared too (PS3.3 C.9.2, PS3.5 8.1.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from dcmteach.header.quiet import quiet
from dcmteach.pixels.redact_boxes import Box

__all__ = ["Plane", "clear_planes", "planes_of", "remove_plane"]


@dataclass
class Plane:
    """An overlay whose bits lie in an element of its own.

    Parameters
    ----------
    group : int
        Its group, 6000 to 60FE.
    rows, columns, frames : int
        Its size.
    row, column : int
        Its upper left pixel in the image, 0-based; may be negative.
    first : int
        The image's frame its first frame belongs to, 0-based.
    single : bool
        Whether its one frame lies over every frame of the image.
    bits : ndarray of bool, shape (frames, rows, columns)
        The drawing.
    """

    group: int
    rows: int
    columns: int
    frames: int
    row: int
    column: int
    first: int
    single: bool
    bits: NDArray[np.uint8]

    def store(self, ds: Dataset) -> None:
        """Write the bits into a data set."""
        element = ds[self.group, 0x3000]
        packed = np.packbits(self.bits.ravel(), bitorder="little").tobytes()
        packed += b"\x00" * (len(packed) % 2)
        element.value = _swapped(packed) if _is_swapped(ds, self.group) else packed


def planes_of(ds: Dataset) -> Iterator[Plane | int]:
    """Read the overlays of a data set.

    Yields
    ------
    Plane or int
        The group alone where an overlay cannot be read: nobody can tell what it shows.
    """
    for group in range(0x6000, 0x6100, 2):
        if (group, 0x3000) not in ds:
            continue
        with quiet():
            try:
                yield _plane(ds, group)
            except (AttributeError, KeyError, TypeError, ValueError, IndexError):
                yield group


def clear_planes(
    ds: Dataset, boxes: Sequence[Box], notes: list[str], *, own: Sequence[Box] = ()
) -> None:
    """Clear the bits of overlays under boxes.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        Changed in place.
    boxes : sequence of Box
        In pixels of the image.
    notes : list of str
        A sentence is added for each overlay that was touched, or removed because it cannot be
        read.
    own : sequence of Box, optional
        In pixels of the overlay that is their place; all its frames are cleared there.
    """
    for plane in list(planes_of(ds)):
        if isinstance(plane, int):
            remove_plane(ds, plane)
            notes.append(f"The overlay {plane:04X} was removed: it cannot be read.")
            continue
        before = int(plane.bits.sum())
        for box in boxes:
            _clear(plane, box)
        for box in own:
            if box.place.startswith(f"({plane.group:04X},"):
                row, column = box.row + plane.row, box.column + plane.column
                _clear(plane, box._replace(row=row, column=column, frame=None))
        if int(plane.bits.sum()) != before:
            plane.store(ds)
            notes.append(f"What the overlay {plane.group:04X} drew under the boxes was cleared.")


def remove_plane(ds: Dataset, group: int) -> None:
    """Remove all elements of an overlay."""
    for tag in [tag for tag in ds.keys() if tag.group == group]:  # noqa: SIM118
        del ds[tag]


def _clear(plane: Plane, box: Box) -> None:
    top, left = box.row - plane.row, box.column - plane.column
    bottom, right = top + box.height, left + box.width
    if bottom <= 0 or right <= 0:
        return
    where = np.s_[max(top, 0) : bottom, max(left, 0) : right]
    if box.frame is None or plane.single:
        plane.bits[(slice(None), *where)] = 0
    elif 0 <= box.frame - plane.first < plane.frames:
        plane.bits[(box.frame - plane.first, *where)] = 0


def _plane(ds: Dataset, group: int) -> Plane:
    rows, columns = int(ds[group, 0x0010].value), int(ds[group, 0x0011].value)
    several = (group, 0x0015) in ds
    frames = int(ds[group, 0x0015].value or 1) if several else 1
    row, column = (int(number) for number in ds[group, 0x0050].value)
    first = int(ds[group, 0x0051].value or 1) if (group, 0x0051) in ds else 1
    data: bytes = ds[group, 0x3000].value
    if _is_swapped(ds, group):
        data = _swapped(data)
    count = frames * rows * columns
    bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8), bitorder="little")
    shaped = bits[:count].reshape(frames, rows, columns).copy()
    return Plane(
        group, rows, columns, frames, row - 1, column - 1, first - 1,
        not several or frames == 1, shaped,
    )  # fmt: skip


def _is_swapped(ds: Dataset, group: int) -> bool:
    return ds.original_encoding[1] is False and ds[group, 0x3000].VR == "OW"


def _swapped(data: bytes) -> bytes:
    even = data + b"\x00" * (len(data) % 2)
    return np.frombuffer(even, dtype=np.uint16).byteswap().tobytes()
