"""The part of a header that every examination has, whatever the machine: who, when, where, why."""

from __future__ import annotations

from pydicom.dataset import FileDataset

from dcmteach.synth.elements import fill, item, make_file
from dcmteach.synth.key import Canaries
from dcmteach.synth.stream import Stream
from dcmteach.synth.visit import HOSPITAL, HOSPITAL_ADDRESS, Visit

__all__ = ["start"]


def start(
    visit: Visit,
    canaries: Canaries,
    *,
    sop_class: str,
    modality: str,
    maker: str,
    model: str,
    description: str,
) -> FileDataset:
    """Start a data set with patient, study, series and equipment.

    Parameters
    ----------
    visit : Visit
        Who is examined.
    canaries : Canaries
        Gets what is planted.
    sop_class, modality, maker, model, description : str
        SOP Class UID, Modality, Manufacturer, its model, Study Description.

    Returns
    -------
    FileDataset
        Without pixels or waveforms yet.
    """
    plant = canaries.plant
    draw = Stream(visit.name, "header")
    other = Stream(visit.patient.number, "other numbers").digits(6)
    serial = Stream(modality, visit.site).digits(5)
    station = f"ZM-{modality}-{visit.site}"
    ds = make_file(
        sop_class=sop_class,
        instance_uid=plant("uid", visit.instance_uid),
        source_ae=plant("ae title", f"ZANDMEER_{modality}{int(visit.site)}"),
    )
    fill(ds, {
        "SpecificCharacterSet": visit.charset,
        "StudyDate": plant("date", visit.date),
        "SeriesDate": visit.date,
        "ContentDate": visit.date,
        "StudyTime": plant("time", visit.time),
        "SeriesTime": plant("time", visit.later(95)),
        "ContentTime": plant("time", visit.later(131)),
        "AccessionNumber": plant("accession number", "A" + draw.digits(9)),
        "Modality": modality,
        "Manufacturer": maker,
        "InstitutionName": plant("institution", HOSPITAL),
        "InstitutionAddress": plant("address", HOSPITAL_ADDRESS),
        "ReferringPhysicianName": plant("physician name", visit.referrer.pn),
        "StationName": plant("station name", station),
        "StudyDescription": description,
        "PerformingPhysicianName": plant("physician name", visit.operator.pn),
        "ManufacturerModelName": model,
        "PatientName": plant("patient name", visit.patient.pn),
        "PatientID": plant("patient id", visit.patient.number),
        "IssuerOfPatientID": plant("institution", "ZMPH"),
        "PatientBirthDate": plant("birth date", visit.patient.birth_date),
        "PatientSex": visit.patient.sex,
        "OtherPatientIDsSequence": [item(
            PatientID=plant("other patient id", f"ZM-{other}"),
            IssuerOfPatientID="ZMPH",
            TypeOfPatientID="TEXT",
        )],
        "PatientAge": plant("age", visit.patient.age_on(visit.date)),
        "DeviceSerialNumber": plant("device serial number", f"ZX-SYN-{serial}"),
        "SoftwareVersions": "syn.1.0",
        "StudyInstanceUID": plant("uid", visit.uid("study")),
        "SeriesInstanceUID": plant("uid", visit.series_uid),
        "StudyID": plant("study id", "7" + draw.digits(4)),
        "SeriesNumber": str(visit.series),
        "InstanceNumber": str(visit.instance),
        "RequestAttributesSequence": [item(
            RequestedProcedureID=plant("request id", "RP" + draw.digits(6)),
            ScheduledProcedureStepID=plant("request id", "SPS" + draw.digits(6)),
            ScheduledProcedureStepDescription=description,
        )],
        "PerformedProcedureStepID": plant("request id", "PPS" + draw.digits(6)),
    })  # fmt: skip
    return ds
