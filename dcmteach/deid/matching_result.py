"""What matching found, row by row, as its owner may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["WHY", "Candidate", "Match", "Matches"]

WHY = {
    "confirmed": "a human has settled it",
    "people": "several people are as near as each other",
    "rows": "several rows are as near to one person",
    "taken": "another row fits this person better",
    "namesake": "the words that differ are names that others bear: perhaps another person",
    "short": "in so short a word, another letter is another name",
    "ending": "another ending is often another name",
    "loose": "too many letters differ",
    "both": "words are missing or added, and letters differ",
    "thin": "only one word of the name agrees",
    "generation": "junior or senior stands on one side alone",
    "number": "the names agree, the patient numbers differ",
    "name": "the patient numbers agree, the names differ",
    "many": "too many names are alike: lower the thresholds",
}
"""Why a row is doubtful, in words."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person that a row may be about.

    Parameters
    ----------
    person : int
        Index among the people, from 0.
    name : str
        The person's PN value; not part of the ``repr``.
    character_distance, word_distance : float or None
        As :func:`~dcmteach.deid.matching.match_names` defines them; None where a human chose.
    slips : float or None
        All differences as a number of slips of the pen: what candidates are ordered by.
    """

    person: int
    name: str = field(repr=False)
    character_distance: float | None = None
    word_distance: float | None = None
    slips: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for one row.

    Parameters
    ----------
    row : int
        Index among the rows, from 0.
    written : str
        The name as the table writes it; not part of the ``repr``.
    result : str
        ``"linked"``, ``"confirmed"`` (by a human, with or without a person), ``"doubtful"`` or
        ``"unmatched"``.
    chosen : Candidate or None
        The person, if there is one.
    candidates : tuple of Candidate
        Everyone within both thresholds, the nearest first.
    why : str
        Why it is doubtful.
    """

    row: int
    written: str = field(repr=False)
    result: str
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    why: str

    @property
    def person(self) -> int | None:
        """The index of the person, or None."""
        return None if self.chosen is None else self.chosen.person

    @property
    def _shown(self) -> Candidate | None:
        return self.chosen or (self.candidates[0] if self.candidates else None)

    @property
    def name(self) -> str:
        """The PN value of the person, or of all candidates."""
        people = (self.chosen,) if self.chosen else self.candidates
        return " | ".join(one.name for one in people)

    @property
    def character_distance(self) -> float | None:
        """The character distance of the person, or of the nearest candidate."""
        return None if self._shown is None else self._shown.character_distance

    @property
    def word_distance(self) -> float | None:
        """The word-set distance of the person, or of the nearest candidate."""
        return None if self._shown is None else self._shown.word_distance


class Matches(Rows[Match]):
    """One :class:`Match` for each row of the table.

    Shown in a notebook or printed, it names people: whoever holds the table may see it. Its
    ``repr``, which ends up in logs, holds numbers only.

    Parameters
    ----------
    rows : sequence of Match
        In the order of the table.
    people : sequence of str
        The PN value of each person.
    """

    columns = (
        Column("row", "Row", "number"),
        Column("written", "In the table", "value"),
        Column("result", "Result", "mark"),
        Column("name", "In the images", "value"),
        Column("character_distance", "Characters", "number"),
        Column("word_distance", "Words", "number"),
        Column("why", "Why not certain", "value", 60),
    )
    fields = (
        "row",
        "written",
        "result",
        "person",
        "name",
        "character_distance",
        "word_distance",
        "why",
    )

    def __init__(self, rows: Sequence[Match], people: Sequence[str]) -> None:
        super().__init__(rows)
        self.people = tuple(people)

    @property
    def links(self) -> dict[int, int]:
        """Persons by row, both as indices, where a row is linked or confirmed."""
        return {match.row: match.person for match in self if match.person is not None}

    @property
    def doubtful(self) -> tuple[Match, ...]:
        """The rows a human must settle."""
        return tuple(match for match in self if match.result == "doubtful")

    @property
    def unmatched_rows(self) -> tuple[int, ...]:
        """The rows that nobody fits, or that a human said are nobody's."""
        return tuple(
            match.row for match in self if match.person is None and match.result != "doubtful"
        )

    @property
    def unmatched_people(self) -> tuple[int, ...]:
        """The people without a row; a doubtful row may yet be theirs."""
        linked = set(self.links.values())
        return tuple(person for person in range(len(self.people)) if person not in linked)

    @property
    def caption(self) -> str:
        """How many rows are linked, doubtful and unmatched."""
        return (
            f"Matches: {len(self)} rows, {len(self.links)} linked, {len(self.doubtful)} doubtful, "
            f"{len(self.unmatched_rows)} unmatched; {len(self.unmatched_people)} of "
            f"{len(self.people)} people without a row"
        )

    def cell(self, row: Match, key: str) -> str:
        """Write one field as it is shown: distances with two decimals."""
        value: Any = self.record(row, key)
        if key in {"character_distance", "word_distance"} and value is not None:
            return f"{value:.2f}"
        return super().cell(row, key)
