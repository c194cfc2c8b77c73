"""From the paths on a command line to images; what is none is told on stderr."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dcmteach.cli import terminal
from dcmteach.cli.files import files_in

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["Images"]


class Images:
    """The images among files.

    Parameters
    ----------
    paths : iterable of str
        Files and folders.

    Attributes
    ----------
    failed : int
        How many could not be read or decoded, so that nobody can say what they show.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.failed = 0
        self.files = list(files_in(paths, report=self.fail))

    def __iter__(self) -> Iterator[tuple[Path, Dataset]]:
        from dcmteach.errors import ReadError
        from dcmteach.header import read
        from dcmteach.pixels.beside import pictures_beside
        from dcmteach.pixels.frames import has_pixels

        for path in self.files:
            other = _other(path)
            if other is not None:
                self.skip(path, f"not DICOM ({other})")
                continue
            try:
                ds = read(path)
            except ReadError as error:
                if "DICOMDIR" in str(error):
                    self.skip(path, "an index of files, no image")
                else:
                    self.fail(path, str(error))
                continue
            if not has_pixels(ds) and not any(True for _ in pictures_beside(ds)):
                self.skip(path, "no image: there is no pixel data in it")
                continue
            yield path, ds

    def skip(self, path: Path | str, reason: str) -> None:
        """Say that a file was left out, and need not count."""
        terminal.message(f"{terminal.file_name(path)}: skipped, {reason}")

    def fail(self, path: Path | str, reason: str) -> None:
        """Say that a file could not be looked at."""
        self.failed += 1
        name = Path(path).name
        terminal.message(reason if name in reason else f"{terminal.file_name(path)}: {reason}")


def _other(path: Path) -> str | None:
    """What a file is, if it is certainly no DICOM."""
    from dcmteach.deid.sources_kind import not_dicom

    try:
        with path.open("rb") as file:
            return not_dicom(file.read(512), path.name)
    except OSError:
        return None  # reading will say why
