"""One data set, read only: what is in it, and what it says about whom."""

from __future__ import annotations

from dcmteach.header.classify import Opinion, Verdict, Verdicts, classify
from dcmteach.header.identity import Identity, identity
from dcmteach.header.path import Parent, find, locate, walk
from dcmteach.header.read import read
from dcmteach.header.rows import Rows
from dcmteach.header.table import Row, Table, table

__all__ = [
    "Identity",
    "Opinion",
    "Parent",
    "Row",
    "Rows",
    "Table",
    "Verdict",
    "Verdicts",
    "classify",
    "find",
    "identity",
    "locate",
    "read",
    "table",
    "walk",
]
