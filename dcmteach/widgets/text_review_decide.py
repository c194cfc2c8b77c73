"""Deciding about the boxes of the pictures, each step on record; pictures are read for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.pixels.text import find_text
from dcmteach.widgets.text_review_boxes import boxes_of
from dcmteach.widgets.text_review_confirm import Confirming
from dcmteach.widgets.text_review_page import Page
from dcmteach.widgets.text_review_pictures import Picture

__all__ = ["Deciding"]


class Deciding(Confirming):
    """The part of the text reviewer's model that is about boxes."""

    number: int
    frame: int
    all_frames: bool

    # --- the pictures ---------------------------------------------------------------------

    @property
    def picture(self) -> Picture:
        """The picture looked at."""
        return self.pictures[self.number]

    @property
    def boxes(self) -> Page:
        """Its boxes; the picture is read now if nobody did."""
        return self.read(self.number)

    def read(self, number: int) -> Page:
        """Return the boxes of a picture, and look for them first if nobody did."""
        boxes = self._pages[number]
        if self.unread(number):
            try:
                found = find_text(self.pictures[number].dataset(), self._engine)
                boxes.put(boxes_of(found.frames, boxes.size))
            except DcmteachError as error:
                boxes.problem = str(error)
        return boxes

    def read_all(self, told: Callable[[int, int], Any] | None = None) -> int:
        """Look for text in all pictures in which nobody looked yet.

        Parameters
        ----------
        told : callable, optional
            Called after each with how many are read, and how many there were to read.

        Returns
        -------
        int
            How many were read.
        """
        unread = [number for number in range(len(self.pictures)) if self.unread(number)]
        for count, number in enumerate(unread, 1):
            self.read(number)
            if told is not None:
                told(count, len(unread))
        done = sum(self._pages[number].was_read for number in unread)
        failed = len(unread) - done
        self.said, self.refused = f"{done} picture{'s' * (done != 1)} read.", bool(failed)
        if failed:
            self.said += f" {failed} could not be read: look closer at each, to see why."
        return done

    # --- the boxes ------------------------------------------------------------------------

    def turn_to_frame(self, frame: int) -> None:
        """Look at another frame; the first is 0."""
        self.frame = min(max(frame, 0), self.picture.size.frames - 1)

    def select(self, number: int) -> None:
        """Select a box by its number, from 0 on, and go to a frame that has it."""
        self.boxes.select(number)
        box = self.boxes.current
        if box.in_picture and self.frame not in box.frames:
            self.turn_to_frame(box.frames[0])

    def act(self, what: str, action: Callable[[], Any]) -> Any:
        """Do something to the selected box, and note who did it.

        Parameters
        ----------
        what : str
            What it is called in the record.
        action : callable
            What does it, on :attr:`boxes`.

        Raises
        ------
        DcmteachError
            If it is refused.
        """
        boxes, number = self.boxes, self.boxes.selected
        before = boxes.boxes
        answer = action()
        if boxes.boxes == before:
            return answer
        about = number if len(boxes.boxes) == len(before) else len(before) - 1
        if len(boxes.boxes) > len(before):
            about = len(before)
        now_there = boxes.boxes[about] if about < len(boxes.boxes) else before[number]
        where = {name: getattr(now_there, name) for name in ("row", "column", "height", "width")}
        self.record.note(
            what,
            self.reviewer,
            picture=self.number,
            box=about + 1,
            frames=list(now_there.frames),
            decision=now_there.decision,
            judgement=now_there.judgement,
            **where,
        )
        self.said, self.refused = f"Box {about + 1}: {what}.", False
        return answer

    def decide(self, decision: str) -> None:
        """Have the selected box redacted or left, and go on to the next open one."""
        words = {"redact": "to be redacted", "leave": "to be left", "open": "to be decided again"}
        self.act(words.get(decision, ""), lambda: self.boxes.decide(decision))
        self._follow()

    def decide_all(self) -> None:
        """Have all open boxes of this picture redacted."""
        while self.boxes.open:
            if self.boxes.current.decision != "open":
                at = [n for n, b in enumerate(self.boxes.boxes) if b.decision == "open"]
                self.boxes.select(at[0])
            self.decide("redact")
        self.said, self.refused = "No box of this picture is open.", False

    def decide_everywhere(self) -> None:
        """Have all open boxes of all pictures redacted."""
        here, frame = self.number, self.frame
        count = 0
        for number, boxes in enumerate(self._pages):
            if boxes.open:
                self.number, count = number, count + boxes.open
                self.decide_all()
        self.number, self.frame = here, frame
        self.said = (
            f"{count} box{'es' * (count != 1)} to be redacted. No box of any picture is open."
        )

    def point(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Take a click or a drag of the mouse, in shares of the picture from its upper left."""
        size = self.picture.size
        places = [(row * size.rows, column * size.columns) for row, column in (start, end)]
        frames = range(size.frames) if self.all_frames else (self.frame,)
        marks = {"moved", "resized", "drawn"}
        boxes = self.boxes
        before = len(boxes.boxes)

        def action() -> str:
            return boxes.point(*places, frame=self.frame, frames=frames)

        drags = max(abs(places[1][0] - places[0][0]), abs(places[1][1] - places[0][1]))
        answer = self.act("moved by mouse", action) if drags else action()
        if answer in marks and len(boxes.boxes) > before:
            self.record.entries[-1]["what"] = "drawn"
            self.said = f"Box {len(boxes.boxes)}: drawn."

    def draw(self, row: int, column: int, height: int, width: int) -> None:
        """Add a box, in pixels, to be redacted."""
        size = self.picture.size
        frames = range(size.frames) if self.all_frames else (self.frame,)
        self.act("drawn", lambda: self.boxes.draw(row, column, height, width, frames=frames))

    def undo(self) -> None:
        """Take back the last step in this picture."""
        if self.boxes.undo():
            self.record.note("last step taken back", self.reviewer, picture=self.number)
            self.said, self.refused = "The last step is taken back.", False
        else:
            self.said, self.refused = "There is nothing to take back in this picture.", True

    def _follow(self) -> None:
        """Go to a frame that has the selected box."""
        if self.boxes.selected >= 0:
            self.select(self.boxes.selected)
