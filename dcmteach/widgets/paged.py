"""A list of elements that can be searched, filtered and walked through, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from dcmteach.errors import DcmteachError
from dcmteach.header.fold import fold

__all__ = ["PAGE", "Listed", "Paged", "indented", "one_of", "place"]

PAGE = 1000
"""How many elements are listed at once; more are cut into pages, so that a list stays fluid."""

_ITEM = re.compile(r"\[(\d+)\]")


class Listed(Protocol):
    """What such a list is made of."""

    @property
    def path(self) -> str:
        """The element's path, which no other row has."""
        ...


R = TypeVar("R", bound=Listed)


def place(path: str, steps: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Say where an element stands in the file, to sort by: its tags and items, outside in.

    Parameters
    ----------
    path : str
        Its path, with the 0-based items.
    steps : sequence of int
        The tags from the outside in, its own last.
    """
    items = [int(number) for number in _ITEM.findall(path)]
    return tuple(zip(steps, [*items, -1], strict=True))


def one_of(option: str, value: str, known: Mapping[str, str]) -> str:
    """Return a choice if it is one of the known ones.

    Raises
    ------
    DcmteachError
        If it is not; the message names them all.
    """
    if value in known:
        return value
    raise DcmteachError(f"{option} must be one of {', '.join(known)} (got {value!r}).")


def indented(text: str) -> str:
    """Write a line so that a list in a page keeps its spaces."""
    return text.rstrip().replace(" ", "\u00a0")


class Paged(Generic[R]):
    """Rows to search, filter and select; a model of its own says what they are.

    Attributes
    ----------
    rows : tuple
        All rows, in the order of the file.
    query : str
        What is searched for.
    show : str
        Which rows are listed, a key of ``SHOW``.
    page : int
        The page listed, from 0 on.
    selected : str or None
        The path of the row that is explained.
    """

    SHOW: ClassVar[Mapping[str, str]] = {"everything": "everything"}

    def __init__(self) -> None:
        self.rows: tuple[R, ...] = ()
        self.query = ""
        self.show = next(iter(self.SHOW))
        self.page = 0
        self.selected: str | None = None
        self._of: dict[str, R] = {}
        self._visible: tuple[R, ...] | None = None

    # --- what a model says of its rows ----------------------------------------------------

    def text_of(self, row: R) -> str:
        """Return all that can be found of a row, folded as ``fold`` does."""
        raise NotImplementedError

    def label_of(self, row: R) -> str:
        """Return a row as one line for a fixed-width font."""
        raise NotImplementedError

    def fits(self, row: R) -> bool:
        """Tell whether the filter lets a row through."""
        raise NotImplementedError

    # --- what the person does -------------------------------------------------------------

    def put(self, rows: Sequence[R]) -> None:
        """List these rows; the search, the filter and the selection stay."""
        page = self.page
        self.rows = tuple(rows)
        self._of = {row.path: row for row in self.rows}
        self._changed()
        self.turn_to(page)

    def search(self, text: str) -> None:
        """List only rows with `text` in what can be found of them, case ignored."""
        self.query = text
        self._changed()

    def filter(self, show: str) -> None:
        """List only what `show`, a key of ``SHOW``, names."""
        self.show = one_of("show", show, self.SHOW)
        self._changed()

    def select(self, path: str) -> None:
        """Look at one element.

        Raises
        ------
        DcmteachError
            If there is no row for this path.
        """
        if path not in self._of:
            raise DcmteachError(
                f"There is no element at {path!r} here. Write its path as the list does, "
                "for example PatientName or file_meta.TransferSyntaxUID."
            )
        self.selected = path

    def turn_to(self, page: int) -> None:
        """Show another page of a list longer than `PAGE`; the first is 0."""
        self.page = min(max(page, 0), self.pages - 1)

    # --- what is shown --------------------------------------------------------------------

    def row(self, path: str) -> R:
        """Return the row of one element."""
        return self._of[path]

    @property
    def current(self) -> R | None:
        """The selected row, if the list shows one."""
        return self._of.get(self.selected or "") if self.visible else None

    @property
    def visible(self) -> tuple[R, ...]:
        """The rows that search and filter leave, in the order of the file."""
        if self._visible is None:
            wanted = fold(self.query.strip())
            self._visible = tuple(
                row
                for row in self.rows
                if self.fits(row) and (not wanted or wanted in self.text_of(row))
            )
        return self._visible

    @property
    def pages(self) -> int:
        """How many pages the visible rows make, at least one."""
        return max(1, -(-len(self.visible) // PAGE))

    @property
    def listed(self) -> tuple[R, ...]:
        """The visible rows of the current page."""
        return self.visible[self.page * PAGE : (self.page + 1) * PAGE]

    def options(self) -> list[tuple[str, str]]:
        """Return a line of text and a path for each listed row."""
        return [(self.label_of(row), row.path) for row in self.listed]

    def around(self, lines: int) -> tuple[tuple[R, ...], int]:
        """Return so many visible rows around the selected one, and which of them it is.

        Parameters
        ----------
        lines : int
            How many rows at most.

        Returns
        -------
        rows : tuple
            The rows.
        here : int
            The selected one's number among them, from 0 on; -1 if it is not visible.
        """
        rows, first = self.visible, 0
        here = next((n for n, row in enumerate(rows) if row.path == self.selected), -1)
        if here >= lines:
            first = min(here - lines // 2, max(0, len(rows) - lines))
        return rows[first : first + lines], here - first if here >= 0 else -1

    def status(self) -> str:
        """Return one line on how much is listed, and why not everything is."""
        shown, total = len(self.visible), len(self.rows)
        if not total:
            return "There is no element to list."
        if not shown:
            return f"None of {total} elements fits. Shorten the search or show everything."
        pages = f", page {self.page + 1} of {self.pages}" if self.pages > 1 else ""
        return f"{shown} of {total} elements{pages}"

    def _changed(self) -> None:
        self._visible = None
        self.page = 0
        if self.visible and self.selected not in {row.path for row in self.visible}:
            self.selected = self.visible[0].path
