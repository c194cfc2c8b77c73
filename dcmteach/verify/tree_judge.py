"""What a find is worth: decoded with what stands around it, and judged by that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from dcmteach.header.needles import stands
from dcmteach.verify.masking import mask
from dcmteach.verify.tree_names import Names, Writing
from dcmteach.verify.tree_patterns import Meaning
from dcmteach.verify.tree_standing import BYTES, PIXELS, TEXT, beside, printable, shown, sure, where
from dcmteach.verify.tree_window import Window, around
from dcmteach.verify.tree_words import is_wide, ordinary

__all__ = ["NAME", "PART", "WORD", "Find", "Judge"]


NAME, PART, WORD = "name", "part of a name", "given word"

_FREE, _SHORT, _SURE = 6, 4, 8
_REACH = 40
_AMONG = "a short name among bytes that are no text"
_ALONE = "one part of a name, which may be somebody else's or no name at all"


class Find(NamedTuple):
    """One find.

    Parameters
    ----------
    person : int
        The index of the name or of the given word.
    kind : str
        :data:`NAME`, :data:`PART` or :data:`WORD`.
    excerpt : str
        Masked.
    reason : str
        Why it is merely possible; empty for a certain one.
    """

    person: int
    kind: str
    excerpt: str
    reason: str


class Judge:
    """Judges candidates.

    Parameters
    ----------
    names : Names
        Who is looked for.
    """

    def __init__(self, names: Names) -> None:
        self._parts = names.parts
        self._joined = names.joined()
        self._given = {given.text: given.number for given in names.given}

    def finds(
        self,
        data: bytes,
        start: int,
        end: int,
        meanings: Iterable[Meaning],
        *,
        low: int,
        high: int,
        nature: str,
        own: Collection[int] = (),
    ) -> Iterator[Find]:
        """Judge one candidate.

        Parameters
        ----------
        data : bytes
            What is searched, not folded.
        start, end : int
            Where a pattern was found.
        meanings : iterable of Meaning
            What the pattern may stand for.
        low, high : int
            The value it stands in; nothing beyond belongs to it.
        nature : str
            :data:`TEXT`, :data:`BYTES` or :data:`PIXELS`.
        own : collection of int, optional
            The people of whom a part of the name says enough.

        Yields
        ------
        Find
            Nothing if it is none at all.
        """
        seen: set[tuple[str, str]] = set()
        for meaning in meanings:
            for window in around(data, start, end, meaning, low=low, high=high):
                key = (window.text, meaning.text)
                if window.word != meaning.text or key in seen:
                    continue
                seen.add(key)
                yield from self._judged(window, end - start, nature, own)

    def _judged(
        self, window: Window, size: int, nature: str, own: Collection[int]
    ) -> Iterator[Find]:
        word = window.word
        if word in self._given:
            yield from self._word(window, nature)
        if word in self._joined:
            yield from self._whole(window, size, nature)
        if word not in self._parts:
            return
        if not stands(where(word), window.text, window.start, window.end) and not window.shares(
            _REACH
        ):
            return
        alone: list[Writing] = []
        named: set[int] = set()
        for writing, others in self._parts[word]:
            if writing.person in named:
                continue
            spans = beside(window, others, nature)
            if spans:
                named.add(writing.person)
                excerpt = mask(window.text, spans, min(spans)[0])
                letters = "".join(window.text[a:b] for a, b in spans)
                doubtful = nature == BYTES and not (
                    sure(letters, 2 * len(letters)) or printable(window)
                )
                yield Find(writing.person, NAME, excerpt, _AMONG if doubtful else "")
            else:
                alone.append(writing)
        if nature != PIXELS:
            yield from self._alone(
                window, size, nature, own, [w for w in alone if w.person not in named]
            )

    def _word(self, window: Window, nature: str) -> Iterator[Find]:
        word = window.word
        free = len(word) >= _FREE and word.isalpha()
        if not free and not stands("word", window.text, window.start, window.end):
            return
        if nature == PIXELS and len(word) < _SURE:
            return
        long = sure(word, 2 * len(word))
        doubtful = nature == BYTES and not long and not printable(window)
        reason = "a short word among bytes that are no text" if doubtful else ""
        yield Find(self._given[word], WORD, shown(window), reason)

    def _whole(self, window: Window, size: int, nature: str) -> Iterator[Find]:
        word = window.word
        if not is_wide(word) and not stands("word", window.text, window.start, window.end):
            return
        if nature == PIXELS and not sure(word, size):
            return
        reason = ""
        if word.isalpha() and not is_wide(word):
            reason = "two short words written as one"
        elif nature != TEXT and not sure(word, size) and not printable(window):
            reason = _AMONG
        for person in self._joined[word]:
            yield Find(person, NAME, shown(window), reason)

    def _alone(
        self, window: Window, size: int, nature: str, own: Collection[int], found: list[Writing]
    ) -> Iterator[Find]:
        word = window.word
        if not found or not stands(where(word), window.text, window.start, window.end):
            return
        if nature == BYTES and not sure(window.word, size) and not printable(window):
            return
        plain = word in ordinary()
        short = len(word) < _SHORT and not is_wide(word)
        telling = (len(word) > _SHORT or is_wide(word)) and (
            is_wide(word) or stands("word", window.text, window.start, window.end)
        )
        excerpt = ""
        certain: dict[int, str] = {}
        possible: list[Find] = []
        for writing in found:
            only = len(writing.parts) == 1
            known = writing.person in own or (only and telling)
            if possible and (plain or not known):
                continue
            if (plain or (short and nature != TEXT)) and not known:
                continue
            excerpt = excerpt or shown(window)
            kind = NAME if only else PART
            if known and not plain:
                certain[writing.person] = kind
            else:
                reason = "an ordinary word besides" if known else _ALONE
                possible.append(Find(writing.person, kind, excerpt, reason))
        if certain:
            yield from (Find(person, kind, excerpt, "") for person, kind in certain.items())
        else:
            yield from possible
