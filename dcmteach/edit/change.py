"""The record of one edit: what, where, from what to what, against which rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

__all__ = ["Change", "Swap", "shown"]

_LONGEST = 60
_PAST = {"overwrite": "overwritten", "clear": "cleared", "remove": "removed", "add": "added"}


def shown(value: object) -> str:
    """Write a value for a sentence: short, on one line, control characters escaped."""
    if isinstance(value, bytes | bytearray):
        return f"{len(value)} bytes"
    if isinstance(value, Dataset):
        return f"an item of {len(value)} elements"
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and all(isinstance(one, Dataset) for one in value):
            return f"{len(value)} item{'' if len(value) == 1 else 's'}"
        value = "\\".join(map(str, value))
    text = "" if value is None else str(value)
    if not text:
        return "nothing"
    # repr() escapes control characters; the backslash between values stays one backslash.
    text = repr(text).replace("\\\\", "\\")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2]}…{text[-1]}"


@dataclass(frozen=True, slots=True)
class Swap:
    """One element before and after an edit, so that it can be undone; None is absence."""

    dataset: Dataset
    tag: int
    before: DataElement | RawDataElement | None
    after: DataElement | RawDataElement | None

    def put(self, element: DataElement | RawDataElement | None) -> None:
        """Put the element, or its absence, in its place."""
        tag = BaseTag(self.tag)
        if element is not None:
            self.dataset[tag] = element
        elif tag in self.dataset._dict:
            del self.dataset[tag]


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did.

    Parameters
    ----------
    operation : str
        ``"overwrite"``, ``"clear"``, ``"remove"`` or ``"add"``.
    path : str
        The canonical path of the element, or of the item.
    before, after : object
        The values; None where the element was, or is, absent. Kept out of ``repr``, because
        they may identify someone.
    type : str or None
        The Type in this IOD.
    forced : bool
        Whether ``force=True`` overrode a rule.
    overridden : tuple of str
        The rules that it overrode.
    notes : tuple of str
        What else there is to know: the value is allowed but perhaps not meant.
    """

    operation: str
    path: str
    before: object = field(repr=False)
    after: object = field(repr=False)
    type: str | None = None
    forced: bool = False
    overridden: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), repr=False)
    swaps: tuple[Swap, ...] = field(default=(), repr=False, compare=False)

    def describe(self, *, values: bool = True) -> str:
        """Say in a sentence what was done.

        Parameters
        ----------
        values : bool, optional
            Show the values before and after, and notes that quote them. They may identify the
            patient: leave them out of anything that is kept or sent, such as an audit record.
        """
        sentence = f"{self.path}: {_PAST[self.operation]}"
        if values and self.operation == "overwrite":
            sentence += f", from {shown(self.before)} to {shown(self.after)}"
        elif values and self.operation == "add":
            sentence += f", holding {shown(self.after)}"
        elif values:
            sentence += f"; it held {shown(self.before)}"
        sentence += "."
        if self.forced:
            sentence += f" Forced, against {' and '.join(self.overridden)}."
        return " ".join((sentence, *self.notes)) if values else sentence

    def undo(self) -> None:
        """Put the data set back as it was; only right for the latest edit of it."""
        for swap in reversed(self.swaps):
            swap.put(swap.before)

    def redo(self) -> None:
        """Do it again after :meth:`undo`."""
        for swap in self.swaps:
            swap.put(swap.after)

    def __str__(self) -> str:
        return self.describe()
