"""Which rows and people are worth comparing, and how far apart they are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from dcmteach.deid.matching_distance import Distance, distance
from dcmteach.deid.matching_letters import extract
from dcmteach.deid.matching_names import Name, Word, script_of
from dcmteach.deid.matching_pairs import ALIKE

__all__ = ["Names", "Near", "apart", "near_people"]

Names = Sequence[Sequence[Name]]
Near = dict[int, dict[int, Distance]]


def near_people(
    rows: Names, people: Names, *, max_character_distance: float, max_word_distance: float
) -> Near:
    """Find the people within both thresholds of each row.

    Parameters
    ----------
    rows, people : sequence of sequence of Name
        The readings of each row; the name representations of each person.
    max_character_distance, max_word_distance : float
        Distances up to these count.

    Returns
    -------
    dict of int to dict of int to Distance
        For each row that has any, its people. Nobody within the thresholds is missed: words are
        looked up by likeness, and only pairs with too few words alike are left out.
    """
    index = _Index(people)
    found: Near = {}
    scripts = [{_script(name) for name in names} for names in people]
    for number, readings in enumerate(rows):
        best: dict[int, Distance] = {}
        for name in readings:
            script = _script(name)
            for person, other in index.candidates(name, max_word_distance):
                # 재미 is not 태미, however near they are in Latin letters.
                if script and script != _script(other) and script in scripts[person]:
                    continue
                measured = distance(name, other)
                if (
                    measured is not None
                    and measured.character <= max_character_distance
                    and measured.word <= max_word_distance
                    and (person not in best or measured.slips < best[person].slips)
                ):
                    best[person] = measured
        if best:
            found[number] = best
    return found


def apart(row: Sequence[Name], person: Sequence[Name]) -> Distance:
    """Measure how far the readings of a row are from those of a person, whatever the thresholds.

    Returns
    -------
    Distance
        The least; 1 and 1 if nothing about them is alike.
    """
    measured = [found for a in row for b in person if (found := distance(a, b)) is not None]
    return min(measured, key=lambda one: one.slips, default=Distance(1.0, 1.0, 99.0, 0))


def _script(name: Name) -> int:
    return script_of(name.words[0].native)


class _Index:
    """The words of all people, by likeness."""

    def __init__(self, people: Names) -> None:
        self._names: list[tuple[int, Name]] = [
            (person, name) for person, names in enumerate(people) for name in names
        ]
        self._by_form: dict[str, set[int]] = defaultdict(set)
        self._joined: dict[str, set[int]] = defaultdict(set)
        for at, (_, name) in enumerate(self._names):
            for word in name.words:
                for form in word.forms:
                    self._by_form[form].add(at)
            for joined in _joins(name):
                self._joined[joined].add(at)
        self._sizes = [len(name.words) + len(name.initials) for _, name in self._names]
        self._spare = [len(name.initials) for _, name in self._names]
        self._by_size: dict[tuple[bool, int], list[str]] = defaultdict(list)
        for form in self._by_form:
            self._by_size[form.isascii(), len(form)].append(form)
        self._alike: dict[tuple[str, ...], tuple[int, ...]] = {}

    def candidates(self, name: Name, most: float) -> list[tuple[int, Name]]:
        """Give the people enough of whose words are like the row's."""
        count: Counter[int] = Counter()
        for word in name.words:
            count.update(self._names_with(word))
            for form in word.forms:
                for at in self._joined.get(form, ()):
                    count[at] += 2
        for joined in _joins(name):
            for at in self._by_form.get(joined, ()):
                count[at] += 2
        mine = len(name.words) + len(name.initials)
        spare = len(name.initials)
        share = (1 - most) / 2
        return [
            self._names[at]
            for at, alike in count.items()
            if alike + spare + self._spare[at] >= share * (mine + self._sizes[at]) - 1e-9
        ]

    def _names_with(self, word: Word) -> tuple[int, ...]:
        if word.forms not in self._alike:
            forms = {alike for form in word.forms for alike in self._forms_like(form)}
            self._alike[word.forms] = tuple({at for form in forms for at in self._by_form[form]})
        return self._alike[word.forms]

    def _forms_like(self, form: str) -> list[str]:
        if len(form) * (1 + ALIKE) < 3:  # too short for one letter of three to be another
            return [form] if form in self._by_form else []
        # The longer of two alike words is at most half as long again as the other.
        size, found = len(form), []
        for length in range(math.ceil(size * (1 - ALIKE)), math.floor(size / (1 - ALIKE)) + 1):
            forms = self._by_size.get((form.isascii(), length))
            if forms:
                found += extract(form, forms, math.floor(max(size, length) * ALIKE + 1e-9))
        return found


def _joins(name: Name) -> set[str]:
    """Run neighbouring words together, and particles with the word after them."""
    forms = [word.forms[0] for word in name.words]
    found = {a + b for a, b in pairwise(forms)}
    found.update("".join(three) for three in zip(forms, forms[1:], forms[2:], strict=False))
    if len(forms) == 2:
        found.add(forms[1] + forms[0])
    if name.particles:
        particles = sorted(name.particles)
        before = {*particles, *(a + b for a in particles for b in particles if a != b)}
        found.update(light + form for light in before for form in forms)
    return found
