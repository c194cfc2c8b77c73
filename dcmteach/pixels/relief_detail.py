"""Depth without the large shape: what stands out of a face, and what lies in its hollows."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["blurred", "detail", "template"]

FINE, COARSE = 3.0, 8.0  # mm: what is between them is detail of a face
_STEEP = 1.6  # a slope beyond which a depth says little: the side of the head
_CLIP = 6.0  # mm
_FULL = 0.75  # of the surroundings must be seen

# Gaussians of the face that all people share, from the bridge of the nose (mm to the patient's
# left, mm down; height in mm; widths): eyes, brows, lips and chin; the nose is drawn apart.
_BUMPS = (
    (17, 1, -5.0, 7, 8),
    (22, 25, -2.5, 6, 14),
    (32, 0, 0.8, 6, 5),
    (47, 2, -1.2, 7, 8),
    (28, -15, 1.6, 16, 6),
    (0, 57, -1.2, 12, 4),
    (12, 66, 1.2, 12, 4),
    (9, 80, -1.2, 12, 5),
    (9, 95, 1.5, 12, 7),
)
_NOSE = 4.8  # mm
_NOSE_END = 50.0  # mm below the bridge


def blurred(values: NDArray[Any], sigma: float) -> NDArray[Any]:
    """Blur an array of two dimensions with a Gaussian; beyond the border is nothing.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        What to blur.
    sigma : float
        The standard deviation in pixels.
    """
    rows, columns = values.shape
    made: NDArray[Any] = _kernel(rows, sigma) @ values @ _kernel(columns, sigma)
    return made


def detail(
    depth: NDArray[Any], pixel: float, *, fine: float = FINE, coarse: float = COARSE
) -> NDArray[Any]:
    """Take the large shape out of a depth map.

    Parameters
    ----------
    depth : ndarray, shape (rows, columns)
        In mm towards the eye; NaN where nothing is.
    pixel : float
        The side of a pixel in mm.
    fine, coarse : float, optional
        The standard deviations in mm between which something counts as detail.

    Returns
    -------
    ndarray of float64, shape (rows, columns)
        How far each point stands out of its surroundings, in mm, at most 6; NaN at the rim and
        where the surface turns away.
    """
    import numpy as np

    there = np.isfinite(depth)
    values, weight = np.where(there, depth, 0.0), there.astype(np.float64)
    near, wide = (
        blurred(values, sigma / pixel) / np.maximum(blurred(weight, sigma / pixel), 1e-3)
        for sigma in (fine, coarse)
    )
    down, across = np.gradient(wide, pixel)
    good = there & (np.hypot(down, across) < _STEEP) & (blurred(weight, coarse / pixel) > _FULL)
    return np.where(good, np.clip(near - wide, -_CLIP, _CLIP), np.nan)


def template(left: NDArray[Any], down: NDArray[Any], roll: float = 0.0) -> NDArray[Any]:
    """Draw the detail that all faces share.

    Parameters
    ----------
    left, down : ndarray
        Where, in mm from the bridge of the nose, as seen in a picture: to its right is the
        patient's left.
    roll : float, optional
        How far the head leans to the picture's left, in degrees.

    Returns
    -------
    ndarray of float64
        Heights in mm.
    """
    import numpy as np

    turn = np.deg2rad(roll)
    across = left * np.cos(turn) - down * np.sin(turn)
    below = left * np.sin(turn) + down * np.cos(turn)
    half = np.clip(4.0 + below * 0.26, 3.0, 18.0)
    side = 1 / (1 + np.exp((np.abs(across) - half) / 2.0))
    ends = 1 / (1 + np.exp(-(below - 4) / 4.0)) / (1 + np.exp((below - _NOSE_END) / 2.5))
    made: NDArray[Any] = _NOSE * side * ends
    for x, y, height, wide, tall in _BUMPS:
        for sign in (1, -1) if x else (1,):
            made = made + height * np.exp(
                -0.5 * (((across - sign * x) / wide) ** 2 + ((below - y) / tall) ** 2)
            )
    return made


@lru_cache(maxsize=64)
def _kernel(size: int, sigma: float) -> NDArray[Any]:
    import numpy as np

    apart = np.arange(size)[:, None] - np.arange(size)[None, :]
    made: NDArray[Any] = np.exp(-0.5 * (apart / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    return made
