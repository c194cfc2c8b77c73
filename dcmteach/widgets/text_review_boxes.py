"""Boxes of text under review, and the JSON they are saved in and found again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from dcmteach.errors import DcmteachError
from dcmteach.pixels.judging import JUDGEMENTS, TELLING
from dcmteach.pixels.redact_boxes import Box
from dcmteach.pixels.text_result import IMAGE

__all__ = ["DECISIONS", "ReviewBox", "Size", "boxes_of", "entry_of", "reviewed_entry"]

DECISIONS = {"open": "to decide", "redact": "redact", "leave": "leave"}
"""What can be decided about a box, and the words for it; what is open is covered, too."""

_OF_THE_BOX = ("row", "column", "height", "width")


class Size(NamedTuple):
    """The size of a picture: its rows and columns in pixels, and how many frames it has."""

    rows: int
    columns: int
    frames: int


@dataclass(frozen=True, slots=True)
class ReviewBox:
    """A piece of text, the same in all its frames, and what was decided about it.

    Parameters
    ----------
    row, column, height, width : int
        Where it is, 0-based, in pixels.
    frames : tuple of int
        In which frames, 0-based.
    text : str
        What was read; empty for a box that somebody drew. `repr` does not show it.
    confidence : float
        How sure the engine was, 0 to 1.
    judgement : str
        One of :data:`~dcmteach.pixels.judging.JUDGEMENTS`.
    decision : str
        A key of :data:`DECISIONS`.
    place : str
        ``"image"``, or the path of the overlay or icon it stands in.
    drawn : bool
        Whether somebody drew it.
    """

    row: int
    column: int
    height: int
    width: int
    frames: tuple[int, ...]
    text: str = field(default="", repr=False)
    confidence: float = 1.0
    judgement: str = "unknown"
    decision: str = "open"
    place: str = IMAGE
    drawn: bool = False

    @property
    def covered(self) -> bool:
        """Whether it is to be covered: unless somebody said to leave it."""
        return self.decision != "leave"

    @property
    def in_picture(self) -> bool:
        """Whether it stands in the picture itself, not in an overlay or icon."""
        return self.place == IMAGE

    def shown_in(self, frame: int) -> bool:
        """Tell whether it is to be drawn in a frame, 0-based."""
        return self.in_picture and frame in self.frames

    def holds(self, row: float, column: float) -> bool:
        """Tell whether a point lies in it."""
        inside = 0 <= row - self.row <= self.height
        return inside and 0 <= column - self.column <= self.width

    def within(self, size: Size) -> ReviewBox:
        """Return it moved and shrunk as far as it takes to lie in a picture of this size."""
        height = min(max(self.height, 1), size.rows)
        width = min(max(self.width, 1), size.columns)
        row = min(max(self.row, 0), size.rows - height)
        column = min(max(self.column, 0), size.columns - width)
        return replace(self, row=row, column=column, height=height, width=width)

    def to_redact(self, size: Size) -> list[Box]:
        """Return it as boxes for ``redact``: one for all frames, or one for each."""
        place = "" if self.in_picture else self.place
        everywhere = self.in_picture and len(self.frames) == size.frames
        frames = [None] if everywhere else list(self.frames)
        return [Box(self.row, self.column, self.height, self.width, f, place) for f in frames]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values, its text included."""
        made: dict[str, Any] = {name: getattr(self, name) for name in _OF_THE_BOX}
        made |= {"text": self.text, "confidence": self.confidence, "judgement": self.judgement}
        made["decision"] = self.decision
        return made | {"drawn": True} if self.drawn else made


def boxes_of(frames: Iterable[Any], size: Size) -> tuple[ReviewBox, ...]:
    """Gather what was found, frame by frame; what is the same in several frames is one box.

    Parameters
    ----------
    frames : iterable
        ``FrameText``, or mappings as ``dcmteach find-text --json`` writes them.
    size : Size
        The picture's.

    Raises
    ------
    DcmteachError
        If something is no box.
    """
    joined: dict[ReviewBox, set[int]] = {}
    for told in frames:
        entry = told if isinstance(told, Mapping) else told.to_json()
        number = entry.get("frame")
        within = range(size.frames) if number is None else (number,)
        for box in entry.get("boxes", ()):
            one = _one(box, str(entry.get("place", IMAGE)), size)
            joined.setdefault(one, set()).update(within)
    found = [replace(box, frames=tuple(sorted(numbers))) for box, numbers in joined.items()]
    groups: dict[tuple[bool, bool, tuple[int, ...]], list[ReviewBox]] = {}
    for made in found:
        groups.setdefault((made.drawn, not made.in_picture, made.frames), []).append(made)
    return tuple(box for key in sorted(groups) for box in _as_read(groups[key]))


def _as_read(boxes: Iterable[ReviewBox]) -> list[ReviewBox]:
    """Sort boxes as one reads: line by line, although one word may stand a pixel higher."""
    lines: list[list[ReviewBox]] = []
    for box in sorted(boxes, key=lambda b: (b.row + b.height / 2, b.column)):
        last = lines[-1][0] if lines else None
        if last is not None and box.row + box.height / 2 < last.row + last.height:
            lines[-1].append(box)
        else:
            lines.append([box])
    return [box for line in lines for box in sorted(line, key=lambda b: (b.column, b.row))]


def entry_of(
    file: str, boxes: Sequence[ReviewBox], *, reviewer: str = "", when: str = ""
) -> dict[str, Any]:
    """Write a picture's boxes as ``dcmteach find-text --json`` does, and ``redact`` reads.

    Parameters
    ----------
    file : str
        The picture's file.
    boxes : sequence of ReviewBox
        All of them. Those that are left stand apart, where ``redact`` does not see them.
    reviewer, when : str, optional
        Who decided, and when.
    """
    judgement = "text" if boxes else "clean"
    if any(box.judgement in TELLING for box in boxes):
        judgement = "identifying"
    made: dict[str, Any] = {"file": file, "judgement": judgement}
    made["frames"] = _by_frame(box for box in boxes if box.covered)
    made["left"] = _by_frame(box for box in boxes if not box.covered)
    return made | {"reviewer": reviewer, "reviewed": when}


def reviewed_entry(entry: Mapping[str, Any], size: Size) -> tuple[ReviewBox, ...]:
    """Return the boxes of an entry that :func:`entry_of` or ``find-text`` wrote."""
    return boxes_of([*entry.get("frames", ()), *entry.get("left", ())], size)


def _by_frame(boxes: Iterable[ReviewBox]) -> list[dict[str, Any]]:
    frames: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for box in boxes:
        for number in box.frames:
            frames.setdefault((box.place, number), []).append(box.to_json())
    return [
        {"frame": number, "boxes": found} | ({} if place == IMAGE else {"place": place})
        for (place, number), found in sorted(frames.items(), key=lambda kept: kept[0])
    ]


def _one(box: Any, place: str, size: Size) -> ReviewBox:
    """Make a box without its frames."""
    try:
        row, column, height, width = (float(box[name]) for name in _OF_THE_BOX)
        judgement = str(box.get("judgement", "unknown"))
        decision = str(box.get("decision", "open"))
        made = ReviewBox(
            math.floor(row),
            math.floor(column),
            math.ceil(height),
            math.ceil(width),
            (),
            str(box.get("text", "")),
            float(box.get("confidence", 1.0)),
            judgement if judgement in JUDGEMENTS else "unknown",
            decision if decision in DECISIONS else "open",
            place,
            bool(box.get("drawn", False)),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise DcmteachError(
            "A box is a row, a column, a height and a width in pixels. Give what find_text() "
            "returns, or the JSON that dcmteach find-text --json or TextReviewer wrote."
        ) from None
    return made.within(size) if place == IMAGE else made
