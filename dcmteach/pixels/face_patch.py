"""What a defacing changes in one file: where, and to which stored values; nothing else of it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.pixels.redact_decode import frames_of
from dcmteach.pixels.redact_layout import Layout, layout_of
from dcmteach.pixels.redact_native import Cells, Touch, cells_of, opened
from dcmteach.pixels.redact_rewrite import rewrite
from dcmteach.pixels.volume import Volume
from dcmteach.pixels.volume_need import simple_itk

__all__ = ["apply_patch", "make_patch", "masks_of", "only_there", "stored_values"]

_HEAD = 4  # bytes that tell how long the header of a patch is


def masks_of(volume: Volume, mask: Any) -> list[NDArray[np.bool_]]:
    """Part a mask into what lies in each instance.

    Parameters
    ----------
    volume : Volume
        Of DICOM.
    mask : SimpleITK.Image
        On its grid.

    Returns
    -------
    list of ndarray of bool, shape (frames, rows, columns)
        One for each of :attr:`Volume.instances`; frames that are no slices of it are empty.
    """
    array = simple_itk().GetArrayViewFromImage(mask) != 0
    made: dict[int, NDArray[np.bool_]] = {}
    for number, one in enumerate(volume._slices):
        layout = layout_of(one.dataset)
        shape = layout.frames, layout.rows, layout.columns
        part = made.setdefault(id(one.dataset), np.zeros(shape, dtype=bool))
        part[one.frame] = array[number]
    return list(made.values())


def make_patch(before: Dataset, after: Dataset, mask: NDArray[np.bool_]) -> bytes:
    """Pack what has become of the pixels of one file.

    Parameters
    ----------
    before, after : pydicom.dataset.Dataset
        The file as it came, and with other pixels.
    mask : ndarray of bool, shape (frames, rows, columns)
        Where they may differ.

    Returns
    -------
    bytes
        Compressed: the bits of the mask, and the new values under it; nothing of the old ones.

    Raises
    ------
    DcmteachError
        If they differ elsewhere, or in size.
    """
    old, new = stored_values(before), stored_values(after)
    if old.shape != new.shape or old.shape != mask.shape:
        raise DcmteachError(
            f"The defaced image is of another size than the original (got {new.shape}, "
            f"not {old.shape}). Nothing was made of it."
        )
    low = _low_bits(layout_of(before))
    if not _same(old[~mask], new[~mask], low):
        raise DcmteachError(
            "The defaced image differs from the original outside of the mask, and must not. "
            "Nothing was made of it."
        )
    values = new[mask]
    head = json.dumps({"shape": list(mask.shape), "type": values.dtype.str}).encode()
    data = np.packbits(mask).tobytes() + values.tobytes()
    return len(head).to_bytes(_HEAD, "big") + head + zlib.compress(data, 6)


def apply_patch(ds: Dataset, patch: bytes) -> Dataset:
    """Change the pixels of a file as a patch says.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The file the patch was made for; it is not changed.
    patch : bytes
        As :func:`make_patch` gives it.

    Returns
    -------
    pydicom.dataset.Dataset
        A copy; outside of the mask every stored value is as it was. Pixels compressed with loss,
        or in a way that cannot be made here, are uncompressed in it.

    Raises
    ------
    DcmteachError
        If the patch is not for this file, or the pixels cannot be decoded.
    """
    mask, values = _unpacked(patch)
    layout = layout_of(ds)
    if mask.shape != (layout.frames, layout.rows, layout.columns) or layout.samples != 1:
        raise DcmteachError(
            "The image is no longer what was looked at before: its size differs. Run again."
        )
    counts = mask.reshape(len(mask), -1).sum(axis=1)
    starts = np.concatenate([[0], np.cumsum(counts)])
    changed = frozenset(int(frame) for frame in np.flatnonzero(counts))

    def tool(lies: Layout) -> Touch:
        del lies

        def touch(cells: Cells, frame: int) -> Cells:
            part = values[starts[frame] : starts[frame + 1]]
            cells[..., 0][mask[frame]] = part.astype(cells.dtype)
            return cells

        return touch

    return rewrite(ds, layout, tool, changed).dataset if changed else ds


def only_there(before: Dataset, after: Dataset, patch: bytes) -> bool:
    """Tell whether two files differ nowhere but where a patch changes them, and there as it says.

    Parameters
    ----------
    before, after : pydicom.dataset.Dataset
        The file as it came, and as it was written.
    patch : bytes
        As :func:`make_patch` gives it.
    """
    mask, values = _unpacked(patch)
    old, new = stored_values(before), stored_values(after)
    low = _low_bits(layout_of(before))
    if not old.shape == new.shape == mask.shape:
        return False
    return _same(old[~mask], new[~mask], low) and _same(new[mask], values, low)


def stored_values(ds: Dataset) -> NDArray[Any]:
    """Read all stored values of a grey image.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set with pixels, native or compressed.

    Returns
    -------
    ndarray of shape (frames, rows, columns)
        As they are stored (PS3.5 8), before any rescaling.

    Raises
    ------
    DcmteachError
        If it has colours, or cannot be decoded.
    """
    layout = layout_of(ds)
    if layout.samples != 1:
        raise DcmteachError("A picture in colour is no cross-section, and is not defaced.")
    frames: Sequence[NDArray[Any]]
    if layout.native:
        data = opened(ds[layout.keyword].value, layout)
        frames = [
            data.use(lambda array, frame=frame: cells_of(array, layout, frame)[..., 0].copy())  # type: ignore[misc]
            for frame in range(layout.frames)
        ]
    else:
        frames = [cells[..., 0] for cells, _ in frames_of(ds, layout, range(layout.frames))]
    return np.stack(frames)


def _unpacked(patch: bytes) -> tuple[NDArray[np.bool_], NDArray[Any]]:
    length = int.from_bytes(patch[:_HEAD], "big")
    head = json.loads(patch[_HEAD : _HEAD + length])
    shape = tuple(head["shape"])
    data = zlib.decompress(patch[_HEAD + length :])
    count = int(np.prod(shape))
    size = (count + 7) // 8
    bits = np.unpackbits(np.frombuffer(data[:size], np.uint8), count=count)
    mask = bits.astype(bool).reshape(shape)
    return mask, np.frombuffer(data[size:], np.dtype(head["type"]))


def _low_bits(layout: Layout) -> int | None:
    """The bits that count; None for floating point numbers."""
    return None if layout.is_float else (1 << layout.stored) - 1


def _same(one: NDArray[Any], other: NDArray[Any], low: int | None) -> bool:
    if low is None:
        return bool(np.array_equal(one, other, equal_nan=True))
    wide = one.astype(np.int64), other.astype(np.int64)
    return bool(np.array_equal(wide[0] & low, wide[1] & low))
