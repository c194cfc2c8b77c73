"""The base of every result that is a list of rows: shown in HTML and text, given as records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar, overload

from dcmteach.header.show import MARKS, Column, html_table, text_table

__all__ = ["Rows"]

T = TypeVar("T")


class Rows(Sequence[T], Generic[T]):
    """Rows that show well wherever they are shown.

    Parameters
    ----------
    rows : sequence
        The rows; their fields are named by ``columns``.
    """

    columns: ClassVar[tuple[Column, ...]] = ()
    fields: ClassVar[tuple[str, ...]] = ()
    """The fields in records; if empty, those of the columns."""

    def __init__(self, rows: Sequence[T]) -> None:
        self._rows = rows

    @overload
    def __getitem__(self, key: int) -> T: ...

    @overload
    def __getitem__(self, key: slice) -> Sequence[T]: ...

    def __getitem__(self, key: int | slice) -> T | Sequence[T]:
        return self._rows[key]

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def caption(self) -> str:
        """One line that says what the rows are."""
        return f"{type(self).__name__}: {len(self)} rows"

    @property
    def note(self) -> str:
        """A sentence for below the rows; mostly empty."""
        return ""

    def to_records(self) -> list[dict[str, Any]]:
        """Give the rows as dictionaries of plain values, for JSON and for tables elsewhere.

        Returns
        -------
        list of dict
            Tags as ``"(0010,0010)"``; nothing is shortened or escaped beyond what the field
            itself holds: whoever writes them out escapes for where they go.
        """
        names = self.fields or tuple(column.key for column in self.columns)
        return [{name: self.record(row, name) for name in names} for row in self]

    def to_pandas(self) -> Any:
        """Give the rows as a data frame.

        Returns
        -------
        pandas.DataFrame
            One row each, the fields of :meth:`to_records` as columns.

        Raises
        ------
        ModuleNotFoundError
            If pandas is not installed.
        """
        try:
            import pandas
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                "to_pandas() needs pandas, which is not installed: pip install pandas. "
                "to_records() gives the same rows without it."
            ) from None
        names = self.fields or tuple(column.key for column in self.columns)
        return pandas.DataFrame(self.to_records(), columns=list(names))

    def record(self, row: T, key: str) -> Any:
        """Give one field of a row as a plain value."""
        from dcmteach.standard.path import format_tag

        value = getattr(row, key)
        return format_tag(value) if key == "tag" else value

    def cell(self, row: T, key: str) -> str:
        """Write one field of a row as it is shown."""
        value = self.record(row, key)
        if value is None:
            return ""
        if key == "verdict":
            return MARKS.get(str(value), str(value))
        return str(value)

    def _cells(self) -> list[list[str]]:
        return [[self.cell(row, column.key) for column in self.columns] for row in self]

    def _repr_html_(self) -> str:
        return html_table(self.caption, self.columns, self._cells(), note=self.note)

    def __str__(self) -> str:
        return text_table(self.caption, self.columns, self._cells(), note=self.note)

    def __repr__(self) -> str:
        return f"<{self.caption}>"
