"""What a value itself gives away, whatever the tag above it promises."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple

from dcmteach.header.entry import Entry
from dcmteach.header.fold import fold
from dcmteach.header.identity import Identity
from dcmteach.standard import private

__all__ = ["Finding", "evidence"]


class Finding(NamedTuple):
    """One thing seen in a value.

    Parameters
    ----------
    kind : str
        ``"patient name"`` and the other kinds of an identity, or ``"e-mail"``, ``"phone"``,
        ``"URL"``, ``"date"``, ``"free text"``, ``"person name"``, ``"UID"``, ``"date and time"``,
        ``"private"``, ``"safe private"``, ``"bytes"``.
    verdict : str
        What it says of the element: ``"safe"``, ``"unsafe"`` or ``"depends"``.
    decisive : bool
        Whether it settles the verdict against all other sources.
    why : str
        A plain sentence.
    """

    kind: str
    verdict: str
    decisive: bool
    why: str


_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?|ftps?|file|wado)://\S|\bwww\.[\w-]+\.\w", re.IGNORECASE)
# A plus or a 0 first, then 8 to 14 digits in groups; or groups in the American form.
_PHONE = re.compile(
    r"(?<![\w.+-])(?:\+\d{1,3}[ ./-]?|\(0\d{1,5}\) ?|0\d{1,5}[ /-]|\(\d{3}\) ?|\d{3}-)"
    r"\d{2,4}(?:[ ./-]?\d{2,4}){1,3}(?![\w.]*\w)"
)
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-/.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\2(?:19|20)\d\d)(?!\d)"
)
_PATTERNS = (("e-mail", _EMAIL, "@"), ("URL", _URL, ""), ("phone", _PHONE, ""), ("date", _DATE, ""))

_FREE_TEXT = frozenset({"LT", "ST", "UT", "UC"})
_TYPED = re.compile(
    r"(?:Comments?|Description|History|Explanation|Reason|Remarks?|Text|Note|Label|Reasons"
    r"|Allergies|Alerts|Needs|Occupation|Instructions?|Findings?|Title|State|ProtocolName)$"
)
_WORDY = frozenset(["LO", "LT", "SH", "ST", "UC", "UR", "UT", "CS", "AE", "PN", "UN"])
_CLOCK = frozenset({"DA", "DT", "TM"})


def _read_findings() -> Iterator[Finding]:
    text = (files("dcmteach.header") / "data" / "findings.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, verdict, decisive, why = (cell.strip() for cell in line.split("|"))
            yield Finding(kind, verdict, bool(decisive), why)


_FOUND = {finding.kind: finding for finding in _read_findings()}
_ORDER = {kind: rank for rank, kind in enumerate(_FOUND)}
_DOCUMENT = 0x00420011
_PICTURES = {
    0x7FE00010: "pixels",
    0x7FE00008: "pixels",
    0x7FE00009: "pixels",
    _DOCUMENT: "document",
}
_GAP = "\x00"
_IN_NUMBERS = 5  # an ID of 512 says nothing when it turns up in Rows


def evidence(found: Sequence[Entry], identity: Identity) -> list[tuple[Finding, ...]]:
    """Look at the values of a header, all in one go.

    Parameters
    ----------
    found : sequence of Entry
        The elements.
    identity : Identity
        What names this file's patient and study.

    Returns
    -------
    list of tuple of Finding
        For each element what was seen, the weightiest first; empty if nothing was.
    """
    kinds: list[set[str]] = [set() for _ in found]
    words = _Heap()
    numbers = _Heap()
    for index, entry in enumerate(found):
        text = entry.text
        if entry.tag & 0x10000:
            safe = private.is_safe(entry.tag, entry.private_creator or text)
            kinds[index].add("safe private" if safe else "private")
        if text:
            (words if entry.vr in _WORDY else numbers).add(index, text)
            by_nature = _by_nature(entry)
            if by_nature:
                kinds[index].add(by_nature)
        elif entry.tag in _PICTURES or entry.tag >> 16 & 0xFF01 == 0x6000:
            if entry.length != 0:
                kinds[index].add(_PICTURES.get(entry.tag, "pixels"))
                if entry.tag == _DOCUMENT and entry.data:
                    kinds[index].update(_in_bytes(entry, identity))
        elif entry.data:
            kinds[index].update(_in_bytes(entry, identity))
    for heap, shortest in ((words, 2), (numbers, _IN_NUMBERS)):
        for index, kind in heap.places(identity, shortest):
            kinds[index].add(kind)
    for index, kind in words.patterns():
        kinds[index].add(kind)
    return [
        tuple(_FOUND[kind] for kind in sorted(seen, key=_ORDER.__getitem__)) if seen else ()
        for seen in kinds
    ]


class _Heap:
    """Many values as one text, so that each search runs once."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.indices: list[int] = []
        self.length = 0

    def add(self, index: int, text: str) -> None:
        text = text.lower() if text.isascii() else fold(text)
        self.parts.append(text)
        self.starts.append(self.length)
        self.indices.append(index)
        self.length += len(text) + 1

    def places(self, identity: Identity, shortest: int) -> list[tuple[int, str]]:
        return [
            (self._index(position), kind)
            for position, kind in identity.places(self._text(), shortest=shortest)
        ]

    def patterns(self) -> list[tuple[int, str]]:
        text = self._text()
        return [
            (self._index(match.start()), kind)
            for kind, pattern, needed in _PATTERNS
            if needed in text
            for match in pattern.finditer(text)
        ]

    def _text(self) -> str:
        return _GAP.join(self.parts)

    def _index(self, position: int) -> int:
        return self.indices[bisect_right(self.starts, position) - 1]


def _by_nature(entry: Entry) -> str | None:
    vr = entry.vr
    if vr == "PN":
        return "person name"
    if vr in _CLOCK:
        return "date and time"
    if vr == "UI":
        registered = all(uid.startswith("1.2.840.10008.") for uid in entry.text.split("\\"))
        return None if registered else "UID"
    if vr in _FREE_TEXT or (vr in {"LO", "SH"} and _TYPED.search(entry.keyword)):
        return "free text"
    return None


def _in_bytes(entry: Entry, identity: Identity) -> set[str]:
    data = entry.data or b""
    found = set(identity.found_in(data))
    if entry.vr in {"UN", "OB"} and b"@" in data and _EMAIL.search(data.decode("latin_1")):
        found.add("e-mail")
    if entry.vr == "UN":
        found.add("bytes")
    return found
