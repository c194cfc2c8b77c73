"""Confirming, page by page of the contact sheet, that no text is left in any picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.widgets import text_review_html as page
from dcmteach.widgets.text_review_look import Looks, state_of
from dcmteach.widgets.text_review_page import Page
from dcmteach.widgets.text_review_pictures import Picture
from dcmteach.widgets.text_review_record import Record, now
from dcmteach.widgets.text_review_sheet import Confirmed, Sheet

__all__ = ["Confirming"]


class Confirming:
    """The part of the text reviewer's model that is about its contact sheet."""

    pictures: Sequence[Picture]
    reviewer: str
    record: Record
    sheet: Sheet
    contrast: str
    said: str
    refused: bool
    _engine: Any
    _pages: Sequence[Page]
    _looks: Looks

    def flag(self) -> None:
        """Flag the selected tile as one with text, or take its flag back."""
        tile = self.sheet.selected
        on = self.sheet.flag()
        what = "flagged: text is seen" if on else "flag taken back"
        self.record.note(what, self.reviewer, picture=tile.picture, frame=tile.frame)
        self.said, self.refused = f"{page.tile_name(self, tile).capitalize()}: {what}.", False

    def confirm(self) -> None:
        """Confirm that no text is seen on this page but where it is flagged.

        Raises
        ------
        DcmteachError
            If nobody gave a name, a picture is still to be read, or the page was not shown as it
            is now.
        """
        sheet, number = self.sheet, self.sheet.page
        if not self.reviewer.strip():
            raise DcmteachError(
                "A confirmation needs the name of whoever looked. Type it under Your name."
            )
        unread = {tile.picture for tile in sheet.on(number) if self.unread(tile.picture)}
        if unread:
            raise DcmteachError(
                f"Nothing has looked for text in {len(unread)} "
                f"picture{'s' * (len(unread) != 1)} of page {number + 1}. "
                "Press Read all, then look again."
            )
        state = self.page_state(number)
        if sheet.looked.get(number) != state:
            raise DcmteachError(
                f"Page {number + 1} was not shown as it is now. Look at it, then confirm it."
            )
        flagged = [tile for tile in sheet.on(number) if tile in sheet.flagged]
        sheet.confirmed[number] = Confirmed(self.reviewer, now(), state)
        self.record.note(
            "page confirmed: no text is seen but where flagged",
            self.reviewer,
            page=number + 1,
            contrast=self.contrast,
            images=[
                {
                    "picture": tile.picture,
                    "frame": tile.frame,
                    "sha256": self.pictures[tile.picture].digest,
                    "covered": len(self._pages[tile.picture].covered),
                    "state": state_of(self._pages[tile.picture].boxes),
                    "flagged": tile in flagged,
                }
                for tile in sheet.on(number)
            ],
        )
        self.said, self.refused = f"Page {number + 1} is confirmed by {self.reviewer}.", False
        still = [n for n in range(sheet.pages) if not self.is_confirmed(n)]
        if still:
            sheet.turn_to(next((n for n in still if n > number), still[0]))

    def page_state(self, number: int) -> str:
        """Return a digest of what is covered on a page of the contact sheet."""
        numbers = sorted({tile.picture for tile in self.sheet.on(number)})
        return " ".join(state_of(self._pages[n].boxes) for n in numbers)

    def is_confirmed(self, number: int) -> bool:
        """Tell whether a page was confirmed as it is now."""
        done = self.sheet.confirmed.get(number)
        return done is not None and done.state == self.page_state(number)

    @property
    def finished(self) -> bool:
        """Whether every page is confirmed, nothing is flagged, and every box decided."""
        pages = all(self.is_confirmed(n) for n in range(self.sheet.pages))
        return pages and not self.sheet.flagged and not self.open and not self.to_read

    @property
    def open(self) -> int:
        """How many boxes of all pictures are not decided yet."""
        return sum(boxes.open for boxes in self._pages)

    @property
    def to_read(self) -> int:
        """How many pictures are still to be searched for text."""
        return sum(self.unread(number) for number in range(len(self.pictures)))

    def unread(self, number: int) -> bool:
        """Tell whether a picture is still to be searched for text."""
        boxes = self._pages[number]
        return self._engine is not None and not boxes.was_read and not boxes.problem

    def thumb(self, number: int, frame: int) -> tuple[str, str]:
        """Return a tile of the contact sheet as PNG in base64, or why there is none."""
        return self._looks.thumb(number, frame, self._pages[number].boxes, contrast=self.contrast)

    def sheet_html(self) -> str:
        """Return the page of the contact sheet as HTML; whoever gets it has looked at it."""
        made = page.sheet(self)
        self.sheet.looked[self.sheet.page] = self.page_state(self.sheet.page)
        return made

    def of(self, number: int) -> Page:
        """Return what is known of a picture, without reading it."""
        return self._pages[number]
