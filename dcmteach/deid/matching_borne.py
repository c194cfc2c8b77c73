"""Whether a word that differs is a slip of the pen, or a name that somebody else bears."""

from __future__ import annotations

from collections import Counter

from dcmteach.deid.matching_candidates import Names
from dcmteach.deid.matching_distance import Distance, extract, letters_apart
from dcmteach.deid.matching_names import Word

__all__ = ["Borne"]

_ROWS = 3  # a name stands in so many rows; what stands in fewer may be a mistake made twice


class Borne:
    """The names that people of a cohort bear.

    Parameters
    ----------
    rows, people : sequence of sequence of Name
        All of the cohort.
    """

    def __init__(self, rows: Names, people: Names) -> None:
        self._rows = _counted(rows)
        self._people = _counted(people)
        self._names = sorted(
            {form for form, number in self._rows.items() if number >= _ROWS} | set(self._people)
        )

    def another(self, pair: Distance) -> bool:
        """Tell whether the words of a pair that differ may be two names, not one and a slip.

        Parameters
        ----------
        pair : Distance
            A row and a person.

        Returns
        -------
        bool
            True if both words are borne by others too (*Anna* and *Anne*), or if what stands in
            the row is nearer to a name that others bear (*Andrwa* to *Andrea*, not *Andreas*).
        """
        return any(
            (
                self._elsewhere(mine, self._rows, _ROWS - 1, self._people)
                and self._elsewhere(theirs, self._people, 1, self._rows)
            )
            or self._nearer(mine, theirs)
            for mine, theirs in pair.differing
        )

    @staticmethod
    def _elsewhere(word: Word, own: Counter[str], most: int, other: Counter[str]) -> bool:
        return any(own[form] > most or other[form] for form in word.forms)

    def _nearer(self, mine: Word, theirs: Word) -> bool:
        edits, _ = letters_apart(mine, theirs)
        if edits < 2:
            return False
        return any(
            form not in theirs.forms
            for spelled in mine.forms
            for form in extract(spelled, self._names, edits - 1)
            if form not in mine.forms
        )


def _counted(names: Names) -> Counter[str]:
    count: Counter[str] = Counter()
    for readings in names:
        count.update({form for name in readings for word in name.words for form in word.forms})
    return count
