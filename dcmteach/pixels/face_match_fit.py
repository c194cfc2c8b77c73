"""How well a face of known shape explains a photograph, whatever the light and the pose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.relief_detail import blurred, detail, template

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.render_portrait import Portrait

__all__ = ["PIXEL", "Photograph", "Shape", "best_fit", "mean_shape", "photograph", "shape_of"]

PIXEL = 2.0  # mm
_SIDE = 128  # pixels of a photograph
_ROWS, _COLUMNS, _BRIDGE = 84, 64, 26  # pixels of a shape, and where its bridge of the nose is
_WIDE, _TOP, _BOTTOM = 40.0, -22.0, 84.0  # mm of the face that is compared
_FINE, _COARSE = 1.0, 6.0  # pixels: details that are compared
_SIDEWAYS, _UPWARDS = 24.0, 40.0  # mm from the middle in which the bridge of a nose may lie


@dataclass(eq=False)
class Shape:
    """The shape of a face: heights around the bridge of the nose.

    Parameters
    ----------
    heights : ndarray, shape (84, 64)
        In mm towards the eye; NaN where nothing is.
    """

    heights: NDArray[Any]
    posed: dict[tuple[float, float], tuple[NDArray[Any], NDArray[Any]]] = field(
        default_factory=dict
    )

    def bases(self, pose: tuple[float, float]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Give what shading in a pose is made of: spectra, and the inverse of their products."""
        if pose not in self.posed:
            self.posed[pose] = _bases(_turned(self.heights, *pose))
        return self.posed[pose]


@dataclass(frozen=True, eq=False)
class Photograph:
    """A photograph, prepared for comparing."""

    spectrum: NDArray[Any]
    energy: NDArray[Any]


def shape_of(portrait: Portrait) -> Shape:
    """Take the shape of a face out of a portrait that was rendered from a scan."""
    import numpy as np

    depth = _resampled(portrait.depth.astype(np.float64), portrait.mm_per_pixel)
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

    grey = _resampled(portrait.pixels.astype(np.float64), portrait.mm_per_pixel, empty=0.0)
    lines = _lines(grey)
    window = np.fft.rfft2(_window())
    spectrum = np.fft.rfft2(lines)
    energy = np.fft.irfft2(np.fft.rfft2(lines**2) * np.conj(window), s=lines.shape)
    return Photograph(spectrum, np.maximum(energy, 1e-6))


def best_fit(
    shape: Shape,
    photo: Photograph,
    pose: tuple[float, float],
    near: tuple[int, int] | None = None,
) -> tuple[float, tuple[int, int]]:
    """Explain a photograph by a shape under the light that suits it best.

    Parameters
    ----------
    shape : Shape
        The face.
    photo : Photograph
        The photograph.
    pose : tuple of float
        Azimuth and elevation of the camera in degrees.
    near : tuple of int, optional
        Row and column of the bridge of the nose, if it is known about where that is.

    Returns
    -------
    share : float
        The share of the photograph's lines that is explained, from 0 to 1.
    place : tuple of int
        Row and column of the bridge of the nose.
    """
    import numpy as np

    spectra, inverse = shape.bases(pose)
    products = np.fft.irfft2(photo.spectrum * np.conj(spectra), s=(_SIDE, _SIDE), axes=(1, 2))
    share = np.einsum("irc,ij,jrc->rc", products, inverse, products) / photo.energy
    allowed = np.zeros((_SIDE, _SIDE), dtype=bool)
    if near is None:
        half = _SIDE // 2
        up, side = int(_UPWARDS / PIXEL), int(_SIDEWAYS / PIXEL)
        allowed[half - up : half + up, half - side : half + side] = True
    else:
        allowed[near[0] - 4 : near[0] + 5, near[1] - 4 : near[1] + 5] = True
    share = np.where(allowed, share, -1.0)
    row, column = divmod(int(np.argmax(share)), _SIDE)
    return float(share[row, column]), (row, column)


def _bridge(seen: NDArray[Any]) -> tuple[int, int]:
    """Find the bridge of the nose in the details of a depth map, near the middle."""
    import numpy as np

    left, down = _offsets()
    common = template(left, down) * _window()
    found = np.fft.irfft2(np.fft.rfft2(seen) * np.conj(np.fft.rfft2(common)), s=seen.shape)
    half, up, side = _SIDE // 2, int(_UPWARDS / PIXEL), int(_SIDEWAYS / PIXEL)
    part = found[half - up : half + up, half - side : half + side]
    row, column = divmod(int(np.argmax(part)), part.shape[1])
    return row + half - up, column + half - side


def _turned(heights: NDArray[Any], azimuth: float, elevation: float) -> NDArray[Any]:
    """See heights from elsewhere: points are turned, and the nearest in each pixel counts."""
    import numpy as np

    turn, lift = np.deg2rad(azimuth), np.deg2rad(elevation)
    dense = _doubled(heights)
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


def _doubled(heights: NDArray[Any]) -> NDArray[Any]:
    """Put points between points."""
    import numpy as np

    for axis in (0, 1):
        moved = np.moveaxis(heights, axis, 0)
        dense = np.empty((2 * len(moved) - 1, *moved.shape[1:]))
        dense[::2], dense[1::2] = moved, (moved[1:] + moved[:-1]) / 2
        heights = np.moveaxis(dense, 0, axis)
    return heights


def _bases(heights: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give the spectra of what light may show, and the inverse of their products."""
    import numpy as np

    there = np.isfinite(heights).astype(np.float64)
    full = blurred(np.nan_to_num(heights, nan=0.0), 0.8) / np.maximum(blurred(there, 0.8), 0.05)
    down, across = np.gradient(full, PIXEL)
    length = np.sqrt(down**2 + across**2 + 1)
    hollow = np.clip(full - blurred(full, 3.0) / np.maximum(blurred(there, 3.0), 0.05), -6, 6)
    made = np.zeros((4, _SIDE, _SIDE))
    window = _window()
    for index, plane in enumerate((-across / length, down / length, 1 / length, hollow / 6)):
        whole = np.zeros((_SIDE, _SIDE))
        whole[:_ROWS, :_COLUMNS] = np.where(there > 0, plane, 0.0)
        made[index] = np.roll(_lines(whole), (-_BRIDGE, -_COLUMNS // 2), (0, 1)) * window
    flat = made.reshape(4, -1)
    products = flat @ flat.T
    inverse = np.linalg.inv(products + 1e-3 * max(np.trace(products), 1e-6) / 4 * np.eye(4))
    return np.fft.rfft2(made), inverse


def _lines(values: NDArray[Any]) -> NDArray[Any]:
    return blurred(values, _FINE) - blurred(values, _COARSE)


def _offsets() -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy as np

    places = np.arange(_SIDE) * PIXEL
    places = np.where(places >= _SIDE * PIXEL / 2, places - _SIDE * PIXEL, places)
    return places[None, :], places[:, None]


def _window() -> NDArray[Any]:
    """Give 1 where a face is compared, around the first pixel."""
    import numpy as np

    left, down = _offsets()
    middle, half = (_TOP + _BOTTOM) / 2, (_BOTTOM - _TOP) / 2
    inside = np.abs(left / _WIDE) ** 3 + np.abs((down - middle) / half) ** 3 <= 1
    return inside.astype(np.float64)


def _resampled(values: NDArray[Any], pixel: float, *, empty: float = float("nan")) -> NDArray[Any]:
    """Bring a picture to the common size of pixels, its middle in the middle."""
    import numpy as np

    rows, columns = values.shape
    apart = (np.arange(_SIDE) + 0.5 - _SIDE / 2) * (PIXEL / pixel)
    row, column = apart + rows / 2 - 0.5, apart + columns / 2 - 0.5
    low_row = np.clip(np.floor(row).astype(int), 0, rows - 2)
    low_column = np.clip(np.floor(column).astype(int), 0, columns - 2)
    down, across = (row - low_row)[:, None], (column - low_column)[None, :]
    upper = (
        values[low_row][:, low_column] * (1 - across) + values[low_row][:, low_column + 1] * across
    )
    lower = (
        values[low_row + 1][:, low_column] * (1 - across)
        + values[low_row + 1][:, low_column + 1] * across
    )
    made = upper * (1 - down) + lower * down
    outside = ((row < 0) | (row > rows - 1))[:, None] | ((column < 0) | (column > columns - 1))
    return np.where(outside, empty, made)
