"""How the state of the element editor looks; the state itself is in its model."""

from __future__ import annotations

from typing import Any

from dcmteach.edit.allowed import Allowed
from dcmteach.header.table import Row
from dcmteach.widgets import markup
from dcmteach.widgets.judge import Judgement
from dcmteach.widgets.why import facts_of

__all__ = ["changes", "element", "judgement", "message", "whole"]

_VERBS = {"overwrite": "Overwrite", "clear": "Clear", "remove": "Remove"}


def element(row: Row, permissions: Allowed, value: str = "") -> str:
    """Return an element, and which of the three operations it allows, as HTML."""
    rows = [
        (
            verb,
            markup.badge("good", "allowed") if permissions[key] else markup.badge("bad", "refused"),
            markup.escape(" ".join((permissions[key].reason, *permissions[key].alternatives))),
        )
        for key, verb in _VERBS.items()
    ]
    return (
        markup.title(row.name)
        + facts_of(row)
        + markup.table(("Operation", "Allowed?", "Why"), rows)
    )


def judgement(said: Judgement) -> str:
    """Return what the rules say of a value as HTML."""
    return markup.note(said.kind, "<br>".join(map(markup.escape, said.sentences)))


def message(kind: str, text: str) -> str:
    """Return what came of an action as HTML; nothing if there was none."""
    return markup.note(kind, markup.escape(text)) if text else ""


def changes(diff: Any) -> str:
    """Return what differs between before and after as HTML."""
    records = diff.to_records()
    if not records:
        return "<p>Before and after are the same: nothing is changed yet.</p>"
    rows = [
        (
            f"<code>{markup.escape(record['path'])}</code>",
            markup.escape(record["change"]),
            f"<code>{markup.escape(markup.cut(record['before'] or '', 120))}</code>",
            f"<code>{markup.escape(markup.cut(record['after'] or '', 120))}</code>",
        )
        for record in records
    ]
    caption = f"Before and after: {len(rows)} element{'' if len(rows) == 1 else 's'} changed"
    return markup.table(("Element", "Change", "Before", "After"), rows, caption=caption)


def whole(element: str, typed: str, judged: str, said: str, changed: str) -> str:
    """Return the parts of the editor, below each other, as HTML."""
    field = f'<p>New value<span class="dt-field">{markup.escape(typed) or "&nbsp;"}</span></p>'
    return element + field + judged + said + changed
