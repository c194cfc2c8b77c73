"""The search for patterns itself: which of them a piece of bytes may hold, and where they are."""

from __future__ import annotations

from collections.abc import Iterator

from dcmteach.verify.tree_engine import Engine
from dcmteach.verify.tree_patterns import ASCII, Meaning, Pattern, folded

__all__ = ["Patterns", "in_noise"]

_CHUNK = 1 << 20
_LEAST = 4  # letters; the longer word of a name is found by itself
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Patterns:
    """Finds candidates.

    Parameters
    ----------
    found : list of Pattern
        What is searched for.
    engine : str, optional
        As :class:`dcmteach.verify.tree_engine.Engine` takes it.

    Notes
    -----
    Most bytes are ASCII, and most patterns are not: for those the fewer are enough. UTF-16 has
    zeros between its letters, so that text without any needs fewer still.
    """

    def __init__(self, found: list[Pattern], engine: str | None = None) -> None:
        plain = [pattern for pattern in found if pattern.plain]
        latin = [p for p in plain if any(meaning.text.isascii() for meaning in p.meanings)]
        self._all, self._plain = _Search(found, engine), _Search(plain, engine)
        self._letters = _Search([p for p in latin if b"\0" not in p.code], engine)
        self._long = _Search([p for p in latin if len(p.meanings[0].text) >= _LEAST], engine)
        self._overlap = max((len(pattern.code) for pattern in found), default=1)

    def __len__(self) -> int:
        return len(self._all.engine)

    def candidates(
        self, data: bytes, begin: int, stop: int, *, noise: bool = False
    ) -> Iterator[tuple[int, int, tuple[Meaning, ...]]]:
        """Find the patterns, without those that a look at their neighbours rules out.

        Parameters
        ----------
        data : bytes
            What is searched.
        begin, stop : int
            From and to.
        noise : bool, optional
            Whether these are compressed pixels.

        Yields
        ------
        (int, int, tuple of Meaning)
            Where a pattern begins and ends, and what it may stand for.
        """
        for at in range(begin, stop, _CHUNK):
            chunk = data[at : min(stop, at + _CHUNK + self._overlap)]
            search = self._long if noise else self._fitting(chunk)
            for number, start, end in search.engine.hits(folded(chunk)):
                if start >= _CHUNK:
                    continue
                start += at
                end += at
                letters = search.bare[number]
                if letters:
                    before = start > begin and data[start - 1] in _LETTERS
                    after = end < stop and data[end] in _LETTERS
                    if (before and after) or (letters < _LEAST and (before or after)):
                        continue
                yield start, end, search.meanings[number]

    def _fitting(self, chunk: bytes) -> _Search:
        """Choose the patterns that may stand in bytes at all."""
        if not chunk.isascii() or b"\x1b" in chunk:
            return self._all
        return self._plain if b"\0" in chunk else self._letters


class _Search:
    """Patterns, with what each of them means."""

    def __init__(self, found: list[Pattern], engine: str | None) -> None:
        self.engine = Engine([pattern.code for pattern in found], name=engine)
        self.meanings = [pattern.meanings for pattern in found]
        self.bare = [_quick(pattern.meanings) for pattern in found]


def in_noise(data: bytes, start: int, end: int) -> bool:
    """Whether no text adjoins: three letters turn up by chance in any picture."""
    run = 0
    for side in (data[max(0, start - 3) : start][::-1], data[end : end + 3]):
        for byte in side:
            if not 0x20 <= byte < 0x7F:
                break
            run += 1
    return run < 3


def _quick(meanings: tuple[Meaning, ...]) -> int:
    """How many letters an ASCII word of fewer than six has; 0 for any other pattern."""
    text = meanings[0].text
    if len(text) < 6 and text.isalpha() and any(m.codec == ASCII for m in meanings):
        return len(text)
    return 0
