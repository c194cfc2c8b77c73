"""Look for planted identifiers as a stranger would: in raw bytes, in elements, in names of files.

Nothing here is shared with the rooms that de-identify or verify: what finds the leak must not be
what was meant to close it.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.filereader import read_sequence
from pydicom.valuerep import PersonName

from dcmteach.synth.person import plain_letters

__all__ = ["Hit", "Tokens", "elements_of", "fold"]

Hit = tuple[str, str]
"""Where something was found (a path, or ``"raw bytes"``), and what kind it is."""

_CODECS = (
    "utf-8", "latin-1", "iso8859-2", "utf-16-le", "utf-16-be", "iso2022_jp", "shift_jis", "euc_jp",
)  # fmt: skip
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_WHOLE = {"date", "birth date", "patient id", "request id", "accession number"}
_PIXELS = {0x7FE00010, 0x54001010}


class Tokens:
    """What must not show, ready to be looked for.

    Parameters
    ----------
    tokens : iterable of (str, str)
        Kind and text.
    """

    def __init__(self, tokens: Iterable[tuple[str, str]]) -> None:
        self._raw: list[tuple[bytes, str]] = []
        folded: dict[str, str] = {}
        for kind, text in tokens:
            forms = dict.fromkeys((text, text.lower(), text.upper(), plain_letters(text)))
            for form in forms:
                if form:
                    folded.setdefault(fold(form), kind)
                for codec in _CODECS:
                    try:
                        data = form.encode(codec).lower()
                    except UnicodeEncodeError:
                        continue
                    if data and (data, kind) not in self._raw:
                        self._raw.append((data, kind))
        # What contains another is found with it.
        short = [data for data, kind in self._raw if kind not in _WHOLE]
        self._raw = [
            (data, kind)
            for data, kind in self._raw
            if not any(other in data and other != data for other in short)
        ]
        self._folded = tuple(folded.items())

    def in_bytes(self, data: bytes) -> set[str]:
        """Return the kinds found in raw bytes, whatever the encoding and case."""
        lowered = data.lower()
        return {
            kind
            for needle, kind in self._raw
            if needle in lowered and _stands(lowered, needle, kind)
        }

    def in_text(self, text: str) -> set[str]:
        """Return the kinds found in a text, whatever case, width and diacritics."""
        folded = fold(text)
        return {
            kind
            for needle, kind in self._folded
            if needle in folded and _stands(folded.encode(), needle.encode(), kind)
        }

    def in_file(self, data: bytes) -> set[Hit]:
        """Return the hits in a whole file."""
        certain = self.in_bytes(data)
        hits: set[Hit] = {("preamble", kind) for kind in self.in_bytes(data[:128])}
        try:
            ds = dcmread(io.BytesIO(data), force=True)
            for path, texts, raw in elements_of(ds):
                found = {kind for text in texts for kind in self.in_text(text)}
                if raw:
                    found |= self.in_bytes(raw)
                    for inner in _inflated(raw):
                        found |= self.in_bytes(inner)
                hits |= {(path, kind) for kind in found}
        except Exception as error:  # a file that cannot be walked is a finding of its own
            hits.add((f"unreadable: {type(error).__name__}", "unreadable"))
        seen = {kind for _, kind in hits}
        return hits | {("raw bytes", kind) for kind in certain - seen}


def _stands(data: bytes, needle: bytes, kind: str) -> bool:
    if kind not in _WHOLE:
        return True
    start = data.find(needle)
    while start >= 0:
        around = data[max(0, start - 1) : start]
        if kind != "date":  # a time of day may follow
            around += data[start + len(needle) : start + len(needle) + 1]
        if not any(48 <= byte <= 57 for byte in around):
            return True
        start = data.find(needle, start + 1)
    return False


def fold(text: str) -> str:
    """Take case, width and diacritics off."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _inflated(data: bytes) -> Iterator[bytes]:
    if not data.startswith(b"%PDF"):
        return
    for found in _STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(found[1])
        except zlib.error:
            continue
    for digits in re.findall(rb"<([0-9A-Fa-f]{4,})>", data):
        yield bytes.fromhex(digits.decode() + "0" * (len(digits) % 2))


def elements_of(ds: Dataset) -> Iterator[tuple[str, list[str], bytes]]:
    """Yield path, texts and bytes of every element at every depth; native pixels have none.

    Sequences hidden in UN are entered as well.
    """
    meta = getattr(ds, "file_meta", None)
    if meta is not None:
        yield from _walk(meta, "file_meta.")
    yield from _walk(ds, "")


def _walk(ds: Dataset, prefix: str) -> Iterator[tuple[str, list[str], bytes]]:
    for element in ds:
        tag = element.tag
        path = prefix + (element.keyword or f"({tag.group:04X},{tag.element:04X})")
        value: Any = element.value
        if element.VR == "SQ":
            for number, part in enumerate(value):
                yield from _walk(part, f"{path}[{number}].")
        elif tag in _PIXELS and not element.is_undefined_length and not prefix:
            yield path, [], b""
        elif isinstance(value, bytes):
            hidden = value.startswith(b"\xfe\xff\x00\xe0") and tag not in _PIXELS
            items = _items(value) if hidden else []
            yield path, [], b"" if items else value
            for number, part in enumerate(items):
                yield from _walk(part, f"{path}[{number}].")
        elif value is not None:
            yield path, [_text(part) for part in _parts(value)], b""


def _items(value: bytes) -> list[Dataset]:
    try:
        return list(read_sequence(io.BytesIO(value), True, True, len(value), "latin-1"))
    except Exception:  # it only looked like a sequence; its bytes were looked at
        return []


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, str | PersonName) or not hasattr(value, "__iter__"):
        return (value,)
    parts: Iterable[Any] = value
    return parts


def _text(value: Any) -> str:
    return str(value)
