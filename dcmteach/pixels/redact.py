"""Put black over parts of an image, in its stored pixels (PS3.15 E.3.1, Clean Pixel Data)."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.redact_boxes import Box, boxes_from, clipped, with_margin
from dcmteach.pixels.redact_source import dataset_of

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from dcmteach.pixels.redact_layout import Layout
    from dcmteach.pixels.redact_native import Cells, Touch

__all__ = ["Redaction", "redact", "redaction"]


@dataclass(frozen=True)
class Redaction:
    """A redacted image, and what was done.

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        The redacted copy.
    boxes : tuple of Box
        What was covered, with its margin, as far as it lies in the image.
    before, after : str
        The transfer syntaxes: as it came, as it is.
    notes : tuple of str
        What else had to be changed, one sentence each; names nobody.
    """

    dataset: Dataset
    boxes: tuple[Box, ...]
    before: str
    after: str
    notes: tuple[str, ...]


def redact(
    ds: Dataset | str | PathLike[str],
    boxes: Any,
    *,
    fill: str | float | Sequence[float] = "black",
    margin: int | None = None,
    uid: str | None = None,
    all_text_removed: bool = False,
) -> Dataset:
    """Cover parts of an image with black.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset, str or path-like
        The image, or its file; it is not changed.
    boxes : object
        What `find_text` returns; tuples (row, column, height, width), 0-based, with a frame as a
        fifth if they are not for all frames; or the name of a JSON file that
        ``dcmteach find-text --json`` wrote. With none, a copy is returned that equals its original.
    fill : "black", number or sequence of number, optional
        The stored value to put there, or one for each sample of a pixel.
    margin : int, optional
        How many pixels more to cover on each side; without it, 15 % of a box's shorter side, at
        least 2.
    uid : str, optional
        The SOP Instance UID of the new image; without it, one is made.
    all_text_removed : bool, optional
        Whether somebody has made sure that no text is left: Burned In Annotation (0028,0301)
        becomes NO only then.

    Returns
    -------
    pydicom.dataset.Dataset
        A copy. Every pixel outside the boxes is as it was, bit by bit, where the image came
        uncompressed or compressed without loss. What was lossily compressed comes back
        uncompressed, and says so (Lossy Image Compression 01): a second lossy compression would
        change it all once more.

    Raises
    ------
    DcmteachError
        If there is no image, it is not whole, it cannot be decoded here, or a box lies outside it.

    See Also
    --------
    redaction : The same, with what was covered and what else was done.

    Notes
    -----
    Overlays under the boxes are cleared; the icon, digital signatures and the histogram are
    removed, for they show the old pixels or vouch for them. Image Type says DERIVED, Derivation
    Description what was done, De-identification Method Code Sequence 113101 (PS3.15 E.3.1, PS3.16
    CID 7050).

    Examples
    --------
    >>> from dcmteach import redact, sample
    >>> heart = sample("us_cine")
    >>> clean = redact(heart, [(0, 0, 34, 320)])
    >>> clean.ImageType[0]
    'DERIVED'
    """
    return redaction(
        ds, boxes, fill=fill, margin=margin, uid=uid, all_text_removed=all_text_removed
    ).dataset


def redaction(
    ds: Dataset | str | PathLike[str],
    boxes: Any,
    *,
    fill: str | float | Sequence[float] = "black",
    margin: int | None = None,
    uid: str | None = None,
    all_text_removed: bool = False,
) -> Redaction:
    """Cover parts of an image with black, and tell what was done.

    Parameters
    ----------
    ds, boxes, fill, margin, uid, all_text_removed
        As for :func:`redact`.

    Returns
    -------
    Redaction
        The redacted copy, the boxes as they were covered, the transfer syntaxes, and notes.

    Raises
    ------
    DcmteachError
        As :func:`redact`.
    """
    from dcmteach.pixels.redact_layout import layout_of, syntax_of

    image = dataset_of(ds)
    layout = layout_of(image)
    given = boxes_from(boxes)
    covered = _boxes(given, image, layout, margin)
    beside = [with_margin(box, margin) for box in given if box.place]
    before = syntax_of(image)
    if not given:
        return Redaction(copy.deepcopy(image), (), before, before, ())
    # These need NumPy.
    from dcmteach.pixels.redact_fill import Fill
    from dcmteach.pixels.redact_marks import mark_cleaned, mark_derived
    from dcmteach.pixels.redact_planes import clear_planes
    from dcmteach.pixels.redact_rewrite import Rewritten, rewrite

    def tool(shown: Layout) -> Touch:
        value = Fill(image, shown, fill)

        def cover(cells: Cells, frame: int) -> Cells:
            cell = value.cell(cells)
            for box in covered:
                if box.frame is None or box.frame == frame:
                    _cover(cells, box, cell, paired=shown.paired)
            return cells

        return cover

    if covered:
        made = rewrite(image, layout, tool, _frames(covered, layout))
    else:  # only overlays and icons are meant: no pixel of the picture is touched
        made = Rewritten(copy.deepcopy(image), layout, before, before)
    clear_planes(made.dataset, covered, made.notes, own=beside)
    areas = f"{len(given)} area{'' if len(given) == 1 else 's'}"
    mark_derived(made.dataset, f"pixels redacted in {areas} (dcmteach)", uid=uid, notes=made.notes)
    mark_cleaned(made.dataset, all_text_removed=all_text_removed)
    return Redaction(made.dataset, tuple(covered), before, made.after, tuple(made.notes))


def _boxes(given: Sequence[Box], ds: Dataset, layout: Layout, margin: int | None) -> list[Box]:
    """The boxes in the picture with their margin, cut at its edge; a margin alone is no box."""
    covered = []
    for box in given:
        if box.place and not _among_pixels(box, ds):
            continue
        if box.place:
            box = box._replace(frame=None, place="")
        clipped(box, layout.rows, layout.columns, layout.frames)
        grown = with_margin(box, margin)
        kept = clipped(grown, layout.rows, layout.columns, layout.frames)
        if layout.paired:  # two pixels share their colour: both are covered
            left = kept.column // 2 * 2
            right = (kept.column + kept.width + 1) // 2 * 2
            kept = kept._replace(column=left, width=right - left)
        covered.append(kept)
    return covered


def _among_pixels(box: Box, ds: Dataset) -> bool:
    """Whether a box lies in an overlay that is drawn in unused bits of the pixels themselves."""
    match = re.match(r"\(([0-9A-F]{4}),", box.place)
    return match is not None and (int(match[1], 16), 0x3000) not in ds


def _frames(boxes: Sequence[Box], layout: Layout) -> frozenset[int]:
    if any(box.frame is None for box in boxes):
        return frozenset(range(layout.frames))
    return frozenset(box.frame for box in boxes if box.frame is not None)


def _cover(cells: Cells, box: Box, cell: Any, *, paired: bool) -> None:
    left, right = box.column, box.column + box.width
    if paired:
        left, right = left // 2, right // 2
    cells[box.row : box.row + box.height, left:right] = cell
