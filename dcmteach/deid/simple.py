"""The simple door: anonymise in one call, or only look at what is sensitive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from os import PathLike
from pathlib import Path

from dcmteach.deid.batch import deidentify
from dcmteach.deid.batch_report import Report
from dcmteach.deid.plan_meta import frame_steps
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.recipe_rule import Rule
from dcmteach.deid.sources import AnySource, Item, items_of_source
from dcmteach.deid.sources_kind import not_dicom
from dcmteach.deid.sources_zip import ArchiveError, read_member
from dcmteach.errors import DcmteachError, ReadError
from dcmteach.header.classify import classify
from dcmteach.header.read import read_open
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["Sensitive", "SensitiveElement", "anonymise"]

AnyPath = str | PathLike[str]
_TAIL = 38
_FRAME = (
    "File meta information that tells of hosts, applications or senders is taken out "
    "(PS3.15 E.1.1)."
)


@dataclass(frozen=True, slots=True)
class SensitiveElement:
    """An element that identifies somebody, or may.

    Parameters
    ----------
    source : str
        The file.
    path : str
        The element's canonical path.
    value : str
        Its value as shown.
    reason : str
        Why it is sensitive.
    """

    source: str
    path: str
    value: str
    reason: str


class Sensitive(Rows[SensitiveElement]):
    """What is sensitive in some files. Nothing was changed.

    Attributes
    ----------
    unread : tuple of (str, str)
        Files that could not be read as DICOM, and why.
    """

    columns = (
        Column("source", "File", "value", 40),
        Column("path", "Element", width=50),
        Column("value", "Value", "value", 40),
        Column("reason", "Because", width=90),
    )

    def __init__(
        self, rows: tuple[SensitiveElement, ...], unread: tuple[tuple[str, str], ...], files: int
    ) -> None:
        super().__init__(rows)
        self.unread = unread
        self.files = files

    def cell(self, row: SensitiveElement, key: str) -> str:
        """Write one field as it is shown: of a long path its end."""
        text = super().cell(row, key)
        return f"…{text[-_TAIL:]}" if key == "source" and len(text) > _TAIL else text

    @property
    def caption(self) -> str:
        """How many elements in how many files."""
        return (
            f"Sensitive: {len(self)} element{'' if len(self) == 1 else 's'} in {self.files} "
            f"file{'' if self.files == 1 else 's'}"
        )

    @property
    def note(self) -> str:
        """What was not looked at."""
        parts = ["Nothing was changed. Pixels were not looked at."]
        if self.unread:
            parts.append(f"{len(self.unread)} not read: .unread says why.")
        return " ".join(parts)


def anonymise(
    paths: AnySource,
    destination: AnyPath | None = None,
    patient: str = "Anonymous",
    physician: str = "Anonymous",
    birth_date: str = "19000101",
    *,
    display_only: bool = False,
    pixels: str = "hold",
    text_engine: str = "auto",
    regions: AnyPath | None = None,
    faces: str = "accept",
    jobs: int = 1,
) -> Report | Sensitive:
    """Anonymise files in one call: the basic profile, and three values of your own.

    Parameters
    ----------
    paths : path, iterable of paths, or mapping of str to these
        A file, a list of files, a folder, a zip archive, or the groups of a study.
    destination : path, optional
        The output folder, outside of what is anonymised; not needed for `display_only`.
    patient, physician : str, optional
        What Patient's Name and Referring Physician's Name will say.
    birth_date : str, optional
        What Patient's Birth Date will say: YYYYMMDD, or nothing.
    display_only : bool, optional
        Only show what is sensitive; nothing is written.
    pixels, text_engine, regions : str, str and path, optional
        What is done about text in pixels; see :func:`~dcmteach.deid.batch.deidentify`.
    faces : str, optional
        What is done about faces; see there, too.
    jobs : int, optional
        How many processes.

    Returns
    -------
    Report or Sensitive
        What was written and what was not; or the sensitive elements.

    Raises
    ------
    DcmteachError
        If a value breaks the rules of its element, or a place must not be written to.

    Notes
    -----
    The key is made for this call and thrown away: there is no way back. Patients stay apart by
    their Patient ID, a pseudonym. A file whose own patient, physician or birth date one of the
    values is, however it is written, is held back. To keep a way back, give
    :func:`~dcmteach.deid.batch.deidentify` a key.
    """
    if display_only:
        return _sensitive(paths)
    if destination is None:
        raise DcmteachError(
            "anonymise() needs a destination: the folder to write into. To only look at what is "
            "sensitive, write display_only=True."
        )
    return deidentify(
        paths,
        destination,
        _recipe(patient, physician, birth_date),
        pixels=pixels,
        text_engine=text_engine,
        regions=regions,
        faces=faces,
        jobs=jobs,
    )


def _recipe(patient: str, physician: str, birth_date: str) -> Recipe:
    values = {
        "PatientName": patient,
        "ReferringPhysicianName": physician,
        "PatientBirthDate": birth_date,
    }
    rules = [
        Rule("replace", value, keyword=keyword) if value else Rule("clear", keyword=keyword)
        for keyword, value in values.items()
    ]
    return Recipe(
        rules=tuple(rules), name="anonymise", title="Basic profile with values of the caller's own"
    )


def _sensitive(paths: AnySource) -> Sensitive:
    rows: list[SensitiveElement] = []
    unread: list[tuple[str, str]] = []
    files = 0
    given: AnySource = paths if isinstance(paths, str | PathLike | Mapping) else list(_each(paths))
    for item in items_of_source(given):
        try:
            found = _of_file(item)
        except (ReadError, ArchiveError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            unread.append((item.shown, reason or type(error).__name__))
            continue
        files += 1
        rows += found
    return Sensitive(tuple(rows), tuple(unread), files)


def _each(paths: Iterable[AnyPath]) -> Iterable[AnyPath]:
    yield from paths


def _of_file(item: Item) -> list[SensitiveElement]:
    if item.problem:
        raise ArchiveError(item.problem)
    name = item.members[-1] if item.members else item.path
    data = read_member(item.path, item.members) if item.members else Path(item.path).read_bytes()
    other = not_dicom(data[:512], name)
    if other is not None:
        raise ArchiveError(f"it is {other}")
    ds = read_open(BytesIO(data), Path(name).name, len(data), defer_pixels=False)
    # Of the file meta information, what is taken out without asking (PS3.15 E.1.1) is shown, too.
    steps = frame_steps(ds, "", remaps=False)
    gone = {step.path for step in steps if step.strategy == "remove"}
    return [
        SensitiveElement(
            item.shown,
            verdict.path,
            verdict.value,
            verdict.reason if verdict.verdict == "unsafe" else _FRAME,
        )
        for verdict in classify(ds)
        if (verdict.verdict == "unsafe" or verdict.path in gone) and verdict.value
    ]
