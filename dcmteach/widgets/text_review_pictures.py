"""The pictures under review: read when they are looked at, never changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydicom import Dataset

from dcmteach.deid.apply_copy import copy_of
from dcmteach.errors import DcmteachError, ReadError
from dcmteach.header.quiet import quiet
from dcmteach.header.read import read
from dcmteach.pixels.beside import pictures_beside
from dcmteach.pixels.frames import has_pixels, number_of_frames
from dcmteach.widgets.text_review_boxes import Size

__all__ = ["Picture", "Sources", "pictures_of"]

Sources = Dataset | str | os.PathLike[str] | Iterable[Dataset | str | os.PathLike[str]]
"""A data set, a file, a folder of files, or a list of these."""


@dataclass(eq=False)
class Picture:
    """One picture: a data set, or the file it lies in.

    Parameters
    ----------
    file : str
        Its file, as it was given; or how it is called, if it never was in one.
    size : Size
        Rows, columns and frames.
    order : tuple
        To sort by: its series and its place in that.
    held : Dataset or None
        The data set; None if it is read from its file each time.
    """

    file: str
    size: Size
    order: tuple[Any, ...]
    held: Dataset | None = None

    def dataset(self) -> Dataset:
        """Return the data set; if it came as one, a copy that can be decoded without harm."""
        return read(self.file) if self.held is None else copy_of(self.held)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the picture as it came, in hexadecimal: it tells files apart, not people."""
        ds = self.dataset()
        with quiet():
            for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData"):
                if keyword in ds:
                    return sha256(bytes(ds[keyword].value or b"")).hexdigest()
        return ""


def pictures_of(source: object) -> tuple[list[Picture], list[str]]:
    """Find the pictures in what was given.

    Parameters
    ----------
    source : Sources
        What was given.

    Returns
    -------
    pictures : list of Picture
        In the order given; those of a folder by series and instance number.
    notes : list of str
        What was left out, and why: files that are no DICOM, data sets that are no picture.

    Raises
    ------
    DcmteachError
        If it is none of these, or there is no picture in it.
    ReadError
        If a file that was named itself cannot be read.
    """
    found: list[Picture] = []
    notes: list[str] = []
    given = source if isinstance(source, Iterable) and not _is_one(source) else [source]
    for one in given:
        if isinstance(one, Dataset):
            found += _taken(one, _name(one, len(found)), notes, held=True)
        elif not isinstance(one, str | os.PathLike):
            article = "an" if type(one).__name__[0].lower() in "aeiou" else "a"
            raise DcmteachError(
                "TextReviewer looks at DICOM pictures: a data set, a file, a folder, or a list of "
                f"these (got {article} {type(one).__name__}). "
                "Write, for example, TextReviewer(dcmteach.read('image.dcm'))."
            )
        elif Path(one).is_dir():
            found += _folder(Path(one), notes)
        else:
            found += _taken(read(one, defer_pixels=True), str(Path(one)), notes, held=False)
    if not found:
        why = f" {notes[0]}" if notes else ""
        raise DcmteachError(
            f"There is no picture to review.{why} Give a data set with pixel data, its file, "
            "or a folder of such files."
        )
    return found, notes


def _is_one(source: object) -> bool:
    return isinstance(source, Dataset | str | os.PathLike)


def _name(ds: Dataset, number: int) -> str:
    file = getattr(ds, "filename", None)
    named = isinstance(file, str | os.PathLike) and os.fspath(file)
    return str(named) if named else f"picture {number + 1}"


def _folder(folder: Path, notes: list[str]) -> list[Picture]:
    found: list[Picture] = []
    passed = 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            found += _taken(read(path, defer_pixels=True), str(path), notes, held=False)
        except ReadError:
            passed += 1
    if passed:
        notes.append(f"{passed} file{'s are' if passed > 1 else ' is'} no DICOM, or damaged.")
    return sorted(found, key=lambda picture: picture.order)


def _taken(ds: Dataset, file: str, notes: list[str], *, held: bool) -> list[Picture]:
    if not has_pixels(ds) and not any(True for _ in pictures_beside(ds)):
        notes.append("A data set without pixel data is left out.")
        return []
    with quiet():
        rows, columns = (_whole(ds.get(keyword)) for keyword in ("Rows", "Columns"))
        place = (
            str(ds.get("StudyInstanceUID", "")),
            _whole(ds.get("SeriesNumber")),
            str(ds.get("SeriesInstanceUID", "")),
            _whole(ds.get("InstanceNumber")),
            file,
        )
    size = Size(max(1, rows), max(1, columns), number_of_frames(ds))
    return [Picture(file, size, place, ds if held else None)]


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
