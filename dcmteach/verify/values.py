"""Whether the bytes of a value are what its VR, its VM and the character set allow."""

from __future__ import annotations

import re
from functools import lru_cache

from pydicom import datadict
from pydicom.charset import decode_bytes

from dcmteach.edit.multiplicity import check_count
from dcmteach.edit.values import examine
from dcmteach.header.contents import CHARSET_VRS, NUMBERS, TEXT
from dcmteach.header.dictionary import lookup
from dcmteach.header.quiet import quiet
from dcmteach.verify.charsets import codecs_in

__all__ = ["Wrong", "wrong_with"]

Wrong = tuple[str, str, str]
"""The aspect, what follows the element's name in a sentence, and the clause."""

_SIZES = {"US": 2, "SS": 2, "UL": 4, "SL": 4, "FL": 4, "FD": 8, "SV": 8, "UV": 8, "AT": 4} | {
    "OW": 2,
    "OF": 4,
    "OL": 4,
    "OD": 8,
    "OV": 8,
}
_DELIMITERS = {0x0D, 0x0A, 0x09, 0x0C, 0x5C, 0x5E, 0x3D}
_ONE_UID = re.compile(rb"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*))*")  # PS3.5 9.1
_ONE_AT_LEAST = frozenset(["1", "1-n"])
_MANY = 4096  # values looked at in a long list of numbers written as text


@lru_cache(maxsize=8192)
def wrong_with(tag: int, vr: str, value: bytes, terms: tuple[str, ...]) -> tuple[Wrong, ...]:
    """Say what is wrong with a value.

    Parameters
    ----------
    tag : int
        The element's tag.
    vr : str
        Its VR as written.
    value : bytes
        Its value as written.
    terms : tuple of str
        The character set that holds there.

    Returns
    -------
    tuple of (str, str, str)
        Aspect, words, clause; empty if nothing is wrong.
    """
    found: list[Wrong] = []
    if len(value) % 2:
        found.append(("structure", "has an odd length", "PS3.5 7.1.1"))
    found += _against_dictionary(tag, vr)
    body = value.rstrip(b" \0") if vr in TEXT else value
    if not body:
        return tuple(found)
    vm = _vm(tag)
    if vr == "UI" and len(body) <= 64 and vm in _ONE_AT_LEAST and _ONE_UID.fullmatch(body):
        return tuple(found)  # as nearly all are, each of them different
    if vr in TEXT:
        found += _text(tag, vr, body, terms, vm)
    elif vr in _SIZES:
        size = _SIZES[vr]
        if len(value) % size:
            found.append(("VR", f"must be a multiple of {size} bytes as {vr}", "PS3.5 6.2"))
        elif vr in NUMBERS and check_count(vr, vm, len(value) // size, None):
            found.append(("VM", f"takes {vm} values, not {len(value) // size}", "PS3.6 6"))
    return tuple(found)


def _against_dictionary(tag: int, vr: str) -> list[Wrong]:
    known = lookup(tag).vr
    if tag & 0x10000 or vr == "UN" or known == "UN" or vr in known.split(" or "):
        return []
    if {vr, known} <= {"OB", "OW"} or ("US or SS" in known and vr in {"US", "SS", "OW"}):
        return []
    return [("VR", f"is written as {vr}, and the data dictionary says {known}", "PS3.6 6")]


@lru_cache(maxsize=4096)
def _vm(tag: int) -> str:
    if tag & 0x10000:
        return "1-n"
    try:
        return datadict.dictionary_VM(tag)
    except KeyError:
        return "1-n"


def _text(tag: int, vr: str, body: bytes, terms: tuple[str, ...], vm: str) -> list[Wrong]:
    found: list[Wrong] = []
    text = _decoded(vr, body, terms)
    if text is None:
        return [
            (
                "character set",
                "cannot be read in the character set the data set announces",
                "PS3.3 C.12.1.1.2",
            )
        ]
    if vr in {"DS", "IS"} and text.count("\\") > _MANY:
        text = "\\".join(text.split("\\", _MANY)[:_MANY])
        vm = "1-n"
    keyword = lookup(tag).keyword or None
    _, problems = examine(vr, text, vm=vm, charset=list(terms) or None, keyword=keyword)
    for problem in problems:
        aspect = "VM" if problem.rule.startswith("VM") else "UID" if vr == "UI" else "VR"
        if problem.rule.startswith("PS3.3 C.12.1.1.2"):
            aspect = "character set"
        found.append((aspect, problem.must.partition(", but holds")[0], problem.rule))
    return found


def _decoded(vr: str, body: bytes, terms: tuple[str, ...]) -> str | None:
    if body.isascii() and b"\x1b" not in body:
        return body.decode("ascii")
    if vr not in CHARSET_VRS:
        return body.decode("latin_1")
    codecs = codecs_in(terms)
    try:
        with quiet():
            text = decode_bytes(body, list(codecs), _DELIMITERS)
            if len(codecs) == 1:
                body.decode(codecs[0])  # decode_bytes only warns
    except (LookupError, ValueError):
        return None
    return None if "\ufffd" in text else text
