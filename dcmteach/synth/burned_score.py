"""How well text was found in an image of the set, by its answer key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Protocol

import numpy as np

from dcmteach.pixels.redact_boxes import Box, with_margin
from dcmteach.synth.burned import BurnedKey
from dcmteach.synth.burned_board import Burned
from dcmteach.synth.shapes import Mask

__all__ = ["FOUND_FROM", "LETTER_FROM", "BurnedScore", "FoundBox", "score_burned"]

FOUND_FROM = 0.5
"""A word is found if so much of its box is under boxes, in each frame that shows it."""

LETTER_FROM = 0.95
"""An image is fully covered if so much of each letter's ink is under boxes and their margins."""


class FoundBox(Protocol):
    """What is scored: a box in one frame, in pixels from 0, and what it was judged to be."""

    @property
    def row(self) -> int: ...  # noqa: D102
    @property
    def column(self) -> int: ...  # noqa: D102
    @property
    def height(self) -> int: ...  # noqa: D102
    @property
    def width(self) -> int: ...  # noqa: D102
    @property
    def judgement(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class BurnedScore:
    """Counts, of one image or of many: they can be added.

    Parameters
    ----------
    with_text, clean : int
        Images with text, and without.
    flagged, false_alarms : int
        Those of the first, and of the second, in which any box was found.
    covered : int
        Images with text of which every letter is under boxes.
    words, words_found : int
        Words, and those found.
    naming, naming_judged : int
        Pieces of lines that name somebody or give a date, and those judged to.
    plain, plain_judged : int
        Lines in which nobody is named and no date given, and those judged otherwise.
    """

    with_text: int = 0
    clean: int = 0
    flagged: int = 0
    false_alarms: int = 0
    covered: int = 0
    words: int = 0
    words_found: int = 0
    naming: int = 0
    naming_judged: int = 0
    plain: int = 0
    plain_judged: int = 0

    def __add__(self, other: BurnedScore) -> BurnedScore:
        """Add the counts."""
        names = [field.name for field in fields(self)]
        return BurnedScore(*(getattr(self, name) + getattr(other, name) for name in names))

    def shares(self) -> dict[str, float]:
        """Return the shares by name; NaN where there is nothing to have a share of.

        Returns
        -------
        dict
            ``recall`` (words found), ``flagged``, ``covered``, ``false_alarms`` (clean images
            flagged), ``judged`` (naming text judged so), ``overjudged`` (other text judged so).
        """
        pairs = {
            "recall": (self.words_found, self.words),
            "flagged": (self.flagged, self.with_text),
            "covered": (self.covered, self.with_text),
            "false_alarms": (self.false_alarms, self.clean),
            "judged": (self.naming_judged, self.naming),
            "overjudged": (self.plain_judged, self.plain),
        }
        return {
            name: part / whole if whole else float("nan") for name, (part, whole) in pairs.items()
        }


def score_burned(
    key: BurnedKey,
    frames: Iterable[Iterable[FoundBox]],
    *,
    margin: int | None = None,
    naming: Iterable[str] = ("identifier", "date"),
) -> BurnedScore:
    """Score what was found in one image.

    Parameters
    ----------
    key : BurnedKey
        Its answer key.
    frames : iterable of iterable of FoundBox
        The boxes of each frame, in order.
    margin : int, optional
        Pixels around each box that are redacted as well; as many as `redact` takes by default.
    naming : iterable of str, optional
        The judgements that mean that somebody is named, or a date given.

    Returns
    -------
    BurnedScore
        The counts of this image.
    """
    found = [list(boxes) for boxes in frames]
    flagged = any(found)
    if not key.words:
        return BurnedScore(clean=1, false_alarms=int(flagged))
    shape, meant = key.labels.shape, frozenset(naming)
    tight = [_under(shape, boxes) for boxes in found]
    wide = [_under(shape, boxes, margin) for boxes in found]
    judged = [_under(shape, [b for b in boxes if b.judgement in meant]) for boxes in found]
    pieces = [
        list(words) for _, words in groupby(key.words, lambda word: (word.line, _names(word)))
    ]
    hits = [(_names(words[0]), _share(words, judged) >= FOUND_FROM) for words in pieces]
    telling = {word.line for word in key.words if _names(word)}
    alone = [
        hit for words, (_, hit) in zip(pieces, hits, strict=True) if words[0].line not in telling
    ]
    return BurnedScore(
        with_text=1,
        flagged=int(flagged),
        covered=int(all(_covered(key, word, wide) for word in key.words)),
        words=len(key.words),
        words_found=sum(_share([word], tight) >= FOUND_FROM for word in key.words),
        naming=sum(naming for naming, _ in hits),
        naming_judged=sum(naming and hit for naming, hit in hits),
        plain=len(alone),
        plain_judged=sum(alone),
    )


def _names(word: Burned) -> bool:
    return word.kind in ("identifier", "date")


def _under(shape: tuple[int, ...], boxes: Iterable[FoundBox], margin: int | None = 0) -> Mask:
    mask = np.zeros(shape, dtype=bool)
    for box in boxes:
        wide = with_margin(Box(box.row, box.column, box.height, box.width), margin)
        rows = slice(max(wide.row, 0), wide.row + wide.height)
        mask[rows, max(wide.column, 0) : wide.column + wide.width] = True
    return mask


def _share(words: list[Burned], masks: list[Mask]) -> float:
    """Return how much of the words' boxes is under the masks, in the frame with least."""
    shares = []
    for frame in words[0].frames:
        if frame >= len(masks):
            return 0.0
        parts = [
            masks[frame][w.row : w.row + w.height, w.column : w.column + w.width] for w in words
        ]
        shares.append(sum(part.sum() for part in parts) / sum(part.size for part in parts))
    return float(min(shares))


def _covered(key: BurnedKey, word: Burned, masks: list[Mask]) -> bool:
    if max(word.frames) >= len(masks):
        return False
    return all(
        masks[frame][ink].mean() >= LETTER_FROM
        for ink in key.letters(word)
        for frame in word.frames
    )
