"""Search the values that would stay for what names this patient and study, all in one go."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, cast

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.uid import UID

from dcmteach.deid.plan_numbers import Numbers
from dcmteach.deid.plan_sought import Sought, spelled_in_bytes
from dcmteach.deid.uids import is_well_known
from dcmteach.header.contents import CHARSET_VRS, TEXT, fill_from_bytes, fill_from_value
from dcmteach.header.entry import Entry
from dcmteach.header.fold import fold
from dcmteach.header.identity import Identity
from dcmteach.header.needles import grouped, needles_of, stands

__all__ = ["NUMBERS", "Search", "remember", "search_for", "text_of"]

NUMBERS = frozenset({"DS", "IS", "AS", "TM", "DA", "DT"})
"""VRs in which an identifier counts only as a whole value."""

_GAP = "\x00"
# Five numbers and more, or a UUID under 2.25 (PS3.5 B.2): fewer may be a version.
_UID = re.compile(r"(?<![\d.])(?:[0-2](?:\.(?:0|[1-9]\d*)){4,}|2\.25\.[1-9]\d{9,38})(?![\d.]*\d)")
_UID_BYTES = re.compile(
    rb"(?<![\d.])(?:[0-2](?:\.(?:0|[1-9]\d*)){5,}|2\.25\.[1-9]\d{9,38})(?![\d.]*\d)"
)
_EMAIL = re.compile(r"(?<=[\w.+%-])@[\w-]+(?:\.[\w-]+)+")  # from the sign on: in linear time
# As the world writes them, with the country; other forms are too much like other numbers.
_PHONE = re.compile(r"(?<![\w.+])\+\d{1,3}[ ()./-]{0,3}\d(?:[ ()./-]{0,2}\d){6,12}(?![\w.])")
_MANY = 2000  # values remembered as clean
_LONG = 6  # digits that do not turn up in a UID by chance
_SMALL = 1024  # bytes that are read in every encoding at once


@lru_cache(maxsize=32)
def search_for(sought: Sought) -> Search:
    """Return the search for some identifiers; the files of one study share it."""
    return Search(sought)


class Search:
    """The identifiers of one study, and what has been found free of them.

    Parameters
    ----------
    sought : Sought
        What is looked for.
    """

    __slots__ = (
        "_bytes",
        "_days",
        "_numbers",
        "_sought",
        "_uids",
        "_whole",
        "clean_numbers",
        "clean_words",
        "identity",
    )

    def __init__(self, sought: Sought) -> None:
        self.identity = Identity(sought.named, encodings=sought.encodings, further=sought.further)
        self.clean_words: set[bytes] = set()
        self.clean_numbers: set[bytes] = set()
        self._uids = sought.uids
        self._whole: dict[str, str] = {}
        for kind, value in sought.named:
            for needle in needles_of(kind, value):
                if len(needle.text) >= 4:
                    self._whole.setdefault(needle.text, kind)
        self._numbers = Numbers(sought.named)
        self._sought = sought
        self._bytes: tuple[bytes, ...] | None = None
        days = {value for kind, value in sought.further if kind == "date"} if sought.dates else ()
        # A date is looked for as a birth date is: in all its spellings.
        self._days = grouped(
            needle for day in sorted(days) for needle in needles_of("birth date", day)
        )

    def in_texts(self, texts: Sequence[str]) -> dict[int, set[str]]:
        """Find the identifiers, dates, UIDs of instances, e-mail and telephone in many texts.

        Parameters
        ----------
        texts : sequence of str
            Not folded.

        Returns
        -------
        dict of int to set of str
            The kinds found, by 0-based index; only where something was.
        """
        starts: list[int] = []
        length = 0
        folded: list[str] = []
        for text in texts:
            text = fold(text)
            folded.append(text)
            starts.append(length)
            length += len(text) + 1
        heap = _GAP.join(folded)
        found: dict[int, set[str]] = {}

        def note(position: int, kind: str) -> None:
            found.setdefault(bisect_right(starts, position) - 1, set()).add(kind)

        for position, kind in self.identity.places(heap):
            note(position, kind)
        for position, kind in self._numbers.places(heap):
            note(position, kind)
        for position in self._dates(heap):
            note(position, "date")
        if self._uids:
            for match in _UID.finditer(heap):
                if not is_well_known(match[0]):
                    note(match.start(), "UID")
        if "@" in heap:
            for match in _EMAIL.finditer(heap):
                note(match.start(), "e-mail address")
        if "+" in heap:
            for match in _PHONE.finditer(heap):
                note(match.start(), "phone number")
        return found

    def _dates(self, heap: str) -> Iterator[int]:
        for key, needles in self._days:
            if key not in heap:
                continue
            for needle in needles:
                start = heap.find(needle.text)
                while start >= 0:
                    if stands(needle.where, heap, start, start + len(needle.text)):
                        yield start
                    start = heap.find(needle.text, start + 1)

    def in_number(self, text: str) -> str | None:
        """Tell which identifier a number is, as a whole; None if none."""
        whole = self._whole
        # Most numbers have no spaces around them: then one look at all of them is enough.
        plain = text.isascii() and text.isprintable() and " " not in text
        if plain and whole.keys().isdisjoint(text.lower().split("\\")):
            return self._numbers.equal(text)
        for part in text.split("\\"):
            kind = whole.get(part.strip().lower())
            if kind is not None:
                return kind
        return self._numbers.equal(text)

    def in_uid(self, text: str, *, own: bool = False) -> str | None:
        """Tell which identifier is one of a UID's numbers, as hospitals make them; None if none.

        With `own`, in a private element, any UID that may name an instance counts.
        """
        if own and self._uids and any(p and not is_well_known(p) for p in text.split("\\")):
            return "UID"
        for part in text.replace("\\", ".").split("."):
            if len(part) >= _LONG and part in self._whole:
                return self._whole[part]
        return None

    def in_bytes(self, data: bytes) -> tuple[str, ...]:
        """Find the identifiers and UIDs in bytes, in the file's encodings and as UTF-16."""
        return (*self._named_in(data), *self._uids_in(data))

    def _named_in(self, data: bytes) -> tuple[str, ...]:
        if data.isascii() or len(data) <= _SMALL:
            return self.identity.found_in(data)
        if self._bytes is None:
            self._bytes = spelled_in_bytes(self._sought)
        lowered = data.lower()
        if not any(word in lowered for word in self._bytes):
            return ()
        return self.identity.found_in(data)

    def _uids_in(self, data: bytes) -> tuple[str, ...]:
        if self._uids:
            for match in _UID_BYTES.finditer(data):
                if not is_well_known(match[0].decode("ascii")):
                    return ("UID",)
        return ()


def remember(clean: set[bytes], values: Sequence[bytes]) -> None:
    """Note values in which nothing was found, so that they need not be searched again."""
    if len(clean) > _MANY:
        clean.clear()
    clean.update(values)


def text_of(
    element: DataElement | RawDataElement, vr: str, encodings: Callable[[], Sequence[str]]
) -> str | bytes:
    """Read an element's value without changing it.

    Parameters
    ----------
    element : DataElement or RawDataElement
        The element.
    vr : str
        Its VR, settled.
    encodings : callable
        Gives the Python codecs of the text around it.

    Returns
    -------
    str or bytes
        Text, numbers as text, or bytes.
    """
    if isinstance(element, RawDataElement):
        value = element.value
        if not value:
            return ""
        if vr in TEXT and value.isascii() and b"\x1b" not in value:
            return value.decode("ascii").rstrip(" \0")
        entry = _blank(vr)
        codecs = encodings() if vr in CHARSET_VRS else ()
        fill_from_bytes(entry, value, element.is_little_endian, codecs)
    else:
        kind = type(element.value)
        if (kind is str or kind is UID) and vr in TEXT:
            return str(element.value)
        entry = _blank(vr)
        fill_from_value(entry, element, cast(Dataset, _Codecs(encodings)))
    return entry.text if entry.text else entry.data or ""


class _Codecs:
    """What `fill_from_value` needs of a data set: its character set, asked for only if needed."""

    def __init__(self, encodings: Callable[[], Sequence[str]]) -> None:
        self._dict: dict[int, Any] = {}
        self._encodings = encodings

    @property
    def _parent_encoding(self) -> Any:
        return self._encodings()


def _blank(vr: str) -> Entry:
    return Entry("", (), 0, vr, 0, "", "", "", None)
