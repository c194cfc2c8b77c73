"""How the state of the header browser looks; the state itself is in its model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dcmteach.header.table import Row
from dcmteach.standard.path import format_tag
from dcmteach.widgets import markup

if TYPE_CHECKING:
    from dcmteach.widgets.browser_model import BrowserModel

__all__ = ["line", "whole"]

_INDENT = "\u2003"


def line(row: Row, verdict: Any, *, tree: bool) -> str:
    """Write an element as one line of a list in a fixed-width font; such lists show no HTML.

    Parameters
    ----------
    row : Row
        The element.
    verdict : Verdict or None
        Its verdict.
    tree : bool
        Indented with its tag and name, or flat with its whole path.
    """
    sign = markup.mark(verdict.verdict) if verdict else ""
    if tree:
        place = "  " * row.depth + format_tag(row.tag)
        place = f"{place} {row.vr} {markup.cut(row.name or 'Unknown', 34)}"
    else:
        place = f"{row.path} {row.vr}"
    return f"{sign:<10}{place:<52} {row.value}".rstrip().replace(" ", "\u00a0")


def whole(model: BrowserModel, lines: int) -> str:
    """Return the controls, `lines` rows of the list and the why-panel as HTML."""
    rows, first = model.visible, 0
    here = next((n for n, row in enumerate(rows) if row.path == model.selected), -1)
    if here >= lines:
        first = min(here - lines // 2, max(0, len(rows) - lines))
    window = rows[first : first + lines]
    tree = model.arrangement == "tree"
    cells = [_cells(row, model.verdicts.get(row.path), tree) for row in window]
    more = f"; rows {first + 1} to {first + len(window)}" if len(window) < len(rows) else ""
    field = '{}<span class="dt-field">{}</span>'.format
    controls = (
        field("Search", markup.escape(model.query) or "&nbsp;")
        + field("Show", markup.escape(model.show))
        + field("As", markup.escape(model.arrangement))
    )
    heads = ("Verdict", "Element", "VR", "Name", "Value")
    listed = markup.table(heads, cells, caption=model.status() + more, here=here - first)
    return f"<p>{controls}</p>{listed}{model.why()}"


def _cells(row: Row, verdict: Any, tree: bool) -> tuple[str, ...]:
    place = _INDENT * row.depth + format_tag(row.tag) if tree else row.path
    return (
        markup.badge(verdict.verdict if verdict else "none"),
        f"<code>{markup.escape(place)}</code>",
        markup.escape(row.vr),
        markup.escape(row.name),
        markup.escape(markup.cut(row.value, 32)),
    )
