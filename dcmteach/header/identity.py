"""What in a file names its patient and study, and where else the same words turn up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pydicom.dataset import Dataset

from dcmteach.header.dates import spellings_of_date
from dcmteach.header.entry import Entry, entries
from dcmteach.header.fold import fold, spellings

__all__ = ["KINDS", "Identity", "identity"]

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

_KIND_OF = {
    "PatientName": "patient name",
    "OtherPatientNames": "patient name",
    "PatientBirthName": "patient name",
    "PatientMotherBirthName": "patient name",
    "PatientID": "patient ID",
    "OtherPatientIDs": "patient ID",
    "MedicalRecordLocator": "patient ID",
    "AdmissionID": "patient ID",
    "ServiceEpisodeID": "patient ID",
    "PatientBirthDate": "birth date",
    "AccessionNumber": "accession number",
    "StudyID": "study ID",
    "InstitutionName": "institution",
    "InstitutionAddress": "address",
    "PatientAddress": "address",
    "ReferringPhysicianAddress": "address",
    "PatientTelephoneNumbers": "phone number",
    "ReferringPhysicianTelephoneNumbers": "phone number",
    "PersonTelephoneNumbers": "phone number",
    "OrderCallbackPhoneNumber": "phone number",
}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DIGITS = re.compile(r"\d")
_FREE = 6  # from this many characters on, a name part counts even in the middle of a word
_SHORT = 4  # below this many, only as a whole word


class _Needle(NamedTuple):
    text: str  # folded
    kind: str
    where: str  # "anywhere", "edge" (begins or ends a word), "word", "number"
    key: str = ""  # what a text must contain to contain this; if empty, the whole of it


class Identity:
    """The identifiers of one file. It shows their kinds and their number, never themselves.

    Parameters
    ----------
    values : iterable of (str, str)
        Kind (one of :data:`KINDS`) and value of each identifier.
    encodings : iterable of str, optional
        Python codecs to read bytes in, besides UTF-8 and Latin-1: those of the file.

    Notes
    -----
    A name is looked for part by part, in any order, without regard to case and diacritics, with
    umlauts as such or as two letters. A part of six letters or more counts anywhere; of four or
    five, if it begins or ends a word; of two or three, if it is a word; what is shorter, or a
    common word (*test*, *hospital*), does not count. Identifiers of three characters and more
    count where no further digit or letter adjoins; shorter ones are everywhere by chance and are
    not looked for. A date counts in all its usual spellings, where no further digit adjoins.
    """

    __slots__ = ("_encodings", "_groups", "_numbers")

    def __init__(self, values: Iterable[tuple[str, str]], *, encodings: Iterable[str] = ()) -> None:
        needles: dict[str, _Needle] = {}
        numbers: dict[str, int] = {}
        order = {kind: rank for rank, kind in enumerate(KINDS)}
        for kind, value in sorted(set(values), key=lambda pair: order[pair[0]]):
            numbers[kind] = numbers.get(kind, 0) + 1
            for needle in _needles(kind, value):
                needles.setdefault(needle.text, needle)
        self._groups = _grouped(needles.values())
        self._numbers = numbers
        self._encodings = tuple(dict.fromkeys([*encodings, "utf-8", "latin_1"]))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of identifier this file has."""
        return tuple(kind for kind in KINDS if kind in self._numbers)

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
            Their kinds, in the order of :data:`KINDS`; empty if none does.
        """
        found: set[str] = set()
        for text in self._readings(value):
            found.update(kind for _, kind in self.places(text))
        return tuple(kind for kind in KINDS if kind in found)

    def places(self, folded: str, *, shortest: int = 2) -> Iterator[tuple[int, str]]:
        """Find the identifiers in a long text that is already folded.

        Parameters
        ----------
        folded : str
            Text as :func:`~dcmteach.header.fold.fold` returns it.
        shortest : int, optional
            Leave out identifiers of fewer characters.

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
                if len(text) < shortest:
                    continue
                start = folded.find(text)
                while start >= 0:
                    end = start + len(text)
                    if where == "anywhere" or _stands(where, folded, start, end):
                        yield start, kind
                    start = folded.find(text, start + 1)

    def _readings(self, value: str | bytes) -> Iterator[str]:
        if isinstance(value, str):
            yield fold(value)
            return
        if value.isascii():
            yield value.decode("ascii").lower()
        else:
            seen: set[str] = set()
            for encoding in self._encodings:
                try:
                    text = fold(value.decode(encoding, "replace"))
                except LookupError:
                    continue
                if text not in seen:
                    seen.add(text)
                    yield text
        if b"\0" in value:  # UTF-16, at either alignment
            yield fold(value.decode("utf-16-le", "replace"))
            yield fold(value[1:].decode("utf-16-le", "replace"))


def _grouped(needles: Iterable[_Needle]) -> tuple[tuple[str, tuple[_Needle, ...]], ...]:
    """Put what can be ruled out together under what it has in common: dates under their year."""
    groups: dict[str, list[_Needle]] = {}
    for needle in needles:
        groups.setdefault(needle.key or needle.text, []).append(needle)
    return tuple((key, tuple(group)) for key, group in groups.items())


@cache
def _common() -> frozenset[str]:
    """Words that stand in names and addresses without naming anybody."""
    file = files("dcmteach.header") / "data" / "common_words.txt"
    return frozenset(file.read_text(encoding="utf-8").split())


def _stands(where: str, text: str, start: int, end: int) -> bool:
    """Tell whether what was found stands as it must, by what adjoins it."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if where == "word":
        return not (before.isalnum() or after.isalnum())
    if where == "number":
        return not (before.isdigit() or after.isdigit())
    return not (before.isalpha() and after.isalpha())


def _needles(kind: str, value: str) -> Iterator[_Needle]:
    if kind in {"patient name", "another person's name"}:
        yield from _of_name(kind, value)
    elif kind == "birth date":
        for spelling in spellings_of_date(value):
            yield _Needle(spelling, kind, "number", value.replace(".", "")[2:4])
    elif kind in {"institution", "address"}:
        yield from _of_place(kind, value)
    else:
        yield from _of_number(kind, value)


def _of_name(kind: str, value: str) -> Iterator[_Needle]:
    for part in _WORD.findall(value):
        for word in spellings(part):
            ideographs = any("\u2e80" <= letter <= "\ud7ff" for letter in word)
            if word in _common() or (len(word) < 2 and not ideographs):
                continue
            if ideographs:
                if len(word) >= 2:
                    yield _Needle(word, kind, "anywhere")
            elif len(word) >= _FREE:
                yield _Needle(word, kind, "anywhere")
            else:
                yield _Needle(word, kind, "edge" if len(word) >= _SHORT else "word")
    whole = fold(value).strip(" ^=")
    if len(whole) >= _SHORT:
        yield _Needle(whole, kind, "word")


def _of_place(kind: str, value: str) -> Iterator[_Needle]:
    whole = fold(" ".join(value.split()))
    if len(whole) >= _SHORT:
        yield _Needle(whole, kind, "word")
    for part in re.split(r"[,;\r\n\\]+", value):
        text = fold(" ".join(part.split()))
        if len(text) >= _FREE and text not in _common():
            yield _Needle(text, kind, "word")


def _of_number(kind: str, value: str) -> Iterator[_Needle]:
    whole = fold(value.strip())
    if len(whole) >= 3 and whole not in _common():
        yield _Needle(whole, kind, "word")
    bare = re.sub(r"[\W_]+", "", whole)
    if len(bare) >= 5 and bare != whole and _DIGITS.search(bare):
        yield _Needle(bare, kind, "word")


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
        entries(ds), encodings=[encodings] if isinstance(encodings, str) else encodings
    )


def identity_of(found: Iterable[Entry], *, encodings: Iterable[str] = ()) -> Identity:
    """Collect the identifiers from elements already listed; see :func:`identity`."""
    values: list[tuple[str, str]] = []
    for entry in found:
        if entry.text and entry.tag >> 16 != 0x0002:
            kind = _KIND_OF.get(entry.keyword)
            if kind is None and entry.vr == "PN":
                kind = "another person's name"
            if kind:
                values.extend((kind, value) for value in entry.text.split("\\") if value.strip())
    return Identity(values, encodings=encodings)
