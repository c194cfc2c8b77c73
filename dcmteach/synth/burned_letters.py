"""Lines of type for the images with burned-in text: how much ink, and which letter it belongs to.

The typefaces are those that Pillow and Matplotlib bring along, and the dots of `glyphs`; without
Matplotlib there are fewer. None is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dcmteach.synth.glyphs import burn_text, text_size
from dcmteach.synth.person import plain_letters
from dcmteach.synth.shapes import Array

__all__ = ["DOTS", "FACES", "Face", "Line", "Word", "faces", "set_line"]

Labels = NDArray[np.int32]

FACES = (
    "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono",
    "DejaVuSansMono-Bold", "DejaVuSerif", "DejaVuSerif-Bold", "STIXGeneral", "STIXGeneralBol",
)  # fmt: skip
DOTS = "dots"
"""The letters made of dots: capitals, digits and ``, . : - /``."""
_PILLOW = "Pillow"
_INK = 0.4


@dataclass(frozen=True, slots=True)
class Word:
    """One word to be drawn, and what kind of text it is part of."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface and its size.

    Parameters
    ----------
    name : str
        One of `faces`.
    size : int
        Pixels per em; for the dots, pixels per dot.
    """

    name: str
    size: int


@dataclass(slots=True)
class Line:
    """A line of type.

    Parameters
    ----------
    ink : ndarray of float64, shape (rows, columns)
        0 to 1.
    labels : ndarray of int32, shape (rows, columns)
        0 where there is no letter; else its number, from 1.
    letters : list of int
        For each letter, the number of its word, from 0.
    words : tuple of Word
        The words.
    """

    ink: Array
    labels: Labels
    letters: list[int]
    words: tuple[Word, ...]

    def turned(self, quarters: int) -> Line:
        """Return the line after some quarter turns, counter-clockwise."""
        return Line(
            np.rot90(self.ink, quarters).copy(),
            np.rot90(self.labels, quarters).copy(),
            self.letters,
            self.words,
        )

    def tilted(self, degrees: float) -> Line:
        """Return the line after a small turn, counter-clockwise."""
        from PIL import Image

        ink = Image.fromarray(np.rint(self.ink * 255).astype(np.uint8))
        how = Image.Resampling
        return Line(
            np.asarray(ink.rotate(degrees, how.BILINEAR, expand=True), dtype=float) / 255,
            np.array(Image.fromarray(self.labels).rotate(degrees, how.NEAREST, expand=True)),
            self.letters,
            self.words,
        )


@cache
def faces() -> tuple[str, ...]:
    """Return the names of the typefaces that there are."""
    return (_PILLOW, *(name for name in FACES if (_folder() / f"{name}.ttf").is_file()))


@cache
def _folder() -> Path:
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        return Path()
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


@cache
def _font(face: Face) -> Any:
    from PIL import ImageFont

    if face.name == _PILLOW:
        return ImageFont.load_default(size=face.size)
    return ImageFont.truetype(str(_folder() / f"{face.name}.ttf"), face.size)


def set_line(words: tuple[Word, ...], face: Face) -> Line:
    """Set words in a line, one space between them.

    Parameters
    ----------
    words : tuple of Word
        At least one letter that leaves ink.
    face : Face
        The typeface.

    Returns
    -------
    Line
        Trimmed to its ink.
    """
    if face.name == _PILLOW:  # it has no letters but A to Z
        words = tuple(Word(plain_letters(word.text), word.kind) for word in words)
    text = " ".join(word.text for word in words)
    drawn = _dots(text, face.size) if face.name == DOTS else _type(text, face)
    height = max(part.shape[0] for part, _ in drawn)
    width = max(left + part.shape[1] for part, left in drawn)
    ink, labels = np.zeros((height, width)), np.zeros((height, width), dtype=np.int32)
    letters: list[int] = []
    word = 0
    for letter, (part, left) in zip(text, drawn, strict=True):
        word += letter == " "
        if not part.size or part.max() < _INK:
            continue
        letters.append(word)
        place = (slice(0, part.shape[0]), slice(left, left + part.shape[1]))
        ink[place] = np.maximum(ink[place], part)
        labels[place][part >= _INK] = len(letters)
    rows, columns = np.nonzero(ink > 0.05)
    trim = (slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
    return Line(ink[trim], labels[trim], letters, words)


def _dots(text: str, scale: int) -> list[tuple[Array, int]]:
    drawn = []
    for place, letter in enumerate(text):
        part = np.zeros((7 * scale, text_size(letter, scale=scale)[0]), dtype=np.uint8)
        burn_text(part, letter, 0, 0, scale=scale, level=1)
        drawn.append((part.astype(float), place * 6 * scale))
    return drawn


def _type(text: str, face: Face) -> list[tuple[Array, int]]:
    from PIL import Image, ImageDraw

    font = _font(face)
    drawn = []
    room = face.size
    for place, letter in enumerate(text):
        left = round(font.getlength(text[:place]))
        size = (2 * room + round(font.getlength(letter)), 2 * room)
        page = Image.new("L", size)
        ImageDraw.Draw(page).text((room // 2, room // 4), letter, fill=255, font=font)
        drawn.append((np.asarray(page, dtype=float) / 255, left))
    return drawn
