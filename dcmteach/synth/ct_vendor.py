"""What a vendor writes beside the standard: private ELSCINT1 blocks, as in a Philips chest CT."""

from __future__ import annotations

from pydicom.dataset import FileDataset

from dcmteach.synth.elements import private
from dcmteach.synth.key import Canaries
from dcmteach.synth.person import shift_date
from dcmteach.synth.visit import Visit

__all__ = ["add_vendor_blocks"]


def add_vendor_blocks(ds: FileDataset, visit: Visit, canaries: Canaries) -> None:
    """Add four private blocks: some elements known to be safe, some unknown, three with a person.

    Of the elements in them, PS3.15 Table E.3.10-1 lists DLP (00E1,xx21), Acquisition Duration
    (00E1,xx50), Acquisition Type, Table Velocity, Pitch and Rotation Time (01F1,xx01 xx07 xx26
    xx27) as safe.

    Parameters
    ----------
    ds : FileDataset
        Changed in place.
    visit : Visit
        Who is examined.
    canaries : Canaries
        Gets what is planted.
    """
    plant, patient = canaries.plant, visit.patient
    record = bytearray(512)
    record[0:8] = b"ACQREC\x00\x02"
    record[64 : 64 + len(patient.number)] = patient.number.encode("ascii")
    record[128:132] = (4330).to_bytes(4, "little")
    note = f"{patient.family.upper()}, {patient.given.upper()}"
    opened = f"OPENED BY {visit.operator.pn}".encode(
        "utf-8" if visit.charset == "ISO_IR 192" else "latin-1"
    )
    private(ds, 0x00E1, "ELSCINT1", [
        (0x21, "DS", "171.4"),
        (0x40, "SH", "Ax thorax 2mm"),
        (0x42, "LO", plant("patient name", note)),
        (0x46, "OB", bytes(record)),
        (0x50, "DS", "4.12"),
        (0x63, "SH", "DUTCH"),
        (0x65, "LO", plant("date", shift_date(visit.date, -3))),
    ])  # fmt: skip
    private(ds, 0x01F1, "ELSCINT1", [
        (0x01, "CS", "SPIRAL"),
        (0x02, "CS", "STANDARD"),
        (0x07, "DS", "185.0"),
        (0x26, "DS", "0.763"),
        (0x27, "DS", "0.33"),
        (0x32, "CS", "RIGHT_ON_LEFT"),
        (0x4B, "SH", "128x0.625"),
        (0x54, "IS", "11"),
    ])  # fmt: skip
    private(ds, 0x01F7, "ELSCINT1", [(0x22, "UI", visit.uid("irradiation"))])
    private(ds, 0x07A1, "ELSCINT1", [
        (0x10, "LO", "4.0.0"),
        (0x36, "AE", ds.file_meta.SourceApplicationEntityTitle),
        (0x77, "UN", opened + b" " * (len(opened) % 2)),
    ])  # fmt: skip
