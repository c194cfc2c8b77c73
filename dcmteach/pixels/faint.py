"""What is hardly brighter than a flat background, brought out beside what is far brighter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["evened"]

_FLAT = 0.05  # of the pixels: a background
_LEVELS = 2  # backgrounds at most: what lies around the picture, and air
_BINS = 400  # into which the range of values is divided to find them
_NEAR = 0.02  # of the range of values: near the background
_FEW = 60  # pixels: a short word
_DEEPEST = 1 << 16  # grey levels: what frames have at most
_DEEP = 256  # grey levels: fewer, and nothing is so faint that its surroundings drown it


def evened(values: NDArray[Any]) -> NDArray[Any] | None:
    """Bring out what is hardly brighter or darker than a flat background.

    A step of a few levels drowns in its surroundings where bone or metal is near. Here each level
    counts the less the further it is from the background, and all that is far away is one.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        A frame of any depth.

    Returns
    -------
    ndarray of float32, shape (rows, columns), or None
        The frame, in steps of hundredths; None if it has few levels, no background, or nothing
        near it.
    """
    import numpy as np

    if values.dtype.kind == "f":
        return None
    least, greatest = int(values.min()), int(values.max())
    if not _DEEP <= greatest - least < _DEEPEST:
        return None
    reach = max(1, int(_NEAR * (greatest - least)))
    shifted = values.astype(np.int64) - least
    counts = np.bincount(shifted.ravel(), minlength=greatest - least + 1)
    flat = _flat_levels(counts, reach, _FLAT * values.size)
    near = sum(int(counts[max(0, at - reach) : at + reach + 1].sum() - counts[at]) for at in flat)
    if near < _FEW:
        return None
    levels = np.arange(len(counts), dtype=np.float32)
    finest = max(1.0, 0.0005 * (greatest - least))
    curve = np.zeros_like(levels)
    for at in flat:
        away = np.clip(levels - at, -reach, reach)
        around = counts * (np.abs(away) < reach)
        noise = float((around * np.abs(away)).sum() / around.sum())
        curve += np.arcsinh(away / np.float32(max(finest, noise)))
    made: NDArray[Any] = curve[shifted] * np.float32(100)
    return made


def _flat_levels(counts: NDArray[Any], reach: int, least: float) -> list[int]:
    """Return the levels of backgrounds: the fullest first, and none near another."""
    import numpy as np

    wide = max(1, len(counts) // _BINS)
    starts = np.arange(0, len(counts), wide)
    together = np.add.reduceat(counts, starts)
    found: list[int] = []
    for which in np.argsort(-together, kind="stable")[: 4 * _LEVELS]:
        if together[which] < least or len(found) == _LEVELS:
            break
        start = int(starts[which])
        level = start + int(counts[start : start + wide].argmax())
        if all(abs(level - other) > 2 * reach for other in found):
            found.append(level)
    return found
