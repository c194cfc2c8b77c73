"""Rays through a surface: where they meet it, which way it faces there, how light falls on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from dcmteach.pixels.render_sample import linear, nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.render_surface import Surface

__all__ = ["Camera", "camera", "cast", "normals", "sample", "shade", "steepness"]

_STEPS = 260  # of one ray, at most
_SHADOW = 9.0  # how soft shadows are: less is softer


class Camera(NamedTuple):
    """Where one looks from: three axes of length 1 in the patient's coordinates.

    Parameters
    ----------
    right, up : ndarray, shape (3,)
        Along the rows and against the columns of the picture.
    back : ndarray, shape (3,)
        From the body to the eye.
    """

    right: NDArray[Any]
    up: NDArray[Any]
    back: NDArray[Any]


def camera(azimuth: float, elevation: float) -> Camera:
    """Give the axes of an eye that looks at the middle.

    Parameters
    ----------
    azimuth, elevation : float
        Degrees: 0, 0 is in front; 90, 0 at the patient's left; 0, 90 above.

    Returns
    -------
    Camera
        Upright: the head's end is up.
    """
    import numpy as np

    turn, lift = math.radians(azimuth), math.radians(elevation)
    back = np.array(
        [math.sin(turn) * math.cos(lift), -math.cos(turn) * math.cos(lift), math.sin(lift)]
    )
    right = np.array([math.cos(turn), math.sin(turn), 0.0])
    return Camera(right, np.cross(back, right), back)


def cast(
    surface: Surface, starts: NDArray[Any], direction: NDArray[Any], reach: float
) -> NDArray[Any]:
    """Follow rays until they meet the surface.

    Parameters
    ----------
    surface : Surface
        What they may meet.
    starts : ndarray, shape (rays, 3)
        Where they start, in mm.
    direction : ndarray, shape (3,)
        Where they all go; of length 1.
    reach : float
        How far they go, in mm.

    Returns
    -------
    ndarray of float32, shape (rays,)
        How far they came, in mm; NaN if they met nothing.
    """
    import numpy as np

    gone = np.full(len(starts), np.nan, dtype=np.float32)
    begin, end = _span(surface, starts, direction, reach)
    alive = np.flatnonzero(begin < end)
    at = begin[alive]
    far = surface.distances
    wide = surface.step * 2
    origin = np.asarray(surface.origin) + surface.step / 2
    slack = wide * 0.9
    fine = surface.step * 0.5
    for _ in range(_STEPS):
        if not alive.size:
            break
        places = starts[alive] + at[:, None] * direction
        near = nearest(far, (places - origin) / wide) - slack
        close = near < fine
        hit = np.zeros(alive.size, dtype=bool)
        if close.any():
            hit[close] = sample(surface, places[close]) > 0.5
        gone[alive[hit]] = at[hit]
        at = at + np.maximum(near, fine).astype(np.float32)
        on = ~hit & (at < end[alive])
        alive, at = alive[on], at[on]
    found = np.flatnonzero(np.isfinite(gone))
    gone[found] = _exact(surface, starts[found], direction, gone[found], fine)
    return gone


def sample(surface: Surface, places: NDArray[Any]) -> NDArray[Any]:
    """Give the field at places in mm, between voxels by their distance; 0 outside."""
    return linear(surface.field, (places - _origin(surface)) / surface.step)


def _origin(surface: Surface) -> NDArray[Any]:
    import numpy as np

    return np.asarray(surface.origin, dtype=np.float64)


def normals(surface: Surface, places: NDArray[Any]) -> NDArray[Any]:
    """Give the direction in which the surface faces, ndarray of shape (places, 3), length 1."""
    import numpy as np

    slopes = _slopes(surface, places)
    length = np.linalg.norm(slopes, axis=1, keepdims=True)
    facing: NDArray[Any] = slopes / np.maximum(length, 1e-6)
    return facing


def steepness(surface: Surface, places: NDArray[Any]) -> NDArray[Any]:
    """Give how sharply air becomes tissue, ndarray of shape (places,), per mm."""
    import numpy as np

    steep: NDArray[Any] = np.linalg.norm(_slopes(surface, places), axis=1) / (2 * surface.step)
    return steep


def shade(
    surface: Surface, places: NDArray[Any], facing: NDArray[Any], light: NDArray[Any], eye: Camera
) -> NDArray[Any]:
    """Give how bright each place looks, ndarray of float32 from 0 to 1.

    A key light with soft shadows, a weak light from the eye, and darkness where the surroundings
    close in: pits, lids, the line between the lips.
    """
    import numpy as np

    key = np.clip((facing @ light + 0.15) / 1.15, 0, 1)
    lit = _unshadowed(surface, places + facing * (1.5 * surface.step), light)
    fill = np.clip(facing @ eye.back, 0, 1)
    sky = 0.5 + 0.5 * (facing @ eye.up)
    open_to = _openness(surface, places, facing)
    half = light + eye.back
    shine = np.clip(facing @ (half / max(float(np.linalg.norm(half)), 1e-6)), 0, 1) ** 24
    bright = open_to * (0.72 * key * (0.3 + 0.7 * lit) + 0.17 * fill + 0.11 * sky)
    seen: NDArray[Any] = np.clip(bright + 0.08 * shine * lit, 0, 1).astype(np.float32)
    return seen


def _unshadowed(surface: Surface, starts: NDArray[Any], light: NDArray[Any]) -> NDArray[Any]:
    """Give how much of the light reaches each start: by how near its way passes the surface."""
    import numpy as np

    lit = np.ones(len(starts), dtype=np.float32)
    far, wide = surface.distances, surface.step * 2
    origin = _origin(surface) + surface.step / 2
    at = 5.0
    while at < 90.0:
        places = (starts + at * light - origin) / wide
        near = linear(far, places, outside=60.0)
        lit = np.minimum(lit, np.clip(0.5 + _SHADOW * near / (2 * at), 0, 1))
        at *= 1.35
    return lit


def _openness(surface: Surface, places: NDArray[Any], facing: NDArray[Any]) -> NDArray[Any]:
    """Give how free the air before each place is, from 0 to 1."""
    import numpy as np

    closed = np.zeros(len(places), dtype=np.float32)
    for reach, weight in ((3.0, 0.5), (6.0, 0.3), (11.0, 0.2)):
        ahead = places + facing * reach
        closed += weight * sample(surface, ahead)
    return 1 - 0.75 * np.clip(closed * 2, 0, 1)


def _slopes(surface: Surface, places: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    slopes = np.empty(places.shape, dtype=np.float32)
    for axis in range(3):
        off = np.zeros(3)
        off[axis] = surface.step
        slopes[:, axis] = sample(surface, places - off) - sample(surface, places + off)
    return slopes


def _span(
    surface: Surface, starts: NDArray[Any], direction: NDArray[Any], reach: float
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give where rays enter and leave the box around what is solid."""
    import numpy as np

    low, high = surface.box[0] - 2 * surface.step, surface.box[1] + 2 * surface.step
    begin = np.zeros(len(starts))
    end = np.full(len(starts), reach)
    for axis in range(3):
        if abs(direction[axis]) < 1e-9:
            beside = (starts[:, axis] < low[axis]) | (starts[:, axis] > high[axis])
            end[beside] = -1
            continue
        one = (low[axis] - starts[:, axis]) / direction[axis]
        two = (high[axis] - starts[:, axis]) / direction[axis]
        begin = np.maximum(begin, np.minimum(one, two))
        end = np.minimum(end, np.maximum(one, two))
    return begin.astype(np.float32), end.astype(np.float32)


def _exact(
    surface: Surface, starts: NDArray[Any], direction: NDArray[Any], at: NDArray[Any], step: float
) -> NDArray[Any]:
    """Go back to the very crossing, by halving."""
    import numpy as np

    low, high = at - np.float32(step), at.copy()
    for _ in range(5):
        middle = (low + high) / 2
        inside = sample(surface, starts + middle[:, None] * direction) > 0.5
        high = np.where(inside, middle, high)
        low = np.where(inside, low, middle)
    met: NDArray[Any] = (low + high) / 2
    return met
