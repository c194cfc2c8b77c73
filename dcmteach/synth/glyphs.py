"""Letters made of dots, as a scanner draws them into the picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["burn_text", "text_size"]

_ROWS = {
    "A": "01110 10001 10001 11111 10001 10001 10001",
    "B": "11110 10001 10001 11110 10001 10001 11110",
    "C": "01111 10000 10000 10000 10000 10000 01111",
    "D": "11110 10001 10001 10001 10001 10001 11110",
    "E": "11111 10000 10000 11110 10000 10000 11111",
    "F": "11111 10000 10000 11110 10000 10000 10000",
    "G": "01111 10000 10000 10011 10001 10001 01111",
    "H": "10001 10001 10001 11111 10001 10001 10001",
    "I": "01110 00100 00100 00100 00100 00100 01110",
    "J": "00111 00010 00010 00010 00010 10010 01100",
    "K": "10001 10010 10100 11000 10100 10010 10001",
    "L": "10000 10000 10000 10000 10000 10000 11111",
    "M": "10001 11011 10101 10101 10001 10001 10001",
    "N": "10001 11001 11001 10101 10011 10011 10001",
    "O": "01110 10001 10001 10001 10001 10001 01110",
    "P": "11110 10001 10001 11110 10000 10000 10000",
    "Q": "01110 10001 10001 10001 10101 10010 01101",
    "R": "11110 10001 10001 11110 10100 10010 10001",
    "S": "01111 10000 10000 01110 00001 00001 11110",
    "T": "11111 00100 00100 00100 00100 00100 00100",
    "U": "10001 10001 10001 10001 10001 10001 01110",
    "V": "10001 10001 10001 10001 01010 01010 00100",
    "W": "10001 10001 10001 10101 10101 11011 10001",
    "X": "10001 10001 01010 00100 01010 10001 10001",
    "Y": "10001 10001 01010 00100 00100 00100 00100",
    "Z": "11111 00001 00010 00100 01000 10000 11111",
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "11110 00001 00001 01110 00001 00001 11110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "00110 01000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 00100 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00010 01100",
    ",": "00000 00000 00000 00000 00110 00100 01000",
    ".": "00000 00000 00000 00000 00000 01100 01100",
    ":": "00000 01100 01100 00000 01100 01100 00000",
    "-": "00000 00000 00000 01110 00000 00000 00000",
    "/": "00001 00010 00010 00100 01000 01000 10000",
    " ": "00000 00000 00000 00000 00000 00000 00000",
}


def text_size(text: str, *, scale: int = 1) -> tuple[int, int]:
    """Return the columns and rows that a line of text takes."""
    return (6 * len(text) - 1) * scale, 7 * scale


def burn_text(
    image: NDArray[np.uint8], text: str, column: int, row: int, *, scale: int = 1, level: int = 230
) -> tuple[int, int, int, int]:
    """Draw one line of capitals, digits and ``, . : - /`` into an image.

    Parameters
    ----------
    image : ndarray of uint8, shape (..., rows, columns)
        Changed in place, in every frame.
    text : str
        What to draw.
    column, row : int
        Upper left corner, in pixels from 0.
    scale : int
        Pixels per dot.
    level : int
        Grey level.

    Returns
    -------
    tuple of int
        First column, first row, and the column and row after the last.

    Raises
    ------
    KeyError
        If there is no glyph for a letter.
    """
    for place, letter in enumerate(text):
        dots = np.array([[dot == "1" for dot in line] for line in _ROWS[letter].split()])
        big = np.kron(dots, np.ones((scale, scale), dtype=bool)).astype(bool)
        left = column + place * 6 * scale
        part = image[..., row : row + 7 * scale, left : left + 5 * scale]
        part[..., big] = level
    wide, high = text_size(text, scale=scale)
    return column, row, column + wide, row + high
