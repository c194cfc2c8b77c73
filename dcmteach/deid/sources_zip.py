"""Zip archives, nested ones too: opened with care, never unpacked to the disk."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

__all__ = ["ArchiveError", "members_of", "read_member"]

DEEPEST = 4
"""How many archives may lie in each other."""
LARGEST = 4 << 30
"""Bytes that one member may unpack to."""
LARGEST_INNER = 1 << 30
"""Bytes that an archive within an archive may have: it is held in memory."""
MOST = 1_000_000
"""Members of one archive, those of the archives in it included."""
RATIO, FREE = 200, 64 << 20
"""How many times larger than packed what is larger than `FREE` bytes may become: each member, and
an archive as a whole."""

_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class ArchiveError(Exception):
    """Why an archive or a member is not read; the text names no file."""


def members_of(path: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """List what lies in an archive.

    Parameters
    ----------
    path : str
        The archive.

    Yields
    ------
    members : tuple of str
        The way to one file in it.
    problem : str
        Why it may not be read; empty if it may.
    """
    yield from _list(path, (), _Budget(path))


class _Budget:
    """What an archive may still unpack to, archives in it included: a bomb is no member alone."""

    def __init__(self, path: str) -> None:
        size = Path(path).stat().st_size if Path(path).is_file() else 0
        self.bytes = FREE + RATIO * size
        self.members = MOST
        self.said = False

    def spent(self, size: int) -> str:
        """Count a member and its bytes; say why the rest of the archive is left out."""
        self.bytes -= size
        self.members -= 1
        if self.members < 0:
            return f"the archive has more than {MOST} members, and the rest is left out"
        if self.bytes < 0:
            return (
                f"the archive unpacks to more than {RATIO} times its size, as a zip bomb does, and "
                "the rest is left out; if you trust it, unpack it first"
            )
        return ""


def read_member(path: str, members: tuple[str, ...]) -> bytes:
    """Read one member of an archive.

    Parameters
    ----------
    path : str
        The archive.
    members : tuple of str
        The way to the member.

    Raises
    ------
    ArchiveError
        If it cannot be read, or is larger than it says or than may be.
    """
    archive = _opened(path, _stamp(path), members[:-1])
    try:
        info = archive.getinfo(members[-1])
    except KeyError:
        raise ArchiveError("the archive has changed since it was listed") from None
    return _bytes(archive, info)


def _list(
    path: str, above: tuple[str, ...], budget: _Budget
) -> Iterator[tuple[tuple[str, ...], str]]:
    try:
        archive = _opened(path, _stamp(path), above)
    except ArchiveError as error:
        yield above, str(error)
        return
    names: set[str] = set()
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        if info.is_dir() and not info.file_size:
            continue
        members = (*above, info.filename)
        problem = _problem(info)
        if not problem and info.filename in names:
            problem = "the archive has two members of this name"
        names.add(info.filename)
        if exceeded := budget.spent(0 if problem else info.file_size):
            if not budget.said:
                budget.said = True
                yield (), exceeded
            return
        if not problem and _is_archive(archive, info):
            if len(members) >= DEEPEST:
                yield members, f"archives lie in each other more than {DEEPEST} deep"
            elif info.file_size > LARGEST_INNER:
                yield members, "the archive within the archive is too large; unpack it first"
            else:
                yield from _list(path, members, budget)
            continue
        yield members, problem


def _problem(info: ZipInfo) -> str:
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:2] == ":":
        return "its name leads out of the archive"
    if info.is_dir():
        return "its name is a folder's, and it holds something"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link, and those are not followed"
    if info.flag_bits & 1:
        return "it is encrypted; unpack the archive with its password first"
    if info.file_size > LARGEST:
        return f"it unpacks to more than {LARGEST >> 30} GiB"
    if info.file_size > FREE and info.file_size > RATIO * max(info.compress_size, 1):
        return (
            f"it unpacks to more than {RATIO} times its size, as a zip bomb does; if you trust it, "
            "unpack it first"
        )
    return ""


def _is_archive(archive: ZipFile, info: ZipInfo) -> bool:
    try:
        with archive.open(info) as file:
            return file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}
    except _TROUBLE:  # said when it is read
        return False


def _stamp(path: str) -> tuple[int, int]:
    try:
        status = Path(path).stat()
    except OSError as error:
        raise ArchiveError(
            f"the archive cannot be read: {error.strerror or type(error).__name__}"
        ) from None
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4)
def _opened(path: str, stamp: tuple[int, int], above: tuple[str, ...]) -> ZipFile:
    """Open an archive once per process and version of the file."""
    try:
        if not above:
            return ZipFile(path)
        outer = _opened(path, stamp, above[:-1])
        return ZipFile(BytesIO(_bytes(outer, outer.getinfo(above[-1]))))
    except (*_TROUBLE, KeyError) as error:
        raise ArchiveError(f"the archive is damaged ({type(error).__name__})") from None


def _bytes(archive: ZipFile, info: ZipInfo) -> bytes:
    problem = _problem(info)
    if problem:
        raise ArchiveError(problem)
    try:
        with archive.open(info) as file:
            data = file.read(info.file_size + 1)
    except _TROUBLE as error:
        raise ArchiveError(f"it cannot be unpacked ({type(error).__name__})") from None
    if len(data) != info.file_size:
        raise ArchiveError("it unpacks to another size than the archive says")
    return data
