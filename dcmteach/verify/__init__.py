"""Read what was written as a stranger would: leaks, conformance, the profile row by row."""

from __future__ import annotations

from dcmteach.verify.check import Verification, verify
from dcmteach.verify.conformance import conformance
from dcmteach.verify.dictionary import dictionary_attack
from dcmteach.verify.dictionary_found import Recovered
from dcmteach.verify.dictionary_writings import writings
from dcmteach.verify.findings import Finding, Findings
from dcmteach.verify.leak import Leak, Leaks
from dcmteach.verify.leaks import leaks, leaks_in_path
from dcmteach.verify.linkage import Link, Links, linkage
from dcmteach.verify.parts import Reread
from dcmteach.verify.references import Broken, References, references
from dcmteach.verify.reread import reread
from dcmteach.verify.scanner import Scanner
from dcmteach.verify.score import Rule, Score, against_profile
from dcmteach.verify.seeds import Seeds
from dcmteach.verify.tree import scan_tree
from dcmteach.verify.tree_result import TreeLeak, TreeLeaks, Unsearched
from dcmteach.verify.tree_scanner import TreeScanner
from dcmteach.verify.uniqueness import Effect, Effects, Uniqueness, uniqueness

__all__ = [
    "Broken",
    "Effect",
    "Effects",
    "Finding",
    "Findings",
    "Leak",
    "Leaks",
    "Link",
    "Links",
    "Recovered",
    "References",
    "Reread",
    "Rule",
    "Scanner",
    "Score",
    "Seeds",
    "TreeLeak",
    "TreeLeaks",
    "TreeScanner",
    "Uniqueness",
    "Unsearched",
    "Verification",
    "against_profile",
    "conformance",
    "dictionary_attack",
    "leaks",
    "leaks_in_path",
    "linkage",
    "references",
    "reread",
    "scan_tree",
    "uniqueness",
    "verify",
    "writings",
]
