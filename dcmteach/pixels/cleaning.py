"""Text found, covered, and looked for again by somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from pydicom.dataset import Dataset

from dcmteach.header.identity import Identity
from dcmteach.pixels.covering import marks_to_keep, to_cover
from dcmteach.pixels.engines.base import Engine
from dcmteach.pixels.redact import redact
from dcmteach.pixels.redact_boxes import Box
from dcmteach.pixels.redact_marks import mark_cleaned
from dcmteach.pixels.text import find_text
from dcmteach.pixels.text_result import ImageText

__all__ = ["CleanedText", "clean_text"]

_ROUNDS = 3  # of covering marks that the second reader takes for something else


class CleanedText(NamedTuple):
    """An image without its text, and what was done.

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        A copy; the image itself where nothing was covered.
    found : ImageText
        What the first reader found. It holds the text.
    covered : int
        How many places of text were covered; those that were known before do not count.
    left : int
        In how many places the second reader still finds what may be text. Only if there are none
        does the copy say that its text is gone: Burned In Annotation NO, method 113101.
    """

    dataset: Dataset
    found: ImageText
    covered: int
    left: int


def clean_text(
    ds: Dataset,
    readers: tuple[Engine, Engine],
    *,
    identity: Identity,
    places: Iterable[Box] = (),
    look: Callable[[Dataset], Dataset] | None = None,
    fill: str | float | Sequence[float] = "black",
    margin: int | None = None,
) -> CleanedText:
    """Cover the text in an image, in every frame.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The image; it is not changed.
    readers : tuple of Engine
        What reads first; what reads the result.
    identity : Identity
        What names the patient, from before the header is cleaned.
    places : iterable of Box, optional
        What is covered besides.
    look : callable, optional
        Gives of a data set what shall be looked at: all of it, by default.
    fill, margin
        As for :func:`~dcmteach.pixels.redact`.

    Returns
    -------
    CleanedText

    Raises
    ------
    CannotDecode
        If the pixels cannot be decoded.
    DcmteachError
        If they cannot be redacted.

    Notes
    -----
    What is not surely a technical mark is covered, and a mark stays only where both readers take
    it for one.
    """
    reader, again = readers
    shown: Any = look or (lambda image: image)
    known = list(places)
    found = find_text(shown(ds), reader, identity=identity)
    boxes, marks = to_cover(found), marks_to_keep(found)
    covered, result, left = len(boxes), ds, boxes
    for _ in range(_ROUNDS):
        if boxes or known:
            result = redact(ds, [*boxes, *known], fill=fill, margin=margin)
        left = to_cover(find_text(shown(result), again, identity=identity))
        disputed = [mark for mark in marks if any(_meet(mark, box) for box in left)]
        if not disputed:
            break
        marks = [mark for mark in marks if mark not in disputed]
        boxes += [*disputed, *(box for box in left if any(_meet(box, mark) for mark in disputed))]
        covered += len(disputed)
    if result is not ds and not left:
        mark_cleaned(result, all_text_removed=True)
    return CleanedText(result, found, covered, len(left))


def _meet(one: Box, other: Box) -> bool:
    return (
        one.place == other.place
        and one.row < other.row + other.height
        and other.row < one.row + one.height
        and one.column < other.column + other.width
        and other.column < one.column + one.width
    )
