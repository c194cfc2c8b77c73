"""What goes out of a table of patients: which columns, which rows, and their cells cleaned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dcmteach.deid.demographics_columns import (
    ALWAYS_REMOVED,
    IDENTIFYING,
    kind_of,
    same_heading,
)
from dcmteach.deid.demographics_report import ColumnReport, Shortened, TableReport
from dcmteach.deid.tables_errors import TableError

if TYPE_CHECKING:
    from dcmteach.deid.demographics import Demographics
    from dcmteach.deid.demographics_names import CohortNames, Values

__all__ = ["Choices", "shortened"]

_AGE = re.compile(r"\s*0*(\d{2,3})(?:[.,]\d+)?\s*(?:y|$|j|a\b|ans|ann)", re.IGNORECASE)
_OLD = 89  # years; above that a person is one of few (45 CFR 164.514(b)(2)(i)(C))


class Choices(NamedTuple):
    """Which columns are kept and removed by choice."""

    keep: frozenset[int]
    remove: frozenset[int]

    @staticmethod
    def columns_of(word: str, headings: Sequence[str], kinds: Sequence[str]) -> tuple[int, ...]:
        """Tell which columns a heading, a kind or a DICOM keyword stands for."""
        same = [at for at, one in enumerate(headings) if one == word]
        same = same or [at for at, one in enumerate(headings) if same_heading(one, word)]
        if not same:
            kind = next((kind for kind in kinds if kind and kind.lower() == word.lower()), "")
            kind = kind or kind_of(word)
            same = [at for at, one in enumerate(kinds) if kind and one == kind]
        return tuple(same)

    @classmethod
    def of(
        cls,
        headings: Sequence[str],
        kinds: Sequence[str],
        *,
        keep: Iterable[str] = (),
        remove: Iterable[str] = (),
    ) -> Choices:
        """Look up what was chosen; see :meth:`Demographics.shortened`."""
        found: dict[str, frozenset[int]] = {}
        for option, words in (("keep", keep), ("remove", remove)):
            places: set[int] = set()
            for word in (words,) if isinstance(words, str) else words:
                these = cls.columns_of(word, headings, kinds)
                if not these:
                    raise TableError(
                        f"{option}={word!r} stands for none of the {len(headings)} columns of the "
                        "table. Write a heading as it stands in row 1, or leave it out."
                    )
                if option == "keep" and any(kinds[at] in ALWAYS_REMOVED for at in these):
                    raise TableError(
                        f"keep={word!r} stands for a column of names, and names are never kept: "
                        "the pseudonym stands for them. Leave it out; the mapping leads back."
                    )
                places.update(these)
            found[option] = frozenset(places)
        both = found["keep"] & found["remove"]
        if both:
            raise TableError(
                f"column {min(both) + 1} is to be kept and to be removed, and only one can be "
                "done. Leave it out of keep= or of remove=."
            )
        return cls(found["keep"], found["remove"])


def shortened(
    table: Demographics, pseudonyms: Mapping[int, str], choices: Choices, names: Sequence[str]
) -> Shortened:
    """Give the rows that have a pseudonym, cleaned; see :meth:`Demographics.shortened`."""
    order = _order(table, pseudonyms)
    cohort = table.cohort(names)
    columns = []
    for at, kind in enumerate(table.kinds):
        if at in choices.remove:
            columns.append(_Column(at, "removed", "as chosen"))
        elif kind in IDENTIFYING and at not in choices.keep:
            columns.append(_Column(at, "removed", IDENTIFYING[kind]))
        elif kind in IDENTIFYING:
            columns.append(_Column(at, "kept", f"as chosen, though {IDENTIFYING[kind]}"))
        elif at in choices.keep:
            columns.append(_Column(at, "kept", "as chosen"))
        else:
            columns.append(_Column(at, "kept", _WHY.get(kind, _UNKNOWN)))
    kept = [column for column in columns if column.done != "removed"]
    headings = _headings(table, columns, cohort)
    rows = []
    for index in order:
        own = table.own(index)
        cells = table.table.rows[index]
        rows.append(
            [
                pseudonyms[index],
                *(
                    column.cleaned(cells[column.at], index, table.kinds[column.at], cohort, own)
                    for column in kept
                ),
            ]
        )
    made = Shortened(["pseudonym", *(headings[column.at] for column in kept)], rows)
    made.report = _report(table, columns, headings, order)
    return made


_WHY = {
    "sex": "it holds the sex",
    "age": "it holds the age",
    "birth year": "it holds the year of birth alone",
    "date": "it holds dates or times of examinations, which are kept unless removed by choice",
    "free text": "it holds free text, cleaned of names",
}
_WHOLE = frozenset({"sex", "age", "birth year", "date"})  # headings that say that and no more
_UNKNOWN = "it is of no known kind"


class _Column:
    """What is done to one column."""

    def __init__(self, at: int, done: str, why: str) -> None:
        self.at = at
        self.done = done
        self.why = why
        self.cut = 0
        self.emptied: list[int] = []

    def cleaned(
        self,
        text: str,
        index: int,
        kind: str,
        cohort: CohortNames,
        own: Values,
    ) -> str:
        """Clean one cell."""
        if kind in IDENTIFYING:  # kept by choice: what the column is of stays, names do not
            if not cohort.named_in(text):
                return text
            own = ()
        left = cohort.clean(text, own)
        if left is None:
            self.emptied.append(index)
            return ""
        if left != text:
            self.cut += 1
        return left


def _order(table: Demographics, pseudonyms: Mapping[int, str]) -> list[int]:
    for index, pseudonym in pseudonyms.items():
        if not 0 <= index < len(table):
            raise TableError(
                f"there is no row of index {index}: the table has {len(table)} rows, counted from "
                "0. Give pseudonyms for its rows alone."
            )
        if not pseudonym.strip():
            raise TableError(
                f"row {table.table.number_of(index)} has an empty pseudonym, and every row that "
                "stays needs one. Leave the row out to drop it."
            )
    return sorted(pseudonyms, key=lambda index: (pseudonyms[index], index))


def _headings(
    table: Demographics, columns: Sequence[_Column], cohort: CohortNames
) -> dict[int, str]:
    """Clean the headings; one that is known, or needs no cleaning, stays as it is."""
    headings: dict[int, str] = {}
    taken = {"pseudonym"}
    for column in columns:
        heading = table.table.columns[column.at]
        if kind_of(heading) not in _WHOLE and cohort.clean(heading) != heading:
            heading = f"column {column.at + 1}"
        if column.done != "removed":
            while heading in taken:
                heading = f"{heading} ({column.at + 1})"
            taken.add(heading)
        headings[column.at] = heading
    return headings


def _report(
    table: Demographics, columns: Sequence[_Column], headings: Mapping[int, str], order: list[int]
) -> TableReport:
    number = table.table.number_of
    ages = [at for at, kind in enumerate(table.kinds) if kind == "age"]
    over = sum(any(_is_old(table.table.rows[index][at]) for at in ages) for index in order)
    rows = []
    emptied: list[tuple[int, str]] = []
    for column in columns:
        done = "cleaned" if column.cut or column.emptied else column.done
        heading = headings[column.at]
        rows.append(
            ColumnReport(
                column.at + 1,
                heading,
                table.kinds[column.at],
                done,
                column.why,
                column.cut,
                len(column.emptied),
            )
        )
        emptied.extend((number(index), heading) for index in column.emptied)
    return TableReport(
        rows,
        emptied=sorted(emptied),
        over_89=over,
        rows_in=len(table),
        rows_out=len(order),
    )


def _is_old(age: str) -> bool:
    match = _AGE.match(age)
    return match is not None and int(match[1]) > _OLD
