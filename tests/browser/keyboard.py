"""Hands that have a keyboard only."""

from __future__ import annotations

from typing import Any

__all__ = ["Keyboard"]

_FOCUSED = """() => {
    const e = document.activeElement;
    if (!e || !e.closest('.dcmteach-widget')) return null;
    const named = e.labels && e.labels.length ? e.labels[0].innerText : e.innerText;
    return (e.getAttribute('aria-label') || named).trim();
}"""


class Keyboard:
    """Drive the widget in a page without a mouse.

    Parameters
    ----------
    page : playwright.sync_api.Page
        A page with one dcmteach widget in it.
    """

    def __init__(self, page: Any) -> None:
        self.page = page

    @property
    def focused(self) -> str | None:
        """The label of the control that has the focus; None outside the widget."""
        label: str | None = self.page.evaluate(_FOCUSED)
        return label

    def enter(self) -> None:
        """Go from the notebook into the widget with Tab, as a person would."""
        self.page.keyboard.press("Escape")
        for _ in range(60):
            if self.focused is not None:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("Tab never reached the widget")

    def go_to(self, label: str, *, back: bool = False) -> None:
        """Press Tab (or Shift+Tab) until the control with this label has the focus."""
        seen = []
        for _ in range(60):
            if self.focused == label:
                return
            seen.append(self.focused)
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"no control {label!r} on the way: {list(dict.fromkeys(seen))}")

    def type(self, text: str) -> None:
        """Replace what stands in the focused field by typing."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text) if text else self.page.keyboard.press("Delete")

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def waits_at(self, label: str) -> None:
        """Wait until the widget itself has moved the focus to the control with this label."""
        self.page.wait_for_function(f"label => ({_FOCUSED})() === label", arg=label)

    def sees(self, text: str) -> None:
        """Wait until the widget shows this text."""
        self.page.wait_for_function(
            """text => [...document.querySelectorAll('.dcmteach-widget')]
                .some(widget => widget.innerText.includes(text))""",
            arg=text,
        )
