"""Whatever somebody gives to be verified, as it stands or would stand in a file."""

from __future__ import annotations

from io import BytesIO
from os import PathLike

from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.verify.parts import Reread
from dcmteach.verify.reread import reread

__all__ = ["AnyFile", "written"]

AnyFile = str | PathLike[str] | bytes | Dataset | Reread
"""A file by its path, its bytes, taken apart already; or a data set."""


def written(source: AnyFile) -> Reread:
    """Take apart what was written, or what would be.

    Parameters
    ----------
    source : path, bytes, pydicom.dataset.Dataset or Reread
        The file, or the data set.

    Returns
    -------
    Reread

    Raises
    ------
    ReadError
        If a file cannot be read.
    DcmteachError
        If a data set cannot be written at all.
    """
    if isinstance(source, Reread):
        return source
    if not isinstance(source, Dataset):
        return reread(source)
    buffer = BytesIO()
    try:
        with quiet():
            source.save_as(buffer, enforce_file_format=False)
    except Exception as error:  # pydicom raises many kinds on values it cannot encode
        raise DcmteachError(
            f"This data set cannot be written ({type(error).__name__}), so it cannot be verified. "
            "Look for the value that breaks its VR, or give the file instead."
        ) from None
    return reread(buffer.getvalue())
