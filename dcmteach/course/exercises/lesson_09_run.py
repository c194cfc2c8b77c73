"""The exercise of lesson 9 in which a whole folder is de-identified."""

from __future__ import annotations

import datetime
from os import PathLike
from pathlib import Path

from dcmteach.course.exercises import NotYet, exercise, expect_type

__all__ = ["check_run"]

LESSON = "09-profile"

_KINDS = {"patient name", "patient ID", "birth date", "original UID"}
_Days = dict[str, set[str]]  # of each patient, on which days there were studies


@exercise(
    "run-the-folder",
    lesson=LESSON,
    title="De-identify a folder",
    hints=(
        "`deidentify(source, destination, recipe, key_file=…)` is all that is needed.",
        "Two options: one moves dates, one cleans descriptions. The first cells have both.",
        "Verification is on by itself, and a dry run writes nothing: leave both alone.",
    ),
)
def check_run(report: object, out: object) -> str:
    """Check a delivery by its report and by what stands in its files."""
    from dcmteach.deid import Report
    from dcmteach.synth import sample_folder

    told = expect_type(report, Report, "the report that `deidentify` returns")
    if not isinstance(out, str | PathLike):
        raise NotYet("Hand over the output folder as second: the path you gave to `deidentify`.")
    folder = Path(out)
    cohort = sample_folder("cohort")
    whole = _files(cohort)
    if told.counts.get("planned"):
        raise NotYet("This was only a rehearsal: everything was done except for writing.")
    if not told.verified:
        raise NotYet("Nobody has read again what was written: the verification was switched off.")
    files = _files(folder)
    if len(files) != len(whole) or not told.complete or told.written != len(whole):
        raise NotYet("The folder holds not all of the thirty files. Which source did you give?")
    before, after = _days(whole), _days(files)
    if any(not day for days in after.values() for day in days):
        raise NotYet("The studies have no dates any more, so no days can be counted between them.")
    if _gaps(before) != _gaps(after):
        raise NotYet("The days between two scans of a patient are others than before.")
    if set().union(*before.values()) == set().union(*after.values()):
        raise NotYet("The dates are the true ones. One can count with others as well.")
    if _described(files) != len(files):
        raise NotYet("The colleague cannot read what was examined: descriptions were removed.")
    _look_for_the_patients(whole, files)
    return (
        "Thirty files, four pseudonyms, every interval as before, and every file was read again. "
        "This delivery can be answered for."
    )


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.dcm") if path.is_file())


def _days(files: list[Path]) -> _Days:
    from dcmteach.header import read

    days: _Days = {}
    for path in files:
        ds = read(path)
        days.setdefault(str(ds.get("PatientID", "")), set()).add(str(ds.get("StudyDate") or ""))
    return days


def _gaps(days: _Days) -> list[int]:
    """Give the days between first and last study of each patient, smallest first."""
    spans = []
    for dates in days.values():
        read = sorted(datetime.datetime.strptime(day, "%Y%m%d") for day in dates)
        spans.append((read[-1] - read[0]).days)
    return sorted(spans)


def _described(files: list[Path]) -> int:
    from dcmteach.header import read

    return sum(bool(read(path).get("StudyDescription")) for path in files)


def _look_for_the_patients(before: list[Path], after: list[Path]) -> None:
    """Look for each patient in some of the outputs, whoever's they are."""
    from dcmteach.header import read
    from dcmteach.verify import leaks

    firsts = {str(ds.get("PatientID", "")): ds for ds in map(read, before)}
    for ds in firsts.values():
        for path in after[::5]:
            if _KINDS & set(leaks(ds, path).kinds):
                raise NotYet("In one of the files somebody still shows: search them with `leaks`.")
