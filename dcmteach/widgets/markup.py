"""The few pieces of HTML the widgets are made of; whatever goes in is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files

from dcmteach.header.show import MARKS, markup, plain, shorten

__all__ = ["STYLE", "badge", "cut", "escape", "facts", "mark", "note", "scroll", "table", "title"]

_SYMBOLS = {kind: words[0] for kind, words in MARKS.items()} | {
    "good": "✓",
    "bad": "✗",
    "warn": "!",
    "info": "i",
    "none": "·",
}

_PLAIN_SIGNS = {"safe": "·", "unsafe": "×", "depends": "?"}

STYLE = files("dcmteach.widgets").joinpath("style.css").read_text(encoding="utf-8")
"""The style sheet of the widgets and their snapshots."""


_HERE = '<tr class="dt-here" aria-current="true">'


def escape(text: object) -> str:
    """Make any text safe to stand in HTML, attributes included."""
    return markup(str(text))


def cut(text: object, width: int) -> str:
    """Write a text in one line of at most `width` characters, with an ellipsis if it was longer."""
    return shorten(plain(str(text)), width)


def mark(verdict: str) -> str:
    """Write a verdict for a fixed-width font: a sign that every such font has, and the word."""
    return f"{_PLAIN_SIGNS.get(verdict, '·')} {verdict}"


def badge(kind: str, text: str | None = None) -> str:
    """Write a verdict, or another short word of a kind in the style sheet, as a coloured mark."""
    kind = kind if kind in _SYMBOLS else "none"
    return f'<span class="dt-mark dt-{kind}">{_SYMBOLS[kind]} {escape(text or kind)}</span>'


def note(kind: str, inner: str) -> str:
    """Frame HTML that is escaped already as a message of a kind in the style sheet."""
    return f'<div class="dt-note dt-{kind}">{_SYMBOLS[kind]} {inner}</div>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Write names and their HTML as a list of facts; pairs without a text are left out."""
    cells = "".join(f"<dt>{escape(name)}</dt><dd>{text}</dd>" for name, text in pairs if text)
    return f'<dl class="dt">{cells}</dl>'


def title(text: object) -> str:
    """Write a text as the title of a part; no heading, so that pages keep their own outline."""
    return f'<div class="dt-title">{escape(text)}</div>'


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "", here: int = -1
) -> str:
    """Write a table; heads are text, cells are HTML; row `here` (0-based) is marked as current."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        (_HERE if number == here else "<tr>") + "".join(map(_cell, row)) + "</tr>"
        for number, row in enumerate(rows)
    )
    above = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<table class="dt">{above}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def scroll(html: str, label: str) -> str:
    """Let what is too wide for a narrow page be scrolled, with the arrow keys as well."""
    role = f'role="region" tabindex="0" aria-label="{escape(label)}"'
    return f'<div class="dt-scroll" {role}>{html}</div>'


def _cell(html: str) -> str:
    """Keep marks and numbers in one line; break whatever else is too wide."""
    brief = html.isdigit() or (html.startswith('<span class="dt-mark') and html.endswith("</span>"))
    return f'<td class="dt-brief">{html}</td>' if brief else f"<td>{html}</td>"
