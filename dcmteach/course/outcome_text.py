"""The little markup that messages, hints and quizzes may use: `code`, **strong**, *emphasis*."""

from __future__ import annotations

import re
from html import escape

__all__ = ["plain", "to_html"]

_MARK = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*\s](?:[^*]*[^*\s])?)\*"
)
_TAG = {"code": "code", "strong": "strong", "em": "em"}


def to_html(text: str) -> str:
    """Escape a text and turn its markup into HTML.

    Parameters
    ----------
    text : str
        Untrusted text; may hold `code`, **strong** and *emphasis*, not nested.

    Returns
    -------
    str
        HTML in which everything else of ``text`` is escaped; line ends become ``<br>``.
    """
    parts: list[str] = []
    at = 0
    for mark in _MARK.finditer(text):
        kind = str(mark.lastgroup)
        parts.append(escape(text[at : mark.start()]))
        parts.append(f"<{_TAG[kind]}>{escape(mark[kind])}</{_TAG[kind]}>")
        at = mark.end()
    parts.append(escape(text[at:]))
    return "".join(parts).replace("\n", "<br>")


def plain(text: str) -> str:
    """Make a text fit for a terminal: no emphasis marks, control characters shown as escapes.

    Parameters
    ----------
    text : str
        Text with the same markup as for `to_html`.

    Returns
    -------
    str
        The text; backquotes stay, because they show where code begins and ends.
    """
    bare = _MARK.sub(
        lambda mark: f"`{mark['code']}`" if mark["code"] else (mark["strong"] or mark["em"]), text
    )
    return "".join(
        char if char == "\n" or char.isprintable() else char.encode("unicode_escape").decode()
        for char in bare
    )
