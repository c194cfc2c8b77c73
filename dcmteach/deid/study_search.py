"""Identifiers in raw data: gigabytes of numbers, in which a name may stand in any encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dcmteach.header.fold import fold
from dcmteach.verify import Seeds
from dcmteach.verify.exact import Exact
from dcmteach.verify.folding import folded_singly, patterns_in_bytes

__all__ = ["RawSearch"]

_LEAST = 5  # bytes: shorter words stand in gigabytes of numbers by chance
_SURE = 8  # letters that no chance writes, whatever their case
_UID_LEAST = 11
_AROUND = 128
_SEPARATORS = b" -/."
_DATE = re.compile(r"[\d /.-]+")
_TEXT = rb"[A-Za-z0-9 ^,._'-]"
_LETTER = _TEXT + rb"|[\xc3-\xdf][\x80-\xbf]|[\xe1\xef][\x80-\xbf]{2}"


def _run(lead: int) -> re.Pattern[bytes]:
    """Five letters of which the first beyond ASCII begins, in UTF-8, with a given byte."""
    more = 2 if lead in {0xE1, 0xEF} else 1
    letter = re.escape(bytes([lead])) + rb"[\x80-\xbf]{%d}" % more
    dots = b"." * (more + 1)
    around = [
        rb"(?<=%b{%d}%b)(?:%b){%d}" % (_TEXT, before, dots, _LETTER, _LEAST - 1 - before)
        for before in range(_LEAST)
    ]
    return re.compile(letter + b"(?:" + b"|".join(around) + b")", re.DOTALL)


# Latin letters with marks, marks of their own, Vietnamese, full width; each has its first byte,
# for a search for one byte is quick.
_LATIN = tuple(map(_run, (0xC3, 0xC4, 0xC5, 0xC6, 0xC8, 0xCC, 0xE1, 0xEF)))


def _without(kept: bytes) -> bytes:
    """All bytes but these, as small or as capital letters."""
    return bytes({*range(256)} - {*kept, *kept.upper()})


_LOWER = b"abcdefghijklmnopqrstuvwxyz"
_DIGITS = b"0123456789"
_SIGNS = bytes({*range(128)} - {*_LOWER, *_LOWER.upper(), *_DIGITS})
_NO_LETTER = _without(_LOWER)
_NO_DATE = _without(_DIGITS + _SEPARATORS)
_TO_LOWER = bytes(range(256)).lower()
_ONE_SIGN = bytes.maketrans(_SEPARATORS, b"." * len(_SEPARATORS))


class RawSearch:
    """Looks for the same identifiers in one block of bytes after the other.

    Parameters
    ----------
    seeds : Seeds
        What must not be there. Words under five bytes are not looked for.

    Notes
    -----
    Case, diacritics and the zeros of UTF-16 are folded away, as verification does. Most words are
    then looked for in what is left of a block without all bytes that no such word is made of,
    which is a part of it; only what is found there is looked for in the whole, and only what is
    found in that is judged, by the rules of verification, by what stands around it.
    """

    def __init__(self, seeds: Seeds) -> None:
        self._seeds = seeds
        self._exact = Exact(seeds)
        dates = seeds.words.dates
        texts = sorted({n.text for n in seeds.words.needles} - dates, key=len)
        self._texts = [text for text in texts if len(text.encode()) >= _LEAST]
        every = patterns_in_bytes(tuple(texts), seeds.encodings)
        self._patterns = _shortest(one for one in every if len(one) >= _LEAST)
        self._letters = [one for one in self._patterns if not one.strip(_LOWER)]
        spelled = [date for date in dates if len(date) >= _LEAST]
        plain = [p for p in self._patterns if p.isascii() and p not in set(self._letters)]
        plain += [date.encode() for date in spelled if not _DATE.fullmatch(date)]
        # Without their signs, many spellings of one date are one.
        self._plain: dict[bytes, list[bytes]] = {}
        for one in plain:
            self._plain.setdefault(one.translate(None, _SIGNS), []).append(one)
        self._no_plain = _without(b"".join(plain) + _DIGITS + _SEPARATORS)
        self._other = [p for p in self._patterns if not p.isascii()]
        self._numbers: dict[bytes, list[bytes]] = {}
        for text in [d for d in spelled if _DATE.fullmatch(d)]:
            self._numbers.setdefault(text.encode().translate(_ONE_SIGN), []).append(text.encode())
        self._uids = [uid.encode("ascii", "replace") for uid in seeds.uids]
        self._uids = [uid for uid in self._uids if len(uid) >= _UID_LEAST]

    def found_in(self, data: bytes) -> str:
        """Look through one block.

        Parameters
        ----------
        data : bytes
            It, with the end of the one before.

        Returns
        -------
        str
            ``"an identifier"`` or ``"an original UID"``, the first that is found; or nothing.
        """
        forms = folded_singly(data, self._seeds.encodings)
        form = forms[0]
        plain = data.translate(_TO_LOWER, self._no_plain)
        digits = plain.translate(_ONE_SIGN, _NO_DATE)
        if any(uid in digits and uid in form for uid in self._uids):
            return "an original UID"
        for short, dates in self._numbers.items():
            if short in digits and any(date in form for date in dates):
                return "an identifier"
        tight = plain.translate(None, _SIGNS)
        for short, ways in self._plain.items():
            if short in tight and any(way in form for way in ways):
                return "an identifier"
        for one in forms:
            letters = one.translate(None, _NO_LETTER)
            for word in self._letters:
                if word in letters and self._certain(data, one, word):
                    return "an identifier"
            for word in self._other:
                if word in one and self._certain(data, one, word):
                    return "an identifier"
        return "an identifier" if self._in_utf8(data) else ""

    def _certain(self, data: bytes, form: bytes, word: bytes) -> bool:
        place = form.find(word)
        while place >= 0:
            start, end = _nth(data, place), _nth(data, place + len(word) - 1) + 1
            if end - start <= 8 * len(word):
                written = data[start:end].replace(b"\0", b"")
                if written.lower() == word and word.isascii():
                    return True
                likely = len(word) >= _SURE or not word.isascii() or _in_one_case(written)
                if likely and self._judged(data[max(0, start - _AROUND) : end + _AROUND]):
                    return True
            place = form.find(word, place + 1)
        return False

    def _judged(self, window: bytes) -> bool:
        return any(not leak.reason for leak in self._exact.in_bytes(window))

    def _in_utf8(self, data: bytes) -> bool:
        windows = [
            data[max(0, match.start() - 48) : match.end() + 48]
            for run in _LATIN
            for match in run.finditer(data)
        ]
        if not windows:
            return False
        # What is no UTF-8 is left out: that can only make more match.
        text = fold(b"\1".join(windows).decode("utf-8", "ignore"))
        return any(word in text for word in self._texts) and any(map(self._judged, windows))


def _shortest(words: Iterator[bytes]) -> list[bytes]:
    """Those that hold no other one."""
    found: list[bytes] = []
    for word in sorted(words, key=len):
        if not any(other in word for other in found):
            found.append(word)
    return found


def _nth(data: bytes, wanted: int) -> int:
    """Where the byte stands that has so many others before it that are not zero."""
    low, high, before = 0, len(data), 0
    while high - low > 64:
        middle = (low + high) // 2
        there = before + middle - low - data.count(0, low, middle)
        if there > wanted:
            high = middle
        else:
            low, before = middle, there
    for place in range(low, high):
        if data[place]:
            if before == wanted:
                return place
            before += 1
    return high


def _in_one_case(written: bytes) -> bool:
    """Whether letters are as people write them: all small, all capital, or the first one."""
    text = written.decode("latin_1")
    return text.islower() or text.isupper() or text.istitle()
