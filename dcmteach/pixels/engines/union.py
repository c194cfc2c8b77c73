"""Engines together: what either reads counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.engines.base import Engine, Word

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Union", "united"]

_SAME = 0.6  # of the smaller box in the greater: the same text, read twice


def united(words: Sequence[Word]) -> list[Word]:
    """Leave out words that stand inside others; the earlier ones stay.

    Parameters
    ----------
    words : sequence of Word
        From several readings, the most trusted first.

    Returns
    -------
    list of Word
        In the order given. Of two that share a place, the earlier one is kept, with a box
        around both and the text of the later one in `also`.
    """
    kept: list[Word] = []
    for word in words:
        if word.box.area <= 0:
            continue
        for index, known in enumerate(kept):
            smaller = min(word.box.area, known.box.area)
            if word.box.shared(known.box) >= _SAME * smaller:
                also = (*known.also, word.text, *word.also)
                kept[index] = known._replace(box=known.box.joined(word.box), also=also)
                break
        else:
            kept.append(word)
    return kept


class Union:
    """Several engines as one.

    Parameters
    ----------
    engines : sequence of Engine
        The most trusted first.
    """

    name = "both"

    def __init__(self, engines: Sequence[Engine]) -> None:
        self.engines = tuple(engines)

    @property
    def version(self) -> str:
        """Names and versions of the engines."""
        return ", ".join(f"{one.name} {one.version}" for one in self.engines)

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings of each, by name."""
        return {one.name: dict(one.settings) for one in self.engines}

    def read(self, frame: NDArray[Any]) -> list[Word]:
        """Read a frame with each engine."""
        return united([word for one in self.engines for word in one.read(frame)])
