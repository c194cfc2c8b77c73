"""The texts that bytes may stand for, each folded: what to look through when a value is bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dcmteach.header.fold import fold

__all__ = ["LARGE", "readings"]

LARGE = 4096
"""From this many bytes on a value is taken for a signal, out of which text is picked."""
_UTF8_RUN = re.compile(
    rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xf4][\x80-\xbf]{2,3}){2,}"
)
# Latin, Greek, Cyrillic, Hebrew and Arabic letters; what has no case is looked for as it stands.
_UTF16_RUN = re.compile(rb"(?:[^\x00-\x1f][\x00-\x06]|[\x00-\x1f][\x01-\x06]){2,}", re.DOTALL)


def readings(value: bytes, encodings: Sequence[str], uncased: Sequence[str] = ()) -> Iterator[str]:
    """Read bytes in every way in which they may hold text.

    Parameters
    ----------
    value : bytes
        Any bytes.
    encodings : sequence of str
        Python codecs to try.
    uncased : sequence of str, optional
        Folded words in scripts without case. Those that stand in the bytes as UTF-16 are given
        back as readings of their own.

    Yields
    ------
    str
        A reading, folded.
    """
    if value.isascii() and b"\x1b" not in value:  # an escape begins another character set
        yield value.decode("ascii").lower()
    else:
        seen: set[str] = set()
        for encoding in encodings:
            text = _read(value, encoding)
            if text is not None and text not in seen:
                seen.add(text)
                yield text
    if b"\0" not in value:
        return
    if len(value) < LARGE:
        for shifted in (value, value[1:]):  # UTF-16, at either alignment
            yield fold(shifted.decode("utf-16-le", "replace"))
    else:  # letters cannot match out of step, so one pass finds both alignments
        yield fold(b"\0\0".join(_UTF16_RUN.findall(value)).decode("utf-16-le", "replace"))
        yield from (word for word in uncased if word.encode("utf-16-le") in value)


def _read(value: bytes, encoding: str) -> str | None:
    if len(value) >= LARGE:
        if encoding == "latin_1":
            return _fold_latin(value)
        if encoding == "utf-8":
            return fold(b"\0".join(_UTF8_RUN.findall(value)).decode("utf-8", "replace"))
    try:
        return fold(value.decode(encoding, "replace"))
    except LookupError:
        return None


def _fold_latin(value: bytes) -> str:
    """Fold Latin-1 bytes a hundred times faster than letter by letter."""
    single, several = _latin_tables()
    value = value.translate(single)
    for letter, folded in several:
        if letter in value:
            value = value.replace(letter, folded)
    return value.decode("latin_1")


@cache
def _latin_tables() -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    single, several = bytearray(range(256)), {}
    for code in range(256):
        folded = fold(chr(code)).encode("latin_1", "replace")
        if len(folded) == 1:
            single[code] = folded[0]
        elif chr(code).isalpha():
            lower = chr(code).lower().encode("latin_1")
            single[code] = lower[0]
            several[lower] = folded
    return bytes(single), tuple(several.items())
