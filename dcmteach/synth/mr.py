"""An artificial MR of a head."""

from __future__ import annotations

import numpy as np
from pydicom.dataset import FileDataset

from dcmteach.synth.common import start
from dcmteach.synth.elements import code, fill, item, private
from dcmteach.synth.head_slice import FIELD, draw_head
from dcmteach.synth.key import Canaries
from dcmteach.synth.visit import Visit

__all__ = ["make_mr"]

MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4"


def make_mr(visit: Visit, *, size: int = 128) -> tuple[FileDataset, Canaries]:
    """Make one T1-weighted axial slice of a head.

    Parameters
    ----------
    visit : Visit
        Who is examined.
    size : int
        Rows, and columns.

    Returns
    -------
    ds : FileDataset
        With a private Siemens block, one element of which is in PS3.15 Table E.3.10-1.
    canaries : Canaries
        What has been planted.
    """
    canaries = Canaries()
    plant = canaries.plant
    family = plant("patient name", visit.patient.family)
    plain = plant("e-mail", visit.patient.email)
    ds = start(
        visit, canaries, sop_class=MR_IMAGE, modality="MR", maker="SIEMENS", model="Prisma",
        description="MR head plain",
    )  # fmt: skip
    level = 2.0 * (visit.instance - 88)
    signal = draw_head(size, seed=visit.seed, level=level, fineness=min(4, max(2, 512 // size)))
    stored = np.clip(np.rint(signal), 0, 4095).astype("<u2")
    spacing = FIELD / size
    corner = round(-FIELD / 2 + spacing / 2, 4)
    fill(ds, {
        "ImageType": ["ORIGINAL", "PRIMARY", "M", "ND", "NORM"],
        "AcquisitionDate": visit.date,
        "AcquisitionTime": plant("time", f"{visit.later(118)}.445000"),
        "SeriesDescription": "t1_mprage_tra",
        "ProtocolName": f"t1_mprage_tra {family}",
        "OperatorsName": visit.operator.pn,
        "ReferencedImageSequence": [item(
            ReferencedSOPClassUID=MR_IMAGE,
            ReferencedSOPInstanceUID=plant("uid", visit.uid("scout")),
            PurposeOfReferenceCodeSequence=[code("121311", "DCM", "Localizer")],
        )],
        "PatientWeight": "84.0",
        "PatientComments": f"Send a copy to {plain}; mobile {plant('phone', visit.patient.phone)}",
        "BodyPartExamined": "BRAIN",
        "ScanningSequence": ["GR", "IR"],
        "SequenceVariant": ["SP", "MP"],
        "ScanOptions": "IR",
        "MRAcquisitionType": "3D",
        "SequenceName": "*tfl3d1_16ns",
        "AngioFlag": "N",
        "SliceThickness": "2.0",
        "RepetitionTime": "2300.0",
        "EchoTime": "2.98",
        "InversionTime": "900.0",
        "NumberOfAverages": "1.0",
        "ImagingFrequency": "123.25",
        "ImagedNucleus": "1H",
        "EchoNumbers": "1",
        "MagneticFieldStrength": "3.0",
        "EchoTrainLength": "1",
        "PixelBandwidth": "240.0",
        "FlipAngle": "9.0",
        "PatientPosition": "HFS",
        "AcquisitionNumber": "1",
        "ImagePositionPatient": [str(corner), str(corner), str(level)],
        "ImageOrientationPatient": ["1", "0", "0", "0", "1", "0"],
        "FrameOfReferenceUID": plant("uid", visit.uid("frame of reference")),
        "PositionReferenceIndicator": "",
        "SliceLocation": str(level),
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "Rows": size,
        "Columns": size,
        "PixelSpacing": [f"{spacing:.6g}", f"{spacing:.6g}"],
        "BitsAllocated": 16,
        "BitsStored": 12,
        "HighBit": 11,
        "PixelRepresentation": 0,
        "SmallestImagePixelValue": int(stored.min()),
        "LargestImagePixelValue": int(stored.max()),
        "WindowCenter": "420",
        "WindowWidth": "900",
    })  # fmt: skip
    private(ds, 0x0019, "SIEMENS MR HEADER", [(0x08, "CS", "IMAGE NUM 4"), (0x0C, "IS", "0")])
    private(ds, 0x0029, "SIEMENS MEDCOM HEADER", [
        (0x08, "CS", "MEDCOM 1"),
        (0x60, "LO", f"{visit.patient.family}, {visit.patient.given}"),
    ])  # fmt: skip
    ds.add_new("PixelData", "OW", stored.tobytes())
    plant("patient name", f"{visit.patient.family}, {visit.patient.given}")
    return ds, canaries
