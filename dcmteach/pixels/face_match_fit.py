"""How well a face of known shape explains a photograph, whatever the light and the pose."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.face_match_grid import PIXEL, SIDE, doubled, resampled
from dcmteach.pixels.relief_detail import blurred, detail, template

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.render_portrait import Portrait

__all__ = [
    "Photograph",
    "Shape",
    "explained",
    "find_pose",
    "mean_shape",
    "photograph",
    "shape_of",
]

_ROWS, _COLUMNS, _BRIDGE = 84, 64, 26  # pixels of a shape, and where its bridge of the nose is
_WIDE, _TOP, _BOTTOM = 40.0, -22.0, 84.0  # mm of the face that is compared
_FINE, _COARSE = 1.0, 6.0  # pixels: details that are compared
_SIDEWAYS, _UPWARDS = 24.0, 40.0  # mm from the middle in which the bridge of a nose may lie
_TURNS = (-24.0, -16.0, -8.0, 0.0, 8.0, 16.0, 24.0)
_LIFTS = (-16.0, -8.0, 0.0, 8.0, 16.0)


@dataclass(eq=False)
class Shape:
    """The shape of a face: heights around the bridge of the nose.

    Parameters
    ----------
    heights : ndarray, shape (84, 64), in mm towards the eye; NaN where nothing is.
    """

    heights: NDArray[Any]
    posed: dict[tuple[float, float], tuple[NDArray[Any], NDArray[Any]]] = field(
        default_factory=dict
    )

    def bases(self, pose: tuple[float, float]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Give what shading in a pose is made of, and the inverse of its products."""
        if pose not in self.posed:
            self.posed[pose] = _bases(_turned(self.heights, *pose))
        return self.posed[pose]


@dataclass(frozen=True, eq=False)
class Photograph:
    """A photograph, prepared for comparing.

    Parameters
    ----------
    lines : ndarray, shape (128, 128)
        Its details.
    """

    lines: NDArray[Any]

    def around(self, place: tuple[int, int], reach: int) -> NDArray[Any]:
        """Give the windows around a place, ndarray of shape ((2 reach + 1) ** 2, pixels)."""
        import numpy as np

        padded = np.pad(self.lines, _ROWS)
        top, left = place[0] + _ROWS - _BRIDGE - reach, place[1] + _ROWS - _COLUMNS // 2 - reach
        part = padded[top : top + _ROWS + 2 * reach, left : left + _COLUMNS + 2 * reach]
        views = np.lib.stride_tricks.sliding_window_view(part, (_ROWS, _COLUMNS))
        made: NDArray[Any] = views.reshape(-1, _ROWS * _COLUMNS)[:, _inside()].astype(np.float32)
        return made


def shape_of(portrait: Portrait) -> Shape:
    """Take the shape of a face out of a portrait that was rendered from a scan."""
    import numpy as np

    depth = resampled(portrait.depth.astype(np.float64), portrait.mm_per_pixel)
    seen = np.nan_to_num(detail(depth, PIXEL), nan=0.0)
    row, column = _bridge(seen)
    padded = np.pad(depth, _ROWS, constant_values=np.nan)
    top, left = row + _ROWS - _BRIDGE, column + _ROWS - _COLUMNS // 2
    part = padded[top : top + _ROWS, left : left + _COLUMNS]
    known = part[np.isfinite(part)]
    return Shape(part - (np.median(known) if known.size else 0.0))


def mean_shape(shapes: list[Shape]) -> Shape:
    """Give the middle of several shapes."""
    import warnings

    import numpy as np

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # columns that nobody has
        return Shape(np.nanmedian(np.stack([one.heights for one in shapes]), axis=0))


def photograph(portrait: Portrait) -> Photograph:
    """Prepare a photograph; of a portrait nothing but its pixels and their size is used."""
    import numpy as np

    grey = resampled(portrait.pixels.astype(np.float64), portrait.mm_per_pixel, empty=0.0)
    return Photograph(_lines(grey))


def explained(shape: Shape, windows: NDArray[Any], pose: tuple[float, float]) -> NDArray[Any]:
    """Explain windows of a photograph by a shape under the light that suits it best.

    Parameters
    ----------
    shape : Shape
        The face.
    windows : ndarray, shape (windows, pixels)
        Of :meth:`Photograph.around`.
    pose : tuple of float
        Azimuth and elevation of the camera in degrees.

    Returns
    -------
    ndarray, shape (windows,)
        The share of each window's lines that is explained, from 0 to 1.
    """
    import numpy as np

    planes, inverse = shape.bases(pose)
    products = windows @ planes
    energy = np.maximum(np.einsum("wp,wp->w", windows, windows), 1e-6)
    made: NDArray[Any] = np.einsum("wi,ij,wj->w", products, inverse, products) / energy
    return made


def find_pose(common: Shape, photo: Photograph) -> tuple[tuple[float, float], tuple[int, int]]:
    """Find how a photograph was taken, with the face that all people share.

    Returns
    -------
    pose, place : tuple
        Azimuth and elevation of the camera in degrees; row and column of the nose's bridge.
    """
    import numpy as np

    half, reach = SIDE // 2, int(_UPWARDS / PIXEL)
    steps = [(row, column) for row in range(-reach, reach + 1, 8) for column in (-8, 0, 8)]
    best: tuple[float, tuple[float, float], tuple[int, int]] = (-1.0, (0.0, 0.0), (half, half))

    def tried(poses: list[tuple[float, float]], place: tuple[int, int], wide: int) -> None:
        nonlocal best
        windows = photo.around(place, wide)
        for pose in poses:
            share = explained(common, windows, pose)
            at = int(np.argmax(share))
            row, column = divmod(at, 2 * wide + 1)
            if share[at] > best[0]:
                best = float(share[at]), pose, (place[0] + row - wide, place[1] + column - wide)

    for row, column in steps:
        tried([(-12.0, 0.0), (12.0, 0.0)], (half + row, half + column), 4)
    tried([(turn, lift) for turn in _TURNS for lift in _LIFTS], best[2], 5)
    turn, lift = best[1]
    near = [(turn + one, lift + two) for one in (-4.0, 0.0, 4.0) for two in (-4.0, 0.0, 4.0)]
    tried(near, best[2], 2)
    return best[1], best[2]


def _bridge(seen: NDArray[Any]) -> tuple[int, int]:
    """Find the bridge of the nose in the details of a depth map, near the middle."""
    import numpy as np

    left, down = _offsets()
    common = template(left, down) * _window()
    found = np.fft.irfft2(np.fft.rfft2(seen) * np.conj(np.fft.rfft2(common)), s=seen.shape)
    half, up, side = SIDE // 2, int(_UPWARDS / PIXEL), int(_SIDEWAYS / PIXEL)
    part = found[half - up : half + up, half - side : half + side]
    row, column = divmod(int(np.argmax(part)), part.shape[1])
    return row + half - up, column + half - side


def _turned(heights: NDArray[Any], azimuth: float, elevation: float) -> NDArray[Any]:
    """See heights from elsewhere: points are turned, and the nearest in each pixel counts."""
    import numpy as np

    turn, lift = np.deg2rad(azimuth), np.deg2rad(elevation)
    dense = doubled(heights)
    rows, columns = dense.shape
    up = -(np.arange(rows)[:, None] / 2 - _BRIDGE) * PIXEL + np.zeros(columns)
    right = (np.arange(columns)[None, :] / 2 - _COLUMNS / 2) * PIXEL + np.zeros((rows, 1))
    front = right * np.sin(turn) + dense * np.cos(turn)
    x = right * np.cos(turn) - dense * np.sin(turn)
    y = up * np.cos(lift) - front * np.sin(lift)
    z = front * np.cos(lift) + up * np.sin(lift)
    row, column = np.rint(_BRIDGE - y / PIXEL), np.rint(_COLUMNS / 2 + x / PIXEL)
    good = np.isfinite(z) & (row >= 0) & (row < _ROWS) & (column >= 0) & (column < _COLUMNS)
    seen = np.full((_ROWS, _COLUMNS), -np.inf)
    np.maximum.at(seen, (row[good].astype(int), column[good].astype(int)), z[good])
    return np.where(np.isfinite(seen), seen, np.nan)


def _bases(heights: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give what light may show of heights, and the inverse of its products."""
    import numpy as np

    there = np.isfinite(heights).astype(np.float64)
    full = blurred(np.nan_to_num(heights, nan=0.0), 0.8) / np.maximum(blurred(there, 0.8), 0.05)
    down, across = np.gradient(full, PIXEL)
    length = np.sqrt(down**2 + across**2 + 1)
    hollow = np.clip(full - blurred(full, 3.0) / np.maximum(blurred(there, 3.0), 0.05), -6, 6)
    right, up = -across / length, down / length
    planes = (right, up, 1 / length, hollow / 6, right * up, right**2 - up**2)
    made = np.stack([_lines(np.where(there > 0, one, 0.0)).ravel()[_inside()] for one in planes], 1)
    products = made.T @ made
    size = len(planes)
    inverse = np.linalg.inv(products + 3e-3 * max(np.trace(products), 1e-6) / size * np.eye(size))
    return made.astype(np.float32), inverse.astype(np.float32)


@lru_cache(maxsize=1)
def _inside() -> NDArray[Any]:
    """Give which pixels of a shape are compared."""
    import numpy as np

    row, column = np.arange(_ROWS)[:, None], np.arange(_COLUMNS)[None, :]
    turned = np.roll(_window(), (_BRIDGE, _COLUMNS // 2), (0, 1))
    found: NDArray[Any] = np.flatnonzero(turned[row, column].ravel())
    return found


def _lines(values: NDArray[Any]) -> NDArray[Any]:
    made: NDArray[Any] = blurred(values, _FINE) - blurred(values, _COARSE)
    return made


def _offsets() -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy as np

    places = np.arange(SIDE) * PIXEL
    places = np.where(places >= SIDE * PIXEL / 2, places - SIDE * PIXEL, places)
    return places[None, :], places[:, None]


def _window() -> NDArray[Any]:
    """Give 1 where a face is compared, around the first pixel."""
    import numpy as np

    left, down = _offsets()
    middle, half = (_TOP + _BOTTOM) / 2, (_BOTTOM - _TOP) / 2
    inside = np.abs(left / _WIDE) ** 3 + np.abs((down - middle) / half) ** 3 <= 1
    window: NDArray[Any] = inside.astype(np.float64)
    return window
