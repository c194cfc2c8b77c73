"""What there is to do: files, folders, archives and named groups, one item per file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from dcmteach.errors import ReadError

__all__ = ["AnySource", "Item", "items_of_source", "roots_of"]

AnyPath = str | PathLike[str]
AnySource = AnyPath | Iterable[AnyPath] | Mapping[str, Iterable[AnyPath] | AnyPath]
"""A file, a folder, a zip archive; a list of these; or named groups of these."""


_NO_FILE = "it is a device or a pipe, not a file"


class Item(NamedTuple):
    """One file to be de-identified.

    Parameters
    ----------
    number : int
        Its place among all, 0-based: by it the audit record names the file.
    path : str
        The file; for a member of an archive, the archive.
    members : tuple of str
        The way into the archive: its member, that archive's member, and so on.
    group : str
        The named group it belongs to; empty if there are none.
    problem : str
        Why it cannot be read at all; empty if nobody knows yet.
    """

    number: int
    path: str
    members: tuple[str, ...] = ()
    group: str = ""
    problem: str = ""

    @property
    def shown(self) -> str:
        """How it is named to the person who gave it; it may hold identifiers."""
        return "!".join((self.path, *self.members))


def items_of_source(source: AnySource) -> Iterator[Item]:
    """List every file of a source, in an order that only the names decide.

    Parameters
    ----------
    source : path, iterable of paths, or mapping of str to these
        Folders are walked at any depth, hidden files too; links to folders are not followed.
        Zip archives are opened, also those within archives.

    Yields
    ------
    Item
        One for each file, each once; with a `problem` where a folder or an archive cannot be read.

    Raises
    ------
    ReadError
        If a path that was given does not exist.
    """
    number = 0
    seen: set[str] = set()
    for group, path in _given(source):
        if not os.path.lexists(path):
            raise ReadError(
                f"There is no file or folder {str(path)!r}. Check the spelling and the folder."
            )
        for found, problem in _files(path):
            if found in seen:
                continue
            seen.add(found)
            if problem or not _is_archive(found):
                yield Item(number, found, (), group, problem)
                number += 1
                continue
            from dcmteach.deid.sources_zip import members_of

            for members, trouble in members_of(found):
                yield Item(number, found, members, group, trouble)
                number += 1


def roots_of(source: AnySource) -> list[Path]:
    """Return the paths that were given, as they are on the disk."""
    return [path for _, path in _given(source)]


def _given(source: AnySource) -> Iterator[tuple[str, Path]]:
    if isinstance(source, str | PathLike):
        yield "", _path(source)
    elif isinstance(source, Mapping):
        for group, paths in source.items():
            for _, path in _given(paths):
                yield str(group), path
    else:
        for one in source:
            yield "", _path(one)


def _path(given: AnyPath) -> Path:
    if not os.fspath(given):  # else it would be the current folder
        raise ReadError(
            "A path of the source is empty. Give the name of a file or folder; for the current "
            "folder, write '.'."
        )
    return Path(given)


def _files(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_dir():
        usual = path.is_file() or not path.exists()  # what is gone is said when it is read
        yield os.fspath(path), "" if usual else _NO_FILE
        return
    folders = [os.fspath(path)]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield folder, f"the folder cannot be read: {error.strerror or type(error).__name__}"
            continue
        below: list[str] = []
        for entry in inside:
            if entry.is_symlink() and not os.path.exists(entry.path):  # noqa: PTH110 - a loop, too
                yield entry.path, "it is a link that leads nowhere"
            elif entry.is_dir(follow_symlinks=False):
                below.append(entry.path)
            elif entry.is_file():
                yield entry.path, ""
            elif entry.is_symlink() and entry.is_dir():
                yield entry.path, "it is a link to a folder, and those are not followed"
            else:
                yield entry.path, _NO_FILE
        folders += reversed(below)


def _is_archive(path: str) -> bool:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a str, for speed
            return file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}
    except OSError:  # said when it is read
        return False
