"""Read the frames of a picture, all of them, for the price of a few."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dcmteach.pixels.engines.base import Engine, Word
from dcmteach.pixels.engines.union import united
from dcmteach.pixels.frames import Frames
from dcmteach.pixels.moving import standing, unlike

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["read_moving"]

_FEW = 3  # frames that are simply read


def read_moving(frames: Frames, engine: Engine) -> Mapping[int, list[Word]]:
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
        The words of each frame that has some. What stays for three frames counts in all.
    """
    if len(frames) <= _FEW:
        read = {number: engine.read(frames[number]) for number in range(len(frames))}
        return {number: words for number, words in read.items() if words}
    opening, busy = standing(frames)
    words: dict[int, list[Word]] = defaultdict(list)
    for number in range(len(frames)):
        pass
    stays = engine.read(opening)
    if stays:
        for number in range(len(frames)):
            words[number].extend(stays)
    looked = 0
    for moment in unlike(busy, opening.shape):
        if looked >= 2:
            break
        looked += 1
        own = engine.read(frames[moment.frame])
        for number in range(moment.frame, moment.until + 1):
            words[number] = united([*words[number], *own])
    return words
