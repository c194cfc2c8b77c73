"""Where a face lies in space: kept in a file, and laid over another scan of the same patient."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from dcmteach.pixels.volume import Volume
from dcmteach.pixels.volume_need import simple_itk

__all__ = ["cover", "load_mask", "save_mask"]

_HEAD = 4
_TOUCHED = 0.01  # of a voxel, from which all of it is covered
_AIR = 0.02  # the share of a scan's voxels that are darker than what air is taken to be


def save_mask(mask: Any, path: str | os.PathLike[str]) -> None:
    """Write a mask, bits only, for nobody else to read.

    Parameters
    ----------
    mask : SimpleITK.Image
        Nonzero where a face was.
    path : path
        A new file, of mode 0600.
    """
    sitk = simple_itk()

    head = {
        "size": mask.GetSize(),
        "origin": mask.GetOrigin(),
        "spacing": mask.GetSpacing(),
        "direction": mask.GetDirection(),
    }
    told = json.dumps(head).encode()
    bits = np.packbits(sitk.GetArrayViewFromImage(mask) != 0).tobytes()
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(len(told).to_bytes(_HEAD, "big") + told + zlib.compress(bits, 6))


def load_mask(path: str | os.PathLike[str]) -> Any:
    """Read what :func:`save_mask` wrote.

    Returns
    -------
    SimpleITK.Image
        Of type uint8.
    """
    sitk = simple_itk()

    with open(path, "rb") as file:  # noqa: PTH123 - a path of either kind
        data = file.read()
    length = int.from_bytes(data[:_HEAD], "big")
    head = json.loads(data[_HEAD : _HEAD + length])
    x, y, z = head["size"]
    bits = np.frombuffer(zlib.decompress(data[_HEAD + length :]), np.uint8)
    image = sitk.GetImageFromArray(np.unpackbits(bits, count=x * y * z).reshape(z, y, x))
    image.SetOrigin(head["origin"])
    image.SetSpacing(head["spacing"])
    image.SetDirection(head["direction"])
    return image


def cover(volume: Volume, masks: Sequence[Any]) -> tuple[Volume, Any] | None:
    """Take out of a volume what lies under the masks of other scans in the same frame of reference.

    Parameters
    ----------
    volume : Volume
        A PET whose CT was defaced, or another echo of what was.
    masks : sequence of SimpleITK.Image
        Where the face lies; at least one.

    Returns
    -------
    volume : Volume
        With the value of air there.
    mask : SimpleITK.Image
        Of type uint8, on the volume's own grid: 1 where any part of a voxel lay under a mask.
        None instead of both if no mask meets the volume.
    """
    sitk = simple_itk()

    image = volume.image
    found = np.zeros(tuple(reversed(image.GetSize())), dtype=bool)
    for mask in masks:
        laid = sitk.Resample(
            sitk.Cast(mask != 0, sitk.sitkFloat32), image, sitk.Transform(), sitk.sitkLinear, 0.0
        )
        found |= sitk.GetArrayViewFromImage(laid) > _TOUCHED
    if not found.any():
        return None
    values = sitk.GetArrayFromImage(image)
    air = np.quantile(values, _AIR)
    values[found] = values.dtype.type(air)
    changed = sitk.GetImageFromArray(values)
    changed.CopyInformation(image)
    made = sitk.GetImageFromArray(found.astype(np.uint8))
    made.CopyInformation(image)
    return volume.with_image(changed), made
