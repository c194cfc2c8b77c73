"""Several images in one place: what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.pixels.volume_slices import Slice, frame_items

__all__ = ["say_duplicates"]

_APART = (  # the first one that differs is named
    "TemporalPositionIdentifier",
    "TemporalPositionIndex",
    "EchoNumbers",
    "EchoTime",
    "EffectiveEchoTime",
    "DiffusionBValue",
    "DiffusionGradientOrientation",
    "InversionTime",
    "NominalPercentageOfCardiacPhase",
    "TriggerTime",
    "NominalCardiacTriggerDelayTime",
    "AcquisitionNumber",
    "ComplexImageComponent",
    "StackID",
    "ReferencedSegmentNumber",
    "ImageType",
    "FrameType",
    "ConvolutionKernel",
    "KVP",
    "FrameReferenceTime",
    "AcquisitionTime",
    "ContentTime",
)


def say_duplicates(order: Sequence[Slice], same: Sequence[bool]) -> DcmteachError:
    """Make the refusal of slices that share a position.

    Parameters
    ----------
    order : sequence of Slice
        By position.
    same : sequence of bool
        For each but the last: whether the next one lies in the same place.
    """
    count = sum(same)
    with quiet():
        first = next((index for index, here in enumerate(same) if here), None)
        if first is None:
            return DcmteachError(
                "Some slices lie a hundredth of the usual distance apart: this is more than one "
                "scan. Give the images of one of them."
            )
        one, other = order[first], order[first + 1]
        uids = [str(item.dataset.get("SOPInstanceUID") or "") for item in (one, other)]
        if one.dataset is not other.dataset and uids[0] and uids[0] == uids[1]:
            return DcmteachError(
                f"{count} {'images are' if count > 1 else 'image is'} there twice (the same SOP "
                "Instance UID). Give each image once."
            )
        keyword = next((name for name in _APART if _told(one, name) != _told(other, name)), None)
    start = f"{count} {'slices lie' if count > 1 else 'slice lies'} where another one lies already"
    if keyword is None:
        return DcmteachError(
            f"{start}, and their headers do not tell them apart: duplicates, or two scans. Give "
            "each slice once."
        )
    return DcmteachError(
        f"{start}; they differ in {keyword}, so this is more than one volume. Give the images "
        f"with one {keyword} only."
    )


def _told(one: Slice, keyword: str) -> str | None:
    for item in frame_items(one.dataset, one.frame):
        if keyword in item:
            return str(item.get(keyword))
    return None
