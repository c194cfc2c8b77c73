"""The names of a whole cohort, cut out of the cells of its table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from dcmteach.deid.demographics_slips import Slips
from dcmteach.deid.freetext import clean
from dcmteach.deid.freetext_cleaner import _beginnings as beginnings
from dcmteach.deid.freetext_cleaner import _other_readings as other_readings
from dcmteach.deid.freetext_hits import hits_of
from dcmteach.deid.freetext_view import View, squeeze
from dcmteach.deid.freetext_wanted import collect
from dcmteach.deid.matching_words import PARTICLES
from dcmteach.header.identity import Identity
from dcmteach.header.needles import needles_of

__all__ = ["CohortNames", "Values"]

Values = tuple[tuple[str, str], ...]

_KEY = 4  # letters by which a spelling is looked up
_ROUNDS = 4
_LONG = 5  # characters of an ID that is looked for in the rows of others
_PLAIN = re.compile(
    r"[+-]?\d+(?:[.,]\d+)?%?"  # a number; but no digits after a zero, or as many as a telephone's
    r"|\d{4}-\d\d?-\d\d?(?:[T ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)?"
    r"|\d\d?[./-]\d\d?[./-](?:\d{4}|\d\d)(?:[T ,]+\d\d?:\d\d(?::\d\d)?)?"
    r"|\d\d?:\d\d(?::\d\d)?",
    re.ASCII,
)
_PHONE = re.compile(r"\s*0\d{8,14}\s*", re.ASCII)
_ORDINALS = frozenset({"ii", "iii", "iv", "jr", "sr"})
_DOTTED = re.compile(r"[^\W\d_]\. ?-?[^\W\d_]\.")


class CohortNames:
    """All names and IDs of a cohort, looked for at once. It shows their number alone.

    Parameters
    ----------
    names : iterable of str
        Names as a table or as DICOM writes them.
    ids : iterable of str, optional
        Patient IDs; of them, those of five characters and more are looked for everywhere.

    Notes
    -----
    :func:`dcmteach.deid.freetext.clean` looks for every spelling of every name in every text. Here
    an index of the spellings' first letters tells which names can be in a cell at all, and it is
    asked for those alone: the time goes with the text, not with text times names.
    """

    __slots__ = ("_beginnings", "_cleaned", "_index", "_slips", "_values")

    def __init__(self, names: Iterable[str], ids: Iterable[str] = ()) -> None:
        names = tuple(names)
        self._slips = Slips(names)
        values = dict.fromkeys(
            ("patient name", way) for name in names if name.strip() for way in as_pn(name)
        )
        values.update(
            dict.fromkeys(
                ("patient ID", number.strip()) for number in ids if len(squeeze(number)) >= _LONG
            )
        )
        self._values = tuple(values)
        self._index: dict[str, dict[str, list[int]]] = {}
        self._beginnings: dict[str, list[int]] = {}
        for place, value in enumerate(self._values):
            spelled = {one.text for one in collect((value,))[1]}
            spelled.update(squeeze(needle.text) for needle in needles_of(*value))
            for text in spelled:
                if text:
                    self._index.setdefault(text[:_KEY], {}).setdefault(text, []).append(place)
            for text in set(beginnings((value,))):
                self._beginnings.setdefault(text, []).append(place)
        self._cleaned: dict[str, str | None] = {}

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<CohortNames: {len(self)} names and IDs>"

    def named_in(self, text: str) -> bool:
        """Tell whether a name of the cohort stands in a text; its own numbers do not count."""
        names = tuple(value for value in self._candidates(text) if value[0] == "patient name")
        if not names:
            return False
        owners, wanted, _ = collect(names)
        view = View(text)
        if hits_of(view, wanted, owners) or Identity(names).found_in(text):
            return True
        return any(hits_of(View(other), wanted, owners) for other in other_readings(view))

    def clean(self, text: str, own: Values = ()) -> str | None:
        """Cut every name of the cohort out of a cell, and whatever reaches a person.

        Parameters
        ----------
        text : str
            A cell.
        own : tuple of (str, str), optional
            Kind and value (see :class:`dcmteach.header.identity.Identity`) of what belongs to the
            person of this row, besides what the cohort was made with.

        Returns
        -------
        str or None
            What is left; None if nothing can be left with certainty.
        """
        if not text or text.isspace():
            return text
        own = tuple(value for value in own if _may_tell(value, text))
        own += tuple(("patient name", word) for word in self._slips.found_in(text))
        if own:
            return self._cleaned_with(text, own)
        if text not in self._cleaned:
            self._cleaned[text] = self._cleaned_with(text, ())
        return self._cleaned[text]

    def _cleaned_with(self, text: str, own: Values) -> str | None:
        for _ in range(_ROUNDS):
            identity = Identity((*self._candidates(text), *own))
            if is_plain(text):  # a number, a day or a time: it is the person's, or it stays whole
                return None if identity.found_in(text) else text
            left = None if _PHONE.fullmatch(text) else clean(text, identity, dates="birth")
            if left is None or left == text or not left.strip():
                return left
            text = left
        return None

    def _candidates(self, text: str) -> Values:
        """Give what may stand in a text; what is not among it does not."""
        view = View(text)
        found: set[int] = set()
        self._look(view.squeezed, found)
        for word in view.vocabulary:
            found.update(self._beginnings.get(word, ()))
        for other in other_readings(view):
            self._look(View(other).squeezed, found)
        return tuple(self._values[place] for place in sorted(found))

    def _look(self, squeezed: str, found: set[int]) -> None:
        index = self._index
        for start in range(len(squeezed)):
            for end in range(start + 1, start + _KEY + 1):
                spelled = index.get(squeezed[start:end])
                if spelled:
                    for text, places in spelled.items():
                        if squeezed.startswith(text, start):
                            found.update(places)


def is_plain(text: str) -> bool:
    """Tell whether a cell is a number, a day or a time, and nothing a person is reached by."""
    text = text.strip()
    if not _PLAIN.fullmatch(text):
        return False
    return not (text[0] in "+0" and len(text) > 8 and text.lstrip("+").isdigit())


@lru_cache(maxsize=65536)
def as_pn(name: str) -> tuple[str, ...]:
    """Write a name with its parts apart, as DICOM would: ``"Müller, Anna"`` as ``"Müller^Anna"``.

    Where nothing tells the first name from the last, all that follows the first word is taken for
    the last name as well, and so is what begins with *van* or the like. Of what goes with a name,
    only *II* and the like are left out, which stand in every text; titles stay, since *Don* may
    be one or a name.
    """
    if "^" in name or "=" in name:
        return (name.strip(),)
    kept = []
    for part in re.split(r"[,;]", name):
        said = part.split()
        kept.append(" ".join(word for word in said if word.strip(".").casefold() not in _ORDINALS))
    whole = "^".join(part for part in kept if part) or name.strip()
    if "^" in whole:
        return (whole,)
    words = whole.split()
    last = [n for n, word in enumerate(words) if n and (n == 1 or word.casefold() in PARTICLES)]
    return (whole, *(f"{' '.join(words[n:])}^{' '.join(words[:n])}" for n in last[:2]))


def _may_tell(value: tuple[str, str], text: str) -> bool:
    """Tell whether it is worth looking for something of one's own in a text."""
    kind, told = value
    if kind == "birth date":
        return told[2:4] in text
    if kind == "patient ID":
        if is_plain(text) and len(squeeze(told)) < _LONG:
            return False  # a weight of 104 is not the patient with that number
        return squeeze(told.casefold()) in squeeze(text.casefold())
    return _DOTTED.search(text) is not None
