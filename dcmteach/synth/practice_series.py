"""A small series of films for practising to look: one of them is signed with a pen."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import FileDataset
from pydicom.uid import generate_uid

from dcmteach.synth.burned import BurnedKey
from dcmteach.synth.burned_board import Board, Burned
from dcmteach.synth.burned_file import begin_image, store
from dcmteach.synth.burned_letters import Face
from dcmteach.synth.burned_scenes import chest
from dcmteach.synth.burned_words import Writer, invent_visit
from dcmteach.synth.shapes import Mask
from dcmteach.synth.stream import Stream

__all__ = ["FILMS", "practice_series", "signed"]

FILMS = 6
"""How many films a series has."""

_ROWS, _COLUMNS = 224, 320
_BAR = 34  # rows that the machine writes into
_WIDE, _HIGH = 120, 22  # pixels of a signature, about


def practice_series(seed: int) -> list[tuple[FileDataset, BurnedKey]]:
    """Make a series of chest films with a typed name on each, and a signature on one.

    Parameters
    ----------
    seed : int
        Which one.

    Returns
    -------
    list of (FileDataset, BurnedKey)
        Of one patient and one series, in their order. The signature stands in the key of its film
        as a word, the last, without letters.
    """
    visit = invent_visit("practice series", seed)
    pen = Stream("practice series", seed, "pen")
    with_pen = pen.integer(1, FILMS - 1)  # not the first, which is seen at once
    made = []
    for number in range(FILMS):
        draw = Stream("practice series", seed, number)
        board = Board(0.1 + 0.55 * chest(_ROWS, _COLUMNS, draw)[None])
        board.image[0, :_BAR] = 0.02
        who = visit.patient
        writer = Writer(visit, draw.digits(7), draw)
        name = writer.line("identifier", f"{who.family}, {who.given}")
        board.write(name, Face("Pillow", 19), (7, 8), level=0.95)
        if number == with_pen:
            _sign(board, pen)
        ds = begin_image(visit, "CR")
        ds.InstanceNumber = number + 1
        ds.SOPInstanceUID = generate_uid(entropy_srcs=[f"practice series {seed} {number}"])
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
        store(ds, board.image, "mono8")
        key = BurnedKey("film", seed, "mono8", tuple(board.words), board.labels)
        made.append((ds, key))
    return made


def signed(series: Iterable[tuple[FileDataset, BurnedKey]]) -> tuple[int, Burned]:
    """Return which film of a series is signed, from 0 on, and where."""
    return next((n, key.words[-1]) for n, (_, key) in enumerate(series) if not key.words[-1].text)


def _sign(board: Board, pen: Stream) -> None:
    """Write what a hand writes: loops that run on, and a line below them."""
    row, column = pen.integer(120, 180), pen.integer(20, 170)
    ink = _scrawl(pen, row, column)
    board.image[0][ink] = 0.97
    label = int(board.labels.max()) + 1
    board.labels[ink] = label
    rows, columns = np.nonzero(ink)
    board.words.append(
        Burned(
            "", "identifier", int(rows.min()), int(columns.min()), int(np.ptp(rows)) + 1,
            int(np.ptp(columns)) + 1, (0,), (label,), board.words[-1].line + 1,
        )
    )  # fmt: skip


def _scrawl(pen: Stream, row: int, column: int) -> Mask:
    from PIL import Image, ImageDraw

    along: NDArray[np.float64] = np.linspace(0, 1, 500)
    turns = pen.uniform(6, 9)
    phase = 2 * np.pi * turns * along
    size = 0.35 + 0.65 * np.abs(np.sin(np.pi * along * pen.uniform(1.2, 2.6) + pen.uniform(1, 2)))
    down = -_HIGH / 2 * size * np.sin(phase) - 8 * along
    across = _WIDE * along + 0.3 * _HIGH * size * np.cos(phase) - 0.35 * down
    page = Image.new("L", (_COLUMNS, _ROWS))
    draw = ImageDraw.Draw(page)
    points = [(column + x, row + y) for x, y in zip(across, down, strict=True)]
    draw.line(points, fill=255, width=2)
    end = points[-1]
    draw.line([end, (column + _WIDE / 5, row + _HIGH * 0.7), end], fill=255, width=2)
    return np.asarray(page) > 0
