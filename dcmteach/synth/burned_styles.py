"""The styles in which text gets burned into images: each draws one picture and writes on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from dcmteach.synth.burned_board import Board, Level
from dcmteach.synth.burned_letters import DOTS, Face, faces
from dcmteach.synth.burned_scenes import breast, chest, hand, head, noise, paper, sector, thorax
from dcmteach.synth.burned_words import Words, Writer
from dcmteach.synth.stream import Stream

__all__ = ["MODALITY", "STYLES", "Style"]

Style = Callable[[Stream, Writer], tuple[Board, str]]

SIZES = (256, 384, 512, 768, 1024)
CORNERS = ("top left", "top right", "bottom left", "bottom right")


def _face(draw: Stream, low: int, high: int) -> Face:
    return Face(draw.choice(faces()), draw.integer(low, high))


def _who(writer: Writer, *, label: bool = False, lines: int = 4) -> list[Words]:
    made = [writer.name(label=label), writer.number(label=label), writer.born(label=label)]
    made.append(writer.request(label=True) if writer.draw.integer(0, 1) else writer.place())
    return made[:lines]


def _corners(
    board: Board, writer: Writer, face: Face, modality: str, *, level: Level,
    edge: Level | None = None, lines: int = 4, margin: int = 6,
) -> None:  # fmt: skip
    """Write as a scanner does: the patient in one corner, time and settings in others."""
    draw = writer.draw
    order = list(CORNERS)
    if draw.integer(0, 2) == 0:
        order = [order[1], order[0], *order[2:]]
    first = order[0]
    board.block(_who(writer, lines=draw.integer(2, lines)), face, first,
                level=level, edge=edge, margin=margin)  # fmt: skip
    board.block([writer.done(), writer.technical(modality)][: draw.integer(1, 2)], face, order[1],
                level=level, edge=edge, margin=margin)  # fmt: skip
    for corner in order[2 : 2 + draw.integer(1, 2)]:
        lines_here = [writer.technical(modality) for _ in range(draw.integer(1, 3))]
        board.block(lines_here, face, corner, level=level, edge=edge, margin=margin)


def _marker(board: Board, writer: Writer, face: Face, *, level: Level) -> None:
    rows, columns = board.size
    side = writer.draw.choice(("left", "right"))
    column = 8 if side == "left" else columns - 8
    board.write(writer.marker("RLAPHF"), face, (rows // 2, column), level=level,
                right=side == "right")  # fmt: skip


def white_on_black(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """White type on a black page, as workstations save it."""
    size = draw.choice(SIZES)
    board = Board(np.zeros((1, size, draw.choice((size, size * 3 // 4)))))
    face = _face(draw, max(13, size // 34), max(16, size // 22))
    made = [*_who(writer, label=True), writer.done(label=True),
            *(writer.technical("OT") for _ in range(draw.integer(1, 4)))]  # fmt: skip
    board.block(made, face, "top left", level=draw.uniform(0.8, 1), margin=draw.integer(6, 40),
                gap=1.6)  # fmt: skip
    return board, draw.choice(("mono8", "mono8 rle", "rgb"))


def dark_on_white(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Dark type on scanned paper."""
    size = draw.choice(SIZES[1:])
    board = Board(paper(size, size, draw)[None])
    face = _face(draw, max(14, size // 34), max(17, size // 24))
    made = [writer.place(), *_who(writer, label=True, lines=3), writer.done(label=True),
            *(writer.technical("OT") for _ in range(draw.integer(1, 5)))]  # fmt: skip
    board.block(made, face, "top left", level=draw.uniform(0.05, 0.3), margin=draw.integer(12, 30),
                gap=1.7)  # fmt: skip
    return board, draw.choice(("mono8", "rgb", "ybr jpeg"))


def low_contrast(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Grey type that is hardly lighter or darker than the grey behind it."""
    size = draw.choice(SIZES[1:4])
    image = 0.45 + 0.1 * (breast(size, size, draw) - 0.3)
    board = Board(np.clip(image + 0.006 * noise(draw, size, size, passes=1), 0, 1)[None])
    level = 0.45 + draw.choice((-1, 1)) * draw.uniform(0.06, 0.11)
    _corners(
        board, writer, _face(draw, max(15, size // 32), max(18, size // 24)), "CR", level=level
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
    _corners(board, writer, _face(draw, max(13, size // 32), max(15, size // 28)), "CT",
             level=-1000.0 + draw.integer(3, 9), lines=3)  # fmt: skip
    return board, draw.choice(("ct", "ct signed", "ct jpeg2000"))


def over_anatomy(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Type right across the anatomy."""
    size = draw.choice((384, 512))
    board = Board(thorax(size, draw)[None])
    face = _face(draw, size // 28, size // 20)
    row = draw.integer(size // 4, size // 2)
    for line in (*_who(writer, lines=3), writer.done(), writer.technical("CT")):
        place = (row, draw.integer(size // 10, size // 4))
        got = board.write(line, face, place, level=draw.choice((1500.0, 1800.0, 2500.0)))
        row += round((got or (face.size, 0))[0] * 1.7)
    return board, draw.choice(("ct", "ct signed"))


def _turned(draw: Stream, writer: Writer, quarters: int) -> tuple[Board, str]:
    rows = draw.choice((512, 640, 768))
    columns = draw.choice((rows, rows * 4 // 5))
    board = Board(chest(rows, columns, draw)[None])
    face = _face(draw, rows // 34, rows // 26)
    column = draw.integer(4, 10)
    for line in (*_who(writer, lines=3), writer.done()):
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
    image = chest(rows, rows * 7 // 8, draw) if draw.integer(0, 1) else hand(rows, rows, draw)
    board = Board(image[None])
    face = _face(draw, rows // 40, rows // 26)
    level = 1.0 if draw.integer(0, 2) else 0.0
    _corners(board, writer, face, "CR", level=level, edge=None if level else 0.85)
    _marker(board, writer, Face(draw.choice(faces()), rows // 12), level=1.0)
    return board, draw.choice(("mono12 inverted", "mono8 inverted"))


def palette(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A picture of which only its table of colours tells what is light."""
    rows, columns = draw.choice(((384, 512), (480, 640), (600, 800)))
    board = Board(sector(rows, columns, draw))
    _corners(board, writer, _face(draw, rows // 32, rows // 24), "US",
             level=draw.uniform(0.7, 1), edge=0.0)  # fmt: skip
    return board, draw.choice(("palette", "palette close"))


_COLOURS = (
    (1.0, 1.0, 1.0),
    (1.0, 0.95, 0.35),
    (0.45, 0.95, 1.0),
    (0.5, 1.0, 0.55),
    (1.0, 0.7, 0.2),
)


def _coloured(draw: Stream, writer: Writer, way: str) -> tuple[Board, str]:
    rows, columns = draw.choice(((480, 640), (576, 720), (600, 800), (768, 1024)))
    scan = np.repeat(sector(rows, columns, draw)[..., None], 3, axis=-1)
    _flow(scan, draw)
    board = Board(scan)
    band = rows // 14
    if draw.integer(0, 1):
        scan[:, :band] = draw.choice(((0.12, 0.16, 0.3), (0.2, 0.2, 0.22), (0.0, 0.25, 0.3)))
    face = _face(draw, rows // 36, rows // 26)
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


def _flow(scan: np.ndarray, draw: Stream) -> None:
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


def signed_ct(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A slice in signed numbers with padding around the field of view, type in the padding."""
    size = draw.choice((384, 512))
    image = thorax(size, draw)
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    image[np.hypot(x, y) > 1] = -2000.0
    board = Board(image[None])
    level = draw.choice((3071.0, 1000.0, -900.0, 250.0))
    _corners(board, writer, _face(draw, size // 34, size // 26), "CT", level=level, lines=3)
    if draw.integer(0, 1):
        _marker(board, writer, Face(draw.choice(faces()), size // 18), level=level)
    return board, "ct signed"


def small_type(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Type of which a capital is 7 to 9 pixels high, often made of dots."""
    size = draw.choice((256, 512))
    board = Board(head(size, draw)[None])
    dots = writer.bare
    face = Face(DOTS, 1) if dots else _face(draw, 10, 12)
    _corners(board, writer, face, "MR", level=draw.uniform(0.8, 1), margin=draw.integer(3, 9))
    return board, draw.choice(("mono8", "mono12", "mono12 jpeg2000"))


def large_type(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """Type as large as on a title card."""
    size = draw.choice((768, 1024))
    image = np.zeros((size, size)) if draw.integer(0, 1) else 0.5 * chest(size, size, draw)
    board = Board(image[None])
    face = _face(draw, size // 17, size // 13)
    board.block([writer.name(), writer.number(), writer.born(), writer.technical("CR")], face,
                draw.choice(("top left", "bottom left")), level=0.95, margin=20, gap=1.6)  # fmt: skip
    return board, draw.choice(("mono8", "mono16"))


def outlined(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """White type with a black outline, or black type with a white one, over grey."""
    rows = draw.choice((512, 640, 768))
    board = Board(chest(rows, rows, draw)[None])
    light = draw.integer(0, 2) > 0
    _corners(board, writer, _face(draw, rows // 32, rows // 24), "CR",
             level=1.0 if light else 0.0, edge=0.0 if light else 1.0)  # fmt: skip
    return board, draw.choice(("mono8", "mono12", "rgb"))


def table(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A table with lines around every cell, as dose reports have."""
    size = draw.choice((512, 768, 1024))
    dark = draw.integer(0, 1) == 1
    ground, ink, rule = (0.0, 0.95, 0.5) if dark else (0.97, 0.08, 0.4)
    image = np.full((1, size, size), ground)
    step, left = size // 16, size // 24
    face = _face(draw, size // 40, size // 32)
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


def cine_standing(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A moving heart below text that stays."""
    rows, columns = draw.choice(((240, 320), (360, 480), (480, 640)))
    board = Board(sector(rows, columns, draw, frames=draw.integer(8, 20)))
    face = (
        Face(DOTS, 2 if rows > 300 else 1) if writer.bare else _face(draw, 13, max(14, rows // 24))
    )
    _corners(board, writer, face, "US", level=draw.uniform(0.75, 1), margin=4)
    return board, draw.choice(("mono8", "rgb"))


def one_frame(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A moving heart, with text in one frame, or a few, only."""
    rows, columns = draw.choice(((240, 320), (360, 480)))
    frames = draw.integer(8, 16)
    board = Board(sector(rows, columns, draw, frames=frames))
    first = draw.integer(0, frames - 1)
    shown = range(first, min(first + draw.choice((1, 1, 2)), frames))
    face = _face(draw, max(14, rows // 24), max(16, rows // 18))
    board.block([*_who(writer, lines=draw.integer(2, 3)), writer.done()], face, "top left",
                level=0.95, frames=shown)  # fmt: skip
    return board, draw.choice(("mono8", "palette"))


def plate(draw: Stream, writer: Writer) -> tuple[Board, str]:
    """A radiograph with the patient's plate flashed in: dark type on a bright field."""
    rows = draw.choice((640, 768, 1024))
    columns = rows * 4 // 5
    scene = draw.choice((hand, chest, breast))
    image = scene(rows, columns, draw)
    face = _face(draw, rows // 42, rows // 32)
    wide, high = round(columns * 0.48), face.size * 6
    top, left = draw.choice((4, rows - high - 4)), draw.choice((4, columns - wide - 4))
    light = draw.uniform(0.75, 0.95)
    image[top : top + high, left : left + wide] = light
    board = Board(np.clip(image + 0.004 * draw.noise(rows, columns), 0, 1)[None])
    for number, line in enumerate((*_who(writer, lines=3), writer.done(time=False))):
        place = (top + 6 + round(number * face.size * 1.35), left + 8)
        board.write(line, face, place, level=draw.uniform(0.05, 0.2))
    _marker(board, writer, Face(draw.choice(faces()), rows // 14), level=0.98)
    return board, draw.choice(("mono12", "mono16", "mono12 inverted"))


STYLES: Mapping[str, Style] = {
    style.__name__.replace("_", "-"): style
    for style in (
        white_on_black, dark_on_white, low_contrast, near_air, over_anatomy, turned_90, turned_270,
        monochrome1, palette, rgb_ultrasound, ybr_ultrasound, signed_ct, small_type, large_type,
        outlined, table, cine_standing, one_frame, plate,
    )
}  # fmt: skip
"""The styles by name."""

MODALITY: Mapping[str, str] = {
    "near-air": "CT", "over-anatomy": "CT", "signed-ct": "CT", "small-type": "MR",
    "palette": "US", "rgb-ultrasound": "US", "ybr-ultrasound": "US", "cine-standing": "US",
    "one-frame": "US", "white-on-black": "OT", "dark-on-white": "OT", "table": "OT",
}  # fmt: skip
"""The modality of each style; CR where none is given."""
