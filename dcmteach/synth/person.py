"""Artificial people, and whatever else a hospital would write about them.

No one here exists. Names are put together from invented parts; addresses end in ``example.org``
(RFC 2606) and telephone numbers lie between 555-0100 and 555-0199, which are kept free for fiction.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dcmteach.synth.stream import Stream

__all__ = ["Person", "every_name", "invent_person", "plain_letters", "shift_date"]

_FAMILIES = {
    "western": (
        ("Quill", "Bramble", "Tinder", "Mossgå", "Øster", "Lärchen", "Zwirn", "Fjäll",
         "Hælde", "Wispel", "Kôrma", "Sýko", "Dünen", "Pebble", "Åske", "Grüffel"),
        ("fjæder", "nagel", "vrång", "ström", "wørth", "hüpfer", "kvist", "zaun", "mýr",
         "thistle", "løkke", "pföte", "sænd", "garn", "bückel", "rønne"),
    ),
    "central": (
        ("Žabí", "Řepko", "Škvorně", "Łopu", "Ďáblí", "Świerzo", "Őrjő", "Ťapko"),
        ("květ", "šínek", "ňáček", "wąsik", "řízek", "hődy", "čížma", "żołędź"),
    ),
}  # fmt: skip
_GIVEN = {
    ("western", "F"): ("Wilhelmína", "Oda", "Thessaly", "Brünhild", "Ísolde", "Märta", "Eulalie",
                       "Sunniva"),
    ("western", "M"): ("Örjan", "Ignatius", "Bóðvar", "Fridthjof", "Mårten", "Lázló", "Emeric",
                       "Þórbald"),
    ("central", "F"): ("Zbyňka", "Łucja", "Ştefania", "Květoslava"),
    ("central", "M"): ("Bořivoj", "Świętopełk", "Győző", "Ctirad"),
}  # fmt: skip
_STREETS = ("Canary Lane", "Placeholder Street", "Phantom Walk", "Lorem Close", "Mockingbird Row")
_TOWNS = ("Zandmeer", "Nowhereby", "Verzonnen aan Zee", "Erfundingen", "Opdigtet")


@dataclass(frozen=True, slots=True)
class Person:
    """One artificial person.

    Parameters
    ----------
    family, given, middle : str
        Parts of the name; ``middle`` may be empty.
    sex : str
        ``"F"`` or ``"M"``.
    birth_date : str
        ``YYYYMMDD``.
    number : str
        The number under which the hospital knows the person.
    phone, email, street, town : str
        How to reach the person, all from ranges kept free for fiction.
    """

    family: str
    given: str
    middle: str
    sex: str
    birth_date: str
    number: str
    phone: str
    email: str
    street: str
    town: str

    @property
    def pn(self) -> str:
        """The name as DICOM writes it, e.g. ``Quillnagel^Oda^Märta`` (PS3.5 6.2.1)."""
        return "^".join(part for part in (self.family, self.given, self.middle) if part)

    @property
    def spoken(self) -> str:
        """The name as people write it, e.g. ``Oda Quillnagel``."""
        return f"{self.given} {self.family}"

    def age_on(self, date: str) -> str:
        """Return the age on a day as an Age String, e.g. ``071Y`` (PS3.5 6.2)."""
        years = int(date[:4]) - int(self.birth_date[:4]) - (date[4:] < self.birth_date[4:])
        return f"{years:03d}Y"


def invent_person(
    *seed: int | str,
    sex: str | None = None,
    born: tuple[int, int] = (1932, 1996),
    letters: str = "western",
) -> Person:
    """Invent a person.

    Parameters
    ----------
    *seed : int or str
        The same seed gives the same person.
    sex : str, optional
        ``"F"`` or ``"M"``; drawn when left out.
    born : tuple of int
        First and last possible year of birth.
    letters : str
        ``"western"`` (Latin-1 is enough), ``"central"`` (takes UTF-8), or ``"plain"`` (A to Z, for
        what is drawn into pixels).
    """
    draw = Stream("person", *seed)
    sex = sex or draw.choice(("F", "M"))
    origin = "central" if letters == "central" else "western"
    family = "".join(draw.choice(parts) for parts in _FAMILIES[origin])
    names = _GIVEN[origin, sex]
    given = draw.choice(names)
    middle = draw.choice(tuple(n for n in names if n != given)) if draw.integer(0, 2) else ""
    if letters == "plain":
        family, given, middle = (plain_letters(part) for part in (family, given, middle))
    birth = f"{draw.integer(*born)}{draw.integer(1, 12):02d}{draw.integer(1, 28):02d}"
    return Person(
        family=family,
        given=given,
        middle=middle,
        sex=sex,
        birth_date=birth,
        number=f"{draw.choice('HKNPTX')}{draw.digits(7)}",
        phone=f"+1-202-555-01{draw.integer(0, 99):02d}",
        email=f"{plain_letters(given)}.{plain_letters(family)}@example.org".lower(),
        street=f"{draw.integer(2, 99)} {draw.choice(_STREETS)}",
        town=draw.choice(_TOWNS),
    )


def every_name() -> Iterator[tuple[str, str]]:
    """Yield every family name together with every given name of the same origin, in no order."""
    for origin, (first, last) in _FAMILIES.items():
        given = [name for (where, _), names in _GIVEN.items() if where == origin for name in names]
        for family in (one + other for one in first for other in last):
            for name in given:
                yield family, name


_BARE = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "ð": "d", "Þ": "Th"}


def plain_letters(text: str) -> str:
    """Return a name without its diacritics, as it ends up in e-mail addresses and file names."""
    bare = "".join(_BARE.get(letter, letter) for letter in text)
    return unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode("ascii")


def shift_date(date: str, days: int) -> str:
    """Return the day that lies ``days`` after ``date`` (both ``YYYYMMDD``)."""
    return (datetime.strptime(date, "%Y%m%d") + timedelta(days=days)).strftime("%Y%m%d")
