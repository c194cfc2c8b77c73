"""An image may be given as a data set or as the name of its file."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["dataset_of"]


def dataset_of(source: Dataset | str | PathLike[str]) -> Dataset:
    """Return a data set, read from its file if need be.

    Raises
    ------
    ReadError
        If the file cannot be read.
    """
    if isinstance(source, str | PathLike):
        from dcmteach.header import read

        return read(source)
    return source
