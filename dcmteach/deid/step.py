"""One thing that will be done to one element, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

__all__ = ["DUMMY", "ITEMS", "PREAMBLE", "PSEUDONYM", "STRATEGIES", "Step", "cleaner_of"]

STRATEGIES: Mapping[str, str] = MappingProxyType(
    {
        "keep": "leave it as it is",
        "replace": "overwrite it with a given or a made-up value",
        "randomise": "overwrite it with another value of its kind, drawn by the key",
        "clear": "leave it without a value",
        "remove": "take it out",
        "remap": "give the UID a new one, the same new one everywhere",
        "shift": "move the date by this patient's secret number of days",
        "clean": "take out what identifies the patient and keep the rest",
    }
)
"""What may be done to an element, in our words."""

DUMMY = "{dummy}"
"""A value's rule: made up, valid for the VR, the same for the same patient and key."""

PSEUDONYM = "{pseudonym}"
"""A value's rule: the patient's pseudonym, made with the key."""

ITEMS = "items"
"""What cleans a sequence: its items, each by the steps that follow."""

PREAMBLE = "preamble"
"""The path of the step that wipes the 128 bytes before a file (PS3.10 7.1)."""


class Step(NamedTuple):
    """What is done to one element, and why.

    Parameters
    ----------
    path : str
        The element's canonical path.
    tags : tuple of int
        The tags from the outside in, the element's own last.
    action : str
        The action code of PS3.15 Table E.1-1a after its Type has settled it: D, Z, X, K, C or U;
        empty where no row of the table speaks.
    strategy : str
        One of :data:`STRATEGIES`.
    value : object
        For *replace*: the value itself, or :data:`DUMMY` or :data:`PSEUDONYM` (also inside a
        text). For *clean*: what cleans it, and, after `` or ``, what is done to what it cannot
        clean: ``"text or remove"``. For *shift* and *randomise*: what is done to what is no date or
        number: ``"remove"``. Otherwise None.
    reason : str
        A sentence without its full stop. No value of the data set stands in it.
    source : str
        ``"profile"``, ``"option"``, ``"rule"``, ``"evidence"``, ``"object"``, ``"mark"`` or
        ``"file"``.
    items : tuple of int
        The 0-based item entered in each sequence on the way: one fewer than `tags`.
    """

    path: str
    tags: tuple[int, ...]
    action: str
    strategy: str
    value: Any
    reason: str
    source: str
    items: tuple[int, ...] = ()

    @property
    def tag(self) -> int:
        """The element's own tag."""
        return self.tags[-1] if self.tags else 0


def cleaner_of(value: object) -> tuple[str, str]:
    """Split the value of a *clean* step into what cleans and what is done if it cannot.

    Parameters
    ----------
    value : object
        ``"text or remove"``; None stands for ``"text"``.

    Returns
    -------
    cleaner, otherwise : str
        ``("text", "remove")``; the second is ``"remove"`` where none is given.
    """
    cleaner, _, otherwise = str(value or "text").partition(" or ")
    return cleaner, otherwise or "remove"
