"""Show untrusted text: header values as they are, never as markup or terminal commands."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["MARKS", "Column", "html_table", "markup", "plain", "shorten", "text_table"]

# Control characters, and what turns the direction of text or hides in it.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}

MARKS = {"safe": "✓ safe", "unsafe": "✗ unsafe", "depends": "? depends"}
"""A verdict as it is shown: a sign and a word, so that no colour is needed."""

# Nothing here sets a colour of its own: text and background are the page's, light or dark.
_STYLE = """<style>
.dcmteach-scroll{overflow-x:auto;max-width:100%}
table.dcmteach{border-collapse:collapse;font-size:.9em;color:inherit;background:transparent}
table.dcmteach caption{text-align:left;caption-side:top;font-weight:bold;\
padding:.3em 0;color:inherit}
table.dcmteach th,table.dcmteach td{text-align:left!important;vertical-align:top;padding:.2em .6em;\
border-bottom:1px solid currentColor;color:inherit;background:transparent}
table.dcmteach tbody th{font-weight:normal;font-family:monospace}
table.dcmteach td.number{text-align:right!important;white-space:nowrap}
table.dcmteach td.value,table.dcmteach tbody th{overflow-wrap:anywhere}
table.dcmteach td.mark{white-space:nowrap;font-weight:bold}
</style>"""


class Column(NamedTuple):
    """One column of a table.

    Parameters
    ----------
    key : str
        The field shown, and its name in records.
    heading : str
        What stands above it.
    kind : str
        ``"text"``, ``"number"``, ``"value"`` (may be long) or ``"mark"`` (must catch the eye).
    width : int
        At most so many characters where text is shown in a terminal.
    """

    key: str
    heading: str
    kind: str = "text"
    width: int = 40


def plain(text: str) -> str:
    r"""Write control characters as escapes (``\x1b``), so that a terminal shows and obeys none.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same, on one line.
    """
    return _UNSEEN.sub(_escape, text) if not text.isprintable() else text


def _escape(match: re.Match[str]) -> str:
    letter = match[0]
    code = ord(letter)
    return _SHORT.get(letter) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def markup(text: str) -> str:
    """Write text so that HTML shows it and obeys nothing in it."""
    return html.escape(plain(text), quote=True)


def shorten(text: str, width: int) -> str:
    """Cut text to so many characters, with an ellipsis where something is missing."""
    return text if len(text) <= width else text[: width - 1] + "…"


def html_table(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, note: str = ""
) -> str:
    """Draw a table in HTML.

    Parameters
    ----------
    caption : str
        What the table shows.
    columns : sequence of Column
        The first one heads its row.
    rows : iterable of sequence of str
        The cells, not yet escaped.
    note : str, optional
        A sentence below.

    Returns
    -------
    str
        Everything escaped; with a caption, and headings for columns and rows.
    """
    parts = [_STYLE, '<div class="dcmteach-scroll" tabindex="0" role="region" aria-label="']
    parts.append(f'{markup(caption)}"><table class="dcmteach"><caption>{markup(caption)}</caption>')
    head = "".join(f'<th scope="col">{markup(column.heading)}</th>' for column in columns)
    parts.append(f"<thead><tr>{head}</tr></thead><tbody>")
    classes = ["" if c.kind == "text" else f' class="{c.kind}"' for c in columns]
    for row in rows:
        number = ' class="number"' if columns[0].kind == "number" else ""
        cells = [f'<th scope="row"{number}>{markup(row[0])}</th>']
        cells += [
            f"<td{name}>{markup(cell)}</td>"
            for name, cell in zip(classes[1:], row[1:], strict=True)
        ]
        parts.append(f"<tr>{''.join(cells)}</tr>")
    parts.append("</tbody></table></div>")
    if note:
        parts.append(f"<p>{markup(note)}</p>")
    return "".join(parts)


def text_table(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, note: str = ""
) -> str:
    """Draw a table in plain text, for a terminal.

    Parameters
    ----------
    caption, columns, rows, note
        As for :func:`html_table`.

    Returns
    -------
    str
        Lines; control characters are escaped and long cells cut.
    """
    lines = [
        [shorten(plain(cell), column.width) for cell, column in zip(row, columns, strict=True)]
        for row in rows
    ]
    heads = [column.heading for column in columns]
    widths = [max(map(len, cells)) for cells in zip(heads, *lines, strict=True)]
    parts = [plain(caption)]
    for line in [heads, ["-" * width for width in widths], *lines]:
        cells = [
            cell.rjust(width) if column.kind == "number" else cell.ljust(width)
            for cell, width, column in zip(line, widths, columns, strict=True)
        ]
        parts.append("  ".join(cells).rstrip())
    if note:
        parts.append(plain(note))
    return "\n".join(parts)
