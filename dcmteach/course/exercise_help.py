"""Hints and solutions, as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from dcmteach.course.outcome import box
from dcmteach.course.outcome_text import plain

__all__ = ["Hint", "Solution", "SolutionLater"]

_COLOUR = "#0d47a1"


@dataclass(frozen=True)
class Hint:
    """One hint of several.

    Parameters
    ----------
    slug : str
        The exercise.
    hints : tuple of str
        All of its hints.
    number : int
        Which one to show, from 1; beyond the last, all are shown again.
    """

    slug: str
    hints: tuple[str, ...]
    number: int

    @property
    def heading(self) -> str:
        """ "Hint 1 of 3", "All hints" or "No hints"."""
        if not self.hints:
            return "No hints"
        if self.number > len(self.hints):
            return "All hints"
        return f"Hint {self.number} of {len(self.hints)}"

    @property
    def text(self) -> str:
        """The hint itself, and after the last one the way to the solution."""
        way = f'`solution("{self.slug}")` shows one way to do it.'
        if not self.hints:
            return f"This exercise has no hints. {way}"
        if self.number > len(self.hints):
            listed = "\n".join(f"{n}. {text}" for n, text in enumerate(self.hints, start=1))
            return f"You have seen every hint:\n{listed}\n{way}"
        if self.number == len(self.hints):
            return f"{self.hints[-1]}\nThis was the last hint; {way}"
        return self.hints[self.number - 1]

    def __str__(self) -> str:
        return f"? {self.heading}: {plain(self.text)}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return box("?", self.heading, self.text, colour=_COLOUR)


@dataclass(frozen=True)
class Solution:
    """The code that solves an exercise.

    Parameters
    ----------
    slug, title : str
        The exercise.
    code : str
        Python; empty if the exercise brings none.
    """

    slug: str
    title: str
    code: str

    @property
    def text(self) -> str:
        """The line above the code."""
        if not self.code:
            return "This exercise brings no solution; its lesson page may."
        return f"{self.title}. One way to do it; yours may differ and be right."

    def __str__(self) -> str:
        return f"Solution: {plain(self.text)}\n\n{self.code}".rstrip()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        code = (
            '<pre tabindex="0" data-lm-suppress-shortcuts="true" '
            'style="margin:0.5em 0 0;overflow-x:auto;text-align:left">'
            f"<code>{escape(self.code)}</code></pre>"
            if self.code
            else ""
        )
        return box("→", "Solution", self.text, colour=_COLOUR, more=code)


@dataclass(frozen=True)
class SolutionLater:
    """The question whether to try first, asked once.

    Parameters
    ----------
    slug : str
        The exercise.
    has_hints : bool
        Whether a hint can be offered.
    """

    slug: str
    has_hints: bool = True

    @property
    def text(self) -> str:
        """The question."""
        offer = f' `hint("{self.slug}")` gives you a nudge.' if self.has_hints else ""
        return (
            f"Would you like to try it once before you look?{offer} "
            f'If you mean it, run `solution("{self.slug}")` again.'
        )

    def __str__(self) -> str:
        return f"→ Not tried yet: {plain(self.text)}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return box("→", "Not tried yet", self.text, colour=_COLOUR)
