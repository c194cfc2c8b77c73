"""Answers that are not right yet."""

from __future__ import annotations

from dcmteach import check


def not_yet(slug: str, *answers: object) -> str:
    """Give an answer, and what the learner is told."""
    outcome = check(slug, *answers)
    assert outcome.outcome == "not yet", outcome.message
    return outcome.message
