"""Numbers of patients and orders where they are no words of their own: in longer ones, or bare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dcmteach.header.fold import fold

__all__ = ["Numbers"]

_KINDS = frozenset({"patient ID", "accession number", "study ID"})
_LONG = 6  # characters that do not turn up in other numbers by chance
_DIGITS = 4  # so many of them must be digits: what is all letters is a word
_NUMBER = re.compile(r"[+-]?0*(\d+)(?:\.0*)?")


class Numbers:
    """The numbers of one study, by what is left of them without letters, signs and zeros.

    Parameters
    ----------
    named : iterable of (str, str)
        Kind and value of each identifier.

    Notes
    -----
    Shorter ones are not looked for here, nor is anything in the digits of a fraction or of a UID:
    there any six digits turn up by chance.
    """

    __slots__ = ("_bare", "_forms")

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._bare: dict[str, str] = {}
        self._forms: dict[str, str] = {}
        for kind, value in named:
            if kind not in _KINDS:
                continue
            whole = fold(value.strip())
            digits = re.sub(r"\D", "", whole)
            bare = digits.lstrip("0")
            if len(bare) >= _LONG:
                self._bare.setdefault(bare, kind)
            for form in (whole, re.sub(r"[\W_]+", "", whole), digits, bare):
                if len(form) >= _LONG and len(digits) >= _DIGITS:
                    self._forms.setdefault(form, kind)

    def equal(self, text: str) -> str | None:
        """Tell which of them a number is, however it is written: 0123456, +123456.0, AC123456.

        Parameters
        ----------
        text : str
            The value of an element of VR IS or DS, with its backslashes.
        """
        for bare, kind in self._bare.items():
            if bare not in text:
                continue
            for part in text.split("\\"):
                number = _NUMBER.fullmatch(part.strip())
                if number is not None and number[1] == bare:
                    return kind
        return None

    def places(self, folded: str) -> Iterator[tuple[int, str]]:
        """Find them in texts, also within longer numbers and words.

        Parameters
        ----------
        folded : str
            As :func:`~dcmteach.header.fold.fold` returns it.

        Yields
        ------
        position : int
            Where one begins, 0-based.
        kind : str
            Which kind it is.
        """
        for form, kind in self._forms.items():
            start = folded.find(form)
            while start >= 0:
                if not _in_fraction(folded, start, start + len(form)):
                    yield start, kind
                start = folded.find(form, start + 1)


def _in_fraction(text: str, start: int, end: int) -> bool:
    """Whether the digits around a place belong to a fraction or a UID."""
    while start and text[start - 1].isdigit():
        start -= 1
    while end < len(text) and text[end].isdigit():
        end += 1
    return (text[start - 1 : start] == "." and text[start - 2 : start - 1].isdigit()) or (
        text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit()
    )
