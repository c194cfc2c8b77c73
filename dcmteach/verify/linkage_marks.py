"""What may tell that two records are of one person, collected from a folder of DICOM files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from itertools import pairwise
from os import PathLike
from pathlib import Path

from dcmteach.errors import PathError, ReadError
from dcmteach.header.quiet import quiet
from dcmteach.verify.parts import ROOT, Reread
from dcmteach.verify.people_records import files_below
from dcmteach.verify.reread import reread
from dcmteach.verify.seeds import is_well_known

__all__ = ["KINDS", "Marks", "marks_of"]

KINDS = {
    "identifiers": "certain",
    "UIDs": "certain",
    "pixels": "certain",
    "dates with times": "likely",
    "days between studies": "likely",
    "dates with the device": "likely",
    "times of day": "possible",
    "dates": "possible",
    "device serial numbers": "possible",
}
"""What is compared, and how sure it makes a link."""

Marks = dict[str, set[str]]
"""The values of one person, by kind."""

_ID, _NAME, _ACCESSION = 0x00100020, 0x00100010, 0x00080050
_UIDS = (0x0020000D, 0x0020000E, 0x00080018, 0x00200052)
_STUDY_DATE = 0x00080020
_DATES = (  # of study, series, acquisition, content, performed procedure step: with the time
    (_STUDY_DATE, 0x00080030),
    (0x00080021, 0x00080031),
    (0x00080022, 0x00080032),
    (0x00080023, 0x00080033),
    (0x00400244, 0x00400245),
)
_DEVICES = (0x00181000, 0x00181002, 0x0018700A, 0x00181008, 0x00081010)
_EMPTY = frozenset([b"", b"0", b"UNKNOWN", b"NONE", b"ANONYMOUS", b"ANONYMIZED"])
_LEAST_PIXELS = 64
_SHIFTED = 3  # studies on so many days have intervals that tell somebody


def marks_of(folder: str | PathLike[str]) -> dict[str, Marks]:
    """Collect the values of each person.

    Parameters
    ----------
    folder : str or path-like
        A folder of DICOM files.

    Returns
    -------
    dict of str to Marks
        By person.

    Raises
    ------
    PathError
        If there is no such folder.
    """
    top = Path(folder)
    if not top.is_dir():
        raise PathError(
            "linkage() takes two folders of DICOM files, and there is none of one of the given "
            "names. Give their paths."
        )
    found: dict[str, Marks] = {}
    for path in files_below(top):
        try:
            with quiet():
                file = reread(path)
        except ReadError:
            continue
        if not file.tags & {_ID, _NAME, _UIDS[0], _UIDS[2]}:
            continue
        who = _text(file, _ID) or _text(file, _NAME) or path.relative_to(top).parts[0]
        marks = found.setdefault(who, {kind: set() for kind in KINDS})
        for kind, value in _values(file):
            marks[kind].add(value)
    for marks in found.values():
        days = sorted(filter(None, map(_day, marks["dates"])))
        if len(days) >= _SHIFTED:
            steps = [after - before for before, after in pairwise(days)]
            marks["days between studies"].add("-".join(map(str, steps)))
    return found


def _values(file: Reread) -> Iterator[tuple[str, str]]:
    for tag in (_ID, _ACCESSION):
        if text := _text(file, tag):
            yield "identifiers", f"{tag:08X} {text}"
    for tag in _UIDS:
        uid = _text(file, tag)
        if uid and not is_well_known(uid):
            yield "UIDs", uid
    if file.pixels is not None:
        data = file.value(file.pixels)
        if len(data) >= _LEAST_PIXELS and data.count(data[:1]) < len(data):
            yield "pixels", blake2b(data, digest_size=16).hexdigest()
    devices = [f"{tag:08X} {text}" for tag in _DEVICES if (text := _text(file, tag))]
    for device in devices:
        yield "device serial numbers", device
    for day_tag, time_tag in _DATES:
        day, time = _text(file, day_tag), _text(file, time_tag)
        exact = time.rstrip("0").rstrip(".") if len(time) >= 6 and time.strip("0.") else ""
        if day and day_tag == _STUDY_DATE:
            yield "dates", day
            for device in devices:
                yield "dates with the device", f"{day} {device}"
        if exact:
            yield "times of day", f"{time_tag:08X} {exact}"
            if day:
                yield "dates with times", f"{day_tag:08X} {day} {exact}"


def _text(file: Reread, tag: int) -> str:
    value = (file.first(tag, ROOT) or b"").strip(b" \0")
    return "" if value.upper() in _EMPTY else value.decode("latin_1")


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text.replace(".", "")[:8]).toordinal()
    except ValueError:
        return None
