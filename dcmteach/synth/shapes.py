"""Shapes on a plane, from which the artificial anatomy is put together.

A plane holds the position of every pixel in millimetres, x to the right and y downwards from the
centre. It is drawn finer than needed and averaged down, which gives soft edges as a scanner does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dcmteach.synth.stream import Stream

__all__ = ["Array", "Mask", "Plane", "reduce_by", "smooth", "texture"]

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Plane:
    """A square field of view.

    Parameters
    ----------
    size : int
        Rows, and columns, of pixels.
    field : float
        Width of the field of view in mm.
    """

    def __init__(self, size: int, field: float) -> None:
        self.size = size
        self.pixel = field / size
        line = (np.arange(size) + 0.5) * self.pixel - field / 2
        self.x, self.y = np.meshgrid(line, line)

    def full(self, value: float) -> Array:
        """Return an array of the plane's shape, filled with ``value``."""
        return np.full((self.size, self.size), float(value))

    def radius(
        self, x: float, y: float, a: float, b: float, *, angle: float = 0.0, power: float = 2.0
    ) -> Array:
        """Return, for each pixel, how far it is from a centre: 1 on the ellipse.

        Parameters
        ----------
        x, y : float
            Centre in mm.
        a, b : float
            Half axes in mm.
        angle : float
            Degrees by which the first axis is turned towards +y.
        power : float
            2 for an ellipse; more for a rounder rectangle.
        """
        turn = np.deg2rad(angle)
        u = ((self.x - x) * np.cos(turn) + (self.y - y) * np.sin(turn)) / a
        v = ((self.y - y) * np.cos(turn) - (self.x - x) * np.sin(turn)) / b
        if power == 2.0:
            return np.asarray(np.sqrt(u * u + v * v))
        return np.asarray((np.abs(u) ** power + np.abs(v) ** power) ** (1 / power))

    def ellipse(
        self, x: float, y: float, a: float, b: float, *, angle: float = 0.0, power: float = 2.0
    ) -> Mask:
        """Return which pixels lie inside an ellipse (see `radius`)."""
        return np.asarray(self.radius(x, y, a, b, angle=angle, power=power) <= 1.0)

    def bar(self, x0: float, y0: float, x1: float, y1: float, r0: float, r1: float) -> Mask:
        """Return which pixels lie on a bar from one point to another that tapers from r0 to r1."""
        mask = np.zeros((self.size, self.size), dtype=bool)
        window = self.window(x0, y0, x1, y1, margin=max(r0, r1))
        x, y = self.x[window], self.y[window]
        dx, dy = x1 - x0, y1 - y0
        along = np.clip(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0.0, 1.0)
        gap = np.hypot(x - x0 - along * dx, y - y0 - along * dy)
        mask[window] = gap <= r0 + (r1 - r0) * along
        return mask

    def window(
        self, x0: float, y0: float, x1: float, y1: float, *, margin: float
    ) -> tuple[slice, slice]:
        """Return the rows and columns that hold two points, and ``margin`` mm around them."""
        half = self.size * self.pixel / 2

        def span(low: float, high: float) -> slice:
            first = int((min(low, high) - margin + half) / self.pixel) - 1
            last = int((max(low, high) + margin + half) / self.pixel) + 2
            return slice(max(first, 0), max(last, 0))

        return span(y0, y1), span(x0, x1)


def smooth(image: Array, *, passes: int = 1) -> Array:
    """Blur with a 1-2-1 kernel along both axes, ``passes`` times; edges are repeated."""
    for _ in range(passes):
        for axis in (0, 1):
            wide = np.pad(image, [(1, 1) if i == axis else (0, 0) for i in (0, 1)], mode="edge")
            low = np.take(wide, range(image.shape[axis]), axis=axis)
            high = np.take(wide, range(2, image.shape[axis] + 2), axis=axis)
            image = 0.25 * low + 0.5 * image + 0.25 * high
    return image


def reduce_by(image: Array, factor: int) -> Array:
    """Average blocks of ``factor`` × ``factor`` pixels."""
    rows, columns = image.shape[0] // factor, image.shape[1] // factor
    return np.asarray(image.reshape(rows, factor, columns, factor).mean(axis=(1, 3)))


def texture(stream: Stream, size: int, *, cells: int) -> Array:
    """Return smooth random hills: about ``cells`` of them across, with values around ±1."""
    grid = stream.noise(cells + 3, cells + 3)
    place = np.linspace(1.0, cells + 1.0, size, endpoint=False)
    whole = place.astype(int)
    part = place - whole
    ease = part * part * (3 - 2 * part)
    lines = grid[whole] * (1 - ease)[:, None] + grid[whole + 1] * ease[:, None]
    return np.asarray(lines[:, whole] * (1 - ease) + lines[:, whole + 1] * ease)
