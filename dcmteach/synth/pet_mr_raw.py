"""The raw data of an artificial PET/MR examination, laid out as a scanner's disk has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydicom.dataset import FileDataset

from dcmteach.synth.build import key_text
from dcmteach.synth.common import start
from dcmteach.synth.elements import fill, to_bytes
from dcmteach.synth.key import Canaries
from dcmteach.synth.mr import make_mr
from dcmteach.synth.person import invent_person, plain_letters
from dcmteach.synth.stream import Stream, make_uid
from dcmteach.synth.visit import HOSPITAL, Visit

__all__ = ["build_pet_mr_raw"]

RAW_DATA = "1.2.840.10008.5.1.4.1.1.66"
MAKERS_OWN = "1.3.12.2.1107.5.9.1"
"""A class that a maker writes raw data with, and no table of the standard lists."""

_SIZE = 32
_COUNTS = 6000  # numbers of two bytes in a file of raw data

_MR = (
    ("Head_MRAC_PET_15min_UMAP", "mu-map"),
    ("Head_MRAC_PET_15min_in_W", "mu-map water"),
    ("Head_MRAC_PET_15min_in_F", "mu-map fat"),
    ("Head_MRAC_PET_15min_in_in", "mu-map in-phase"),
    ("Head_MRAC_PET_15min_in_opp", "mu-map opposed-phase"),
    ("Head_PET_UTE", "ute"),
    ("t1_mprage_sag", "mr"),
)


def _visit() -> Visit:
    return Visit(
        name="pet_mr_raw",
        seed=13,
        patient=invent_person("pet_mr_raw", 3, sex="F", born=(1951, 1966)),
        referrer=invent_person("pet_mr_raw", "referrer"),
        operator=invent_person("pet_mr_raw", "operator"),
        date="20200217",
        time="132206",
        series=1,
        instance=1,
        site="05",
    )


@dataclass
class _Disk:
    """The folder in the making, and its answer key."""

    top: Path
    visit: Visit
    files: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)

    def put(self, path: str, group: str, data: bytes, found: list[dict[str, Any]]) -> None:
        place = self.top / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        self.files[path] = found
        self.groups.setdefault(group, []).append(path)

    def put_raw(self, path: str, group: str, kind: str, sop_class: str, series: int) -> None:
        """Put a DICOM header and, beside it, the data it belongs to."""
        ds, canaries = _header(self.visit, kind, sop_class, series)
        self.put(f"{path}.dcm", group, to_bytes(ds), canaries.key(ds))
        self.put(f"{path}.bf", group, _numbers(kind), [])


def build_pet_mr_raw(folder: Path) -> None:
    """Write the study, and its answer key beside it.

    Parameters
    ----------
    folder : pathlib.Path
        Gets ``pet_mr_raw/``, and ``pet_mr_raw.json``: ``files``, for each the canaries in it (with
        ``line 4`` or ``byte 812`` for a path where it is no DICOM); ``names``, the canaries in the
        names of files; and ``groups``, the files that `classify_study` must find for each.
    """
    visit = _visit()
    family = plain_letters(visit.patient.family)
    disk = _Disk(folder / "pet_mr_raw", visit)
    disk.put_raw(f"PET/{family}_LM-00", "list-mode", "PET_LISTMODE", RAW_DATA, 1)
    disk.put_raw(f"PET/{visit.date}_N-01", "norm", "PET_NORM", MAKERS_OWN, 2)
    disk.put_raw("PET/SINO-02", "sinogram", "PET_EM_SINO", RAW_DATA, 3)
    _put_physio(disk)
    _put_tail(disk)
    for number, (description, group) in enumerate(_MR):
        ds, canaries = _mr(visit, description, 10 + number)
        disk.put(f"MR/MR{number:04d}.dcm", group, to_bytes(ds), canaries.key(ds))
    _put_interfile(disk, "RECON/scatter", "sinogram", ".s", "sinogram", 172)
    _put_interfile(disk, "RECON/image", "image", ".v", "AC_000_000", 127)
    disk.put("PET/phantom.bf", "left over", _numbers("phantom"), [])
    note = f"{visit.patient.spoken} moved in minute 4\n"
    told = [_canary("patient name", visit.patient.spoken, "line 1")]
    disk.put("notes.txt", "left over", note.encode(), told)
    key = {
        "sample": "pet_mr_raw",
        "names": _in_names(disk, {"patient name": family, "date": visit.date}),
        "groups": disk.groups,
        "files": disk.files,
    }
    (folder / "pet_mr_raw.json").write_text(key_text(key), encoding="utf-8", newline="\n")


def _put_physio(disk: _Disk) -> None:
    """Breathing and pulse: a remark that somebody typed stands among the numbers."""
    path = "PET/PHYSIO-03"
    ds, canaries = _header(disk.visit, "PET_PHYSIO", RAW_DATA, 4)
    disk.put(f"{path}.dcm", "physio", to_bytes(ds), canaries.key(ds))
    family = plain_letters(disk.visit.patient.family).upper()
    log = f"BELT RE-ATTACHED, {family} COUGHS".encode("utf-16-le")
    data = _numbers("PET_PHYSIO")
    at = 4000 + log.index(family.encode("utf-16-le"))
    told = [_canary("patient name", family, f"byte {at}")]
    disk.put(f"{path}.bf", "physio", data[:4000] + log + data[4000:], told)


def _put_tail(disk: _Disk) -> None:
    """Events first, and the DICOM part that says whose they are after them."""
    ds, canaries = _header(disk.visit, "PET_LISTMODE", RAW_DATA, 5)
    data = _numbers("second bed") + to_bytes(ds)
    disk.put("PET/bed2.ptd", "list-mode", data, canaries.key(ds))


def _put_interfile(disk: _Disk, path: str, group: str, ending: str, what: str, planes: int) -> None:
    visit = disk.visit
    patient = visit.patient
    said = {
        "!INTERFILE": "",
        "%comment": f"{what} of {patient.family}",
        "!originating system": "2008",
        "patient name": f"{patient.family}, {patient.given}",
        "patient ID": patient.number,
        "patient DOB": _dotted(patient.birth_date),
        "%study date (yyyy:mm:dd)": _dotted(visit.date),
        "institution": HOSPITAL,
        "%study UID": visit.uid("study"),
        "!name of data file": f"{path.rpartition('/')[2]}{ending}",
        "!number format": "signed integer",
        "!number of bytes per pixel": "2",
        "%data type": what,
        "matrix size [1]": "344",
        "matrix size [3]": f"{planes}",
        "scale factor (mm/pixel) [1]": "2.0445",
    }
    kinds = {
        "%comment": ("patient name", patient.family),
        "patient name": ("patient name", f"{patient.family}, {patient.given}"),
        "patient ID": ("patient id", patient.number),
        "patient DOB": ("birth date", _dotted(patient.birth_date)),
        "%study date (yyyy:mm:dd)": ("date", _dotted(visit.date)),
        "institution": ("institution", HOSPITAL),
        "%study UID": ("uid", visit.uid("study")),
    }
    text = "".join(f"{key} := {value}".rstrip() + "\n" for key, value in said.items())
    told = [
        _canary(*kinds[key], f"line {number}") for number, key in enumerate(said, 1) if key in kinds
    ]
    disk.put(f"{path}.hdr", group, text.encode(), told)
    disk.put(f"{path}{ending}", group, _numbers(what), [])


def _header(visit: Visit, kind: str, sop_class: str, series: int) -> tuple[FileDataset, Canaries]:
    canaries = Canaries()
    one = replace(visit, series=series, delay=60 * series)
    ds = start(
        one, canaries, sop_class=sop_class, modality="PT", maker="SIEMENS", model="Biograph_mMR",
        description="PET/MR head",
    )  # fmt: skip
    fill(ds, {
        "ImageType": ["ORIGINAL", "PRIMARY", kind],
        "AcquisitionDate": visit.date,
        "AcquisitionTime": canaries.plant("time", one.later(131)),
        "SeriesDescription": kind,
        "PatientWeight": "64.0",
        "ContentLabel": kind,
        "CreatorVersionUID": make_uid("pet_mr_raw", "creator"),
    })  # fmt: skip
    return _as_scanned(ds), canaries


def _mr(visit: Visit, description: str, series: int) -> tuple[FileDataset, Canaries]:
    one = replace(visit, series=series, instance=88, delay=60 * series)
    ds, canaries = make_mr(one, size=_SIZE)
    ds.SeriesDescription = description
    ds.ProtocolName = description.partition("_in_")[0]
    ds.ManufacturerModelName = "Biograph_mMR"
    return _as_scanned(ds), canaries


def _as_scanned(ds: FileDataset) -> FileDataset:
    """Leave out what an archive adds: who issued the patient's number."""
    del ds.IssuerOfPatientID
    return ds


def _numbers(name: str) -> bytes:
    draw: Callable[[int, int], int] = Stream("pet_mr_raw", name).integer
    return b"".join(draw(0, 65535).to_bytes(2, "little") for _ in range(_COUNTS))


def _dotted(date: str) -> str:
    return f"{date[:4]}:{date[4:6]}:{date[6:]}"


def _canary(kind: str, value: str, path: str) -> dict[str, Any]:
    return {"kind": kind, "value": value, "paths": [path]}


def _in_names(disk: _Disk, values: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"kind": kind, "value": value, "path": path}
        for path in disk.files
        for kind, value in values.items()
        if value in path
    ]
