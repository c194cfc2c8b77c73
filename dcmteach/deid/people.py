"""Which person a file belongs to, and the pseudonym that person gets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

from dcmteach.deid.secrets import Secrets
from dcmteach.header.contents import encodings_of, fill_from_bytes, fill_from_value
from dcmteach.header.entry import Entry

__all__ = ["ALPHABET", "normal_name", "normal_text", "person_of", "pseudonym"]

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What pseudonyms are made of: no 0 and O, no 1, I and L, no U that reads as V."""

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIX = re.compile(r"[A-Z0-9_-]*", re.ASCII)
_LEAST, _MOST = 6, 16

_NAME = 0x00100010
_ID = 0x00100020
_ISSUER = 0x00100021
_STUDY = 0x0020000D


def person_of(ds: Dataset) -> str:
    """Tell which person a data set is about, however the name and number are written in it.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; nothing in it is decoded or changed.

    Returns
    -------
    str
        What is the same for all files of one person: made of the Patient ID and its issuer; if
        there is no ID, of the Patient's Name; if there is neither, of the Study Instance UID.
        It holds the identifiers themselves: feed it to :func:`pseudonym` and show it to no one.

    Notes
    -----
    Case, composed and decomposed letters, full-width letters, and spaces at the ends do not
    count; in names, neither do trailing ``^`` and ``=`` (PS3.5 6.2.1). A number without an
    issuer and the same number with one are two persons, since two hospitals may have given it.
    """
    number = normal_text(_text(ds, _ID, "LO"))
    if number:
        return "\x1f".join(("id", normal_text(_text(ds, _ISSUER, "LO")), number))
    name = normal_name(_text(ds, _NAME, "PN"))
    if name:
        return f"name\x1f{name}"
    return f"study\x1f{_text(ds, _STUDY, 'UI').strip(' ')}"


def normal_name(name: str) -> str:
    """Bring a PN value into the form in which two writings of it are equal.

    Parameters
    ----------
    name : str
        Components joined by ``^``, groups by ``=`` (PS3.5 6.2.1).

    Returns
    -------
    str
        The first group that says anything (alphabetic, ideographic, phonetic), normalised.
    """
    for group in name.split("="):
        components = [normal_text(component) for component in group.split("^")]
        while components and not components[-1]:
            components.pop()
        if components:
            return "^".join(components)
    return ""


@lru_cache(maxsize=256)
def pseudonym(secrets: Secrets, person: str, *, prefix: str = "", length: int = 10) -> str:
    """Give a person's pseudonym.

    Parameters
    ----------
    secrets : Secrets
        The key; another key gives other pseudonyms.
    person : str
        As :func:`person_of` returns it.
    prefix : str, optional
        Put before it, e.g. ``"STUDY7-"``: capital letters, digits, ``-`` and ``_``.
    length : int, optional
        Characters without the prefix, 6 to 16. Ten make some 4 × 10¹⁴ pseudonyms.

    Returns
    -------
    str
        A letter, then letters and digits (:data:`ALPHABET`): valid as LO, PN and CS, in file
        names, and in a spreadsheet, which would read 7E10 as a number.

    Raises
    ------
    ValueError
        If the prefix or the length is none of these.
    """
    if not _LEAST <= length <= _MOST:
        raise ValueError(
            f"length must be {_LEAST} to {_MOST} characters (got {length}). Write length=10."
        )
    if not _PREFIX.fullmatch(prefix) or len(prefix) + length > 64:
        raise ValueError(
            "prefix must be capital letters, digits, '-' and '_', and leave room for the "
            f"pseudonym in 64 characters (got {len(prefix)} characters). Write e.g. 'STUDY7-'."
        )
    number = int.from_bytes(secrets.digest("pseudonym", person), "big")
    number, first = divmod(number, len(_LETTERS))
    made = [_LETTERS[first]]
    for _ in range(length - 1):
        number, index = divmod(number, len(ALPHABET))
        made.append(ALPHABET[index])
    return prefix + "".join(made)


@lru_cache(maxsize=256)  # a patient's files ask the same again and again
def normal_text(text: str) -> str:
    """Fold case, ways of writing one letter, and blanks; keep the letters (ü stays ü).

    Parameters
    ----------
    text : str
        A part of a name, or a number.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.replace("\0", " ").split())


def _text(ds: Dataset, tag: int, vr: str) -> str:
    element = ds._dict.get(tag)  # type: ignore[call-overload]
    if element is None:
        return ""
    entry = Entry("", (tag,), tag, vr, 0, "", "", "", None)
    if isinstance(element, RawDataElement):
        fill_from_bytes(entry, element.value, element.is_little_endian, encodings_of(ds))
    else:
        fill_from_value(entry, element, ds)
    return entry.text
