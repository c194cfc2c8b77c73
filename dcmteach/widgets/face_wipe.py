"""One picture out of two, on either side of a line; and the outline of what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["grey", "outlined", "wiped"]

_INK = (255, 214, 74)


def grey(values: NDArray[Any], window: tuple[float, float]) -> NDArray[Any]:
    """Return values as bytes to show.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        Values of the volume.
    window : tuple of float
        What is shown black, and what white.

    Returns
    -------
    ndarray of uint8, shape (rows, columns)
        A new one.
    """
    low, high = window
    scaled = (values.astype("float32") - low) * (255.0 / max(high - low, 1e-6))
    made: NDArray[Any] = scaled.clip(0.0, 255.0).astype("uint8")
    return made


def wiped(left: NDArray[Any], right: NDArray[Any], percent: int) -> NDArray[Any]:
    """Put two pictures of one size into one, with a white line between them.

    Parameters
    ----------
    left, right : ndarray of uint8, shape (rows, columns)
        The pictures.
    percent : int
        How much of the width shows the one at the left.

    Returns
    -------
    ndarray of uint8, shape (rows, columns)
        A new one.
    """
    made = left.copy()
    columns = left.shape[1]
    at = round(columns * percent / 100)
    made[:, at:] = right[:, at:]
    if 0 < at < columns:
        made[:, at - 1 : at + 2] = 0
        made[:, at] = 255
    return made


def outlined(picture: NDArray[Any], mask: NDArray[Any]) -> NDArray[Any]:
    """Draw the outline of a mask into a grey picture: bright, with a dark edge around it.

    Parameters
    ----------
    picture : ndarray of uint8, shape (rows, columns)
        The picture.
    mask : ndarray, shape (rows, columns)
        Not 0 inside.

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 3)
        A new one.
    """
    import numpy as np

    made = np.stack([picture] * 3, axis=2)
    inside = mask != 0
    made[_grown(inside) & ~inside] = 0
    made[inside & _grown(~inside)] = _INK
    return made


def _grown(mask: NDArray[Any]) -> NDArray[Any]:
    """Add the neighbours of each pixel; what lies outside of the picture adds nothing."""
    made: NDArray[Any] = mask.copy()
    made[1:] |= mask[:-1]
    made[:-1] |= mask[1:]
    made[:, 1:] |= mask[:, :-1]
    made[:, :-1] |= mask[:, 1:]
    return made
