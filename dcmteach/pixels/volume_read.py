"""From what a volume is given as to data sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError, ReadError
from dcmteach.header import read
from dcmteach.header.quiet import quiet
from dcmteach.pixels.frames import has_pixels

__all__ = ["datasets_of"]


def datasets_of(source: Any, *, series: int | None = None) -> list[Dataset]:
    """Read the data sets of a series.

    Parameters
    ----------
    source : data set, path, or iterable of them
        A folder is searched at any depth; hidden files and the DICOMDIR are left out.
    series : int, optional
        Only those with this Series Number.

    Returns
    -------
    list of pydicom.dataset.Dataset
        Their pixels stay in the files until they are used.

    Raises
    ------
    ReadError, DcmteachError
        If there is nothing, or something that is no DICOM image.
    """
    made = _all(source)
    if series is None:
        return made
    with quiet():
        numbers = [str(ds.get("SeriesNumber") or "").strip() for ds in made]
    found = [ds for ds, number in zip(made, numbers, strict=True) if number == str(series)]
    if not found:
        there = ", ".join(sorted(filter(str.isdigit, set(numbers)), key=int)) or "none"
        raise DcmteachError(
            f"There is no series of number {series} here (SeriesNumber; there are: {there}). Give "
            "one of these."
        )
    return found


def _all(source: Any) -> list[Dataset]:
    if isinstance(source, Dataset):
        return [source]
    if isinstance(source, str | PathLike):
        path = Path(source)
        return _folder(path) if path.is_dir() else [read(path, defer_pixels=True)]
    if not isinstance(source, Iterable):
        raise DcmteachError(
            f"A volume cannot be made of a {type(source).__name__}. Give a folder, files or data "
            "sets of one DICOM series, a NIfTI file, or an image of SimpleITK."
        )
    made: list[Dataset] = []
    for one in source:
        made += _all(one)
    if not made:
        raise DcmteachError("There are no images here, and a volume needs two slices at least.")
    return made


def _folder(folder: Path) -> list[Dataset]:
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.name.upper() != "DICOMDIR"
    )
    if not files:
        raise DcmteachError("The folder holds no files. Give the folder of a DICOM series.")
    made: list[Dataset] = []
    others: Counter[str] = Counter()
    for path in files:
        try:
            ds = read(path, defer_pixels=True)
        except ReadError as error:
            if "truncated" in str(error) or "refuses access" in str(error):
                raise
            others[path.suffix.lower() or "no ending"] += 1
            continue
        if has_pixels(ds):
            made.append(ds)
        else:
            others["DICOM without an image"] += 1
    if others:
        told = ", ".join(f"{count} × {kind}" for kind, count in others.most_common(4))
        raise DcmteachError(
            f"The folder holds {sum(others.values())} of {len(files)} files that are no DICOM "
            f"images ({told}), so nobody can tell whether the series is whole. Give the files of "
            "the series, or a folder with them alone."
        )
    return made
