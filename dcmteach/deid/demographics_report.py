"""What became of each column of a table of patients, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dcmteach.deid.tables_rows import Table
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["ColumnReport", "Shortened", "TableReport"]


class ColumnReport(NamedTuple):
    """What became of one column.

    Parameters
    ----------
    number : int
        Its place in the table, 1-based.
    heading : str
        Its heading as it is written out; ``"column 5"`` if the heading itself held a name.
    kind : str
        What it holds, as far as the heading tells.
    done : str
        ``"kept"``, ``"cleaned"`` (kept, but something was cut from some of its cells) or
        ``"removed"``.
    why : str
        One clause.
    cleaned, emptied : int
        From how many cells something was cut; how many had to be emptied as a whole.
    """

    number: int
    heading: str
    kind: str
    done: str
    why: str
    cleaned: int = 0
    emptied: int = 0


class TableReport(Rows[ColumnReport]):
    """What became of each column. It holds headings and numbers, no cell.

    Attributes
    ----------
    emptied : tuple of (int, str)
        Row of the file (the heading is row 1) and column of each cell that was emptied because
        the name in it could not be cut out with certainty.
    over_89 : int
        How many rows have an age above 89; nothing is done about them.
    rows_in : int
        Rows of the table.
    rows_out : int
        Rows of the shortened one.
    """

    columns = (
        Column("number", "Column", "number"),
        Column("heading", "Heading"),
        Column("kind", "Holds"),
        Column("done", "What was done"),
        Column("why", "Why", "text", 60),
        Column("cleaned", "Cells cut", "number"),
        Column("emptied", "Cells emptied", "number"),
    )

    def __init__(
        self,
        rows: Sequence[ColumnReport],
        *,
        emptied: Sequence[tuple[int, str]] = (),
        over_89: int = 0,
        rows_in: int = 0,
        rows_out: int = 0,
    ) -> None:
        super().__init__(rows)
        self.emptied = tuple(emptied)
        self.over_89 = over_89
        self.rows_in = rows_in
        self.rows_out = rows_out

    @property
    def caption(self) -> str:
        """How many rows and columns are left."""
        kept = sum(row.done != "removed" for row in self)
        return (
            f"The table of patients: {self.rows_out} of {self.rows_in} rows, "
            f"{kept} of {len(self)} columns"
        )

    @property
    def note(self) -> str:
        """What one should look at."""
        told = []
        if self.emptied:
            told.append(
                f"{_number(len(self.emptied), 'cell was', 'cells were')} emptied, since what "
                "identifies could not be cut out with certainty: look there in the table as it "
                "came."
            )
        if self.over_89:
            told.append(
                f"{_number(self.over_89, 'row has', 'rows have')} an age above 89, which few "
                "people reach: consider writing 90 for all such ages, or removing the age. "
                "Nothing was changed."
            )
        unknown = sum(row.done != "removed" and not row.kind for row in self)
        if unknown:
            told.append(
                f"{_number(unknown, 'column is', 'columns are')} of no known kind and kept: name "
                "those that identify to have them removed."
            )
        return " ".join(told)

    def describe(self) -> str:
        """Say in sentences what was done."""
        lines = [f"{self.caption}."]
        for row in self:
            counts = []
            if row.cleaned:
                counts.append(f"cut from {_number(row.cleaned, 'cell', 'cells')}")
            if row.emptied:
                counts.append(f"{_number(row.emptied, 'cell', 'cells')} emptied")
            more = f" ({', '.join(counts)})" if counts else ""
            lines.append(f"- {row.heading}: {row.done}, {row.why}{more}.")
        if self.note:
            lines.append(self.note)
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Give all of it as plain data, for the audit record."""
        return {
            "columns": self.to_records(),
            "emptied": [list(place) for place in self.emptied],
            "over_89": self.over_89,
            "rows_in": self.rows_in,
            "rows_out": self.rows_out,
        }


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


class Shortened(Table):
    """A table of patients without their names.

    Attributes
    ----------
    report : TableReport
        What became of each column.
    """

    __slots__ = ("report",)

    report: TableReport
