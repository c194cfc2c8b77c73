"""Words as the quick pass looks for them in folded bytes: made once for all files of a patient."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dcmteach.verify.folding import patterns_in_bytes
from dcmteach.verify.words import Words

__all__ = ["Compiled", "compiled"]


class Compiled(NamedTuple):
    """Words in bytes.

    Parameters
    ----------
    patterns : tuple of bytes
        One of them stands wherever a word of four characters or more does.
    short : re.Pattern or None
        The words of two and three characters, with no letter or digit beside them.
    years : tuple of re.Pattern
        What must stand somewhere for a date to stand there.
    dates : tuple of bytes
        The dates in all their spellings.
    digits : tuple of bytes
        Those of the words that are numbers.
    """

    patterns: tuple[bytes, ...]
    short: re.Pattern[bytes] | None
    years: tuple[re.Pattern[bytes], ...]
    dates: tuple[bytes, ...]
    digits: tuple[bytes, ...]


def compiled(words: Words, encodings: tuple[str, ...]) -> Compiled:
    """Compile words.

    Parameters
    ----------
    words : Words
        What is looked for.
    encodings : tuple of str
        The codecs of the input's text.
    """
    return _compiled(words.patterns, words.short, words.years, words.dates, encodings)


@lru_cache(maxsize=64)
def _compiled(
    long: tuple[str, ...],
    short: tuple[str, ...],
    years: tuple[str, ...],
    dates: frozenset[str],
    encodings: tuple[str, ...],
) -> Compiled:
    patterns = patterns_in_bytes(long, encodings)
    return Compiled(
        patterns,
        _whole_words(short),
        tuple(map(_year, years)),
        tuple(date.encode() for date in dates),
        (*(p for p in patterns if p.isdigit()), *(t.encode() for t in short if t.isdigit())),
    )


def _year(year: str) -> re.Pattern[bytes]:
    if len(year) == 4:
        return re.compile(year.encode())
    # Two digits of a year count only behind a day and a month.
    day = rb"(?<![0-9])[0-9]{1,2}([-/. ])[0-9]{1,2}\1(?:%b)(?![0-9])"
    return re.compile(day % year.encode())


def _whole_words(words: tuple[str, ...]) -> re.Pattern[bytes] | None:
    if not words:
        return None
    forms = b"|".join(re.escape(word.encode()) for word in words)
    return re.compile(rb"(?<![a-z0-9])(?:" + forms + rb")(?![a-z0-9])")
