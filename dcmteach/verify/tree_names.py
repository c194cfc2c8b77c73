"""The names of a cohort taken apart into the words they are looked for by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dcmteach.errors import DcmteachError
from dcmteach.header.fold import fold, spellings
from dcmteach.header.translit import variants
from dcmteach.verify.tree_words import common, is_wide, particles, titles

__all__ = ["Given", "Names", "Part", "Writing"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHE = re.compile("['’]")
_ANCHOR = 4
_SHORTEST = 3
_MANY = 1000


class Part(NamedTuple):
    """A word of a name.

    Parameters
    ----------
    spelled : frozenset of str
        Its spellings, folded.
    component : int
        Which component of the name it is in: two of one component are no whole name.
    raw : str
        As it was given.
    """

    spelled: frozenset[str]
    component: int
    raw: str


class Writing(NamedTuple):
    """One way in which a person's name is given: a group of a PN (PS3.5 6.2.1), or a text.

    Parameters
    ----------
    person : int
        The index of the name it is of.
    parts : tuple of Part
        Its words, without titles, particles and initials.
    """

    person: int
    parts: tuple[Part, ...]

    def beside(self, number: int) -> tuple[Part, ...]:
        """Give the parts that make a whole name together with one of them."""
        here = self.parts[number].component
        family = min(part.component for part in self.parts)
        return tuple(
            part
            for part in self.parts
            if part.component != here and (here == family or part.component == family or family < 0)
        )


class Given(NamedTuple):
    """A further word to look for.

    Parameters
    ----------
    number : int
        Its place among the words, 0-based.
    text : str
        Folded.
    """

    number: int
    text: str


class Names:
    """What a cohort's names are looked for by. It shows their number, never themselves.

    Parameters
    ----------
    names : iterable of str
        Values of PN (components joined by ``^``, groups by ``=``), or names as a table writes
        them (``"Müller, Anna"``). Empty ones keep their number and are not looked for.
    words : iterable of str, optional
        Further words that must not be there: numbers, addresses.

    Raises
    ------
    DcmteachError
        If a further word has but one character.
    """

    __slots__ = ("given", "number", "parts", "writings")

    def __init__(self, names: Iterable[str], words: Iterable[str] = ()) -> None:
        self.writings: list[Writing] = []
        self.number = 0
        for self.number, name in enumerate(names, 1):
            for parts in _writings(name):
                self.writings.append(Writing(self.number - 1, parts))
        self.given = tuple(_given(words))
        self.parts: dict[str, list[tuple[Writing, tuple[str, ...]]]] = {}
        for writing in self.writings:
            for place, part in enumerate(writing.parts):
                others = {text for other in writing.beside(place) for text in other.spelled}
                beside = tuple(sorted(others, key=lambda text: (-len(text), text)))
                for text in part.spelled:
                    self.parts.setdefault(text, []).append((writing, beside))

    def __repr__(self) -> str:
        return f"<Names: {self.number} names and {len(self.given)} words to look for>"

    def anchors(self) -> dict[str, set[str]]:
        """Give each word that is searched for, and the raw writings it comes from."""
        found: dict[str, set[str]] = {}
        for writing in self.writings:
            for part in writing.parts:
                for text in part.spelled:
                    if len(text) >= _SHORTEST or (is_wide(text) and len(text) >= 2):
                        found.setdefault(text, set()).add(part.raw)
        return found

    def joined(self) -> dict[str, set[int]]:
        """Give names so short that only the whole of them is searched for: who has them."""
        found: dict[str, set[int]] = {}
        for writing in self.writings:
            longest = max(len(text) for part in writing.parts for text in part.spelled)
            wide = all(is_wide(part.raw) for part in writing.parts)
            if len(writing.parts) < 2 or longest >= (2 if wide else _ANCHOR):
                continue
            for number, part in enumerate(writing.parts):
                for other in writing.beside(number):
                    for first in part.spelled:
                        for second in other.spelled:
                            for between in _BETWEEN:
                                if between or wide:
                                    text = f"{first}{between}{second}"
                                    found.setdefault(text, set()).add(writing.person)
        return found


_BETWEEN = ("", " ", "^", ",", ", ", "_", "-", ";", ".", "\t")


def _writings(name: str) -> Iterable[tuple[Part, ...]]:
    seen = set()
    for group in name.split("="):
        marked = "^" in group or "," in group
        components = group.split("^")[:3] if "^" in group else group.split(",", 1)  # then titles
        parts = []
        for number, component in enumerate(components):
            for place, word in enumerate(_useful(_WORD.findall(component))):
                spelled = _spelled(word)
                if spelled:  # without marks nobody can tell which word is the family's
                    parts.append(Part(spelled, number if marked else place - _MANY, word))
        if parts and tuple(parts) not in seen:
            seen.add(tuple(parts))
            yield tuple(parts)


def _useful(words: Sequence[str]) -> Sequence[str]:
    """Leave out titles, and particles too unless too little were left: Le is a name as well."""
    named = [word for word in words if fold(word) not in titles()]
    without = [word for word in named if fold(word) not in particles()]
    return without if len(without) == len(named) or len(without) > 1 or len(named) > 2 else named


def _spelled(word: str) -> frozenset[str]:
    bare = _APOSTROPHE.sub("", word)
    folded = fold(bare)
    if folded in common() or (len(folded) < 2 and not is_wide(folded)):
        return frozenset()
    found = {*spellings(word), *spellings(bare), *variants(bare)}
    return frozenset(text for text in found if len(text) > 1 or is_wide(text))


def _given(words: Iterable[str]) -> Iterable[Given]:
    for index, word in enumerate(words):
        text = fold(" ".join(word.split()))
        if len(text) < 2 and not is_wide(text):
            raise DcmteachError(
                f"A word to look for needs two characters or more (word {index + 1} has "
                f"{len(text)}): a single one stands everywhere by chance. Give the whole word."
            )
        yield Given(index, text)
