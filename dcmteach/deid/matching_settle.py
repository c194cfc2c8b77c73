"""What is certain among the possible matches, and why the rest is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dcmteach.deid.matching_assign import MOST, assign, components, without
from dcmteach.deid.matching_borne import Borne
from dcmteach.deid.matching_candidates import Names, Near
from dcmteach.deid.matching_numbers import Numbers

__all__ = ["Decided", "settle"]

# Slips to the next rival, of a name that agrees and of one that does not quite: one and two,
# less what accents and other alphabets may cost.
_CLEAR_EXACT = 0.7
_CLEAR = 1.7
_EXACT = 0.5  # fewer slips than this: nothing but accents or another alphabet
_BETTER = 0.5 - 1e-6  # slips by which a rival's own partner must fit better
_UNLINKED = 1000.0
_NOT_THE_SON = 2.0  # slips more from a row without "Jr" to somebody whose own row has it


@dataclass(slots=True)
class Decided:
    """What was decided.

    Parameters
    ----------
    links : dict of int to int
        The person of each row that is certain.
    doubts : dict of int to str
        For each other row that may be somebody, why it is not certain: a key of
        :data:`~dcmteach.deid.matching_result.WHY`.
    """

    links: dict[int, int] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)


def settle(near: Near, rows: Names, people: Names, numbers: Numbers) -> Decided:
    """Link what is certain.

    Parameters
    ----------
    near : dict of int to dict of int to Distance
        The people each row may be.
    rows, people : sequence of sequence of Name
        All of the cohort: what names others bear.
    numbers : Numbers
        What stands beside the names.

    Returns
    -------
    Decided
        Every row of ``near`` is in one of its two mappings.
    """
    costs = _costs(near)
    decided = Decided()
    links, doubts = decided.links, decided.doubts
    for row, person in numbers.pairs():
        if person in costs.get(row, {}):
            links[row] = person
    links |= _without_rivals(_left(costs, decided))
    for group in components(_left(costs, decided)):
        if sum(map(len, group.values())) > MOST:
            doubts.update(dict.fromkeys(group, "many"))
        else:
            _resolve(group, decided)
    borne = Borne(rows, people)
    for row, person in list(links.items()):
        pair = near[row][person]
        agrees = numbers.agree(row, person)
        if agrees:
            why = "" if pair.agreeing or pair.differing else "name"
        elif agrees is False:
            why = "number"
        else:
            why = pair.doubt
            if why in {"", "ending"} and pair.differing and borne.another(pair):
                why = "namesake"
            if not why and _between_two(costs[row], person):
                why = "people"
        if why:
            del links[row]
            doubts[row] = why
    for row in costs:
        if row not in links:
            doubts.setdefault(row, "taken")
    return decided


def _between_two(people: Mapping[int, float], person: int) -> bool:
    """Tell whether a name that agrees with nobody's is as near to somebody else's.

    That the other one has a row of their own says nothing: it may be their second one, while the
    person's is missing.
    """
    cost = people[person]
    return cost >= _EXACT and any(
        theirs < cost + _BETTER for other, theirs in people.items() if other != person
    )


def _costs(near: Near) -> _Costs:
    """Take the slips; a son who has a row that says so is not meant by one that does not."""
    sons = {p for pairs in near.values() for p, pair in pairs.items() if pair.marks == "both"}
    return {
        row: {
            p: pair.slips + (_NOT_THE_SON if pair.marks == "person" and p in sons else 0.0)
            for p, pair in pairs.items()
        }
        for row, pairs in near.items()
    }


def _resolve(group: Mapping[int, Mapping[int, float]], decided: Decided) -> None:
    best = assign(group, unlinked=_UNLINKED)
    for row, people in group.items():
        if row not in best:
            decided.doubts[row] = "rows"
        elif _certain(group, best, row):
            decided.links[row] = best[row]
        else:
            near = min(people.values()) + _CLEAR
            rivals = sum(1 for cost in people.values() if cost < near)
            decided.doubts[row] = "people" if rivals > 1 else "rows"


_Costs = dict[int, dict[int, float]]


def _left(costs: Mapping[int, Mapping[int, float]], decided: Decided) -> _Costs:
    """Take out the rows and the people that are linked."""
    gone = set(decided.links.values())
    left = {
        row: {person: cost for person, cost in people.items() if person not in gone}
        for row, people in costs.items()
        if row not in decided.links
    }
    return {row: people for row, people in left.items() if people}


def _without_rivals(costs: Mapping[int, Mapping[int, float]]) -> dict[int, int]:
    """Link names that agree, where no other row and no other person is nearly as near."""
    rivals: dict[int, list[float]] = {}
    for people in costs.values():
        for person, cost in people.items():
            rivals.setdefault(person, []).append(cost)
    found = {}
    for row, people in costs.items():
        person, cost = min(people.items(), key=lambda item: item[1])
        clear = cost + _CLEAR_EXACT
        if (
            cost < _EXACT
            and sum(1 for other in people.values() if other < clear) == 1
            and sum(1 for other in rivals[person] if other < clear) == 1
        ):
            found[row] = person
    return found


def _certain(group: Mapping[int, Mapping[int, float]], best: Mapping[int, int], row: int) -> bool:
    """Tell whether a link of the best assignment is clearly better than every other way."""
    person = best[row]
    cost = group[row][person]
    clear = _CLEAR_EXACT if cost < _EXACT else _CLEAR
    owner = {p: r for r, p in best.items()}
    for other, theirs in group[row].items():
        # Another person is as near: it must have a row that fits it better.
        if other != person and theirs < cost + clear:
            claim = owner.get(other)
            if claim is None or group[claim][other] + _BETTER > theirs:
                return False
    for other, people in group.items():
        # Another row is as near: it must have a person that fits it better.
        if other != row and people.get(person, _UNLINKED) < cost + clear:
            claim = best.get(other)
            if claim is None or people[claim] + _BETTER > people[person]:
                return False
    return without(group, best, row, unlinked=_UNLINKED) >= clear
