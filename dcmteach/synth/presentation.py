"""An artificial presentation state: how images shall be shown, and what is written over them."""

from __future__ import annotations

from pydicom.dataset import FileDataset

from dcmteach.synth.corpus_shot import Shot, begin, references_to
from dcmteach.synth.elements import fill, item

__all__ = ["GRAYSCALE_STATE", "make_presentation"]

GRAYSCALE_STATE = "1.2.840.10008.5.1.4.1.1.11.1"


def make_presentation(
    shot: Shot, images: list[tuple[str, str]], *, series_uid: str, size: int
) -> FileDataset:
    """Make a grayscale softcopy presentation state.

    Parameters
    ----------
    shot : Shot
        Who and when.
    images : list of (str, str)
        SOP class and instance UID of each image to show.
    series_uid : str
        Their series.
    size : int
        Their rows, and columns.
    """
    ds = begin(shot, GRAYSCALE_STATE, "PR", "View", model="Desk 2")
    annotation = "GraphicAnnotationSequence[0]"
    written = shot.plant(
        "text over an image", f"{annotation}.TextObjectSequence[0].UnformattedTextValue",
        shot.spelled(), "{} here",
    )  # fmt: skip
    layer = shot.plant(
        "description of a graphic layer", "GraphicLayerSequence[0].GraphicLayerDescription",
        shot.spelled("patient name"), "marks on {}",
    )  # fmt: skip
    series = "ReferencedSeriesSequence[0]"
    fill(ds, {
        "BodyPartExamined": "CHEST",
        "PresentationCreationDate": shot.visit.date,
        "PresentationCreationTime": shot.visit.later(5000),
        "ContentLabel": "VIEW1",
        "ContentDescription": shot.plant(
            "content description", "ContentDescription", shot.spelled(), "of {}"
        ),
        "ContentCreatorName": shot.visit.operator.pn,
        "ReferencedSeriesSequence": [item(
            SeriesInstanceUID=shot.refer(f"{series}.SeriesInstanceUID", series_uid),
            ReferencedImageSequence=references_to(
                shot, f"{series}.ReferencedImageSequence", images
            ),
        )],
        "GraphicAnnotationSequence": [item(
            ReferencedImageSequence=references_to(
                shot, f"{annotation}.ReferencedImageSequence", images[:1]
            ),
            GraphicLayer="LAYER1",
            TextObjectSequence=[item(
                BoundingBoxAnnotationUnits="PIXEL",
                UnformattedTextValue=written,
                BoundingBoxTopLeftHandCorner=[4.0, 4.0],
                BoundingBoxBottomRightHandCorner=[20.0, 10.0],
                BoundingBoxTextHorizontalJustification="LEFT",
            )],
        )],
        "GraphicLayerSequence": [item(
            GraphicLayer="LAYER1", GraphicLayerOrder="1", GraphicLayerDescription=layer
        )],
        "DisplayedAreaSelectionSequence": [item(
            DisplayedAreaTopLeftHandCorner=[1, 1],
            DisplayedAreaBottomRightHandCorner=[size, size],
            PresentationSizeMode="SCALE TO FIT",
            PresentationPixelAspectRatio=["1", "1"],
        )],
        "SoftcopyVOILUTSequence": [item(WindowCenter="40", WindowWidth="350")],
        "PresentationLUTShape": "IDENTITY",
    })  # fmt: skip
    return ds
