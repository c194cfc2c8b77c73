"""The table of patients that comes with a cohort: who is in it, and what of it may go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dcmteach.deid.demographics_columns import NAMES, kind_of_column
from dcmteach.deid.demographics_days import days_of
from dcmteach.deid.demographics_find import found_columns
from dcmteach.deid.demographics_names import CohortNames, Values
from dcmteach.deid.demographics_out import Choices, shortened
from dcmteach.deid.demographics_report import ColumnReport, Shortened, TableReport
from dcmteach.deid.tables_errors import TableError
from dcmteach.deid.tables_rows import Table

__all__ = ["ColumnReport", "Demographics", "Shortened", "TableReport"]


class Demographics:
    """A table of patients, its columns recognised. Made by :meth:`of`.

    Attributes
    ----------
    table : dcmteach.deid.tables.Table
        The table.
    kinds : tuple of str
        What each column holds (see ``dcmteach.deid.demographics_columns``), empty if unknown.
    name_columns : tuple of int
        The columns that make up the name, 0-based: one, or last and first name.
    """

    __slots__ = ("_id", "_ids_unclear", "kinds", "name_columns", "table")

    def __init__(
        self,
        table: Table,
        kinds: Sequence[str],
        name_columns: Sequence[int],
        id_column: int | None,
        *,
        ids_unclear: Sequence[int] = (),
    ) -> None:
        self.table = table
        self.kinds = tuple(kinds)
        self.name_columns = tuple(name_columns)
        self._id = id_column
        self._ids_unclear = tuple(ids_unclear)

    @classmethod
    def of(
        cls, table: Table, *, name: str | Sequence[str] | None = None, id: str | None = None
    ) -> Demographics:
        """Recognise the columns of a table.

        Parameters
        ----------
        table : dcmteach.deid.tables.Table
            As :func:`~dcmteach.deid.tables.read_table` gives it.
        name : str or sequence of str, optional
            The heading of the names, or those of last and first name; if not given, it is
            recognised (English, French, German, Dutch, Spanish, Italian and some more).
        id : str, optional
            The heading of the patient IDs; if not given, it is recognised.

        Raises
        ------
        TableError
            If a heading that is given is not there, neither names nor IDs can be recognised, or
            more than one column may hold the names.
        """
        cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
        kinds = [
            kind_of_column(heading, column)
            for heading, column in zip(table.columns, cells, strict=True)
        ]
        names, number, unclear = found_columns(table.columns, kinds, name=name, id=id)
        for place in names:
            if kinds[place] not in NAMES:
                kinds[place] = "name"
        if number is not None:
            kinds[number] = "patient ID"
        return cls(table, kinds, names, number, ids_unclear=unclear)

    @property
    def names(self) -> tuple[str, ...]:
        """The name in each row, last name first; empty where there is none."""
        return tuple(
            ", ".join(part for part in (row[place].strip() for place in self.name_columns) if part)
            for row in self.table.rows
        )

    @property
    def has_names(self) -> bool:
        """Whether there is a column of names."""
        return bool(self.name_columns)

    @property
    def has_ids(self) -> bool:
        """Whether there is one column of patient IDs."""
        return self._id is not None

    @property
    def ids(self) -> tuple[str, ...]:
        """The patient ID in each row; empty where there is none.

        Raises
        ------
        TableError
            If several columns may hold it.
        """
        if self._id is None:
            if self._ids_unclear:
                listed = " and ".join(repr(self.table.columns[at]) for at in self._ids_unclear)
                raise TableError(
                    f"the columns {listed} may both hold the patient ID, and only one can be it. "
                    f"Say which: id={self.table.columns[self._ids_unclear[0]]!r}."
                )
            return ("",) * len(self.table)
        return tuple(row[self._id].strip() for row in self.table.rows)

    def columns_of(self, word: str) -> tuple[int, ...]:
        """Tell which columns a heading, a kind of column or a DICOM keyword stands for.

        Parameters
        ----------
        word : str
            E.g. ``"Geb.-Datum"``, ``"birth date"`` or ``"PatientBirthDate"``.

        Returns
        -------
        tuple of int
            0-based; empty if it stands for none of this table.
        """
        return Choices.columns_of(word, self.table.columns, self.kinds)

    def shortened(
        self,
        pseudonyms: Mapping[int, str],
        *,
        keep: Iterable[str] = (),
        remove: Iterable[str] = (),
        names: Iterable[str] = (),
    ) -> Shortened:
        """Give the rows of the people who are present, with pseudonyms instead of names.

        Parameters
        ----------
        pseudonyms : mapping of int to str
            The pseudonym of each row that is to stay, rows counted from 0.
        keep, remove : iterable of str, optional
            Columns to keep though they identify, or to remove though they do not: headings, kinds
            or DICOM keywords (see :meth:`columns_of`). Names are never kept.
        names : iterable of str, optional
            Names of the cohort besides those in the table, e.g. as the images write them.

        Returns
        -------
        Shortened
            A table with the column ``pseudonym`` first, sorted by it, so that the order of the
            rows tells nothing; and ``report``, what became of each column. Columns that identify
            are left out; from all other cells and headings every name of the cohort is cut, also
            of those who are not present, in any order, case and transliteration, and addresses,
            telephone numbers, IDs and the birth date of this row. What cannot be cleaned with
            certainty is emptied.

        Raises
        ------
        TableError
            If a row does not exist or a pseudonym is empty; if ``keep`` or ``remove`` names no
            column, both name the same one, or ``keep`` names one of names.
        """
        choices = Choices.of(self.table.columns, self.kinds, keep=keep, remove=remove)
        return shortened(self, pseudonyms, choices, tuple(names))

    def missing(self, pseudonyms: Mapping[int, str], present: Iterable[str]) -> Table:
        """List the pseudonyms that have no row.

        Parameters
        ----------
        pseudonyms : mapping of int to str
            The pseudonym of each row that has one.
        present : iterable of str
            The pseudonyms of everyone who is present, e.g. in the images.

        Returns
        -------
        dcmteach.deid.tables.Table
            One column, ``pseudonym``, sorted.
        """
        return Table(["pseudonym"], [[one] for one in sorted({*present} - {*pseudonyms.values()})])

    def all_names(self) -> list[str]:
        """Give all names in the table, whoever's: those of its rows, then those beside them."""
        beside = [
            place
            for place, kind in enumerate(self.kinds)
            if kind in NAMES and place not in self.name_columns
        ]
        found = dict.fromkeys(self.names)
        for row in self.table.rows:
            found.update(dict.fromkeys(row[place].strip() for place in beside))
        return [name for name in found if name]

    def own(self, index: int) -> Values:
        """Give what identifies the person of one row: name, IDs and birth date."""
        found = [("patient name", self.names_at(index))]
        for kind, cell in zip(self.kinds, self.table.rows[index], strict=True):
            if kind in {"patient ID", "insurance", "number"} and cell.strip():
                found.append(("patient ID", cell.strip()))
            elif kind == "birth date":
                found.extend(("birth date", day) for day in days_of(cell))
        return tuple((kind, value) for kind, value in found if value)

    def names_at(self, index: int) -> str:
        """Give the name in one row, last name first."""
        row = self.table.rows[index]
        return ", ".join(part for at in self.name_columns if (part := row[at].strip()))

    def cohort(self, names: Iterable[str] = ()) -> CohortNames:
        """Prepare the search for everyone of the table, and for further names."""
        ids = [
            row[place]
            for place, kind in enumerate(self.kinds)
            if kind in {"patient ID", "insurance"}
            for row in self.table.rows
        ]
        return CohortNames([*self.all_names(), *names], ids)

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        return f"<Demographics: {len(self)} rows of {len(self.kinds)} columns>"
