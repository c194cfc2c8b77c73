"""The state of the element editor: a copy of a data set, what is being typed, what was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.edit import Editor
from dcmteach.errors import DcmteachError, EditRefused
from dcmteach.header import diff
from dcmteach.header.show import plain
from dcmteach.widgets import editor_html as page
from dcmteach.widgets.browser_model import BrowserModel
from dcmteach.widgets.judge import MANY_LINES, Judgement, judge, typed_text

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["EditorModel"]


class EditorModel:
    """One header to edit: choose an element, type, replace, clear, remove, add, undo, save.

    Parameters
    ----------
    ds : Dataset
        The data set. It is copied, and never changed.

    Attributes
    ----------
    editor : Editor
        Does the edits, on the copy, and keeps the history.
    elements : BrowserModel
        The list of elements, with its search and its selected one.
    value : str
        The selected element's value as text to edit; several values joined by a backslash.
    typed : str
        The value being typed for it.
    force : bool
        Whether to override refusals; each time is recorded in the history.
    new_path, new_value : str
        The element to add, and its value.
    """

    def __init__(self, ds: Dataset) -> None:
        self._original = ds
        self.editor = Editor(ds)
        self.elements = BrowserModel(self.ds)
        self.force = False
        self.new_path = self.new_value = ""
        self.said = ("info", "")
        self._take_value()

    @property
    def ds(self) -> Dataset:
        """The copy, with all edits so far."""
        return self.editor.dataset

    @property
    def path(self) -> str | None:
        """The path of the selected element."""
        return self.elements.selected

    @property
    def many_lines(self) -> bool:
        """Whether the selected element's text may hold several lines."""
        return self.path is not None and self.elements.row(self.path).vr in MANY_LINES

    # --- what the person does -------------------------------------------------------------

    def search(self, text: str) -> None:
        """List only elements that hold `text`."""
        before = self.path
        self.elements.search(text)
        if self.path != before:
            self._take_value()

    def select(self, path: str) -> None:
        """Choose the element to edit."""
        self.elements.select(path)
        self._take_value()

    def type(self, text: str) -> Judgement:
        """Take what is typed so far and judge it; nothing is changed yet."""
        self.typed = text
        return self.judgement

    def replace(self) -> bool:
        """Overwrite the selected element with what is typed; return whether it was allowed."""
        if self.path is not None and self.typed == self.value:
            return self._say("warn", "Type a new value first.")
        return self._edit(lambda p: self.editor.replace(p, self.typed, force=self.force))

    def clear(self) -> bool:
        """Empty the selected element; return whether it was allowed."""
        return self._edit(lambda p: self.editor.clear(p, force=self.force))

    def remove(self) -> bool:
        """Remove the selected element; return whether it was allowed."""
        return self._edit(lambda p: self.editor.remove(p, force=self.force))

    def add(self) -> bool:
        """Add the element named in `new_path` with `new_value`; return whether it was allowed."""
        path, value = self.new_path.strip(), self.new_value or None
        if not path:
            return self._say("warn", "Name the element to add first, for example PatientComments.")
        added = self._do(lambda: self.editor.add(path, value, force=self.force))
        if added:
            self.new_path = self.new_value = ""
        return added

    def undo(self) -> bool:
        """Take the last change back; return whether there was one."""
        if not self.editor.can_undo:
            return self._say("warn", "There is nothing to undo.")
        return self._do(self.editor.undo, "Undone: ")

    def redo(self) -> bool:
        """Make the change again that was taken back; return whether there was one."""
        if not self.editor.can_redo:
            return self._say("warn", "There is nothing to redo.")
        return self._do(self.editor.redo, "Done again: ")

    def save(self, path: str) -> bool:
        """Save the copy under a new name; return whether it was written.

        An existing file is never overwritten, least of all the one that was read.
        """
        if not path.strip():
            return self._say("warn", "Name a file first, for example edited.dcm.")
        try:
            written = self.editor.save(Path(path.strip()).expanduser())
        except (DcmteachError, OSError) as error:
            return self._say("bad", f"Not saved. {error}")
        self._say("good", f"Saved as {written}, read back and compared.")
        return True

    # --- what is shown --------------------------------------------------------------------

    @property
    def judgement(self) -> Judgement:
        """What the rules say of the value being typed."""
        return judge(self.ds, self.path, self.typed, was=self.value)

    @property
    def new_judgement(self) -> Judgement | None:
        """What the rules say of the element being added; None while none is named."""
        path = self.new_path.strip()
        return judge(self.ds, path, self.new_value, adding=True) if path else None

    @property
    def changes(self) -> Any:
        """What differs between the data set that was given and the copy, from ``diff``."""
        return diff(self._original, self.ds)

    def element_html(self) -> str:
        """Return the selected element and what may be done to it, as HTML."""
        if self.path is None:
            return "<p>This data set holds no element. Add one below.</p>"
        row = self.elements.row(self.path)
        return page.element(row, self.editor.allowed(self.path), self.value)

    def judgement_html(self) -> str:
        """Return what the rules say of the value being typed, as HTML."""
        return page.judgement(self.judgement) if self.path is not None else ""

    def new_html(self) -> str:
        """Return what the rules say of the element being added, as HTML."""
        return page.judgement(self.new_judgement) if self.new_judgement else ""

    def said_html(self) -> str:
        """Return what came of the last action, as HTML."""
        return page.message(*self.said)

    def changes_html(self) -> str:
        """Return what differs between before and after, as HTML."""
        return page.changes(self.changes)

    def render(self) -> str:
        """Return the state as HTML."""
        return page.whole(
            self.element_html(),
            self.typed,
            self.judgement_html(),
            self.said_html(),
            self.changes_html(),
        )

    def alt(self) -> str:
        """Return the state in two or three sentences."""
        done = len(self.changes)
        text = f"An editor of a DICOM header, {done} element{'' if done == 1 else 's'} changed."
        if self.path is not None:
            text += f" Selected: {plain(self.elements.row(self.path).name)}. "
            text += plain(self.judgement.summary)
        return text

    # --- how ------------------------------------------------------------------------------

    def _take_value(self) -> None:
        self.value = self.typed = typed_text(self.ds, self.path)

    def _edit(self, action: Callable[[str], Any]) -> bool:
        path = self.path
        if path is None:
            return self._say("warn", "Choose an element first.")
        return self._do(lambda: action(path))

    def _do(self, action: Callable[[], Any], prefix: str = "Done: ") -> bool:
        try:
            change = action()
        except EditRefused as refusal:
            return self._say("bad", f"Refused. {refusal} Rule: {refusal.rule}.")
        except DcmteachError as error:
            return self._say("bad", f"Not done. {error}")
        self._say("good", f"{prefix}{change.describe()}")
        self._list_anew(change.path)
        return True

    def _say(self, kind: str, text: str) -> bool:
        self.said = (kind, text)
        return False

    def _list_anew(self, path: str) -> None:
        """Read the copy again, keeping search, folds and, if it is still there, the element."""
        old, new = self.elements, BrowserModel(self.ds)
        place = next((n for n, row in enumerate(old.visible) if row.path == old.selected), 0)
        new.folded = old.folded
        new.search(old.query)
        if path in new:
            new.select(path)
        elif new.visible:
            new.select(new.visible[min(place, len(new.visible) - 1)].path)
        self.elements = new
        self._take_value()
