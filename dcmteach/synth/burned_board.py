"""The picture that text is burned into, and the record of where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dcmteach.synth.burned_letters import Face, Labels, Line, Word, set_line
from dcmteach.synth.burned_words import Words
from dcmteach.synth.shapes import Array, Mask

__all__ = ["Board", "Box", "Burned", "Level"]

Level = float | tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """One word in one frame, in pixels from 0; the place is that of its first row and column."""

    frame: int
    row: int
    column: int
    height: int
    width: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Burned:
    """One word, wherever it is shown.

    Parameters
    ----------
    text, kind : str
        What is written; one of `burned_words.KINDS`.
    row, column, height, width : int
        Its box, in pixels from 0.
    frames : tuple of int
        In which frames it stands.
    letters : tuple of int
        The labels of its letters.
    line : int
        Which line of text it is part of, from 0.
    """

    text: str
    kind: str
    row: int
    column: int
    height: int
    width: int
    frames: tuple[int, ...]
    letters: tuple[int, ...]
    line: int

    def boxes(self) -> list[Box]:
        """Return its box in each frame."""
        place = (self.row, self.column, self.height, self.width)
        return [Box(frame, *place, self.text, self.kind) for frame in self.frames]


@dataclass(slots=True)
class Board:
    """A picture being written on.

    Parameters
    ----------
    image : ndarray of float64, shape (frames, rows, columns) or (frames, rows, columns, 3)
        Grey levels from 0 (black) to 1 (white) as they are to be seen, or Hounsfield units.
    """

    image: Array
    labels: Labels = field(init=False)
    words: list[Burned] = field(default_factory=list)
    _taken: Mask = field(init=False)

    def __post_init__(self) -> None:
        self.labels = np.zeros(self.image.shape[1:3], dtype=np.int32)
        self._taken = np.zeros(self.image.shape[1:3], dtype=bool)

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.image.shape[1], self.image.shape[2]

    def write(
        self,
        words: Words,
        face: Face,
        place: tuple[int, int],
        *,
        level: Level,
        right: bool = False,
        turn: int = 0,
        tilt: float = 0.0,
        frames: Iterable[int] | None = None,
        edge: Level | None = None,
    ) -> tuple[int, int] | None:
        """Write a line.

        Parameters
        ----------
        words : tuple of Word
            The line.
        face : Face
            The typeface.
        place : (int, int)
            Row and column of its upper left corner; of its upper right corner if ``right``.
        level : float or tuple of float
            Grey level or colour.
        right : bool, optional
            Align to the right.
        turn : int, optional
            Quarter turns, counter-clockwise.
        tilt : float, optional
            Degrees besides, counter-clockwise.
        frames : iterable of int, optional
            Where to show it; in all frames by default.
        edge : float or tuple of float, optional
            Level of an outline.

        Returns
        -------
        (int, int) or None
            Height and width of what was written; None if there was no room, and nothing is changed.
        """
        line = set_line(words, face).turned(turn)
        if tilt:
            line = line.tilted(tilt)
        height, width = line.ink.shape
        row, column = place[0], place[1] - width * right
        rows, columns = self.size
        around = (slice(max(row - 2, 0), row + height + 2),
                  slice(max(column - 3, 0), column + width + 3))  # fmt: skip
        inside = row >= 0 and column >= 0 and row + height <= rows and column + width <= columns
        if not inside or self._taken[around].any():
            return None
        self._taken[around] = True
        shown = tuple(range(len(self.image)) if frames is None else frames)
        self._note(line, row, column, shown)
        if edge is not None:
            self._blend(_grown(line.ink), row - 1, column - 1, edge, shown)
        self._blend(line.ink, row, column, level, shown)
        return height, width

    def _note(self, line: Line, row: int, column: int, shown: tuple[int, ...]) -> None:
        first = sum(len(word.letters) for word in self.words)
        number_of_line = self.words[-1].line + 1 if self.words else 0
        part = self.labels[row : row + line.labels.shape[0], column : column + line.labels.shape[1]]
        part[line.labels > 0] = line.labels[line.labels > 0] + first
        for number, word in enumerate(line.words):
            mine = [n + 1 for n, of in enumerate(line.letters) if of == number]
            rows, columns = np.nonzero(np.isin(line.labels, mine))
            if not len(rows):
                continue
            self.words.append(Burned(
                word.text, word.kind, row + int(rows.min()), column + int(columns.min()),
                int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1, shown,
                tuple(n + first for n in mine), number_of_line,
            ))  # fmt: skip

    def _blend(
        self, ink: Array, row: int, column: int, level: Level, shown: tuple[int, ...]
    ) -> None:
        top, left = max(-row, 0), max(-column, 0)
        ink = ink[top : self.size[0] - row, left : self.size[1] - column]
        row, column = row + top, column + left
        place = (slice(row, row + ink.shape[0]), slice(column, column + ink.shape[1]))
        cover: NDArray[Any] = ink[..., None] if self.image.ndim == 4 else ink
        for frame in shown:
            part = self.image[frame][place]
            part[...] = part * (1 - cover) + np.asarray(level) * cover

    def block(
        self,
        lines: Iterable[Words],
        face: Face,
        corner: str,
        *,
        level: Level,
        margin: int = 6,
        gap: float = 1.35,
        frames: Iterable[int] | None = None,
        edge: Level | None = None,
    ) -> int:
        """Write lines below one another into a corner.

        Parameters
        ----------
        lines : iterable of tuple of Word
            From the top.
        face, level, frames, edge
            As in `write`.
        corner : str
            ``"top left"``, ``"top right"``, ``"bottom left"`` or ``"bottom right"``.
        margin : int, optional
            Pixels from the edges.
        gap : float, optional
            From line to line, in heights of a line.

        Returns
        -------
        int
            How many lines had room.
        """
        written = list(lines)
        shown = None if frames is None else tuple(frames)
        step = round(set_line((Word("HXg" if face.name != "dots" else "HX", ""),), face)
                     .ink.shape[0] * gap)  # fmt: skip
        rows, columns = self.size
        top = margin if "top" in corner else rows - margin - step * len(written)
        right = "right" in corner
        column = columns - margin if right else margin
        return sum(
            self.write(line, face, (top + step * number, column), level=level, right=right,
                       frames=shown, edge=edge) is not None
            for number, line in enumerate(written)
        )  # fmt: skip


def _grown(ink: Array) -> Array:
    """Return the ink spread by one pixel on all sides."""
    wide = np.pad(ink, 2)
    rows, columns = ink.shape[0] + 2, ink.shape[1] + 2
    return np.asarray(np.max(
        [wide[r : r + rows, c : c + columns] for r in range(3) for c in range(3)], axis=0
    ))  # fmt: skip
