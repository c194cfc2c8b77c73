"""An artificial ultrasound of a beating heart, with the patient's name in the picture."""

from __future__ import annotations

from pydicom.dataset import FileDataset
from pydicom.tag import Tag

from dcmteach.synth.common import start
from dcmteach.synth.elements import fill, item
from dcmteach.synth.glyphs import burn_text, text_size
from dcmteach.synth.key import Canaries
from dcmteach.synth.sector import DEPTH, draw_sector
from dcmteach.synth.visit import Visit

__all__ = ["make_us"]

US_MULTI_FRAME = "1.2.840.10008.5.1.4.1.1.3.1"


def make_us(
    visit: Visit, *, rows: int = 240, columns: int = 320, frames: int = 8
) -> tuple[FileDataset, Canaries]:
    """Make a short cine loop.

    Parameters
    ----------
    visit : Visit
        Who is examined; the patient's name must do without diacritics.
    rows, columns, frames : int
        Size of the loop.

    Returns
    -------
    ds : FileDataset
        8-bit, with Burned In Annotation YES.
    canaries : Canaries
        What has been planted; ``burned_in`` lists the lines drawn into every frame.
    """
    canaries = Canaries()
    plant, patient = canaries.plant, visit.patient
    ds = start(
        visit, canaries, sop_class=US_MULTI_FRAME, modality="US", maker="Echolot", model="Sonde 7",
        description="Echocardiography",
    )  # fmt: skip
    loop = draw_sector(rows, columns, seed=visit.seed, frames=frames)
    born, done = (f"{d[6:]}.{d[4:6]}.{d[:4]}" for d in (patient.birth_date, visit.date))
    name = f"{patient.family}, {patient.given}".upper()
    right = f"{done} {visit.time[:2]}:{visit.time[2:4]}"
    for text, column, row, scale in (
        (name, 5, 4, 2),
        (f"{patient.number}  {born}", 5, 22, 1),
        (right, columns - 5 - text_size(right)[0], 22, 1),
        ("ZANDMEER", 5, rows - 12, 1),
        ("HR 72", columns - 5 - text_size("HR 72")[0], rows - 12, 1),
    ):
        box = burn_text(loop, text, column, row, scale=scale)
        canaries.burn(text, box)
    loop[:, 34:46, columns // 2 - 1 : columns // 2 + 1] = 90
    per_pixel = DEPTH / (rows - 46) / 10
    fill(ds, {
        "ImageType": ["ORIGINAL", "PRIMARY"],
        "AcquisitionDateTime": plant("date", f"{visit.date}{visit.later(118)}"),
        "SeriesDescription": "Apical four chamber",
        "ImageComments": f"{plant('patient name', patient.family)} could not lie on the left side",
        "BodyPartExamined": "HEART",
        "PatientOrientation": "",
        "SequenceOfUltrasoundRegions": [item(
            RegionSpatialFormat=1, RegionDataType=1, RegionFlags=0,
            RegionLocationMinX0=40, RegionLocationMinY0=36,
            RegionLocationMaxX1=columns - 40, RegionLocationMaxY1=rows - 1,
            PhysicalUnitsXDirection=3, PhysicalUnitsYDirection=3,
            PhysicalDeltaX=round(per_pixel, 6), PhysicalDeltaY=round(per_pixel, 6),
        )],
        "FrameTime": "104.0",
        "HeartRate": "72",
        "NumberOfFrames": str(frames),
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "Rows": rows,
        "Columns": columns,
        "BitsAllocated": 8,
        "BitsStored": 8,
        "HighBit": 7,
        "PixelRepresentation": 0,
        "BurnedInAnnotation": "YES",
        "LossyImageCompression": "00",
    })  # fmt: skip
    ds.add_new("FrameIncrementPointer", "AT", Tag("FrameTime"))
    ds.add_new("PixelData", "OB", loop.tobytes())
    return ds, canaries
