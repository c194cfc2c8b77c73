"""What of a file is searched, and what each place in it is called."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from dcmteach.header.magic import what_is
from dcmteach.verify.parts import ROOT, Part, Reread
from dcmteach.verify.readings import TEXTS, region_of
from dcmteach.verify.reread import reread
from dcmteach.verify.samples import end_of_pixels, is_native
from dcmteach.verify.streams import document_text, stream_headers
from dcmteach.verify.tree_standing import BYTES, PIXELS, TEXT

__all__ = ["Place", "Searchable", "searchables"]

_DOCUMENT = 0x00420011
_LINE = re.compile(rb"\n")
_MARKUP = re.compile(rb"<[^<>]*>")
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_GROUPS = (b"\x02\x00", b"\x08\x00")


class Place(NamedTuple):
    """Where something stands.

    Parameters
    ----------
    name : str
        What the place is called; empty if it is to be counted.
    region : str
        The region of the file.
    nature : str
        What it holds; see :mod:`dcmteach.verify.tree_standing`.
    low, high : int
        Where the value begins and ends.
    """

    name: str
    region: str
    nature: str
    low: int
    high: int


class Searchable:
    """Bytes that are searched.

    Parameters
    ----------
    data : bytes
        All of them.
    region : str
        What they are.
    nature : str
        What they hold.
    within : str, optional
        What they are inside of, written before every place.
    """

    def __init__(self, data: bytes, region: str, nature: str, within: str = "") -> None:
        self.data = data
        self._region = region
        self._nature = nature
        self._within = f"{within}: " if within else ""
        self._lines: list[int] = []

    def spans(self) -> Iterator[tuple[int, int, bool]]:
        """Say which bytes are searched, from and to, and whether they are compressed pixels."""
        yield 0, len(self.data), False

    def place(self, start: int) -> Place:
        """Tell where a byte stands."""
        return Place("", self._region, self._nature, 0, len(self.data))

    def name(self, place: Place, start: int) -> str:
        """Say what the place of a find is called; only asked where there is one."""
        if place.name:
            return self._within + place.name
        if self._nature == TEXT:
            if not self._lines:
                self._lines = [match.end() for match in _LINE.finditer(self.data)] or [-1]
            number = 1 if self._lines == [-1] else bisect_right(self._lines, start) + 1
            return f"{self._within}line {number}"
        return f"{self._within}byte {start}"


class _Dicom(Searchable):
    """A DICOM file: all but its native pixels (PS3.5 8.1.1)."""

    def __init__(self, file: Reread, within: str = "") -> None:
        super().__init__(file.data, "trailing", BYTES, within)
        self.file = file
        self._parts: list[Part] = []
        self._starts: list[int] = []
        self._heads: list[tuple[int, int]] = []
        if file.encapsulated and file.pixels:
            self._heads = stream_headers(file.data, file.pixels.start, file.pixels.end)

    def spans(self) -> Iterator[tuple[int, int, bool]]:
        begin = 0
        for part in self.file.parts:
            if part.item == ROOT and part.tag >> 16 == 0x7FE0 and is_native(self.file, part):
                yield begin, part.start, False
                begin = max(begin, end_of_pixels(self.file, part))
        pixels = self.file.pixels
        if pixels is not None and self.file.encapsulated:
            for start, end in self._heads:
                if start > begin:
                    noise = begin >= pixels.start
                    yield begin, start, noise
                yield max(begin, start), end, False
                begin = max(begin, end)
            yield begin, pixels.end, begin >= pixels.start
            begin = pixels.end
        yield begin, len(self.data), False

    def place(self, start: int) -> Place:
        file = self.file
        if not self._starts:
            leaves = (part for part in file.parts if part.vr and part.end > part.start)
            self._parts = sorted(leaves, key=lambda part: part.start)
            self._starts = [part.start for part in self._parts]
        number = bisect_right(self._starts, start) - 1
        if number >= 0 and start < self._parts[number].end:
            part = self._parts[number]
            low, high = part.start, part.end
            if part is file.pixels or part == file.pixels:
                nature = BYTES
                if file.encapsulated:
                    inside = [head for head in self._heads if head[0] <= start < head[1]]
                    nature = BYTES if inside else PIXELS
                    low, high = inside[0] if inside else (low, high)
            else:
                nature = TEXT if part.vr in TEXTS else BYTES
            return Place(file.path(part), region_of(file, part), nature, low, high)
        for kind, low, high in file.gaps:
            if low <= start < high:
                return Place("", kind, BYTES, low, high)
        return Place("", "header", BYTES, 0, len(self.data))


def searchables(data: bytes, within: str = "") -> Iterator[Searchable]:
    """Say what of a file is searched; archives are opened elsewhere.

    Parameters
    ----------
    data : bytes
        The file.
    within : str, optional
        The name of the member, if it lay in an archive.

    Yields
    ------
    Searchable
        The file itself; then what can be read in documents inside it.
    """
    if data[128:132] == b"DICM" or (data[:2] in _GROUPS and what_is(data[:512]) is None):
        file = reread(data)
        yield _Dicom(file, within)
        for part in file.parts:
            if part.tag == _DOCUMENT:
                text = document_text(file.value(part))
                if text:
                    inside = f"{within}: " if within else ""
                    where = inside + file.path(part)
                    yield Searchable(text, "encapsulated document", TEXT, where)
        return
    text_like = _is_text(data)
    yield Searchable(data, "text" if text_like else "file", TEXT if text_like else BYTES, within)
    if data[:1024].lstrip().startswith(b"%PDF"):
        yield Searchable(document_text(data), "document", TEXT, within)
    elif text_like and data.find(b"<", 0, 4096) >= 0:  # words cut by markup: <w:t>Mu</w:t>
        bare = _MARKUP.sub(b"", data)
        if b"&" in bare:
            bare = html.unescape(bare.decode("utf-8", "surrogateescape")).encode(
                "utf-8", "surrogateescape"
            )
        yield Searchable(bare, "text", TEXT, within)


def _is_text(data: bytes) -> bool:
    start = data[:4096]
    return start.startswith(_BOMS) or not start.translate(
        None, bytes(range(0x20, 0x100)) + b"\t\n\r\f\x1b"
    )
