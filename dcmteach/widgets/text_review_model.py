"""The state of the text reviewer: pictures, their boxes, and what somebody decided about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dcmteach.pixels.engines.base import EngineMissing
from dcmteach.pixels.frames import CannotDecode
from dcmteach.pixels.text import find_text
from dcmteach.widgets import text_review_html as page
from dcmteach.widgets.paged import one_of
from dcmteach.widgets.text_review_boxes import boxes_of, entry_of, reviewed_entry
from dcmteach.widgets.text_review_confirm import Confirming
from dcmteach.widgets.text_review_draw import CONTRASTS
from dcmteach.widgets.text_review_look import Looks
from dcmteach.widgets.text_review_page import Page
from dcmteach.widgets.text_review_pictures import Picture
from dcmteach.widgets.text_review_record import Record, now
from dcmteach.widgets.text_review_sheet import Sheet

__all__ = ["SHOWN", "TextReviewModel"]

SHOWN = {"boxes": "with boxes", "after": "as it will be", "both": "both beside each other"}
"""What of a picture can be shown, and the words for it."""


class TextReviewModel(Confirming):
    """Pictures and the text in them: decide box by box, confirm page by page.

    Parameters
    ----------
    pictures : sequence of Picture
        What there is to review, at least one.
    found : mapping of int to sequence
        By the number of the picture (0-based): the frames that ``find_text`` found.
    engine : str or Engine or None
        What reads the pictures of which nothing is known, when they are first looked at; None is
        nothing.
    notes : sequence of str
        What was left out.
    reviewer : str
        Who looks.
    per_page : int
        How many frames stand on a page of the contact sheet.

    Attributes
    ----------
    number, frame : int
        The picture and the frame looked at, 0-based.
    shown, contrast : str
        Keys of :data:`SHOWN` and of ``CONTRASTS``.
    all_frames : bool
        Whether a new box is for all frames.
    said : str
        What the last action did, or why it was not done.
    refused : bool
        Whether the last action was not done.
    """

    def __init__(
        self,
        pictures: Sequence[Picture],
        found: Mapping[int, Any],
        *,
        engine: Any = "auto",
        notes: Sequence[str] = (),
        reviewer: str = "",
        per_page: int = 12,
    ) -> None:
        self.pictures = tuple(pictures)
        self.notes = tuple(notes)
        self.reviewer = reviewer
        self.record = Record()
        self.sheet = Sheet([picture.size.frames for picture in self.pictures], per_page)
        self.number = self.frame = 0
        self.shown, self.contrast = "boxes", "file"
        self.all_frames = True
        self.said, self.refused = "", False
        self._engine = engine
        self._looks = Looks(self.pictures)
        self._pages = [Page(picture.size) for picture in self.pictures]
        for number, frames in found.items():
            self._pages[number].put(boxes_of(frames, self.pictures[number].size))

    # --- what the person looks at ---------------------------------------------------------

    def turn_to(self, number: int, frame: int = 0) -> None:
        """Look at another picture; the first is 0."""
        self.number = min(max(number, 0), len(self.pictures) - 1)
        self.turn_to_frame(frame)
        self.said, self.refused = "", False

    def turn_to_frame(self, frame: int) -> None:
        """Look at another frame; the first is 0."""
        self.frame = min(max(frame, 0), self.picture.size.frames - 1)

    def show(self, shown: str) -> None:
        """Show the picture with its boxes, as it will be, or both."""
        self.shown = one_of("shown", shown, SHOWN)

    def set_contrast(self, contrast: str) -> None:
        """Show grey values otherwise; what is in the file stays as it is."""
        self.contrast = one_of("contrast", contrast, CONTRASTS)

    def select(self, number: int) -> None:
        """Select a box by its number, from 0 on, and go to a frame that has it."""
        self.boxes.select(number)
        box = self.boxes.current
        if box.in_picture and self.frame not in box.frames:
            self.turn_to_frame(box.frames[0])

    # --- what the person does -------------------------------------------------------------

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

    # --- what is kept ---------------------------------------------------------------------

    def decisions(self) -> list[dict[str, Any]]:
        """Return all boxes as ``dcmteach redact --boxes`` takes them; for their owner."""
        who = self.reviewer
        return [
            entry_of(picture.file, boxes.boxes, reviewer=who, when=now() if boxes.touched else "")
            for picture, boxes in zip(self.pictures, self._pages, strict=True)
            if boxes.was_read or boxes.touched
        ]

    def restore(self, number: int, entry: Mapping[str, Any]) -> None:
        """Go on with what was saved of a picture."""
        boxes = self._pages[number]
        boxes.put(reviewed_entry(entry, self.pictures[number].size))
        boxes.touched = True

    # --- what is shown --------------------------------------------------------------------

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
        if not boxes.was_read and not boxes.problem and self._engine is not None:
            try:
                found = find_text(self.pictures[number].dataset(), self._engine)
                boxes.put(boxes_of(found.frames, boxes.size))
            except (EngineMissing, CannotDecode) as error:
                boxes.problem = str(error)
        return boxes

    def seen(self, *, after: bool) -> tuple[str, str]:
        """Return the frame as PNG in base64, or why there is none."""
        boxes = self.boxes
        return self._looks.picture(
            self.number, self.frame, boxes.boxes,
            selected=boxes.selected, contrast=self.contrast, after=after,
        )  # fmt: skip

    def options(self) -> list[tuple[str, int]]:
        """Return a line of text and the number of each box."""
        return [(page.line(self, number), number) for number in range(len(self.boxes.boxes))]

    def status(self) -> str:
        """Return one line on how far the review is."""
        return page.status(self)

    def pictures_html(self) -> str:
        """Return the picture as HTML."""
        return page.pictures(self)

    def box_html(self) -> str:
        """Return what is known of the selected box as HTML."""
        return page.box(self)

    def said_html(self) -> str:
        """Return what the last action did as HTML."""
        return page.said(self)

    def render(self) -> str:
        """Return the state as HTML."""
        return page.whole(self)

    def alt(self) -> str:
        """Return the state in two or three sentences; no text of a box is in it."""
        return page.alt(self)

    def _follow(self) -> None:
        """Go to a frame that has the selected box."""
        if self.boxes.selected >= 0:
            self.select(self.boxes.selected)
