"""The words an identifier is looked for by, and what must adjoin them where they are found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from dcmteach.header.dates import spellings_of_date
from dcmteach.header.fold import fold
from dcmteach.header.translit import variants

__all__ = ["Needle", "grouped", "needles_of", "stands", "tells", "written_apart"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHE = re.compile("['’]")
_DIGITS = re.compile(r"\d")
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_NUMBERS = frozenset(
    ["patient ID", "accession number", "study ID", "order number", "phone number", "device"]
)
_SIGNS = re.compile(r"[\W_]+")
_TELLING = 5  # from so many letters and digits on, a number of a machine is no other number
_FREE = 6  # from this many characters on, a name part counts even in the middle of a word
_SHORT = 4  # below this many, only as a whole word


class Needle(NamedTuple):
    """A word to look for."""

    text: str  # folded
    kind: str
    where: str  # "anywhere", "edge" (begins or ends a word), "word", "number"
    key: str = ""  # what a text must contain to contain this; if empty, the whole of it


def grouped(needles: Iterable[Needle]) -> tuple[tuple[str, tuple[Needle, ...]], ...]:
    """Put what can be ruled out together under what it has in common: dates under their year."""
    groups: dict[str, list[Needle]] = {}
    for needle in needles:
        groups.setdefault(needle.key or needle.text, []).append(needle)
    return tuple((key, tuple(group)) for key, group in groups.items())


@cache
def _words(name: str) -> frozenset[str]:
    file = files("dcmteach.header") / "data" / f"{name}_words.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def _common() -> frozenset[str]:
    """Words that stand in names and addresses without naming anybody."""
    return _words("common")


def stands(where: str, text: str, start: int, end: int) -> bool:
    """Tell whether what was found stands as it must, by what adjoins it."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if where == "word":
        return not (before.isalnum() or after.isalnum())
    if where == "number":
        return not (before.isdigit() or after.isdigit())
    return not (before.isalpha() and after.isalpha())


def tells(value: str) -> bool:
    """Tell whether the number of an order or a machine is long enough to be no other number."""
    return len(value.strip()) >= _TELLING and _DIGITS.search(value) is not None


@lru_cache(maxsize=2048)  # the files of one patient ask the same again and again
def needles_of(kind: str, value: str) -> tuple[Needle, ...]:
    """Give all the words one identifier is looked for by.

    Parameters
    ----------
    kind : str
        Which kind of identifier it is.
    value : str
        Its value, not folded.

    Returns
    -------
    tuple of Needle
        Empty if the value is too short or too common to tell anything.
    """
    if kind in {"patient name", "another person's name"}:
        return tuple(_of_name(kind, value))
    if kind == "birth date":
        year = value.replace(".", "")[2:4]
        return tuple(Needle(date, kind, "number", year) for date in spellings_of_date(value))
    if kind in {"institution", "address"}:
        return tuple(_of_place(kind, value))
    if kind == "device":
        return tuple(_of_device(kind, value))
    return tuple(_of_number(kind, value))


def _of_name(kind: str, value: str) -> Iterator[Needle]:
    parts = _WORD.findall(value)
    for part in parts:
        for word in variants(part) | {fold(_APOSTROPHE.sub("", part))}:
            ideographs = any("\u2e80" <= letter <= "\ud7ff" for letter in word)
            if word in _common() or len(word) < 2:
                continue
            if ideographs or len(word) >= _FREE:
                yield Needle(word, kind, "anywhere")
            else:
                yield Needle(word, kind, "edge" if len(word) >= _SHORT else "word")
    words = [fold(part) for part in parts[:2]]
    if len(words) == 2 and sum(map(len, words)) >= _SHORT:  # common words, but together a name
        for first, second in (words, words[::-1]):
            for separator in (" ", "^", ", ", "_", "-", ""):
                yield Needle(f"{first}{separator}{second}", kind, "word")


def _of_place(kind: str, value: str) -> Iterator[Needle]:
    whole = fold(" ".join(value.split()))
    if len(whole) >= _SHORT:
        yield Needle(whole, kind, "word")
    for part in re.split(r"[,;\r\n\\]+", value):
        text = fold(" ".join(part.split()))
        if len(text) >= _FREE and text not in _common():
            yield Needle(text, kind, "word")


def _of_number(kind: str, value: str) -> Iterator[Needle]:
    whole = fold(value.strip())
    if len(whole) >= 3 and whole not in _common():
        yield Needle(whole, kind, "word")
    bare = _SIGNS.sub("", whole)
    if len(bare) >= _TELLING and bare != whole and _DIGITS.search(bare):
        yield Needle(bare, kind, "word")


def _of_device(kind: str, value: str) -> Iterator[Needle]:
    whole = fold(" ".join(value.split()))
    bare = _SIGNS.sub("", whole)
    if len(bare) < 3 or not (tells(value) or _is_own(whole)):
        return
    yield Needle(whole, kind, "word")
    if len(bare) >= _TELLING and bare != whole and _DIGITS.search(bare):
        yield Needle(bare, kind, "word")


def _is_own(text: str) -> bool:
    """Tell whether a machine has a name of its own, not one that any machine may have."""
    technical = _words("technical") | _common()
    parts = _SIGNS.split(text)
    return any(not part.isdigit() and part not in technical for part in parts if part)


@lru_cache(maxsize=2048)
def written_apart(kind: str, value: str) -> tuple[str, re.Pattern[str]] | None:
    """Give the pattern of a number whose parts are written with something else between them.

    Parameters
    ----------
    kind : str
        Which kind of identifier it is.
    value : str
        Its value, not folded.

    Returns
    -------
    key : str
        What a folded text must contain.
    pattern : re.Pattern
        Finds QX-71-5501 as *QX 71/5501* as well. None instead of both if the value is no number,
        too short, or has one part only.
    """
    if kind not in _NUMBERS or not needles_of(kind, value):
        return None
    parts = _PARTS.findall(fold(value))
    if len(parts) < 2 or sum(map(len, parts)) < _TELLING:
        return None
    if kind != "device" and not _DIGITS.search(value):
        return None
    between = r"(?:[^\w\0]|_){0,3}"
    joined = between.join(map(re.escape, parts))
    return max(parts, key=len), re.compile(rf"(?<![^\W_]){joined}(?![^\W_])")
