"""Slices of CT and MR for the corpus: quick pictures below full headers."""

from __future__ import annotations

from pydicom.dataset import FileDataset

from dcmteach.synth.corpus_pixels import body
from dcmteach.synth.corpus_places import IMAGE_PLACES
from dcmteach.synth.corpus_shot import Shot, begin, references_to
from dcmteach.synth.csa import Tag, make_csa
from dcmteach.synth.elements import code, fill, item, private

__all__ = ["CT_IMAGE", "MR_IMAGE", "add_plane", "make_corpus_ct", "make_corpus_mr"]

CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"
MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4"


def add_plane(
    ds: FileDataset, shot: Shot, *, size: int, index: int, thickness: float, bits: int = 12
) -> None:
    """Add where a slice lies, and how its pixels are written."""
    spacing = 400.0 / size
    fill(ds, {
        "SliceThickness": f"{thickness:.1f}",
        "PatientPosition": "HFS",
        "ImagePositionPatient": ["-200.0", "-200.0", f"{index * thickness:.1f}"],
        "ImageOrientationPatient": ["1", "0", "0", "0", "1", "0"],
        "FrameOfReferenceUID": shot.uid("frame of reference"),
        "PositionReferenceIndicator": "",
        "SliceLocation": f"{index * thickness:.1f}",
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "Rows": size,
        "Columns": size,
        "PixelSpacing": [f"{spacing:.6g}", f"{spacing:.6g}"],
        "BitsAllocated": 16,
        "BitsStored": bits,
        "HighBit": bits - 1,
        "PixelRepresentation": 0,
        "WindowCenter": "40",
        "WindowWidth": "350",
    })  # fmt: skip


def make_corpus_ct(shot: Shot, *, size: int, index: int, groups: int) -> FileDataset:
    """Make a CT slice.

    Parameters
    ----------
    shot : Shot
        Who and when.
    size : int
        Rows, and columns.
    index : int
        Which slice of the series, from 0.
    groups : int
        Every how many slices the same kinds of places name the patient again.
    """
    ds = begin(shot, CT_IMAGE, "CT", "CT thorax", model="Spiral 64")
    fill(ds, {
        "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
        "AcquisitionDate": shot.visit.date,
        "AcquisitionTime": f"{shot.visit.later(118)}.5",
        "AcquisitionDateTime": shot.moment(118, ".500000"),
        "SeriesDescription": "Thorax 2.0 mm",
        "ProtocolName": "Thorax",
        "OperatorsName": shot.visit.operator.pn,
        "BodyPartExamined": "CHEST",
        "ScanOptions": "HELIX",
        "KVP": "120",
        "DataCollectionDiameter": "500",
        "ReconstructionDiameter": "400",
        "DistanceSourceToDetector": "1040",
        "DistanceSourceToPatient": "570",
        "GantryDetectorTilt": "0",
        "TableHeight": "151",
        "RotationDirection": "CW",
        "ExposureTime": "500",
        "XRayTubeCurrent": "213",
        "Exposure": "106",
        "FilterType": "WEDGE",
        "GeneratorPower": "40",
        "FocalSpots": "0.7",
        "ConvolutionKernel": "B30f",
        "CTDIvol": 5.2,
        "AcquisitionNumber": "1",
        "PatientWeight": "71.0",
        "PatientSize": "1.71",
        "RescaleIntercept": "-1024",
        "RescaleSlope": "1",
        "RescaleType": "HU",
        "ReferencedStudySequence": [item(
            ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.1",
            ReferencedSOPInstanceUID=shot.uid("study component"),
        )],
        "IrradiationEventUID": shot.uid("irradiation"),
    })  # fmt: skip
    add_plane(ds, shot, size=size, index=index, thickness=2.0)
    private(ds, 0x0019, "ZANDER CT 1.0", [
        (0x01, "SH", "AXIAL"), (0x02, "DS", "0.7"), (0x03, "OB", bytes(range(256))),
    ])  # fmt: skip
    for planter in IMAGE_PLACES[index % groups :: groups]:
        planter(ds, shot)
    ds.add_new(0x7FE00010, "OW", body(size, shot.visit.instance).tobytes())
    return ds


def make_corpus_mr(
    shot: Shot, *, size: int, index: int, scout: tuple[str, str] | None
) -> FileDataset:
    """Make a diffusion-weighted MR slice with Siemens CSA headers.

    Parameters
    ----------
    shot : Shot
        Who and when.
    size : int
        Rows, and columns.
    index : int
        Which slice of the series, from 0.
    scout : (str, str) or None
        SOP class and instance UID of another slice to refer to.
    """
    ds = begin(shot, MR_IMAGE, "MR", "MR head", maker="SIEMENS", model="Prisma")
    fill(ds, {
        "ImageType": ["ORIGINAL", "PRIMARY", "M", "ND"],
        "AcquisitionDate": shot.visit.date,
        "AcquisitionTime": f"{shot.visit.later(118)}.445000",
        "SeriesDescription": "ep2d_diff_b1000",
        "ProtocolName": "ep2d_diff",
        "OperatorsName": shot.visit.operator.pn,
        "BodyPartExamined": "BRAIN",
        "ScanningSequence": "EP",
        "SequenceVariant": ["SK", "SP"],
        "ScanOptions": "FS",
        "MRAcquisitionType": "2D",
        "SequenceName": "*ep_b1000",
        "RepetitionTime": "6300",
        "EchoTime": "95",
        "NumberOfAverages": "1",
        "ImagingFrequency": "123.25",
        "ImagedNucleus": "1H",
        "EchoNumbers": "1",
        "MagneticFieldStrength": "3",
        "EchoTrainLength": "1",
        "PixelBandwidth": "1445",
        "FlipAngle": "90",
        "AcquisitionNumber": "1",
        "PatientWeight": "71.0",
    })  # fmt: skip
    if scout is not None:
        path = "ReferencedImageSequence"
        ds.ReferencedImageSequence = references_to(shot, path, [scout])
        ds.ReferencedImageSequence[0].PurposeOfReferenceCodeSequence = [
            code("121311", "DCM", "Localizer")
        ]
    add_plane(ds, shot, size=size, index=index, thickness=3.0)
    private(ds, 0x0019, "SIEMENS MR HEADER", [
        (0x08, "CS", "IMAGE NUM 4"), (0x0C, "IS", "1000"),
        (0x0E, "FD", [0.57735027, -0.57735027, 0.57735027]),
    ])  # fmt: skip
    _add_csa(ds, shot, version=1 if shot.visit.instance % 4 == 3 else 2)
    ds.add_new(0x7FE00010, "OW", body(size, shot.visit.instance, top=900).tobytes())
    return ds


def _add_csa(ds: FileDataset, shot: Shot, *, version: int) -> None:
    kind = "newer" if version == 2 else "older"
    comment = shot.plant(f"CSA image header, {kind}", "(0029,1010)", shot.spelled("patient name"))
    protocol = shot.plant(f"CSA series header, {kind}", "(0029,1020)", shot.plain("patient name"))
    image = make_csa(
        [
            Tag("B_value", "IS", ["1000"]),
            Tag("DiffusionGradientDirection", "FD", ["0.57735027", "-0.57735027", "0.57735027"]),
            Tag("SliceThickness", "DS", ["3.00000000"]),
            Tag("Comment", "LT", [f"for {comment}".encode()]),
        ],
        version=version,
    )
    text = (
        "### ASCCONV BEGIN ###\n"
        f'tProtocolName = ""ep2d {protocol}""\n'
        "alTR[0] = 6300000\nsSliceArray.lSize = 0x1\n"
        "### ASCCONV END ###\n"
    )
    series = make_csa(
        [
            Tag("UsedPatientWeight", "IS", ["71"]),
            Tag("MrPhoenixProtocol", "UN", [text]),
        ],
        version=version,
    )
    private(ds, 0x0029, "SIEMENS CSA HEADER", [
        (0x08, "CS", "IMAGE NUM 4"),
        (0x10, "OB", image),
        (0x20, "OB", series),
    ])  # fmt: skip
