"""Many byte patterns in one pass over the data, whatever their number.

Of the ways there are, measured on one core with the patterns of 1,000 people: the automaton of Aho
and Corasick ("Efficient string matching", Communications of the ACM 18, 1975) in ``ahocorasick_rs``
goes through some 300 MB/s as a DFA and 150 MB/s as an NFA; the prefix tree written as one regular
expression through 5 MB/s and more (it is what there is without that package); a plain alternation,
or one search per pattern, through less than 1 MB/s, since their time grows with the number of
patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

__all__ = ["Engine", "engine_name"]

_DFA_BYTES = 100_000  # of patterns; beyond, the DFA's table falls out of the processor's cache
_END = -1

Hit = tuple[int, int, int]
"""Number of the pattern, first byte, and the byte after the last."""


def engine_name() -> str:
    """Name what is searched with here: ``"ahocorasick_rs"`` if it is installed, or ``"re"``."""
    try:
        import ahocorasick_rs  # noqa: F401
    except ModuleNotFoundError:
        return "re"
    return "ahocorasick_rs"


class Engine:
    """Finds every occurrence of every pattern, overlapping ones included.

    Parameters
    ----------
    patterns : sequence of bytes
        Different from each other; none is empty.
    name : str, optional
        ``"ahocorasick_rs"`` or ``"re"``; by default the first of them that is there.
    """

    def __init__(self, patterns: Sequence[bytes], *, name: str | None = None) -> None:
        self._patterns = tuple(patterns)
        self.name = name or engine_name()
        self._automaton: Any = None
        self._regex: re.Pattern[bytes] | None = None
        self._also: dict[bytes, tuple[int, ...]] = {}
        if not self._patterns:
            return
        if self.name == "ahocorasick_rs":
            from ahocorasick_rs import BytesAhoCorasick, Implementation

            small = sum(map(len, self._patterns)) <= _DFA_BYTES
            kind = Implementation.DFA if small else Implementation.ContiguousNFA
            self._automaton = BytesAhoCorasick(list(self._patterns), implementation=kind)
        else:
            self._regex = re.compile(_written(_tree(self._patterns)), re.DOTALL)
            numbers = {pattern: number for number, pattern in enumerate(self._patterns)}
            for pattern in self._patterns:  # a longest match holds its beginnings as well
                ends = range(1, len(pattern) + 1)
                self._also[pattern] = tuple(
                    numbers[pattern[:end]] for end in ends if pattern[:end] in numbers
                )

    def __len__(self) -> int:
        return len(self._patterns)

    def hits(self, data: bytes) -> Sequence[Hit] | Iterator[Hit]:
        """Find the patterns in bytes.

        Parameters
        ----------
        data : bytes
            Folded as the patterns are.

        Returns
        -------
        iterable of (int, int, int)
            Number of the pattern, its first byte, the byte after its last; ordered by where they
            end (``ahocorasick_rs``) or begin (``re``).
        """
        if self._automaton is not None:
            found: Sequence[Hit] = self._automaton.find_matches_as_indexes(data, overlapping=True)
            return found
        return self._searched(data)

    def _searched(self, data: bytes) -> Iterator[Hit]:
        if self._regex is None:
            return
        match = self._regex.search(data)
        while match:
            start = match.start()
            for number in self._also[match[0]]:
                yield number, start, start + len(self._patterns[number])
            match = self._regex.search(data, start + 1)


_Tree = dict[int, Any]


def _tree(patterns: Sequence[bytes]) -> _Tree:
    """Put patterns that begin alike on one branch."""
    root: _Tree = {}
    for pattern in patterns:
        node = root
        for byte in pattern:
            node = node.setdefault(byte, {})
        node[_END] = {}
    return root


def _written(node: _Tree) -> bytes:
    """Write a tree as a regular expression that finds the longest pattern at a place."""
    stem = b""
    while len(node) == 1 and _END not in node:  # no recursion along what does not branch
        ((byte, node),) = node.items()
        stem += re.escape(bytes([byte]))
    ways = [
        re.escape(bytes([byte])) + _written(below)
        for byte, below in sorted(node.items())
        if byte != _END
    ]
    if not ways:
        return stem
    return stem + b"(?:" + b"|".join(ways) + (b")?" if _END in node else b")")
