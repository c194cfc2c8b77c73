"""A whole header as a table, one row per element."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

from pydicom.dataset import Dataset

from dcmteach.errors import PathError
from dcmteach.header.entry import Entry, entries
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column
from dcmteach.header.value import shown

if TYPE_CHECKING:
    from dcmteach.header.classify import Verdicts

__all__ = ["Row", "Table", "table"]


class Row:
    """One element of a header.

    Attributes
    ----------
    path : str
        Its canonical path.
    depth : int
        How many sequences it lies in.
    tag : int
        Its tag.
    keyword, name, vr, private_creator : str
        As the data dictionary and the file have them; empty where there is none.
    vm : int
        How many values it has.
    value : str
        The value as shown: shortened, with control characters escaped.
    length : int or None
        Bytes in the value as encoded; None where the file leaves it undefined.
    type : str or None
        The Type in this SOP class: 1, 1C, 2, 2C or 3.
    action : str or None
        The Basic Profile's action code; None if it does not list the element.
    verdict : str
        ``"safe"``, ``"unsafe"`` or ``"depends"``; see :func:`~dcmteach.header.classify`.
    """

    __slots__ = ("_entry", "_index", "_table")

    def __init__(self, table: Table, index: int) -> None:
        self._table = table
        self._index = index
        self._entry = table.entries[index]

    path = property(lambda self: self._entry.path)
    depth = property(lambda self: self._entry.depth)
    tag = property(lambda self: self._entry.tag)
    keyword = property(lambda self: self._entry.keyword)
    name = property(lambda self: self._entry.name)
    vr = property(lambda self: self._entry.vr)
    vm = property(lambda self: self._entry.count)
    value = property(lambda self: shown(self._entry))
    length = property(lambda self: self._entry.length)
    private_creator = property(lambda self: self._entry.private_creator)

    @property
    def type(self) -> str | None:
        """The Type in this SOP class."""
        return self._table.verdicts.ruling(self._index).type

    @property
    def action(self) -> str | None:
        """The Basic Profile's action code."""
        return self._table.verdicts.ruling(self._index).action

    @property
    def verdict(self) -> str:
        """Safe, unsafe or depends."""
        return self._table.verdicts[self._index].verdict

    def __repr__(self) -> str:
        return f"<Row {self.path} {self.vr}>"


class Table(Rows[Row]):
    """Every element of a data set, in the order of the file."""

    columns = (
        Column("path", "Element", width=60),
        Column("name", "Name", width=28),
        Column("vr", "VR", width=2),
        Column("value", "Value", "value", 40),
        Column("length", "Bytes", "number", 9),
        Column("type", "Type", width=4),
        Column("action", "PS3.15", width=7),
        Column("verdict", "Verdict", "mark", 10),
    )
    fields = (
        "path",
        "depth",
        "tag",
        "keyword",
        "name",
        "vr",
        "vm",
        "value",
        "length",
        "private_creator",
        "type",
        "action",
        "verdict",
    )

    def __init__(self, found: list[Entry]) -> None:
        super().__init__(())
        self.entries = found

    @cached_property
    def verdicts(self) -> Verdicts:
        """The classification of the same elements, made when it is first asked for."""
        from dcmteach.header.classify import Verdicts

        return Verdicts(self.entries)

    @overload
    def __getitem__(self, key: int | str) -> Row: ...

    @overload
    def __getitem__(self, key: slice) -> Sequence[Row]: ...

    def __getitem__(self, key: int | str | slice) -> Row | Sequence[Row]:
        if isinstance(key, slice):
            return [Row(self, index) for index in range(*key.indices(len(self)))]
        if isinstance(key, str):
            for index, entry in enumerate(self.entries):
                if entry.path == key:
                    return Row(self, index)
            raise PathError(f"This table has no row {key}. Its rows are named by their full path.")
        return Row(self, range(len(self.entries))[key])

    def __iter__(self) -> Iterator[Row]:
        return (Row(self, index) for index in range(len(self.entries)))

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def caption(self) -> str:
        """How many elements there are."""
        return f"Header: {len(self)} elements"


def table(ds: Dataset) -> Table:
    """List every element of a data set, file meta information first, at any depth.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; it is not changed, and pixel data are not decoded.

    Returns
    -------
    Table
        One row per element. It keeps the values as they were when it was made.
    """
    return Table(entries(ds))
