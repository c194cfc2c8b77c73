"""A research group's folder: artificial patients as exported, with all that lies about."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydicom.dataset import FileDataset

from dcmteach.synth.build import key_text
from dcmteach.synth.clinic_people import GUESTS, HEADINGS, ROWS, Guest, Row
from dcmteach.synth.csa import add_csa_headers
from dcmteach.synth.elements import private, to_bytes
from dcmteach.synth.key import Canaries
from dcmteach.synth.mr import make_mr
from dcmteach.synth.packed import packed, workbook
from dcmteach.synth.pdf import pdf_bytes
from dcmteach.synth.person import invent_person, shift_date
from dcmteach.synth.visit import Visit

__all__ = ["TABLE", "build_clinic"]

TABLE = "participants.csv"
"""The table of demographics, at the top of the folder."""

_SIZE = 32
_SESSIONS = ((0, 1), (196, 2))  # days later, series
_INSTANCES = 2

_Files = dict[str, list[dict[str, Any]]]


def build_clinic(folder: Path) -> None:
    """Write the clinic, and its answer key beside it.

    Parameters
    ----------
    folder : pathlib.Path
        Gets ``clinic/`` and ``clinic.json``: ``files``, for each DICOM file the canaries in it
        (one in an archive is called ``archive!member``); ``names``, the canaries in names of
        folders and files; ``people``, for each patient the Patient's Name, ID, folder and number
        of files; ``table``, its path, the canaries in it, and for each row whose it is
        (``person``), whether it is doubtful, and what is wrong with it; ``others``, every file
        that is no DICOM.
    """
    top = folder / "clinic"
    top.mkdir()
    files: _Files = {}
    for number, guest in enumerate(GUESTS):
        made = dict(_sessions(number, guest, files))
        if guest.folder.endswith(".zip"):
            first = {name: data for name, data in made.items() if name.startswith("1")}
            rest = {name: data for name, data in made.items() if name not in first}
            first["later.zip"] = packed(rest)
            _put(top / guest.folder, packed(first))
        else:
            for name, data in made.items():
                _put(top / guest.folder / name, data)
    others = {TABLE: _table(), **_strays()}
    for name, data in others.items():
        _put(top / name, data)
    key = {
        "sample": "clinic",
        "names": _in_names(),
        "people": [
            {
                "name": guest.pn,
                "id": guest.person.number,
                "folder": guest.folder,
                "files": len(_SESSIONS) * _INSTANCES,
            }
            for guest in GUESTS
        ],
        "table": {
            "path": TABLE,
            "rows": [
                {"name": r.name, "person": r.person, "doubtful": r.doubtful, "slip": r.slip}
                for r in ROWS
            ],
            "canaries": _in_table(),
        },
        "others": sorted(others),
        "files": files,
    }
    (folder / "clinic.json").write_text(key_text(key), encoding="utf-8", newline="\n")


def _sessions(number: int, guest: Guest, files: _Files) -> Iterable[tuple[str, bytes]]:
    for session, (days, series) in enumerate(_SESSIONS, start=1):
        date = shift_date("20210304", 31 * number + days)
        for instance in range(1, _INSTANCES + 1):
            visit = Visit(
                name=f"clinic/{number}/{session}",
                seed=300 + number,
                patient=guest.person,
                referrer=invent_person("clinic", "referrer", letters="plain"),
                operator=invent_person("clinic", "operator", letters="plain"),
                date=date,
                time=f"{8 + number:02d}{5 * session:02d}{11 * series:02d}",
                series=series,
                instance=87 + instance,
                site="07",
            )
            ds, canaries = _image(number, guest, visit)
            name = f"{session} {date}/IM{instance:04d}"
            place = f"later.zip!{name}" if session > 1 else name
            full = f"{guest.folder}!{place}" if guest.folder.endswith(".zip") else ""
            files[full or f"{guest.folder}/{name}"] = canaries.key(ds)
            yield name, to_bytes(ds)


def _image(number: int, guest: Guest, visit: Visit) -> tuple[FileDataset, Canaries]:
    """Make one image, with the patient hidden in it in a way of this patient's own."""
    ds, canaries = make_mr(visit, size=_SIZE)
    person, plant = guest.person, canaries.plant
    parts = guest.charset.split("\\")
    ds.SpecificCharacterSet = parts if len(parts) > 1 else guest.charset
    ds.PatientName = guest.pn
    for group in guest.pn.split("=")[1:]:
        plant("patient name", group)
    if number % 3 == 0:
        add_csa_headers(ds, visit, canaries, version=1 + number // 3 % 2)
    elif number % 3 == 1:
        hidden = plant("patient name", f"{person.given} {person.family}")
        other = GUESTS[(number + 1) % len(GUESTS)].person  # the scanner's list of patients
        seen = plant("other patient's name", f"{other.family}^{other.given}")
        private(ds, 0x0099, "ZANDMEER LOCAL", [
            (0x01, "UN", f"opened for {hidden}\0".encode()),
            (0x02, "OB", f"{seen}\0\0".encode()),
            (0x03, "DS", "0.5"),
            (0x04, "OB", hidden.encode("utf-16-le")),
        ])  # fmt: skip
    ds.ImageComments = f"{person.family} moved in minute {visit.series}"
    if visit.series > 1:  # the second time, the name was typed in by hand
        ds.StudyDescription = f"MR head plain {plant('patient name', person.family.upper())}"
    return ds, canaries


def _table() -> bytes:
    """Write the table as a spreadsheet saves it: semicolons, and a byte order mark."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(_cells(place, row) for place, row in enumerate(ROWS))
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def _cells(place: int, row: Row) -> list[str]:
    if row.person is None:
        stranger = invent_person("clinic", "stranger", sex="F")
        born, phone, mail, age = stranger.birth_date, stranger.phone, stranger.email, "51"
    else:
        who = GUESTS[row.person].person
        born, phone, mail = who.birth_date, who.phone, who.email
        age = str(int(who.age_on("20210304")[:3]))
    date = f"{born[6:]}.{born[4:6]}.{born[:4]}"
    return [row.name, date, phone, mail, age, "AB"[place % 2], row.score, row.remark]


def _in_table() -> list[dict[str, str]]:
    found = []
    for place, row in enumerate(ROWS):
        name, date, phone, mail, *_ = _cells(place, row)
        kinds = {"patient name": name, "birth date": date, "phone": phone, "e-mail": mail}
        found += [{"kind": kind, "value": value} for kind, value in kinds.items()]
    return found


def _strays() -> Mapping[str, bytes]:
    """Make what experimenters leave between the images."""
    first, second = GUESTS[0], GUESTS[5]
    letter = [f"Dear {first.person.spoken},", "thank you for taking part.", first.person.phone]
    cells = [["who", "score"], [GUESTS[4].person.spoken, "12"], [GUESTS[6].pn.split("=")[1], "9"]]
    note = f"{second.person.spoken} asked for a copy; {first.person.family} did not.\n"
    return {
        f"{first.folder}/letter to {first.person.family}.pdf": pdf_bytes(letter, title=first.pn),
        "scores.xlsx": workbook(cells),
        f"{second.folder}/notes.txt": note.encode("utf-8"),
        ".DS_Store": b"\0\0\0\1Bud1\0" + bytes(24),
    }


def _in_names() -> list[dict[str, str]]:
    """List what names of folders and files tell."""
    told = (
        (0, "patient name", "Zwirnsaend"), (0, "patient name", "Marten"),
        (0, "patient id", "N3582663"), (1, "patient name", "Dablizoledz"),
        (4, "patient name", "Вязолистов"), (5, "birth date", "1949-12-25"),
        (5, "patient name", "Dryopetis"), (6, "patient name", "山鳥数恵"),
        (7, "patient name", "Sogang"),
    )  # fmt: skip
    return [
        {"kind": kind, "value": value, "path": GUESTS[number].folder}
        for number, kind, value in told
    ]


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
