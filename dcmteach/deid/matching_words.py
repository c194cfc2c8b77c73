"""Words that stand beside a name and are not the name: titles, particles, generations."""

from __future__ import annotations

import json
from importlib.resources import files

__all__ = ["GENERATIONS", "HONORIFICS", "MAIDEN", "PARTICLES", "SOFT_TITLES", "TITLES"]

_WORDS = json.loads(
    (files("dcmteach.deid") / "data" / "name_words.json").read_text(encoding="utf-8")
)

TITLES: frozenset[str] = frozenset(_WORDS["titles"].split())
"""Never part of a name, with or without a full stop."""

SOFT_TITLES: frozenset[str] = frozenset(_WORDS["titles_if_dotted"].split())
"""A title if a full stop follows, else it may be a name."""

GENERATIONS: dict[str, str] = {
    mark: number for number, marks in _WORDS["generations"].items() for mark in marks.split()
}
"""What tells a father from his son, as a number: 1 for senior, 2 for junior."""

PARTICLES: frozenset[str] = frozenset(_WORDS["particles"].split())
"""Words of nobility and descent: often left out, so their absence says little."""

MAIDEN: tuple[str, ...] = tuple(_WORDS["before_a_maiden_name"])
"""What stands before a name given up at marriage."""

HONORIFICS: tuple[str, ...] = tuple(_WORDS["honorifics"].split())
"""What is written at the end of a name in East Asia."""
