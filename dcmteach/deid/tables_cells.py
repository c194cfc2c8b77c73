"""Cells that a spreadsheet would run as formulas: written harmlessly, read back as they were."""

from __future__ import annotations

import re

__all__ = ["guarded", "unguarded"]

# What may stand first in a formula (full-width signs too), perhaps after apostrophes of ours.
_RUNS = re.compile(r"'*(?:[\t\r\n]|[\s\ufeff\u200b-\u200f]*[=+\-@＝＋－＠])")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?%?", re.ASCII)


def guarded(text: str) -> str:
    """Write a cell so that no spreadsheet runs it.

    Parameters
    ----------
    text : str
        A cell.

    Returns
    -------
    str
        The same, after an apostrophe if it begins with ``=``, ``+``, ``-``, ``@``, a tab or a
        line break and is no number, or begins with such apostrophes already. A spreadsheet takes
        the apostrophe as *this is text*; :func:`unguarded` takes it off again.
    """
    return f"'{text}" if _runs(text) else text


def unguarded(text: str) -> str:
    """Read a cell as it was before :func:`guarded` wrote it.

    Parameters
    ----------
    text : str
        A cell of a file; one from elsewhere may have such an apostrophe for the same reason.

    Returns
    -------
    str
        Without one apostrophe, if what follows needs one.
    """
    return text[1:] if text.startswith("'") and _runs(text) else text


def _runs(text: str) -> bool:
    return _RUNS.match(text) is not None and not _NUMBER.fullmatch(text)
