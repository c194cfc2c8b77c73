"""Styles of text on pages: captured screens, scanned sheets, tables, title cards."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.burned_board import Board
from dcmteach.synth.burned_layout import about, some_face
from dcmteach.synth.burned_scenes import chest, paper
from dcmteach.synth.burned_words import Writer
from dcmteach.synth.stream import Stream

__all__ = [
    "dark_on_white",
    "large_type",
    "table",
    "tilted",
    "white_on_black",
]

_SIZES = (256, 384, 512, 768, 1024)


def white_on_black(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """White type on a black page, as workstations save it."""
    size = draw.choice(_SIZES)
    board = Board(np.zeros((1, size, draw.choice((size, size * 3 // 4)))))
    face = some_face(draw, max(13, size // 34), max(16, size // 22))
    made = [*about(writer, label=True), writer.done(label=True),
            *(writer.technical("OT") for _ in range(draw.integer(1, 4)))]  # fmt: skip
    board.block(made, face, "top left", level=draw.uniform(0.8, 1), margin=draw.integer(6, 40),
                gap=1.6)  # fmt: skip
    return board, draw.choice(("mono8", "mono8 rle", "rgb"))


def dark_on_white(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Dark type on scanned paper."""
    size = draw.choice(_SIZES[1:])
    board = Board(paper(size, size, draw)[None])
    face = some_face(draw, max(14, size // 34), max(17, size // 24))
    made = [writer.place(), *about(writer, label=True, lines=3), writer.done(label=True),
            *(writer.technical("OT") for _ in range(draw.integer(1, 5)))]  # fmt: skip
    board.block(made, face, "top left", level=draw.uniform(0.05, 0.3), margin=draw.integer(12, 30),
                gap=1.7)  # fmt: skip
    return board, draw.choice(("mono8", "rgb", "ybr jpeg"))


def large_type(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Type as large as on a title card."""
    size = draw.choice((768, 1024))
    image = np.zeros((size, size)) if draw.integer(0, 1) else 0.5 * chest(size, size, draw)
    board = Board(image[None])
    face = some_face(draw, size // 17, size // 13)
    lines = [writer.name(), writer.number(), writer.born(), writer.technical("CR")]
    corner = draw.choice(("top left", "bottom left"))
    board.block(lines, face, corner, level=0.95, margin=20, gap=1.6)
    return board, draw.choice(("mono8", "mono16"))


def table(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A table with lines around every cell, as dose reports have."""
    size = draw.choice((512, 768, 1024))
    dark = draw.integer(0, 1) == 1
    ground, ink, rule = (0.0, 0.95, 0.5) if dark else (0.97, 0.08, 0.4)
    image = np.full((1, size, size), ground)
    step, left = size // 16, size // 24
    face = some_face(draw, size // 40, size // 32)
    pairs = [("Patient", writer.name()), ("ID", writer.number()), ("Born", writer.born()),
             ("Date", writer.done()), ("Ref.", writer.place())]  # fmt: skip
    pairs += [(name, writer.technical("OT")) for name in ("Dose", "Note", "Total")]
    pairs = pairs[: draw.integer(4, 8)]
    width, middle = size - 2 * left, left + size // 5
    for number in range(len(pairs) + 1):
        image[:, left + number * step : left + number * step + 2, left : left + width] = rule
    bottom = left + len(pairs) * step
    for column in (left, middle, left + width - 2):
        image[:, left : bottom + 2, column : column + 2] = rule
    if draw.integer(0, 1):
        image[:, left + 2 : left + step, left + 2 : middle] = 0.25 if dark else 0.8
    board = Board(image)
    for number, (name, line) in enumerate(pairs):
        row = left + number * step + (step - face.size) // 2 + 2
        board.write(writer.line("technical", name), face, (row, left + 8), level=ink)
        board.write(line, face, (row, middle + 8), level=ink)
    return board, draw.choice(("mono8", "rgb", "ybr"))


def tilted(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A sheet that lay askew in the scanner."""
    size = draw.choice((512, 768))
    board = Board(paper(size, size, draw)[None])
    face = some_face(draw, size // 34, size // 26)
    tilt = draw.choice((-1, 1)) * draw.uniform(1.5, 4)
    row = size // 10
    for line in (*about(writer, label=True), writer.done(label=True), writer.technical("OT")):
        got = board.write(line, face, (row, size // 12), level=draw.uniform(0.05, 0.3), tilt=tilt)
        row += (got or (0, 0))[0] + face.size // 2
    return board, draw.choice(("mono8", "ybr jpeg"))
