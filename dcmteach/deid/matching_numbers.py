"""Patient numbers beside names: which agree, and which contradict."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dcmteach.errors import DcmteachError

__all__ = ["Numbers"]


@dataclass(frozen=True, slots=True, repr=False)
class Numbers:
    """The numbers of rows and people; both empty if there are none."""

    rows: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @classmethod
    def beside(
        cls,
        rows: int,
        people: int,
        row_ids: Sequence[str] | None,
        people_ids: Sequence[str] | None,
    ) -> Numbers:
        """Take the numbers, one for each row and each person.

        Raises
        ------
        DcmteachError
            If one of the two is missing, or there are too many or too few.
        """
        if row_ids is None and people_ids is None:
            return cls()
        if (
            row_ids is None
            or people_ids is None
            or (len(row_ids), len(people_ids))
            != (
                rows,
                people,
            )
        ):
            raise DcmteachError(
                "row_ids and people_ids must be given together, with one entry for each row and "
                f"each person (got {len(row_ids or ())} for {rows} rows, {len(people_ids or ())} "
                f"for {people} people). Write '' where there is no number."
            )
        return cls(tuple(map(_plain, row_ids)), tuple(map(_plain, people_ids)))

    def agree(self, row: int, person: int) -> bool | None:
        """Tell whether a row's number is a person's; None if one of them has none."""
        if not self.rows or not self.rows[row] or not self.people[person]:
            return None
        return self.rows[row] == self.people[person]

    def pairs(self) -> list[tuple[int, int]]:
        """Give the rows and people that share a number no other row and no other person has."""
        mine, theirs = _once(self.rows), _once(self.people)
        return [(row, theirs[number]) for number, row in mine.items() if number in theirs]


def _plain(number: str) -> str:
    return "".join(unicodedata.normalize("NFKC", number).casefold().split())


def _once(numbers: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    again: set[str] = set()
    for at, number in enumerate(numbers):
        if number in found:
            again.add(number)
        found[number] = at
    return {number: at for number, at in found.items() if number and number not in again}
