"""A town of artificial people: its telephone book, and tables that somebody published about some.

For lessons on how pseudonyms are attacked. The names are put together from invented parts, as
everywhere in this package.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from dcmteach.errors import DcmteachError
from dcmteach.synth.person import every_name
from dcmteach.synth.stream import Stream

__all__ = ["RELEASES", "SALT", "published", "telephone_book"]

SALT = "Zandmeer-2019"
"""What the makers of the release ``"salted"`` put before each name, and printed in its readme."""

_PEOPLE = 40


def _registry(family: str, given: str) -> str:
    return hashlib.sha256(f"{given}_{family}".lower().encode()).hexdigest()[:16]


def _follow_up(family: str, given: str) -> str:
    return hashlib.sha1(f"{family}^{given}".upper().encode()).hexdigest()[:12]


def _salted(family: str, given: str) -> str:
    return hashlib.sha256(f"{SALT}{family}^{given}".encode()).hexdigest()[:16]


RELEASES: Mapping[str, Callable[[str, str], str]] = MappingProxyType(
    {"registry": _registry, "follow-up": _follow_up, "salted": _salted}
)
"""How the codes of each release were made of a family name and a given name: badly."""


@cache
def telephone_book() -> tuple[str, ...]:
    """List everybody in town, as a telephone book does.

    Returns
    -------
    tuple of str
        Some thousands of entries such as ``"Quillnagel, Oda"``, in alphabetical order.
    """
    return tuple(sorted(f"{family}, {given}" for family, given in every_name()))


def published(release: str) -> tuple[str, ...]:
    """Return the column of codes of a table that somebody published about 40 people of the town.

    Parameters
    ----------
    release : str
        One of :data:`RELEASES`.

    Raises
    ------
    DcmteachError
        If there is no such release.
    """
    if release not in RELEASES:
        raise DcmteachError(f"There is no release {release!r}. Choose from: {', '.join(RELEASES)}.")
    draw = Stream("town", release)
    book = telephone_book()
    people: dict[str, None] = {}
    while len(people) < _PEOPLE:
        people[draw.choice(book)] = None
    return tuple(RELEASES[release](*entry.split(", ")) for entry in people)
