"""An artificial structured report, with findings, people and pictures in its tree."""

from __future__ import annotations

from pydicom.dataset import Dataset, FileDataset

from dcmteach.synth.corpus_people import dotted
from dcmteach.synth.corpus_shot import Shot, begin, references_to
from dcmteach.synth.elements import code, fill, item

__all__ = ["COMPREHENSIVE_SR", "make_sr"]

COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33"


def make_sr(
    shot: Shot, images: list[tuple[str, str]], *, series_uid: str, study_uid: str
) -> FileDataset:
    """Make a report on images.

    Parameters
    ----------
    shot : Shot
        Who and when.
    images : list of (str, str)
        SOP class and instance UID of each image that it is about.
    series_uid, study_uid : str
        Of the images.
    """
    ds = begin(shot, COMPREHENSIVE_SR, "SR", "Report", model="Dictate")
    fill(ds, {
        "SeriesDescription": "Report",
        "ReferencedPerformedProcedureStepSequence": [],
        "PerformedProcedureCodeSequence": [],
        "CompletionFlag": "COMPLETE",
        "VerificationFlag": "VERIFIED",
        "ValueType": "CONTAINER",
        "ConceptNameCodeSequence": [code("18782-3", "LN", "Radiology Study observation")],
        "ContinuityOfContent": "SEPARATE",
        "VerifyingObserverSequence": [item(
            VerifyingOrganization=shot.canaries.plant("institution", "Zandmeer Readers"),
            VerificationDateTime=shot.moment(7000),
            VerifyingObserverName=shot.visit.referrer.pn,
            VerifyingObserverIdentificationCodeSequence=[],
        )],
        "CurrentRequestedProcedureEvidenceSequence": [
            _evidence(shot, images, series_uid, study_uid)
        ],
        "ContentSequence": [*_people(shot), *_findings(shot), _pictures(shot, images)],
    })  # fmt: skip
    return ds


def _evidence(
    shot: Shot, images: list[tuple[str, str]], series_uid: str, study_uid: str
) -> Dataset:
    top = "CurrentRequestedProcedureEvidenceSequence[0]"
    series = f"{top}.ReferencedSeriesSequence[0]"
    return item(
        StudyInstanceUID=shot.refer(f"{top}.StudyInstanceUID", study_uid),
        ReferencedSeriesSequence=[item(
            SeriesInstanceUID=shot.refer(f"{series}.SeriesInstanceUID", series_uid),
            ReferencedSOPSequence=references_to(shot, f"{series}.ReferencedSOPSequence", images),
        )],
    )  # fmt: skip


def _people(shot: Shot) -> list[Dataset]:
    path = "ContentSequence[0].PersonName"
    return [
        item(
            RelationshipType="HAS OBS CONTEXT",
            ValueType="PNAME",
            ConceptNameCodeSequence=[code("121029", "DCM", "Subject Name")],
            PersonName=shot.plant("person name in a report", path,
                                  ("patient name", shot.who.person.pn)),
        ),
        item(
            RelationshipType="HAS OBS CONTEXT",
            ValueType="DATE",
            ConceptNameCodeSequence=[code("121031", "DCM", "Subject Birth Date")],
            Date=shot.plant("birth date in a report", "ContentSequence[1].Date",
                            ("birth date", shot.who.person.birth_date)),
        ),
    ]  # fmt: skip


def _findings(shot: Shot) -> list[Dataset]:
    born = dotted(shot.who.person.birth_date)
    text = shot.plant(
        "text in a report", "ContentSequence[2].TextValue", shot.spelled("patient name"),
        "{} was examined. The lungs are clear.",
    )  # fmt: skip
    shot.plant("birth date in a text", "ContentSequence[2].TextValue", ("birth date", born))
    inner = shot.plant(
        "text three levels down in a report",
        "ContentSequence[3].ContentSequence[0].ContentSequence[0].TextValue",
        shot.spelled("patient name"),
        "compare with {} of last year",
    )
    heading = shot.plant(
        "heading in a report", "ContentSequence[3].ConceptNameCodeSequence[0].CodeMeaning",
        shot.spelled("patient name"), "Lungs of {}",
    )  # fmt: skip
    return [
        item(
            RelationshipType="CONTAINS",
            ValueType="TEXT",
            ConceptNameCodeSequence=[code("121071", "DCM", "Finding")],
            TextValue=f"{text} Born {born}.",
        ),
        item(
            RelationshipType="CONTAINS",
            ValueType="CONTAINER",
            ConceptNameCodeSequence=[code("LUNG", "99ZM", heading)],
            ContinuityOfContent="SEPARATE",
            ContentSequence=[item(
                RelationshipType="CONTAINS",
                ValueType="CONTAINER",
                ConceptNameCodeSequence=[code("121070", "DCM", "Findings")],
                ContinuityOfContent="SEPARATE",
                ContentSequence=[item(
                    RelationshipType="CONTAINS",
                    ValueType="TEXT",
                    ConceptNameCodeSequence=[code("121071", "DCM", "Finding")],
                    TextValue=inner,
                )],
            )],
        ),
    ]  # fmt: skip


def _pictures(shot: Shot, images: list[tuple[str, str]]) -> Dataset:
    children = []
    for index, one in enumerate(images):
        path = f"ContentSequence[4].ContentSequence[{index}].ReferencedSOPSequence"
        children.append(item(
            RelationshipType="CONTAINS",
            ValueType="IMAGE",
            ReferencedSOPSequence=references_to(shot, path, [one]),
        ))  # fmt: skip
    return item(
        RelationshipType="CONTAINS",
        ValueType="CONTAINER",
        ConceptNameCodeSequence=[code("121180", "DCM", "Key Images")],
        ContinuityOfContent="SEPARATE",
        ContentSequence=children,
    )
