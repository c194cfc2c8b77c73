"""From the paths on a command line to files: folders are walked, in a stable order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

__all__ = ["files_in"]


def files_in(paths: Iterable[str], *, report: Callable[[str, str], None]) -> Iterator[Path]:
    """Give every file that the paths name or hold.

    Parameters
    ----------
    paths : iterable of str
        Files and folders. Files named here are given whatever they are; in folders, at any depth,
        hidden ones are left out and links to folders are not followed.
    report : callable
        Called with a path and the reason for each folder that cannot be read or holds no file.

    Yields
    ------
    Path
        One file; sorted by name within each folder, each file once.
    """
    seen: set[Path] = set()
    for text in paths:
        path = Path(text)
        if not path.is_dir():
            found: Iterable[Path] = (path,)
        else:
            found = _walk(path, report)
        for file in found:
            if file not in seen:
                seen.add(file)
                yield file


def _walk(folder: Path, report: Callable[[str, str], None]) -> list[Path]:
    files: list[Path] = []
    problems: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            file
            for name in sorted(names)
            if not name.startswith(".") and (file := Path(here, name)).is_file()
        ]
    for problem in problems:
        report(str(problem.filename), f"this folder cannot be read ({problem.strerror})")
    if not files and not problems:
        report(str(folder), "this folder holds no files")
    return files
