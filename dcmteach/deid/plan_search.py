"""Search the values that would stay for what names this patient and study, all in one go."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, cast

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset

from dcmteach.header.contents import CHARSET_VRS, TEXT, fill_from_bytes, fill_from_value
from dcmteach.header.entry import Entry
from dcmteach.header.fold import fold
from dcmteach.header.identity import Identity
from dcmteach.header.needles import needles_of

__all__ = ["NUMBERS", "Search", "remember", "search_for", "text_of"]

NUMBERS = frozenset({"DS", "IS", "AS", "TM", "DA", "DT"})
"""VRs in which an identifier counts only as a whole value."""

_GAP = "\x00"
_UID = re.compile(r"(?<![\d.])[0-2](?:\.(?:0|[1-9]\d*)){4,}(?![\d.]*\d)")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_MANY = 20000  # values remembered as clean
_SMALL = 1 << 16

Pairs = tuple[tuple[str, str], ...]


@lru_cache(maxsize=128)
def search_for(pairs: Pairs, encodings: tuple[str, ...]) -> Search:
    """Return the search for some identifiers; the files of one study share it.

    Parameters
    ----------
    pairs : tuple of (str, str)
        Kind and value of each identifier, as :class:`~dcmteach.header.identity.Identity` takes
        them.
    encodings : tuple of str
        Python codecs of the file's text.
    """
    return Search(pairs, encodings)


class Search:
    """The identifiers of one study, and what has been found free of them.

    Parameters
    ----------
    pairs : tuple of (str, str)
        Kind and value of each identifier.
    encodings : tuple of str
        Python codecs of the file's text.
    """

    __slots__ = ("_bytes", "_whole", "clean_numbers", "clean_words", "identity")

    def __init__(self, pairs: Pairs, encodings: tuple[str, ...]) -> None:
        self.identity = Identity(pairs, encodings=encodings)
        self.clean_words: set[bytes] = set()
        self.clean_numbers: set[bytes] = set()
        self._whole: dict[str, str] = {}
        wanted: set[bytes] = set()
        for kind, value in pairs:
            for needle in needles_of(kind, value):
                if len(needle.text) >= 4:
                    self._whole.setdefault(needle.text, kind)
                wanted.update(_as_bytes(needle.key or needle.text))
        wanted.discard(b"")
        self._bytes = re.compile(b"|".join(map(re.escape, sorted(wanted)))) if wanted else None

    def in_texts(self, texts: Sequence[str]) -> dict[int, set[str]]:
        """Find the identifiers, foreign UIDs and e-mail addresses in many texts.

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
        for match in _UID.finditer(heap):
            if not match[0].startswith("1.2.840.10008."):
                note(match.start(), "UIDs")
        if "@" in heap:
            for match in _EMAIL.finditer(heap):
                note(match.start(), "e-mail addresses")
        return found

    def in_number(self, text: str) -> str | None:
        """Tell which identifier a number is, as a whole; None if none."""
        for part in text.split("\\"):
            kind = self._whole.get(part.strip().lower())
            if kind is not None:
                return kind
        return None

    def in_bytes(self, data: bytes) -> tuple[str, ...]:
        """Find the identifiers in bytes, in the file's encodings and as UTF-16."""
        if self._bytes is None or not data:
            return ()
        if data.isascii() or len(data) <= _SMALL:
            return self.identity.found_in(data)
        if self._bytes.search(data.lower()) is None:
            return ()
        return self.identity.found_in(data)


def remember(clean: set[bytes], values: Sequence[bytes]) -> None:
    """Note values in which nothing was found, so that they need not be searched again."""
    if len(clean) > _MANY:
        clean.clear()
    clean.update(values)


def _as_bytes(text: str) -> set[bytes]:
    """The spellings in which a folded word can be looked for quickly in long binary values."""
    found: set[bytes] = set()
    if len(text) < 4 and not text.isdigit():
        return found
    if text.isascii():
        found = {text.encode("ascii"), text.encode("utf-16-le")}
    return found


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
        entry = _blank(vr)
        fill_from_value(entry, element, cast(Dataset, _Codecs(encodings)))
    return entry.text if entry.text else entry.data or ""


class _Codecs:
    """What `fill_from_value` needs of a data set: its character set, asked for only if needed."""

    def __init__(self, encodings: Callable[[], Sequence[str]]) -> None:
        self._encodings = encodings

    @property
    def _character_set(self) -> Any:
        return self._encodings()


def _blank(vr: str) -> Entry:
    return Entry("", (), 0, vr, 0, "", "", "", None)
