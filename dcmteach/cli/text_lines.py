"""What was read in an image, as lines for a terminal: a text that stays is told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

if TYPE_CHECKING:
    from dcmteach.pixels.text_result import ImageText

__all__ = ["TextLines"]


@dataclass(frozen=True, slots=True)
class _Line:
    place: str
    frames: str
    row: int
    column: int
    height: int
    width: int
    text: str = field(repr=False)
    confidence: float
    judgement: str


class TextLines(Rows[_Line]):
    """Boxes of text, each with all the frames that show it in the same place.

    Parameters
    ----------
    found : ImageText
        What ``find_text`` returned.
    """

    columns: ClassVar[tuple[Column, ...]] = (
        Column("place", "Place"),
        Column("frames", "Frames"),
        Column("row", "Row"),
        Column("column", "Column"),
        Column("height", "Height"),
        Column("width", "Width"),
        Column("text", "Text"),
        Column("confidence", "Confidence"),
        Column("judgement", "Judgement"),
    )

    def __init__(self, found: ImageText) -> None:
        frames: dict[tuple[object, ...], list[int]] = {}
        for told in found.frames:
            for box in told.boxes:
                key = (told.place, box.row, box.column, box.height, box.width, box.text,
                       box.confidence, box.judgement)  # fmt: skip
                frames.setdefault(key, []).append(told.frame)
        self._caption = found.caption
        super().__init__(
            [_Line(key[0], _runs(numbers), *key[1:]) for key, numbers in frames.items()]  # type: ignore[arg-type]
        )

    @property
    def caption(self) -> str:
        """One line, the judgement, and how much there is."""
        return self._caption


def _runs(numbers: Iterable[int]) -> str:
    """Write numbers, those that follow one another as ``0-7``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)
