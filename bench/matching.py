"""Matching 10,000 rows to 1,000 patients, against one ``rapidfuzz.process.cdist``."""

from __future__ import annotations

import random

from bench.measure import Figure, in_turn, median_of

__all__ = ["matching"]

_ROWS, _PEOPLE = 10_000, 1_000


def matching(quick: bool) -> list[Figure]:
    """Match a generated table to a generated cohort, and judge the links by the answer key.

    The rows are those of ten cohorts, of which one has the images: nine rows in ten are about
    people who have none. ``cdist`` is given the same strings; it compares letters alone, each
    row with each patient, knows no other order or script of the words, and links nobody.
    """
    from rapidfuzz.process import cdist

    from dcmteach.deid.matching import match_names
    from dcmteach.synth.names_cohort import names_cohort

    cohorts = [names_cohort(_PEOPLE, seed=seed) for seed in range(1000, 1010)]
    rows = [row for cohort in cohorts for row in cohort.rows]
    random.Random(0).shuffle(rows)  # an order for a benchmark, not a secret
    rows, people = rows[:_ROWS], list(cohorts[0].people)

    def compared() -> None:
        cdist(rows, people, workers=1)

    def matched() -> None:
        match_names(rows, people)

    bare, ours = map(median_of, in_turn(1 if quick else 7, compared, matched))
    scores = [
        cohort.score(match_names(cohort.rows, cohort.people).links)
        for cohort in (cohorts[:1] if quick else cohorts)
    ]
    return [
        Figure("matching.cdist_ms", bare * 1e3, "ms", "cdist of 10,000 rows, 1,000 patients"),
        Figure("matching.match_ms", ours * 1e3, "ms", "match_names on the same strings"),
        Figure("matching.ratio", ours / bare, "×", "the second to the first", at_most=10),
        Figure(
            "matching.false_links",
            sum(false for _, _, false in scores),
            "links",
            "wrong, or not to be known",
            at_most=0,
        ),
        Figure(
            "matching.least_recall",
            min(recall for _, recall, _ in scores),
            "",
            "of the cohorts",
            at_least=0.98,
        ),
    ]
