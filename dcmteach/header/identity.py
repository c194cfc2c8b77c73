"""What in a file names its patient and study, and where else the same words turn up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files

from pydicom.dataset import Dataset

from dcmteach.header.entry import Entry, entries
from dcmteach.header.fold import fold
from dcmteach.header.needles import Needle, grouped, needles_of, stands, written_apart
from dcmteach.header.readings import LARGE, readings

__all__ = ["KINDS", "SOUGHT", "Identity", "identity"]

KINDS = (
    "patient name",
    "patient ID",
    "birth date",
    "accession number",
    "study ID",
    "another person's name",
    "institution",
    "address",
    "phone number",
)
"""The kinds of identifier looked for, those of the patient first."""

SOUGHT = (*KINDS, "order number", "device")
"""These, and what names nobody but leads to the patient: not looked for unless somebody asks."""


def _read_kinds() -> Iterator[tuple[str, str]]:
    text = (files("dcmteach.header") / "data" / "naming.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, keywords = line.split(": ")
            yield from ((keyword, kind) for keyword in keywords.split())


_KIND_OF = dict(_read_kinds())
_BY_VR = {"PN": "another person's name", "AE": "device"}
_FURTHER = frozenset({"order number", "device"})
_IN_SIGNALS = 4  # two or three letters turn up by chance in any recording
_NAMING_VRS = frozenset({"AE", "PN", "DA", "DT"})
_NAMING = frozenset(_KIND_OF)
"""What `identity_of` looks at."""


class Identity:
    """The identifiers of one file. It shows their kinds and their number, never themselves.

    Parameters
    ----------
    values : iterable of (str, str)
        Kind (one of :data:`SOUGHT`) and value of each identifier.
    encodings : iterable of str, optional
        Python codecs to read bytes in, besides UTF-8 and Latin-1: those of the file.
    further : iterable of (str, str), optional
        What belongs to the study without naming anybody where it stands by itself, so that it is
        not looked for: ``"date"`` (YYYYMMDD), ``"order number"`` and ``"device"`` (names of
        stations, AE titles, serial numbers). Cut from free text, though.

    Notes
    -----
    A name is looked for part by part, in any order, without regard to case and diacritics, with
    umlauts as such or as two letters, Greek and Cyrillic in Latin letters. A part of six letters
    or more counts anywhere; of four or five, if it begins or ends a word; of two or three, if it
    is a word; what is shorter, or a common word (*test*, *hospital*), does not count.
    Identifiers of three characters and more count where no further digit or letter adjoins,
    whatever sign stands between their parts; shorter ones are everywhere by chance and are not
    looked for. A date counts in all its usual spellings, where no further digit adjoins. A
    device counts as a whole word, and not at all if it is called by a technical word (*CT*,
    *ANY-SCP*).
    """

    __slots__ = ("_apart", "_encodings", "_groups", "_hash", "_numbers", "_values")

    def __init__(
        self,
        values: Iterable[tuple[str, str]],
        *,
        encodings: Iterable[str] = (),
        further: Iterable[tuple[str, str]] = (),
    ) -> None:
        values = set(values)
        self._values = tuple(sorted({*values, *further}))
        needles: dict[str, Needle] = {}
        numbers: dict[str, int] = {}
        apart: list[tuple[str, re.Pattern[str], str]] = []
        order = {kind: rank for rank, kind in enumerate(SOUGHT)}
        for kind, value in sorted(values, key=lambda pair: order[pair[0]]):
            numbers[kind] = numbers.get(kind, 0) + 1
            for needle in needles_of(kind, value):
                needles.setdefault(needle.text, needle)
            if (pattern := written_apart(kind, value)) is not None:
                apart.append((*pattern, kind))
        self._apart = tuple(apart)
        self._groups = grouped(needles.values())
        self._numbers = numbers
        self._hash = hash(self._values)
        self._encodings = tuple(dict.fromkeys([*encodings, "utf-8", "latin_1"]))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of identifier this file has."""
        return tuple(kind for kind in SOUGHT if kind in self._numbers)

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """Kind and value of every identifier, the further ones included. Show them to no one."""
        return self._values

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Identity):
            return NotImplemented
        return self is other or (self._values, self._numbers) == (other._values, other._numbers)

    def __hash__(self) -> int:
        return self._hash

    def __bool__(self) -> bool:
        return bool(self._groups)

    def __repr__(self) -> str:
        counts = ", ".join(f"{self._numbers[kind]} × {kind}" for kind in self.kinds)
        return f"<Identity: {counts or 'nothing that identifies'}>"

    __str__ = __repr__

    def found_in(self, value: str | bytes) -> tuple[str, ...]:
        """Tell which of the identifiers stand in a value.

        Parameters
        ----------
        value : str or bytes
            Text; or bytes, which are read in each of the file's encodings, also as UTF-16.

        Returns
        -------
        tuple of str
            Their kinds, in the order of :data:`SOUGHT`; empty if none does.
        """
        found: set[str] = set()
        shortest = _IN_SIGNALS if isinstance(value, bytes) and len(value) >= LARGE else 2
        for text in self._readings(value):
            found.update(kind for _, kind in self.places(text, shortest=shortest))
        return tuple(kind for kind in SOUGHT if kind in found)

    def places(self, folded: str, *, shortest: int = 2) -> Iterator[tuple[int, str]]:
        """Find the identifiers in a long text that is already folded.

        Parameters
        ----------
        folded : str
            Text as :func:`~dcmteach.header.fold.fold` returns it.
        shortest : int, optional
            Leave out identifiers of fewer characters, unless in another script than Latin.

        Yields
        ------
        position : int
            Where one begins, 0-based.
        kind : str
            Which kind it is.
        """
        for key, needles in self._groups:
            if key not in folded:
                continue
            for text, kind, where, _ in needles:
                if len(text) < shortest and text.isascii():  # 山田 is short, but no chance
                    continue
                start = folded.find(text)
                while start >= 0:
                    end = start + len(text)
                    if where == "anywhere" or stands(where, folded, start, end):
                        yield start, kind
                    start = folded.find(text, start + 1)

        for key, pattern, kind in self._apart:
            if key in folded:
                yield from ((match.start(), kind) for match in pattern.finditer(folded))

    def _readings(self, value: str | bytes) -> Iterator[str]:
        if isinstance(value, str):
            return iter((fold(value),))
        uncased = [n.text for _, group in self._groups for n in group if not n.text.isascii()]
        return readings(value, self._encodings, uncased)


def identity(ds: Dataset) -> Identity:
    """Collect what in this file names its patient and study.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; names and identifiers at any depth count.

    Returns
    -------
    Identity
        With ``found_in(value)``, which tells what of it stands in a text or in bytes.
    """
    encodings = ds._character_set
    return identity_of(
        entries(ds, only=(_NAMING_VRS, _NAMING)),
        encodings=[encodings] if isinstance(encodings, str) else encodings,
    )


def identity_of(found: Iterable[Entry], *, encodings: Iterable[str] = ()) -> Identity:
    """Collect the identifiers from elements already listed; see :func:`identity`."""
    values: list[tuple[str, str]] = []
    further: set[tuple[str, str]] = set()
    encodings = tuple(encodings)
    for entry in found:
        text = entry.text
        if entry.data and entry.keyword in _NAMING:  # a name is one under a wrong VR, too
            text = entry.data.decode(next(iter(encodings), "latin_1"), "replace").strip(" \0")
        if not text:
            continue
        kind = _KIND_OF.get(entry.keyword) or _BY_VR.get(entry.vr)
        if kind in _FURTHER:  # AE titles stand in the file meta information as well
            further.update((kind, value) for value in text.split("\\") if value.strip())
        elif entry.tag >> 16 != 0x0002:
            if entry.vr in {"DA", "DT"} and entry.keyword != "PatientBirthDate":
                further.update(("date", date) for date in _days(text))
            if kind:
                values.extend((kind, value) for value in text.split("\\") if value.strip())
    return Identity(values, encodings=encodings, further=further)


def _days(text: str) -> Iterator[str]:
    """Give the days in a value of DA or DT, as YYYYMMDD."""
    for value in text.split("\\"):
        digits = value.replace(".", "")[:8].strip()
        if len(digits) == 8 and digits.isascii() and digits.isdigit():
            yield digits
