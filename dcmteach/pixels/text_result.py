"""What was found: boxes of text, frame by frame. It shows where, and what only to its owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column
from dcmteach.pixels.judging import TELLING
from dcmteach.pixels.views import Box

__all__ = ["IMAGE", "FrameText", "ImageText", "TextBox"]

IMAGE = "image"
"""The place of text that stands in the picture itself."""


@dataclass(frozen=True, slots=True)
class TextBox:
    """A piece of text in a frame.

    Parameters
    ----------
    row, column : int
        Its upper left pixel, 0-based.
    height, width : int
        Its size in pixels.
    text : str
        What was read. It may name the patient, and `repr` does not show it.
    confidence : float
        How sure the engine is, 0 to 1.
    judgement : str
        One of :data:`~dcmteach.pixels.judging.JUDGEMENTS`.
    """

    row: int
    column: int
    height: int
    width: int
    text: str = field(repr=False)
    confidence: float
    judgement: str

    @property
    def box(self) -> Box:
        """Its rectangle alone."""
        return Box(self.row, self.column, self.height, self.width)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values, its text included."""
        return {
            "row": self.row,
            "column": self.column,
            "height": self.height,
            "width": self.width,
            "text": self.text,
            "confidence": self.confidence,
            "judgement": self.judgement,
        }


@dataclass(frozen=True, slots=True)
class FrameText:
    """The text of one frame.

    Parameters
    ----------
    frame : int
        The frame, 0-based.
    boxes : tuple of TextBox
        From top to bottom.
    place : str
        :data:`IMAGE`; or the path of the overlay or icon it belongs to, and then `frame` is
        counted there.
    """

    frame: int
    boxes: tuple[TextBox, ...]
    place: str = IMAGE

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values; the place only where it is not the picture itself."""
        made: dict[str, Any] = {"frame": self.frame, "boxes": [b.to_json() for b in self.boxes]}
        return made if self.place == IMAGE else {**made, "place": self.place}


@dataclass(frozen=True, slots=True)
class _Line:
    """A box as a row of the table."""

    place: str
    frame: int
    row: int
    column: int
    height: int
    width: int
    text: str = field(repr=False)
    confidence: float
    judgement: str


class ImageText(Rows[_Line]):
    """The text found in a picture, as a table of its boxes.

    Parameters
    ----------
    frames : sequence of FrameText
        Only frames in which there is text.
    engine, version : str
        What read it.
    settings : mapping of str
        How it was set.
    frames_looked_at : int
        Frames that the picture has.
    """

    columns: ClassVar[tuple[Column, ...]] = (
        Column("place", "Place"),
        Column("frame", "Frame"),
        Column("row", "Row"),
        Column("column", "Column"),
        Column("height", "Height"),
        Column("width", "Width"),
        Column("text", "Text"),
        Column("confidence", "Confidence"),
        Column("judgement", "Judgement"),
    )

    def __init__(
        self,
        frames: Sequence[FrameText],
        *,
        engine: str,
        version: str,
        settings: Mapping[str, Any],
        frames_looked_at: int,
    ) -> None:
        self.frames = tuple(frames)
        self.engine = engine
        self.version = version
        self.settings = dict(settings)
        self.frames_looked_at = frames_looked_at
        super().__init__(
            [
                _Line(f.place, f.frame, b.row, b.column, b.height, b.width, b.text, b.confidence,
                      b.judgement)
                for f in self.frames
                for b in f.boxes
            ]
        )  # fmt: skip

    @property
    def judgement(self) -> str:
        """``"clean"``, ``"text"``, or ``"identifying"``: an identifier, a date or a number."""
        if any(line.judgement in TELLING for line in self):
            return "identifying"
        return "text" if len(self) else "clean"

    @property
    def boxes(self) -> Iterator[tuple[int, TextBox]]:
        """Frame and box of all text that stands in the picture itself."""
        return ((f.frame, box) for f in self.frames if f.place == IMAGE for box in f.boxes)

    @property
    def caption(self) -> str:
        """One line, the judgement, and how much there is."""
        places = f"{len(self)} box{'' if len(self) == 1 else 'es'}"
        frames = len({(f.place, f.frame) for f in self.frames})
        return (
            f"Text in the picture: {self.judgement} ({places} in {frames} of "
            f"{self.frames_looked_at} frame{'' if self.frames_looked_at == 1 else 's'}, read by "
            f"{self.engine} {self.version})"
        )

    def to_json(self) -> dict[str, Any]:
        """Return judgement and frames as plain values, the text included: for their owner."""
        return {"judgement": self.judgement, "frames": [f.to_json() for f in self.frames]}
