"""Styles of text on ultrasound, in colour and in motion."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.burned_board import Board
from dcmteach.synth.burned_layout import about, corners, some_face
from dcmteach.synth.burned_letters import DOTS, Face
from dcmteach.synth.burned_scenes import sector
from dcmteach.synth.burned_words import Writer
from dcmteach.synth.shapes import Array
from dcmteach.synth.stream import Stream

__all__ = [
    "cine_standing",
    "one_frame",
    "palette",
    "rgb_ultrasound",
    "rough_jpeg",
    "same_grey",
    "ybr_ultrasound",
]

_COLOURS = (
    (1.0, 1.0, 1.0),
    (1.0, 0.95, 0.35),
    (0.45, 0.95, 1.0),
    (0.5, 1.0, 0.55),
    (1.0, 0.7, 0.2),
)


def palette(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A picture of which only its table of colours tells what is light."""
    rows, columns = draw.choice(((384, 512), (480, 640), (600, 800)))
    board = Board(sector(rows, columns, draw))
    corners(board, writer, some_face(draw, rows // 32, rows // 24), "US",
             level=draw.uniform(0.7, 1), edge=0.0)  # fmt: skip
    return board, draw.choice(("palette", "palette close"))


def _coloured(draw: Stream, writer: Writer, way: str) -> tuple[Board, str]:
    rows, columns = draw.choice(((480, 640), (576, 720), (600, 800), (768, 1024)))
    scan = np.repeat(sector(rows, columns, draw)[..., None], 3, axis=-1)
    _flow(scan, draw)
    board = Board(scan)
    band = rows // 14
    if draw.integer(0, 1):
        scan[:, :band] = draw.choice(((0.12, 0.16, 0.3), (0.2, 0.2, 0.22), (0.0, 0.25, 0.3)))
    face = some_face(draw, rows // 36, rows // 26)
    lines = [writer.name(), writer.number(), writer.done()]
    column = 8
    for line in lines:
        got = board.write(line, face, (max(3, (band - face.size) // 2), column),
                          level=draw.choice(_COLOURS))  # fmt: skip
        column += (got[1] if got else 0) + face.size * 2
    colour = draw.choice(_COLOURS)
    settings = [writer.technical("US") for _ in range(draw.integer(3, 6))]
    for number, line in enumerate((writer.born(), *settings)):
        board.write(line, face, (band + 12 + round(number * face.size * 1.5), 8), level=colour)
    board.block([writer.place()], face, "bottom left", level=colour)
    return board, way


def _flow(scan: Array, draw: Stream) -> None:
    """Colour a box of moving blood, and draw the bars of colour and grey."""
    rows, columns = scan.shape[1:3]
    y, x = np.mgrid[0:rows, 0:columns].astype(float)
    near = np.hypot((x - columns * 0.53) / (columns * 0.09), (y - rows * 0.55) / (rows * 0.18))
    wave = np.sin(x / 17 + draw.uniform(0, 6)) * np.cos(y / 23)
    inside = (near < 1) & (np.abs(wave) > 0.3) & (scan[0, ..., 0] < 0.3)
    scan[0][inside & (wave > 0)] = (0.85, 0.25, 0.05)
    scan[0][inside & (wave < 0)] = (0.1, 0.3, 0.9)
    top, left = rows // 4, columns - 26
    ramp = np.linspace(1, 0, rows // 3)
    scan[0, top : top + len(ramp), left : left + 12] = ramp[:, None, None]


def rgb_ultrasound(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Ultrasound in colour, with coloured type."""
    return _coloured(draw, writer, draw.choice(("rgb", "rgb planar", "rgb rle")))


def ybr_ultrasound(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Ultrasound written as luminance and chrominance."""
    return _coloured(draw, writer, draw.choice(("ybr", "ybr jpeg", "ybr jpeg")))


def cine_standing(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A moving heart below text that stays."""
    rows, columns = draw.choice(((240, 320), (360, 480), (480, 640)))
    board = Board(sector(rows, columns, draw, frames=draw.integer(8, 20)))
    face = (
        Face(DOTS, 2 if rows > 300 else 1)
        if writer.bare
        else some_face(draw, 13, max(14, rows // 24))
    )
    corners(board, writer, face, "US", level=draw.uniform(0.75, 1), margin=4)
    return board, draw.choice(("mono8", "rgb"))


def one_frame(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A moving heart, with text in one frame, or a few, only."""
    rows, columns = draw.choice(((240, 320), (360, 480)))
    frames = draw.integer(8, 16)
    board = Board(sector(rows, columns, draw, frames=frames))
    first = draw.integer(0, frames - 1)
    shown = range(first, min(first + draw.choice((1, 1, 2)), frames))
    face = some_face(draw, max(14, rows // 24), max(16, rows // 18))
    board.block([*about(writer, lines=draw.integer(2, 3)), writer.done()], face, "top left",
                level=0.95, frames=shown)  # fmt: skip
    return board, draw.choice(("mono8", "palette"))


def rough_jpeg(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Small coloured type after a compression that leaves its traces around every stroke."""
    board, _ = _coloured(draw, writer, "")
    return board, "ybr jpeg rough"


def same_grey(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Coloured type on a band of another colour, which both become the same grey."""
    rows, columns = draw.choice(((480, 640), (600, 800)))
    scan = np.repeat(sector(rows, columns, draw)[..., None], 3, axis=-1)
    pairs = (((0.95, 0.3, 0.25), (0.1, 0.5, 0.75)), ((0.2, 0.75, 0.3), (0.75, 0.35, 0.9)),
             ((1.0, 0.55, 0.1), (0.1, 0.7, 0.75)))  # fmt: skip
    ink, ground = draw.choice(pairs)
    weights = np.array((0.299, 0.587, 0.114))
    level = np.asarray(ground) * (float(weights @ ink) / float(weights @ ground))
    face = some_face(draw, rows // 34, rows // 26)
    scan[:, : face.size * 5] = np.clip(level, 0, 1)
    board = Board(scan)
    for corner, lines in (("top left", about(writer, lines=3)), ("top right", [writer.done()])):
        board.block(lines, face, corner, level=ink)
    return board, draw.choice(("rgb", "rgb planar"))
