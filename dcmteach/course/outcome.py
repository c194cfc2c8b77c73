"""What a check says: not attempted, not yet, or correct, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dcmteach.course.outcome_text import plain, to_html

__all__ = ["OUTCOMES", "NotAttempted", "NotYet", "Outcome", "OutcomeName"]

OutcomeName = Literal["not attempted", "not yet", "correct"]
OUTCOMES: tuple[OutcomeName, ...] = ("not attempted", "not yet", "correct")

# Symbol, and the badge's colours: white on each of these has a contrast of at least 7, whatever
# the theme. The message itself takes the colour of the page around it.
_LOOKS: dict[OutcomeName, tuple[str, str]] = {
    "not attempted": ("○", "#455a64"),
    "not yet": ("△", "#8a3200"),
    "correct": ("✓", "#1b5e20"),
}


class NotYet(Exception):
    """Raised by a check: the answer shows a misconception, which the message names.

    The message never gives the answer away.
    """


class NotAttempted(Exception):
    """Raised by a check: there is nothing to judge yet; the message says what to fill in."""


@dataclass(frozen=True)
class Outcome:
    """The result of one check.

    Parameters
    ----------
    slug : str
        The exercise.
    outcome : {"not attempted", "not yet", "correct"}
        What the check found.
    message : str
        Why, in full sentences; `code`, **strong** and *emphasis* are understood.
    title : str, optional
        The exercise's title.
    """

    slug: str
    outcome: OutcomeName
    message: str
    title: str = ""

    @property
    def correct(self) -> bool:
        """Whether the answer was right."""
        return self.outcome == "correct"

    def __str__(self) -> str:
        symbol, _ = _LOOKS[self.outcome]
        return f"{symbol} {self.outcome.capitalize()}: {plain(self.message)}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        symbol, colour = _LOOKS[self.outcome]
        return box(symbol, self.outcome.capitalize(), self.message, colour=colour)


def box(symbol: str, word: str, message: str, *, colour: str, more: str = "") -> str:
    """Draw a message with a badge: a symbol and a word, never a colour alone.

    Parameters
    ----------
    symbol, word : str
        What the badge holds; the symbol is hidden from screen readers, the word is not.
    message : str
        The text beside it, with the markup of `outcome_text`.
    colour : str
        The badge's background, a dark CSS colour.
    more : str, optional
        Trusted HTML to put below.

    Returns
    -------
    str
        HTML, escaped, with ``role="status"``.
    """
    return (
        f'<div role="status" class="dcmteach-outcome" style="border-left:0.3em solid {colour};'
        'padding:0.4em 0.8em;margin:0.4em 0;line-height:1.5;max-width:50em">'
        f'<span style="background:{colour};color:#ffffff;border-radius:0.2em;'
        'padding:0.1em 0.5em;margin-right:0.6em;font-weight:bold;white-space:nowrap">'
        f'<span aria-hidden="true">{symbol} </span>{to_html(word)}</span>'
        f'<span class="dcmteach-message">{to_html(message)}</span>{more}</div>'
    )
