"""Pictures that are quick to draw: a body with noise, different in every slice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dcmteach.synth.glyphs import burn_text, text_size
from dcmteach.synth.stream import make_uid

__all__ = ["body", "colour", "name_in_bits", "name_tag", "speckle"]


def speckle(count: int, *name: int | str) -> NDArray[np.uint16]:
    """Draw ``count`` numbers of 16 random bits; the same name gives the same."""
    seed = int(make_uid("corpus", *name)[5:])
    raw = np.random.PCG64(np.random.SeedSequence(seed)).random_raw(-(-count // 4))
    return raw.astype("<u8").view("<u2")[:count]


def body(size: int, number: int, *, top: int = 1800) -> NDArray[np.uint16]:
    """Draw one slice of something round.

    Parameters
    ----------
    size : int
        Rows, and columns.
    number : int
        Which slice.
    top : int, optional
        The brightest level, before noise.

    Returns
    -------
    ndarray of uint16, shape (size, size)
        Of 12 bits.
    """
    across = np.linspace(-1.0, 1.0, size)
    radius = across[:, None] ** 2 * 1.6 + across[None, :] ** 2
    rings = np.where(radius < 0.8, top - (top * 3 // 4) * (radius > 0.1 + 0.002 * (number % 90)), 0)
    noise = (speckle(size * size, "noise", size, number) & 63).reshape(size, size)
    return (rings.astype(np.uint16) + noise).astype("<u2")


def colour(rows: int, columns: int, number: int) -> NDArray[np.uint8]:
    """Draw a picture in colour, shape (rows, columns, 3)."""
    ramp = np.linspace(0, 200, columns).astype(np.uint8)[None, :, None]
    noise = (speckle(rows * columns * 3, "colour", number) & 15).astype(np.uint8)
    return np.asarray(noise.reshape(rows, columns, 3) + ramp)


def name_tag(name: str, size: int = 64) -> NDArray[np.uint8]:
    """Draw a small square picture with a name in it, as icons have."""
    image = np.full((size, size), 40, dtype=np.uint8)
    letters = [letter for letter in name.upper() if "A" <= letter <= "Z"]
    per_line = max(1, (size - 2) // 6)
    for line in range(0, min(len(letters), per_line * 6), per_line):
        burn_text(image, "".join(letters[line : line + per_line]), 1, 2 + line // per_line * 9)
    return image


def name_in_bits(name: str) -> tuple[int, int, bytes]:
    """Draw a name as an overlay of one bit per pixel (PS3.5 8.1.2).

    Returns
    -------
    rows, columns : int
        Its size.
    data : bytes
        Packed, lowest bit first, of even length.
    """
    letters = "".join(letter for letter in name.upper() if "A" <= letter <= "Z")
    wide = -(-(text_size(letters)[0] + 2) // 16) * 16
    image = np.zeros((16, wide), dtype=np.uint8)
    burn_text(image, letters, 1, 4, level=1)
    return 16, wide, np.packbits(image.ravel(), bitorder="little").tobytes()
