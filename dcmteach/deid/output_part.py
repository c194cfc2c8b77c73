"""Files that are not whole yet, and why they cannot be written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from dcmteach.errors import SaveError

__all__ = ["NO_ROOM", "explained", "sync", "sync_folder", "told", "write_part"]

NO_ROOM = "no room"
"""The status of a file whose output could not be written at all; the run ends there."""

_WHY = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota on this disk is used up",
    errno.EACCES: "the output folder may not be written to",
    errno.EPERM: "the output folder may not be written to",
    errno.EROFS: "the disk of the output folder is read-only",
    errno.EFBIG: "the file would be larger than this disk allows",
    errno.ENOENT: "the output folder is gone",
}


def explained(error: OSError) -> str:
    """Say why an output could not be written, without naming it."""
    return _WHY.get(error.errno or 0) or (error.strerror or type(error).__name__)


def write_part(path: str, pieces: Iterable[bytes]) -> None:
    """Write a part anew; nothing of it stays behind if that fails.

    Parameters
    ----------
    path : str
        Where.
    pieces : iterable of bytes
        All of it, in order.

    Raises
    ------
    OSError
        If the disk is full, read-only, or the like.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666)
    try:
        for piece in pieces:
            view = memoryview(piece)
            while view:
                view = view[os.write(descriptor, view) :]
    except BaseException:
        os.close(descriptor)
        os.unlink(path)  # noqa: PTH108 - a str, for speed
        raise
    os.close(descriptor)


def sync(path: str) -> None:
    """Wait until a file is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: str) -> None:
    """Wait until a folder's list of files is on the disk, where the system can."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:  # not every file system can
        pass
    finally:
        os.close(descriptor)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Say in a sentence that a record cannot be written any further.

    Parameters
    ----------
    name : str
        The name of its file.

    Raises
    ------
    SaveError
        If the disk is full, or the like.
    """
    try:
        yield
    except OSError as error:
        raise SaveError(
            f"The record {name!r} cannot be written any further: {error.strerror}. "
            "What was written until then is whole; run again to go on."
        ) from None
