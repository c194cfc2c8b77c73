"""One frame of a picture as numbers, with what is needed to show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydicom.tag import BaseTag
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from dcmteach.header.quiet import quiet

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["CannotDecode", "Frame", "decoded", "frames_of", "holder"]

_HOLDERS = (0x7FE00010, 0x7FE00008, 0x7FE00009)  # PixelData and its two kinds of real numbers


@dataclass(frozen=True)
class Frame:
    """A decoded frame.

    Parameters
    ----------
    values : ndarray, shape (rows, columns) or (rows, columns, 3)
        As decoded; colours as RGB.
    grey : bool
        Whether these are grey values.
    inverted : bool
        Whether the least value is white (MONOCHROME1).
    slope, intercept : float
        What makes of them values in the unit of the modality (PS3.3 C.11.1).
    window : tuple of float
        Centre and width, in that unit.
    """

    values: Any
    grey: bool
    inverted: bool
    slope: float
    intercept: float
    window: tuple[float, float]

    @property
    def span(self) -> tuple[float, float]:
        """The least and the greatest value, in the unit of the modality."""
        ends = [float(end) * self.slope + self.intercept for end in _ends(self.values)]
        return min(ends), max(ends)

    def shaded(self, window: tuple[float, float]) -> Any:
        """Return the frame as bytes to show, ndarray of uint8 and the same shape."""
        import numpy as np

        if not self.grey:
            return self.values.astype("uint8")
        centre, width = window
        values = self.values.astype("float32") * self.slope + self.intercept
        shade = np.clip((values - (centre - width / 2)) / width, 0, 1) * 255
        shade = np.nan_to_num(shade)
        return (255 - shade if self.inverted else shade).astype("uint8")


@dataclass(frozen=True)
class CannotDecode:
    """Why a frame cannot be shown, in words for the person looking."""

    why: str


def holder(ds: Dataset) -> int:
    """Return the tag of the element that holds the pixels; 0 if there is none."""
    return next((tag for tag in _HOLDERS if BaseTag(tag) in ds._dict), 0)


def frames_of(ds: Dataset) -> int:
    """Return how many frames a data set says it has, at least one."""
    try:
        with quiet():
            return max(1, int(ds.get("NumberOfFrames") or 1))
    except (TypeError, ValueError):
        return 1


def decoded(ds: Dataset, number: int) -> Frame | CannotDecode:
    """Decode one frame.

    Parameters
    ----------
    ds : Dataset
        A data set of our own: pydicom decodes elements in it.
    number : int
        The frame, from 0 on.

    Returns
    -------
    Frame or CannotDecode
        The latter, with the reason, where no decoder does it.
    """
    meta = ds.file_meta
    if "TransferSyntaxUID" not in meta:
        implicit, little = ds.original_encoding
        explicit = ExplicitVRBigEndian if little is False else ExplicitVRLittleEndian
        meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else explicit
    try:
        with quiet():
            return _decoded(ds, number)
    except Exception:  # pydicom and its decoders raise many kinds; all mean the same here
        kind = meta.TransferSyntaxUID.name
        return CannotDecode(
            f"This picture ({kind}) cannot be decoded here: no installed decoder reads it, or its "
            "data are damaged. For compressed pictures: pip install pylibjpeg[all]."
        )


def _decoded(ds: Dataset, number: int) -> Frame:
    from pydicom.pixels.processing import apply_color_lut
    from pydicom.pixels.utils import pixel_array

    values = pixel_array(ds, index=number)
    kind = str(ds.get("PhotometricInterpretation", ""))
    if kind == "PALETTE COLOR":
        values = apply_color_lut(values, ds)
    grey = values.ndim == 2
    if not grey and values.dtype.itemsize > 1:
        bits = 16 if kind == "PALETTE COLOR" else int(ds.get("BitsStored") or 16)
        values = values >> max(0, bits - 8)
    slope = _number(_grouped(ds, number, "PixelValueTransformationSequence", "RescaleSlope")) or 1.0
    told = _grouped(ds, number, "PixelValueTransformationSequence", "RescaleIntercept")
    intercept = _number(told) or 0.0
    centre = _number(_grouped(ds, number, "FrameVOILUTSequence", "WindowCenter"))
    width = _number(_grouped(ds, number, "FrameVOILUTSequence", "WindowWidth"))
    if centre is None or not width or width < 1:
        low, high = sorted(float(end) * slope + intercept for end in _ends(values))
        centre, width = (low + high) / 2, max(high - low, 1.0)
    return Frame(values, grey, kind == "MONOCHROME1", slope, intercept, (centre, width))


def _ends(values: Any) -> tuple[Any, Any]:
    import numpy as np

    return np.nanmin(values), np.nanmax(values)


def _grouped(ds: Dataset, number: int, sequence: str, keyword: str) -> Any:
    """Return a value from the top, or from the functional groups of a frame (PS3.3 C.7.6.16)."""
    if keyword in ds:
        return ds[keyword].value
    for groups, item in (
        ("PerFrameFunctionalGroupsSequence", number),
        ("SharedFunctionalGroupsSequence", 0),
    ):
        found = ds.get(groups) or ()
        if item < len(found) and (inner := found[item].get(sequence)) and keyword in inner[0]:
            return inner[0][keyword].value
    return None


def _number(value: Any) -> float | None:
    if value is not None and not isinstance(value, str) and hasattr(value, "__len__"):
        value = value[0] if len(value) else None
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError):
        return None
