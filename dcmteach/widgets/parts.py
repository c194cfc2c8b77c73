"""Stock ipywidgets, set up once as all our views use them: labelled, full width, no surprise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import ipywidgets as w

from dcmteach.widgets.markup import STYLE

__all__ = [
    "box",
    "button",
    "choice",
    "field",
    "fill",
    "grid",
    "listing",
    "number",
    "panel",
    "row",
    "say",
    "slider",
    "text",
    "tick",
]

# JupyterLab's command mode takes keys from whatever has the focus and is no text field: the arrow
# keys of a list move to another cell, Enter on a button opens the cell, and "x" would cut it. It
# leaves alone what carries this attribute, so each control of ours gets it when it is focused.
# The handle and the number of a slider have no label of their own: they get the one beside them.
_OUR_KEYS = (
    "this.closest('.dcmteach-widget').addEventListener('focusin',event=>{"
    "const e=event.target,s=e.closest('.widget-slider');"
    "e.setAttribute('data-lm-suppress-shortcuts','true');"
    "if(s)e.setAttribute('aria-label',s.querySelector('label').innerText)})"
)
_WIDE = {"description_width": "initial"}


def field(
    label: str, *, value: str = "", tooltip: str, wide: bool = False, live: bool = True
) -> Any:
    """Make a labelled line of text that reports every keystroke, or only what was typed in the end.

    While the kernel is busy, keystrokes wait in the page, but a click on a button does not. What a
    button takes from a field without having judged it before is therefore not reported `live`.
    """
    return w.Text(
        value=value,
        description=label,
        tooltip=tooltip,
        continuous_update=live,
        style=_WIDE,
        layout=w.Layout(width="100%" if wide else "20em"),
    )


def text(label: str, *, tooltip: str) -> Any:
    """Make a labelled field for text of several lines that reports every keystroke."""
    return w.Textarea(
        description=label,
        tooltip=tooltip,
        continuous_update=True,
        rows=4,
        style=_WIDE,
        layout=w.Layout(width="100%"),
    )


def choice(label: str, options: Mapping[str, str], *, value: str, tooltip: str) -> Any:
    """Make a labelled drop-down list; `options` maps values to the words shown for them."""
    return w.Dropdown(
        options=[(shown, key) for key, shown in options.items()],
        value=value,
        description=label,
        tooltip=tooltip,
        style=_WIDE,
        layout=w.Layout(width="max-content"),
    )


def listing(label: str, *, lines: int, tooltip: str) -> Any:
    """Make a labelled list to walk through with the arrow keys; fill it with :func:`fill`."""
    select = w.Select(
        description=label,
        tooltip=tooltip,
        rows=lines,
        style=_WIDE,
        layout=w.Layout(width="100%", height="auto"),
    )
    select.add_class("dt-list")
    return select


def fill(select: Any, options: Sequence[tuple[str, Any]], selected: Any) -> None:
    """Put options into a list and mark one, in a single message to the page."""
    index = next((n for n, (_, value) in enumerate(options) if value == selected), None)
    with select.hold_sync():
        if tuple(options) != tuple(select.options):
            select.index = None
            select.options = options
        select.index = index


def button(label: str, action: Callable[[], None], *, tooltip: str) -> Any:
    """Make a button that calls `action`."""
    made = w.Button(description=label, tooltip=tooltip, layout=w.Layout(width="max-content"))
    made.on_click(lambda _: action())
    return made


def tick(label: str, *, tooltip: str) -> Any:
    """Make a labelled box to tick."""
    return w.Checkbox(
        description=label, tooltip=tooltip, indent=False, layout=w.Layout(width="max-content")
    )


def slider(label: str, low: int, high: int, *, value: int, tooltip: str) -> Any:
    """Make a labelled slider for whole numbers that the arrow keys move."""
    return _whole(w.IntSlider, "26em", label, low, high, value, tooltip)


def number(label: str, low: int, high: int, *, value: int, tooltip: str) -> Any:
    """Make a labelled field for a whole number that typing and the arrow keys change."""
    return _whole(w.BoundedIntText, "10em", label, low, high, value, tooltip)


def _whole(kind: Any, width: str, label: str, low: int, high: int, value: int, tooltip: str) -> Any:
    return kind(
        min=low,
        max=high,
        value=min(max(value, low), high),
        description=label,
        tooltip=tooltip,
        style=_WIDE,
        layout=w.Layout(width=width),
    )


def panel() -> Any:
    """Make a place for HTML that is escaped already."""
    return w.HTML(layout=w.Layout(width="100%"))


def say(place: Any, html: str, *, at_once: bool = True) -> None:
    """Put HTML into a panel and have a screen reader announce it, at once or when it is quiet."""
    role = "alert" if at_once else "status"
    place.value = f'<div role="{role}">{html}</div>' if html else ""


def row(*children: Any) -> Any:
    """Lay widgets beside each other, wrapping where the page is narrow."""
    return w.HBox(children, layout=w.Layout(flex_flow="row wrap", align_items="center"))


def grid(*children: Any) -> Any:
    """Lay widgets out in as many columns as the page has room for."""
    columns = "repeat(auto-fill, minmax(15em, 1fr))"
    return w.GridBox(children, layout=w.Layout(grid_template_columns=columns, width="100%"))


def box(children: Iterable[Any]) -> Any:
    """Lay widgets below each other, as one dcmteach widget with its style sheet."""
    style = w.HTML(f'<style onload="{_OUR_KEYS}">{STYLE}</style>', layout=w.Layout(display="none"))
    made = w.VBox([style, *children])
    made.add_class("dcmteach-widget")
    return made
