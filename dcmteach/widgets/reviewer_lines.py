"""Where the names of a table stand, as a spreadsheet counts its rows."""

from __future__ import annotations

from collections.abc import Sequence

from dcmteach.deid.cohort_settle import RowPerson

__all__ = ["lines_of"]


def lines_of(rows: Sequence[RowPerson]) -> dict[int, int]:
    """Give the first spreadsheet row of each person of a table, the headings counted.

    Parameters
    ----------
    rows : sequence of RowPerson
        The people of the table.
    """
    return {number: row.rows[0] + 2 for number, row in enumerate(rows)}
