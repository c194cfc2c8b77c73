"""The boxes of one picture, and what is done to them; each step can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.pixels.judging import JUDGEMENTS
from dcmteach.widgets.paged import one_of
from dcmteach.widgets.text_review_boxes import DECISIONS, ReviewBox, Size
from dcmteach.widgets.text_review_grip import between, edges_at

__all__ = ["KINDS", "Page"]

KINDS = {
    "identifier": "identifies the patient",
    "date": "date or number",
    "technical": "technical mark",
    "unknown": "unknown",
}
"""What a piece of text can be, and the words for it."""

_CLICK = 3  # pixels that a hand moves while it clicks


class Page:
    """The boxes of a picture under review.

    Parameters
    ----------
    size : Size
        The picture's.

    Attributes
    ----------
    boxes : tuple of ReviewBox
        All of them.
    selected : int
        The number of the selected one, from 0 on; -1 if there is none.
    was_read : bool
        Whether something looked for text in the picture; if not, that there are no boxes means
        nothing.
    problem : str
        Why it could not be read.
    touched : bool
        Whether somebody decided something here.
    """

    def __init__(self, size: Size) -> None:
        self.size = size
        self.boxes: tuple[ReviewBox, ...] = ()
        self.selected = -1
        self.was_read = False
        self.problem = ""
        self.touched = False
        self._undo: list[tuple[tuple[ReviewBox, ...], int, bool]] = []

    def put(self, boxes: Sequence[ReviewBox]) -> None:
        """Start with these boxes."""
        self.boxes = tuple(boxes)
        self.selected = 0 if boxes else -1
        self.was_read = True

    # --- what the person does -------------------------------------------------------------

    def select(self, number: int) -> None:
        """Select a box by its number, from 0 on.

        Raises
        ------
        DcmteachError
            If there is none of this number.
        """
        if not 0 <= number < len(self.boxes):
            raise DcmteachError(
                f"There is no box {number + 1} here (there are {len(self.boxes)}). "
                "Choose one of the list, or draw a new one."
            )
        self.selected = number

    def decide(self, decision: str) -> None:
        """Decide about the selected box and go on to the next open one."""
        self._change(decision=one_of("decision", decision, DECISIONS))
        total = len(self.boxes)
        ahead = [(self.selected + step) % total for step in range(1, total)]
        self.selected = next((n for n in ahead if self.boxes[n].decision == "open"), self.selected)

    def judge(self, kind: str) -> None:
        """Say what the selected text is."""
        self._change(judgement=one_of("kind", kind, dict.fromkeys(JUDGEMENTS, "")))

    def everywhere(self, on: bool, frame: int, /) -> None:
        """Have the selected box in all frames, or only in this one, 0-based."""
        self._change(frames=tuple(range(self.size.frames)) if on else (frame,))

    def lay(self, **corners: int) -> None:
        """Move or resize the selected box: ``row``, ``column``, ``height``, ``width``."""
        if not self.current.in_picture:
            raise DcmteachError(
                "This text stands in an overlay or an icon, not in the picture: its box stays "
                "where it is. Redact it or leave it."
            )
        self._change(**corners)

    def move(self, down: int, across: int) -> None:
        """Move the selected box by so many pixels; it stays in the picture."""
        self.lay(row=self.current.row + down, column=self.current.column + across)

    def grow(self, higher: int, wider: int) -> None:
        """Make the selected box larger at its lower and right side, or smaller."""
        box = self.current
        height = min(max(1, box.height + higher), self.size.rows - box.row)
        width = min(max(1, box.width + wider), self.size.columns - box.column)
        self.lay(height=height, width=width)

    def draw(self, row: int, column: int, height: int, width: int, *, frames: Sequence[int]) -> int:
        """Add a box, to be redacted, and select it; return its number, from 0 on."""
        box = ReviewBox(row, column, height, width, tuple(frames), decision="redact", drawn=True)
        self._keep()
        self.boxes = (*self.boxes, box.within(self.size))
        self.selected = len(self.boxes) - 1
        return self.selected

    def delete(self) -> None:
        """Take away the selected box, if somebody drew it; what was read can only be left."""
        if not self.current.drawn:
            raise DcmteachError(
                "This box was read, not drawn, and stays in the list. "
                "To have its text in the picture, leave it."
            )
        self._keep()
        self.boxes = tuple(b for n, b in enumerate(self.boxes) if n != self.selected)
        self.selected = min(self.selected, len(self.boxes) - 1)

    def point(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        frame: int,
        frames: Sequence[int],
    ) -> str:
        """Take what a mouse did: a click selects; a drag moves, resizes or draws.

        Parameters
        ----------
        start, end : tuple of float
            Row and column where the button went down and up.
        frame : int
            The frame looked at, 0-based.
        frames : sequence of int
            The frames that a new box is for.

        Returns
        -------
        str
            ``"selected"``, ``"moved"``, ``"resized"``, ``"drawn"``, or empty if nothing.
        """
        down, across = end[0] - start[0], end[1] - start[1]
        if max(abs(down), abs(across)) < _CLICK:
            hit = [n for n, b in enumerate(self.boxes) if b.shown_in(frame) and b.holds(*end)]
            if hit:
                self.selected = min(hit, key=lambda n: self.boxes[n].height * self.boxes[n].width)
            return "selected" if hit else ""
        box = self.boxes[self.selected] if self.selected >= 0 else None
        edges = edges_at(box, start) if box is not None and box.shown_in(frame) else None
        if box is not None and edges is not None:
            if not any(edges):
                self.move(round(down), round(across))
                return "moved"
            top, left = box.row + edges[0] * down, box.column + edges[1] * across
            bottom = box.row + box.height + edges[2] * down
            right = box.column + box.width + edges[3] * across
            self.lay(**between((top, left), (bottom, right), self.size))
            return "resized"
        self.draw(**between(start, end, self.size), frames=frames)
        return "drawn"

    def undo(self) -> bool:
        """Take the last step back; return whether there was one."""
        if not self._undo:
            return False
        self.boxes, self.selected, self.touched = self._undo.pop()
        return True

    # --- what there is --------------------------------------------------------------------

    @property
    def current(self) -> ReviewBox:
        """The selected box.

        Raises
        ------
        DcmteachError
            If there is none.
        """
        if self.selected < 0:
            raise DcmteachError("No box is selected. Choose one of the list, or draw a new one.")
        return self.boxes[self.selected]

    @property
    def open(self) -> int:
        """How many boxes are not decided yet."""
        return sum(box.decision == "open" for box in self.boxes)

    @property
    def covered(self) -> tuple[ReviewBox, ...]:
        """What is to be covered: all but what somebody said to leave."""
        return tuple(box for box in self.boxes if box.covered)

    # --- how ------------------------------------------------------------------------------

    def _keep(self) -> None:
        self._undo.append((self.boxes, self.selected, self.touched))
        self.touched = True

    def _change(self, **changes: Any) -> None:
        box = replace(self.current, **changes)
        if box.in_picture:
            box = box.within(self.size)
        if box == self.current:
            return
        self._keep()
        kept = list(self.boxes)
        kept[self.selected] = box
        self.boxes = tuple(kept)
