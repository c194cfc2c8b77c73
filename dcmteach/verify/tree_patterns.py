"""The words of a cohort as bytes, in every character set, for one search through folded bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from dcmteach.header.fold import fold
from dcmteach.verify.tree_words import is_wide

__all__ = ["ASCII", "Meaning", "Pattern", "folded", "patterns"]

ASCII = "ascii"
_UTF16 = ("utf-16-le", "utf-16-be")
_SINGLE = (
    *(f"iso8859_{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
    *(f"cp125{number}" for number in range(9)),
    *("cp437", "cp850", "cp852", "cp866", "koi8_r", "koi8_u", "mac_roman", "mac_cyrillic"),
)
_DOUBLE = ("gb18030", "big5hkscs", "shift_jis", "euc_jp", "euc_kr", "cp949")
_ESCAPED = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext")
_DESIGNATED = {"gb18030": b"\x1b$)A", "euc_kr": b"\x1b$)C"}  # PS3.3 C.12.1.1.2, G1
_HANGUL, _KATAKANA = re.compile("[\uac00-\ud7a3]"), re.compile("[\uff66-\uff9f]")
_ESCAPE = re.compile(rb"\x1b[\x24-\x2f]{1,2}[\x40-\x5f]")


class Meaning(NamedTuple):
    """What a pattern stands for.

    Parameters
    ----------
    text : str
        The word, folded.
    codec : str
        The Python codec of the bytes around it; :data:`ASCII` if it looks alike in most.
    shift : int
        So many bytes before the pattern its first letter begins.
    """

    text: str
    codec: str
    shift: int = 0


@cache
def _table() -> bytes:
    """Each byte as the folded letter of Latin-1 it stands for, if that is one byte."""
    table = bytearray(range(256))
    for byte in range(256):
        letter = fold(chr(byte)).encode("latin_1", "ignore")
        if len(letter) == 1:
            table[byte] = letter[0]
    return bytes(table)


def folded(data: bytes) -> bytes:
    """Fold bytes, one by one: the same place in both is the same letter.

    Parameters
    ----------
    data : bytes
        Any bytes.

    Returns
    -------
    bytes
        As many. Capital letters are small, and those of Latin-1 without their diacritics. In other
        character sets other letters become equal: more is found than is there, never less, and
        what is found is judged on the data itself.
    """
    return data.translate(_table())


class Pattern(NamedTuple):
    """What is searched for in folded bytes.

    Parameters
    ----------
    code : bytes
        Folded.
    plain : bool
        Whether it may stand in bytes that are all below 128, and none of them an escape.
    meanings : tuple of Meaning
        What it may stand for.
    """

    code: bytes
    plain: bool
    meanings: tuple[Meaning, ...]


def patterns(words: dict[str, set[str]]) -> list[Pattern]:
    """Write words as they may stand in folded bytes.

    Parameters
    ----------
    words : dict of str to set of str
        The folded words, each with the writings it comes from, which may have diacritics.

    Returns
    -------
    list of Pattern
        Of an ASCII word two: as one byte per letter, and as two (UTF-16).
    """
    found: dict[bytes, dict[Meaning, None]] = {}
    plain: set[bytes] = set()
    for text, raws in words.items():
        for code, meaning in _of(text, raws):
            made = folded(code)
            found.setdefault(made, {})[meaning] = None
            if code.isascii() and meaning.codec not in _ESCAPED and b"\x1b" not in code:
                plain.add(made)
    return [Pattern(code, code in plain, tuple(meant)) for code, meant in found.items()]


def _of(text: str, raws: Iterable[str]) -> Iterator[tuple[bytes, Meaning]]:
    if text.isascii():
        yield text.encode(), Meaning(text, ASCII)
        wide = b"\0".join(text[at : at + 1].encode() for at in range(len(text)))
        yield wide, Meaning(text, "utf-16-le")
        yield wide, Meaning(text, "utf-16-be", 1)
    for form in _forms(text, raws):
        yield from _encoded(text, form)


def _forms(text: str, raws: Iterable[str]) -> Iterator[str]:
    """Give the ways a word beyond ASCII is written: in capitals, with its marks apart, narrow."""
    seen = set()
    for raw in (text, *raws):
        if fold(raw) != text:  # its other spellings come as words of their own
            continue
        for cased in (raw, raw.lower(), raw.upper(), raw.title()):
            for form in ("NFC", "NFD"):
                written = unicodedata.normalize(form, cased)
                for one in (written, written.translate(_narrow())):
                    if not one.isascii() and one not in seen:
                        seen.add(one)
                        yield one


@cache
def _narrow() -> dict[int, str]:
    """Half-width katakana, by the full-width ones (JIS X 0201, ISO-IR 13)."""
    marks = {0x3099: "\uff9e", 0x309A: "\uff9f"}
    found = {ord(unicodedata.normalize("NFKC", chr(code))): chr(code) for code in _KANA}
    for code in range(0x30A1, 0x30FF):
        apart = unicodedata.normalize("NFD", chr(code))
        if len(apart) == 2 and ord(apart[0]) in found:
            found[code] = found[ord(apart[0])] + marks[ord(apart[1])]
    return {**found, **marks}


_KANA = range(0xFF66, 0xFF9E)


def _codecs(form: str) -> tuple[str, ...]:
    """Name the codecs in which a form may be written."""
    if unicodedata.normalize("NFC", form) != form:  # as file systems do
        return ("utf-8", *_UTF16)
    if not is_wide(form) and not _KATAKANA.search(form):
        return ("utf-8", *_UTF16, *_SINGLE, "gb18030")
    if _HANGUL.search(form):
        return ("utf-8", *_UTF16, "euc_kr", "cp949", "iso2022_jp_2")
    return ("utf-8", *_UTF16, *_DOUBLE, *_ESCAPED)


def _encoded(text: str, form: str) -> Iterator[tuple[bytes, Meaning]]:
    for codec in _codecs(form):
        try:
            code = form.encode(codec)
        except (UnicodeError, LookupError):
            continue
        if codec in _ESCAPED:
            code = _ESCAPE.sub(b"", code[:6]) + code[6:]
            code = re.sub(rb"\x1b\([BJ]\Z", b"", code)
            if b"\x1b" in code[:1] or not code:
                continue
        if len(code) < 3:
            continue
        yield code, Meaning(text, codec)
        mark = _DESIGNATED.get(codec)
        if mark and "^" in form[1:-1]:  # the set is announced anew after each delimiter
            yield code.replace(b"^", b"^" + mark), Meaning(text, codec)
