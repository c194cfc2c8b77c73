"""Which columns of a table hold the patients' names and IDs."""

from __future__ import annotations

from collections.abc import Sequence

from dcmteach.deid.demographics_columns import same_heading
from dcmteach.deid.tables_errors import TableError

__all__ = ["found_columns"]


def found_columns(
    headings: Sequence[str],
    kinds: Sequence[str],
    *,
    name: str | Sequence[str] | None = None,
    id: str | None = None,
) -> tuple[tuple[int, ...], int | None, tuple[int, ...]]:
    """Find the columns of names and IDs.

    Parameters
    ----------
    headings, kinds : sequence of str
        One each per column.
    name, id : str, optional
        As for :meth:`dcmteach.deid.demographics.Demographics.of`.

    Returns
    -------
    names : tuple of int
        The columns that make up the name: one, or last and first name; 0-based.
    number : int or None
        The column of IDs, if there is one.
    unclear : tuple of int
        Those that may all be it, if there are several.

    Raises
    ------
    TableError
        If there are neither, or the names may be in more than one.
    """
    if name is not None:
        given = [name] if isinstance(name, str) else list(name)
        names = tuple(_place(heading, headings, "name") for heading in given)
    else:
        names = _names(headings, kinds)
    number, unclear = _number(headings, kinds)
    if id is not None:
        number, unclear = _place(id, headings, "id"), ()
    if not names and number is None and not unclear:
        known = sum(map(bool, kinds))
        raise TableError(
            "none of the headings in row 1 says that it holds names or patient IDs, and one must "
            f"({known} of {len(kinds)} columns are of a known kind). If row 1 holds no headings, "
            "add them; else say which column it is: name='…' or id='…', the heading as it stands."
        )
    return names, number, unclear


def _place(heading: str, headings: Sequence[str], option: str) -> int:
    same = [at for at, one in enumerate(headings) if one == heading]
    same = same or [at for at, one in enumerate(headings) if same_heading(one, heading)]
    if len(same) != 1:
        raise TableError(
            f"{option}={heading!r} must be the heading of one column, and it is that of "
            f"{len(same) or 'none'} among {len(headings)}. Write it as it stands in row 1."
        )
    return same[0]


def _names(headings: Sequence[str], kinds: Sequence[str]) -> tuple[int, ...]:
    whole, first, last = (
        [at for at, kind in enumerate(kinds) if kind == wanted]
        for wanted in ("name", "first name", "last name")
    )
    if len(last) == 1 and len(first) == 1 and len(whole) != 1:
        return last[0], first[0]
    if len(whole) == 1:
        if len(first) == 1 and not last:  # Name, Vorname
            return whole[0], first[0]
        if len(last) == 1 and not first:  # Cognome, Nome
            return last[0], whole[0]
        return (whole[0],)
    several = whole or last or first
    if len(several) > 1:
        listed = " and ".join(repr(headings[at]) for at in several)
        raise TableError(
            f"the columns {listed} may each hold the patients' names, and it must be one, or last "
            f"and first name. Say which: name={headings[several[0]]!r}."
        )
    return tuple(several)


def _number(headings: Sequence[str], kinds: Sequence[str]) -> tuple[int | None, tuple[int, ...]]:
    several = [at for at, kind in enumerate(kinds) if kind == "patient ID"]
    if len(several) > 1:
        named = [at for at in several if same_heading(headings[at], "Patient ID")]
        if len(named) != 1:
            return None, tuple(several)
        several = named
    return (several[0] if several else None), ()
