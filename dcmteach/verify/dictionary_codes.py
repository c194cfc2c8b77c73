"""How digests are written, and which pseudonyms one begins or ends with."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import NamedTuple

__all__ = ["CODES", "LEAST", "Code", "matches", "tails_of"]

LEAST = 5
"""The characters of a pseudonym; shorter ones would fit by chance."""


def tails_of(published: list[str]) -> dict[str, list[str]]:
    """Give what may be a part of a digest: a pseudonym, and what stands after its prefix."""
    found: dict[str, dict[str, None]] = {}
    for one in published:
        tails = {one}
        for mark in "-_":
            if mark in one:
                tails.add(one.rpartition(mark)[2])
        for tail in tails:
            if len(tail) >= LEAST:
                hexadecimal = _is_hex(tail) and tail in {tail.lower(), tail.upper()}
                way = tail.lower() if hexadecimal else tail.rstrip("=")
                found.setdefault(way, {})[one] = None
    return {tail: list(ones) for tail, ones in found.items()}


def _is_hex(text: str) -> bool:
    return not set(text.lower()) - set("0123456789abcdef")


def matches(
    tails: dict[str, list[str]], text: str, length: int, name: str
) -> Iterator[tuple[str, str]]:
    """Say which pseudonyms a digest begins or ends with, and which part of it they are."""
    for part, end in ((text[:length], "first"), (text[-length:], "last")):
        for one in tails.get(part, ()):
            if len(part) == length:
                yield one, name if length == len(text) else f"{end} {length} characters of {name}"


class Code(NamedTuple):
    """A way of writing a digest.

    Parameters
    ----------
    name : str
        What it is called.
    letters : frozenset of str
        What it is written with.
    write : callable
        Writes it.
    """

    name: str
    letters: frozenset[str]
    write: Callable[[bytes], str]

    def fits(self, tail: str) -> bool:
        """Whether a pseudonym may be written like this, and no narrower way fits better."""
        if set(tail) - self.letters:
            return False
        return not self.name or (not _is_hex(tail) and ("64" not in self.name or _is_mixed(tail)))


def _is_mixed(text: str) -> bool:
    return text.upper() != text != text.lower()


_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALNUM = frozenset(_ALPHABET + _ALPHABET.lower() + "0123456789")
CODES = (
    Code("", frozenset("0123456789abcdef"), bytes.hex),
    Code(" in base64", _ALNUM | set("+/"), lambda b: base64.b64encode(b).decode().rstrip("=")),
    Code(
        " in base64",
        _ALNUM | set("-_"),
        lambda b: base64.urlsafe_b64encode(b).decode().rstrip("="),
    ),
    Code(
        " in base32",
        frozenset(_ALPHABET + "234567"),
        lambda b: base64.b32encode(b).decode().rstrip("="),
    ),
)
