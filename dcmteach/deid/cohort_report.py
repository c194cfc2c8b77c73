"""What making a cohort pseudonymous came to, person by person, without a name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from dcmteach.deid.batch_report import Report
from dcmteach.deid.cohort_settle import Settled
from dcmteach.deid.demographics_report import TableReport
from dcmteach.deid.matching import Matches
from dcmteach.deid.persons import Conflicts
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["CohortReport", "PersonOutcome", "outcomes"]


@dataclass(frozen=True, slots=True)
class PersonOutcome:
    """One person.

    Parameters
    ----------
    pseudonym : str
        The pseudonym; ``"–"`` for one who got none.
    files : int
        Files written, or there already.
    rows : int
        Rows of the table.
    status : str
        ``"complete"``, ``"no row"``, ``"no files"`` or ``"held back"``.
    because : str
        Why it is not complete.
    """

    pseudonym: str
    files: int
    rows: int
    status: str
    because: str = ""


class CohortReport(Rows[PersonOutcome]):
    """What a run over a cohort came to. Its rows are the people, by pseudonym.

    Attributes
    ----------
    files : dcmteach.deid.batch_report.Report or None
        What became of each file; None if there were none.
    matches : dcmteach.deid.matching.Matches or None
        Which person of the table is which of the files. It shows names: for the owner's eyes.
    settled : object
        Who is who. It holds names.
    table : dcmteach.deid.demographics.TableReport or None
        What became of the table's columns.
    kept_rows : int
        People whose rows in the output's table were there already, differ, and stayed.
    names : int
        How many names the output was searched for.
    searched : int
        Bytes of the output that were searched.
    unsearched : int
        Files of before this run in the output that could not be searched.
    seconds : float
        How long it took.
    dry_run : bool
        Whether nothing was written.
    """

    columns = (
        Column("pseudonym", "Pseudonym", width=24),
        Column("files", "Files", "number", 8),
        Column("rows", "Rows", "number", 6),
        Column("status", "Outcome", "mark", 12),
        Column("because", "Because", width=100),
    )
    fields = ("pseudonym", "files", "rows", "status", "because")

    def __init__(
        self,
        rows: tuple[PersonOutcome, ...],
        *,
        files: Report | None,
        settled: Settled,
        table: TableReport | None = None,
        kept_rows: int = 0,
        names: int = 0,
        searched: int = 0,
        unsearched: int = 0,
        seconds: float = 0.0,
        dry_run: bool = False,
        notes: tuple[str, ...] = (),
    ) -> None:
        super().__init__(rows)
        self.files = files
        self.settled = settled
        self.table = table
        self.kept_rows = kept_rows
        self.names = names
        self.searched = searched
        self.unsearched = unsearched
        self.seconds = seconds
        self.dry_run = dry_run
        self.notes = notes

    @property
    def matches(self) -> Matches | None:
        """Which person of the table is which of the files."""
        return self.settled.matches

    @property
    def conflicts(self) -> Conflicts:
        """Names and IDs that do not fit together."""
        return self.settled.conflicts

    @property
    def doubtful(self) -> int:
        """How many names of the table somebody must decide about."""
        return sum(match.result == "doubtful" for match in self.matches or ())

    @property
    def complete(self) -> bool:
        """Whether every file was written, nobody is held back and no match is doubtful."""
        whole = self.files is None or self.files.complete
        return whole and not self.doubtful and all(row.status != "held back" for row in self)

    @property
    def exit_status(self) -> int:
        """0 if complete, 1 if something was left out, 2 if the output could not be written."""
        if self.files is not None and self.files.stopped:
            return 2
        return 0 if self.complete else 1

    @property
    def caption(self) -> str:
        """How many people, and what became of them."""
        counts = Counter(row.status for row in self)
        told = ", ".join(f"{counts[word]} {word}" for word in _ORDER if counts[word])
        word = "would be" if self.dry_run else "are"
        return f"{len(self)} people {word} pseudonymous: {told or 'nobody'}"

    @property
    def note(self) -> str:
        """What somebody must decide, and what was searched."""
        said = list(self.notes)
        if self.doubtful:
            said.append(
                f"{self.doubtful} name{'s' * (self.doubtful > 1)} of the table may be somebody's: "
                "look at the matches and confirm or reject them."
            )
        if len(self.conflicts):
            said.append(f"{len(self.conflicts)} names or IDs do not fit together.")
        if self.kept_rows:
            said.append(
                f"Rows of {self.kept_rows} people were there already and differ: they stayed."
            )
        if self.names and not self.dry_run:
            said.append(
                f"The whole output ({self.searched / 1e6:.1f} MB) was searched for "
                f"{self.names} names: none is left."
            )
        if self.unsearched:
            said.append(
                f"{self.unsearched} files that were there before could not be searched: look at "
                "them, or move them away."
            )
        return " ".join([*said, f"{self.seconds:.1f} s."])

    def summary(self) -> dict[str, Any]:
        """Give counts as plain data, without a name."""
        return {
            "people": len(self),
            "outcomes": dict(Counter(row.status for row in self)),
            "doubtful": self.doubtful,
            "conflicts": self.conflicts.to_records(),
            "complete": self.complete,
            "names_searched": self.names,
            "bytes_searched": self.searched,
            "files": None if self.files is None else self.files.summary(),
            "seconds": round(self.seconds, 3),
        }


_ORDER = ("complete", "no row", "no files", "held back")


def outcomes(settled: Settled, files: Report | None, *, table: bool) -> tuple[PersonOutcome, ...]:
    """Tell what became of each person.

    Parameters
    ----------
    settled : Settled
        Who is who.
    files : Report or None
        What became of the files.
    table : bool
        Whether there is a table.
    """
    written = Counter(name.partition("/")[0] for name in (() if files is None else files.outputs))
    rows = Counter(settled.pseudonyms.values())
    found = []
    for person in settled.persons.people:
        text = settled.roster.pseudonyms.get(person.subjects[0])
        if text is None:
            found.append(PersonOutcome("–", 0, 0, "held back", person.held))
            continue
        status, because = "complete", ""
        if files is not None and not written[text]:
            status, because = "no files", "none of this person's files could be written"
        elif table and not rows[text]:
            status, because = "no row", "no row of the table is certainly this person's"
        found.append(PersonOutcome(text, written[text], rows[text], status, because))
    merged: dict[str, PersonOutcome] = {}
    for one in found:  # two persons of one pseudonym: the mapping says they are one
        merged.setdefault(one.pseudonym if one.pseudonym != "–" else str(len(merged)), one)
    return tuple(merged.values())
