"""Where two writings of a name differ, word by word and letter by letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dcmteach.deid.matching_words import SOFT_TITLES, TITLES
from dcmteach.header.fold import fold, spellings
from dcmteach.header.show import plain
from dcmteach.widgets import markup

__all__ = ["Differences", "differences"]

_WORD = re.compile(  # scripts without blanks go letter by letter
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\s^=,;()\[\]/._\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3-]+"
)
_ALIKE = 0.4  # words less alike than this are no partners

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Two writings of a name, and which of their letters the other has not.

    Parameters
    ----------
    written, name : str
        The name as the table writes it, and as the images do.
    in_written, in_name : tuple of (int, int)
        Where letters differ: start and end, 0-based.
    words : tuple of str
        The same in words, for whoever does not see the marks.
    """

    written: str
    name: str
    in_written: Spans
    in_name: Spans
    words: tuple[str, ...]

    @property
    def written_html(self) -> str:
        """The name as the table writes it, with its own letters marked."""
        return _marked(self.written, self.in_written)

    @property
    def name_html(self) -> str:
        """The name as the images write it, with its own letters marked."""
        return _marked(self.name, self.in_name)

    @property
    def text(self) -> str:
        """What differs, in one line."""
        return "; ".join(self.words) or "no letter differs"


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int


def differences(written: str, name: str) -> Differences:
    """Compare a name in a table with a PN value, whatever the order of their words.

    Parameters
    ----------
    written : str
        As the table writes it.
    name : str
        A PN value; of several component groups the one most alike is compared.
    """
    mine = _words(written)
    groups = [_words(name, *span) for span in _groups(name)]
    theirs = max(groups, key=lambda group: _likeness(mine, group), default=[])
    in_written: list[tuple[int, int]] = []
    in_name: list[tuple[int, int]] = []
    said: list[str] = []
    partners = _partners(mine, theirs)
    for one, other in partners:
        if _equal(one.text, other.text):
            continue
        left, right = _letters(one.text, other.text)
        in_written += [(one.start + a, one.start + b) for a, b in left]
        in_name += [(other.start + a, other.start + b) for a, b in right]
        said.append(f"{one.text} – {other.text}")
    for words, spans, where in (
        (_without(mine, [one for one, _ in partners]), in_written, "in the table only"),
        (_without(theirs, [other for _, other in partners]), in_name, "in the images only"),
    ):
        for word in words:
            spans.append((word.start, word.start + len(word.text)))
            said.append(f"{word.text}: {where}")
    return Differences(
        written, name, tuple(sorted(in_written)), tuple(sorted(in_name)), tuple(map(plain, said))
    )


def _groups(name: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for group in name.split("="):
        spans.append((start, start + len(group)))
        start += len(group) + 1
    return spans


def _words(text: str, start: int = 0, end: int | None = None) -> list[_Word]:
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [_Word(m[0], m.start()) for m in found if not _is_title(m, text)]


def _is_title(match: re.Match[str], text: str) -> bool:
    word = match[0].casefold()
    return word in TITLES or (word in SOFT_TITLES and text[match.end() : match.end() + 1] == ".")


def _partners(mine: Sequence[_Word], theirs: Sequence[_Word]) -> list[tuple[_Word, _Word]]:
    """Pair the words, the most alike first."""
    ratios = sorted(
        (
            (_alike(one.text, other.text), -one.start, -other.start, one, other)
            for one in mine
            for other in theirs
        ),
        key=lambda item: item[:3],
        reverse=True,
    )
    pairs: list[tuple[_Word, _Word]] = []
    for ratio, _, _, one, other in ratios:
        free = all(one is not a and other is not b for a, b in pairs)
        if ratio >= _ALIKE and free:
            pairs.append((one, other))
    return sorted(pairs, key=lambda pair: pair[0].start)


def _likeness(mine: Sequence[_Word], theirs: Sequence[_Word]) -> float:
    return sum(_alike(one.text, other.text) for one, other in _partners(mine, theirs))


def _alike(one: str, other: str) -> float:
    if _equal(one, other):
        return 1.0
    return 0.99 * SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio()


def _equal(one: str, other: str) -> bool:
    return bool(spellings(one) & spellings(other))


def _without(words: Sequence[_Word], paired: Sequence[_Word]) -> list[_Word]:
    return [word for word in words if all(word is not other for other in paired)]


def _letters(one: str, other: str) -> tuple[Spans, Spans]:
    """Say which letters of either have no partner; what a fold makes equal is equal."""
    blocks = SequenceMatcher(
        None, [fold(letter) for letter in one], [fold(letter) for letter in other], autojunk=False
    ).get_opcodes()
    differing = [block for block in blocks if block[0] != "equal"]
    return (
        tuple((a, b) for _, a, b, _, _ in differing if a < b),
        tuple((a, b) for _, _, _, a, b in differing if a < b),
    )


def _marked(text: str, spans: Spans) -> str:
    made, at = [], 0
    for start, end in spans:
        made.append(markup.escape(text[at:start]))
        made.append(f'<strong class="dt-differs">{markup.escape(text[start:end])}</strong>')
        at = end
    return "".join([*made, markup.escape(text[at:])])
