"""The contact sheet: every frame of every picture as it will be, looked at page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Confirmed", "Sheet", "Tile"]


class Tile(NamedTuple):
    """A frame of a picture, both numbered from 0 on."""

    picture: int
    frame: int


@dataclass(frozen=True)
class Confirmed:
    """That somebody looked at a page and saw no text but where it is flagged.

    Parameters
    ----------
    who, when : str
        The name given, and the time in UTC.
    state : str
        What was covered then; if that changes, the page is to be looked at again.
    """

    who: str
    when: str
    state: str


class Sheet:
    """Pages of small pictures.

    Parameters
    ----------
    frames : sequence of int
        How many frames each picture has.
    per_page : int
        How many to a page.

    Attributes
    ----------
    tiles : tuple of Tile
        All of them.
    page : int
        The page looked at, from 0 on.
    selected : Tile
        The one that can be flagged.
    flagged : set of Tile
        Those in which somebody saw text.
    looked : dict of int to str
        The pages that were shown, and what was covered then.
    confirmed : dict of int to Confirmed
        Pages that somebody confirmed.
    """

    def __init__(self, frames: Sequence[int], per_page: int) -> None:
        self.tiles = tuple(Tile(n, f) for n, count in enumerate(frames) for f in range(count))
        self.per_page = per_page
        self.page = 0
        self.selected = self.tiles[0]
        self.flagged: set[Tile] = set()
        self.looked: dict[int, str] = {}
        self.confirmed: dict[int, Confirmed] = {}

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-len(self.tiles) // self.per_page)

    def on(self, page: int) -> tuple[Tile, ...]:
        """Return what stands on a page."""
        return self.tiles[page * self.per_page : (page + 1) * self.per_page]

    def turn_to(self, page: int) -> None:
        """Look at another page; the first is 0."""
        self.page = min(max(page, 0), self.pages - 1)
        if self.selected not in self.on(self.page):
            self.selected = self.on(self.page)[0]

    def flag(self) -> bool:
        """Flag the selected tile, or take its flag back; return whether it is flagged now."""
        self.flagged ^= {self.selected}
        return self.selected in self.flagged

    def name(self, tile: Tile, count: int) -> str:
        """Return how a tile is called, where there are so many frames of its picture."""
        at = f", frame {tile.frame + 1}" if count > 1 else ""
        return f"picture {tile.picture + 1}{at}"
