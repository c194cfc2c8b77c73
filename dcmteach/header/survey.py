"""Over many files: which values are the same for everybody, and which tell patients apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from dcmteach.errors import DcmteachError, ReadError
from dcmteach.header.dictionary import lookup
from dcmteach.header.entry import Entry, entries
from dcmteach.header.read import read
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["Attribute", "Survey", "survey"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """What the files have in one attribute.

    Parameters
    ----------
    path : str
        The attribute: a path without item numbers; all items count together.
    tag : int
        Its tag.
    keyword, name : str
        As the data dictionary has them.
    files, patients : int
        How many have it.
    across_patients : str
        ``"same"`` if every patient who has it has the same values, else ``"differs"``; empty
        with fewer than two such patients.
    within_patient : str
        ``"same"`` if it never changes between files of one patient, else ``"differs"``; empty
        if no patient has it in two files.
    """

    path: str
    tag: int
    keyword: str
    name: str
    files: int
    patients: int
    across_patients: str
    within_patient: str


class Survey(Rows[Attribute]):
    """One row per attribute met in any of the files, in the order of their tags.

    Parameters
    ----------
    rows : list of Attribute
        The attributes.
    files, patients : int
        How many were read.
    skipped : list of (str, str)
        Files that were not, each with the reason.
    """

    columns = (
        Column("path", "Attribute", width=60),
        Column("files", "Files", "number", 7),
        Column("patients", "Patients", "number", 8),
        Column("across_patients", "Across patients", "mark", 15),
        Column("within_patient", "Within one patient", "mark", 18),
    )
    fields = (
        "path",
        "tag",
        "keyword",
        "name",
        "files",
        "patients",
        "across_patients",
        "within_patient",
    )

    def __init__(
        self, rows: list[Attribute], *, files: int, patients: int, skipped: list[tuple[str, str]]
    ) -> None:
        super().__init__(rows)
        self.files = files
        self.patients = patients
        self.skipped = skipped

    def __getitem__(self, key: int | str | slice) -> Attribute | list[Attribute]:  # type: ignore[override]
        if isinstance(key, str):
            for row in self._rows:
                if row.path == key:
                    return row
            raise DcmteachError(
                f"None of the files has {key}. The survey's rows name what they have."
            )
        return self._rows[key]  # type: ignore[return-value]

    @property
    def caption(self) -> str:
        """How many files and patients were looked at."""
        return f"Survey of {len(self)} attributes: {self.files} files of {self.patients} patients"

    @property
    def note(self) -> str:
        """How many files were not."""
        if not self.skipped:
            return ""
        return (
            f"{len(self.skipped)} other file{'' if len(self.skipped) == 1 else 's'} could not be "
            "read as DICOM: .skipped names them, with the reason."
        )


def survey(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
) -> Survey:
    """Compare every attribute over many files.

    Parameters
    ----------
    paths : path, or iterable of paths
        Files; of a folder, all files in it and below. Patients are told apart by Patient ID, or
        where that is empty by Patient's Name, or else by folder.

    Returns
    -------
    Survey
        One row per attribute; what could not be read is listed in ``skipped``.

    Raises
    ------
    DcmteachError
        If a path does not exist.
    """
    count = 0
    skipped: list[tuple[str, str]] = []
    seen: dict[tuple[int, ...], dict[str, list[int]]] = {}
    patients: set[str] = set()
    for file in _files(paths):
        try:
            ds = read(file)
        except ReadError as error:
            skipped.append((str(file), str(error)))
            continue
        count += 1
        found = entries(ds)
        patient = _patient(found, file)
        patients.add(patient)
        for steps, value in _values(found).items():
            seen.setdefault(steps, {}).setdefault(patient, []).append(value)
    rows = [_attribute(steps, values) for steps, values in sorted(seen.items())]
    return Survey(rows, files=count, patients=len(patients), skipped=skipped)


def _files(paths: str | PathLike[str] | Iterable[str | PathLike[str]]) -> Iterator[Path]:
    listed = [paths] if isinstance(paths, str | PathLike) else paths
    for path in map(Path, listed):
        if path.is_dir():
            yield from sorted(below for below in path.rglob("*") if below.is_file())
        elif path.exists():
            yield path
        else:
            raise DcmteachError(f"There is no file or folder {str(path)!r}. Check the spelling.")


def _patient(found: list[Entry], file: Path) -> str:
    told = {
        entry.keyword: entry.text
        for entry in found
        if entry.depth == 0 and entry.tag in {0x00100010, 0x00100020} and entry.text
    }
    if "PatientID" in told:
        return "ID " + told["PatientID"]
    if "PatientName" in told:
        return "name " + told["PatientName"].strip("^ ").casefold()
    return f"folder {file.parent}"


def _values(found: list[Entry]) -> dict[tuple[int, ...], int]:
    """Give each attribute's values in one file as one number, so that many files fit in memory."""
    values: dict[tuple[int, ...], int] = {}
    for entry in found:
        value = hash((values.get(entry.steps), entry.vr, entry.text, entry.data, entry.count))
        values[entry.steps] = value
    return values


def _attribute(steps: tuple[int, ...], values: dict[str, list[int]]) -> Attribute:
    keyword, name, _, _ = lookup(steps[-1])
    path = ".".join(lookup(tag).step for tag in steps)
    if steps[0] >> 16 == 2:
        path = f"file_meta.{path}"
    distinct = {frozenset(of_patient) for of_patient in values.values()}
    across = "" if len(values) < 2 else "same" if len(distinct) == 1 else "differs"
    several = [of_patient for of_patient in values.values() if len(of_patient) > 1]
    changes = any(len(set(of_patient)) > 1 for of_patient in several)
    within = "" if not several else "differs" if changes else "same"
    files = sum(map(len, values.values()))
    return Attribute(path, steps[-1], keyword, name, files, len(values), across, within)
