"""Look through a source once, before anything is written: whom is each file about?"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from pydicom.dataset import Dataset

from dcmteach.deid.folders import Case, case_of
from dcmteach.deid.marks import text_at
from dcmteach.deid.sources import AnySource, Item, items_of_source, roots_of
from dcmteach.deid.sources_kind import not_dicom
from dcmteach.deid.sources_zip import ArchiveError, read_member
from dcmteach.deid.study_interfile import is_interfile, parse
from dcmteach.deid.study_people import people_beside
from dcmteach.deid.study_raw import RAW, raw_kind, tail_start
from dcmteach.deid.subjects import Subject, subject_of
from dcmteach.errors import DcmteachError, ReadError
from dcmteach.header.read import read_open

__all__ = ["Looked", "look_through"]

_HEAD = 512
_OTHER_NAMES = (0x00101001, 0x00101005, 0x00101060)  # other, birth and mother's birth names


class Looked(NamedTuple):
    """What looking through a source found.

    Parameters
    ----------
    subjects : dict of Subject to int
        What files say of their patients, in the order of the files, and how many say it.
    cases : dict of Subject to set of Case
        Sex and age that names of folders tell, where a pattern was given.
    others : dict of str to None
        Other names of patients: former ones, and their mothers'.
    strangers : int
        Files under no folder that tells sex and age, where a pattern was given.
    """

    subjects: dict[Subject, int]
    cases: dict[Subject, set[Case]]
    others: dict[str, None]
    strangers: int


def look_through(source: AnySource, *, folder_pattern: str | None = None) -> Looked:
    """Read whom every file of a source is about. Nothing is kept but that.

    Parameters
    ----------
    source : path, iterable of paths, or mapping of str to these
        As :func:`~dcmteach.deid.batch.deidentify` takes it.
    folder_pattern : str, optional
        The form of names of folders that tell sex and age.
    """
    subjects: dict[Subject, int] = {}
    cases: dict[Subject, set[Case]] = {}
    others: dict[str, None] = {}
    strangers = 0
    roots = [os.fspath(root) for root in roots_of(source)]
    for item in items_of_source(source):
        ds = None if item.problem else _patient_of(item)
        if ds is None:
            continue
        subject = subject_of(ds)
        subjects[subject] = subjects.get(subject, 0) + 1
        for tag in _OTHER_NAMES:
            if tag in ds:
                others.update(dict.fromkeys(filter(None, text_at(ds, tag).split("\\"))))
        if folder_pattern is not None:
            case = _case(item, roots, folder_pattern)
            if case is None:
                strangers += 1
            else:
                cases.setdefault(subject, set()).add(case)
    return Looked(subjects, cases, others, strangers)


def _patient_of(item: Item) -> Dataset | None:
    """The data set of a file, or what stands for it; None if no run would write this file."""
    try:
        path = Path(item.path)
        if not item.members and path.suffix.lower() in RAW:
            kind = raw_kind(path)
            if kind == "interfile":
                data = path.read_bytes()
                return (
                    parse(data, people=people_beside(path)).patient if is_interfile(data) else None
                )
            if kind == "tail":
                return _tail(path)
            if kind is not None:
                return None  # it goes by the header beside it
        if item.members:
            data = read_member(item.path, item.members)
            if not_dicom(data[:_HEAD], item.members[-1]):
                return None
            return read_open(BytesIO(data), "this file", len(data), defer_pixels=False)
        with path.open("rb") as file:
            if not_dicom(file.read(_HEAD), item.path):
                return None
            file.seek(0)
            size = os.fstat(file.fileno()).st_size
            return read_open(file, "this file", size, defer_pixels=True)
    except (OSError, MemoryError, ReadError, ArchiveError):
        return None  # the run itself says what is wrong with it


def _tail(path: Path) -> Dataset | None:
    start = tail_start(path)
    if start is None:
        return None
    with path.open("rb") as file:
        file.seek(start)
        data = file.read()
    return read_open(BytesIO(data), "this file", len(data), defer_pixels=False)


def _case(item: Item, roots: list[str], pattern: str) -> Case | None:
    """Sex and age as the uppermost folder tells them that is named so."""
    root = next((root for root in roots if item.path.startswith(root)), "")
    below = os.path.relpath(item.path, Path(root).parent) if root else item.path
    parts = [part for way in (below, *item.members) for part in Path(way).parts]
    for part in parts:
        try:
            return case_of(
                Path(part).stem if part.lower().endswith(".zip") else part, pattern=pattern
            )
        except DcmteachError:
            continue
    return None
