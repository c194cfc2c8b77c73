"""A folder of artificial patients, named as carelessly as real exports are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dcmteach.synth.build import key_text
from dcmteach.synth.ct import make_ct
from dcmteach.synth.elements import to_bytes
from dcmteach.synth.mr import make_mr
from dcmteach.synth.person import Person, invent_person, plain_letters, shift_date
from dcmteach.synth.visit import Visit

__all__ = ["build_cohort"]

_SIZE = 32
_INSTANCES = 3


@dataclass(frozen=True, slots=True)
class _Case:
    """One patient of the cohort: sex, letters of the name, and (modality, days later, series)."""

    sex: str
    letters: str
    series: tuple[tuple[str, int, int], ...]


_CASES = (
    _Case("F", "western", (("CT", 0, 2), ("CT", 182, 2))),
    _Case("M", "central", (("MR", 0, 3), ("MR", 0, 5), ("MR", 31, 3))),
    _Case("F", "central", (("CT", 0, 2), ("MR", 3, 4))),
    _Case("M", "western", (("CT", 0, 2), ("CT", 0, 4), ("MR", 14, 3))),
)


def build_cohort(folder: Path) -> None:
    """Write the cohort, and its answer key beside it.

    Parameters
    ----------
    folder : pathlib.Path
        Gets ``cohort/`` with one folder per patient, and ``cohort.json``: for each file, by its
        path in ``cohort/``, the canaries in it; and those in the names of folders.
    """
    files: dict[str, list[dict[str, Any]]] = {}
    names: list[dict[str, str]] = []
    for number, case in enumerate(_CASES):
        patient = invent_person("cohort", number, 2, sex=case.sex, letters=case.letters)
        top = _folder_name(number, patient)
        names += _in_name(patient, top)
        for modality, days, series in case.series:
            visit = _visit(number, patient, case.letters, modality, days, series)
            place = f"{top}/{_study_name(number, visit, modality)}/S{series:03d}"
            (folder / "cohort" / place).mkdir(parents=True)
            for instance in range(1, _INSTANCES + 1):
                path = f"{place}/{_file_name(number, patient, modality, instance)}"
                files[path] = _write(folder / "cohort" / path, visit, modality, instance)
    key = {"sample": "cohort", "names": names, "files": files}
    (folder / "cohort.json").write_text(key_text(key), encoding="utf-8", newline="\n")


def _visit(
    number: int, patient: Person, letters: str, modality: str, days: int, series: int
) -> Visit:
    date = shift_date("20180219", 97 * number + days)
    return Visit(
        name=f"cohort/{number}/{modality}/{date}",
        seed=100 + number,
        patient=patient,
        referrer=invent_person("cohort", "referrer", number % 2, letters=letters),
        operator=invent_person("cohort", "operator", number // 2, letters=letters),
        date=date,
        time=f"{8 + 2 * number:02d}{7 * number + 5:02d}{11 * number + 8:02d}",
        series=series,
        delay=140 * series,
        site=f"{1 + number % 2:02d}",
    )


def _write(path: Path, visit: Visit, modality: str, instance: int) -> list[dict[str, Any]]:
    middle = 41 if modality == "CT" else 88
    make = make_ct if modality == "CT" else make_mr
    ds, canaries = make(replace(visit, instance=middle - 2 + instance), size=_SIZE)
    path.write_bytes(to_bytes(ds))
    return canaries.key(ds)


def _folder_name(number: int, patient: Person) -> str:
    family, given = plain_letters(patient.family), plain_letters(patient.given)
    return (
        f"{family}_{given}",
        f"{patient.number} {family}",
        f"{family.upper()}, {given} {patient.birth_date}",
        f"CASE{number:02d} {patient.sex} {patient.number}",
    )[number]


def _study_name(number: int, visit: Visit, modality: str) -> str:
    day = visit.date
    return f"{modality}_{day}" if number % 2 else f"{day[:4]}-{day[4:6]}-{day[6:]} {modality}"


def _file_name(number: int, patient: Person, modality: str, instance: int) -> str:
    family = plain_letters(patient.family)
    return f"{family}_{instance:04d}.dcm" if number == 0 else f"{modality}{instance:06d}.dcm"


def _in_name(patient: Person, folder: str) -> list[dict[str, str]]:
    kinds = {
        "patient name": plain_letters(patient.family),
        "patient id": patient.number,
        "birth date": patient.birth_date,
    }
    return [
        {"kind": kind, "value": value, "path": folder}
        for kind, value in kinds.items()
        if value.casefold() in folder.casefold()
    ]
