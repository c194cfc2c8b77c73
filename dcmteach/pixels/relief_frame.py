"""Where a face is and which way it looks: a frame fixed to the head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.relief_detail import detail, template
from dcmteach.pixels.render_rays import camera, cast

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.render_rays import Camera
    from dcmteach.pixels.render_surface import Surface

__all__ = ["Frame", "depth_map", "find_frame", "find_frames", "look", "refined"]

_PIXEL = 4.0  # mm, of the search
_WIDE = 300.0  # mm searched
_LEFT, _UP, _DOWN = 42, 24, 84  # mm around the bridge of the nose that the search looks at
_TURNS = (0.0, -17.0, 17.0)
_LIFTS = (5.0, -12.0, 22.0)
_ROLLS = (-20.0, -10.0, 0.0, 10.0, 20.0)
_EYES = 0.75  # of the band of the eyes must be seen
_SEEN = 0.33  # of the whole
_APART = 14.0  # degrees, at least, between two directions
_NEARLY, _LEAST = 0.08, 0.55  # less likeness than the best, at most; and likeness, at least


@dataclass(frozen=True, eq=False)
class Frame:
    """Where a face is, and which way it looks.

    Parameters
    ----------
    middle : ndarray, shape (3,)
        A point on the line of sight through the bridge of the nose, in mm.
    eye : Camera
        The axes of one who looks the face in the eyes.
    angles : tuple of float
        Azimuth and elevation in degrees in which the face looks, and how far it leans.
    likeness : float
        The correlation with what all faces share, from -1 to 1.
    height : float
        The height of its details as a share of those of a common face.
    """

    middle: NDArray[Any]
    eye: Camera
    angles: tuple[float, float, float]
    likeness: float
    height: float


def depth_map(
    surface: Surface,
    eye: Camera,
    middle: NDArray[Any],
    shape: tuple[int, int],
    pixel: float,
    at: tuple[float, float] = (0.5, 0.5),
) -> NDArray[Any]:
    """Measure how far a surface lies before a plane.

    Parameters
    ----------
    surface : Surface
        What to measure.
    eye : Camera
        From where.
    middle : ndarray, shape (3,)
        A point of the plane, in mm.
    shape : tuple of int
        Rows and columns.
    pixel : float
        The side of a pixel in mm.
    at : tuple of float, optional
        Where the point lies in the map: shares of its height and width.

    Returns
    -------
    ndarray of float64, shape (rows, columns)
        In mm towards the eye; NaN where nothing is.
    """
    import numpy as np

    reach = float(np.linalg.norm(surface.box[1] - surface.box[0])) + 100.0
    rows = (np.arange(shape[0]) + 0.5 - at[0] * shape[0]) * pixel
    columns = (np.arange(shape[1]) + 0.5 - at[1] * shape[1]) * pixel
    starts = (
        middle
        + eye.back * reach
        + columns[None, :, None] * eye.right
        - rows[:, None, None] * eye.up
    )
    gone = cast(surface, starts.reshape(-1, 3), -eye.back, 2 * reach)
    return (reach - gone.astype(np.float64)).reshape(shape)


def find_frame(surface: Surface) -> Frame:
    """Search for a face: all directions within 30 degrees of the patient's front.

    Parameters
    ----------
    surface : Surface
        The head.

    Returns
    -------
    Frame
        The best there is; its ``likeness`` tells how good that is.
    """
    return next(find_frames(surface))


def find_frames(surface: Surface) -> Iterator[Frame]:
    """Search for a face, and for what else might be one: a brow seen from below can pass for it.

    Parameters
    ----------
    surface : Surface
        The head.

    Yields
    ------
    Frame
        The best there is, then others from other directions that are nearly as good.
    """
    seen = [look(surface, turn, lift, _ROLLS) for turn in _TURNS for lift in _LIFTS]
    seen.sort(key=lambda one: one.likeness, reverse=True)
    taken: list[Frame] = []
    for one in seen:
        apart = [_between(one, other) for other in taken]
        least = max(seen[0].likeness - _NEARLY, _LEAST)
        if not taken or (min(apart) > _APART and one.likeness > least):
            taken.append(one)
            yield refined(surface, one)


def _between(one: Frame, other: Frame) -> float:
    return abs(one.angles[0] - other.angles[0]) + abs(one.angles[1] - other.angles[1])


def refined(surface: Surface, best: Frame) -> Frame:
    """Turn a frame by little steps as long as it gets better."""
    for step in (8.0, 4.0):
        for along in ((step, 0.0), (0.0, step)):
            for sign in (1, -1):
                turn, lift, roll = best.angles
                one, two = turn + sign * along[0], lift + sign * along[1]
                found = look(surface, one, two, (roll - step, roll, roll + step))
                if found.likeness > best.likeness:
                    best = found
                    break
    return best


def look(surface: Surface, turn: float, lift: float, rolls: tuple[float, ...]) -> Frame:
    """Look from one direction for the place that is most like a face."""
    import numpy as np

    eye = camera(turn, lift)
    middle = surface.box.mean(axis=0)
    size = int(_WIDE / _PIXEL)
    depth = depth_map(surface, eye, middle, (size, size), _PIXEL)
    seen = detail(depth, _PIXEL)
    there = np.isfinite(seen)
    values = np.where(there, seen, 0.0)
    weight = there.astype(np.float64)
    spectra = [np.fft.rfft2(part) for part in (values, values**2, weight)]
    best: tuple[float, float, float, tuple[int, int]] = (-1.0, 0.0, 0.0, (size // 2, size // 2))
    for roll in rolls:
        pieces = _pieces(size, roll)
        likeness, height = _match(spectra, pieces, size)
        place = int(np.argmax(likeness))
        if likeness.flat[place] > best[0]:
            row, column = divmod(place, size)
            best = float(likeness.flat[place]), float(height.flat[place]), roll, (row, column)
    row, column = best[3]
    point = (
        middle
        + (column + 0.5 - size / 2) * _PIXEL * eye.right
        - (row + 0.5 - size / 2) * _PIXEL * eye.up
    )
    leaning = np.deg2rad(best[2])
    right = eye.right * np.cos(leaning) + eye.up * np.sin(leaning)
    up = eye.up * np.cos(leaning) - eye.right * np.sin(leaning)
    return Frame(point, eye._replace(right=right, up=up), (turn, lift, best[2]), best[0], best[1])


def _match(
    spectra: list[NDArray[Any]], pieces: tuple[NDArray[Any], ...], size: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Correlate with the template at each place, where it is seen at all."""
    import numpy as np

    values, squares, weight = spectra
    common, common_squares, window, eyes = pieces

    def slid(one: NDArray[Any], two: NDArray[Any]) -> NDArray[Any]:
        return np.fft.irfft2(one * np.conj(two), s=(size, size))

    count = np.maximum(slid(weight, window), 1e-6)
    mean = slid(values, window) / count
    spread = slid(squares, window) / count - mean**2
    shape_mean = slid(weight, common) / count
    shape_spread = slid(weight, common_squares) / count - shape_mean**2
    both = slid(values, common) / count - mean * shape_mean
    likeness = both / np.sqrt(np.maximum(spread, 0.01) * np.maximum(shape_spread, 0.01))
    full = float(window[0, 0].real), float(eyes[0, 0].real)
    enough = (count > _SEEN * full[0]) & (slid(weight, eyes) > _EYES * full[1])
    return np.where(enough, likeness, -1.0), both / np.maximum(shape_spread, 0.01)


@lru_cache(maxsize=64)
def _pieces(size: int, roll: float) -> tuple[NDArray[Any], ...]:
    """Give the spectra of the template, its square, its window, and the band of the eyes."""
    import numpy as np

    places = np.arange(size) * _PIXEL
    places = np.where(places >= size * _PIXEL / 2, places - size * _PIXEL, places)
    left, down = places[None, :], places[:, None]
    common = template(left, down, roll)
    window = ((np.abs(left) <= _LEFT) & (down >= -_UP) & (down <= _DOWN)).astype(np.float64)
    eyes = window * (down <= 12)
    parts = (common * window, common**2 * window, window, eyes)
    return tuple(np.fft.rfft2(part) for part in parts)
