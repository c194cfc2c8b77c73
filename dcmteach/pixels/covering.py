"""Which of the text that was found is covered, and which may stay."""

from __future__ import annotations

from dcmteach.pixels.redact_boxes import Box
from dcmteach.pixels.text_result import IMAGE, ImageText

__all__ = ["SURE", "marks_to_keep", "to_cover"]

SURE = 0.8
"""How sure an engine must be of a technical mark that may stay."""


def to_cover(found: ImageText) -> list[Box]:
    """Return the places to cover, each once and for all frames.

    Parameters
    ----------
    found : ImageText
        What :func:`~dcmteach.pixels.find_text` found.

    Returns
    -------
    list of Box
        All but the technical marks that were read surely: what is not understood is covered.
    """
    return _boxes(found, marks=False)


def marks_to_keep(found: ImageText) -> list[Box]:
    """Return the places of the technical marks that may stay."""
    return _boxes(found, marks=True)


def _boxes(found: ImageText, *, marks: bool) -> list[Box]:
    return list(
        dict.fromkeys(
            Box(row.row, row.column, row.height, row.width, None, _place(row.place))
            for row in found
            if marks == (row.judgement == "technical" and row.confidence >= SURE)
        )
    )


def _place(place: str) -> str:
    return "" if place == IMAGE else place
