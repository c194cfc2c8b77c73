"""Artificial secondary captures: pictures made on a workstation, native or compressed."""

from __future__ import annotations

from pydicom.dataset import FileDataset

from dcmteach.synth.corpus_images import CT_IMAGE, add_plane
from dcmteach.synth.corpus_pixels import body, colour
from dcmteach.synth.corpus_shot import Shot, begin
from dcmteach.synth.elements import fill
from dcmteach.synth.jpeg2000 import compress

__all__ = ["SECONDARY_CAPTURE", "make_compressed", "make_secondary"]

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"


def make_secondary(shot: Shot, *, rows: int, columns: int, jpeg: bool) -> FileDataset:
    """Make a picture in colour, of which the header says that nothing is burned into it.

    Parameters
    ----------
    shot : Shot
        Who and when.
    rows, columns : int
        Its size.
    jpeg : bool
        Compressed as JPEG baseline, with a comment segment; otherwise native.
    """
    ds = begin(shot, SECONDARY_CAPTURE, "OT", "Fused view", model="Desk 2")
    fill(ds, {
        "ImageType": ["DERIVED", "SECONDARY"],
        "ConversionType": "WSD",
        "DateOfSecondaryCapture": shot.visit.date,
        "TimeOfSecondaryCapture": shot.visit.later(4000),
        "SecondaryCaptureDeviceID": shot.plant(
            "secondary capture device", "SecondaryCaptureDeviceID", shot.plain(), "desk of {}"
        ),
        "SecondaryCaptureDeviceManufacturer": "Pulsar",
        "SeriesDescription": "Fused",
        "BodyPartExamined": "CHEST",
        "PatientOrientation": "",
        "DerivationDescription": shot.plant(
            "derivation of a capture", "DerivationDescription", shot.spelled(), "fused: {}"
        ),
        "BurnedInAnnotation": "NO",
        "SamplesPerPixel": 3,
        "PhotometricInterpretation": "RGB",
        "PlanarConfiguration": 0,
        "Rows": rows,
        "Columns": columns,
        "BitsAllocated": 8,
        "BitsStored": 8,
        "HighBit": 7,
        "PixelRepresentation": 0,
    })  # fmt: skip
    picture = colour(rows, columns, shot.visit.instance)
    if not jpeg:
        ds.add_new(0x7FE00010, "OB", picture.tobytes())
        return ds
    made = shot.plain("patient name")
    if compress(ds, picture, comment=f"For {made[1]}"):
        shot.plant("comment inside a JPEG", "PixelData", made)
    return ds


def make_compressed(shot: Shot, *, size: int, index: int) -> FileDataset:
    """Make a CT slice compressed as JPEG 2000 without loss."""
    ds = begin(shot, CT_IMAGE, "CT", "CT thorax, archive", model="Spiral 64")
    fill(ds, {
        "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
        "AcquisitionDate": shot.visit.date,
        "SeriesDescription": "Thorax, archived",
        "BodyPartExamined": "CHEST",
        "KVP": "120",
        "AcquisitionNumber": "1",
        "RescaleIntercept": "-1024",
        "RescaleSlope": "1",
        "ImageComments": shot.plant("comment on a compressed image", "ImageComments",
                                    shot.spelled(), "sent to {}"),
    })  # fmt: skip
    add_plane(ds, shot, size=size, index=index, thickness=2.0, bits=16)
    compress(ds, body(size, shot.visit.instance))
    return ds
