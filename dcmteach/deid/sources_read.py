"""The bytes of one file, on the disk or in an archive."""

from __future__ import annotations

from pathlib import Path

from dcmteach.deid.sources import Item
from dcmteach.deid.sources_zip import read_member

__all__ = ["bytes_of"]


def bytes_of(item: Item) -> bytes:
    """Read a file whole.

    Parameters
    ----------
    item : Item
        The file.

    Raises
    ------
    OSError
        If it cannot be read.
    ArchiveError
        If it lies in an archive that cannot be read.
    """
    if item.members:
        return read_member(item.path, item.members)
    return Path(item.path).read_bytes()
