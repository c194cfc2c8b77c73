"""Change the pixels of a copy of a data set, and let its header tell how they lie now."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID

from dcmteach.header.quiet import quiet
from dcmteach.pixels.redact_compressed import Recoded, decompress, recompress
from dcmteach.pixels.redact_decode import is_lossy
from dcmteach.pixels.redact_fill import values_of
from dcmteach.pixels.redact_layout import Layout, syntax_of
from dcmteach.pixels.redact_native import Tool, cells_of, change_frames, opened, recut

__all__ = ["Rewritten", "rewrite"]

_METHODS = (  # PS3.3 C.7.6.1.1.5.1, by the beginning of the transfer syntax
    ("1.2.840.10008.1.2.4.5", "ISO_10918_1"),
    ("1.2.840.10008.1.2.4.81", "ISO_14495_1"),
    ("1.2.840.10008.1.2.4.91", "ISO_15444_1"),
    ("1.2.840.10008.1.2.4.203", "ISO_15444_15"),
)
_OFFSETS = (0x7FE00001, 0x7FE00002, 0x7FE00003)
_EXTREMES = ("SmallestImagePixelValue", "LargestImagePixelValue")
_PLANE_EXTREMES = ("SmallestPixelValueInSeries", "LargestPixelValueInSeries")


@dataclass
class Rewritten:
    """A data set with other pixels.

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        A copy.
    layout : Layout
        How its pixels lie, if native; if compressed, once they are decoded.
    before, after : str
        The transfer syntaxes.
    notes : list of str
        What else had to be done, one sentence each.
    """

    dataset: Dataset
    layout: Layout
    before: str
    after: str
    notes: list[str] = field(default_factory=list)


def rewrite(
    ds: Dataset, layout: Layout, tool: Tool, frames: frozenset[int], *, resizes: bool = False
) -> Rewritten:
    """Copy a data set and change its pixels.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set; not changed.
    layout : Layout
        How its pixels lie.
    tool : callable
        Makes what changes a frame.
    frames : frozenset of int
        Which frames it changes.
    resizes : bool, optional
        Whether frames get another size; then it is all of them.

    Raises
    ------
    DcmteachError
        If the pixels are not whole, or cannot be decoded.

    Notes
    -----
    Native pixels stay native, in the byte order they are in. Pixels compressed without loss are
    compressed again in the same way where that can be done here, and checked by decoding; else
    they are written uncompressed. Lossily compressed pixels are written uncompressed: a second
    lossy compression would change the image once more, everywhere.
    """
    before = syntax_of(ds)
    notes: list[str] = []
    if layout.native:
        made = _native(ds, layout, tool, frames, resizes=resizes, notes=notes)
    else:
        again = None if is_lossy(before) else recompress(ds, layout, tool, frames)
        made = again or decompress(ds, layout, tool, frames)
        if made.syntax != before:
            notes.append(f"The pixels came as {UID(before).name} and are uncompressed now.")
    with quiet():
        changed = _copy_without(ds, layout.keyword)
        _put(changed, ds, made, layout)
        if made.syntax != before:
            _resyntax(changed, made.syntax)
        if is_lossy(before):
            _tell_lossy(changed, ds, before, made)
        _correct_extremes(changed, made, notes)
    return Rewritten(changed, made.layout, before, made.syntax, notes)


def _native(
    ds: Dataset,
    layout: Layout,
    tool: Tool,
    frames: frozenset[int],
    *,
    resizes: bool,
    notes: list[str],
) -> Recoded:
    data = opened(ds[layout.keyword].value, layout)
    do = tool(layout)
    syntax = syntax_of(ds)
    if resizes:
        rows, columns, _ = data.use(lambda array: do(cells_of(array, layout, 0), 0).shape)
        cut = recut(data, layout, do)
        columns *= 2 if layout.paired else 1
        return Recoded(cut, replace(layout, rows=rows, columns=columns), syntax)
    data.use(lambda array: change_frames(array, layout, sorted(frames), do))
    made = data.bytes()
    if data.excess:
        notes.append(
            f"{data.excess} bytes behind the last frame were removed: nobody could see them, and "
            "they might have held another image."
        )
    return Recoded(made, layout, syntax)


def _copy_without(ds: Dataset, keyword: str) -> Dataset:
    """A deep copy in which the pixels are shared until they are replaced."""
    changed = copy.deepcopy(ds)
    for tag in _OFFSETS:
        if tag in changed:
            del changed[tag]
    return changed


def _put(changed: Dataset, ds: Dataset, made: Recoded, layout: Layout) -> None:
    element = changed[layout.keyword]
    element.value = made.data
    compressed = UID(made.syntax).is_compressed
    if not layout.native:
        element.is_undefined_length = compressed
        element.VR = "OB" if compressed or made.layout.allocated <= 8 else "OW"
    now = made.layout
    changed.Rows, changed.Columns = now.rows, now.columns
    if compressed or layout.native:
        return
    changed.BitsAllocated = now.allocated
    changed.PixelRepresentation = int(now.signed)
    changed.PhotometricInterpretation = now.photometric
    if now.samples > 1:
        changed.PlanarConfiguration = 0


def _resyntax(changed: Dataset, syntax: str) -> None:
    if getattr(changed, "file_meta", None) is None:
        changed.file_meta = FileMetaDataset()
    changed.file_meta.TransferSyntaxUID = UID(syntax)


def _tell_lossy(changed: Dataset, ds: Dataset, before: str, made: Recoded) -> None:
    """Lossily compressed once is lossily compressed for ever (PS3.3 C.7.6.1.1.5)."""
    said = str(ds.get("LossyImageCompression") or "").strip()
    if said == "00":  # these syntaxes may be used without loss, and the file says it was
        return
    changed.LossyImageCompression = "01"
    if not ds.get("LossyImageCompressionRatio"):
        size = max(1, len(ds.PixelData))
        changed.LossyImageCompressionRatio = f"{max(1.0, made.layout.length / size):.2f}"
    if not ds.get("LossyImageCompressionMethod"):
        for beginning, method in _METHODS:
            if before.startswith(beginning):
                changed.LossyImageCompressionMethod = method
                break


def _correct_extremes(changed: Dataset, made: Recoded, notes: list[str]) -> None:
    """The smallest and largest value are told anew, or no more (PS3.3 C.7.6.3)."""
    told = [keyword for keyword in _EXTREMES if keyword in changed]
    series = [keyword for keyword in _PLANE_EXTREMES if keyword in changed]
    if not told and not series:
        return
    now = made.layout
    if now.samples > 1 or now.is_float or UID(made.syntax).is_compressed or now.allocated == 1:
        for keyword in told + series:
            del changed[keyword]
        notes.append("The smallest and largest pixel value are no longer told.")
        return
    low, high = _extremes(made)
    for keyword, number in zip(_EXTREMES, (low, high), strict=True):
        if keyword in changed:
            _set_number(changed, keyword, number, signed=now.signed)
    for keyword in series:
        try:
            old = int(changed[keyword].value)
        except (TypeError, ValueError):
            del changed[keyword]
            continue
        wider = min(old, low) if keyword.startswith("Smallest") else max(old, high)
        _set_number(changed, keyword, wider, signed=now.signed)


def _set_number(changed: Dataset, keyword: str, number: int, *, signed: bool) -> None:
    limit = (-(1 << 15), (1 << 15) - 1) if signed else (0, (1 << 16) - 1)
    if limit[0] <= number <= limit[1]:
        changed[keyword].VR = "SS" if signed else "US"
        changed[keyword].value = number
    else:
        del changed[keyword]


def _extremes(made: Recoded) -> tuple[int, int]:
    found: list[int] = []
    array = np.frombuffer(made.data, dtype=np.uint8)
    if made.layout.swapped:
        array = array.view(np.uint16).byteswap().view(np.uint8)
    for frame in range(made.layout.frames):
        values = values_of(cells_of(array, made.layout, frame), made.layout)
        found += [int(values.min()), int(values.max())]
    return min(found), max(found)
