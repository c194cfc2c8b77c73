"""The best assignment of rows to people, and which of its links could as well be otherwise."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping

__all__ = ["MOST", "assign", "components", "without"]

MOST = 2000
"""A group of rows and people with more possible pairs than this is not resolved at all."""

_NEVER = float("inf")

Costs = Mapping[int, Mapping[int, float]]


def components(costs: Costs) -> list[dict[int, dict[int, float]]]:
    """Part rows and people into groups that have nothing to do with each other.

    Parameters
    ----------
    costs : mapping of int to mapping of int to float
        For each row, the people it may be and what each would cost.

    Returns
    -------
    list of dict
        Each like ``costs``, in the order of their first rows.
    """
    by_person: dict[int, list[int]] = defaultdict(list)
    for row, people in costs.items():
        for person in people:
            by_person[person].append(row)
    found = []
    seen: set[int] = set()
    for start in costs:
        if start in seen:
            continue
        seen.add(start)
        waiting, group = [start], {}
        reached: set[int] = set()
        while waiting:
            row = waiting.pop()
            group[row] = dict(costs[row])
            for person in costs[row]:
                if person in reached:
                    continue
                reached.add(person)
                for other in by_person[person]:
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        found.append(dict(sorted(group.items())))
    return found


def assign(costs: Costs, *, unlinked: float) -> dict[int, int]:
    """Assign each row at most one person and each person at most one row, at the least cost.

    Parameters
    ----------
    costs : mapping of int to mapping of int to float
        One group, as :func:`components` gives it.
    unlinked : float
        What a row without a person costs; above all costs, so that as many as possible are linked.

    Returns
    -------
    dict of int to int
        The person of each row that has one. By shortest augmenting paths (the Hungarian
        method on a sparse graph): the optimum, not a greedy choice.
    """
    row_of: dict[int, int] = {}
    person_of: dict[int, int] = {}
    for row in costs:
        _augment(costs, row, row_of, person_of, unlinked)
    return person_of


def without(costs: Costs, links: Mapping[int, int], row: int, *, unlinked: float) -> float:
    """Tell how much worse the best assignment is that must not link a row as it is linked.

    Parameters
    ----------
    costs, unlinked
        As for :func:`assign`.
    links : mapping of int to int
        What :func:`assign` returned for them.
    row : int
        A linked row.

    Returns
    -------
    float
        0 where another assignment is as good; never negative.
    """
    banned = (row, links[row])
    if len(costs) == 1:
        other = min(
            (cost for person, cost in costs[row].items() if person != banned[1]), default=_NEVER
        )
        return max(0.0, min(other, unlinked) - costs[row][banned[1]])
    changed = {
        other: {p: cost for p, cost in people.items() if (other, p) != banned}
        for other, people in costs.items()
    }
    again = assign(changed, unlinked=unlinked)
    return max(0.0, _total(changed, again, unlinked) - _total(costs, links, unlinked))


def _total(costs: Costs, links: Mapping[int, int], unlinked: float) -> float:
    return sum(costs[row][links[row]] if row in links else unlinked for row in costs)


def _augment(
    costs: Costs,
    start: int,
    row_of: dict[int, int],
    person_of: dict[int, int],
    unlinked: float,
) -> None:
    """Bring one more row in along the cheapest path.

    The path ends at an idle person, or at a row that is then left without one. Costs along it
    may be negative (a link given up), so distances are corrected until nothing changes.
    """
    best = {start: 0.0}
    came: dict[int, tuple[int, int]] = {}  # row: by which person, from which row
    end_row, end_person, least = start, None, unlinked
    waiting = [(0.0, start)]
    while waiting:
        so_far, row = heapq.heappop(waiting)
        if so_far > best[row]:
            continue
        # Giving this row up ends the path.
        if so_far + unlinked < least - 1e-9:
            least, end_row, end_person = so_far + unlinked, row, None
        for person, cost in costs[row].items():
            if person_of.get(row) == person:
                continue
            owner = row_of.get(person)
            reached = so_far + cost
            if owner is None:
                if reached < least - 1e-9:
                    least, end_row, end_person = reached, row, person
                continue
            reached -= costs[owner][person]
            if reached < best.get(owner, _NEVER) - 1e-9:
                best[owner] = reached
                came[owner] = (person, row)
                heapq.heappush(waiting, (reached, owner))
    row, next_person = end_row, end_person
    while True:
        freed = person_of.pop(row, None)
        if freed is not None and row_of.get(freed) == row:
            del row_of[freed]
        if next_person is not None:
            person_of[row] = next_person
            row_of[next_person] = row
        if row == start:
            return
        next_person, row = came[row]
