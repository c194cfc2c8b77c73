"""Small images with text, for practising: six kinds to read, and four to work on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import FileDataset

from dcmteach.errors import DcmteachError
from dcmteach.synth.burned import BurnedKey
from dcmteach.synth.burned_board import Board
from dcmteach.synth.burned_file import begin_image, store
from dcmteach.synth.burned_letters import Face
from dcmteach.synth.burned_scenes import chest, paper, sector, thorax
from dcmteach.synth.burned_words import Words, Writer, invent_visit
from dcmteach.synth.person import invent_person
from dcmteach.synth.shapes import Array
from dcmteach.synth.stream import Stream

__all__ = ["KINDS", "SIGMAS", "TO_READ", "blurred_name", "caption", "practice_image"]
__all__ += ["practice_set", "town"]

_FACE, _SMALL = Face("Pillow", 17), Face("Pillow", 9)
_ROWS, _COLUMNS = 224, 320
_NOTES = ("the mayors daughter", "singer of Zandmeer", "goalkeeper", "baker of Nowhereby")
SIGMAS = (3, 5, 7, 9, 11)
"""How far a blurred name may be blurred, in pixels."""


def _lines(
    board: Board, lines: list[Words], row: int, level: float, *, face: Face = _FACE,
    edge: float | None = None,
) -> None:  # fmt: skip
    for line in lines:
        board.write(line, face, (row, 8), level=level, edge=edge)
        row += round(face.size * 1.7)


def _about(writer: Writer) -> list[Words]:
    who = writer.visit.patient
    name = writer.line("identifier", f"{who.family}, {who.given}")
    number = writer.line("identifier", who.number, label="Number")
    return [name, number, writer.line("date", writer.date(who.birth_date), label="Born")]


def _screen(draw: Stream, writer: Writer) -> tuple[Board, str, str]:
    board = Board(np.full((1, _ROWS, _COLUMNS), 0.02))
    depth = writer.line("technical", f"{draw.integer(15, 60)} Hz  {draw.integer(4, 20)}.0 cm")
    _lines(board, [*_about(writer), depth], draw.integer(8, 40), 0.95)
    return board, "mono8", "OT"


def _paper(draw: Stream, writer: Writer) -> tuple[Board, str, str]:
    board = Board(paper(_ROWS, _COLUMNS, draw)[None])
    _lines(board, _about(writer), draw.integer(8, 40), 0.1)
    return board, "mono8", "OT"


def _air(draw: Stream, writer: Writer) -> tuple[Board, str, str]:
    board = Board(_scan(draw)[None])
    _lines(board, _about(writer), 8, -1000.0 + draw.integer(6, 10))
    return board, "ct", "CT"


def _scan(draw: Stream) -> Array:
    """A slice of CT below a stripe of air, with a clip of metal in it."""
    image = np.full((_ROWS, _COLUMNS), -1000.0)
    image[96:, 96:224] = thorax(128, draw)
    image[image < -900] = -1000.0
    image[160:164, 150:156] = 3000.0
    return image


def _anatomy(draw: Stream, writer: Writer) -> tuple[Board, str, str]:
    board = Board(0.2 + 0.6 * chest(_ROWS, _COLUMNS, draw)[None])
    _lines(board, _about(writer), draw.integer(60, 100), 0.97, edge=0.05)
    return board, "mono12", "CR"


def _turned(draw: Stream, writer: Writer) -> tuple[Board, str, str]:
    board = Board(np.full((1, _COLUMNS, _ROWS), 0.03))
    board.image[0, 60:260, 100:] += sector(200, _ROWS - 100, draw)[0]
    column = 8
    turn = draw.choice((1, 3))
    for line in _about(writer):
        board.write(line, _FACE, (20, column), level=0.9, turn=turn)
        column += 28
    return board, "mono8", "CR"


def _small(draw: Stream, writer: Writer) -> tuple[Board, str, str]:
    board = Board(np.full((1, _ROWS, _COLUMNS), 0.05))
    board.image[0, 60:, 40:280] += sector(_ROWS - 60, 240, draw)[0]
    _lines(board, _about(writer), 4, 0.7, face=_SMALL)
    return board, "mono8", "US"


def _hidden_line(draw: Stream, writer: Writer) -> tuple[Board, str, str]:
    board = Board(_scan(draw)[None])
    level = -1000.0 + draw.integer(6, 12)
    digits = f"{draw.integer(3, 9)}{draw.digits(7)}"  # never like a date
    board.write(writer.line("identifier", digits), Face("Pillow", 28), (24, 20),
                level=level)  # fmt: skip
    board.write(writer.technical("CT"), _FACE, (196, 8), level=1500.0)
    return board, "ct", "CT"


def _three_lines(draw: Stream, writer: Writer) -> tuple[Board, str, str]:
    board = Board(np.full((1, _ROWS, _COLUMNS), 0.02))
    board.image[0, 120:, 60:260] += sector(_ROWS - 120, 200, draw)[0]
    who = writer.visit.patient
    left = [
        writer.line("identifier", f"{who.given} {who.family}".upper()),
        writer.line("remark", draw.choice(_NOTES)),
        writer.line("technical", f"Gain {draw.integer(20, 90)} dB"),
    ]
    mixed = [left.pop(draw.integer(0, len(left) - 1)) for _ in range(3)]
    row = 10
    for line in mixed:
        board.write(line, Face("Pillow", 19), (row, 10), level=0.95)
        row += 36
    return board, "mono8", "US"


def _one_frame_note(draw: Stream, writer: Writer) -> tuple[Board, str, str]:
    moving = np.full((4, _ROWS, _COLUMNS), 0.02)
    moving[:, 64:174, 60:260] += sector(110, 200, draw, frames=4)
    board = Board(moving)
    who = writer.visit.patient
    board.write(writer.line("identifier", f"{who.family}, {who.given}"), _FACE, (8, 8), level=0.95)
    board.write(writer.born(), _FACE, (36, 8), level=0.95)
    note = writer.line("identifier", f"Patient {who.number}")
    shown = [draw.integer(1, 3)]
    board.write(note, Face("Pillow", 19), (196, 8), level=0.95, frames=shown)
    board.image[:, 74:170:10, 300:308] = 0.8  # a scale of depth
    return board, "mono8", "US"


def _blurred(draw: Stream, writer: Writer) -> tuple[Board, str, str]:
    board = Board(np.zeros((1, _ROWS, _COLUMNS)))
    board.image[0, 90:, 60:260] += sector(_ROWS - 90, 200, draw)[0]
    return board, "mono8", "US"


_DRAWN: Mapping[str, Callable[[Stream, Writer], tuple[Board, str, str]]] = {
    "screen": _screen,
    "paper": _paper,
    "air": _air,
    "anatomy": _anatomy,
    "turned": _turned,
    "small": _small,
    "hidden line": _hidden_line,
    "three lines": _three_lines,
    "one frame": _one_frame_note,
    "blurred": _blurred,
}

KINDS = tuple(_DRAWN)
"""The kinds of practice images."""

TO_READ = KINDS[:6]
"""Those of a set for measuring how much is read."""


def practice_image(kind: str, seed: int) -> tuple[FileDataset, BurnedKey]:
    """Make a practice image.

    Parameters
    ----------
    kind : str
        One of `KINDS`. A ``"blurred"`` one has a name of `town` in its upper 32 rows, blurred by
        one of `SIGMAS`, and a header that names nobody; its key holds no word.
    seed : int
        Which one.

    Returns
    -------
    ds : FileDataset
        The image: 224 by 320 pixels or the other way round.
    key : BurnedKey
        What is written where.

    Raises
    ------
    DcmteachError
        If there is no such kind.
    """
    if kind not in _DRAWN:
        raise DcmteachError(f"There is no kind {kind!r}. Choose one of: {', '.join(KINDS)}.")
    draw = Stream("practice", kind, seed)
    visit = invent_visit("practice", kind, seed)
    writer = Writer(visit, draw.digits(7), draw)
    board, way, modality = _DRAWN[kind](draw, writer)
    if kind == "blurred":
        board.image[0, :32, :240] = caption(blurred_name(seed)) / 255
    ds = begin_image(visit, modality, frames=len(board.image))
    store(ds, board.image, way)
    if kind == "blurred":
        ds = _soften(ds, draw.choice(SIGMAS))
    return ds, BurnedKey(kind, seed, way, tuple(board.words), board.labels)


def practice_set(seed: int) -> list[tuple[FileDataset, BurnedKey]]:
    """Make one image of each kind of `TO_READ`, each with its key."""
    return [practice_image(kind, seed) for kind in TO_READ]


def blurred_name(seed: int) -> str:
    """Return the name in the ``"blurred"`` image of a seed, one of `town`."""
    return Stream("blurred name", seed).choice(town()[100:])


def _soften(ds: FileDataset, sigma: int) -> FileDataset:
    from dcmteach.pixels.blur import blur

    soft = blur(ds, [(0, 0, 48, _COLUMNS)], sigma)
    soft.PatientName = soft.PatientID = "CASE14"
    soft.PatientBirthDate = ""
    assert isinstance(soft, FileDataset)
    return soft


def caption(name: str) -> NDArray[np.uint8]:
    """Write a name as the machine of the practice images does.

    Parameters
    ----------
    name : str
        Letters from A to Z.

    Returns
    -------
    ndarray of uint8, shape (32, 240)
        White on black: the upper left corner of the image.
    """
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (240, 32))
    ImageDraw.Draw(page).text((8, 4), name, fill=255, font=ImageFont.load_default(size=17))
    return np.asarray(page)


@cache
def town() -> tuple[str, ...]:
    """Return the 1,000 people of a town, as ``Family, Given``, none twice."""
    found: dict[str, None] = {}
    number = 0
    while len(found) < 1000:
        who = invent_person("town of lesson 14", number, letters="plain")
        found[f"{who.family}, {who.given}"] = None
        number += 1
    return tuple(found)
