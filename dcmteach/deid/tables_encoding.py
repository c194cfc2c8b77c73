"""The character set of a text file: known by a mark, or by all words looking like words."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable

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
_MANY = 0.9  # of the characters must be common ones
_WORD = re.compile(r"[A-Za-z]*[^\x00-\x7f](?:[A-Za-z]|[^\x00-\x7f])*")
# The letters beyond ASCII of one language each. A word takes its letters from one of them.
_WESTERN = [
    frozenset(letters)
    for letters in (
        *("äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúüªº", "àáâãçéêíóôõúüªº", "àèéìíîòóùú"),
        *("æøåéèêóòôü", "åäöéüš", "áéíóúýðþæö", "áéíóúäëïöüèç", "àèéíïòóúüç", "äöõüšž"),
    )
]
# What may stand beside a word, or alone; and after a unit (m², 2°, 3ª).
_SIGNS = "°§€£±×·–—‘’“”„«»…®©™¡¿´`•‰†‡№、。・，：；（）「」『』　！？"
_AFTER = re.compile(r"[A-Za-z]{0,3}[²³ªº°]|µ[A-Za-z]{0,3}|[½¼¾]")
_VOWELS = frozenset("aeiouáéíóúàèìòùäöü")
_AS_CONSONANT = frozenset("èøåæàò")  # a consonant in Central Europe's sets: č ř ĺ ć ŕ ň
_CYRILLIC_COMMON = frozenset("оеаинтсрвл")


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
        likely = _named([one for one in _likely(content) if one != encoding])
        raise TableError(
            f"it is not text in {encoding!r}, as was said or as its byte order mark says. "
            f"Give another encoding=, or save it as UTF-8.{likely}"
        ) from None
    return text.removeprefix("\ufeff")


def _guessed(content: bytes) -> tuple[str, str]:
    likely = _likely(content)
    if len(likely) == 1:
        encoding, text = next(iter(likely.items()))
        if encoding not in _TOO_ALIKE:
            return text, encoding
    raise TableError(
        "it is not in UTF-8, and which older character set it is in cannot be told with "
        f"certainty. Give encoding=, or save it as UTF-8.{_named(list(likely))}"
    )


def _named(likely: list[str]) -> str:
    named = ", ".join(map(repr, likely or ["cp1250", "cp850", "mac_roman", "iso8859_15"]))
    return f" Likely ones: {named}."


def _likely(content: bytes) -> dict[str, str]:
    """Give the character sets in which a file looks like text, and the text in them."""
    found: dict[str, str] = {}
    for encoding, looks in _CANDIDATES:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        words = sorted(set(_WORD.findall(text[:_LOOKED_AT])))
        good = [looks(unicodedata.normalize("NFC", word), encoding) for word in words]
        if words and sum(good) >= len(good) * (_ALL if looks is not _eastern else _MANY):
            found[encoding] = text
    if "cp1252" in found:  # the letters of the West come first; what they share, they share
        return {"cp1252": found["cp1252"]}
    return found


def _western(word: str, encoding: str) -> bool:
    """Tell whether a word is one of Western Europe."""
    inner = word.strip(_SIGNS)
    high = [letter for letter in inner.lower() if letter > "\x7f"]
    if not high or _AFTER.fullmatch(inner):
        return True
    if not all(map(str.isalpha, inner)) or not _cased(inner) or len(high) * 2 > len(inner) + 1:
        return False
    if not any(language.issuperset(high) for language in _WESTERN):
        return False
    lowered = f" {inner.lower()} "
    return not any(
        (letter in _AS_CONSONANT and before in " " + "".join(_VOWELS) and after in _VOWELS)
        or (letter in "ìù" and after != " ")
        or (letter in "õ" and after != "e")
        for before, letter, after in zip(lowered, lowered[1:], lowered[2:], strict=False)
    )


def _central(word: str, encoding: str) -> bool:
    """Tell whether a word is written as words are: letters, capitals at the beginning or all."""
    inner = word.strip(_SIGNS)
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
    inner = word.strip(_SIGNS)
    if not inner:
        return True
    if not all("Ѐ" <= letter <= "ӿ" for letter in inner):
        return False
    if not (inner[1:].islower() or inner.isupper()):
        return False
    common = sum(letter in _CYRILLIC_COMMON for letter in inner.lower())
    return len(inner) < 4 or common * 4 >= len(inner)


def _eastern(word: str, encoding: str) -> bool:
    """Tell whether a word has common characters of its language alone."""
    inner = word.strip(_SIGNS)
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

# One letter here is another there, and both make words: named, but never taken by themselves.
_TOO_ALIKE = frozenset({"cp1250", "iso8859_2", "cp1254", "cp850", "mac_roman"})
_CANDIDATES: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("cp1252", _western),
    ("koi8_r", _cyrillic),
    ("cp1251", _cyrillic),
    ("iso8859_5", _cyrillic),
    ("cp866", _cyrillic),
    *((encoding, _eastern) for encoding in _COMMON),
    ("cp1250", _central),
    ("iso8859_2", _central),
    ("cp1254", _central),
    ("cp850", _central),
    ("mac_roman", _central),
)
