"""What a piece of text found in a picture is: this patient's, a date or number, technical."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from dcmteach.header.dates import spellings_of_date
from dcmteach.header.fold import fold, spellings
from dcmteach.header.identity import Identity
from dcmteach.pixels.fuzzy import nearest

__all__ = ["JUDGEMENTS", "TELLING", "judge"]

JUDGEMENTS = ("identifier", "date", "technical", "unknown")
"""What a piece of text can be, the gravest first; under ``"date"`` are also numbers like IDs."""

TELLING = frozenset({"identifier", "date"})
"""Those of :data:`JUDGEMENTS` that make a picture an identifying one."""

_NAMES = frozenset({"patient name", "another person's name"})
_LABEL = re.compile(
    r"\b(?:name|patient|pat|pid|mrn|dob|born|birth|geb|id|acc|accession|nhs|ssn|sex|age|dr)\b"
    r"[ .:#=]",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?=(?:[-./ ]*\d){5})\d{1,4}([-./ ])\d{1,2}\1\d{1,4}"
    r"|(?:0?[1-9]|[12]\d|3[01])[-. /]?(?:{months})[a-z]*"
    r"|(?:0?[1-9]|[12]\d|3[01])-[a-z]{3}(?![a-z])"  # 15-MAV: a month misread
    r"|(?:[01]?\d|2[0-3])[:.][0-5]\d[:.][0-5]\d"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d)(?!\d)"
    r"|(?<![a-z])(?:{months})[a-z]*[-. ,/]*(?:\d{1,2}[-. ,/]+)?(?:19|20)\d{2}(?!\d)"
    r"|^\W*(?:19|20)\d{2}\W*$".replace(
        "{months}", "jan|feb|mar|mae|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|ian"
    ),
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.])(?=[\w/-]*\d[\w/-]*\d[\w/-]*\d)[A-Za-z]{0,4}[-/ ]?\d[\w/-]{4,}(?![\w.])"
)
_LOOKALIKE = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "$": "s", "8": "b", "2": "z",
     "6": "g", "9": "g", "q": "g", "u": "v", "4": "a"}
)  # fmt: skip
_DIGITS = str.maketrans("OoDQIl|SBZG", "00001115826")
_SIGNS = re.compile(r"[\W_]+")
_LEAST = 4  # letters from which on a name may be misread


@lru_cache(maxsize=1)
def _technical() -> frozenset[str]:
    lines = (files("dcmteach.pixels") / "data" / "technical_marks.txt").read_text("utf-8")
    return frozenset(
        word for line in lines.splitlines() if line[:1] != "#" for word in fold(line).split()
    )


def judge(texts: Iterable[str], identity: Identity) -> str:
    """Judge what stands at one place of a picture.

    Parameters
    ----------
    texts : iterable of str
        All readings of it; the gravest judgement counts.
    identity : Identity
        What names the patient in the header, before anything is cleaned.

    Returns
    -------
    str
        One of :data:`JUDGEMENTS`. Names count in any order, each part by itself; letters that
        engines take for each other (0 and O, 1 and l, 5 and S …) are the same.
    """
    order = {kind: rank for rank, kind in enumerate(JUDGEMENTS)}
    return min((_judge(text, identity) for text in texts), key=order.__getitem__, default="unknown")


def _judge(text: str, identity: Identity) -> str:
    if identity.found_in(text):
        return "identifier"
    written = _as_digits(text)
    if _is_technical(text) and not _DATE.search(written):
        return "technical"
    if _close(text, identity):
        return "identifier"
    if _DATE.search(written) or _NUMBER.search(text) or _LABEL.search(text):
        return "date"
    return "unknown"


def _close(text: str, identity: Identity) -> bool:
    """Tell whether an identifier stands there, misread."""
    whole = _plain(text)
    digits = re.sub(r"\D", "", text)
    for wanted in _wanted(identity.values):
        if wanted.isdigit():
            if len(wanted) >= 6 and wanted in digits:
                return True
            continue
        slips = len(wanted) // 4 if len(wanted) >= _LEAST else 0
        if len(wanted) <= 5:
            slips = min(slips, 1) if _starts_alike(wanted, text) else 0
        if nearest(wanted, whole, slips) <= slips and (
            len(wanted) >= 6 or _stands_apart(wanted, text, slips)
        ):
            return True
    return False


def _starts_alike(wanted: str, text: str) -> bool:
    return any(_plain(word)[:1] == wanted[:1] for word in _SIGNS.split(text) if word)


def _stands_apart(wanted: str, text: str, slips: int) -> bool:
    """Tell whether a short name is a word of its own, give or take a letter."""
    return any(
        abs(len(word) - len(wanted)) <= slips and nearest(wanted, _plain(word), slips) <= slips
        for word in _SIGNS.split(text)
        if word
    )


def _plain(text: str) -> str:
    """Fold text so that letters that are taken for each other become one."""
    return _SIGNS.sub("", fold(text)).replace("rn", "m").translate(_LOOKALIKE)


@lru_cache(maxsize=256)
def _wanted(values: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    found: set[str] = set()
    for kind, value in values:
        if kind in _NAMES:
            parts = [part for part in _SIGNS.split(value) if len(part) >= _LEAST]
            found.update(_plain(word) for part in parts for word in spellings(part))
        elif kind in {"birth date", "date"}:
            dates = (re.sub(r"\D", "", date) for date in spellings_of_date(value))
            found.update(date for date in dates if len(date) >= 6)
        elif len(_SIGNS.sub("", value)) >= 6:
            found.add(_plain(value))
    return tuple(sorted(found))


def _as_digits(text: str) -> str:
    """Write as digits the letters that stand among digits: 17.0S.1968."""
    words = re.split(r"(\s+)", text)
    for index, word in enumerate(words):
        digits = sum(map(str.isdigit, word))
        if digits >= 2 and 2 * digits >= sum(map(str.isalnum, word)):
            words[index] = word.translate(_DIGITS)
    return "".join(words)


def _is_technical(text: str) -> bool:
    """Tell whether every word is a technical one, a short number, or a number with a unit."""
    words = [word for word in re.split(r"[\s:=,;/()\[\]<>|+*~^]+", fold(text)) if word]
    known = 0
    for word in words:
        bare = word.strip(".-#'\"_")
        if not bare:
            continue
        if bare in _technical():
            known += 1
            continue
        number = re.fullmatch(r"[-+]?\d{1,4}(?:[.,]\d{1,3})?([a-zµμ°%]*\d?)", bare)
        if number and (not number[1] or number[1] in _technical()):
            known += 1
            continue
        lead = re.fullmatch(r"([a-zµ]+)[-.]?\d{1,4}(?:[.,]\d+)?([a-zµ%]*)", bare)
        if lead and lead[1] in _technical() and (not lead[2] or lead[2] in _technical()):
            known += 1
            continue
        return False
    return known > 0
