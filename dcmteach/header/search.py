"""Find a text in a header, wherever it hides: names, values, private elements, bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.header.entry import Entry, entries
from dcmteach.header.fold import fold
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column, plain
from dcmteach.header.value import bytes_of, shown
from dcmteach.standard.path import format_tag

__all__ = ["Match", "Matches", "search"]

_AROUND = 24
_LONG = 1 << 20


@dataclass(frozen=True, slots=True)
class Match:
    """An element in which the text was found.

    Parameters
    ----------
    path : str
        The element's canonical path.
    tag : int
        Its tag.
    keyword, name, vr : str
        As in the table.
    where : tuple of str
        ``"value"``, ``"bytes"``, ``"keyword"``, ``"name"``, ``"tag"``, ``"private creator"``.
    value : str
        What stands around the text, or the value as shown if the text is elsewhere.
    """

    path: str
    tag: int
    keyword: str
    name: str
    vr: str
    where: tuple[str, ...]
    value: str


class Matches(Rows[Match]):
    """The elements in which a text was found, in the order of the file.

    Parameters
    ----------
    rows : list of Match
        The elements.
    text : str
        What was looked for.
    """

    columns = (
        Column("path", "Element", width=60),
        Column("name", "Name", width=30),
        Column("where", "Found in", width=20),
        Column("value", "Value", "value", 60),
    )
    fields = ("path", "tag", "keyword", "name", "vr", "where", "value")

    def __init__(self, rows: list[Match], text: str) -> None:
        super().__init__(rows)
        self.text = text

    @property
    def caption(self) -> str:
        """What was looked for, and how often it was found."""
        if not len(self):
            return f"Nothing found for {self.text!r}"
        return f"{self.text!r}: found in {len(self)} element{'' if len(self) == 1 else 's'}"

    @property
    def note(self) -> str:
        """What to try where nothing was found."""
        if len(self):
            return ""
        return (
            "Try a shorter part of the word, a keyword (PatientName) or a tag (0010,0010); "
            "table(ds) shows every element."
        )

    def __str__(self) -> str:
        return super().__str__() if len(self) else plain(f"{self.caption}. {self.note}")

    def record(self, row: Match, key: str) -> object:
        """Give one field of a row as a plain value."""
        return list(row.where) if key == "where" else super().record(row, key)

    def cell(self, row: Match, key: str) -> str:
        """Write one field of a row as it is shown."""
        return ", ".join(row.where) if key == "where" else super().cell(row, key)

    def __repr__(self) -> str:  # without the text: it may be a name
        return f"<Matches: {len(self)} elements>"


def search(ds: Dataset, text: str) -> Matches:
    """Find a text anywhere in a header.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set.
    text : str
        What to look for; upper and lower case, and letters with and without diacritics, are the
        same. Tags can be found as ``0010,0010``.

    Returns
    -------
    Matches
        The elements at any depth that have it in their value, their keyword, name, tag or private
        creator; bytes are read in the file's character sets and as UTF-16.

    Raises
    ------
    DcmteachError
        If there is no text to look for.
    """
    if not isinstance(text, str) or not text.strip():
        raise DcmteachError(
            "search() needs a text to look for (got nothing). Write a part of a value, a keyword "
            "or a tag: search(ds, 'Smith')."
        )
    wanted = fold(text)
    encodings = ds._character_set
    codecs = [encodings] if isinstance(encodings, str) else list(encodings)
    rows = []
    for entry in entries(ds):
        where, value = _look(ds, entry, wanted, codecs)
        if where:
            rows.append(
                Match(entry.path, entry.tag, entry.keyword, entry.name, entry.vr, where, value)
            )
    return Matches(rows, text)


def _look(ds: Dataset, entry: Entry, wanted: str, codecs: list[str]) -> tuple[tuple[str, ...], str]:
    where: list[str] = []
    value = shown(entry)
    if wanted in fold(entry.text):
        where.append("value")
        value = _around(entry.text, wanted)
    elif not entry.text:
        for reading in _readings(bytes_of(ds, entry), codecs):
            if wanted in fold(reading):
                where.append("bytes")
                value = _around(reading, wanted)
                break
    for kind, text in (
        ("keyword", entry.keyword),
        ("name", entry.name),
        ("tag", format_tag(entry.tag)),
        ("private creator", entry.private_creator),
    ):
        if wanted in text.lower() or (kind != "tag" and wanted in fold(text)):
            where.append(kind)
    return tuple(where), value


def _readings(value: bytes | None, codecs: list[str]) -> Iterator[str]:
    if not value:
        return
    if len(value) > _LONG:  # pictures: what is readable at all is ASCII
        yield value.decode("latin_1").lower()
        return
    for codec in dict.fromkeys([*codecs, "utf-8", "latin_1"]):
        try:
            yield value.decode(codec, "replace")
        except LookupError:
            continue
    if b"\0" in value:
        yield value.decode("utf-16-le", "replace")
        yield value[1:].decode("utf-16-le", "replace")


def _around(text: str, wanted: str) -> str:
    """Cut out what stands around the first match."""
    if len(text) <= 2 * _AROUND + len(wanted):
        return plain(text)
    folded = fold(text)
    start = folded.find(wanted)
    if len(folded) != len(text):  # folding changed the length: count letters up to the place
        start = _unfolded(text, start)
    end = start + len(wanted) + _AROUND
    begin = max(0, start - _AROUND)
    cut = text[begin:end]
    return plain(("…" if begin else "") + cut + ("…" if end < len(text) else ""))


def _unfolded(text: str, position: int) -> int:
    """Give the place in a text that a place in its folded form came from, to a letter or two."""
    done = 0
    for index, letter in enumerate(text):
        if done >= position:
            return index
        done += len(fold(letter))
    return len(text)
