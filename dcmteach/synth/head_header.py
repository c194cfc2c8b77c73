"""The header of one slice of an artificial head."""

from __future__ import annotations

from typing import Any

import numpy as np
from pydicom.dataset import FileDataset

from dcmteach.synth.common import start
from dcmteach.synth.elements import code, fill, item, private
from dcmteach.synth.head_grid import Grid
from dcmteach.synth.key import Canaries
from dcmteach.synth.visit import Visit

__all__ = ["make_slice"]

_CLASSES = {
    "CT": "1.2.840.10008.5.1.4.1.1.2",
    "T1": "1.2.840.10008.5.1.4.1.1.4",
    "T2": "1.2.840.10008.5.1.4.1.1.4",
    "PET": "1.2.840.10008.5.1.4.1.1.128",
}
_MACHINES = {
    "CT": ("CT", "Philips", "iCT 256", "CT head plain"),
    "T1": ("MR", "SIEMENS", "Prisma", "MR head plain"),
    "T2": ("MR", "SIEMENS", "Prisma", "MR head plain"),
    "PET": ("PT", "Philips", "Ring 4", "PET brain FDG"),
}


def make_slice(
    visit: Visit, grid: Grid, stored: Any, *, modality: str, slope: float, tilt: float
) -> tuple[FileDataset, Canaries]:
    """Make one slice.

    Parameters
    ----------
    visit : Visit
        Who is examined; its ``instance`` is the number of the slice, from 1.
    grid : Grid
        Of the whole series.
    stored : ndarray of uint16, shape (rows, columns)
        The stored values.
    modality : str
        ``"CT"``, ``"T1"``, ``"T2"`` or ``"PET"``.
    slope : float
        What a stored value of 1 stands for.
    tilt : float
        Of the gantry, in degrees.
    """
    canaries = Canaries()
    kind, maker, model, description = _MACHINES[modality]
    ds = start(
        visit, canaries, sop_class=_CLASSES[modality], modality=kind, maker=maker, model=model,
        description=description,
    )  # fmt: skip
    {"CT": _ct, "PET": _pet}.get(modality, _mr)(ds, visit, canaries, modality, slope, tilt, grid)
    _plane(ds, visit, canaries, grid, stored)
    ds.add_new("PixelData", "OW", stored.astype("<u2").tobytes())
    return ds, canaries


def _plane(ds: FileDataset, visit: Visit, canaries: Canaries, grid: Grid, stored: Any) -> None:
    place = grid.origin + grid.direction[:, 2] * grid.spacing[2] * (visit.instance - 1)
    normal = np.cross(grid.direction[:, 0], grid.direction[:, 1])
    across = [*grid.direction[:, 0], *grid.direction[:, 1]]
    fill(ds, {
        "AcquisitionDate": visit.date,
        "AcquisitionTime": canaries.plant("time", f"{visit.later(118)}.250000"),
        "PatientPosition": "HFS",
        "PatientComments": f"Daughter of {canaries.plant('patient name', visit.patient.family)} "
        f"waits outside; mobile {canaries.plant('phone', visit.patient.phone)}",
        "ImagePositionPatient": [_text(value) for value in place],
        "ImageOrientationPatient": [_text(value, 10) for value in across],
        "FrameOfReferenceUID": canaries.plant("uid", visit.uid("frame of reference")),
        "PositionReferenceIndicator": "",
        "SliceLocation": _text(float(place @ normal)),
        "SliceThickness": _text(grid.spacing[2]),
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "Rows": grid.size[1],
        "Columns": grid.size[0],
        "PixelSpacing": [_text(grid.spacing[1]), _text(grid.spacing[0])],
        "BitsAllocated": 16,
        "BitsStored": 16 if ds.Modality == "PT" else 12,
        "HighBit": 15 if ds.Modality == "PT" else 11,
        "PixelRepresentation": 0,
        "BurnedInAnnotation": "NO",
    })  # fmt: skip


def _ct(
    ds: FileDataset, visit: Visit, canaries: Canaries, modality: str, slope: float, tilt: float,
    grid: Grid,
) -> None:  # fmt: skip
    fill(ds, {
        "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
        "SeriesDescription": "Head bone and brain",
        "ProtocolName": f"Head std {canaries.plant('patient name', visit.patient.family)}",
        "OperatorsName": canaries.plant("physician name", visit.operator.pn),
        "BodyPartExamined": "HEAD",
        "AcquisitionNumber": "1",
        "KVP": "120",
        "DataCollectionDiameter": "250.0",
        "GantryDetectorTilt": _text(tilt),
        "ExposureTime": "500",
        "XRayTubeCurrent": "310",
        "ConvolutionKernel": "UB",
        "WindowCenter": ["40", "500"],
        "WindowWidth": ["90", "2500"],
        "RescaleIntercept": "-1024",
        "RescaleSlope": _text(slope),
        "RescaleType": "HU",
    })  # fmt: skip


def _mr(
    ds: FileDataset, visit: Visit, canaries: Canaries, modality: str, slope: float, tilt: float,
    grid: Grid,
) -> None:  # fmt: skip
    first = modality == "T1"
    name = "t1_mprage" if first else "t2_space"
    plane = {0: "sag", 1: "cor", 2: "tra"}[int(np.argmax(np.abs(grid.direction[:, 2])))]
    fill(ds, {
        "ImageType": ["ORIGINAL", "PRIMARY", "M", "ND", "NORM"],
        "SeriesDescription": f"{name}_{plane}",
        "ProtocolName": f"{name} {canaries.plant('patient name', visit.patient.family)}",
        "OperatorsName": canaries.plant("physician name", visit.operator.pn),
        "PatientWeight": "76.0",
        "BodyPartExamined": "BRAIN",
        "ScanningSequence": ["GR", "IR"] if first else ["SE"],
        "SequenceVariant": ["SP", "MP"] if first else ["SK", "SP"],
        "ScanOptions": "IR" if first else "",
        "MRAcquisitionType": "3D",
        "SequenceName": "*tfl3d1_16ns" if first else "*spc_282ns",
        "RepetitionTime": "2300.0" if first else "3200.0",
        "EchoTime": "2.98" if first else "408.0",
        "InversionTime": "900.0" if first else "",
        "NumberOfAverages": "1.0",
        "ImagingFrequency": "123.25",
        "ImagedNucleus": "1H",
        "EchoNumbers": "1",
        "MagneticFieldStrength": "3.0",
        "EchoTrainLength": "1" if first else "282",
        "FlipAngle": "9.0" if first else "120.0",
        "AcquisitionNumber": "1",
        "WindowCenter": "420",
        "WindowWidth": "900",
    })  # fmt: skip
    private(ds, 0x0029, "SIEMENS MEDCOM HEADER", [
        (0x08, "CS", "MEDCOM 1"),
        (0x60, "LO", canaries.plant(
            "patient name", f"{visit.patient.family}, {visit.patient.given}"
        )),
    ])  # fmt: skip


def _pet(
    ds: FileDataset, visit: Visit, canaries: Canaries, modality: str, slope: float, tilt: float,
    grid: Grid,
) -> None:  # fmt: skip
    family = canaries.plant("patient name", visit.patient.family)
    fill(ds, {
        "ImageType": ["ORIGINAL", "PRIMARY"],
        "SeriesDescription": "PET brain AC",
        "OperatorsName": canaries.plant("physician name", visit.operator.pn),
        "BodyPartExamined": "BRAIN",
        "PatientWeight": "76.0",
        "PatientOrientationCodeSequence": [code("F-10450", "SRT", "recumbent")],
        "PatientGantryRelationshipCodeSequence": [code("F-10470", "SRT", "headfirst")],
        "CorrectedImage": ["DECY", "ATTN", "SCAT"],
        "SeriesType": ["STATIC", "IMAGE"],
        "Units": "BQML",
        "CountsSource": "EMISSION",
        "NumberOfSlices": grid.size[2],
        "ImageIndex": visit.instance,
        "DecayCorrection": "START",
        "RandomsCorrectionMethod": "DLYD",
        "AttenuationCorrectionMethod": "CT",
        "DecayFactor": "1.0",
        "FrameReferenceTime": "1000.0",
        "ActualFrameDuration": "900000",
        "CollimatorType": "NONE",
        "RescaleIntercept": "0",
        "RescaleSlope": _text(slope),
        "WindowCenter": "9000",
        "WindowWidth": "18000",
        "RadiopharmaceuticalInformationSequence": [item(
            Radiopharmaceutical=f"FDG for {family}",
            RadiopharmaceuticalStartTime=canaries.plant("time", visit.time),
            RadionuclideTotalDose="250000000",
            RadionuclideHalfLife="6586.2",
            RadionuclidePositronFraction="0.967",
            RadionuclideCodeSequence=[code("C-111A1", "SRT", "^18^Fluorine")],
            RadiopharmaceuticalCodeSequence=[code("C-B1031", "SRT", "Fluorodeoxyglucose F^18^")],
        )],
    })  # fmt: skip


def _text(value: float, digits: int = 4) -> str:
    """Write a number as a DS of at most 16 characters (PS3.5 6.2)."""
    text = f"{round(float(value), digits):.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
