"""Pictures compressed as files hold them: JPEG 2000, JPEG, or run lengths in their place."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import FileDataset
from pydicom.encaps import encapsulate
from pydicom.pixels.encoders.base import RLELosslessEncoder
from pydicom.uid import UID, JPEG2000Lossless, JPEGBaseline8Bit, RLELossless

__all__ = ["compress"]


def compress(ds: FileDataset, image: NDArray[np.uint8 | np.uint16], *, comment: str = "") -> bool:
    """Put a compressed picture into a data set, and say so in its file meta information.

    Parameters
    ----------
    ds : FileDataset
        Changed in place; it says already how its pixels are written.
    image : ndarray of uint16, shape (rows, columns), or of uint8, shape (rows, columns, 3)
        In grey levels it becomes JPEG 2000 without loss; in colour, JPEG baseline.
    comment : str, optional
        Goes into a comment segment of the compressed picture.

    Returns
    -------
    bool
        Whether the comment stands in it. It does not if Pillow is not installed or lacks the
        format: then run lengths are written (PS3.5 G).
    """
    made = _with_pillow(image, comment)
    if made is None:
        code = RLELosslessEncoder.encode(
            image.tobytes(),
            rows=image.shape[0],
            columns=image.shape[1],
            samples_per_pixel=1 if image.ndim == 2 else 3,
            bits_allocated=8 * image.itemsize,
            bits_stored=8 * image.itemsize,
            pixel_representation=0,
            number_of_frames=1,
            photometric_interpretation="MONOCHROME2" if image.ndim == 2 else "RGB",
            planar_configuration=0,
            encoding_plugin="pydicom",
        )
        made = RLELossless, code
        comment = ""
    syntax, code = made
    if syntax == JPEGBaseline8Bit:
        ds.PhotometricInterpretation = "YBR_FULL_422"
        ds.LossyImageCompression = "01"
        ds.LossyImageCompressionRatio = f"{image.nbytes / len(code):.1f}"
        ds.LossyImageCompressionMethod = "ISO_10918_1"
    ds.file_meta.TransferSyntaxUID = syntax
    ds.add_new(0x7FE00010, "OB", encapsulate([code]))
    ds["PixelData"].is_undefined_length = True
    return bool(comment)


def _with_pillow(image: NDArray[np.uint8 | np.uint16], comment: str) -> tuple[UID, bytes] | None:
    try:
        from PIL import Image, features
    except ModuleNotFoundError:
        return None
    grey = image.ndim == 2
    if not features.check("jpg_2000" if grey else "jpg"):
        return None
    buffer = io.BytesIO()
    picture = Image.fromarray(image)
    said = comment.encode("ascii")
    if grey:
        picture.save(buffer, "JPEG2000", no_jp2=True, irreversible=False, comment=said)
    else:
        picture.save(buffer, "JPEG", quality=85, comment=said)
    return (JPEG2000Lossless if grey else JPEGBaseline8Bit), buffer.getvalue()
