"""What must stay as it is for the pixels to be read (PS3.5 8, PS3.3 C.7.6.3)."""

from __future__ import annotations

from pydicom.dataset import Dataset
from pydicom.uid import UID

from dcmteach.edit.problem import Problem
from dcmteach.edit.target import Target

__all__ = ["problem_with_pixels"]

_RULE = "Image Pixel module (PS3.3 C.7.6.3, PS3.5 8)"
_PIXELS = frozenset({"PixelData", "FloatPixelData", "DoubleFloatPixelData"})
_DESCRIBE = frozenset(
    {
        "BitsAllocated",
        "BitsStored",
        "Columns",
        "HighBit",
        "NumberOfFrames",
        "PhotometricInterpretation",
        "PixelRepresentation",
        "PlanarConfiguration",
        "Rows",
        "SamplesPerPixel",
    }
)
_INVERTIBLE = frozenset({"MONOCHROME1", "MONOCHROME2"})


def problem_with_pixels(target: Target, stored: list[object]) -> Problem | None:
    """Say why a new value would make the pixels unreadable, or show something else.

    Parameters
    ----------
    target : Target
        The element to be overwritten, or removed if `stored` is empty.
    stored : list
        Its values to be.

    Returns
    -------
    Problem or None
        None where there are no pixels beside the element, or it says nothing new about them.
    """
    keyword = target.keyword
    if keyword in _PIXELS:
        return _length_problem(target, stored)
    here = target.dataset
    if keyword not in _DESCRIBE or not any(pixels in here for pixels in _PIXELS):
        return None
    old = here.get(keyword)
    new = stored[0] if len(stored) == 1 else None
    if target.present and str(old) == str(new):
        return None
    if {str(old), str(new)} <= _INVERTIBLE:
        return None
    return Problem(
        f"describes how the pixel values are laid out (it is {old}), and must agree with them",
        new,
        advice="Change the pixels and this together, with a tool that writes images.",
        rule=_RULE,
    )


def _length_problem(target: Target, stored: list[object]) -> Problem | None:
    """Native pixels have one length only; compressed ones are not for typing."""
    if not stored or not isinstance(stored[0], bytes):
        return None
    meta = getattr(target.root, "file_meta", None)
    syntax = UID(str(meta.get("TransferSyntaxUID", "") if meta is not None else ""))
    if syntax and not syntax.is_private and syntax.is_compressed:
        return Problem(
            f"holds a compressed image ({syntax.name}), which other bytes would break",
            stored[0],
            advice="Decompress the data set first (ds.decompress()).",
            rule="PS3.5 A.4",
        )
    bits = _bits(target.dataset)
    expected = None if bits is None else (bits + 7) // 8
    if expected is None or len(stored[0]) == expected + expected % 2:
        return None
    return Problem(
        f"must hold {expected} bytes: rows × columns × samples × frames × bits allocated",
        stored[0],
        advice="Write bytes of that length.",
        rule=_RULE,
    )


def _bits(ds: Dataset) -> int | None:
    try:
        frames = int(ds.get("NumberOfFrames") or 1)
        bits = frames * int(ds.Rows) * int(ds.Columns) * int(ds.BitsAllocated)
        return bits * int(ds.get("SamplesPerPixel") or 1)
    except (AttributeError, TypeError, ValueError):
        return None
