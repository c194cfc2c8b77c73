"""What is looked for in free text: one identity's names, numbers and places, in all spellings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from dcmteach.deid.freetext_view import squeeze
from dcmteach.deid.freetext_words import words
from dcmteach.header.fold import fold
from dcmteach.header.needles import needles_of
from dcmteach.header.translit import variants

__all__ = ["Owner", "Wanted", "collect"]

_PART = re.compile(r"[^\W\d_](?:[^\W_]|[\u0300-\u036f'’`]|\.(?=[^\W\d_]\.))*")
_APOSTROPHE = re.compile("['’`]")
_WORD = re.compile(r"[^\W_]+")
_NAMES = frozenset({"patient name", "another person's name"})
_PLACES = frozenset({"institution", "address"})
_DATES = frozenset({"birth date", "date"})
_LETTERS_AND_NUMBER = re.compile(r"[^\W\d_]{1,6}(\d{6,})[^\W\d_]{0,2}")
_PARTICLES = words("particle") - {"and", "of", "the", "op", "st"}

_Want = Callable[..., None]
_Spellings = tuple[tuple[str, frozenset[int], bool], ...]


class Owner(NamedTuple):
    """One identifier: what else goes when it stands beside a part of it that was found."""

    kind: str  # "name", "number", "place", "device"
    initials: frozenset[str]
    companions: frozenset[str]


class Wanted(NamedTuple):
    """One spelling to look for in squeezed text."""

    text: str
    owner: int
    joints: frozenset[int]  # where in it something may stand between: after how many letters
    capitals: bool = False  # found only where it is written in capitals


def collect(values: Iterable[tuple[str, str]]) -> tuple[list[Owner], list[Wanted], frozenset[str]]:
    """Collect the spellings of an identity's values.

    Parameters
    ----------
    values : iterable of (str, str)
        Kind and value, as :attr:`dcmteach.header.identity.Identity.values` has them.

    Returns
    -------
    owners : list of Owner
        The identifiers.
    wanted : list of Wanted
        Their spellings, each once, dates left out (they are read as dates).
    initials : frozenset of str
        Pairs of folded initials of the names, such as ``"js"``.
    """
    owners: list[Owner] = []
    found: dict[tuple[str, str], Wanted] = {}
    pairs: set[str] = set()
    for kind, value in values:
        if kind in _DATES:
            continue
        for owner, spellings, initials in _owners_of(kind, value):
            number = len(owners)
            owners.append(owner)
            pairs |= initials
            for text, joints, capitals in spellings:
                key = (text, owner.kind)
                if key not in found:
                    found[key] = Wanted(text, number, joints, capitals)
    return owners, list(found.values()), frozenset(pairs)


@lru_cache(maxsize=1024)  # the series of a study share what names their patient
def _owners_of(kind: str, value: str) -> tuple[tuple[Owner, _Spellings, frozenset[str]], ...]:
    """Give what one value names, their spellings and the pairs of their initials."""
    return tuple(_each_of(kind, value))


def _each_of(kind: str, value: str) -> Iterator[tuple[Owner, _Spellings, frozenset[str]]]:
    found: dict[str, tuple[str, frozenset[int], bool]] = {}

    def want(text: str, joints: Iterable[int] = (), *, capitals: bool = False) -> None:
        if len(text) >= 2 and text not in found:
            found[text] = (text, frozenset(joints), capitals)

    if kind in _NAMES:
        for group in value.split("="):
            parts = _PART.findall(group)
            found.clear()
            for part in parts:
                _want_part(kind, part, want)
            for component in map(fold, map(str.strip, group.split("^"))):
                if component in _PARTICLES:  # somebody is called Le, and nothing else
                    want(component)
            _want_together(kind, group, want)
            yield _person(parts), tuple(found.values()), frozenset(_pairs(parts))
        return
    if kind in _PLACES:
        owner = _place(value)
        _want_place(kind, value, want)
    elif kind == "device":
        owner = Owner("device", frozenset(), frozenset())
        for needle in needles_of(kind, value):
            want(squeeze(needle.text), _joints(needle.text) | _turns(needle.text))
    else:
        owner = Owner("number", frozenset(), frozenset())
        for text in _numbers(kind, value):
            want(text, range(len(text)))
    yield owner, tuple(found.values()), frozenset()


def _person(parts: list[str]) -> Owner:
    folded = [fold(part) for part in parts]
    spelled = {spelling for part in parts for spelling in variants(part)}
    companions = {text for text in spelled if len(text) > 1 or not text.isascii()}
    letters = frozenset(text[0] for text in {*folded, *spelled} if text)  # ъ alone: ""
    return Owner("name", letters, frozenset(companions))


def _pairs(parts: list[str]) -> set[str]:
    """Give the initials of a name, two by two, in any order."""
    letters = [fold(part)[:1] for part in parts[:4]]
    return {first + second for first, second in permutations(letters, 2) if first and second}


def _want_part(kind: str, part: str, want: _Want) -> None:
    if not any(True for _ in needles_of(kind, part)):
        return  # a common word, or one letter
    for spelling in variants(part):
        want(squeeze(spelling), _joints(spelling))
    for piece in _APOSTROPHE.split(part)[1:]:  # Brien of O'Brien
        if len(piece) >= 4:
            for spelling in variants(piece):
                want(spelling)
    # What a program without these letters made of it: M?ller, M_ller, Mller.
    lowered = part.casefold()
    kept = [letter for letter in lowered if letter.isascii()]
    if not lowered.isascii() and len(kept) >= 4:
        text = squeeze("".join(kept))
        gaps = _joints("".join(letter if letter.isascii() else "?" for letter in lowered))
        want(text, gaps)


def _want_together(kind: str, group: str, want: _Want) -> None:
    for needle in needles_of(kind, group):
        if needle.where == "word" and needle.text.count(" ") == 1:
            want(squeeze(needle.text), _joints(needle.text))


def _joints(spelling: str) -> set[int]:
    joints: set[int] = set()
    count = 0
    for letter in spelling:
        if letter.isalnum():
            count += 1
        elif count:
            joints.add(count)
    return joints


def _turns(spelling: str) -> set[int]:
    """Where letters and digits adjoin: STATION7 is STATION 7 as well."""
    text = squeeze(spelling)
    return {
        index for index in range(1, len(text)) if text[index - 1].isdigit() != text[index].isdigit()
    }


def _place(value: str) -> Owner:
    return Owner("place", frozenset(), frozenset(_WORD.findall(fold(value))))


def _want_place(kind: str, value: str, want: _Want) -> None:
    for needle in needles_of(kind, value):
        text = squeeze(needle.text)
        want(text, _joints(needle.text))
        bare = re.sub(r"^\d+\s*|\s*\d+\s*\w?$", "", needle.text)  # a street without its number
        if len(bare) >= 6 and bare not in words("everyday"):
            want(squeeze(bare), _joints(bare))
    everyday = words("everyday")
    for word in _WORD.findall(value):
        folded = fold(word)
        if (
            len(folded) >= 4
            and not folded.isdigit()
            and folded not in everyday
            and any(True for _ in needles_of("patient name", word))
        ):
            for spelling in variants(word):
                want(squeeze(spelling))
    letters = [word[0] for word in _WORD.findall(value) if word[0].isupper()]
    acronym = fold("".join(letters))
    if kind == "institution" and len(acronym) >= 3 and acronym not in words("acronym"):
        want(acronym, capitals=True)


def _numbers(kind: str, value: str) -> set[str]:
    if not any(True for _ in needles_of(kind, value)):
        return set()
    whole = squeeze(fold(value))
    found = {whole}
    if match := _LETTERS_AND_NUMBER.fullmatch(whole):
        found.add(match[1])
    for text in tuple(found):
        bare = text.lstrip("0")
        if text.isdigit() and len(bare) >= 5:
            found.add(bare)
    return found
