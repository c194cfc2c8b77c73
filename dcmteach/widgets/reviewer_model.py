"""The state of the match reviewer: doubtful rows, and what somebody decided about them."""

from __future__ import annotations

from collections.abc import Mapping

from dcmteach.deid.decisions import Decisions
from dcmteach.deid.matching_result import Candidate, Match, Matches
from dcmteach.deid.subjects import name_key, name_keys
from dcmteach.errors import DcmteachError
from dcmteach.widgets import reviewer_html as page

__all__ = ["ReviewerModel"]


class ReviewerModel:
    """Doubtful rows, one by one: confirm a candidate, say it is nobody, skip, or take it back.

    Parameters
    ----------
    matches : Matches
        What matching found. It is only read.
    decisions : Decisions
        What was decided earlier; it is added to.
    lines : mapping of int to int, optional
        The row of a spreadsheet in which each row of `matches` stands, its headings counted.

    Attributes
    ----------
    cases : tuple of Match
        The doubtful rows, in the order of the table.
    current : int
        The number of the case on the table, 0-based.
    skipped : set of int
        Numbers of cases that were put off.
    said : str
        What the last action did, or why it was not done.
    refused : bool
        Whether the last action was not done.
    """

    def __init__(
        self, matches: Matches, decisions: Decisions, *, lines: Mapping[int, int] | None = None
    ) -> None:
        self.matches = matches
        self._lines = lines
        self.decisions = decisions
        self.cases: tuple[Match, ...] = matches.doubtful
        self.current = 0
        self.skipped: set[int] = set()
        self.said = ""
        self.refused = False
        self._undo: list[tuple[int, str, dict[str, str | None]]] = []
        self._linked = {match.person: match for match in matches if match.person is not None}
        self._keys = {row.written: name_key(row.written) for row in self.cases}
        if self.cases and self.decided(0):
            self._go_on()

    # --- what the person does -------------------------------------------------------------

    def confirm(self, number: int) -> None:
        """Say that the current name is that of a candidate, and go to the next open one.

        Parameters
        ----------
        number : int
            The candidate, from 1 on, as it is shown.

        Raises
        ------
        DcmteachError
            If there is no such candidate, another row was given to it, or its name is that of
            two people, so that a decision by name cannot tell which.
        """
        match = self._case()
        if not 1 <= number <= len(match.candidates):
            raise DcmteachError(
                f"The candidate must be a number from 1 to {len(match.candidates)} (got {number})."
            )
        candidate = match.candidates[number - 1]
        self._check(match, candidate)
        self._note(
            match, candidate.name, f"{self.row_of(match).capitalize()} is candidate {number}."
        )

    def reject(self) -> None:
        """Say that the current name is nobody's in the images, and go to the next open one."""
        match = self._case()
        self._note(match, None, f"{self.row_of(match).capitalize()} is nobody in the images.")

    def skip(self) -> None:
        """Put the current name off and go to the next open one."""
        match = self._case()
        if not self.decided(self.current):
            self.skipped.add(self.current)
        self.said, self.refused = f"{self.row_of(match).capitalize()} is put off.", False
        self._go_on()

    def undo(self) -> None:
        """Take the last decision back and go to the name it was about."""
        if not self._undo:
            self.said, self.refused = "There is nothing to take back.", True
            return
        self.current, written, before = self._undo.pop()
        for row in self._same(written):
            self.decisions.undo(row)
        self.decisions.pairs.update(before)
        row = self.row_of(self.cases[self.current])
        self.said, self.refused = f"The decision about {row} is taken back.", False

    def go_to(self, number: int) -> None:
        """Go to a case by its 0-based number."""
        self.current = min(max(number, 0), max(0, len(self.cases) - 1))
        self.said, self.refused = "", False

    # --- what is shown --------------------------------------------------------------------

    @property
    def case(self) -> Match | None:
        """The row on the table; None if none is doubtful."""
        return self.cases[self.current] if self.cases else None

    @property
    def finished(self) -> bool:
        """Whether every doubtful row is decided."""
        return self.open == 0

    @property
    def open(self) -> int:
        """How many rows are not decided yet."""
        return sum(not self.decided(number) for number in range(len(self.cases)))

    def decided(self, number: int) -> bool:
        """Tell whether a case, by its 0-based number, is decided."""
        return bool(self._same(self.cases[number].written))

    def choice(self, number: int) -> int | None:
        """Return what was decided of a case.

        Parameters
        ----------
        number : int
            The case, 0-based.

        Returns
        -------
        int or None
            The candidate from 1 on; 0 for nobody; None if it is not decided, or was decided as
            somebody who is no candidate here.
        """
        match = self.cases[number]
        rows = self._same(match.written)
        if not rows:
            return None
        name = self.decisions.pairs[rows[-1]]
        if name is None:
            return 0
        keys = name_keys(name).items()
        for place, candidate in enumerate(match.candidates, 1):
            if candidate.name == name or keys & name_keys(candidate.name).items():
                return place
        return None

    def taken(self, candidate: Candidate) -> Match | None:
        """Return the row that matching gave a candidate for certain, if there is one."""
        return self._linked.get(candidate.person)

    def row_of(self, match: Match) -> str:
        """Return where a name stands: its row in a spreadsheet, or its 0-based index."""
        return f"row {match.row if self._lines is None else self._lines[match.row]}"

    def status(self) -> str:
        """Return one line on how far the review is."""
        if not self.cases:
            return "No match is doubtful: there is nothing to decide."
        done = len(self.cases) - self.open
        late = sum(not self.decided(number) for number in self.skipped)
        more = f", {late} put off" if late else ""
        return f"{done} of {len(self.cases)} decided{more}"

    def options(self) -> list[tuple[str, int]]:
        """Return a line of text and the number of each case."""
        return [(page.line(self, number), number) for number in range(len(self.cases))]

    def answers(self) -> list[str]:
        """Return what the button for each candidate says."""
        return [] if self.case is None else page.answers(self.case)

    def case_html(self) -> str:
        """Return the current row, its candidates and why it is doubtful as HTML."""
        return page.case(self)

    def said_html(self) -> str:
        """Return what the last action did as HTML."""
        return page.said(self)

    def render(self) -> str:
        """Return the state as HTML."""
        return page.whole(self)

    def alt(self) -> str:
        """Return the state in two or three sentences; like the widget, it names people."""
        return page.alt(self)

    # --- how ------------------------------------------------------------------------------

    def _case(self) -> Match:
        if self.case is None:
            raise DcmteachError("No match is doubtful: there is nothing to decide.")
        return self.case

    def _same(self, written: str) -> list[str]:
        """The names decided about that are the same name."""
        if written in self.decisions.pairs:
            return [written]
        key = self._keys.get(written) or name_key(written)
        return [row for row in self.decisions.pairs if name_key(row) == key]

    def _note(self, match: Match, name: str | None, said: str) -> None:
        before = {row: self.decisions.pairs[row] for row in self._same(match.written)}
        for row in before:
            self.decisions.undo(row)
        if name is None:
            self.decisions.reject(match.written)
        else:
            self.decisions.confirm(match.written, name)
        self._undo.append((self.current, match.written, before))
        self.skipped.discard(self.current)
        same = [m for m in self.cases if m is not match and self._is_same(m, match)]
        if same:
            said += f" So {'is' if len(same) == 1 else 'are'} {', '.join(map(self.row_of, same))}"
            said += ", with the same name."
        self.said, self.refused = said, False
        self._go_on()

    def _is_same(self, one: Match, other: Match) -> bool:
        return self._keys[one.written] == self._keys[other.written]

    def _check(self, match: Match, candidate: Candidate) -> None:
        people = [[name] for name in self.matches.people]
        only = Decisions({match.written: candidate.name})
        if only.confirmed([match.written], people).get(0) != candidate.person:
            raise DcmteachError(
                "This name is written the same for two people in the images, so a decision by "
                "name cannot tell which is meant. Add a column with the patient ID to the table."
            )
        for number, other in enumerate(self.cases):
            place = self.choice(number)
            if not place or self._is_same(other, match):
                continue
            if other.candidates[place - 1].person == candidate.person:
                raise DcmteachError(
                    f"{self.row_of(other).capitalize()} was given to this person already, and one "
                    "person has one row. Take that decision back first, or choose somebody else."
                )

    def _go_on(self) -> None:
        """Go to the next open case, those put off last; stay if there is none."""
        total = len(self.cases)
        ahead = [(self.current + step) % total for step in range(1, total + 1)]
        still = [number for number in ahead if not self.decided(number)]
        fresh = [number for number in still if number not in self.skipped]
        if still:
            self.current = (fresh or still)[0]
