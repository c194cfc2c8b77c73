"""An artificial RT structure set: organs outlined on the slices of a CT."""

from __future__ import annotations

import math

from pydicom.dataset import Dataset, FileDataset

from dcmteach.synth.corpus_shot import Shot, begin, references_to
from dcmteach.synth.elements import fill, item

__all__ = ["RT_STRUCTURE_SET", "make_rtstruct"]

RT_STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3"


def make_rtstruct(
    shot: Shot, slices: list[tuple[str, str]], *, series_uid: str, study_uid: str
) -> FileDataset:
    """Make a structure set of two regions.

    Parameters
    ----------
    shot : Shot
        Who and when.
    slices : list of (str, str)
        SOP class and instance UID of each CT slice.
    series_uid, study_uid : str
        Of the slices.
    """
    ds = begin(shot, RT_STRUCTURE_SET, "RTSTRUCT", "Planning", model="Contour")
    named = shot.plant("ROI name", "StructureSetROISequence[0].ROIName",
                       shot.spelled("patient name"), "Lung {}")  # fmt: skip
    described = shot.plant("ROI description", "StructureSetROISequence[1].ROIDescription",
                           shot.spelled(), "drawn for {}")  # fmt: skip
    label = shot.plant("ROI observation label", "RTROIObservationsSequence[0].ROIObservationLabel",
                       shot.plain("patient id"))  # fmt: skip
    person = shot.plant("person name in an ROI observation",
                        "RTROIObservationsSequence[1].ROIInterpreter",
                        ("patient name", shot.who.person.pn))  # fmt: skip
    frame = shot.uid("frame of reference")
    top = "ReferencedFrameOfReferenceSequence[0]"
    study = f"{top}.RTReferencedStudySequence[0]"
    series = f"{study}.RTReferencedSeriesSequence[0]"
    fill(ds, {
        "OperatorsName": shot.visit.operator.pn,
        "StructureSetLabel": "PLAN1",
        "StructureSetName": shot.plant("structure set name", "StructureSetName", shot.spelled()),
        "StructureSetDescription": shot.plant(
            "structure set description", "StructureSetDescription", shot.spelled(), "as {} asked"
        ),
        "StructureSetDate": shot.visit.date,
        "StructureSetTime": shot.visit.later(900),
        "FrameOfReferenceUID": frame,
        "PositionReferenceIndicator": "",
        "ReferencedFrameOfReferenceSequence": [item(
            FrameOfReferenceUID=shot.refer(f"{top}.FrameOfReferenceUID", frame),
            RTReferencedStudySequence=[item(
                ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.1",
                ReferencedSOPInstanceUID=shot.refer(
                    f"{study}.ReferencedSOPInstanceUID", study_uid
                ),
                RTReferencedSeriesSequence=[item(
                    SeriesInstanceUID=shot.refer(f"{series}.SeriesInstanceUID", series_uid),
                    ContourImageSequence=references_to(
                        shot, f"{series}.ContourImageSequence", slices
                    ),
                )],
            )],
        )],
        "StructureSetROISequence": [
            item(ROINumber="1", ReferencedFrameOfReferenceUID=frame, ROIName=named,
                 ROIGenerationAlgorithm="MANUAL"),
            item(ROINumber="2", ReferencedFrameOfReferenceUID=frame, ROIName="Heart",
                 ROIDescription=described, ROIGenerationAlgorithm="MANUAL"),
        ],
        "ROIContourSequence": [_region(shot, 0, slices), _region(shot, 1, slices)],
        "RTROIObservationsSequence": [
            item(ObservationNumber="1", ReferencedROINumber="1", ROIObservationLabel=label,
                 RTROIInterpretedType="ORGAN", ROIInterpreter=""),
            item(ObservationNumber="2", ReferencedROINumber="2", RTROIInterpretedType="ORGAN",
                 ROIInterpreter=person),
        ],
    })  # fmt: skip
    for number in range(2):
        shot.refer(f"StructureSetROISequence[{number}].ReferencedFrameOfReferenceUID", frame)
    ds.ApprovalStatus = "UNAPPROVED"
    return ds


def _region(shot: Shot, number: int, slices: list[tuple[str, str]]) -> Dataset:
    contours = []
    for index, one in enumerate(slices):
        path = f"ROIContourSequence[{number}].ContourSequence[{index}].ContourImageSequence"
        points = [
            f"{coordinate:.2f}"
            for turn in range(24)
            for coordinate in (
                (40 + 30 * number) * math.cos(turn * math.pi / 12),
                (60 - 20 * number) * math.sin(turn * math.pi / 12),
                2.0 * index,
            )
        ]
        contours.append(item(
            ContourImageSequence=references_to(shot, path, [one]),
            ContourGeometricType="CLOSED_PLANAR",
            NumberOfContourPoints="24",
            ContourData=points,
        ))  # fmt: skip
    return item(
        ROIDisplayColor=["255", str(99 * number), "0"],
        ContourSequence=contours,
        ReferencedROINumber=str(number + 1),
    )
