"""Native pixels: change some of them in their bytes, and no other bit (PS3.5 8.1.1)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from dcmteach.errors import DcmteachError
from dcmteach.pixels.redact_layout import Layout

__all__ = ["Cells", "Opened", "Tool", "Touch", "cells_of", "change_frames", "opened", "recut"]

T = TypeVar("T")

Cells: TypeAlias = NDArray[Any]
"""A frame as it is stored: (rows, columns, samples); if paired, (rows, columns // 2, 4)."""

Touch: TypeAlias = Callable[[Cells, int], Cells]
"""Takes one frame and its number, 0-based; gives what stands in its place, mostly itself, changed.
"""

Tool: TypeAlias = Callable[[Layout], Touch]
"""Makes what changes frames, once it is known how they lie."""


class Opened:
    """Bytes of native pixels, held once.

    Parameters
    ----------
    data : bytes
        As they were.
    layout : Layout
        How the pixels lie.
    """

    def __init__(self, data: bytes, layout: Layout) -> None:
        self.layout = layout
        self._stream = io.BytesIO(data)
        self.excess = 0

    def bytes(self) -> bytes:
        """Give the bytes as they are now, of even length, without a second copy."""
        length = self.layout.length
        wanted = length + length % 2
        data = self._stream.getvalue()
        if len(data) > wanted:
            self.excess = len(data) - wanted
            return data[:wanted]
        return data + b"\x00" * (wanted - len(data)) if len(data) < wanted else data

    def use(self, do: Callable[[NDArray[np.uint8]], T]) -> T:
        """Lend all bytes as an array, which may be written to and must not be kept.

        Parameters
        ----------
        do : callable
            Gets the array; what it returns is returned.
        """
        with self._stream.getbuffer() as view:
            array = np.frombuffer(view, dtype=np.uint8)
            words = array[: len(array) // 2 * 2].view(np.uint16)
            if self.layout.swapped:
                words.byteswap(inplace=True)
            try:
                return do(array)
            finally:
                if self.layout.swapped:
                    words.byteswap(inplace=True)
                del array, words


def opened(data: bytes, layout: Layout) -> Opened:
    """Take the bytes of native pixels.

    Raises
    ------
    DcmteachError
        If they are fewer than the header says.
    """
    if len(data) < layout.length:
        raise DcmteachError(
            f"{layout.keyword} holds {len(data)} bytes, and the Image Pixel module tells of "
            f"{layout.length}: the image is not whole. Get the file again from its source."
        )
    if layout.paired and len(data) >= layout.length // 2 * 3:
        raise DcmteachError(
            f"{layout.keyword} holds half as much again as {layout.photometric} needs: Photometric "
            "Interpretation (0028,0004) is most likely RGB or YBR_FULL. Correct it first."
        )
    if layout.swapped and len(data) % 2:
        raise DcmteachError(f"{layout.keyword} is of odd length, and must not be (PS3.5 7.1).")
    return Opened(data, layout)


def cells_of(array: NDArray[np.uint8], layout: Layout, frame: int) -> Cells:
    """Show one frame of the bytes; writing to it writes to them, except with 1 bit per pixel.

    Parameters
    ----------
    array : ndarray of uint8
        All the bytes.
    layout : Layout
        How the pixels lie.
    frame : int
        Which frame, 0-based.
    """
    if layout.allocated == 1:
        bits, start = _bits(array, layout, frame)
        count = layout.rows * layout.columns
        return bits[start : start + count].reshape(layout.rows, layout.columns, 1)
    size = layout.frame_bits // 8
    part = array[frame * size : (frame + 1) * size].view(np.dtype(layout.code))
    if layout.paired:
        return part.reshape(layout.rows, layout.columns // 2, 4)
    if layout.planar:
        planes = part.reshape(layout.samples, layout.rows, layout.columns)
        return np.moveaxis(planes, 0, -1)
    return part.reshape(layout.rows, layout.columns, layout.samples)


def _bits(array: NDArray[np.uint8], layout: Layout, frame: int) -> tuple[NDArray[np.uint8], int]:
    """The bits of the bytes a frame touches, and where among them it begins."""
    first = frame * layout.frame_bits
    covering = array[first // 8 : (first + layout.frame_bits + 7) // 8]
    return np.unpackbits(covering, bitorder="little"), first % 8


def change_frames(
    array: NDArray[np.uint8], layout: Layout, frames: Iterable[int], do: Touch
) -> None:
    """Change frames one at a time, in place.

    Parameters
    ----------
    array : ndarray of uint8
        All the bytes.
    layout : Layout
        How the pixels lie.
    frames : iterable of int
        Which frames.
    do : callable
        What is done to each.
    """
    for frame in frames:
        if layout.allocated != 1:
            do(cells_of(array, layout, frame), frame)
            continue
        bits, start = _bits(array, layout, frame)
        count = layout.rows * layout.columns
        do(bits[start : start + count].reshape(layout.rows, layout.columns, 1), frame)
        first = frame * layout.frame_bits
        end = (first + layout.frame_bits + 7) // 8
        array[first // 8 : end] = np.packbits(bits, bitorder="little")


def recut(data: Opened, layout: Layout, do: Touch) -> bytes:
    """Give all frames another size, one at a time.

    Parameters
    ----------
    data : Opened
        The pixels; not changed.
    layout : Layout
        How they lie.
    do : callable
        Gives each frame in its new size.

    Returns
    -------
    bytes
        Of even length, laid out as before.
    """
    stream = io.BytesIO()
    rest = np.empty(0, dtype=np.uint8)
    for frame in range(layout.frames):
        cut = data.use(partial(_cut, layout, do, frame))
        if layout.allocated == 1:
            bits = np.concatenate([rest, cut.ravel()])
            whole = len(bits) // 8 * 8
            stream.write(np.packbits(bits[:whole], bitorder="little").tobytes())
            rest = bits[whole:]
        else:
            stream.write((np.moveaxis(cut, -1, 0) if layout.planar else cut).tobytes())
    stream.write(np.packbits(rest, bitorder="little").tobytes())
    stream.write(b"\x00" * (stream.tell() % 2))
    made = stream.getvalue()
    return np.frombuffer(made, dtype=np.uint16).byteswap().tobytes() if layout.swapped else made


def _cut(layout: Layout, do: Touch, frame: int, array: NDArray[np.uint8]) -> Cells:
    return do(cells_of(array, layout, frame), frame).copy()
