"""Ultrasound regions of a cropped image (PS3.3 C.8.5.5)."""

from __future__ import annotations

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

__all__ = ["shift_regions"]

_MIN = ("RegionLocationMinY0", "RegionLocationMinX0")
_MAX = ("RegionLocationMaxY1", "RegionLocationMaxX1")
_REFERENCE = ("ReferencePixelY0", "ReferencePixelX0")
_LINES = (
    "DopplerSampleVolumeXPosition",
    "DopplerSampleVolumeYPosition",
    "TMLinePositionX0",
    "TMLinePositionY0",
    "TMLinePositionX1",
    "TMLinePositionY1",
)


def shift_regions(
    ds: Dataset, corner: tuple[int, int], size: tuple[int, int], notes: list[str]
) -> None:
    """Cut ultrasound regions to what is left of the image, and count from its new corner.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        Changed in place.
    corner : tuple of int
        The old row and column that is the upper left pixel now.
    size : tuple of int
        Rows and columns left.
    notes : list of str
        Sentences are added.

    Notes
    -----
    Both corners of a region lie within it (PS3.3 C.8.5.5.1.2). Its reference pixel is counted from
    the region's own corner, so it changes only where that corner is cut away. Where a Doppler
    sample volume or an M-mode line lies is optional; these positions are removed.
    """
    if "SequenceOfUltrasoundRegions" not in ds:
        return
    kept: list[Dataset] = []
    lost = lines = 0
    for region in ds.SequenceOfUltrasoundRegions or []:
        if not all(region.get(keyword) is not None for keyword in (*_MIN, *_MAX)):
            kept.append(region)
            continue
        if not _shift(region, corner, size):
            lost += 1
            continue
        kept.append(region)
        for keyword in _LINES:
            if keyword in region:
                del region[keyword]
                lines += 1
    if kept:
        ds.SequenceOfUltrasoundRegions = Sequence(kept)
    else:
        del ds.SequenceOfUltrasoundRegions
    notes.append("The ultrasound regions were shifted and cut to the image.")
    if lost:
        notes.append(f"{lost} ultrasound regions lie outside the cropped image and were removed.")
    if lines:
        notes.append("Positions of Doppler sample volumes and M-mode lines were removed.")


def _shift(region: Dataset, corner: tuple[int, int], size: tuple[int, int]) -> bool:
    """Shift one region; False if nothing of it is left."""
    for axis in (0, 1):
        low = int(region[_MIN[axis]].value) - corner[axis]
        high = int(region[_MAX[axis]].value) - corner[axis]
        cut = max(-low, 0)
        low, high = max(low, 0), min(high, size[axis] - 1)
        if high < low:
            return False
        region[_MIN[axis]].value, region[_MAX[axis]].value = low, high
        reference = region.get(_REFERENCE[axis])
        if cut and reference is not None:
            region[_REFERENCE[axis]].value = int(reference) - cut
    return True
