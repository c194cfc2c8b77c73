"""Rows of text under headings, that show no cell unless they are asked to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dcmteach.deid.tables_errors import TableError, cells_in
from dcmteach.header.show import Column, html_table, plain, text_table

__all__ = ["Table"]

_SHOWN = 20


class Table:
    """Rows of text under headings. Its `repr` shows no cell.

    Parameters
    ----------
    columns : sequence of str
        The headings, each once.
    rows : iterable of sequence of str
        The cells, as many in each row as there are headings.
    numbers : sequence of int, optional
        The row of the file that each row stood in, the heading being row 1; if not given, rows
        follow each other.
    encoding : str, optional
        The character set that the file was read in.

    Attributes
    ----------
    columns : tuple of str
        The headings.
    rows : tuple of tuple of str
        The cells.
    encoding : str
        The character set that the file was read in; empty if it was made otherwise.

    Raises
    ------
    TableError
        If a heading is empty or there twice, or a row is too short or too long.
    """

    __slots__ = ("_numbers", "columns", "encoding", "rows")

    def __init__(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        numbers: Sequence[int] | None = None,
        encoding: str = "",
    ) -> None:
        self.columns = tuple(columns)
        self.rows = tuple(map(tuple, rows))
        self.encoding = encoding
        self._numbers = None if numbers is None else tuple(numbers)
        self._check()

    def _check(self) -> None:
        seen: dict[str, int] = {}
        for number, heading in enumerate(self.columns, start=1):
            if not heading.strip():
                raise TableError(
                    f"column {number} has no heading, and every column must have one. Write one "
                    "into row 1, or delete the column."
                )
            if heading in seen:
                raise TableError(
                    f"columns {seen[heading]} and {number} have the same heading, and every "
                    "column must have its own. Rename or delete one of them."
                )
            seen[heading] = number
        for index, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise TableError(
                    f"row {self.number_of(index)} has {cells_in(row)} where the heading has "
                    f"{len(self.columns)}, and every row must have as many. If a cell holds a "
                    "delimiter or a line break, put it between double quotes."
                )

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self.columns == other.columns and self.rows == other.rows

    __hash__ = None  # type: ignore[assignment]

    def number_of(self, index: int) -> int:
        """Tell which row of the file a row stood in.

        Parameters
        ----------
        index : int
            0-based, as in ``rows``.

        Returns
        -------
        int
            1-based, as a spreadsheet counts: the heading is row 1.
        """
        return index + 2 if self._numbers is None else self._numbers[index]

    def column(self, heading: str) -> tuple[str, ...]:
        """Give the cells under one heading.

        Raises
        ------
        TableError
            If there is no such heading.
        """
        if heading not in self.columns:
            raise TableError(
                f"there is no column {heading!r} among the {len(self.columns)} of this table. "
                "Write a heading as it stands in row 1."
            )
        place = self.columns.index(heading)
        return tuple(row[place] for row in self.rows)

    def to_records(self) -> list[dict[str, str]]:
        """Give the rows as dictionaries from heading to cell."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def __repr__(self) -> str:
        return f"<Table: {len(self.rows)} rows of {len(self.columns)} columns>"

    @property
    def _note(self) -> str:
        more = len(self.rows) - _SHOWN
        return f"{more} more rows are not shown." if more > 0 else ""

    def _repr_html_(self) -> str:
        columns = [Column(heading, heading, "value") for heading in self.columns]
        rows = self.rows[:_SHOWN] if self.columns else ()
        return html_table(repr(self)[1:-1], columns, rows, note=self._note)

    def __str__(self) -> str:
        columns = [Column(heading, plain(heading), "value") for heading in self.columns]
        rows = self.rows[:_SHOWN] if self.columns else ()
        return text_table(repr(self)[1:-1], columns, rows, note=self._note)
