"""Images with text burned in, and hard ones without, each with its answer key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import FileDataset

from dcmteach.errors import DcmteachError
from dcmteach.synth.burned_board import Board, Box, Burned
from dcmteach.synth.burned_clean import CLEAN
from dcmteach.synth.burned_file import begin_image, store
from dcmteach.synth.burned_letters import Labels
from dcmteach.synth.burned_styles import MODALITY, STYLES
from dcmteach.synth.burned_words import Writer, invent_visit
from dcmteach.synth.stream import Stream

__all__ = ["Box", "BurnedKey", "burned_image", "burned_names", "burned_set", "style_names"]

_DOTTED = {"small-type": 2, "cine-standing": 3}  # one in so many is made of dots


@dataclass(frozen=True, slots=True)
class BurnedKey:
    """The answer key of one image.

    Parameters
    ----------
    style : str
        One of `style_names`.
    seed : int
        Which image of that style.
    way : str
        How its pixels are written, one of `burned_file.WAYS`.
    words : tuple of Burned
        Each word, wherever it is shown; none in a clean image.
    labels : ndarray of int32, shape (rows, columns)
        Which letter each pixel of ink belongs to; 0 where there is none.
    """

    style: str
    seed: int
    way: str
    words: tuple[Burned, ...]
    labels: Labels

    @property
    def boxes(self) -> list[Box]:
        """Every word in every frame that shows it."""
        return [box for word in self.words for box in word.boxes()]

    def letters(self, word: Burned) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Return rows and columns of the ink of each letter of a word."""
        place = (slice(word.row, word.row + word.height),
                 slice(word.column, word.column + word.width))  # fmt: skip
        part = self.labels[place]
        found = []
        for label in word.letters:
            rows, columns = np.nonzero(part == label)
            found.append((rows + word.row, columns + word.column))
        return found

    def as_dict(self) -> dict[str, Any]:
        """Return the key without the letters, for JSON."""
        names = Box.__slots__
        boxes = [{name: getattr(box, name) for name in names} for box in self.boxes]
        return {"style": self.style, "seed": self.seed, "way": self.way, "boxes": boxes}


def style_names(*, clean: bool = False) -> tuple[str, ...]:
    """Return the names of the styles with text; of those without, if ``clean``."""
    return tuple(CLEAN if clean else STYLES)


def burned_image(style: str, seed: int) -> tuple[FileDataset, BurnedKey]:
    """Make one image.

    Parameters
    ----------
    style : str
        One of `style_names`, with text or clean.
    seed : int
        Which one. Where the same typefaces are installed, it is always the same.

    Returns
    -------
    ds : FileDataset
        The image, its header about the same patient as its text.
    key : BurnedKey
        What is written where.

    Raises
    ------
    DcmteachError
        If there is no such style.
    """
    if style not in STYLES and style not in CLEAN:
        raise DcmteachError(
            f"There is no style {style!r}. Choose one of: {', '.join((*STYLES, *CLEAN))}."
        )
    draw = Stream("burned", style, seed)
    visit = invent_visit(style, seed)
    if style in STYLES:
        modality = MODALITY.get(style, "CR")
        header = begin_image(visit, modality)
        bare = style in _DOTTED and draw.integer(1, _DOTTED[style]) == 1
        writer = Writer(visit, str(header.AccessionNumber), draw, bare=bare)
        board, way = STYLES[style](draw, writer)
    else:
        image, way, modality = CLEAN[style](draw)
        board = Board(image)
    ds = begin_image(visit, modality, frames=len(board.image))
    store(ds, board.image, way)
    return ds, BurnedKey(style, seed, way, tuple(board.words), board.labels)


def burned_names(*, per_style: int = 10, clean: int = 120, seed: int = 0) -> list[tuple[str, int]]:
    """Return style and seed of each image of a set (see `burned_set`)."""
    made = [(style, seed + number) for style in STYLES for number in range(per_style)]
    without = tuple(CLEAN)
    made += [
        (without[number % len(without)], seed + number // len(without)) for number in range(clean)
    ]
    return made


def burned_set(
    *, per_style: int = 10, clean: int = 120, seed: int = 0
) -> Iterator[tuple[FileDataset, BurnedKey]]:
    """Make a set of images, one after the other.

    Parameters
    ----------
    per_style : int, optional
        How many of each style with text.
    clean : int, optional
        How many without text, evenly of all kinds.
    seed : int, optional
        The first seed of each style; the others follow it. Sets 10 seeds apart share no image
        as long as no more than 10 of each style are made.

    Yields
    ------
    (FileDataset, BurnedKey)
        An image and its answer key.
    """
    for style, number in burned_names(per_style=per_style, clean=clean, seed=seed):
        yield burned_image(style, number)
