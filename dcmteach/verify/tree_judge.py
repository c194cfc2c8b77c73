"""What a find is worth: decoded with what stands around it, and judged by that."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from dcmteach.header.needles import stands
from dcmteach.verify.exact import mask
from dcmteach.verify.tree_names import Names, Writing
from dcmteach.verify.tree_patterns import Meaning
from dcmteach.verify.tree_window import Window, around
from dcmteach.verify.tree_words import is_wide, ordinary

__all__ = ["BYTES", "NAME", "PART", "PIXELS", "TEXT", "WORD", "Find", "Judge"]

TEXT, BYTES, PIXELS = "text", "bytes", "pixels"
"""What a place holds: text; bytes that may hold some; compressed pixels, which are noise."""

NAME, PART, WORD = "name", "part of a name", "given word"

_FREE, _SHORT, _SURE = 6, 4, 8
_REACH = 40
_FAR = 24
_WORDS_BETWEEN = 2
_WORDS = re.compile(r"[^\W_]+")
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
        if not stands(_where(word), window.text, window.start, window.end) and not window.shares(
            _REACH
        ):
            return
        alone: list[Writing] = []
        named: set[int] = set()
        for writing, others in self._parts[word]:
            if writing.person in named:
                continue
            spans = _beside(window, others, nature)
            if spans:
                named.add(writing.person)
                excerpt = mask(window.text, spans, min(spans)[0])
                letters = "".join(window.text[a:b] for a, b in spans)
                doubtful = nature == BYTES and not (
                    _sure(letters, 2 * len(letters)) or _printable(window)
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
        sure = _sure(word, 2 * len(word))
        doubtful = nature == BYTES and not sure and not _printable(window)
        reason = "a short word among bytes that are no text" if doubtful else ""
        yield Find(self._given[word], WORD, _shown(window), reason)

    def _whole(self, window: Window, size: int, nature: str) -> Iterator[Find]:
        word = window.word
        if not is_wide(word) and not stands("word", window.text, window.start, window.end):
            return
        if nature == PIXELS and not _sure(word, size):
            return
        reason = ""
        if word.isalpha() and not is_wide(word):
            reason = "two short words written as one"
        elif nature != TEXT and not _sure(word, size) and not _printable(window):
            reason = _AMONG
        for person in self._joined[word]:
            yield Find(person, NAME, _shown(window), reason)

    def _alone(
        self, window: Window, size: int, nature: str, own: Collection[int], found: list[Writing]
    ) -> Iterator[Find]:
        word = window.word
        if not found or not stands(_where(word), window.text, window.start, window.end):
            return
        if nature == BYTES and not _sure(window.word, size) and not _printable(window):
            return
        plain = word in ordinary()
        short = len(word) < _SHORT and not is_wide(word)
        telling = (len(word) > _SHORT or is_wide(word)) and (
            is_wide(word) or stands("word", window.text, window.start, window.end)
        )
        shown = ""
        certain: dict[int, str] = {}
        possible: list[Find] = []
        for writing in found:
            only = len(writing.parts) == 1
            sure = writing.person in own or (only and telling)
            if possible and (plain or not sure):
                continue
            if (plain or (short and nature != TEXT)) and not sure:
                continue
            shown = shown or _shown(window)
            kind = NAME if only else PART
            if sure and not plain:
                certain[writing.person] = kind
            else:
                reason = "an ordinary word besides" if sure else _ALONE
                possible.append(Find(writing.person, kind, shown, reason))
        if certain:
            yield from (Find(person, kind, shown, "") for person, kind in certain.items())
        else:
            yield from possible


def _where(word: str) -> str:
    """Say what must adjoin a word, as :func:`dcmteach.header.needles.stands` takes it."""
    if is_wide(word) or len(word) >= _FREE:
        return "anywhere"
    return "edge" if len(word) >= _SHORT else "word"


def _beside(window: Window, others: tuple[str, ...], nature: str) -> list[tuple[int, int]] | None:
    """Find another part of the same name near enough to make it whole."""
    text, start, end = window.text, window.start, window.end
    left, right = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    for other in others:
        at = left.rfind(other)
        if at >= 0:
            at += start - len(left)
            if _joined(text, (at, at + len(other)), (start, end), nature):
                return [(at, at + len(other)), (start, end)]
        at = right.find(other)
        if at >= 0:
            at += end
            if _joined(text, (start, end), (at, at + len(other)), nature):
                return [(start, end), (at, at + len(other))]
    return None


def _joined(text: str, first: tuple[int, int], second: tuple[int, int], nature: str) -> bool:
    """Tell whether two words stand together as a name does."""
    between = text[first[1] : second[0]]
    words = (text[slice(*first)], text[slice(*second)])
    letters = sum(3 * len(word) if is_wide(word) else len(word) for word in words)
    wide = all(map(is_wide, words))
    if nature == PIXELS and (len(between) > 3 or letters < _SURE):
        return False
    if not between:
        if wide:
            return True
        short = min(map(len, words)) < _SHORT
        return letters >= _FREE and stands("word" if short else "edge", text, first[0], second[1])
    stand = [stands(_where(words[n]), text, *span) for n, span in enumerate((first, second))]
    inside = _WORDS.findall(between)
    if not inside:
        return all(stand) and len(between) <= _REACH
    if len(inside) > _WORDS_BETWEEN or len(between) > _FAR or nature == PIXELS:
        return False
    whole = all(is_wide(text[slice(*s)]) or stands("word", text, *s) for s in (first, second))
    telling = all(
        (is_wide(word) and len(word) > 1) or (len(word) >= _SHORT and word not in ordinary())
        for word in words
    )
    return whole and telling


def _sure(word: str, size: int) -> bool:
    """Whether a word is long enough never to turn up by chance: some 40 bits of it."""
    return size >= _FREE if is_wide(word) else len(word) >= _SURE


def _printable(window: Window) -> bool:
    """Whether what adjoins a find among bytes looks like text as well, or is but padding."""
    text = window.text
    sides = (text[max(0, window.start - 8) : window.start][::-1], text[window.end : window.end + 8])
    if all(not side or side[0] == "\0" for side in sides):
        return True
    if is_wide(window.word):  # noise read two bytes a letter is full of such letters
        return all(side.partition("\0")[0].isprintable() and "\ufffd" not in side for side in sides)
    run = 0
    for side in sides:
        for letter in side:
            if not (letter.isprintable() and letter.isascii()):
                break
            run += 1
    return run >= _FREE


def _shown(window: Window) -> str:
    return mask(window.text, [(window.start, window.end)], window.start)
