"""The spellings in which one word of a name counts as equal: folded, typed, in Latin letters."""

from __future__ import annotations

import re
from functools import lru_cache

from dcmteach.errors import DcmteachError
from dcmteach.header.fold import fold, spellings
from dcmteach.header.translit import romanised

__all__ = ["HAN", "spelled", "without_long_vowels"]

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff々〆ヶ]")
"""An ideograph."""

_LATIN = re.compile("[ -ɏḀ-ỿ]*")
_KANA = re.compile("[ぁ-ヿ]")


def without_long_vowels(latin: str) -> str:
    """Write Japanese in Latin letters without its long vowels: Gotou, Goto."""
    return latin.replace("ou", "o").replace("oo", "o").replace("uu", "u")


@lru_cache(maxsize=65536)
def spelled(token: str) -> tuple[str, ...]:
    """Give the spellings of a word in lower case, the folded one first."""
    if token.isascii():
        return (token,)
    found = {fold(token): None}
    found.update(dict.fromkeys(sorted(spellings(token))))
    if _LATIN.fullmatch(token) is None and HAN.search(token) is None:
        latin = sorted(romanised(token)) or [_anyascii(token)]
        for spelled in latin:
            plain = re.sub("[^a-z]", "", fold(spelled))
            found[plain] = None
            if _KANA.match(token):
                found[without_long_vowels(plain)] = None
    return tuple(form for form in found if form)


def _anyascii(token: str) -> str:
    try:
        from anyascii import anyascii
    except ModuleNotFoundError:
        raise DcmteachError(
            "Matching names in this script needs anyascii, which is not installed. Run: "
            "pip install 'dcmteach[cohort]'."
        ) from None
    return str(anyascii(token))
