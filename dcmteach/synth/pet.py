"""An artificial slice of a positron emission tomography."""

from __future__ import annotations

from pydicom.dataset import FileDataset

from dcmteach.synth.corpus_images import add_plane
from dcmteach.synth.corpus_pixels import body
from dcmteach.synth.corpus_shot import Shot, begin
from dcmteach.synth.elements import code, fill, item, private

__all__ = ["PET_IMAGE", "make_pet"]

PET_IMAGE = "1.2.840.10008.5.1.4.1.1.128"


def make_pet(shot: Shot, *, size: int, index: int, slices: int, big: bool) -> FileDataset:
    """Make a PET slice: with what a standardised uptake value is computed from.

    Parameters
    ----------
    shot : Shot
        Who and when.
    size : int
        Rows, and columns.
    index, slices : int
        Which slice, from 0, of how many.
    big : bool
        Whether numbers are written with their high byte first.
    """
    ds = begin(shot, PET_IMAGE, "PT", "PET whole body", model="Ring 4")
    date = shot.visit.date
    tracer = shot.plant(
        "radiopharmaceutical",
        "RadiopharmaceuticalInformationSequence[0].Radiopharmaceutical",
        shot.spelled("patient name"),
        "FDG for {}",
    )
    fill(ds, {
        "ImageType": ["ORIGINAL", "PRIMARY"],
        "AcquisitionDate": date,
        "AcquisitionTime": shot.visit.later(118),
        "SeriesDescription": "PET AC",
        "BodyPartExamined": "WHOLEBODY",
        "PatientOrientationCodeSequence": [code("F-10450", "SRT", "recumbent")],
        "PatientGantryRelationshipCodeSequence": [code("F-10470", "SRT", "headfirst")],
        "PatientWeight": "71.0",
        "PatientSize": "1.71",
        "CorrectedImage": ["DECY", "ATTN", "SCAT"],
        "SeriesType": ["STATIC", "IMAGE"],
        "Units": "BQML",
        "CountsSource": "EMISSION",
        "NumberOfSlices": slices,
        "ImageIndex": index + 1,
        "DecayCorrection": "START",
        "RandomsCorrectionMethod": "DLYD",
        "AttenuationCorrectionMethod": "CT",
        "DecayFactor": "1.0",
        "FrameReferenceTime": "1000.0",
        "ActualFrameDuration": "120000",
        "CollimatorType": "NONE",
        "RescaleIntercept": "0",
        "RescaleSlope": "2.5",
        "ReasonForStudy": shot.plant("reason", "ReasonForStudy", shot.spelled(), "seen: {}"),
        "RadiopharmaceuticalInformationSequence": [item(
            Radiopharmaceutical=tracer,
            RadiopharmaceuticalStartTime=shot.visit.time,
            RadiopharmaceuticalStartDateTime=shot.moment(0, ".00"),
            RadionuclideTotalDose="350000000",
            RadionuclideHalfLife="6586.2",
            RadionuclidePositronFraction="0.967",
            RadionuclideCodeSequence=[code("C-111A1", "SRT", "^18^Fluorine")],
            RadiopharmaceuticalCodeSequence=[code("C-B1031", "SRT", "Fluorodeoxyglucose F^18^")],
        )],
    })  # fmt: skip
    add_plane(ds, shot, size=size, index=index, thickness=3.0, bits=16)
    private(ds, 0x7053, "Philips PET Private Group", [(0x00, "DS", "0.00037"), (0x09, "DS", "1.7")])
    data = body(size, shot.visit.instance, top=9000)
    ds.add_new(0x7FE00010, "OW", data.astype(">u2" if big else "<u2").tobytes())
    return ds
