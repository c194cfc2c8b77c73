"""What a widget may be given to look at."""

from __future__ import annotations

import os

from pydicom import Dataset

from dcmteach.errors import DcmteachError

__all__ = ["Source", "as_dataset"]

Source = Dataset | str | os.PathLike[str]
"""A data set, or the path of a DICOM file to read."""


def as_dataset(source: object, *, widget: str) -> Dataset:
    """Return the data set to look at, reading it if a path is given.

    Parameters
    ----------
    source : Dataset, str or path
        A data set is returned as it is, not copied.
    widget : str
        Who asks, for the error.

    Raises
    ------
    DcmteachError
        If it is neither a data set nor a path.
    ReadError
        If the file cannot be read as DICOM.
    """
    if isinstance(source, Dataset):
        return source
    if isinstance(source, str | os.PathLike):
        from dcmteach.header import read

        return read(source)
    article = "an" if type(source).__name__[0].lower() in "aeiou" else "a"
    raise DcmteachError(
        f"{widget} looks at one DICOM data set, or at the path of a DICOM file "
        f"(got {article} {type(source).__name__}). "
        f"Read a file first: {widget}(dcmteach.read('image.dcm'))."
    )
