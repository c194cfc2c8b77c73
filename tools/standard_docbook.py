"""Read the two tables dcmteach needs from PS3.15 as DocBook (what a maintainer downloads)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

__all__ = ["COLUMNS", "edition", "profile_rows", "safe_private_rows"]

# What the column headings of Table E.1-1 start with, without blanks and dots → our column.
COLUMNS = {
    "attributename": "name",
    "tag": "tag",
    "retd": "retired",
    "instdcompiod": "in_std_comp_iod",
    "basicprof": "basic",
    "rtnsafepriv": "rtn_safe_priv",
    "rtnuids": "rtn_uids",
    "rtndevid": "rtn_dev_id",
    "rtninstid": "rtn_inst_id",
    "rtnpatchars": "rtn_pat_chars",
    "rtnlongfulldates": "rtn_long_full_dates",
    "rtnlongmodifdates": "rtn_long_modif_dates",
    "cleandesc": "clean_desc",
    "cleanstructcont": "clean_struct_cont",
    "cleangraph": "clean_graph",
}
PRIVATE_COLUMNS = {
    "dataelement": "tag",
    "privatecreator": "private_creator",
    "vr": "vr",
    "vm": "vm",
    "meaning": "meaning",
}
_ID = "{http://www.w3.org/XML/1998/namespace}id"


def edition(book: Path) -> str:
    """Return the edition, e.g. ``"2026c"``, that the book's subtitle names."""
    for element in ElementTree.parse(book).iter():
        if _local(element) == "subtitle":
            match = re.search(r"PS3\.15\s+(\d{4}[a-z])", _text(element))
            if match:
                return match[1]
    raise ValueError(f"{book.name} names no edition of PS3.15 in a subtitle. Is it part15.xml?")


def profile_rows(book: Path) -> list[dict[str, str]]:
    """Return the rows of Table E.1-1, with the columns of the fact files and ``name``."""
    rows = []
    for cells in _table(book, "table_E.1-1", COLUMNS):
        match = re.search(r"\(([0-9A-Fa-fx]{4}),([0-9A-Fa-fx]{4})\)", cells["tag"])
        if match:
            tag = (match[1] + match[2]).upper().replace("X", "x")
        elif "odd" in cells["tag"]:
            tag = "private"
        else:
            raise ValueError(
                f"Table E.1-1: {cells['tag']!r} is not a tag. Teach this tool its form."
            )
        rows.append({**cells, "tag": tag})
    return rows


def safe_private_rows(book: Path) -> list[dict[str, str]]:
    """Return the rows of Table E.3.10-1: tag, private_creator, vr, vm."""
    rows = []
    for cells in _table(book, "table_E.3.10-1", PRIVATE_COLUMNS):
        match = re.search(r"\(([0-9A-Fa-f]{4}),\s*[xX]{2}([0-9A-Fa-f]{2})\)", cells["tag"])
        if not match:
            raise ValueError(f"Table E.3.10-1: {cells['tag']!r} is not a tag (gggg,xxee).")
        del cells["meaning"]
        rows.append({**cells, "tag": f"{match[1].upper()}xx{match[2].upper()}"})
    return rows


def _table(book: Path, ident: str, columns: dict[str, str]) -> list[dict[str, str]]:
    """The body rows of one table, keyed by what the column headings start with."""
    for table in ElementTree.parse(book).iter():
        if _local(table) == "table" and table.get(_ID) == ident:
            break
    else:
        raise ValueError(f"{book.name} has no table {ident}. Is it PS3.15 as DocBook?")
    lines = [
        [_text(cell) for cell in row if _local(cell) in ("td", "th")]
        for row in table.iter()
        if _local(row) == "tr"
    ]
    keys = [_column(heading, columns, ident) for heading in lines[0]]
    missing = set(columns.values()) - set(keys)
    if missing:
        raise ValueError(f"{ident} lacks the columns {', '.join(sorted(missing))}.")
    return [dict(zip(keys, line, strict=True)) for line in lines[1:]]


def _column(heading: str, columns: dict[str, str], ident: str) -> str:
    plain = re.sub(r"[^a-z]", "", heading.lower())
    for start, key in columns.items():
        if plain.startswith(start):
            return key
    raise ValueError(f"{ident} has a column {heading!r} that this tool does not know.")


def _text(element: ElementTree.Element) -> str:
    """All text, with blanks collapsed and zero-width spaces (line-break hints) taken out."""
    return " ".join("".join(element.itertext()).replace("\u200b", "").split())


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
