"""The state of the text reviewer: pictures, their boxes, and what somebody decided about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dcmteach.widgets import text_review_html as page
from dcmteach.widgets.paged import one_of
from dcmteach.widgets.text_review_boxes import boxes_of, entry_of, reviewed_entry
from dcmteach.widgets.text_review_decide import Deciding
from dcmteach.widgets.text_review_draw import CONTRASTS
from dcmteach.widgets.text_review_look import Looks
from dcmteach.widgets.text_review_page import Page
from dcmteach.widgets.text_review_pictures import Picture
from dcmteach.widgets.text_review_record import Record, now
from dcmteach.widgets.text_review_sheet import Sheet

__all__ = ["SHOWN", "TextReviewModel"]

SHOWN = {"boxes": "with boxes", "after": "as it will be", "both": "both beside each other"}
"""What of a picture can be shown, and the words for it."""


class TextReviewModel(Deciding):
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

    def show(self, shown: str) -> None:
        """Show the picture with its boxes, as it will be, or both."""
        self.shown = one_of("shown", shown, SHOWN)

    def set_contrast(self, contrast: str) -> None:
        """Show grey values otherwise; what is in the file stays as it is."""
        self.contrast = one_of("contrast", contrast, CONTRASTS)

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

    def notes_html(self) -> str:
        """Return what was left out as HTML."""
        return page.notes(self)

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
