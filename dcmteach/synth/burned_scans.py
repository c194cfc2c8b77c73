"""Styles of text on slices and radiographs."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.burned_board import Board
from dcmteach.synth.burned_layout import about, corners, side_marker, some_face
from dcmteach.synth.burned_letters import DOTS, Face, faces, set_line
from dcmteach.synth.burned_scenes import breast, chest, hand, head, noise, thorax
from dcmteach.synth.burned_words import Writer
from dcmteach.synth.stream import Stream

__all__ = [
    "low_contrast",
    "monochrome1",
    "near_air",
    "noisy",
    "outlined",
    "over_anatomy",
    "plate",
    "signed_ct",
    "small_type",
    "turned_90",
    "turned_270",
]


def low_contrast(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Grey type that is hardly lighter or darker than the grey behind it."""
    size = draw.choice((384, 512, 768))
    image = 0.45 + 0.1 * (breast(size, size, draw) - 0.3)
    board = Board(np.clip(image + 0.006 * noise(draw, size, size, passes=1), 0, 1)[None])
    level = 0.45 + draw.choice((-1, 1)) * draw.uniform(0.06, 0.11)
    corners(
        board, writer, some_face(draw, max(15, size // 32), max(18, size // 24)), "CR", level=level
    )
    return board, draw.choice(("mono8", "mono12", "mono16"))


def near_air(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Type a few levels above air, in a picture with bone and metal."""
    size = draw.choice((256, 384, 512))
    image = thorax(size, draw)
    air = image < -930
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    image[air & (np.hypot(x, y) > 0.6)] = -1000.0
    image[np.hypot(x - 0.2, y - 0.1) < 0.02] = 3000.0
    board = Board(image[None])
    corners(board, writer, some_face(draw, max(13, size // 32), max(15, size // 28)), "CT",
             level=-1000.0 + draw.integer(3, 9), lines=3)  # fmt: skip
    return board, draw.choice(("ct", "ct signed", "ct jpeg2000"))


def over_anatomy(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Type right across the anatomy."""
    size = draw.choice((384, 512))
    board = Board(thorax(size, draw)[None])
    face = some_face(draw, size // 28, size // 20)
    row = draw.integer(size // 4, size // 2)
    for line in (*about(writer, lines=3), writer.done(), writer.technical("CT")):
        place = (row, draw.integer(size // 10, size // 4))
        got = board.write(line, face, place, level=draw.choice((1500.0, 1800.0, 2500.0)))
        row += round((got or (face.size, 0))[0] * 1.7)
    return board, draw.choice(("ct", "ct signed"))


def _turned(draw: Stream, writer: Writer, quarters: int) -> tuple[Board, str]:
    rows = draw.choice((512, 640, 768))
    columns = draw.choice((rows, rows * 4 // 5))
    board = Board(chest(rows, columns, draw)[None])
    face = some_face(draw, rows // 34, rows // 26)
    column = draw.integer(4, 10)
    for line in (*about(writer, lines=3), writer.done()):
        if column > columns // 3:
            column = columns - face.size * 4
        got = board.write(line, face, (draw.integer(10, 60), column), level=0.97, turn=quarters)
        column += round((got or (0, face.size))[1] * 1.6)
    return board, draw.choice(("mono8", "mono12"))


def turned_90(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Type that runs upwards."""
    return _turned(draw, writer, 1)


def turned_270(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Type that runs downwards."""
    return _turned(draw, writer, 3)


def monochrome1(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A radiograph of which 0 is white."""
    rows = draw.choice((512, 768, 1024))
    upright = draw.integer(0, 1) == 1
    image = chest(rows, rows * 7 // 8, draw) if upright else hand(rows, rows, draw)
    board = Board(image[None])
    face = some_face(draw, rows // 40, rows // 26)
    level = 0.0 if upright and draw.integer(0, 2) == 0 else 1.0
    corners(board, writer, face, "CR", level=level, edge=None if level else 0.85)
    side_marker(board, writer, Face(draw.choice(faces()), rows // 12), level=1.0)
    return board, draw.choice(("mono12 inverted", "mono8 inverted"))


def signed_ct(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A slice in signed numbers with padding around the field of view, type in the padding."""
    size = draw.choice((384, 512))
    image = thorax(size, draw)
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    image[np.hypot(x, y) > 1] = -2000.0
    board = Board(image[None])
    level = draw.choice((3071.0, 1000.0, -900.0, 250.0))
    corners(board, writer, some_face(draw, size // 34, size // 26), "CT", level=level, lines=3)
    if draw.integer(0, 1):
        side_marker(board, writer, Face(draw.choice(faces()), size // 18), level=level)
    return board, "ct signed"


def small_type(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Type of which a capital is 7 to 9 pixels high, often made of dots."""
    size = draw.choice((256, 512))
    board = Board(head(size, draw)[None])
    dots = writer.bare
    face = Face(DOTS, 1) if dots else some_face(draw, 10, 12)
    corners(board, writer, face, "MR", level=draw.uniform(0.8, 1), margin=draw.integer(3, 9))
    return board, draw.choice(("mono8", "mono12", "mono12 jpeg2000"))


def outlined(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """White type with a black outline, or black type with a white one, over grey."""
    rows = draw.choice((512, 640, 768))
    board = Board(chest(rows, rows, draw)[None])
    light = draw.integer(0, 2) > 0
    corners(board, writer, some_face(draw, rows // 32, rows // 24), "CR",
             level=1.0 if light else 0.0, edge=0.0 if light else 1.0)  # fmt: skip
    return board, draw.choice(("mono8", "mono12", "rgb"))


def plate(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A radiograph with the patient's plate flashed in: dark type on a bright field."""
    rows = draw.choice((640, 768, 1024))
    columns = rows * 4 // 5
    image = draw.choice((hand, chest, breast))(rows, columns, draw)
    face = some_face(draw, rows // 42, rows // 32)
    lines = (*about(writer, lines=3), writer.done(time=False))
    wide = max(set_line(line, face).ink.shape[1] for line in lines) + 16
    high = face.size * 6
    top, left = draw.choice((4, rows - high - 4)), draw.choice((4, columns - wide - 4))
    image[top : top + high, left : left + wide] = draw.uniform(0.75, 0.95)
    board = Board(np.clip(image + 0.004 * draw.noise(rows, columns), 0, 1)[None])
    for number, line in enumerate(lines):
        place = (top + 6 + round(number * face.size * 1.35), left + 8)
        board.write(line, face, place, level=draw.uniform(0.05, 0.2))
    side_marker(board, writer, Face(draw.choice(faces()), rows // 14), level=0.98)
    return board, draw.choice(("mono12", "mono16", "mono12 inverted"))


def noisy(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Type hardly stronger than the noise of a short exposure, which covers both."""
    size = draw.choice((384, 512, 768))
    board = Board(0.6 * chest(size, size, draw)[None])
    grain = draw.uniform(0.05, 0.07)
    corners(
        board, writer, some_face(draw, max(18, size // 28), max(20, size // 22)), "CR",
        level=0.6 + 3.2 * grain,
    )  # fmt: skip
    board.image += grain * draw.noise(size, size)
    return board, draw.choice(("mono8", "mono12", "mono16"))
