"""Cut the border of an image away, and keep its geometry right (PS3.3 C.7.6.2)."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, NamedTuple

from dcmteach.errors import DcmteachError
from dcmteach.pixels.redact_source import dataset_of

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from dcmteach.pixels.redact_layout import Layout
    from dcmteach.pixels.redact_native import Cells, Touch

__all__ = ["Cropped", "crop"]


class Cropped(NamedTuple):
    """A cropped image, and what the reader of it should know.

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        The cropped copy.
    notes : tuple of str
        What else was changed, and what may still count pixels from the old corner; one sentence
        each, naming nobody.
    """

    dataset: Dataset
    notes: tuple[str, ...]


def crop(
    ds: Dataset | str | PathLike[str],
    *,
    rows: tuple[int, int] | None = None,
    columns: tuple[int, int] | None = None,
    uid: str | None = None,
    all_text_removed: bool = False,
) -> Cropped:
    """Keep some rows and columns of an image, in every frame.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset, str or path-like
        The image, or its file; it is not changed.
    rows, columns : tuple of int, optional
        The first one kept and the first one after it that is not, 0-based, as a slice in Python;
        without it, all are kept.
    uid : str, optional
        The SOP Instance UID of the new image; without it, one is made.
    all_text_removed : bool, optional
        Whether somebody has made sure that no text is left: Burned In Annotation (0028,0301)
        becomes NO, and De-identification Method Code Sequence says 113101, only then.

    Returns
    -------
    Cropped
        The cropped copy and notes. The pixels kept are as they were, bit by bit, where the image
        came uncompressed or compressed without loss; what was lossily compressed comes back
        uncompressed.

    Raises
    ------
    DcmteachError
        If there is no image, nothing would be left, or its geometry could not be kept.

    Notes
    -----
    Rows and Columns follow; Image Position (Patient) moves along Image Orientation (Patient) by
    so many times Pixel Spacing (PS3.3 C.7.6.2.1.1), in the functional groups of enhanced images
    too; Pixel Spacing stays. Overlays and ultrasound regions (0018,6011) are cut and shifted,
    edges of shutters and collimators shifted. Whatever counts the pixels of this image in other
    files (presentation states, measurements) names the old SOP Instance UID, and keeps meaning
    the old image.

    Examples
    --------
    >>> from dcmteach import crop, sample
    >>> heart = sample("us_cine")
    >>> small, notes = crop(heart, rows=(34, 228))
    >>> small.Rows
    194
    """
    from dcmteach.pixels.redact_layout import layout_of

    image = dataset_of(ds)
    layout = layout_of(image)
    top, bottom = _span("rows", rows, layout.rows)
    left, right = _span("columns", columns, layout.columns)
    if layout.paired and (left % 2 or right % 2):
        raise DcmteachError(
            f"{layout.photometric} shares colour between two columns: columns must begin and end "
            f"at an even number (got {left} and {right})."
        )
    # These need NumPy.
    from dcmteach.header.quiet import quiet
    from dcmteach.pixels.crop_geometry import check_geometry, move_geometry
    from dcmteach.pixels.crop_overlays import cut_planes
    from dcmteach.pixels.redact_marks import mark_cleaned, mark_derived
    from dcmteach.pixels.redact_rewrite import rewrite

    with quiet():
        check_geometry(image)

    def tool(shown: Layout) -> Touch:
        pair = 2 if shown.paired else 1

        def cut(cells: Cells, _frame: int) -> Cells:
            return cells[top:bottom, left // pair : right // pair]

        return cut

    made = rewrite(image, layout, tool, frozenset(range(layout.frames)), resizes=True)
    with quiet():
        move_geometry(made.dataset, (top, left), (bottom - top, right - left), made.notes)
        cut_planes(made.dataset, (top, left), (bottom - top, right - left), made.notes)
    how = f"cropped to rows {top}-{bottom - 1}, columns {left}-{right - 1} from 0 (dcmteach)"
    mark_derived(made.dataset, how, uid=uid, notes=made.notes)
    if all_text_removed:
        mark_cleaned(made.dataset, all_text_removed=True)
    return Cropped(made.dataset, tuple(made.notes))


def _span(name: str, span: tuple[int, int] | None, size: int) -> tuple[int, int]:
    if span is None:
        return 0, size
    try:
        first, end = (int(number) for number in span)
    except (TypeError, ValueError):
        raise DcmteachError(
            f"{name} must be two whole numbers, the first kept and the first not kept any more."
        ) from None
    if not 0 <= first < end <= size:
        raise DcmteachError(
            f"{name} must lie between 0 and {size}, the first before the second (got {first} and "
            f"{end})."
        )
    return first, end
