"""The words that matter when text is cut: titles, labels, months, everyday words of hospitals."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["months", "words"]


@cache
def _table() -> Mapping[str, frozenset[str]]:
    text = (files("dcmteach.deid") / "data" / "freetext_words.txt").read_text(encoding="utf-8")
    lines = [line.split(":", 1) for line in text.splitlines() if line and line[0] != "#"]
    return {kind.strip(): frozenset(listed.split()) for kind, listed in lines}


def words(kind: str) -> frozenset[str]:
    """Give the words of one kind, folded.

    Parameters
    ----------
    kind : str
        ``"title"``, ``"suffix"``, ``"particle"``, ``"label"``, ``"weak"``, ``"everyday"``,
        ``"acronym"``, ``"month1"`` …
    """
    return _table()[kind]


@cache
def months() -> Mapping[str, int]:
    """Give the number of each month's name and abbreviation, in several languages."""
    return {name: number for number in range(1, 13) for name in words(f"month{number}")}
