"""What is put where text was: the stored value that shows black (PS3.3 C.7.6.3.1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.pixels.redact_layout import Layout
from dcmteach.pixels.redact_native import Cells

__all__ = ["Fill", "values_of"]


class Fill:
    """Find the value for each frame.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set, for its palette, its padding value and its overlays.
    layout : Layout
        How the pixels lie where they are changed.
    fill : "black", number or sequence of number
        What is asked for; one stored value, or one per sample.

    Raises
    ------
    DcmteachError
        If the pixels cannot hold it.

    Notes
    -----
    Black is, in this order: Pixel Padding Value (0028,0120), or its kind for floating point, where
    the file has it; for PALETTE COLOR the index whose colour is darkest; for colour, black in its
    colour space; for unsigned grey values 0, or with MONOCHROME1 the highest value Bits Stored
    allow; for signed grey values and floating point the darkest value which that frame holds, for
    the darkest one possible would lie far outside what is shown, and spoil every contrast that is
    set from the values found.
    """

    def __init__(self, ds: Dataset, layout: Layout, fill: str | float | Sequence[float]) -> None:
        self._layout = layout
        self._shares_bits = _shares_bits(ds)
        self._values: tuple[float, ...] | None
        if isinstance(fill, str):
            if fill != "black":
                raise DcmteachError(f"fill must be 'black' or stored values (got {fill!r}).")
            self._values = self._black(ds)
        else:
            self._values = self._given(fill)

    def cell(self, cells: Cells) -> Any:
        """Give what is to be stored in each place of one frame.

        Parameters
        ----------
        cells : ndarray
            The frame, as it was.
        """
        values = self._values
        if values is None:
            values = (self._darkest(cells),)
        if self._layout.is_float:
            return np.array(values, dtype=cells.dtype)
        stored = [self._stored(int(value)) for value in values]
        if self._layout.paired:
            luma, blue, red = stored
            stored = [luma, luma, blue, red]
        return np.array(stored, dtype=cells.dtype)

    def _given(self, fill: float | Sequence[float]) -> tuple[float, ...]:
        given = tuple(fill) if isinstance(fill, Sequence) else (fill,) * self._layout.samples
        if len(given) != self._layout.samples:
            raise DcmteachError(
                f"fill holds {len(given)} values, and a pixel {self._layout.samples}. Give one "
                "number, or one for each sample."
            )
        if self._layout.is_float:
            return given
        low, high = self._range()
        for value in given:
            if value != int(value) or not low <= value <= high:
                raise DcmteachError(
                    f"fill must be a whole stored value from {low} to {high}, which is what the "
                    f"pixels can hold (got {value})."
                )
        return given

    def _range(self) -> tuple[int, int]:
        stored = self._layout.stored
        if self._layout.signed:
            return -(1 << stored - 1), (1 << stored - 1) - 1
        return 0, (1 << stored) - 1

    def _black(self, ds: Dataset) -> tuple[float, ...] | None:
        layout = self._layout
        if layout.samples > 1:
            half = 1 << layout.stored - 1
            if layout.photometric.startswith("YBR_FULL"):
                return (0, half, half)
            if layout.photometric.startswith("YBR_PARTIAL"):
                return (1 << layout.stored - 4, half, half)
            return (0,) * layout.samples
        if layout.photometric == "PALETTE COLOR":
            return (_darkest_index(ds, self._range()),)
        padding = _padding(ds, layout)
        if padding is not None and (
            layout.is_float or self._range()[0] <= padding <= self._range()[1]
        ):
            return (padding,)
        if layout.signed or layout.is_float:
            return None
        return (self._range()[1] if layout.photometric == "MONOCHROME1" else 0,)

    def _darkest(self, cells: Cells) -> float:
        inverted = self._layout.photometric == "MONOCHROME1"
        if self._layout.is_float:
            held = cells[np.isfinite(cells)]
            if not held.size:
                return 0.0
            return float(held.max() if inverted else held.min())
        values = values_of(cells, self._layout)
        return int(values.max() if inverted else values.min())

    def _stored(self, value: int) -> int:
        layout = self._layout
        shift = layout.high - layout.stored + 1
        cell = value << shift
        if self._shares_bits and cell < 0:
            cell &= (1 << layout.high + 1) - 1
            if cell >= 1 << layout.allocated - 1:
                cell -= 1 << layout.allocated
        return cell


def values_of(cells: Cells, layout: Layout) -> Cells:
    """Give the stored values of a frame without the bits around them.

    Parameters
    ----------
    cells : ndarray
        The frame as it is stored.
    layout : Layout
        How its values lie.
    """
    below = layout.allocated - layout.stored
    if below <= 0 or layout.is_float or layout.allocated == 1:
        return cells
    native = cells.astype(cells.dtype.newbyteorder("="))
    shifted: Cells = (native << (layout.allocated - 1 - layout.high)) >> below
    return shifted


def _shares_bits(ds: Dataset) -> bool:
    """Whether overlays lie in bits the values do not use (PS3.5 2004 8.1.1)."""
    return any(
        (group, 0x0102) in ds and (group, 0x3000) not in ds and bool(ds[group, 0x0102].value)
        for group in range(0x6000, 0x6100, 2)
    )


def _padding(ds: Dataset, layout: Layout) -> float | None:
    keyword = {
        "FloatPixelData": "FloatPixelPaddingValue",
        "DoubleFloatPixelData": "DoubleFloatPixelPaddingValue",
    }.get(layout.keyword, "PixelPaddingValue")
    with quiet():
        try:
            given = ds.get(keyword)
            if given is None or given == "" or isinstance(given, bytes):
                return None
            number = float(given) if layout.is_float else int(given)
        except (TypeError, ValueError):
            return None
    if not layout.is_float and layout.signed and number >= 1 << layout.stored - 1:
        number -= 1 << layout.stored  # read as unsigned, which its VR may be by mistake
    return number


def _darkest_index(ds: Dataset, possible: tuple[int, int]) -> int:
    """The index a palette shows darkest (PS3.3 C.7.9)."""
    from pydicom.pixels.processing import apply_color_lut

    with quiet():
        try:
            count, first, _ = (int(n) for n in ds.RedPaletteColorLookupTableDescriptor)
            count = count or 1 << 16
            if possible[0] < 0 and first > possible[1]:
                first -= 1 << 16
            low, high = max(first, possible[0]), min(first + count - 1, possible[1])
            indices = np.arange(low, high + 1)
            colours = apply_color_lut(indices, ds)[..., :3]
        except (AttributeError, TypeError, ValueError, IndexError, KeyError):
            return max(0, possible[0])
    weights = np.array([0.299, 0.587, 0.114])
    return int(indices[int((colours @ weights).argmin())])
