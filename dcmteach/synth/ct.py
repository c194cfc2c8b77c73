"""An artificial chest CT with the header of a real export: its structure, not its content."""

from __future__ import annotations

import numpy as np
from pydicom.dataset import FileDataset

from dcmteach.synth.ct_vendor import add_vendor_blocks
from dcmteach.synth.elements import code, fill, item, make_file
from dcmteach.synth.key import Canaries
from dcmteach.synth.person import shift_date
from dcmteach.synth.stream import Stream
from dcmteach.synth.thorax import FIELD, draw_thorax
from dcmteach.synth.visit import HOSPITAL, HOSPITAL_ADDRESS, Visit

__all__ = ["make_ct"]

CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"
PERFORMED_STEP = "1.2.840.10008.3.1.2.3.3"
STUDY_MANAGEMENT = "1.2.840.10008.3.1.2.3.1"


def make_ct(visit: Visit, *, size: int = 128) -> tuple[FileDataset, Canaries]:
    """Make one slice of a chest CT.

    Parameters
    ----------
    visit : Visit
        Who is examined.
    size : int
        Rows, and columns.

    Returns
    -------
    ds : FileDataset
        About 110 elements, some of them in sequences and in private ELSCINT1 blocks.
    canaries : Canaries
        What has been planted.
    """
    canaries = Canaries()
    plant = canaries.plant
    ds = make_file(
        sop_class=CT_IMAGE, instance_uid=visit.instance_uid, source_ae=plant("ae title", _ae(visit))
    )
    plant("uid", ds.SOPInstanceUID)
    _general(ds, visit, canaries)
    _patient(ds, visit, canaries)
    _requests(ds, visit, canaries)
    _acquisition(ds, visit, canaries)
    _pixels(ds, visit, canaries, size)
    add_vendor_blocks(ds, visit, canaries)
    return ds, canaries


def _ae(visit: Visit) -> str:
    return f"ZANDMEER_CT{int(visit.site)}"


def _general(ds: FileDataset, visit: Visit, canaries: Canaries) -> None:
    plant = canaries.plant
    draw = Stream(visit.name, "general")
    date = plant("date", visit.date)
    step = plant("uid", visit.uid("step"))
    scout = plant("uid", visit.uid("scout"))
    fill(ds, {
        "SpecificCharacterSet": visit.charset,
        "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
        "StudyDate": date,
        "SeriesDate": date,
        "AcquisitionDate": date,
        "ContentDate": date,
        "AcquisitionDateTime": plant("date", f"{date}{visit.later(148)}.020"),
        "StudyTime": plant("time", visit.time),
        "SeriesTime": plant("time", visit.later(133)),
        "AcquisitionTime": plant("time", f"{visit.later(148)}.020"),
        "ContentTime": plant("time", f"{visit.later(149)}.375"),
        "AccessionNumber": plant("accession number", "A" + draw.digits(9)),
        "Modality": "CT",
        "Manufacturer": "Philips",
        "InstitutionName": plant("institution", HOSPITAL),
        "InstitutionAddress": plant("address", HOSPITAL_ADDRESS),
        "ReferringPhysicianName": plant("physician name", visit.referrer.pn),
        "ReferringPhysicianIdentificationSequence": [item(
            PersonIdentificationCodeSequence=[
                code(plant("physician id", "R" + draw.digits(6)), "99LOCAL", "Referring physician")
            ],
            PersonAddress=plant("address", f"{visit.referrer.street}, {visit.referrer.town}"),
            PersonTelephoneNumbers=plant("phone", visit.referrer.phone),
            InstitutionName=HOSPITAL,
        )],
        "StationName": plant("station name", f"ZM-CT-{visit.site}"),
        "StudyDescription": "CT thorax with iv contrast",
        "ProcedureCodeSequence": [code("CT5001IV", "99LOCAL", "CT thorax with iv contrast")],
        "SeriesDescription": "Ax thorax 2mm med",
        "InstitutionalDepartmentName": plant("institution", "Radiology B, 3rd floor"),
        "OperatorsName": plant("operator name", visit.operator.pn),
        "ManufacturerModelName": "iCT 256",
        "ReferencedStudySequence": [item(
            ReferencedSOPClassUID=STUDY_MANAGEMENT,
            ReferencedSOPInstanceUID=plant("uid", visit.uid("study reference")),
        )],
        "ReferencedPerformedProcedureStepSequence": [item(
            ReferencedSOPClassUID=PERFORMED_STEP, ReferencedSOPInstanceUID=step
        )],
        "ReferencedImageSequence": [item(
            ReferencedSOPClassUID=CT_IMAGE, ReferencedSOPInstanceUID=scout,
            PurposeOfReferenceCodeSequence=[code("121311", "DCM", "Localizer")],
        )],
        "IrradiationEventUID": plant("uid", visit.uid("irradiation")),
    })  # fmt: skip


def _patient(ds: FileDataset, visit: Visit, canaries: Canaries) -> None:
    plant, patient = canaries.plant, visit.patient
    draw = Stream(patient.number, "other numbers")
    local = plant("other patient id", "ZM-" + draw.digits(6))
    other = plant("other patient id", draw.digits(9))
    fill(ds, {
        "PatientName": plant("patient name", patient.pn),
        "PatientID": plant("patient id", patient.number),
        "IssuerOfPatientID": plant("institution", "ZMPH"),
        "PatientBirthDate": plant("birth date", patient.birth_date),
        "PatientSex": patient.sex,
        "OtherPatientIDs": other,
        "OtherPatientIDsSequence": [item(
            PatientID=local,
            IssuerOfPatientID="ZMPH",
            TypeOfPatientID="TEXT",
        )],
        "PatientAge": plant("age", patient.age_on(visit.date)),
        "PatientWeight": "71.0",
        "PatientAddress": plant("address", f"{patient.street}, {patient.town}"),
        "PatientTelephoneNumbers": plant("phone", patient.phone),
        "AdditionalPatientHistory": (
            f"Never smoked. Results to daughter, {plant('e-mail', patient.email)}"
        ),
    })  # fmt: skip


def _requests(ds: FileDataset, visit: Visit, canaries: Canaries) -> None:
    plant, patient = canaries.plant, visit.patient
    draw = Stream(visit.name, "requests")
    said = item(
        ValueType="TEXT",
        ConceptNameCodeSequence=[code("121106", "DCM", "Comment")],
        TextValue=f"Please speak slowly to {plant('patient name', patient.spoken)}",
    )
    protocol = code("THX-STD", "99LOCAL", "Thorax standard")
    protocol.ProtocolContextSequence = [said]
    fill(ds, {
        "StudyInstanceUID": plant("uid", visit.uid("study")),
        "SeriesInstanceUID": plant("uid", visit.series_uid),
        "StudyID": plant("study id", "8" + draw.digits(4)),
        "SeriesNumber": str(visit.series),
        "AcquisitionNumber": "2",
        "InstanceNumber": str(visit.instance),
        "RequestingService": plant("institution", "ZM-LUNG"),
        "RequestedProcedureDescription": "CT thorax with iv contrast",
        "RequestAttributesSequence": [item(
            RequestedProcedureID=plant("request id", "RP" + draw.digits(6)),
            ScheduledProcedureStepID=plant("request id", "SPS" + draw.digits(6)),
            ScheduledProcedureStepDescription="CT thorax with iv contrast",
            ScheduledProtocolCodeSequence=[protocol],
        )],
        "PerformedProcedureStepStartDate": visit.date,
        "PerformedProcedureStepID": plant("request id", "PPS" + draw.digits(6)),
    })  # fmt: skip


def _acquisition(ds: FileDataset, visit: Visit, canaries: Canaries) -> None:
    plant = canaries.plant
    serial = plant("device serial number", f"ZX-SYN-404{visit.site}")
    fill(ds, {
        "ContrastBolusAgent": "Iodine",
        "BodyPartExamined": "CHEST",
        "ScanOptions": "HELIX",
        "SliceThickness": "2.0",
        "KVP": "100.0",
        "DataCollectionDiameter": "500.0",
        "DeviceSerialNumber": serial,
        "SoftwareVersions": "4.1",
        "ProtocolName": "Thorax std /Thorax",
        "ContrastBolusRoute": "IV",
        "ReconstructionDiameter": f"{FIELD:.1f}",
        "GantryDetectorTilt": "0.0",
        "TableHeight": "85.1",
        "ExposureTime": "434",
        "XRayTubeCurrent": "258",
        "Exposure": "108",
        "DateOfLastCalibration": plant("date", shift_date(ds.StudyDate, -9)),
        "TimeOfLastCalibration": plant("time", "063012"),
        "ConvolutionKernel": "IMR1,Soft Tissue",
        "PatientPosition": "FFS",
        "TotalCollimationWidth": 80.0,
        "TableFeedPerRotation": 97.664,
        "SpiralPitchFactor": 0.763,
        "CTDIvol": 4.33,
        "CTDIPhantomTypeCodeSequence": [code("113691", "DCM", "IEC Body Dosimetry Phantom")],
        "ContributingEquipmentSequence": [item(
            Manufacturer="PHILIPS",
            InstitutionName=HOSPITAL,
            StationName=f"ZM-CT-{visit.site}",
            ManufacturerModelName="BRILLIANCE4",
            DeviceSerialNumber=serial,
            SoftwareVersions="4.5.0.30020",
            PurposeOfReferenceCodeSequence=[code("109102", "DCM", "Processing Equipment")],
        )],
    })  # fmt: skip


def _pixels(ds: FileDataset, visit: Visit, canaries: Canaries, size: int) -> None:
    family = canaries.plant("patient name", visit.patient.family)
    loud = canaries.plant("patient name", family.upper())
    level = 2.0 * (41 - visit.instance)
    units = draw_thorax(size, seed=visit.seed, level=level, fineness=min(4, max(2, 512 // size)))
    stored = np.clip(np.rint(units) + 1024, 0, 4095).astype("<u2")
    spacing = FIELD / size
    title = "Mrs" if visit.patient.sex == "F" else "Mr"
    corner = round(-FIELD / 2 + spacing / 2, 3)
    fill(ds, {
        "ImagePositionPatient": [str(corner), str(corner), str(-1201.5 + level)],
        "ImageOrientationPatient": ["1", "0", "0", "0", "1", "0"],
        "FrameOfReferenceUID": canaries.plant("uid", visit.uid("frame of reference")),
        "PositionReferenceIndicator": "",
        "SliceLocation": str(-1201.5 + level),
        "ImageComments": f"Breathing artefact; repeat? Ask {title} {family}",
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "Rows": size,
        "Columns": size,
        "PixelSpacing": [f"{spacing:g}", f"{spacing:g}"],
        "BitsAllocated": 16,
        "BitsStored": 12,
        "HighBit": 11,
        "PixelRepresentation": 0,
        "BurnedInAnnotation": "NO",
        "WindowCenter": ["50", "-500"],
        "WindowWidth": ["350", "1500"],
        "RescaleIntercept": "-1024.0",
        "RescaleSlope": "1.0",
        "RescaleType": "HU",
        "WindowCenterWidthExplanation": ["MEDIASTINUM", f"LUNG {loud}"],
    })  # fmt: skip
    ds.add_new("PixelData", "OW", stored.tobytes())
