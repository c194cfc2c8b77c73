"""One thing that is wrong with a value, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["VR_RULE", "Problem", "an", "got"]

VR_RULE = "PS3.5 6.2"
"""The clause that says what a value of each VR looks like."""

_SHOWN = 40


def an(vr: str) -> str:
    """Write a VR with the article it is spoken with: an LO, a PN, a UI."""
    return f"{'an' if vr[0] in 'AFILMNORSX' else 'a'} {vr}"


def got(value: object) -> str:
    """Say what was received: the value, shortened, and its length where it has one."""
    if not isinstance(value, str | bytes):
        return f"got {_short(repr(value))}, of type {type(value).__name__}"
    unit = "byte" if isinstance(value, bytes) else "character"
    plural = "" if len(value) == 1 else "s"
    return f"got {_short(repr(value))}, {len(value)} {unit}{plural}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 2]}…{text[-1]}"


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that a value breaks.

    Parameters
    ----------
    must : str
        What follows the element's name: ``"must be a DA of the form YYYYMMDD"``.
    value : object
        What was given; shown to whoever typed it.
    correction : str or None
        What to write instead, where that can be computed.
    advice : str
        What to do when there is no correction, as a sentence.
    rule : str
        The clause of the standard.
    encodable : bool
        Whether the value could be written all the same, if someone insisted.
    clearing : bool
        Whether emptying the element would be a way out.
    """

    must: str
    value: object
    correction: str | None = None
    advice: str = "Write another value."
    rule: str = VR_RULE
    encodable: bool = True
    clearing: bool = True

    def next_step(self, *, may_clear: bool = True) -> str:
        """Say what to do: the correction if there is one, and clear() if that is allowed."""
        step = self.advice if self.correction is None else f"Write {self.correction!r}."
        if not (may_clear and self.clearing):
            return step
        if self.correction is not None or (step.startswith("Write ") and ":" not in step):
            return f"{step[:-1]}, or use clear() to empty it."
        return f"{step} Or use clear() to empty it."

    def sentence(self, name: str, *, may_clear: bool = True) -> str:
        """Write the whole message, about the element of this name."""
        return f"{name} {self.must} ({got(self.value)}). {self.next_step(may_clear=may_clear)}"
