"""The character sets a file announces, at each depth (PS3.3 C.12.1.1.2)."""

from __future__ import annotations

from functools import lru_cache

from pydicom.charset import convert_encodings

from dcmteach.header.quiet import quiet
from dcmteach.verify.parts import META, ROOT, Reread

__all__ = ["codecs_in", "codecs_of", "terms_of"]

_CHARSET = 0x00080005


def terms_of(file: Reread, item: int) -> tuple[str, ...]:
    """Give the terms of the character set that holds in an item; empty for the default one."""
    if item == META:
        return ()
    value = None
    while value is None and item >= 0:
        value = file.first(_CHARSET, item)
        item = -1 if item == ROOT else file.items[item][0]
    if value is None:
        return ()
    return tuple(term.strip(" \0") for term in value.decode("latin_1").split("\\"))


def codecs_of(file: Reread, item: int) -> tuple[str, ...]:
    """Give the Python codecs of the text in an item."""
    return codecs_in(terms_of(file, item))


@lru_cache(maxsize=128)
def codecs_in(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Give the Python codecs of the terms of a character set."""
    try:
        with quiet():
            return tuple(convert_encodings(list(terms) or ["ISO_IR 6"]))
    except (LookupError, ValueError):
        return ("latin_1",)
