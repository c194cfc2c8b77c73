"""Which tags of a data set are put on cards: a mix that a seed repeats, or the teacher's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError
from dcmteach.header import table
from dcmteach.standard.path import AnyPath, parse

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["Card", "deal"]

_NO_CARDS = {"SQ", "OB", "OW", "OD", "OF", "OL", "OV"}


@dataclass(frozen=True, slots=True)
class Card:
    """One tag to sort.

    Parameters
    ----------
    row : Row
        The element, from ``table(ds)``.
    verdict : Verdict
        What ``classify(ds)`` says of it.
    """

    row: Any
    verdict: Any

    @property
    def path(self) -> str:
        """The element's path in the data set."""
        return str(self.row.path)


def deal(
    ds: Dataset, *, n: int = 12, seed: int = 0, tags: Iterable[AnyPath] | None = None
) -> tuple[Card, ...]:
    """Choose the cards of one game.

    Parameters
    ----------
    ds : Dataset
        The data set to sort tags of.
    n : int
        How many cards, at most. Sequences, binary and empty values are left out, and private
        elements, too, unless there is nothing else.
    seed : int
        The same seed and data set give the same cards in the same order, on any machine.
    tags : iterable of paths, optional
        The cards, in this order; `n` and `seed` are then without effect.

    Raises
    ------
    DcmteachError
        If there is nothing to sort, or a tag in `tags` is not in the data set.
    """
    listing = table(ds)
    cards = [Card(row, verdict) for row, verdict in zip(listing, listing.verdicts, strict=True)]
    if tags is not None:
        chosen = [_named(tag, cards) for tag in ([tags] if isinstance(tags, str) else tags)]
    else:
        if isinstance(n, bool) or not isinstance(n, int) or n < 1:
            raise DcmteachError(f"n, the number of tags to sort, must be 1 or more (got {n!r}).")
        playing = [card for card in cards if _plays(card)]
        public = [card for card in playing if not card.row.tag & 0x10000]  # PS3.5 7.8
        chosen = _mixed(public or playing, n, seed)
    if not chosen:
        raise DcmteachError(
            "This data set has no tag to sort: every element is empty, binary or a sequence. "
            "Take another data set, for example dcmteach.sample('ct_thorax')."
        )
    return tuple(dict.fromkeys(chosen))


def _plays(card: Card) -> bool:
    return card.row.vr not in _NO_CARDS and str(card.row.value).strip() != ""


def _mixed(cards: Sequence[Card], n: int, seed: int) -> list[Card]:
    """Draw from four piles in turn, so that every verdict and some disagreement is there."""

    def drawn(card: Card) -> bytes:
        return sha256(f"{seed} {card.path}".encode()).digest()

    cards = sorted(cards, key=drawn)
    piles: list[list[Card]] = [[card for card in cards if card.verdict.disagree]]
    piles += [[c for c in cards if c.verdict.verdict == v] for v in ("unsafe", "safe", "depends")]
    chosen: dict[int, Card] = {}  # an attribute comes once, however often the data set has it
    for card in filter(None, chain.from_iterable(zip_longest(*piles))):
        chosen.setdefault(card.row.tag, card)
    return sorted(list(chosen.values())[:n], key=lambda card: drawn(card)[::-1])


def _named(tag: AnyPath, cards: Sequence[Card]) -> Card:
    for card in cards:
        if card.path == tag:
            return card
    steps = parse(tag)[1]
    if len(steps) == 1:
        element = steps[0].element
        for card in sorted(cards, key=lambda card: int(card.row.depth)):
            if element in (card.row.tag, card.row.keyword):
                return card
    raise DcmteachError(
        f"This data set has no element {tag!r} to sort. Take it out of tags=, or look the path up "
        "with dcmteach.table(ds)."
    )
