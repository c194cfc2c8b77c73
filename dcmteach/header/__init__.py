"""One data set, read only: what is in it, and what it says about whom."""

from __future__ import annotations

from dcmteach.header.classify import Opinion, Verdict, Verdicts, classify
from dcmteach.header.csa import Csa, CsaTag, csa
from dcmteach.header.diff import Diff, Difference, diff
from dcmteach.header.identity import Identity, identity
from dcmteach.header.path import Parent, find, locate, walk
from dcmteach.header.read import read
from dcmteach.header.rows import Rows
from dcmteach.header.search import Match, Matches, search
from dcmteach.header.survey import Attribute, Survey, survey
from dcmteach.header.table import Row, Table, table
from dcmteach.header.tree import Tree, tree

__all__ = [
    "Attribute",
    "Csa",
    "CsaTag",
    "Diff",
    "Difference",
    "Identity",
    "Match",
    "Matches",
    "Opinion",
    "Parent",
    "Row",
    "Rows",
    "Survey",
    "Table",
    "Tree",
    "Verdict",
    "Verdicts",
    "classify",
    "csa",
    "diff",
    "find",
    "identity",
    "locate",
    "read",
    "search",
    "survey",
    "table",
    "tree",
    "walk",
]
