"""What one file says of whom it is about, and when two such sayings can mean one person."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from pydicom.dataset import Dataset

from dcmteach.deid.marks import text_at
from dcmteach.deid.people import normal_text, person_of

__all__ = ["REPRESENTATIONS", "Subject", "name_key", "name_keys", "subject_of"]

REPRESENTATIONS = ("alphabetic", "ideographic", "phonetic")
"""The component groups of a PN value, in their order (PS3.5 6.2.1)."""

_NAME, _ID, _ISSUER = 0x00100010, 0x00100020, 0x00100021
_BIRTH_DATE, _SEX = 0x00100030, 0x00100040
_PREFIX = 3  # the component of titles: they come and go, and tell nobody apart
_HIRAGANA = {code + 0x60: code for code in range(0x3041, 0x3097)}


class Subject(NamedTuple):
    """Whom a file is about, as it says itself.

    Parameters
    ----------
    name : str
        Patient's Name, a PN value with all its representations.
    number : str
        Patient ID.
    issuer : str
        Issuer of Patient ID.
    birth_date : str
        Patient's Birth Date, ``YYYYMMDD``, or empty.
    sex : str
        Patient's Sex, or empty.
    person : str
        What :func:`~dcmteach.deid.people.person_of` makes of it all.
    """

    name: str = ""
    number: str = ""
    issuer: str = ""
    birth_date: str = ""
    sex: str = ""
    person: str = ""


def subject_of(ds: Dataset) -> Subject:
    """Read whom a data set is about; nothing in it is changed.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set, read at least as far as the patient's group.
    """
    name, number, issuer, born, sex = (
        text_at(ds, tag).strip(" \0") for tag in (_NAME, _ID, _ISSUER, _BIRTH_DATE, _SEX)
    )
    return Subject(name, number, issuer, born, sex, person_of(ds))


def name_keys(name: str) -> dict[str, str]:
    """Bring every representation of a PN value into the form in which two writings are equal.

    Parameters
    ----------
    name : str
        Components joined by ``^``, component groups by ``=`` (PS3.5 6.2.1).

    Returns
    -------
    dict of str to str
        A key for each of :data:`REPRESENTATIONS` that the value has. A single group goes by its
        script: one in ideographs is ideographic wherever it stands.
    """
    found: dict[str, str] = {}
    for group, representation in zip(name.split("="), REPRESENTATIONS, strict=False):
        key = name_key(group)
        if key:
            found.setdefault(_by_script(key) or representation, key)
    return found


def name_key(group: str) -> str:
    """Bring one representation of a name, or a name in a table, into a form to compare.

    Parameters
    ----------
    group : str
        Such as ``"Müller^Anna"``, ``"Müller, Anna"`` or ``"Anna Müller"``.

    Returns
    -------
    str
        The words in alphabetical order, case folded, without the component of titles; names in
        East Asian scripts in their own order, without blanks.
    """
    components = group.split("^")
    if len(components) > _PREFIX:
        del components[_PREFIX]
    words = normal_text(" ".join(components).replace(",", " ")).split()
    whole = "".join(words)
    if _by_script(whole):
        return whole.translate(_HIRAGANA)
    return " ".join(sorted(words))


def _by_script(key: str) -> str:
    """The representation that a script belongs to, if it tells."""
    names = {unicodedata.name(letter, "").partition(" ")[0] for letter in key if letter > "\u1100"}
    if "CJK" in names:
        return "ideographic"
    if names & {"HIRAGANA", "KATAKANA", "HANGUL"}:
        return "phonetic"
    return ""
