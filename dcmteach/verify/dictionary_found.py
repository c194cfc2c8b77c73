"""What the dictionary attack undid, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["Recovered", "Recovery"]

_TELLING = 8


@dataclass(frozen=True, slots=True)
class Recovery:
    """A pseudonym that was undone.

    Parameters
    ----------
    pseudonym : str
        As it was published.
    candidate : str
        What it was made of.
    how : str
        How it was made: ``"sha256"``, ``"first 10 characters of md5"``, or ``"make"``.
    """

    pseudonym: str
    candidate: str
    how: str


class Recovered(Rows[Recovery]):
    """The pseudonyms that were undone.

    Parameters
    ----------
    rows : sequence of Recovery
        One per pseudonym.
    pseudonyms : int
        How many were attacked.
    tried : int
        How many candidates were tried, each in every way, until all pseudonyms were undone.
    seconds : float
        How long it took.

    Attributes
    ----------
    pseudonyms : int
        How many were attacked.
    tried : int
        How many candidates were tried.
    seconds : float
        How long it took.
    """

    columns = (
        Column("pseudonym", "Pseudonym", width=40),
        Column("candidate", "Made of", "value", 50),
        Column("how", "How", width=40),
    )

    def __init__(
        self, rows: Sequence[Recovery], *, pseudonyms: int, tried: int, seconds: float
    ) -> None:
        super().__init__(rows)
        self.pseudonyms = pseudonyms
        self.tried = tried
        self.seconds = seconds

    @property
    def share(self) -> float:
        """The share of pseudonyms undone, 0 to 1."""
        return len(self) / self.pseudonyms if self.pseudonyms else 0.0

    @property
    def caption(self) -> str:
        """How many, out of how many, how fast."""
        return (
            f"Dictionary attack: {len(self):,} of {self.pseudonyms:,} pseudonyms undone, "
            f"{self.tried:,} candidates in {self.seconds:.2g} s"
        )

    @property
    def note(self) -> str:
        """What that means."""
        if len(self):
            said = (
                "Whoever can guess the names can undo them: names are few. A key that nobody else "
                "has makes guessing useless."
            )
            lengths = [len(row.pseudonym) for row in self if row.how != "make"]
            short = min(lengths, default=_TELLING)
            if short < _TELLING:
                said += f" With {short} characters, one or the other may fit by chance."
            return said
        if not self.pseudonyms:
            return ""
        return "None was undone by these candidates in these ways, which proves nothing of others."
