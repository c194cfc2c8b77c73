"""Why two writings of a name are one person, or two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from dcmteach.deid.subjects import name_keys
from dcmteach.header.fold import fold

__all__ = ["apart_because", "together_because"]

_TITLES = 3  # the component of titles
_MANY = 99
_BETWEEN = re.compile(r", *|[\^ ]")


def together_because(one: str, other: str) -> str:
    """Say what differs between two writings of one person and does not count.

    Parameters
    ----------
    one, other : str
        PN values, or names as somebody writes them.
    """
    if one == other:
        return "written the same"
    needed = [
        words for words, step in _STEPS if _after(one, without=step) != _after(other, without=step)
    ]
    if "=" in one or "=" in other:
        return "one writing has a representation that the other has, too"
    return ", ".join(needed) or "only the way it is written"


def apart_because(one: str, others: Sequence[str]) -> str:
    """Say why a writing is not the same person as any of the others.

    Parameters
    ----------
    one : str
        The writing.
    others : sequence of str
        Writings of other people; there may be none.
    """
    for other in others:
        if _folded(one) & _folded(other):
            return "a letter with and without its mark (ü, u, ue) may be two names"
    near = min((_letters(one, other) for other in others), default=_MANY)
    if near == 1:
        return "one letter differs: another name, so another pseudonym altogether"
    return ""


def _folded(text: str) -> set[str]:
    typed = unicodedata.normalize("NFC", text).casefold()
    for letter, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe")):
        typed = typed.replace(letter, two)
    return {key for way in (typed, fold(text)) for key in name_keys(way).values()}


def _letters(one: str, other: str) -> int:
    """How many letters differ, of two writings equally long; else many."""
    a, b = (_after(text, without=_sorted) for text in (one, other))
    if len(a) != len(b):
        return _MANY
    return sum(x != y for x, y in zip(a, b, strict=True))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _small(text: str) -> str:
    return text.casefold()


def _untitled(text: str) -> str:
    components = text.split("^")
    if len(components) > _TITLES:
        components[_TITLES] = ""
    return "^".join(components)


def _trimmed(text: str) -> str:
    return " ".join(text.rstrip(" ^=").split())


def _sorted(text: str) -> str:
    return " ".join(sorted(_BETWEEN.split(text)))


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("letters composed or decomposed, or of full width", _composed),
    ("capitals", _small),
    ("a title", _untitled),
    ("empty components or blanks at the end", _trimmed),
    ("the order of the words, a comma or ^", _sorted),
)


def _after(text: str, *, without: Callable[[str], str] | None = None) -> str:
    for _, step in _STEPS:
        if step is not without:
            text = step(text)
    return text
