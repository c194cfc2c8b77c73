"""Where samples end: pixels and waves hold no text as far as the file says how many there are."""

from __future__ import annotations

from typing import Literal

from dcmteach.verify.encoding import PIXELS
from dcmteach.verify.parts import ROOT, Part, Reread

__all__ = ["WAVEFORM", "end_of_pixels", "end_of_waveform", "is_native"]

WAVEFORM = 0x54001010
"""Waveform Data."""

_WAVES = 0x54000100
_CHANNELS, _LENGTH, _BITS, _MEANING = 0x003A0005, 0x003A0010, 0x54001004, 0x54001006
_WIDTHS = {  # Waveform Sample Interpretation (PS3.3 C.10.9.1.5)
    **dict.fromkeys([b"SB", b"UB", b"MB", b"AB"], 8),
    **dict.fromkeys([b"SS", b"US"], 16),
    **dict.fromkeys([b"SL", b"UL"], 32),
    **dict.fromkeys([b"SV", b"UV"], 64),
}
_PER_SAMPLE, _FRAMES, _ROWS, _COLUMNS, _ALLOCATED = (
    0x00280002,
    0x00280008,
    0x00280010,
    0x00280011,
    0x00280100,
)


def is_native(file: Reread, part: Part) -> bool:
    """Tell whether these are the image's own pixels, uncompressed."""
    return part.item == ROOT and part.tag in PIXELS and not file.encapsulated


def end_of_pixels(file: Reread, part: Part) -> int:
    """Give the byte at which native pixels end: what their element holds beyond is no picture.

    Parameters
    ----------
    file : Reread
        The file.
    part : Part
        Its native pixels.

    Returns
    -------
    int
        The end of the element, where the size of the picture cannot be told.
    """
    bits = 1
    for tag in (_ROWS, _COLUMNS, _PER_SAMPLE, _ALLOCATED):
        bits *= _number(file, tag, ROOT)
    try:
        bits *= int((file.first(_FRAMES) or b"1").strip(b" \0") or b"1")
    except ValueError:
        bits = 0
    return min(part.end, part.start + (bits + 7) // 8) if bits > 0 else part.end


def end_of_waveform(file: Reread, part: Part) -> int:
    """Give the byte at which the samples of a wave end; what stands beyond is searched.

    Parameters
    ----------
    file : Reread
        The file.
    part : Part
        Its Waveform Data.

    Returns
    -------
    int
        The beginning of the element, so that all of it is searched, unless it lies in an item of
        the Waveform Sequence that says its whole value is samples: Number of Waveform Channels ×
        Number of Waveform Samples, each of Waveform Bits Allocated as Waveform Sample
        Interpretation has them (PS3.3 C.10.9.1), are no more than there are bytes. Such samples
        are voltages, one after the other, as pixels are shades of grey: a name among them is
        chance, and looking for it in each costs more than all the rest of the file.
    """
    if file.items[part.item][:2] != (ROOT, _WAVES):
        return part.start
    bits = _number(file, _BITS, part.item)
    meaning = (file.first(_MEANING, part.item) or b"").strip(b" \0")
    size = bits * _number(file, _CHANNELS, part.item) * _number(file, _LENGTH, part.item) // 8
    if not size or _WIDTHS.get(meaning) != bits or size > part.end - part.start:
        return part.start
    return part.start + size


def _number(file: Reread, tag: int, item: int) -> int:
    """Give a US or UL; 0 if it is not there."""
    value = file.first(tag, item) or b""
    size = 4 if tag == _LENGTH else 2
    order: Literal["little", "big"] = "big" if file.big else "little"
    return int.from_bytes(value[:size], order)
