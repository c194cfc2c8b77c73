"""Fold bytes so that one search finds a word in every way of encoding it.

The order of a byte string is kept; what folding it throws away can only make more match, so that
what is not found here is not there. What is found is looked at again, decoded.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from dcmteach.header.fold import fold

__all__ = ["folded_bytes", "folded_singly", "patterns_in_bytes"]

_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1\xef][\x80-\xbf]{2}")
_ISO_2022 = re.compile(rb"\x1b[\x24-\x2f]{1,2}[\x40-\x5f]")
_LATIN = "latin_1"


@lru_cache(maxsize=64)
def _table(codec: str) -> bytes:
    """Each byte as the folded letter it stands for in a single-byte codec, if that is a byte."""
    table = bytearray(range(256))
    for byte in range(256):
        try:
            letter = fold(bytes([byte]).decode(codec))
            code = letter.encode(codec)
        except (UnicodeError, LookupError):
            continue
        if len(code) == 1:
            table[byte] = code[0]
    return bytes(table)


@lru_cache(maxsize=64)
def _single(codec: str) -> bool:
    """Whether every letter of a codec is one byte."""
    try:
        if codecs.lookup(codec).name == "utf-8":
            return False
        return len(bytes(range(0xA1, 0xFF)).decode(codec, "replace")) == 0xFF - 0xA1
    except LookupError:
        return False


def _tables(names: Iterable[str]) -> list[tuple[str, bytes]]:
    singles = dict.fromkeys([_LATIN, *(name for name in names if _single(name))])
    found: dict[bytes, str] = {}
    for codec in singles:
        found.setdefault(_table(codec), codec)
    return [(codec, table) for table, codec in found.items()]


def folded_bytes(data: bytes, codecs: Iterable[str]) -> list[bytes]:
    """Fold bytes in every codec they may be text in.

    Parameters
    ----------
    data : bytes
        Any bytes.
    codecs : iterable of str
        Python codecs of the file's text; Latin-1 and UTF-8 are added.

    Returns
    -------
    list of bytes
        In lower case and without diacritics; without the zero bytes, so that UTF-16 reads as
        ASCII does.
    """
    forms = folded_singly(data, codecs)
    if data.isascii():
        return forms
    plain = _UTF8_LETTER.sub(_unaccented, data)
    if plain != data:
        forms.append(plain.translate(_table(_LATIN), b"\0"))
    return forms


def folded_singly(data: bytes, codecs: Iterable[str]) -> list[bytes]:
    """Fold bytes in Latin-1 and in every other codec whose letters are one byte each.

    Parameters
    ----------
    data : bytes
        Any bytes.
    codecs : iterable of str
        Python codecs of the file's text.

    Returns
    -------
    list of bytes
        As :func:`folded_bytes` gives them, Latin-1 first; letters of UTF-8 keep their diacritics.
    """
    if data.isascii():
        return [data.translate(_table(_LATIN), b"\0")]
    return [data.translate(table, b"\0") for _, table in _tables(codecs)]


def _unaccented(match: re.Match[bytes]) -> bytes:
    try:
        return fold(match[0].decode("utf-8")).encode("utf-8")
    except UnicodeError:
        return match[0]


@lru_cache(maxsize=256)
def patterns_in_bytes(texts: tuple[str, ...], codecs: tuple[str, ...]) -> tuple[bytes, ...]:
    """Encode folded words as they stand in bytes that :func:`folded_bytes` has folded.

    Parameters
    ----------
    texts : tuple of str
        Folded words.
    codecs : tuple of str
        Python codecs of the file's text.

    Returns
    -------
    tuple of bytes
        One for an ASCII word; for others one per codec that has its letters.
    """
    found: dict[bytes, None] = {}
    every = dict.fromkeys([*codecs, "utf-8", "utf-16-le", "utf-16-be"])
    tables = [table for _, table in _tables(codecs)]
    for text in texts:
        if text.isascii():
            found[text.encode()] = None
            continue
        for codec, form in product(every, dict.fromkeys([text, text.upper(), text.title()])):
            try:
                code = _ISO_2022.sub(b"", form.encode(codec))
            except (UnicodeError, LookupError):
                continue
            for table in tables:
                folded = code.translate(table, b"\0")
                if len(folded) >= 3:
                    found[folded] = None
    return tuple(found)
