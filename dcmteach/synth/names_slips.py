"""A name as a tired person types it into a table."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from dcmteach.synth.names_people import Named, romanise

__all__ = ["mistyped", "written"]

_TITLES = ("Dr.", "Prof. Dr.", "Mr", "Mrs.", "Frau", "Herr", "Mme", "M.", "Sra.", "Ms", "Dhr.")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_TYPED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss"}


def written(
    draw: random.Random, person: Named, *, slips: bool, more: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """Write a person's name as a row of a table.

    Parameters
    ----------
    draw : random.Random
        Where chance comes from.
    person : Named
        Who it is.
    slips : bool
        Whether to make mistakes; otherwise only the way of writing varies.
    more : sequence of str
        Names from which an extra one is taken.

    Returns
    -------
    str
        The row.
    tuple of str
        What was done: ``"typo"``, ``"two typos"``, ``"swapped"``, ``"missing name"``,
        ``"extra name"``, ``"initial"``, ``"title"``, ``"no accents"``, ``"umlauts typed"``,
        ``"other alphabet"``, ``"run together"``.
    """
    done: list[str] = []
    if person.native and draw.random() < 0.5:
        return _east_asian(draw, person, slips, done), tuple(done)
    family, given, middle = person.family, person.given, person.middle
    if person.culture in {"cyrillic", "greek"} and draw.random() < 0.4:
        scheme = draw.choice((0, 0, 1))
        family, given, middle = (romanise(part, scheme) for part in (family, given, middle))
        done.append("other alphabet")
    if person.culture == "japanese" and draw.random() < 0.5:  # Tarou, Taro
        given, family = (part.replace("ou", "o").replace("uu", "u") for part in (given, family))
    if slips:
        family, given, middle = _words(draw, person, family, given, middle, more, done)
    particle = person.particle
    if particle and draw.random() < 0.2:
        particle = ""
    family = f"{particle} {family}".strip()
    if draw.random() < 0.12:
        family, given, middle = (_typed(part, done) for part in (family, given, middle))
    elif draw.random() < 0.15:
        family, given, middle = (_bare(part, done) for part in (family, given, middle))
    if slips and draw.random() < 0.06:
        family, given, middle = given, family, ""
        done.append("swapped")
    suffix = person.suffix
    if suffix and draw.random() < 0.1:
        suffix = ""
        done.append("missing generation")
    return _layout(draw, family, f"{given} {middle}".strip(), suffix, done), tuple(done)


def mistyped(draw: random.Random, person: Named) -> Named:
    """Give a person as somebody mistyped the family name at the machine."""
    return replace(person, family=_typo(draw, person.family))


def _words(
    draw: random.Random,
    person: Named,
    family: str,
    given: str,
    middle: str,
    more: Sequence[str],
    done: list[str],
) -> tuple[str, str, str]:
    """Make one to three mistakes in the words of a name."""
    kinds = draw.choices(
        ("typo", "two typos", "missing name", "extra name", "initial", "run together", "none"),
        (44, 4, 10, 10, 8, 8, 16),
    )[0]
    if kinds == "missing name" and middle:
        middle = ""
        done.append(kinds)
    elif kinds == "extra name" and not middle and person.culture == "western":
        middle = draw.choice(more)
        done.append(kinds)
    elif kinds == "initial" and middle:
        middle = middle[0] + draw.choice((".", ""))
        done.append(kinds)
    elif kinds == "run together" and "-" in given + family:
        between = draw.choice((" ", ""))
        given, family = given.replace("-", between), family.replace("-", between)
        done.append(kinds)
    elif "typo" in kinds:
        for _ in range(2 if kinds == "two typos" else 1):
            if draw.random() < 0.6:
                family = _typo(draw, family)
            else:
                given = _typo(draw, given)
        done.append(kinds)
    return family, given, middle


def _typo(draw: random.Random, word: str) -> str:
    """Leave a letter out, double one, hit the key beside it, or exchange two neighbours."""
    if len(word) < 4:
        return word
    at = draw.randrange(1, len(word) - 1)
    letter = word[at]
    kind = draw.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + letter + word[at:]
    if kind == 2 and letter != word[at + 1]:
        return word[:at] + word[at + 1] + letter + word[at + 2 :]
    for row in _ROWS:
        place = row.find(letter)
        if place >= 0:
            beside = row[place - 1] if place else row[1]
            return word[:at] + beside + word[at + 1 :]
    return word[:at] + word[at + 1 :]


def _typed(text: str, done: list[str]) -> str:
    made = "".join(_TYPED.get(c, c) for c in unicodedata.normalize("NFC", text))
    for letter, typed in _TYPED.items():
        made = made.replace(letter.upper(), typed.capitalize())
    if made != text:
        done.append("umlauts typed")
    return made


def _bare(text: str, done: list[str]) -> str:
    made = "".join(
        c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)
    ).translate(str.maketrans("łŁøØı", "lLoOi"))
    if made != text:
        done.append("no accents")
    return made


def _east_asian(draw: random.Random, person: Named, slips: bool, done: list[str]) -> str:
    parts = person.native
    if person.sound and draw.random() < 0.2:
        parts = person.sound
    if slips and draw.random() < 0.15:
        parts = parts[::-1]
        done.append("swapped")
    text = draw.choice(("", " ", "　", " ")).join(parts)
    if draw.random() < 0.05:
        done.append("title")
        text += {"japanese": "様", "korean": "님", "chinese": "先生"}[person.culture]
    return text


def _layout(draw: random.Random, family: str, given: str, suffix: str, done: list[str]) -> str:
    way = draw.choices(range(5), (45, 25, 12, 10, 8))[0]
    tail = f" {suffix}" if suffix else ""
    if way == 0:
        text = f"{family}, {given}{',' if suffix else ''}{tail}"
    elif way == 1:
        text = f"{given} {family}{tail}"
    elif way == 2:
        text = f"{family.upper()} {given}{tail}"
    elif way == 3:
        text = f"{family} {given}{tail}"
    else:
        text = f"{given} {family}{tail}".upper()
    if draw.random() < 0.06:
        done.append("title")
        text = f"{draw.choice(_TITLES)} {text}"
    return unicodedata.normalize(draw.choice(("NFC", "NFC", "NFC", "NFD")), text)
