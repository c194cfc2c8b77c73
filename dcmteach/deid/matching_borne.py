"""Whether a word that differs is a slip of the pen, or a name that somebody else bears."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files

from dcmteach.deid.matching_candidates import Names
from dcmteach.deid.matching_distance import Distance
from dcmteach.deid.matching_letters import extract, letters_apart
from dcmteach.deid.matching_names import Word

__all__ = ["Borne"]


class Borne:
    """The names that people of a cohort bear.

    Parameters
    ----------
    rows, people : sequence of sequence of Name
        All of the cohort.
    """

    def __init__(self, rows: Names, people: Names) -> None:
        self._rows = _bearers(rows)
        self._people = _bearers(people)
        self._names = sorted(
            {form for form, others in self._rows.items() if len(others) > 1} | set(self._people)
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
            (self._elsewhere(mine, theirs, pair) and self._elsewhere(theirs, mine, pair))
            or self._nearer(mine, theirs)
            for mine, theirs in pair.differing
        )

    def _elsewhere(self, word: Word, slip: Word, pair: Distance) -> bool:
        """Tell whether a word is a common given name, or stands in some unrelated name."""
        if not _common().isdisjoint(word.forms):
            return True
        own = {form for one in pair.paired for form in one.forms}
        own.update(word.forms, slip.forms)
        return any(
            own.isdisjoint(others - set(word.forms))
            for form in word.forms
            for others in (*self._rows.get(form, ()), *self._people.get(form, ()))
        )

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


@cache
def _common() -> frozenset[str]:
    text = (files("dcmteach.deid") / "data" / "given_names.txt").read_text(encoding="utf-8")
    return frozenset(text[text.index("\n") :].split())


def _bearers(names: Names) -> dict[str, list[frozenset[str]]]:
    """Give for each word the names it stands in, as all their words."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for readings in names:
        words = frozenset(form for name in readings for word in name.words for form in word.forms)
        for form in words:
            found[form].append(words)
    return found
