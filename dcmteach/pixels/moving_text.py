"""Read all frames of a picture for the price of a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.engines.base import Engine, Word
from dcmteach.pixels.engines.union import united
from dcmteach.pixels.frames import Frames
from dcmteach.pixels.moving import Moment, Scene, scenes, unlike
from dcmteach.pixels.views import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["read_frames"]

_FEW = 3  # frames that are simply read, one by one
_PAGES = 2  # pages of parts that only some frames show
_ROOM = 0.6  # of a frame: a part larger than that is read as a frame


def read_frames(frames: Frames, engine: Engine) -> Mapping[int, list[Word]]:
    """Read all frames of a picture.

    Parameters
    ----------
    frames : Frames
        One or more.
    engine : Engine
        What reads.

    Returns
    -------
    mapping of int to list of Word
        The words of each frame that has some. What stays for three frames of a scene counts in
        all of them; what only some frames show, in those.
    """
    words: dict[int, list[Word]] = defaultdict(list)
    if len(frames) <= _FEW:
        for number in range(len(frames)):
            words[number] = _still(frames, number, engine)
    else:
        for scene in scenes(frames):
            _read_scene(frames, scene, engine, words)
    return {number: found for number, found in sorted(words.items()) if found}


def _still(frames: Frames, number: int, engine: Engine) -> list[Word]:
    """Read a frame: in grey, and in its colours where they show what grey does not."""
    return united([word for plane in frames.planes(number) for word in engine.read(plane)])


def _read_scene(frames: Frames, scene: Scene, engine: Engine, words: dict[int, list[Word]]) -> None:
    if scene.stop - scene.start <= _FEW:
        for number in range(scene.start, scene.stop):
            words[number] = _still(frames, number, engine)
        return
    stays = engine.read(scene.opening)
    for number in range(scene.start, scene.stop):
        words[number] = list(stays)
    shape = scene.opening.shape
    for page, parts in _pages(frames, unlike(scene, shape), shape):
        for word in engine.read(page):
            for moment, row, column in parts:
                found = _in_frame(word, moment.box, row, column)
                if found is None:
                    continue
                for number in range(moment.frame, moment.last + 1):
                    words[number] = united([*words[number], found])


def _in_frame(word: Word, box: Box, row: int, column: int) -> Word | None:
    """Return where a word on the page stands in the frame, if it stands in this part."""
    middle = word.box.row + word.box.height / 2, word.box.column + word.box.width / 2
    if not (0 <= middle[0] - row < box.height and 0 <= middle[1] - column < box.width):
        return None
    top, left = max(word.box.row, row), max(word.box.column, column)
    bottom = min(word.box.end_row, row + box.height)
    right = min(word.box.end_column, column + box.width)
    moved = Box(top - row + box.row, left - column + box.column, bottom - top, right - left)
    return word._replace(box=moved)


def _pages(
    frames: Frames, moments: Sequence[Moment], shape: tuple[int, int]
) -> Iterator[tuple[NDArray[Any], list[tuple[Moment, int, int]]]]:
    """Pack what is unlike on pages as large as a frame, the most unlike first."""
    import numpy as np

    pages: list[tuple[Any, list[tuple[Moment, int, int]], list[int]]] = []
    for moment in moments:
        wide = moment._replace(box=moment.box.grown(24, shape))
        large = wide.box.area > _ROOM * shape[0] * shape[1]
        if large:
            wide = wide._replace(box=Box(0, 0, *shape))
        frame = frames[moment.frame]
        part = frame[wide.box.row : wide.box.end_row, wide.box.column : wide.box.end_column]
        place = next(
            (spot for page in pages if (spot := _room(page[2], wide.box, shape)) is not None), None
        )
        if place is None:
            if len(pages) == _PAGES:
                break
            fresh = [0, 0, 0]
            pages.append((np.full(shape, np.median(frame), dtype=frame.dtype), [], fresh))
            place = _room(fresh, wide.box, shape) or (fresh, 0, 0)
        shelf, row, column = place
        holder = next(page for page in pages if page[2] is shelf)
        holder[0][row : row + wide.box.height, column : column + wide.box.width] = part
        holder[1].append((wide, row, column))
        shelf[:] = [row, column + wide.box.width + 8, max(shelf[2], row + wide.box.height + 8)]
    for picture, parts, _ in pages:
        yield picture, parts


def _room(shelf: list[int], box: Box, shape: tuple[int, int]) -> tuple[list[int], int, int] | None:
    """Return where a part fits: beside the last, or below all so far."""
    row, column, below = shelf
    if column + box.width <= shape[1] and row + box.height <= shape[0]:
        return shelf, row, column
    if below + box.height <= shape[0] and box.width <= shape[1]:
        return shelf, below, 0
    return None
