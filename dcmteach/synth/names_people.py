"""People of many countries, invented by rule, their names in as many scripts."""

from __future__ import annotations

import json
import random
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["TITLES", "Named", "invent", "near", "plain", "romanise"]

_CULTURES = ("western", "cyrillic", "greek", "japanese", "korean", "chinese")
_SHARES = (58, 12, 10, 10, 5, 5)


def _letters(table: str) -> dict[str, str]:
    """Read ``"аa бb"``: a letter and what is typed for it."""
    return {pair[0]: pair[1:] for pair in table.split()}


_CYRILLIC = _letters(
    "аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch "
    "ъie ыy ь эe юyu яya"
)
_GERMAN = {**_CYRILLIC, "в": "w", "ж": "sch", "з": "s", "х": "ch", "ц": "z", "ч": "tsch"}
_GERMAN |= {"ш": "sch", "щ": "schtsch", "ю": "ju", "я": "ja", "й": "j"}
_GREEK = _letters("αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs τt υy φf χch ψps ωo")
_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_SONS = frozenset(["junior", "ii"])
_BARE = str.maketrans("łøı", "loi")
TITLES = frozenset(["dr", "prof", "mr", "mrs", "ms", "frau", "herr", "mme", "m", "sra", "dhr"])
"""What the rows write before names."""
_SCHEMES = (_CYRILLIC | _GREEK, _GERMAN | _GREEK)


@dataclass(frozen=True, slots=True)
class Named:
    """One invented person.

    Parameters
    ----------
    culture : str
        ``"western"``, ``"cyrillic"``, ``"greek"``, ``"japanese"``, ``"korean"``, ``"chinese"``.
    family, given, middle, particle, suffix : str
        The name in Latin letters, or in Cyrillic or Greek ones.
    native, sound : tuple of str
        Family and given name in the ideographic and the phonetic group; empty if there is none.
    both : bool
        For Cyrillic and Greek: whether the images hold the name in Latin letters as well.
    """

    culture: str
    family: str
    given: str
    middle: str = ""
    particle: str = ""
    suffix: str = ""
    native: tuple[str, ...] = ()
    sound: tuple[str, ...] = ()
    both: bool = False

    @property
    def pn(self) -> str:
        """The PN value (PS3.5 6.2.1)."""
        first = f"{self.particle} {self.family}".strip()
        alphabetic = "^".join((first, self.given, self.middle, "", self.suffix)).rstrip("^")
        if self.culture in {"cyrillic", "greek"} and self.both:
            return f"{romanise(alphabetic)}={alphabetic}"
        groups = [alphabetic, "^".join(self.native), "^".join(self.sound)]
        return "=".join(groups).rstrip("=")


def plain(text: str, *, typed: bool = False) -> tuple[str, ...]:
    """Give the words of a name without case, accents, titles and order.

    Parameters
    ----------
    text : str
        A name.
    typed : bool, optional
        Write umlauts as two letters rather than without their dots.
    """
    lowered = unicodedata.normalize("NFC", text.casefold())
    lowered = lowered.translate(_TYPED if typed else _BARE)
    apart = unicodedata.normalize("NFKD", lowered)
    letters = "".join(c if c.isalnum() else " " for c in apart if not unicodedata.combining(c))
    words = ("jr" if word in _SONS else word for word in letters.split())
    return tuple(sorted(word for word in words if word not in TITLES))


def romanise(text: str, scheme: int = 0) -> str:
    """Write Cyrillic or Greek in Latin letters, as in English (0) or in German (1)."""
    apart = (
        "".join(
            c
            for c in unicodedata.normalize("NFD", text.replace("й", "\0").replace("ё", "е"))
            if not unicodedata.combining(c)
        )
        .replace("\0", "й")
        .replace("ς", "σ")
    )
    made = []
    for letter in apart:
        latin = _SCHEMES[scheme].get(letter.lower(), letter.lower())
        made.append(latin.capitalize() if letter.isupper() else latin)
    return "".join(made)


@cache
def _parts() -> Any:
    return json.loads((files("dcmteach.synth") / "name_parts.json").read_text(encoding="utf-8"))


def invent(draw: random.Random) -> Named:
    """Invent a person."""
    culture = draw.choices(_CULTURES, _SHARES)[0]
    return _INVENT[culture](draw, _parts()[culture])


def _western(draw: random.Random, parts: dict[str, str]) -> Named:
    given = parts["given"].split()
    if draw.random() < 0.5:
        family = draw.choice(parts["family"].split())
    else:
        stem, end = draw.choice(parts["stems"].split()), draw.choice(parts["ends"].split())
        family = stem + (draw.choice(parts["middles"].split()) if draw.random() < 0.6 else "") + end
    if draw.random() < 0.05:
        family += "-" + draw.choice(parts["family"].split())
    first = draw.choice(given)
    if draw.random() < 0.06:
        first += "-" + draw.choice(given)
    return Named(
        "western",
        family,
        first,
        draw.choice(given) if draw.random() < 0.25 else "",
        draw.choice(parts["particles"].split("|")) if draw.random() < 0.06 else "",
    )


def _cyrillic(draw: random.Random, parts: dict[str, str]) -> Named:
    woman = draw.random() < 0.5
    end = draw.choice(parts["ends"].split())
    ending = {"ск": ("ский", "ская"), "нк": ("нко", "нко")}.get(end[-2:], ("", "а"))[woman]
    family = draw.choice(parts["stems"].split()) + end.removesuffix(ending[:2] or "\0") + ending
    given = draw.choice(parts["female" if woman else "male"].split())
    middle = ""
    if draw.random() < 0.5:
        middle = draw.choice(parts["patronymic"].split()) + ("на" if woman else "ич")
    return Named("cyrillic", family, given, middle, both=draw.random() < 0.5)


def _greek(draw: random.Random, parts: dict[str, str]) -> Named:
    given = draw.choice(parts[draw.choice(("male", "female"))].split())
    family = draw.choice(parts["stems"].split()) + draw.choice(parts["ends"].split())
    return Named("greek", family, given, both=draw.random() < 0.5)


def _japanese(draw: random.Random, parts: dict[str, str]) -> Named:
    family = draw.choice(parts["family"].split("|")).split()
    given = draw.choice(parts["given"].split("|")).split()
    return Named(
        "japanese",
        family[2].capitalize(),
        given[2].capitalize(),
        native=(family[0], given[0]),
        sound=(family[1], given[1]) if draw.random() < 0.7 else (),
    )


def _syllables(draw: random.Random, parts: dict[str, str]) -> tuple[list[str], list[str]]:
    family = draw.choice(parts["family"].split("|")).split()
    given = [draw.choice(parts[which].split("|")).split() for which in ("first", "second")]
    return family, ["".join(letters) for letters in zip(*given, strict=True)]


def _korean(draw: random.Random, parts: dict[str, str]) -> Named:
    family, given = _syllables(draw, parts)
    return Named("korean", family[1], given[1].capitalize(), native=(family[0], given[0]))


def _chinese(draw: random.Random, parts: dict[str, str]) -> Named:
    family, given = _syllables(draw, parts)
    return Named("chinese", family[1], given[1].capitalize(), native=(family[0], given[0]))


_INVENT = {
    "western": _western,
    "cyrillic": _cyrillic,
    "greek": _greek,
    "japanese": _japanese,
    "korean": _korean,
    "chinese": _chinese,
}


def near(draw: random.Random, person: Named, kind: str) -> Named | None:
    """Invent somebody whose name is nearly a person's.

    Parameters
    ----------
    draw : random.Random
        Where chance comes from.
    person : Named
        The other one.
    kind : str
        ``"one letter"``, ``"sibling"``, ``"junior"``, ``"swapped"``, ``"one more name"``,
        ``"namesake"``, or ``"other given name"`` (*Anna*, *Anne*: a letter apart, both common).

    Returns
    -------
    Named or None
        None if the kind makes no sense for this person's names.
    """
    western = person.culture == "western"
    if kind == "namesake":
        return person
    if kind == "sibling":
        for _ in range(1000):
            other = _INVENT[person.culture](draw, _parts()[person.culture])
            if other.given != person.given and _kin(person, other):
                native = person.native and (person.native[0], other.native[1])
                sound = (person.sound[0], other.sound[1]) if person.sound and other.sound else ()
                return replace(other, family=person.family, native=native, sound=sound,
                               particle=person.particle)  # fmt: skip
        return None
    if not western:
        return None
    if kind == "junior":
        return replace(person, suffix=draw.choice(("Jr", "Jr.", "II", "Junior")))
    if kind == "other given name":
        common = _parts()["western"]["given"].split()
        others = [name for name in common if _a_letter_apart(name, person.given)]
        return replace(person, given=draw.choice(others)) if others else None
    if kind == "one more name":
        more = draw.choice(_parts()["western"]["given"].split())
        return None if person.middle or more == person.given else replace(person, middle=more)
    if kind == "swapped":
        given = draw.choice(("Martin", "Thomas", "Simon", "Oliver", "Walter", "Henry", "Louis",
                             "Paul", "Patrick", "Werner"))  # fmt: skip
        return Named("western", person.given, given) if "-" not in person.given else None
    which = draw.choice(("family", "given"))
    changed = _one_letter(draw, getattr(person, which))
    if not changed:
        return None
    return replace(person, family=changed) if which == "family" else replace(person, given=changed)


def _kin(person: Named, other: Named) -> bool:
    """Tell whether two may bear the same family name: a Russian woman's ends otherwise."""
    if person.culture != "cyrillic":
        return True
    return person.family.endswith("а") == other.family.endswith("а")


def _a_letter_apart(one: str, other: str) -> bool:
    """Tell whether two names differ in one letter, or one has one more."""
    left, right = ({n[:at] + n[at + 1 :] for at in range(len(n))} | {n} for n in (one, other))
    return one != other and abs(len(one) - len(other)) < 2 and not left.isdisjoint(right)


def _one_letter(draw: random.Random, name: str) -> str:
    if len(name) < 5:
        return ""
    at = draw.randrange(1, len(name))
    if not name[at].isalpha():
        return ""
    vowels, others = "aeiou", "bdfgklmnprst"
    same = vowels if name[at] in vowels else others
    return (
        name[:at] + draw.choice([letter for letter in same if letter != name[at]]) + name[at + 1 :]
    )
