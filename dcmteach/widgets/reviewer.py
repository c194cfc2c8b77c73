"""The match reviewer: a person decides what matching left open."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from dcmteach.deid.cohort_report import CohortReport
from dcmteach.deid.decisions import Decisions
from dcmteach.deid.matching_result import Matches
from dcmteach.errors import DcmteachError
from dcmteach.widgets.base import Widget
from dcmteach.widgets.reviewer_lines import lines_of
from dcmteach.widgets.reviewer_model import ReviewerModel

__all__ = ["MatchReviewer"]


class MatchReviewer(Widget):
    """Decide about doubtful matches, one by one: which candidate it is, or nobody.

    It shows names, to whoever holds the table; clear the output of its cell before you give the
    notebook away.

    Parameters
    ----------
    source : Matches or CohortReport
        What ``dcmteach.match_names`` found, or a report of ``dcmteach.pseudonymise``, best of a
        dry run.
    decisions : Decisions or path, optional
        What was decided earlier, or the file it was saved in; new decisions are added.

    Raises
    ------
    DcmteachError
        If `source` is neither, if the report is of a run without a table or without images, or
        if the file holds no decisions.

    Examples
    --------
    In a notebook, as the last line of a cell::

        import dcmteach
        matches = dcmteach.match_names(["Skovlund, Anne"], ["Skovlund^Anna", "Skovlund^Anne-Lise"])
        dcmteach.MatchReviewer(matches)
    """

    model: ReviewerModel

    def __init__(
        self,
        source: Matches | CohortReport,
        decisions: Decisions | str | PathLike[str] | None = None,
    ) -> None:
        if decisions is None:
            decided = Decisions()
        elif isinstance(decisions, Decisions):
            decided = decisions
        else:
            decided = Decisions.read(decisions)
        self.model = ReviewerModel(_matches(source), decided, lines=_lines(source))

    @property
    def decisions(self) -> Decisions:
        """What is decided so far, to be given to ``dcmteach.pseudonymise(…, decisions=…)``."""
        return self.model.decisions

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the decisions to a file of mode 0600: they hold names.

        Parameters
        ----------
        path : str or path
            Where to; outside of the output.

        Raises
        ------
        SaveError
            If it cannot be written.
        """
        return self.decisions.save(path)

    def _build(self) -> Any:
        from dcmteach.widgets.reviewer_view import ReviewerView

        return ReviewerView(self.model).box


def _matches(source: object) -> Matches:
    if isinstance(source, Matches):
        return source
    if isinstance(source, CohortReport):
        if source.matches is None:
            raise DcmteachError(
                "This report has no matches: they need images and a table. Run pseudonymise with "
                "both a source and demographics."
            )
        return source.matches
    article = "an" if type(source).__name__[0].lower() in "aeiou" else "a"
    raise DcmteachError(
        "MatchReviewer shows the result of match_names or pseudonymise "
        f"(got {article} {type(source).__name__}). "
        "Match first: MatchReviewer(dcmteach.match_names(rows, people))."
    )


def _lines(source: object) -> dict[int, int] | None:
    """Say where in a spreadsheet the names stand; a list of names has no headings."""
    return lines_of(source.settled.rows) if isinstance(source, CohortReport) else None
