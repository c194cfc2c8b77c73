"""The text headers of Interfile: read, and cleaned line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pydicom.dataset import Dataset

from dcmteach.deid import dates, freetext
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.roster import Keyed, Who
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.study_people import same_person
from dcmteach.deid.uids import remap
from dcmteach.header.identity import Identity

__all__ = ["Interfile", "is_interfile", "parse"]

_LINE = re.compile(r"^(\s*)([^;\s][^\r\n]*?)([ \t]*:=[ \t]*)([^\r\n]*?)(\s*)$")
_KINDS = (
    (re.compile(r"patient name"), "patient name"),
    (re.compile(r"patient id\b|patient identification"), "patient ID"),
    (re.compile(r"patient (dob|date of birth|birth ?date)"), "birth date"),
    (re.compile(r"accession"), "accession number"),
    (re.compile(r"study id\b"), "study ID"),
    (
        re.compile(r"physician|operator|radiologist|technologist|performed by"),
        "another person's name",
    ),
    (re.compile(r"institution|hospital|originating facility"), "institution"),
    (re.compile(r"address"), "address"),
    (re.compile(r"phone"), "phone number"),
)
_GONE = re.compile(
    r"\bserial|station|department|comment|user|login|e-?mail|description|\bpath|directory|folder"
    r"|series name|study name|protocol"
)
_OF_PATIENT = re.compile(r"patient (sex|gender|age|weight|height|size)")
_ORIENTED = re.compile(r"patient (orientation|position|rotation|scan)")
_OTHER_FILE = re.compile(r"\b(file|listmode|norm)\b.*\bname|name of .*file|filename")
_DATE = re.compile(r"(\d{4})([:./-])(\d{2})\2(\d{2})")
_NUMBERS = re.compile(r"[-+\d.eE{},\s]*")
_UID = re.compile(r"\d+(?:\.\d+){3,}")


class Interfile(NamedTuple):
    """A header.

    Parameters
    ----------
    text : str
        The whole of it.
    encoding : str
        What it was read as.
    identity : Identity
        What in it names the patient and study.
    patient : pydicom.dataset.Dataset
        Patient's Name and Patient ID, as a DICOM file would have them.
    data_file : str
        Its data file, without folders; empty if it names none.
    kind : str
        ``"list-mode"``, ``"norm"``, ``"sinogram"``, ``"mu-map"`` or ``"image"``.
    """

    text: str
    encoding: str
    identity: Identity
    patient: Dataset
    data_file: str
    kind: str

    def cleaned(
        self, recipe: Recipe, secrets: Secrets, data_file: str, *, who: Who | None = None
    ) -> str | None:
        """Clean the header.

        Parameters
        ----------
        recipe : Recipe
            Its options say what may stay.
        secrets : Secrets
            The key.
        data_file : str
            The data file's new name.
        who : Roster or Keyed, optional
            Who is who in a cohort.

        Returns
        -------
        str or None
            The new text; None if it cannot be cleaned with certainty.
        """
        who = who or Keyed(secrets, recipe.pseudonym_prefix)
        lines = []
        for line in self.text.splitlines(keepends=True):
            match = _LINE.match(line)
            if match is None:
                lines.append(line if not line.strip(" \t\r\n;") else _end(line))
                continue
            space, key, middle, value, end = match.groups()
            name = _plain(key)
            if "name of data file" in name:
                new = data_file
            else:
                new = self._value(name, value, recipe, secrets, who)
            lines.append(f"{space}{key}{middle}{new}{end}")
        text = "".join(lines)
        return None if self.identity.found_in(text) else text

    def _value(self, name: str, value: str, recipe: Recipe, secrets: Secrets, who: Who) -> str:
        options = recipe.options
        if not value or name == "interfile":
            return value
        kind = _kind_of(name)
        if kind in {"patient name", "patient ID"}:
            return who.pseudonym(who.person_of(self.patient))
        if kind == "institution" and "retain-institution-identity" in options:
            return value
        if _OF_PATIENT.search(name):
            return value if "retain-patient-characteristics" in options else ""
        if kind or _GONE.search(name) or _OTHER_FILE.search(name):
            return ""
        if "date" in name or "time (hh" in name or name.endswith(" time"):
            return self._date(name, value, recipe, secrets, who)
        if _UID.fullmatch(value.strip()):
            return value if "retain-uids" in options else remap(secrets, value.strip())
        if _NUMBERS.fullmatch(value) or _ORIENTED.search(name):
            return value if not self.identity.found_in(value) else ""
        cleaned = freetext.clean(value, self.identity)
        return "" if cleaned is None else cleaned

    def _date(self, name: str, value: str, recipe: Recipe, secrets: Secrets, who: Who) -> str:
        if recipe.dates == "kept":
            return value
        if recipe.dates != "shifted":
            return ""
        match = _DATE.search(value)
        if match is None:
            return value if "time" in name and recipe.times == "keep" else ""
        days = dates.shift_days(secrets, who.person_of(self.patient))
        day = dates.shifted("DA", match[1] + match[3] + match[4], days)
        return "" if day is None else match[2].join((day[:4], day[4:6], day[6:]))


def is_interfile(start: bytes) -> bool:
    """Tell an Interfile header by its first bytes."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:10].upper() == b"!INTERFILE"


def parse(data: bytes, *, people: tuple[Dataset, ...] = ()) -> Interfile:
    """Read a header.

    Parameters
    ----------
    data : bytes
        The whole file.
    people : tuple of pydicom.dataset.Dataset, optional
        Name, number and issuer of those the DICOM files beside it are about: if it is one of
        them, it says so by the number or name, and gets the same pseudonym.
    """
    encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "latin_1"
        text = data.decode(encoding)
    values: list[tuple[str, str]] = []
    file = ""
    patient = Dataset()
    for name, value in _pairs(text):
        if "name of data file" in name:
            file = re.split(r"[\\/]", value)[-1]
        kind = _kind_of(name)
        if kind and value:
            values.append(
                (kind, "".join(re.findall(r"\d", value)) if kind == "birth date" else value)
            )
        if kind == "patient name":
            patient.PatientName = value
        elif kind == "patient ID":
            patient.PatientID = value
    patient = same_person(patient, people)
    return Interfile(text, encoding, Identity(values), patient, file, _what(text))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        match = _LINE.match(line)
        if match is not None:
            yield _plain(match[2]), match[4]


def _plain(key: str) -> str:
    return " ".join(key.lower().strip(" !%").split())


def _kind_of(name: str) -> str:
    return next((kind for pattern, kind in _KINDS if pattern.search(name)), "")


def _what(text: str) -> str:
    lowered = text.lower()
    for words, kind in (
        (("listmode", "list mode", "list-mode"), "list-mode"),
        (("umap", "mu-map", "mumap", "attenuation"), "mu-map"),
        (("normalization", "normalisation", "norm "), "norm"),
        (("sinogram", "matrix size [3] := 837"), "sinogram"),
    ):
        if any(word in lowered for word in words):
            return kind
    return "image"


def _end(line: str) -> str:
    """Of a line that says nothing to a program only its end stays."""
    return line[len(line.rstrip("\r\n")) :]
