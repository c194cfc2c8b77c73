"""Marks on images that are no text: bars, ticks, rulers, wires, traces, arrows, meshes."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.burned_scenes import grid
from dcmteach.synth.shapes import Array
from dcmteach.synth.stream import Stream

__all__ = [
    "bars", "cables", "discs", "focus", "grey_bar", "line_pairs", "mesh", "ruler", "shutter",
    "specks", "symbols", "ticks", "trace", "wedge", "wires",
]  # fmt: skip

Level = float | tuple[float, float, float]


def line_pairs(image: Array, draw: Stream) -> None:
    """Draw groups of parallel bars, finer and finer, upright and lying."""
    size = image.shape[0]
    row, column = size // 10, size // 10
    for width in range(max(6, size // 60), 0, -1):
        length = width * draw.integer(6, 10)
        group = width * 9
        if column + group > size - 10:
            row, column = row + size // 5, size // 10
        upright = draw.integer(0, 1) == 1
        for bar in range(5):
            start, low = column + bar * 2 * width, row + bar * 2 * width
            if upright:
                image[row : row + length, start : start + width] = 0.95
            else:
                image[low : low + width, column : column + group] = 0.95
        column += group + max(6, width * 2)


def wedge(image: Array, draw: Stream) -> None:
    """Draw a row of squares from black to white."""
    size = image.shape[0]
    step = size // draw.integer(12, 20)
    for number in range(10):
        left = size // 10 + number * step
        image[size * 7 // 10 : size * 7 // 10 + step, left : left + step] = number / 9


def discs(image: Array, draw: Stream) -> None:
    """Draw rows of discs, fainter and smaller."""
    size = image.shape[0]
    y, x = np.mgrid[0:size, 0:size]
    for line in range(2):
        for number in range(8):
            near = np.hypot(y - size * (0.85 + 0.08 * line), x - size * (0.12 + 0.1 * number))
            image[near < (8 - number) * size / 400 + 1] += 0.6 / (1 + line * 2)


def ticks(image: Array, draw: Stream, side: str, *, level: float) -> None:
    """Draw a scale: short ticks, every fifth or tenth longer."""
    rows, columns = image.shape[:2]
    step, thick = draw.integer(6, 18), draw.choice((1, 1, 2))
    short, every = draw.integer(4, 9), draw.choice((5, 10))
    length = rows if side in ("left", "right") else columns
    first = length // draw.integer(6, 12)
    for number, at in enumerate(range(first, length - first, step)):
        reach = short * (2 if number % every == 0 else 1)
        if side == "left":
            image[at : at + thick, 5 : 5 + reach] = level
        elif side == "right":
            image[at : at + thick, columns - 5 - reach : columns - 5] = level
        else:
            image[rows - 5 - reach : rows - 5, at : at + thick] = level


def ruler(image: Array, draw: Stream) -> None:
    """Draw a ruler of lead, with a hole at each end."""
    rows, columns = image.shape
    wide, left = rows // draw.integer(14, 24), draw.choice((10, columns - 70))
    top, high = rows // 8, rows * 3 // 4
    image[top : top + high, left : left + wide] = 0.55
    for number, at in enumerate(range(top + 6, top + high - 6, draw.integer(5, 9))):
        reach = wide // (2 if number % 10 == 0 else 3 if number % 5 == 0 else 5)
        image[at : at + 2, left : left + reach] = 0.98
    y, x = np.mgrid[0:rows, 0:columns]
    for at in (top + wide // 2, top + high - wide // 2):
        near = np.hypot(y - at, x - left - wide * 0.7)
        image[near < wide / 6] = 0.1


def wires(image: Array, draw: Stream) -> None:
    """Draw straight and bent wires in all directions."""
    rows, columns = image.shape
    y, x = grid(rows, columns)
    for _ in range(draw.integer(2, 6)):
        turn, away = draw.uniform(0, 3.1), draw.uniform(-0.6, 0.6)
        bent = draw.uniform(-0.4, 0.4)
        u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
        image[np.abs(v - away - bent * u * u) < draw.uniform(0.002, 0.008)] = 0.97


def cables(image: Array, draw: Stream) -> None:
    """Draw the leads of an ECG, electrodes and a pacemaker."""
    rows, columns = image.shape
    y, x = grid(rows, columns)
    for _ in range(draw.integer(1, 3)):
        x0, y0, curl = draw.uniform(-0.6, 0.6), draw.uniform(-0.4, 0.5), draw.uniform(2, 5)
        line = np.abs(x - x0 - 0.12 * np.sin(curl * (y - y0))) < 0.006
        image[line & (y > y0)] = 0.9
        ring = np.hypot(x - x0, y - y0)
        image[(ring < 0.035) & (ring > 0.012)] = 0.92
    if draw.integer(0, 1):
        case = np.hypot((x + 0.5) / 0.14, (y + 0.5) / 0.17)
        image[case < 1] = 0.8
        image[np.abs(case - 0.6) < 0.05] = 0.95


def shutter(image: Array, draw: Stream) -> None:
    """Draw the shadow of a collimator, its edges a little turned."""
    y, x = grid(*image.shape)
    turn, wide, high = draw.uniform(-0.1, 0.1), draw.uniform(0.6, 0.95), draw.uniform(0.6, 0.95)
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    outside = np.hypot(u, v) > wide if draw.integer(0, 1) else (abs(u) > wide) | (abs(v) > high)
    image[outside] = draw.choice((0.0, 0.02, 1.0))


def trace(image: Array, draw: Stream, level: Level) -> None:
    """Draw an ECG along the lower edge."""
    rows, columns = image.shape[:2]
    at = np.arange(columns)
    beat = (at / columns * draw.uniform(3, 7)) % 1
    wave = 0.12 * np.exp(-(((beat - 0.2) / 0.04) ** 2)) + np.exp(-(((beat - 0.4) / 0.012) ** 2))
    wave += 0.25 * np.exp(-(((beat - 0.65) / 0.06) ** 2)) - 0.2 * np.exp(
        -(((beat - 0.43) / 0.01) ** 2)
    )
    heights = rows - 12 - np.rint(wave * rows * 0.09).astype(int)
    for column in range(1, columns):
        low, high = sorted((heights[column - 1], heights[column]))
        image[low : high + 1, column] = level


def grey_bar(image: Array, draw: Stream) -> None:
    """Draw a bar of grey levels, or of the colours of flow, in a frame."""
    rows = image.shape[0]
    ramp = np.linspace(1, 0, rows // 3)
    top, left = rows // 6, draw.integer(8, 30)
    image[top - 1 : top + len(ramp) + 1, left - 1 : left + 13] = 0.7
    bar = np.repeat(ramp[:, None], 3, axis=1)
    if draw.integer(0, 1):
        bar = np.stack([np.clip(2 * ramp - 1, 0, 1), np.abs(2 * ramp - 1) / 3,
                        np.clip(1 - 2 * ramp, 0, 1)], axis=1)  # fmt: skip
    image[top : top + len(ramp), left : left + 12] = bar[:, None]


def focus(image: Array, draw: Stream) -> None:
    """Draw the triangles that mark the focus, and a diamond."""
    rows, columns = image.shape[:2]
    for number in range(draw.integer(1, 3)):
        row = rows // 3 + number * rows // 9
        for step in range(7):
            image[row - step : row + step + 1, columns - 34 + step] = (1.0, 0.9, 0.3)
    for step in range(-5, 6):
        reach = 5 - abs(step)
        image[20 + step, columns // 2 - reach : columns // 2 + reach + 1] = 0.9


def bars(image: Array, draw: Stream) -> None:
    """Draw bars of various heights on an axis."""
    size = image.shape[0]
    wide, gap = draw.integer(2, max(3, size // 30)), draw.integer(0, 5)
    base, level = size - size // 8, draw.uniform(0.5, 1)
    peak = draw.uniform(0.2, 0.8)
    for left in range(size // 10, size - size // 10, wide + gap):
        hill = np.exp(-(((left / size - peak) / 0.2) ** 2)) * draw.uniform(0.6, 1)
        image[base - int(hill * size * 0.65) : base, left : left + wide] = level
    image[base : base + 2, size // 12 : size - size // 12] = 0.9
    image[size // 8 : base, size // 12 : size // 12 + 2] = 0.9
    for at in range(size // 8, base, size // 10):
        image[at : at + 2, size // 12 - 6 : size // 12] = 0.9


def specks(image: Array, draw: Stream) -> None:
    """Draw specks of calcium, and a clip or two."""
    rows, columns = image.shape
    for _ in range(draw.integer(20, 90)):
        row, column = draw.integer(5, rows - 8), draw.integer(5, columns - 8)
        if image[row, column] > 0.15:
            image[row : row + draw.integer(1, 3), column : column + draw.integer(1, 3)] += 0.35
    for _ in range(draw.integer(0, 2)):
        row, column = draw.integer(rows // 4, rows // 2), draw.integer(20, columns - 40)
        image[row : row + 2, column : column + 9] = 0.95
        image[row : row + 9, column : column + 2] = 0.95


def symbols(image: Array, draw: Stream) -> None:
    """Draw crosses, arrows, dotted lines, circles and boxes."""
    rows, columns = image.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(float)
    for _ in range(draw.integer(3, 8)):
        r, c = draw.integer(30, rows - 60), draw.integer(30, columns - 60)
        size, kind = draw.integer(5, 16), draw.integer(0, 4)
        if kind == 0:
            image[r - size : r + size + 1, c] = 1
            image[r, c - size : c + size + 1] = 1
        elif kind == 1:
            ring = np.hypot(y - r, x - c)
            image[np.abs(ring - size) < 0.8] = 1
        elif kind == 2:
            for edge in (r - size, r + size):
                image[edge, c - 2 * size : c + 2 * size] = 1
            for edge in (c - 2 * size, c + 2 * size):
                image[r - size : r + size + 1, edge] = 1
        elif kind == 3:
            slope = draw.uniform(-1, 1)
            for step in range(0, size * 6, 4):
                image[min(max(int(r + slope * step), 0), rows - 2), min(c + step, columns - 2)] = 1
        else:
            image[r : r + 2, c : c + 3 * size] = 1
            for step in range(size // 2 + 2):
                image[r - step : r + step + 2, c + step] = 1


def mesh(image: Array, draw: Stream) -> None:
    """Draw a stent, a spring, a zip and clips."""
    rows, columns = image.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(float)
    bend = columns * 0.3 + 25 * np.sin(y / rows * draw.uniform(2, 5))
    away, half = x - bend, draw.uniform(10, 24)
    pitch = draw.uniform(8, 20)
    for way in (-1, 1):
        on = np.abs((y + way * away) / pitch - np.rint((y + way * away) / pitch)) < 0.09
        image[on & (np.abs(away) < half)] = 0.95
    turns = np.abs(x - columns * 0.62 - 14 * np.sin(y / draw.uniform(3, 6)))
    image[(turns < 1.5) & (np.abs(y - rows * 0.4) < rows * 0.2)] = 0.9
    at = columns * 5 // 6
    for row in range(rows // 6, rows * 5 // 6, draw.integer(7, 12)):
        image[row : row + 4, at : at + 7] = 0.85
        image[row + 4 : row + 7, at + 8 : at + 15] = 0.85
    for _ in range(draw.integer(3, 9)):
        row, column = draw.integer(10, rows - 20), draw.integer(columns // 3, columns // 2)
        image[row : row + 3, column : column + 8] = 0.97
