"""What the rules say of a value while it is being typed; nothing is changed to find out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dcmteach.edit.allowed import allowed
from dcmteach.edit.target import Target, aim
from dcmteach.edit.values import advice, examine, is_empty
from dcmteach.errors import DcmteachError
from dcmteach.header import find
from dcmteach.header.entry import BINARY, entries

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["LONGEST", "MANY_LINES", "Judgement", "judge", "typed_text"]

LONGEST = 2000
"""How many characters of a value are offered for editing; more are replaced as a whole."""

MANY_LINES = frozenset(["LT", "ST", "UT"])
"""The VRs whose text may hold several lines (PS3.5 6.2)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of a value.

    Parameters
    ----------
    kind : {"good", "bad", "warn", "info"}
        Allowed, refused, allowed but perhaps not meant, or nothing typed yet.
    sentences : tuple of str
        What to say; refusals name the rule, the value and the next step.
    """

    kind: str
    sentences: tuple[str, ...]

    @property
    def summary(self) -> str:
        """All sentences in one line."""
        return " ".join(self.sentences)


def typed_text(ds: Dataset, path: str | None) -> str:
    """Return an element's value as a person would type it.

    Empty for bytes and sequences, and for what is too long to be changed letter by letter.
    """
    text = next((entry.text for entry in entries(ds) if entry.path == path), "")
    return "" if len(text) > LONGEST or text.endswith("…") else text


def judge(
    ds: Dataset, path: str | None, typed: str, *, was: str = "", adding: bool = False
) -> Judgement:
    """Judge a value before it is written.

    Parameters
    ----------
    ds : Dataset
        The data set; it is only read.
    path : str or None
        The element.
    typed : str
        The value; several are separated by backslashes.
    was : str
        The value that stands there now.
    adding : bool
        Whether the element is to be added rather than overwritten.
    """
    if path is None:
        return Judgement("info", ("Choose an element first.",))
    try:
        target = aim(ds, path)
    except DcmteachError as error:
        return Judgement("bad", (str(error),))
    if adding and target.present:
        return Judgement("bad", (f"{target.path} is there already. Choose it in the list.",))
    if not adding:
        if typed == was:
            return Judgement("info", (_nothing_typed(target),))
        refused = _refused(ds, target.path, "clear" if is_empty(typed) else "overwrite")
        if refused:
            return refused
    stored, problems = examine(
        target.vr, typed, vm=target.vm, charset=target.charset, keyword=target.keyword or None
    )
    name = target.keyword or target.path
    if problems:
        return Judgement("bad", tuple(problem.sentence(name) for problem in problems))
    hints = tuple(advice(target.vr, stored))
    if hints:
        return Judgement("warn", ("Allowed, but perhaps not meant.", *hints))
    verb = "Add" if adding else "Replace"
    what = "An empty value" if is_empty(typed) else f"This {target.vr} value"
    return Judgement("good", (f"{what} is allowed. Press {verb} to write it.",))


def _nothing_typed(target: Target) -> str:
    if target.vr == "SQ":
        return "A sequence is not typed: clear it, remove it, or choose an element in its items."
    if target.vr in BINARY:
        return "Its value is bytes, which are not typed: clear it or remove it."
    if not typed_text(target.root, target.path) and not is_empty(_value(target)):
        return "Its value is too long to be changed letter by letter: type a new one for all of it."
    return "Nothing typed yet: what you type here is checked at every letter."


def _value(target: Target) -> object:
    return find(target.root, target.path).value


def _refused(ds: Dataset, path: str, operation: str) -> Judgement | None:
    permission = allowed(ds, path)[operation]
    if permission:
        return None
    return Judgement("bad", (permission.reason, *permission.alternatives))
