"""The assignment is the best there is: no other way of pairing rows with people costs less."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcmteach.deid.matching_assign import assign, components, without

UNLINKED = 1000.0

COSTS = st.dictionaries(
    st.integers(0, 3),
    st.dictionaries(
        st.integers(0, 3), st.sampled_from([0, 0.25, 0.5, 1, 1.5, 2, 3, 7]), max_size=4
    ),
    min_size=1,
    max_size=4,
)


def every_way(costs):
    """Every assignment of rows to different people or to nobody, by trying all."""
    rows = list(costs)
    for chosen in product(*([None, *costs[row]] for row in rows)):
        people = [person for person in chosen if person is not None]
        if len(set(people)) == len(people):
            yield dict(zip(rows, chosen, strict=True))


def total(costs, links):
    return sum(UNLINKED if links.get(row) is None else costs[row][links[row]] for row in costs)


@settings(max_examples=100, deadline=None)
@given(COSTS)
def test_no_other_assignment_costs_less(costs):
    links = assign(costs, unlinked=UNLINKED)
    assert len(set(links.values())) == len(links)
    assert all(person in costs[row] for row, person in links.items())
    assert total(costs, links) == pytest.approx(min(total(costs, way) for way in every_way(costs)))


@settings(max_examples=100, deadline=None)
@given(COSTS)
def test_what_it_costs_to_do_without_a_link_is_the_next_best_way(costs):
    for group in components(costs):
        links = assign(group, unlinked=UNLINKED)
        for row, person in links.items():
            others = [total(group, way) for way in every_way(group) if way[row] != person]
            worse = min(others) - total(group, links)
            assert without(group, links, row, unlinked=UNLINKED) == pytest.approx(worse)


@settings(max_examples=100, deadline=None)
@given(COSTS)
def test_groups_hold_every_row_once_and_share_nobody(costs):
    groups = components(costs)
    assert sorted(row for group in groups for row in group) == sorted(costs)
    people = [{person for theirs in group.values() for person in theirs} for group in groups]
    assert sum(map(len, people)) == len(set().union(*people))
    whole = {row: p for group in groups for row, p in assign(group, unlinked=UNLINKED).items()}
    assert total(costs, whole) == pytest.approx(total(costs, assign(costs, unlinked=UNLINKED)))
