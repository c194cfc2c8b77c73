"""The state of the header browser: which elements are listed, and why one is judged as it is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dcmteach.errors import DcmteachError
from dcmteach.header.fold import fold
from dcmteach.header.show import plain
from dcmteach.header.table import Row, table
from dcmteach.widgets import browser_html as page
from dcmteach.widgets.browser_texts import searchable
from dcmteach.widgets.why import why

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["ARRANGEMENTS", "PAGE", "SHOW", "BrowserModel", "parent"]

SHOW = {
    "everything": "everything",
    "unsafe": "✗ unsafe",
    "depends": "? depends",
    "safe": "✓ safe",
    "disagree": "! sources disagree",
}
"""What the filter offers, and the words for it."""

ARRANGEMENTS = {"tree": "tree", "table": "table"}
"""How the elements can be listed: indented under their sequences, or flat with whole paths."""

PAGE = 1000
"""How many elements are listed at once; more are cut into pages, so that a list stays fluid."""


def parent(path: str) -> str:
    """Return the path of the sequence that holds this element; empty at the top."""
    head = path.rpartition(".")[0]
    return head.rpartition("[")[0] if head.endswith("]") else ""


class BrowserModel:
    """One data set's header as a list that can be searched, filtered, folded and asked why.

    Parameters
    ----------
    ds : Dataset
        The data set; it is only read.
    """

    def __init__(self, ds: Dataset) -> None:
        listing = table(ds)
        self.rows = tuple(listing)
        self.verdicts = {verdict.path: verdict for verdict in listing.verdicts}
        # Prepared now: the data set may be edited elsewhere while it is looked at here.
        self._texts = tuple(searchable(ds, entry) for entry in listing.entries)
        self._whole = {entry.path: entry.text for entry in listing.entries}
        self.query = ""
        self.show = "everything"
        self.arrangement = "tree"
        self.folded: set[str] = set()
        self.page = 0
        self.selected: str | None = self.rows[0].path if self.rows else None
        self._of = {row.path: row for row in self.rows}
        self._visible: tuple[Row, ...] | None = None
        self._labels: dict[tuple[str, bool], str] = {}

    def __contains__(self, path: object) -> bool:
        return path in self._of

    def row(self, path: str) -> Row:
        """Return the row of one element, as ``table(ds)`` has it."""
        return self._of[path]

    # --- what the person does -------------------------------------------------------------

    def search(self, text: str) -> None:
        """List only elements with `text` in their path, name, tag, VR or value, case ignored."""
        self.query = text
        self._changed()

    def filter(self, show: str) -> None:
        """List only what `show`, a key of `SHOW`, names."""
        self.show = _one_of("show", show, SHOW)
        self._changed()

    def arrange(self, arrangement: str) -> None:
        """List as a ``"tree"`` or as a ``"table"``."""
        self.arrangement = _one_of("arrange", arrangement, ARRANGEMENTS)
        self._changed()

    def select(self, path: str) -> None:
        """Look at one element.

        Raises
        ------
        DcmteachError
            If the data set has no element at this path.
        """
        if path not in self._of:
            raise DcmteachError(
                f"This data set has no element at {path!r}. Write its path as the list does, "
                "for example PatientName or file_meta.TransferSyntaxUID."
            )
        self.selected = path

    def fold(self) -> None:
        """Fold the selected sequence, or the sequence around the selected element; or unfold it."""
        path = self.selected or ""
        sequence = path if path in self.sequences else parent(path)
        if sequence:
            self.folded ^= {sequence}
            self.selected = sequence
            self._changed()

    def turn_to(self, page: int) -> None:
        """Show another page of a list longer than `PAGE`; the first is 0."""
        self.page = min(max(page, 0), self.pages - 1)

    # --- what is shown --------------------------------------------------------------------

    @cached_property
    def sequences(self) -> frozenset[str]:
        """The paths of the sequences that hold an element."""
        return frozenset(filter(None, (parent(row.path) for row in self.rows)))

    @property
    def visible(self) -> tuple[Row, ...]:
        """The rows that search, filter and folds leave, in the order of the data set."""
        if self._visible is None:
            self._visible = self._choose()
        return self._visible

    @property
    def pages(self) -> int:
        """How many pages the visible rows make, at least one."""
        return max(1, -(-len(self.visible) // PAGE))

    @property
    def listed(self) -> tuple[Row, ...]:
        """The visible rows of the current page."""
        return self.visible[self.page * PAGE : (self.page + 1) * PAGE]

    def options(self) -> list[tuple[str, str]]:
        """Return a line of text and a path for each listed row."""
        tree = self.arrangement == "tree"
        return [(self._label(row, tree), row.path) for row in self.listed]

    def _label(self, row: Row, tree: bool) -> str:
        key = (row.path, tree)
        if key not in self._labels:
            self._labels[key] = page.line(row, self.verdicts.get(row.path), tree=tree)
        return self._labels[key] + ("\u00a0[folded]" if tree and row.path in self.folded else "")

    def counts(self) -> dict[str, int]:
        """Return how many elements each entry of the filter would list, search and folds aside."""
        verdicts = self.verdicts.values()
        counts = dict.fromkeys(SHOW, 0) | {"everything": len(self.rows)}
        for verdict in verdicts:
            counts[verdict.verdict] += 1
            counts["disagree"] += bool(verdict.disagree)
        return counts

    def status(self) -> str:
        """Return one line on how much is listed, and why not everything is."""
        shown, total = len(self.visible), len(self.rows)
        if not total:
            return "This data set holds no element."
        if not shown:
            return f"None of {total} elements fits. Shorten the search or show everything."
        pages = f", page {self.page + 1} of {self.pages}" if self.pages > 1 else ""
        hidden = sum(1 for path in self.folded if path in self._of)
        folds = f", {hidden} sequence{'s' * (hidden > 1)} folded" if hidden else ""
        return f"{shown} of {total} elements{pages}{folds}"

    def why(self) -> str:
        """Return why the selected element is judged as it is, its sources side by side, as HTML."""
        if self.selected is None:
            return "<p>Nothing to explain: no element is selected.</p>"
        row = self._of[self.selected]
        return why(row, self.verdicts.get(row.path), self._whole[row.path])

    def render(self, *, lines: int = 12) -> str:
        """Return the state as HTML, with `lines` rows of the list around the selected one."""
        return page.whole(self, lines)

    def alt(self) -> str:
        """Return the state in two sentences."""
        counts = self.counts()
        text = (
            f"A DICOM header of {counts['everything']} elements: {counts['unsafe']} unsafe, "
            f"{counts['depends']} depend, {counts['safe']} safe. {self.status()}."
        )
        verdict = self.verdicts.get(self.selected or "")
        if verdict is not None:
            text += f" Selected: {plain(verdict.name)}, judged {verdict.verdict}."
        return text

    # --- how ------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._visible = None
        self.page = 0
        if self.visible and self.selected not in {row.path for row in self.visible}:
            self.selected = self.visible[0].path

    def _choose(self) -> tuple[Row, ...]:
        wanted = fold(self.query.strip())
        rows = [
            row
            for row, text in zip(self.rows, self._texts, strict=True)
            if wanted in text and self._fits(row)
        ]
        if self.arrangement == "tree" and self.folded:
            return tuple(row for row in rows if not self._inside_a_fold(row.path))
        return tuple(rows)

    def _fits(self, row: Row) -> bool:
        if self.show == "everything":
            return True
        verdict = self.verdicts.get(row.path)
        if verdict is None:
            return False
        return bool(verdict.disagree if self.show == "disagree" else verdict.verdict == self.show)

    def _inside_a_fold(self, path: str) -> bool:
        while path := parent(path):
            if path in self.folded:
                return True
        return False


def _one_of(option: str, value: str, known: dict[str, str]) -> str:
    if value in known:
        return value
    raise DcmteachError(f"{option} must be one of {', '.join(known)} (got {value!r}).")
