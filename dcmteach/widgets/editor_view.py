"""The element editor out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dcmteach.widgets import markup, parts
from dcmteach.widgets.editor_model import EditorModel

__all__ = ["EditorView"]


class EditorView:
    """The controls over an :class:`EditorModel`.

    Parameters
    ----------
    model : EditorModel
        What is shown and changed.
    save_as : str
        The file name proposed for saving.
    """

    def __init__(self, model: EditorModel, *, save_as: str = "edited.dcm") -> None:
        self.model = model
        self.search = parts.field("Search", tooltip="Find the element to edit")
        self.elements = parts.listing(
            "Elements: verdict, tag, VR, name, value", lines=8, tooltip="Choose the element to edit"
        )
        self.status = parts.panel()
        self.element = parts.panel()
        hint = "Checked at every letter; a backslash separates values"
        self.value = parts.field("New value", tooltip=hint, wide=True)
        self.lines = parts.text("New text", tooltip="Checked at every letter")
        self.judgement = parts.panel()
        self.replace = self._button("Replace", model.replace, "Overwrite with the new value")
        self.clear = self._button("Clear", model.clear, "Empty the element; it stays there")
        self.remove = self._button("Remove", model.remove, "Take the element out")
        self.undo = self._button("Undo", model.undo, "Take the last change back")
        self.redo = self._button("Redo", model.redo, "Make the change again")
        self.force = parts.tick("Force (is recorded)", tooltip="Override the refusals of the rules")
        self.new_path = parts.field("Add element", tooltip="Keyword, (gggg,eeee) or whole path")
        self.new_value = parts.field("with value", tooltip="Its value; may be left empty")
        self.add = self._button("Add", model.add, "Add this element")
        self.judged_new = parts.panel()
        self.save_as = parts.field(
            "Save as", value=save_as, tooltip="A new file: none is ever overwritten", live=False
        )
        self.save = self._button(
            "Save", lambda: model.save(self.save_as.value), "Write the edited copy"
        )
        self.said = parts.panel()
        self.changes = parts.panel()
        self.box = parts.box(
            [
                self.search,
                self.elements,
                self.status,
                self.element,
                self.value,
                self.lines,
                self.judgement,
                parts.row(self.replace, self.clear, self.remove, self.undo, self.redo, self.force),
                self.said,
                parts.row(self.new_path, self.new_value, self.add),
                self.judged_new,
                self.changes,
                parts.row(self.save_as, self.save),
            ]
        )
        self._filling = False
        self._refresh()
        self.search.observe(self._search, "value")
        self.elements.observe(self._select, "value")
        self.value.observe(self._type, "value")
        self.lines.observe(self._type, "value")
        self.force.observe(self._force, "value")
        self.new_path.observe(self._type_new, "value")
        self.new_value.observe(self._type_new, "value")

    def _button(self, label: str, action: Callable[[], object], tooltip: str) -> Any:
        def act() -> None:
            action()
            self._refresh()

        return parts.button(label, act, tooltip=tooltip)

    def _search(self, change: Any) -> None:
        self.model.search(change["new"])
        self._show_list()
        self._show_element()

    def _select(self, change: Any) -> None:
        if not self._filling and change["new"] is not None:
            self.model.select(change["new"])
            self._show_element()

    def _type(self, change: Any) -> None:
        if not self._filling:
            self.model.type(change["new"])
            parts.say(self.judgement, self.model.judgement_html(), at_once=False)

    def _force(self, change: Any) -> None:
        self.model.force = change["new"]

    def _type_new(self, _: Any) -> None:
        if not self._filling:
            self.model.new_path, self.model.new_value = self.new_path.value, self.new_value.value
            parts.say(self.judged_new, self.model.new_html(), at_once=False)

    def _refresh(self) -> None:
        self._show_list()
        self._show_element()
        model = self.model
        self._filling = True
        try:
            self.new_path.value, self.new_value.value = model.new_path, model.new_value
        finally:
            self._filling = False
        parts.say(self.judged_new, model.new_html())
        parts.say(self.said, model.said_html())
        self.changes.value = model.changes_html()

    def _show_list(self) -> None:
        elements = self.model.elements
        self._filling = True
        try:
            parts.fill(self.elements, elements.options(), elements.selected)
        finally:
            self._filling = False
        self.status.value = f'<span role="status">{markup.escape(elements.status())}</span>'

    def _show_element(self) -> None:
        model = self.model
        self.element.value = model.element_html()
        self._filling = True
        try:
            self.value.value = "" if model.many_lines else model.typed
            self.lines.value = model.typed if model.many_lines else ""
        finally:
            self._filling = False
        self.value.layout.display = "none" if model.many_lines else ""
        self.lines.layout.display = "" if model.many_lines else "none"
        self.judgement.value = model.judgement_html()
