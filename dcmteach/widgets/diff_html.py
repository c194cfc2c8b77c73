"""How the state of the diff viewer looks; the state itself is in its model."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from dcmteach.standard.path import format_tag
from dcmteach.widgets import markup
from dcmteach.widgets.paged import indented

if TYPE_CHECKING:
    from dcmteach.widgets.diff_model import DiffModel
    from dcmteach.widgets.diff_pictures import Look
    from dcmteach.widgets.diff_rows import DiffRow

__all__ = ["SIGNS", "WORDS", "element", "line", "pictures", "whole"]

SIGNS = {"changed": "~", "added": "+", "removed": "-", "same": "=", "inside": ">"}
"""A sign for what became of an element, that every fixed-width font has."""

WORDS = {
    "changed": "changed",
    "added": "added",
    "removed": "removed",
    "same": "the same",
    "inside": "changed inside",
}
"""What became of an element, in words."""

_KINDS = {"changed": "warn", "added": "good", "removed": "bad", "same": "none", "inside": "info"}
_INDENT = "\u00a0\u00a0"
_MOST = 400  # letters of a value
_ALIKE = 0.5
_SIDE = 30  # letters of a value in the list


def line(row: DiffRow) -> str:
    """Write an element as one line of a list in a fixed-width font; such lists show no HTML."""
    word = f"{SIGNS[row.change]} {WORDS[row.change].split()[-1]}"
    place = f"{'  ' * row.depth}{format_tag(row.tag)} {markup.cut(row.name, 30)}"
    return indented(f"{word:<10}{place:<45} {_side(row.before):<{_SIDE}} | {_side(row.after)}")


def _side(value: str | None) -> str:
    if value is None:
        return "(no element)"
    return markup.cut(value, _SIDE) or "(empty)"


def element(row: DiffRow) -> str:
    """Return one element's two values side by side, what differs marked, as HTML."""
    before, after = _marked(row)
    badge = markup.badge(_KINDS[row.change], WORDS[row.change])
    head = f"{markup.title(f'{row.name} {format_tag(row.tag)}')}<p>{badge}</p>"
    return (
        head
        + f'<div class="dt-sides">{markup.table(("Before", "After"), [(before, after)])}</div>'
        + markup.facts(
            (("Path", f"<code>{markup.escape(row.path)}</code>"), ("VR", markup.escape(row.vr)))
        )
    )


def _marked(row: DiffRow) -> tuple[str, str]:
    was, now = row.whole_before, row.whole_after
    if not was or not now or row.change != "changed" or was == now:
        return _code(row.before, was), _code(row.after, now)
    was, now = markup.cut(was, _MOST), markup.cut(now, _MOST)
    before, after = [], []
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    blocks = matcher.get_opcodes()
    if matcher.ratio() < _ALIKE:  # single letters in common would only confuse
        blocks = [("replace", 0, len(was), 0, len(now))]
    for kind, i, j, k, m in blocks:
        same = kind == "equal"
        before.append(_piece("del", was[i:j], same=same))
        after.append(_piece("ins", now[k:m], same=same))
    return f"<code>{''.join(before)}</code>", f"<code>{''.join(after)}</code>"


def _piece(mark: str, text: str, *, same: bool) -> str:
    if same or not text:
        return markup.escape(text)
    return f"<{mark}>{markup.escape(text)}</{mark}>"


def _code(value: str | None, whole: str | None) -> str:
    if value is None:
        return "<em>no element</em>"
    text = markup.cut(whole or value, _MOST)
    return f"<code>{markup.escape(text)}</code>" if text else "<em>empty</em>"


def pictures(look: Look) -> str:
    """Return two pictures side by side, and the places where they differ, as HTML."""
    parts = []
    for title, side in (("Before", look.before), ("After", look.after), ("Differs", look.differs)):
        if side is None:
            continue
        inner = (
            f'<img src="data:image/png;base64,{side.png}" alt="{markup.escape(side.alt)}">'
            if side.png
            else markup.note("info", markup.escape(side.alt))
        )
        parts.append(
            f'<div class="dt-picture"><div class="dt-title">{title}</div>'
            f"{inner}<div>{markup.escape(side.caption)}</div></div>"
        )
    said = markup.badge(look.kind, look.said)
    return f'<div class="dt-pictures">{"".join(parts)}</div><p>{said}</p>'


def whole(model: DiffModel, lines: int) -> str:
    """Return the controls, `lines` rows, the selected element and the pictures as HTML."""
    window, here = model.around(lines)
    more = f"; {len(window)} of them here" if len(window) < len(model.visible) else ""
    field = '{}<span class="dt-field">{}</span>'.format
    controls = (
        field("Search", markup.escape(model.query) or "&nbsp;")
        + field("Show", markup.escape(model.SHOW[model.show]))
        + field("", f"{'☒' if model.changed_only else '☐'}\u00a0Changed only")
    )
    cells = [
        (
            markup.badge(_KINDS[row.change], WORDS[row.change]),
            f'<code class="dt-place">{_INDENT * row.depth}{format_tag(row.tag)}</code>',
            markup.escape(row.name),
            _code(row.before, None),
            _code(row.after, None),
        )
        for row in window
    ]
    heads = ("Change", "Element", "Name", "Before", "After")
    listed = markup.table(heads, cells, caption=model.status() + more, here=here)
    shown = listed if model.visible else f"<p>{markup.escape(model.status())}</p>"
    return (
        f"<p>{controls}</p><p>{markup.escape(model.summary())}</p>{shown}{model.why()}"
        f"{model.pictures_html(largest=384)}"
    )
