"""Words of a cell that are a name of the cohort but for one letter: remarks are typed, too."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dcmteach.header.fold import fold
from dcmteach.verify.tree_words import ordinary, titles

__all__ = ["Slips"]

_LEAST = 6  # letters of a name of which one may be wrong
_WORD = re.compile(r"[^\W\d_]{2,}")


class Slips:
    """The words of a cohort's names, to be known again with one letter wrong, missing or too many.

    Parameters
    ----------
    names : iterable of str
        As a table or as DICOM writes them.

    Notes
    -----
    A word counts only beside a title, or beside a word that is a name of the cohort: a town may
    be one letter from somebody's name. Two words are taken for near if they share what is left
    when one letter is taken out of either; so a word costs as many look-ups as it has letters.
    """

    __slots__ = ("_less", "_whole")

    def __init__(self, names: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._less: set[str] = set()
        for name in names:
            for word in map(fold, _WORD.findall(name)):
                if word not in self._whole:
                    self._whole.add(word)
                    if len(word) >= _LEAST:
                        self._less.update(_without_one(word))

    def found_in(self, text: str) -> tuple[str, ...]:
        """Give the words of a text that are nearly a name, as they stand there.

        Parameters
        ----------
        text : str
            A cell.
        """
        words = _WORD.findall(text)
        folded = [fold(word) for word in words]
        found = []
        for place, word in enumerate(folded):
            beside = folded[max(place - 1, 0) : place] + folded[place + 1 : place + 2]
            if any(self._tells(one) for one in beside) and self._near(word):
                found.append(words[place])
        return tuple(dict.fromkeys(found))

    def _tells(self, word: str) -> bool:
        return word in titles() or (word in self._whole and word not in ordinary())

    def _near(self, word: str) -> bool:
        if len(word) < _LEAST or word in self._whole or word in ordinary():
            return False
        return word in self._less or not self._less.isdisjoint(_without_one(word))


def _without_one(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}
