"""Why an element is judged as it is: its facts, and what each source says, side by side."""

from __future__ import annotations

from typing import Any

from dcmteach.header.table import Row
from dcmteach.standard import profile
from dcmteach.standard.path import format_tag
from dcmteach.widgets import markup

__all__ = ["facts_of", "sources", "why"]


def facts_of(row: Row, value: str = "") -> str:
    """Return what the header and the standard say of one row of the table, as HTML.

    The whole `value`, where it is known, is shown up to 400 characters.
    """
    action = row.action or ""
    meaning = profile.ACTIONS.get(action, "") if action else "not listed, so it is kept"
    size = f"{row.length} bytes" if row.length is not None else ""
    return markup.facts(
        (
            ("Path", f"<code>{markup.escape(row.path)}</code>"),
            ("Value", f"<code>{markup.escape(markup.cut(value or row.value, 400))}</code>"),
            ("VR, VM, size", markup.escape(", ".join(filter(None, (row.vr, str(row.vm), size))))),
            ("Type", markup.escape(row.type or "not given for this kind of object")),
            ("PS3.15 action", markup.escape(f"{action or 'none'}: {meaning}")),
            ("Private creator", markup.escape(row.private_creator or "")),
        )
    )


def sources(verdict: Any) -> str:
    """Return the opinions behind a verdict as a table with one column per source."""
    heads = [opinion.source for opinion in verdict.sources]
    cells = [
        f"{markup.badge(opinion.verdict)}<br>{markup.escape(opinion.why)}"
        for opinion in verdict.sources
    ]
    return markup.table(heads, [cells], caption="Sources, side by side") if heads else ""


def why(row: Row, verdict: Any, value: str = "") -> str:
    """Return the why-panel of one element as HTML.

    Parameters
    ----------
    row : Row
        The element, from ``table(ds)``.
    verdict : Verdict or None
        Its verdict, from ``classify(ds)``.
    value : str
        Its whole value, if the row holds only the beginning.
    """
    tag = format_tag(row.tag)
    head = markup.title(f"{row.name} {tag}")
    if verdict is None:
        return head + facts_of(row, value)
    dispute = (
        markup.note("warn", "The sources disagree: read each of them before you decide.")
        if verdict.disagree
        else ""
    )
    return (
        f"{head}<p>{markup.badge(verdict.verdict)} {markup.escape(verdict.reason)}</p>"
        f"{dispute}{sources(verdict)}{facts_of(row, value)}"
    )
