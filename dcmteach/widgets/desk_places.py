"""A small browser of folders: where the images, the table and the key lie."""

from __future__ import annotations

import os
from pathlib import Path

from dcmteach.widgets import markup

__all__ = ["HERE", "UP", "Places"]

HERE, UP = ".", ".."
_MOST = 500


class Places:
    """Folders and files below one folder, to walk through and choose from.

    Parameters
    ----------
    root : path
        The folder that is never left upwards.

    Attributes
    ----------
    folder : Path
        The folder that is shown.
    problem : str
        Why it could not be opened; mostly empty.
    """

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = Path(root).expanduser().resolve()
        self.folder = self.root
        self.problem = ""

    def go_to(self, path: Path | None) -> None:
        """Show a folder, or that of a file; the root where there is none, or it is outside."""
        place = self.root if path is None else path.resolve()
        while not place.is_dir() and place != place.parent:
            place = place.parent
        self.folder = place if place.is_relative_to(self.root) else self.root
        self.problem = ""

    def enter(self, name: str) -> Path | None:
        """Open a folder of the list, or choose a file.

        Parameters
        ----------
        name : str
            As :meth:`options` gives it.

        Returns
        -------
        Path or None
            The file, or this folder itself where :data:`HERE` is entered; None after opening a
            folder.
        """
        if name == HERE:
            return self.folder
        if name == UP:
            if self.folder != self.root:
                self.folder = self.folder.parent
            return None
        place = self.folder / name
        if place.is_dir():
            self.folder = place
            return None
        return place

    def options(self) -> list[tuple[str, str]]:
        """Return a line of text and the name of each entry, folders first, hidden ones left out."""
        listed = [("✓ this folder", HERE)]
        if self.folder != self.root:
            listed.append(("↑ the folder above", UP))
        self.problem = ""
        try:
            with os.scandir(self.folder) as entries:
                found = sorted(
                    (not entry.is_dir(), entry.name.casefold(), entry.name)
                    for entry in entries
                    if not entry.name.startswith(".")
                )
        except OSError as error:
            self.problem = f"This folder cannot be opened ({error.strerror})."
            return listed
        listed += [
            (f"{'  ' if is_file else '▸ '}{markup.cut(name, 70)}", name)
            for is_file, _, name in found[:_MOST]
        ]
        if len(found) > _MOST:
            self.problem = f"Only the first {_MOST} of {len(found)} entries are listed."
        return listed
