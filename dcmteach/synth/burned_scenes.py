"""What the images show besides text: anatomy, phantoms, paper, sectors."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from dcmteach.synth.head_slice import draw_head
from dcmteach.synth.sector import draw_sector
from dcmteach.synth.shapes import Array, Plane, smooth, texture
from dcmteach.synth.stream import Stream
from dcmteach.synth.thorax import draw_thorax

__all__ = ["breast", "chest", "grid", "hand", "head", "noise", "paper", "sector", "thorax"]


def grid(rows: int, columns: int) -> tuple[Array, Array]:
    """Return y and x of every pixel, from -1 to 1."""
    y, x = np.mgrid[0:rows, 0:columns].astype(float)
    return y / max(rows - 1, 1) * 2 - 1, x / max(columns - 1, 1) * 2 - 1


def noise(draw: Stream, rows: int, columns: int, *, passes: int = 0) -> Array:
    """Return noise of standard deviation 1, blurred."""
    plain = smooth(draw.noise(rows, columns), passes=passes)
    return np.asarray(plain / plain.std())


@lru_cache(maxsize=8)
def _thorax(size: int, seed: int) -> Array:
    return draw_thorax(size, seed=seed, fineness=1)


def thorax(size: int, draw: Stream) -> Array:
    """Return a slice of CT, in Hounsfield units."""
    return _thorax(size, draw.integer(1, 4)).copy()


def head(size: int, draw: Stream) -> Array:
    """Return a slice of MR, from 0 to 1."""
    return np.clip(draw_head(size, seed=draw.integer(1, 99), fineness=1) / 950, 0, 1)


def sector(rows: int, columns: int, draw: Stream, *, frames: int = 1) -> Array:
    """Return a heart in ultrasound, from 0 to 1, shape (frames, rows, columns)."""
    return draw_sector(rows, columns, seed=draw.integer(1, 99), frames=frames) / 255


def paper(rows: int, columns: int, draw: Stream) -> Array:
    """Return a scanned sheet."""
    light = 0.94 + 0.02 * texture(draw, max(rows, columns), cells=4)[:rows, :columns]
    return np.clip(light + 0.012 * draw.noise(rows, columns), 0, 1)


def chest(rows: int, columns: int, draw: Stream) -> Array:
    """Return a chest radiograph, bone white, from 0 to 1."""
    y, x = grid(rows, columns)
    lean = draw.uniform(-0.05, 0.05)
    x = x - lean
    body = np.hypot(x / 0.92, (y - 0.25) / 1.15) ** 4
    image = 0.62 * np.exp(-0.35 * body) + 0.05
    for side in (-1, 1):
        lung = np.hypot((x - side * 0.43) / 0.34, (y + 0.02 + 0.06 * side) / 0.72)
        image -= 0.36 / (1 + np.exp((lung - 1) * 16))
        for number in range(9):
            height = -0.72 + 0.165 * number
            bow = height + 0.3 * (x - side * 0.42) ** 2 * 2.2 - 0.1 * side * (x - side * 0.42)
            rib = np.exp(-(((y - bow) / 0.032) ** 2)) * (np.abs(x) < 0.83) * (np.abs(x) > 0.1)
            image += 0.075 * rib * (np.sign(x) == side)
        collar = y + 0.8 - 0.16 * np.abs(x)
        image += 0.13 * np.exp(-((collar / 0.028) ** 2)) * (side * x > 0.06) * (np.abs(x) < 0.75)
    spine = np.exp(-((x / 0.085) ** 2)) * (0.85 + 0.15 * np.cos(y * 38))
    heart = np.hypot((x - 0.12) / 0.3, (y - 0.3) / 0.34)
    image += 0.14 * spine + 0.25 / (1 + np.exp((heart - 1) * 18))
    image += 0.3 / (1 + np.exp(-(y - 0.62 - 0.12 * x**2) * 14)) * np.exp(-0.35 * body)
    veins = texture(draw, max(rows, columns), cells=26)[:rows, :columns]
    image += 0.016 * veins + 0.012 * noise(draw, rows, columns, passes=1)
    return np.clip(image, 0, 1)


def hand(rows: int, columns: int, draw: Stream) -> Array:
    """Return fingers in a radiograph, from 0 to 1."""
    size = max(rows, columns)
    plane = Plane(size, 240)
    image = plane.full(0.04)
    flesh, bone = plane.full(0.0), plane.full(0.0)
    for number in range(5):
        angle = np.deg2rad(-38 + 17 * number + draw.uniform(-3, 3))
        length = (62, 88, 96, 90, 72)[number] + draw.uniform(-5, 5)
        dx, dy = np.sin(angle), -np.cos(angle)
        x0, y0 = dx * 8, 62 + dy * 8
        x1, y1 = dx * length * 1.4, 62 + dy * length * 1.4
        flesh += plane.bar(x0, y0, x1, y1, 13, 8)
        for first, last, wide in ((0.1, 0.5, 5), (0.53, 0.74, 4.2), (0.77, 0.9, 3.5), (0.93, 1, 3)):
            span = (first * length * 1.4, last * length * 1.4)
            for inside, more in ((1.0, 1.0), (0.55, -0.35)):
                bone += more * plane.bar(
                    dx * span[0], 62 + dy * span[0], dx * span[1], 62 + dy * span[1],
                    wide * inside, wide * 0.85 * inside,
                )  # fmt: skip
    flesh += plane.ellipse(0, 70, 36, 30) * 1.5
    for _ in range(8):
        x, y = draw.uniform(-22, 22), draw.uniform(62, 88)
        bone += plane.ellipse(x, y, 8, 6.5, angle=draw.uniform(0, 90)) * 0.8
    image += 0.2 * np.minimum(flesh, 1.4) + 0.34 * np.minimum(bone, 1.4)
    image = smooth(image, passes=2) + 0.01 * draw.noise(size, size)
    return np.clip(image[:rows, :columns], 0, 1)


def breast(rows: int, columns: int, draw: Stream) -> Array:
    """Return a mammogram: a breast at one side, black beside it, from 0 to 1."""
    y, x = grid(rows, columns)
    side = draw.choice((-1, 1))
    shape = np.hypot((side * x + 1) / draw.uniform(1.0, 1.3), y / draw.uniform(0.7, 0.85))
    size = max(rows, columns)
    tissue = np.zeros((size, size))
    for cells in (5, 11, 23, 47, 97):
        tissue += 0.62 / cells**0.65 * texture(draw, size, cells=cells)
    image = (
        np.clip(0.34 + 0.6 * tissue[:rows, :columns], 0.05, 1)
        * np.clip((1 - shape) * 7, 0, 1) ** 0.6
    )
    return np.asarray(np.clip(image + 0.008 + 0.004 * draw.noise(rows, columns), 0, 1))
