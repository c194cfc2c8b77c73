"""The text around a find, decoded in the character set the find is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dcmteach.header.fold import fold
from dcmteach.verify.tree_patterns import ASCII, Meaning

__all__ = ["Window", "around"]

_BYTES = 64
_ESCAPE = re.compile(rb"\x1b[\x24-\x2f]{1,2}[\x40-\x5f]")


class Window(NamedTuple):
    """A folded text and the find in it.

    Parameters
    ----------
    text : str
        With what stands before and after.
    start, end : int
        The find in it.
    """

    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """What was found."""
        return self.text[self.start : self.end]

    def shares(self, reach: int) -> bool:
        """Whether letters adjoin it that may be another part of the name, written together."""
        before = self.text[max(0, self.start - reach) : self.start]
        after = self.text[self.end : self.end + reach]
        return before[-1:].isalpha() or after[:1].isalpha()


def around(
    data: bytes, start: int, end: int, meaning: Meaning, *, low: int, high: int
) -> Iterator[Window]:
    """Decode a find with what stands around it.

    Parameters
    ----------
    data : bytes
        What is searched.
    start, end : int
        Where a pattern was found.
    meaning : Meaning
        What it may stand for.
    low, high : int
        The value it stands in.

    Yields
    ------
    Window
        One for each way of decoding it.
    """
    codec = meaning.codec
    before, after = max(low, start - _BYTES), min(high, end + _BYTES)
    if codec == ASCII:
        pieces = (data[before:start], data[start:end], data[end:after])
        if all(piece.isascii() for piece in pieces):
            yield _window(*(_ESCAPE.sub(b"", piece).decode("ascii") for piece in pieces))
            return
        for one in ("utf-8", "latin_1"):
            if fold(pieces[1].decode(one, "replace")) != meaning.text:
                continue
            yield _window(*(_ESCAPE.sub(b"", piece).decode(one, "replace") for piece in pieces))
    elif codec.startswith("utf-16"):
        start -= meaning.shift
        if start < low:
            return
        before += (start - before) % 2
        end += (end - start) % 2
        if fold(data[start:end].decode(codec, "replace")) != meaning.text:
            return
        yield _window(
            data[before:start].decode(codec, "replace"),
            data[start:end].decode(codec, "replace"),
            data[end:after].decode(codec, "replace"),
        )
    elif codec.startswith("iso2022"):
        first = data.find(b"\x1b", before, end)
        if first < 0:
            return
        whole = _stateful(data[first:after], codec)
        left = len(_stateful(data[first:start], codec)) if first < start else 0
        mid = len(_stateful(data[first:end], codec))
        yield _window(whole[:left], whole[left:mid], whole[mid:])
    elif fold(_ESCAPE.sub(b"", data[start:end]).decode(codec, "replace")) == meaning.text:
        pieces = (data[before:start], data[start:end], data[end:after])
        yield _window(*(_ESCAPE.sub(b"", piece).decode(codec, "replace") for piece in pieces))


def _stateful(data: bytes, codec: str) -> str:
    return data.decode(codec, "ignore")


def _window(left: str, mid: str, right: str) -> Window:
    left, mid = fold(left), fold(mid)
    return Window(left + mid + fold(right), len(left), len(left) + len(mid))
