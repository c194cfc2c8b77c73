"""What identifies in free text whoever's it is: addresses, phone numbers, UIDs, titled names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dcmteach.deid.freetext_view import View
from dcmteach.deid.freetext_words import words
from dcmteach.deid.uids import is_well_known
from dcmteach.header.fold import fold

__all__ = ["contacts_in"]

_FEWEST = 7  # digits of a telephone number
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"'\\]{1,64}@[^\W_](?:[\w-]{0,62}\.){1,6}[^\W\d_]{2,24}")
_URL = re.compile(r"(?:\b[a-z][a-z0-9+]{1,9}://|\bwww\.|\bmailto:)[^\s<>\"')\]]+", re.IGNORECASE)
_UNC = re.compile(r"\\\\[\w.$-]+\\[^\s\"<>|]+|\b[a-zA-Z]:\\(?:users|documents)[^\"<>|]*", re.I)
# A plus or 00 and a country; a 0 and an area; the American form.
_PHONE = re.compile(
    r"(?<![\w.+])(?:(?:\+|00)\d{1,3}[ ()./-]{0,3}(?:\(0\) ?)?\d(?:[ ()./-]{0,2}\d){5,12}"
    r"|\(0\d{1,5}\)[ /-]{0,3}\d(?:[ /-]{0,2}\d){3,9}"
    r"|(?=0(?:[ /-]*\d){8})0\d{1,5} ?[ /-] ?\d{2,8}(?:[ /-]\d{2,4}){0,4}"
    r"|(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[.-]\d{4})(?![\w-])(?!\.\d)"
)
_CALLS = frozenset(
    {
        *("beeper", "bleep", "call", "cell", "durchwahl", "ext", "extension", "fax", "handy"),
        *("mob", "mobil", "mobile", "pager", "phone", "tel", "telefon", "telefono", "telefoon"),
        *("telephone",),
    }
)
_CALLED = re.compile(
    r"(?<![^\W_])(?:tel|telephone|telefon|telefoon|t[eé]l[eé]phone|telefono|phone|mobile|mob|mobil"
    r"|cell|call|handy|fax|pager|beeper|bleep|ext|extension|durchwahl)\b[ .:#-]{0,4}"
    r"(?:no\.?|nr\.?)? ?((?:\+|\()?\d[\d ()./-]{1,18}\d)(?![\d])",
    re.IGNORECASE,
)
_UID = re.compile(r"(?<![\w.])(?:[0-2]\.\d{1,39}(?:\.\d{1,39}){3,}|2\.25\.[1-9]\d{9,38})(?![\w])")
_TITLES = frozenset(
    {
        *("dhr", "doctor", "dr", "fr", "frau", "fru", "herr", "herrn", "hr", "madame", "mevr"),
        *("miss", "mlle", "mme", "monsieur", "mr", "mrs", "ms", "mx", "prof", "professor"),
        *("senor", "senora", "signor", "signora", "sr", "sra"),
    }
)
# Dr Somebody, whom the header does not name. DR CHEST is a radiograph, and MR HEAD no mister.
_TITLED = re.compile(
    r"(?<![^\W_])(?:(?:Dr|Prof|Mr|Mrs|Ms|Mx|Hr|Fr|Dhr|Mevr|Sr|Sra)\b\.?|(?:DR|PROF|MRS)\."
    r"|(?:Professor|Doctor|Miss|Herr|Herrn|Frau|Fru|Mme|Mlle|Madame|Monsieur|Señora?|Signora?)\b)"
    r"(?:\s?(?:med|h\.c|habil|Dr|Prof|PD)\b\.?)*"
    r"((?:[ \t]?(?:[^\W\d_]\.|von|van|de|der|den|di|la|le|zu))*"
    r"[ \t]?[^\W\d_][\w'’\u0300-\u036f]+(?:-[^\W\d_]\w+)?(?:[ \t][^\W\d_a-z][\w'’]+)?)"
)


def contacts_in(view: View) -> Iterator[tuple[int, int]]:
    """Find what reaches or names a person, whoever it is.

    Parameters
    ----------
    view : View
        The text.

    Yields
    ------
    start, end : int
        Where in the text as written:
        E-mail and web addresses, paths to files, telephone numbers, UIDs that are not well
        known, and a title with the name after it.
    """
    text = view.text
    if "@" in text:
        yield from (match.span() for match in _EMAIL.finditer(text))
    if "://" in text or "www." in view.folded or "mailto:" in view.folded:
        yield from (match.span() for match in _URL.finditer(text))
    if "\\" in text:
        yield from (match.span() for match in _UNC.finditer(text))
    if sum(map(len, view.digits)) >= _FEWEST:
        yield from (match.span() for match in _PHONE.finditer(text))
    if view.digits and not _CALLS.isdisjoint(view.vocabulary):
        yield from (match.span() for match in _CALLED.finditer(text))
    if len(view.digits) >= 3 and "." in text:
        for match in _UID.finditer(text):
            if not is_well_known(match[0]):
                yield match.span()
    if _TITLES.isdisjoint(view.vocabulary):
        return
    for match in _TITLED.finditer(text):
        names = re.findall(r"[^\W_]+", match[1])
        capital = [name for name in names if name[0].isupper() and len(name) > 1]
        if not capital or _is_everyday(capital[0]):
            continue
        end = match.end()
        if len(capital) > 1 and _is_everyday(capital[-1]):
            end -= len(match[1]) - len(match[1][: match[1].rindex(capital[-1])].rstrip())
        yield match.start(), end


def _is_everyday(word: str) -> bool:
    folded = fold(word)
    return folded in words("everyday") or folded in words("acronym")
