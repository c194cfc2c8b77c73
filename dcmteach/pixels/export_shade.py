"""A frame as it is shown: windowed, in 8 bits, in colour where it has colours (PS3.3 C.11.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.pixels.frames import Frames
from dcmteach.pixels.volume_slices import frame_items

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Window", "shade", "shown"]

Window = tuple[float, float]
"""Centre and width, in the unit of the modality."""


def shown(ds: Dataset, frame: int, *, window: Window | None = None) -> NDArray[np.uint8]:
    """Decode a frame and make of it what a viewer shows, without overlays.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The image; not changed.
    frame : int
        Which frame, 0-based.
    window : (float, float), optional
        Centre and width; without it, those of the header; without any there, all but the lowest
        and highest half percent of the values.

    Returns
    -------
    ndarray of uint8, shape (rows, columns) or (rows, columns, 3)
        Pixels are as they are stored: where they are not square, the picture is not stretched.

    Raises
    ------
    CannotDecode
        If there is no such picture, or it cannot be decoded.
    DcmteachError
        If there is no such frame.
    """
    frames = Frames(ds)
    if not 0 <= frame < len(frames):
        raise DcmteachError(
            f"There is no frame {frame}: this image has {len(frames)}, counted from 0."
        )
    values = frames.stored(frame)
    with quiet():
        kind = str(ds.get("PhotometricInterpretation") or "")
        if kind == "PALETTE COLOR":
            values = _coloured(values, ds)
        if values.ndim == 3:
            return _bytes(values[..., :3], ds)
        items = list(frame_items(ds, frame))
        return shade(_rescaled(values, ds, items), items, window=window)


def shade(
    values: NDArray[Any], items: Sequence[Dataset], *, window: Window | None = None
) -> NDArray[np.uint8]:
    """Make of values what a viewer shows.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        Rescaled.
    items : sequence of Dataset
        What tells of the frame: see :func:`~dcmteach.pixels.volume_slices.frame_items`. May be
        empty.
    window : (float, float), optional
        As for :func:`shown`.

    Raises
    ------
    DcmteachError
        If a window is given that is none.
    """
    if window is not None:
        made = _windowed(values, _checked(window), "LINEAR")
    else:
        made = _by_header(values, items)
    if any(
        str(item.get("PhotometricInterpretation") or "") == "MONOCHROME1"
        or str(item.get("PresentationLUTShape") or "") == "INVERSE"
        for item in items
    ):
        made = 1 - made
    grey: NDArray[np.uint8] = np.rint(np.nan_to_num(made) * 255).astype(np.uint8)
    return grey


def _checked(window: Window) -> Window:
    try:
        centre, width = (float(number) for number in window)
    except (TypeError, ValueError):
        centre = width = float("nan")
    if not (np.isfinite(centre) and width > 0):
        raise DcmteachError(
            "window must be a centre and a width above 0, in the unit of the values (CT: HU), "
            "such as (40, 400)."
        )
    return centre, width


def _by_header(values: NDArray[Any], items: Sequence[Dataset]) -> NDArray[Any]:
    from pydicom.pixels.processing import apply_voi

    for item in items:
        if item.get("VOILUTSequence") and values.dtype.kind in "ui":
            try:
                table = apply_voi(values, item)
                bits = int(item.VOILUTSequence[0].LUTDescriptor[2])
                return np.clip(table / float((1 << bits) - 1), 0, 1)
            except (AttributeError, IndexError, KeyError, TypeError, ValueError):
                break  # a table that is damaged: the window, if there is one
    for item in items:
        window = _first(item.get("WindowCenter")), _first(item.get("WindowWidth"))
        if window[0] is not None and window[1] is not None and window[1] > 0:
            function = str(item.get("VOILUTFunction") or "LINEAR").strip().upper()
            return _windowed(values, (window[0], window[1]), function)
    finite = values[np.isfinite(values)]
    low, high = np.percentile(finite, (0.5, 99.5)) if finite.size else (0.0, 1.0)
    if high <= low:
        low, high = float(finite.min()), float(finite.max()) if finite.size else (0.0, 1.0)
    return np.clip((values.astype(np.float64) - low) / max(high - low, 1e-12), 0, 1)


def _windowed(values: NDArray[Any], window: Window, function: str) -> NDArray[Any]:
    centre, width = window
    given = values.astype(np.float64)
    if function == "SIGMOID":  # PS3.3 C.11.2.1.3.1
        return np.asarray(1 / (1 + np.exp(np.clip(-4 * (given - centre) / width, -700, 700))))
    if function == "LINEAR_EXACT":  # PS3.3 C.11.2.1.3.2
        return np.clip((given - centre) / width + 0.5, 0, 1)
    # PS3.3 C.11.2.1.2.1: LINEAR, whose width counts grey steps.
    return np.clip((given - (centre - 0.5)) / max(width - 1, 1e-12) + 0.5, 0, 1)


def _first(value: Any) -> float | None:
    try:
        one = value if isinstance(value, str | int | float) else next(iter(value or [None]))
        number = float(one)
    except (TypeError, ValueError, IndexError):
        return None
    return number if np.isfinite(number) else None


def _rescaled(values: NDArray[Any], ds: Dataset, items: Sequence[Dataset]) -> NDArray[Any]:
    from pydicom.pixels.processing import apply_modality_lut

    if ds.get("ModalityLUTSequence"):
        try:
            return apply_modality_lut(values, ds)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            return values
    for item in items:
        slope, intercept = _first(item.get("RescaleSlope")), _first(item.get("RescaleIntercept"))
        if slope:
            if slope == 1 and not intercept:
                return values
            return np.asarray(values.astype(np.float64) * slope + (intercept or 0.0))
    return values


def _coloured(values: NDArray[Any], ds: Dataset) -> NDArray[Any]:
    from pydicom.pixels.processing import apply_color_lut

    try:
        return apply_color_lut(values, ds)
    except Exception:  # a table that is missing or too short: the indices are all there is
        return values


def _bytes(values: NDArray[Any], ds: Dataset) -> NDArray[np.uint8]:
    if values.dtype == np.uint8:
        return np.ascontiguousarray(values)
    if str(ds.get("PhotometricInterpretation") or "") == "PALETTE COLOR":
        bits = values.dtype.itemsize * 8
        described = ds.get("RedPaletteColorLookupTableDescriptor")
        if described and int(described[2]) == 8 and values.max(initial=0) < 256:
            bits = 8
    else:
        bits = int(ds.get("BitsStored") or values.dtype.itemsize * 8)
    whole = float((1 << bits) - 1)
    return np.rint(np.clip(values.astype(np.float64) / whole, 0, 1) * 255).astype(np.uint8)
