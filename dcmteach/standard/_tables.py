"""How a data file of the standard is read: a header of facts about it, then one row per line.

::

    # title: Application Level Confidentiality Profile Attributes (PS3.15 Table E.1-1)
    # edition: 2026c
    # source: where the maintainer had it from
    # rows: 656
    # sha256: of the rows, as bytes
    # columns: what a row holds
    00100010 PatientName NY Z ..........

``tools/standard_tables.py`` writes these files; nobody edits them by hand.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["DATA", "TableFile", "read_table"]

DATA = Path(__file__).parent / "data"
"""The folder of the data files."""


class TableFile(NamedTuple):
    """One data file: what its header says, and its rows as text.

    Parameters
    ----------
    about : dict of str to str
        The header: ``edition``, ``source``, ``rows`` …
    rows : list of str
        One line each, without its line end.
    """

    about: dict[str, str]
    rows: list[str]


@cache
def read_table(name: str) -> TableFile:
    """Read a data file, once.

    Parameters
    ----------
    name : str
        The file's name without its suffix, e.g. ``"profile"``.

    Returns
    -------
    TableFile
        Shared by all callers: do not change it.
    """
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    about: dict[str, str] = {}
    while lines[len(about)].startswith("# "):
        key, _, value = lines[len(about)][2:].partition(": ")
        about[key] = value
    return TableFile(about, lines[len(about) : -1])
