"""The state of the diff viewer: two data sets, what differs, and their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from dcmteach.header.fold import fold
from dcmteach.header.show import plain
from dcmteach.standard.path import format_tag
from dcmteach.widgets import diff_html as page
from dcmteach.widgets.diff_pictures import Pictures
from dcmteach.widgets.diff_rows import DiffRow, beside
from dcmteach.widgets.paged import Paged

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["SHOW", "DiffModel"]

SHOW = {
    "everything": "everything",
    "changed": "~ changed",
    "added": "+ added",
    "removed": "- removed",
    "same": "= the same",
}
"""What the filter offers, and the words for it."""


class DiffModel(Paged[DiffRow]):
    """Two data sets beside each other, element by element, and frame by frame.

    Parameters
    ----------
    before, after : Dataset
        The data sets; they are only read.

    Attributes
    ----------
    changed_only : bool
        Whether what is the same in both is left out of the list.
    pictures : Pictures
        Their pictures, decoded when first looked at.
    frame : int
        The frame looked at, from 0 on.
    window : tuple of float or None
        Centre and width of the grey values shown; None for what the file before says.
    """

    SHOW: ClassVar = SHOW

    def __init__(self, before: Dataset, after: Dataset) -> None:
        super().__init__()
        self.changed_only = True
        rows, self.diff = beside(before, after)
        self.pictures = Pictures(before, after)
        self.frame = 0
        self.window: tuple[float, float] | None = None
        self._texts: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self.put(rows)

    # --- what the person does -------------------------------------------------------------

    def only_changed(self, on: bool, /) -> None:
        """List only what differs, or everything the filter lets through."""
        self.changed_only = on
        self._changed()

    def filter(self, show: str) -> None:
        """List only what `show`, a key of ``SHOW``, names."""
        super().filter(show)
        if show == "same" and self.changed_only:
            self.only_changed(False)

    def turn_to_frame(self, frame: int) -> None:
        """Look at another frame of the pictures; the first is 0."""
        self.frame = min(max(frame, 0), max(0, self.pictures.frames - 1))

    def set_window(self, centre: float, width: float) -> None:
        """Show grey values around `centre`, `width` wide, in both pictures alike."""
        self.window = (centre, max(1.0, width))

    # --- what is shown --------------------------------------------------------------------

    def label_of(self, row: DiffRow) -> str:
        """Return a row as one line for a fixed-width font."""
        if row.path not in self._labels:
            self._labels[row.path] = page.line(row)
        return self._labels[row.path]

    def text_of(self, row: DiffRow) -> str:
        """Return all that can be found of a row."""
        if row.path not in self._texts:
            values = (row.whole_before or row.before, row.whole_after or row.after)
            parts = (row.path, row.name, format_tag(row.tag), row.vr, *filter(None, values))
            self._texts[row.path] = fold("\n".join(parts))
        return self._texts[row.path]

    def fits(self, row: DiffRow) -> bool:
        """Tell whether the filter lets a row through."""
        if self.changed_only and row.change == "same":
            return False
        if self.show == "everything":
            return True
        if self.show == "same":
            return row.change in {"same", "inside"}
        return row.change == self.show

    def status(self) -> str:
        """Return one line on how much is listed, and why not everything is."""
        if self.rows and not self.visible and not self.query and not len(self.diff):
            return f"Both are the same in all {len(self.rows)} elements."
        hint = " (only what differs)" if self.changed_only and self.visible else ""
        return super().status() + hint

    def summary(self) -> str:
        """Return one line on how much differs."""
        return f"{self.diff.caption}." + (f" {self.diff.note}" if self.diff.note else "")

    def why(self) -> str:
        """Return the selected element's two values, side by side and whole, as HTML."""
        row = self.current
        return page.element(row) if row else ""

    def pictures_html(self, *, largest: int = 512) -> str:
        """Return both pictures of the current frame as HTML; empty where neither has one.

        Parameters
        ----------
        largest : int, optional
            Pixels: bigger pictures are thinned out.
        """
        if not self.pictures.there:
            return ""
        return page.pictures(self.pictures.look(self.frame, self.window, largest=largest))

    def render(self, *, lines: int = 12) -> str:
        """Return the state as HTML, with `lines` rows of the list around the selected one."""
        return page.whole(self, lines)

    def alt(self) -> str:
        """Return the state in two or three sentences."""
        text = f"Two DICOM data sets, before and after. {self.summary()} {self.status()}."
        row = self.current
        if row is not None:
            text += f" Selected: {plain(row.name)}, {page.WORDS[row.change]}."
        if self.pictures.there:
            text += f" {self.pictures.told(self.frame)}"
        return text.replace("..", ".")
