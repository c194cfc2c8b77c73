"""Terms of the standard, in which a person's name is found by chance only."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["MAKERS", "other_terms", "own_terms", "standard_terms"]

MAKERS = frozenset({0x00080070, 0x00081090})
"""Manufacturer and its model: the profile keeps them, also where an institution is called so."""


@cache
def standard_terms() -> frozenset[str]:
    """Return the code strings that PS3.3 defines and that are common in files."""
    text = (files("dcmteach.deid") / "data" / "standard_terms.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    words = {word for line in lines for word in line.split()}
    return frozenset(words | {word.replace("_", " ") for word in words})


def other_terms(text: str) -> str:
    """Return the values of a code string that the standard does not define.

    Parameters
    ----------
    text : str
        One value or several, joined by backslashes.

    Returns
    -------
    str
        Joined likewise; a patient called Head is not named by Body Part Examined HEAD.
    """
    terms = standard_terms()
    return "\\".join(part for part in text.split("\\") if part.strip() not in terms)


def own_terms(text: str) -> frozenset[str]:
    """Return the values of a code string that the standard does define."""
    return standard_terms().intersection(part.strip() for part in text.split("\\"))
