"""What reaches a terminal: results on stdout, messages on stderr, nothing that could command it.

A header value or a file name is untrusted text: it may hold escape sequences that move the cursor,
rename the window or reverse the reading order.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from pathlib import Path

__all__ = ["file_name", "message", "prepare", "safe", "show", "show_json"]

# C0 but tab and newline, DEL, C1, the bidirectional controls, and what is no character at all.
_DANGEROUS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def prepare() -> None:
    """Let both streams write any text, escaped where the terminal's encoding has no sign for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(OSError, ValueError):
                stream.reconfigure(errors="backslashreplace")


def safe(text: str) -> str:
    """Escape what a terminal would obey instead of showing.

    Parameters
    ----------
    text : str
        Any text; tabs and line ends stay.

    Returns
    -------
    str
        The same text with control characters written as ``\\x1b``.
    """
    return _DANGEROUS.sub(lambda match: _escaped(match[0]), text)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not text (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def file_name(path: str | Path) -> str:
    """Write a file's name on one line, whatever characters it is made of."""
    return safe(os.fspath(path)).replace("\n", "\\n").replace("\t", "\\t")


def show(text: object = "") -> None:
    """Write a result to stdout."""
    print(safe(str(text)))


def show_json(document: object) -> None:
    """Write one JSON document to stdout, in ASCII so that any locale can carry it."""
    print(json.dumps(document, indent=1, ensure_ascii=True, allow_nan=False))


def message(text: object) -> None:
    """Write a message for the person at the terminal to stderr."""
    print(f"dcmteach: {safe(str(text))}", file=sys.stderr)
