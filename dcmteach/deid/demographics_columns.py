"""What the columns of a table of patients are, told by their headings, in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from dcmteach.header.fold import fold

__all__ = ["ALWAYS_REMOVED", "IDENTIFYING", "NAMES", "kind_of", "kind_of_column", "same_heading"]

NAMES = ("name", "first name", "last name", "other name", "person")
"""The kinds of column that hold names."""

ALWAYS_REMOVED = frozenset(NAMES)
"""What no choice keeps."""

IDENTIFYING: Mapping[str, str] = {
    "name": "it holds names",
    "first name": "it holds names",
    "last name": "it holds names",
    "other name": "it holds names, or parts of them",
    "person": "it holds names of other people",
    "patient ID": "it holds patient IDs, which pseudonyms replace",
    "insurance": "it holds numbers that authorities and insurers know a person by",
    "number": "it holds numbers of a person, case, order or row, which lead back to one",
    "birth date": "it holds full birth dates; the age stays",
    "birth place": "it holds places of birth",
    "phone": "it holds telephone numbers",
    "e-mail": "it holds e-mail addresses",
    "address": "it holds addresses, or parts of them",
    "web": "it holds pictures or addresses on the network",
}
"""The kinds of column that are removed unless they are kept by choice, and why."""

_CAMEL = re.compile(r"IDs?(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_]+")
_YEAR = re.compile(r"(?:18|19|20)\d\d", re.ASCII)
_NAMELESS = re.compile(r"\d")


def kind_of(heading: str) -> str:
    """Tell what a column holds by its heading.

    Parameters
    ----------
    heading : str
        As it stands in the table, e.g. ``"Date de naissance"``, ``"Tel.-Nr."``; or a DICOM
        keyword, ``"PatientBirthDate"``.

    Returns
    -------
    str
        One of :data:`IDENTIFYING`, ``"sex"``, ``"age"``, ``"birth year"``, ``"date"``,
        ``"free text"``, ``"patient"`` (a name or a number: its cells tell); empty if it is none
        that is known.
    """
    return _kind(tuple(_words(heading)))


def kind_of_column(heading: str, cells: Sequence[str]) -> str:
    """Tell what a column holds by its heading and, where that leaves it open, its cells.

    Parameters
    ----------
    heading : str
        The heading.
    cells : sequence of str
        All its cells.

    Returns
    -------
    str
        As :func:`kind_of` gives it, ``"patient"`` resolved; a birth date of years alone is a
        ``"birth year"``; a column under any other heading whose cells are mostly e-mail addresses
        or telephone numbers is one of those.
    """
    kind = kind_of(heading)
    filled = [cell.strip() for cell in cells if cell.strip()]
    if kind == "patient":
        numbers = sum(bool(_NAMELESS.search(cell)) for cell in filled)
        return "patient ID" if numbers * 2 > len(filled) else "name"
    if kind == "birth date" and filled and all(map(_YEAR.fullmatch, filled)):
        return "birth year"
    if kind in {"", "free text"} and filled:
        for found, form in _FORMS.items():
            if sum(bool(form.fullmatch(cell)) for cell in filled) * 2 > len(filled):
                return found
    return kind


_FORMS = {
    "e-mail": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+"),
    "phone": re.compile(r"(?=(?:\D*\d){7,15}\D*$)(?:\+|\(?0)[\d ()./-]+", re.ASCII),
    "insurance": re.compile(
        r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d\d|\d{3}-\d\d-\d{4}|\d{6}-\d{4}", re.ASCII
    ),
}


def same_heading(one: str, other: str) -> bool:
    """Tell whether two headings are the same but for case, accents, spaces and punctuation."""
    return _squeezed(_words(one, every=True)) == _squeezed(_words(other, every=True))


@lru_cache(maxsize=1024)
def _kind(words: tuple[str, ...]) -> str:
    table = _table()
    whose = [word for word in words if word in table["whose"]]
    left = [word for word in words if word not in table["whose"] | table["filler"]]
    if not left:
        if not whose:
            return ""
        return "patient" if fold(whose[0]).startswith(("pat", "pac", "paz", "pt")) else "patient ID"
    everything = _squeezed(w for w in words if w not in table["filler"])
    whole = {_squeezed(left), everything}
    runs = {
        _squeezed(left[start:end])
        for start in range(len(left))
        for end in range(start + 1, len(left) + 1)
    }
    if whose and _squeezed(left) in table["number"]:
        return "patient ID"
    for line, phrases in table.items():
        if line in {"whose", "filler"}:
            continue
        wherever = line.endswith("+")
        if (runs | whole if wherever else whole) & phrases:
            return line.removesuffix("+")
    return ""


def _words(heading: str, *, every: bool = False) -> list[str]:
    parts = re.findall(r"[^\W_]+", heading.replace("'", " ").replace("’", " "))
    if not every and parts:
        parts = [piece for part in parts for piece in _pieces(part)]
    return [fold(part) for part in parts]


def _pieces(part: str) -> list[str]:
    """Take FirstName apart; leave NAME, Name and what is not Latin."""
    mixed = part.isascii() and not part.isupper() and not part.islower() and not part.istitle()
    return _CAMEL.findall(part) if mixed else [part]


def _squeezed(words: Iterable[str]) -> str:
    return "".join(words)


@cache
def _table() -> Mapping[str, frozenset[str]]:
    file = files("dcmteach.deid") / "data" / "demographics_columns.txt"
    lines = [
        line.split(":", 1)
        for line in file.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return {
        kind: frozenset("".join(fold(phrase).split()) for phrase in listed.split(","))
        for kind, listed in lines
    }
