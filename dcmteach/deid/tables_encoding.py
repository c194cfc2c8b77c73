"""The character set of a text file: known by a mark, or by all words looking like words."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

from dcmteach.deid.tables_errors import TableError

__all__ = ["decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 2_000_000  # characters
_ALL = 0.98  # of the words must look like words
_MANY = 0.9  # of the words must have common characters of the East alone
_SOME = 0.75  # are enough for it to be possible
_WORD = re.compile(r"[A-Za-z]*[^\x00-\x7f](?:[A-Za-z]|[^\x00-\x7f])*")
# The letters beyond ASCII of one language each. A word takes its letters from one of them.
_WESTERN = [
    frozenset(letters)
    for letters in (
        *("äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "àáâãçéêíóôõúü", "àèéìíîòóùú"),
        *("æøåéèêóòôü", "åäöéü", "áéíóúäëïöüèç", "àèéíïòóúüç"),
    )
]
# What may stand beside a word; what stands alone, or after a unit or a product (m², 2°, X®).
_BESIDE = "–—‘’“”„«»…¡¿´`•、。・，：；（）「」『』　！？"
_ALONE = frozenset(_BESIDE + "°§€£±×·©®™†‡‰№²³½¼¾µªº")
_AFTER = re.compile(r"[A-Za-z]{1,3}[²³ªº°]|[A-Za-z]{4,}[®™]|µ(?:[glmsALMV]|mol)?")
_VOWELS = frozenset("aeiouáéíóúàèìòùäöü")
_AS_CONSONANT = frozenset("èøåæàò")  # a consonant in Central Europe's sets: č ř ĺ ć ŕ ň
_CYRILLIC_COMMON = frozenset("оеаинтсрвл")
_GREEK_COMMON = frozenset("αοιετσςνηυρ")


def decoded(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Read text.

    Parameters
    ----------
    content : bytes
        The file.
    encoding : str, optional
        Its character set, if it is known.

    Returns
    -------
    text : str
        Without byte order mark.
    encoding : str
        What it was read in.

    Raises
    ------
    TableError
        If it cannot be read in that character set, or more than one is as likely. Latin-1 is
        read as ``cp1252``, which has the same letters; what others are told apart by is whether
        *all* words look like words: their letters of one language, capitals where they belong.
    """
    if encoding is not None:
        return _given(content, encoding), encoding
    for mark, named in _MARKS:
        if content.startswith(mark):
            return _given(content, named), named
    if b"\0" in content:
        likely = "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"
        raise TableError(
            "it holds zero bytes, as UTF-16 without a byte order mark does, or something that is "
            f"no text. If it is text, give encoding={likely!r}."
        )
    if b"\x1b$" in content or b"\x1b(" in content:
        raise TableError(
            "it holds escape sequences, as text in ISO 2022 does. Give its character set, e.g. "
            "encoding='iso2022_jp'."
        )
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _guessed(content)


def _given(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except LookupError:
        raise TableError(
            f"there is no character set {encoding!r}. Write encoding= as Python calls it, e.g. "
            "'utf-8', 'cp1252' or 'shift_jis'."
        ) from None
    except UnicodeError:
        likely = _named([one for found in _likely(content) for one in found if one != encoding])
        raise TableError(
            f"it is not text in {encoding!r}, as was said or as its byte order mark says. "
            f"Give another encoding=, or save it as UTF-8.{likely}"
        ) from None
    return text.removeprefix("\ufeff")


def _guessed(content: bytes) -> tuple[str, str]:
    sure, unsure = _likely(content)
    if not unsure and len(set(sure.values())) == 1:  # one, or the same in all
        return next((text, encoding) for encoding, text in sure.items())
    if not sure and unsure == ["cp932"]:  # rare characters (髙, 澤), but no other set has them
        return content.decode("cp932"), "cp932"
    raise TableError(
        "it is not in UTF-8, and which older character set it is in cannot be told with "
        f"certainty. Give encoding=, or save it as UTF-8.{_named([*sure, *unsure])}"
    )


def _named(likely: list[str]) -> str:
    named = ", ".join(map(repr, likely or ["cp1250", "cp850", "mac_roman", "iso8859_15"]))
    return f" Likely ones: {named}."


def _likely(content: bytes) -> tuple[dict[str, str], list[str]]:
    """Give the character sets in which a file looks like text, with the text; and possible ones."""
    sure: dict[str, str] = {}
    unsure: list[str] = []
    for encoding, looks in _CANDIDATES:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        words = sorted(set(_WORD.findall(text[:_LOOKED_AT])))
        good = sum(looks(unicodedata.normalize("NFC", word), encoding) for word in words)
        share = good / max(1, len(words))
        if looks is _western and share >= _ALL:  # the letters of the West come first
            return {encoding: text}, []
        if looks is _central and share >= _ALL:
            unsure.append(encoding)
        elif share >= (_MANY if looks is _eastern else _ALL):
            sure[encoding] = text
        elif looks is _eastern and share >= _SOME:
            unsure.append(encoding)
    return sure, unsure


def _western(word: str, encoding: str) -> bool:
    """Tell whether a word is one of Western Europe."""
    inner = word.strip(_BESIDE)
    high = [letter for letter in inner.lower() if letter > "\x7f"]
    if not high or (len(inner) == 1 and inner in _ALONE) or _AFTER.fullmatch(inner):
        return True
    if not all(map(str.isalpha, inner)) or not _cased(inner) or len(high) * 2 > len(inner) + 1:
        return False
    if not any(language.issuperset(high) for language in _WESTERN):
        return False
    lowered = f" {inner.lower()} "
    return not any(
        (letter in _AS_CONSONANT and after in _VOWELS)
        or (letter in "ìù" and after != " ")
        or (letter in "õ" and after != "e")
        for letter, after in pairwise(lowered)
    )


def _central(word: str, encoding: str) -> bool:
    """Tell whether a word is written as words are: letters, capitals at the beginning or all."""
    inner = word.strip(_BESIDE)
    high = sum(letter > "\x7f" for letter in inner)
    return all(map(str.isalpha, inner)) and _cased(inner) and high * 2 <= len(inner) + 1


def _cased(word: str) -> bool:
    """Tell whether no capital stands after a small letter, unless it begins a McDonald's rest."""
    if word.isupper() or word[1:].islower() or len(word) < 2:
        return True
    if word.replace("ß", "").isupper():
        return True
    turns = [at for at in range(1, len(word)) if word[at].isupper() and word[at - 1].islower()]
    capitals = sum(letter.isupper() for letter in word)
    return len(turns) <= 1 and capitals <= 2 and all(word[at].isascii() for at in turns)


def _cyrillic(word: str, encoding: str) -> bool:
    """Tell whether a word is Cyrillic, written small, with a capital, or all in capitals."""
    return _of_letters(word, "а", "я", "ёєіїґўјљњћџђ", _CYRILLIC_COMMON)


def _greek(word: str, encoding: str) -> bool:
    """Tell whether a word is Greek."""
    return _of_letters(word, "α", "ω", "άέήίόύώϊϋΐΰ", _GREEK_COMMON)


def _of_letters(word: str, first: str, last: str, further: str, common: frozenset[str]) -> bool:
    inner = word.strip("«»“”„–—…№’")
    lowered = inner.lower()
    if not all(first <= letter <= last or letter in further for letter in lowered):
        return False
    if inner and not (inner[1:].islower() or inner.isupper() or len(inner) == 1):
        return False
    if sum(letter in further for letter in lowered) * 3 > len(lowered):
        return False
    return len(inner) < 4 or sum(letter in common for letter in lowered) * 4 >= len(inner)


def _eastern(word: str, encoding: str) -> bool:
    """Tell whether a word has common characters of its language alone."""
    inner = word.strip(_BESIDE)
    if any(letter.isascii() for letter in inner):
        return False
    return all(_COMMON[encoding](letter.encode(encoding), letter) for letter in inner)


def _japanese(letter: str) -> bool:
    return "\u3005" <= letter <= "\u3007" or "\u3041" <= letter <= "\u30fe"


# Whether a character is among those that its standard lists as the common ones (first level).
_COMMON: dict[str, Callable[[bytes, str], bool]] = {
    "cp932": lambda code, letter: (
        _japanese(letter) or (len(code) == 2 and b"\x88\x9f" <= code <= b"\x98\x72")
    ),
    "euc_jp": lambda code, letter: (
        _japanese(letter) or (len(code) == 2 and b"\xb0\xa1" <= code <= b"\xcf\xd3")
    ),
    "gb18030": lambda code, letter: len(code) == 2 and b"\xb0\xa1" <= code <= b"\xd7\xf9",
    "euc_kr": lambda code, letter: len(code) == 2 and b"\xb0\xa1" <= code <= b"\xc8\xfe",
    "big5": lambda code, letter: len(code) == 2 and b"\xa4\x40" <= code <= b"\xc6\x7e",
}

_CANDIDATES: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("cp1252", _western),
    ("koi8_r", _cyrillic),
    ("cp1251", _cyrillic),
    ("iso8859_5", _cyrillic),
    ("cp866", _cyrillic),
    ("cp1253", _greek),
    ("iso8859_7", _greek),
    *((encoding, _eastern) for encoding in _COMMON),
    # One letter here is another there, and both make words: named, but never taken.
    ("cp1252", _central),
    ("cp1250", _central),
    ("iso8859_2", _central),
    ("cp1254", _central),
    ("cp850", _central),
    ("mac_roman", _central),
)
