"""An artificial RT dose: a grid of numbers over the body."""

from __future__ import annotations

import numpy as np
from pydicom.dataset import FileDataset
from pydicom.tag import Tag

from dcmteach.synth.corpus_images import add_plane
from dcmteach.synth.corpus_pixels import body
from dcmteach.synth.corpus_shot import Shot, begin, references_to
from dcmteach.synth.elements import fill

__all__ = ["RT_DOSE", "make_rtdose"]

RT_DOSE = "1.2.840.10008.5.1.4.1.1.481.2"
_RT_PLAN = "1.2.840.10008.5.1.4.1.1.481.5"


def make_rtdose(
    shot: Shot, *, size: int, frames: int, structures: list[tuple[str, str]]
) -> FileDataset:
    """Make a dose grid.

    Parameters
    ----------
    shot : Shot
        Who and when.
    size, frames : int
        Rows and columns of each frame; how many there are.
    structures : list of (str, str)
        SOP class and instance UID of the structure set it belongs to.
    """
    ds = begin(shot, RT_DOSE, "RTDOSE", "Planning", model="Contour")
    add_plane(ds, shot, size=size, index=0, thickness=2.5)
    for keyword in ("WindowCenter", "WindowWidth", "PatientPosition", "SliceLocation"):
        delattr(ds, keyword)
    plan = [(_RT_PLAN, shot.uid("plan"))]
    fill(ds, {
        "BitsAllocated": 32,
        "BitsStored": 32,
        "HighBit": 31,
        "NumberOfFrames": str(frames),
        "GridFrameOffsetVector": [f"{2.5 * frame:.1f}" for frame in range(frames)],
        "DoseUnits": "GY",
        "DoseType": "PHYSICAL",
        "DoseComment": shot.plant("dose comment", "DoseComment", shot.spelled(), "for {}"),
        "DoseSummationType": "PLAN",
        "DoseGridScaling": "0.0001",
        "TissueHeterogeneityCorrection": "IMAGE",
        "ReferencedRTPlanSequence": references_to(shot, "ReferencedRTPlanSequence", plan),
        "ReferencedStructureSetSequence": references_to(
            shot, "ReferencedStructureSetSequence", structures
        ),
    })  # fmt: skip
    ds.add_new("FrameIncrementPointer", "AT", Tag("GridFrameOffsetVector"))
    grid = np.stack([body(size, shot.visit.instance + frame) for frame in range(frames)])
    ds.add_new(0x7FE00010, "OW", (grid.astype("<u4") * 17).tobytes())
    return ds
