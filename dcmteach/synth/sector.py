"""What the artificial heart looks like in ultrasound: four chambers in a sector, beating."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dcmteach.synth.shapes import Array, smooth
from dcmteach.synth.stream import Stream

__all__ = ["DEPTH", "draw_sector"]

DEPTH = 160.0
"""Depth of the sector in mm."""


def draw_sector(rows: int, columns: int, *, seed: int, frames: int) -> NDArray[np.uint8]:
    """Draw one heart beat.

    Parameters
    ----------
    rows, columns : int
        Size of a frame.
    seed : int
        Which patient: changes the speckle.
    frames : int
        How many, evenly spaced over the beat.

    Returns
    -------
    ndarray of uint8, shape (frames, rows, columns)
    """
    scale = DEPTH / (rows - 46)
    y, x = np.mgrid[0:rows, 0:columns].astype(float)
    x, y = (x - columns / 2) * scale, (y - 36) * scale
    away, turn = np.hypot(x, y + 4), np.degrees(np.arctan2(x, y + 4))
    fan = (np.abs(turn) < 38) & (away > 8) & (away < DEPTH - 2)
    speckle = _speckle(Stream(seed, "speckle"), away, turn)
    pictures = []
    for number in range(frames):
        beat = 0.5 - 0.5 * np.cos(2 * np.pi * number / frames)
        grain = 0.75 * speckle + 0.25 * _speckle(Stream(seed, "flicker", number), away, turn)
        echo = _anatomy(x, y, float(beat)) * grain * np.exp(-away / 190)
        grey = 66 * np.log1p(np.maximum(echo, 0) * 5.2)
        pictures.append(np.where(fan, np.clip(np.rint(grey), 0, 215), 0))
    return np.asarray(np.stack(pictures), dtype=np.uint8)


def _speckle(stream: Stream, away: Array, turn: Array) -> Array:
    """Return Rayleigh noise that widens with depth, as an ultrasound beam does."""
    polar = np.hypot(stream.noise(190, 90), stream.noise(190, 90))
    polar = smooth(polar) / 1.25
    row = np.clip(away / DEPTH * 188, 0, 188)
    column = np.clip((turn + 40) / 80 * 88, 0, 88)
    r, c = row.astype(int), column.astype(int)
    u, v = row - r, column - c
    top = polar[r, c] * (1 - v) + polar[r, c + 1] * v
    low = polar[r + 1, c] * (1 - v) + polar[r + 1, c + 1] * v
    return np.asarray((top * (1 - u) + low * u) ** 2.3)


def _anatomy(x: Array, y: Array, beat: float) -> Array:
    echo = np.full(x.shape, 0.42)
    echo += 1.8 * np.exp(-(((y - 6) / 5) ** 2))
    heart = np.hypot((x - 2) / 54, (y - 78) / 66)
    echo[heart < 1.04] = 3.0
    echo[heart < 1.0] = 1.0
    squeeze = 1 - 0.24 * beat
    chambers = (
        (19, 62 - 3 * beat, 18.5 * squeeze, 37 * (1 - 0.13 * beat), -9.0),
        (-21, 64 - 2 * beat, 15 * squeeze, 31 * (1 - 0.12 * beat), 12.0),
        (17, 117, 17.5 * (0.88 + 0.2 * beat), 15 * (0.9 + 0.16 * beat), 0.0),
        (-19, 115, 16.5 * (0.88 + 0.2 * beat), 15 * (0.9 + 0.16 * beat), 0.0),
    )
    for centre, height, a, b, angle in chambers:
        tilt = np.deg2rad(angle)
        u = ((x - centre) * np.cos(tilt) + (y - height) * np.sin(tilt)) / a
        v = ((y - height) * np.cos(tilt) - (x - centre) * np.sin(tilt)) / b
        inside = np.hypot(u, v)
        echo = np.where(np.abs(inside - 1.03) < 0.055, 2.6, echo)
        echo = np.where(inside < 1.0, 0.05, echo)
    open_by = 13 * (1 - beat)
    for root, side in ((2, 1), (36, -1), (-5, -1), (-38, 1)):
        tip_x, tip_y = root + side * 15.5, 98 - open_by
        t = np.clip(((x - root) * side * 15.5 + (y - 99) * (tip_y - 99))
                    / (15.5**2 + (tip_y - 99) ** 2), 0, 1)  # fmt: skip
        leaf = np.hypot(x - root - t * (tip_x - root), y - 99 - t * (tip_y - 99))
        echo = np.where(leaf < 1.15, 4.5, echo)
    return np.asarray(echo)
