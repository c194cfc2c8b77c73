"""One data set, read only: what is in it, and what it says about whom."""

from __future__ import annotations

from dcmteach.header.path import Parent, find, locate, walk
from dcmteach.header.read import read
from dcmteach.header.rows import Rows
from dcmteach.header.table import Row, Table, table

__all__ = [
    "Parent",
    "Row",
    "Rows",
    "Table",
    "find",
    "locate",
    "read",
    "table",
    "walk",
]
