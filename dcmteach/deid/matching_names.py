"""A name as somebody wrote it, taken apart so that two writings of it can be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from dcmteach.deid.matching_forms import HAN, spelled, without_long_vowels
from dcmteach.deid.matching_words import (
    GENERATIONS,
    HONORIFICS,
    MAIDEN,
    PARTICLES,
    SOFT_TITLES,
    TITLES,
)
from dcmteach.header.fold import fold

__all__ = ["Name", "Word", "names_of_person", "names_of_row", "script_of"]

_QUOTES = re.compile("['’‘ʼʻ`´ʹ′‵＇]")
_TOKEN = re.compile(r"""([^\s\-‐‑‒–—―_/·・•‧.=､、゠"“”„«»*?!:+]+)(\.?)""")
_COMMA = re.compile("[,،，;]")
_BRACKETS = re.compile(r"[(\[（【](.*?)[)\]）】]")
_HANGUL = re.compile("[가-힣]")
_ROMAJI = re.compile("(?:(?:[kgszjtdnhfbpmyrw]|[kgnhbpmr]y|sh|ch|ts)?[aiueo]|n)+")
_ADDITION = 24  # letters of the longest titles behind a comma
_MARKS = frozenset({"jr", "junior", "senior"})  # wherever they stand
_DOTTED = frozenset({"sr", "jun", "sen"})  # with a full stop


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    """One word of a name.

    Parameters
    ----------
    native : str
        As written, in lower case and composed (NFKC).
    forms : tuple of str
        The spellings it counts as equal in: folded, with umlauts typed as two letters, and in
        Latin letters.
    family : bool or None
        Whether it stands where the family name stands; None where the writing does not tell.
    """

    native: str
    forms: tuple[str, ...]
    family: bool | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Name:
    """One writing of one name.

    Parameters
    ----------
    words : tuple of Word
        The words that count: without titles, particles and generation.
    particles : frozenset of str
        *von, de la, bin* …: they may be missing.
    initials : tuple of str
        Single letters that stand for a word.
    generation : str
        ``"1"`` (senior), ``"2"`` (junior, II), ``"3"`` …, or empty.
    key : tuple of str
        The words in order of the alphabet: equal for names that differ in their order alone.
    """

    words: tuple[Word, ...]
    particles: frozenset[str] = frozenset()
    initials: tuple[str, ...] = ()
    generation: str = ""
    key: tuple[str, ...] = field(default=(), compare=False)


def script_of(text: str) -> int:
    """Tell scripts of syllables and ideographs apart: kana 1, Han 2, Hangul 3, all others 0."""
    code = ord(text[0])
    return 0 if code < 0x3040 else 1 if code < 0x3100 else 3 if 0xAC00 <= code < 0xD7A4 else 2


def names_of_row(text: str) -> tuple[Name, ...]:
    """Read a name as a table writes it.

    Parameters
    ----------
    text : str
        ``"Müller, Anna"``, ``"Dr. Anna Mueller"``, ``"MÜLLER Anna (née Schmidt)"``,
        ``"山田 太郎"`` or a PN value.

    Returns
    -------
    tuple of Name
        Its readings: without what stands in brackets, with it, and, if they hold a whole name,
        what stands in them alone. Empty if there is no name in it.
    """
    text = unicodedata.normalize("NFKC", text)
    if "^" in text:
        return names_of_person(text)
    inside = _BRACKETS.findall(text)
    if not inside:
        return tuple(name for name in (_row(text),) if name.words)
    outside = _row(_BRACKETS.sub(" ", text))
    whole = _row(_BRACKETS.sub(r" \1 ", text))
    bracketed = [_row(part) for part in inside]
    readings = [outside, whole, *(name for name in bracketed if len(name.words) > 1)]
    return tuple(dict.fromkeys(name for name in readings if name.words))


def names_of_person(value: str) -> tuple[Name, ...]:
    """Read a PN value (PS3.5 6.2.1).

    Parameters
    ----------
    value : str
        Up to three groups joined by ``=`` (alphabetic, ideographic, phonetic), each of up to
        five components joined by ``^`` (family, given, middle, prefix, suffix).

    Returns
    -------
    tuple of Name
        One for each group that says anything. A value without ``^`` is read as a table's name.
    """
    found = []
    for group in unicodedata.normalize("NFKC", value).split("="):
        if "^" not in group:
            found.append(_row(group))
            continue
        family, given, middle, _, suffix = [*group.split("^"), "", "", "", ""][:5]
        found.append(_name([(family, True), (f"{given} {middle}", False)], suffix))
    if HAN.search(value) and not _HANGUL.search(value):
        found = [_with_short_vowels(name) for name in found]
    return tuple(dict.fromkeys(name for name in found if name.words))


def _with_short_vowels(name: Name) -> Name:
    """Let Japanese names in Latin letters be written without their long vowels: Gotou, Goto."""
    words = tuple(
        replace(word, forms=tuple(dict.fromkeys((*word.forms, without_long_vowels(word.native)))))
        if len(word.native) > 3 and _ROMAJI.fullmatch(word.native)
        else word
        for word in name.words
    )
    return replace(name, words=words)


def _row(text: str) -> Name:
    parts = [part for part in _COMMA.split(text) if part.strip()]
    if len(parts) < 2:
        return _name([(text, None)])
    rest = [part for part in parts[1:] if not _is_addition(part)]
    suffix = " ".join(part for part in parts[1:] if _is_addition(part))
    if not rest:  # "Anna Müller, PhD"
        return _name([(parts[0], None)], suffix)
    return _name([(parts[0], True), (" ".join(rest), False)], suffix)


def _is_addition(part: str) -> bool:
    if len(part) > _ADDITION:
        return False
    tokens = _tokens(part)
    return bool(tokens) and all(
        token in TITLES or token in GENERATIONS or token in SOFT_TITLES for token, _ in tokens
    )


def _tokens(text: str) -> list[tuple[str, bool]]:
    """Split into words in lower case, and whether each was written with a full stop."""
    lowered = _QUOTES.sub("", text).replace("\0", " ").casefold()
    if not lowered.isascii():
        lowered = unicodedata.normalize("NFKC", lowered)
    for phrase in MAIDEN:
        if phrase in lowered:
            lowered = f" {lowered}".replace(f" {phrase}", " ")
    return [(token, dotted == ".") for token, dotted in _TOKEN.findall(lowered)]


def _name(parts: list[tuple[str, bool | None]], suffix: str = "") -> Name:
    tokens = [
        (token, dotted, family)
        for part, family in parts
        for token, dotted in _tokens(part)
        if token and not token.isdigit()
    ]
    generation = next(
        (GENERATIONS[token] for token, _ in _tokens(suffix) if token in GENERATIONS), ""
    )
    words = [item for item in tokens if fold(item[0]) not in TITLES] or tokens
    # "Sr." at the start is señor, at the end senior.
    if len(words) > 1 and words[0][0] in {"sr", "jr"} and words[0][1]:
        words = words[1:]
    if len(words) > 2:
        kept = [
            (token, dotted, family)
            for at, (token, dotted, family) in enumerate(words)
            # "M." is a title in front, else an initial
            if not (dotted and fold(token) in SOFT_TITLES and (len(token) > 1 or at == 0))
        ]
        words = kept if len(kept) > 1 else words
    if len(words) > 2 and words[-1][0] in GENERATIONS and len(words[-1][0]) > 1:
        generation = generation or GENERATIONS[words[-1][0]]
        words = words[:-1]
    elif len(words) > 2:
        marked = [
            item for item in words[1:] if item[0] in _MARKS or (item[1] and item[0] in _DOTTED)
        ]
        if marked:
            generation = generation or GENERATIONS[marked[0][0]]
            words = [item for item in words if item not in marked]
    words = [(_plain(token), dotted, family) for token, dotted, family in words]
    words = [item for item in words if item[0]]
    last = len(words) - 1
    # "y" joins two names; at the end, or with a full stop, it is an initial
    between = [
        token in PARTICLES and (len(token) > 1 or (at < last and not dotted))
        for at, (token, dotted, _) in enumerate(words)
    ]
    light = [item[0] for item, is_light in zip(words, between, strict=True) if is_light]
    full = [item for item, is_light in zip(words, between, strict=True) if not is_light]
    initials = [token for token, _, _ in full if _is_initial(token)]
    full = [item for item in full if not _is_initial(item[0])]
    if len(full) + len(initials) < 2 and light:  # "Le Van Duc": particles are all there is
        full = [item for item in words if not _is_initial(item[0])]
        light = []
    made = tuple(Word(token, spelled(token), family) for token, _, family in full)
    return Name(
        made,
        frozenset(light),
        tuple(initials),
        generation,
        tuple(sorted(word.native for word in made)),
    )


def _plain(token: str) -> str:
    """Take a form of address off the end: 太郎様, 山田さん."""
    if token.isascii():
        return token
    for ending in HONORIFICS:
        if token.endswith(ending):
            token = token.removesuffix(ending)
    return token


def _is_initial(token: str) -> bool:
    return len(token) == 1 and HAN.match(token) is None and not "가" <= token <= "힣"
