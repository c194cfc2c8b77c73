"""NIfTI written by hand: not a byte in it that is not meant."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dcmteach.errors import SaveError
from dcmteach.pixels.volume_need import simple_itk
from dcmteach.pixels.volume_nifti_header import DTYPES, TEXTS, Nifti

if TYPE_CHECKING:
    from dcmteach.pixels.volume import Volume

__all__ = ["nifti_bytes"]

_START = 352
_MILLIMETRES = 2


def nifti_bytes(volume: Volume, *, name: str) -> bytes:
    """Lay out a volume as a NIfTI-1 file.

    Parameters
    ----------
    volume : Volume
        What to write.
    name : str
        The name of the file: ending in .nii or .nii.gz.

    Returns
    -------
    bytes
        Its text fields (descrip, aux_file, intent_name, db_name) are empty, there is no
        extension, and the gzip around it holds neither name nor time.

    Raises
    ------
    SaveError
        If the name ends otherwise.
    """
    lower = name.lower()
    if not lower.endswith((".nii", ".nii.gz")):
        raise SaveError("The name of a volume must end in .nii or .nii.gz. Nothing was written.")
    data = _anew(volume.image) if volume.nifti is None else _again(volume, volume.nifti)
    return _zipped(data) if lower.endswith(".gz") else data


def _zipped(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = packer.compress(data) + packer.flush()
    end = struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + body + end


def _anew(image: Any) -> bytes:
    values: NDArray[Any] = simple_itk().GetArrayViewFromImage(image)
    codes = {dtype: code for code, dtype in DTYPES.items()}
    kind = f"{values.dtype.kind}{values.dtype.itemsize}"
    if kind not in codes:
        values, kind = values.astype(np.float32), "f4"
    header = bytearray(_START)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *image.GetSize(), 1, 1, 1, 1)
    struct.pack_into("<hh", header, 70, codes[kind], int(kind[1:]) * 8)
    affine = _affine(image)
    straight, handed = _quaternion(affine[:, :3] / image.GetSpacing())
    struct.pack_into("<8f", header, 76, handed, *image.GetSpacing(), 0, 0, 0, 0)
    struct.pack_into("<fff", header, 108, _START, 1.0, 0.0)
    header[123] = _MILLIMETRES
    struct.pack_into("<hh", header, 252, 0 if straight is None else 1, 1)  # scanner coordinates
    if straight is not None:
        struct.pack_into("<6f", header, 256, *straight, *affine[:, 3])
    struct.pack_into("<12f", header, 280, *affine.ravel())
    header[344:348] = b"n+1\0"
    data: bytes = values.astype(f"<{kind}", copy=False).tobytes()
    return bytes(header) + data


def _affine(image: Any) -> NDArray[np.float64]:
    """From voxels to mm, right, anterior, superior: NIfTI's way round."""
    direction = np.array(image.GetDirection()).reshape(3, 3)
    affine = np.column_stack([direction * image.GetSpacing(), image.GetOrigin()])
    return np.asarray(affine * np.array([[-1.0], [-1.0], [1.0]]))


def _quaternion(axes: NDArray[np.float64]) -> tuple[tuple[float, ...] | None, float]:
    """Turn three axes into b, c, d of a unit quaternion, and their handedness.

    None for axes that are not at right angles: then the sform alone tells where they lie.
    """
    if not np.allclose(axes.T @ axes, np.eye(3), atol=1e-4):
        return None, 1.0
    handed = 1.0 if np.linalg.det(axes) > 0 else -1.0
    r = axes * np.array([1.0, 1.0, handed])
    square = np.array(
        [
            [r[0, 0] - r[1, 1] - r[2, 2], 0, 0, 0],
            [r[0, 1] + r[1, 0], r[1, 1] - r[0, 0] - r[2, 2], 0, 0],
            [r[0, 2] + r[2, 0], r[1, 2] + r[2, 1], r[2, 2] - r[0, 0] - r[1, 1], 0],
            [r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1], np.trace(r)],
        ]
    )
    b, c, d, a = np.linalg.eigh(square)[1][:, -1]  # eigh reads the lower half
    sign = -1.0 if a < 0 else 1.0
    return (sign * float(b), sign * float(c), sign * float(d)), handed


def _again(volume: Volume, nifti: Nifti) -> bytes:
    """The file as it was but for voxels that changed and for its words."""
    header = bytearray(nifti.header) + bytes(4)
    for _, start, size in TEXTS:
        header[start : start + size] = bytes(size)
    struct.pack_into(nifti.order + "f", header, 108, _START)
    header[32:40] = bytes(8)  # extents, session_error, regular: of no use since Analyze 7.5
    struct.pack_into(nifti.order + "ii", header, 140, 0, 0)  # glmax, glmin
    stored = np.frombuffer(bytearray(nifti.data()), dtype=nifti.dtype)
    sitk = simple_itk()
    old = sitk.GetArrayViewFromImage(volume._before).ravel()
    new = sitk.GetArrayViewFromImage(volume.image).ravel()
    changed = (old != new) & ~(np.isnan(old) & np.isnan(new))
    slope, intercept = nifti.rescale
    raw = (new[changed].astype(np.float64) - intercept) / slope
    if stored.dtype.kind != "f":
        reach = np.iinfo(stored.dtype)
        raw = np.clip(np.rint(np.nan_to_num(raw)), reach.min, reach.max)
    stored[changed] = raw.astype(stored.dtype)
    return bytes(header) + stored.tobytes()
