"""One page of many cuttings: lines of text, each brought to the same size, dark on white."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dcmteach.pixels.lines import Line
from dcmteach.pixels.views import enlarged, normalised, turned

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Piece", "mosaic"]

_LETTER = 30  # pixels, the height of letters on the page
_GAP = 40
_WIDE = 1400  # pixels of the page
_MARGIN = 16
_SOFT = (14, 70)  # grey levels from the middle: what is paper, and what is ink


class Piece(NamedTuple):
    """Where a cutting lies on the page.

    Parameters
    ----------
    line : Line
        What was cut out.
    row, column, height, width : int
        Where it lies.
    quarters : int
        How often it was turned.
    """

    line: Line
    row: int
    column: int
    height: int
    width: int
    quarters: int


def mosaic(
    frame: NDArray[Any], lines: list[Line], *, apart: bool = False
) -> tuple[NDArray[Any], list[Piece]]:
    """Cut lines out of a frame and pack them on a page.

    Parameters
    ----------
    frame : ndarray, shape (rows, columns)
        Grey, any depth.
    lines : list of Line
        What to cut out. One that is not upright is put on the page twice, turned either way.
    apart : bool, optional
        Whether each has a row of its own; otherwise as many stand side by side as there is room.

    Returns
    -------
    page : ndarray of uint8
        Dark letters on white.
    pieces : list of Piece
        What lies where.
    """
    import numpy as np

    views: dict[int, NDArray[Any]] = {}
    cuttings = []
    for line in lines:
        radius = 16 if line.letter <= 30 else 40
        if radius not in views:
            views[radius] = normalised(frame, radius=radius)
        box = line.box
        cut = views[radius][box.row : box.end_row, box.column : box.end_column].astype(np.int16)
        ink = (cut - 128) if line.bright else (128 - cut)
        low, high = _SOFT
        paper = 255 - np.clip((ink - low) * (255 / (high - low)), 0, 255)
        factor = min(6.0, _LETTER / line.letter)
        made = enlarged(paper.astype(np.uint8), factor)
        for quarters in (0,) if line.upright else (1, 3):
            cuttings.append((line, turned(made, quarters), quarters))
    # Upside-down letters beside others would spoil the line for Tesseract: they stand apart.
    cuttings.sort(key=lambda cutting: (cutting[2], -cutting[1].shape[0]))
    width = max([0 if apart else _WIDE, *(cut.shape[1] + 2 * _MARGIN for _, cut, _ in cuttings)])
    pieces: list[Piece] = []
    row, column, shelf = _MARGIN, _MARGIN, 0
    for line, cut, quarters in cuttings:
        other = bool(pieces) and pieces[-1].quarters != quarters
        if (apart and pieces) or other or column + cut.shape[1] + _MARGIN > width:
            row, column, shelf = row + shelf + _GAP // 2, _MARGIN, 0
        pieces.append(Piece(line, row, column, cut.shape[0], cut.shape[1], quarters))
        column += cut.shape[1] + _GAP
        shelf = max(shelf, cut.shape[0])
    page = np.full((row + shelf + _MARGIN, width), 255, dtype=np.uint8)
    for piece, (_, cut, _) in zip(pieces, cuttings, strict=True):
        page[piece.row : piece.row + piece.height, piece.column : piece.column + piece.width] = cut
    return page, pieces
