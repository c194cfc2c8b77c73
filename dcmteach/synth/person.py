"""Artificial people, and whatever else a hospital would write about them.

No one here exists. Names are put together from invented parts; addresses end in ``example.org``
(RFC 2606) and telephone numbers lie between 555-0100 and 555-0199, which are kept free for fiction.
"""

from __future__ import annotations

from dataclasses import dataclass

from dcmteach.synth.stream import Stream

__all__ = ["Person", "invent_person", "shift_date"]

_FAMILY_START = ("Quill", "Bramble", "Tinder", "Mossgå", "Øster", "Lärchen", "Zwirn", "Fjäll",
                 "Hælde", "Wispel", "Kôrma", "Sýko", "Dünen", "Pebble", "Åske", "Grüffel")  # fmt: skip
_FAMILY_END = ("fjæder", "nagel", "vrång", "ström", "wørth", "hüpfer", "kvist", "zaun", "mýr",
               "thistle", "løkke", "pföte", "sænd", "garn", "bückel", "rønne")  # fmt: skip
_WOMEN = ("Wilhelmína", "Oda", "Thessaly", "Brünhild", "Ísolde", "Märta", "Eulalie", "Sunniva")
_MEN = ("Örjan", "Ignatius", "Bóðvar", "Fridthjof", "Mårten", "Lázló", "Emeric", "Þórbald")
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


def invent_person(*seed: int | str, sex: str | None = None, born: tuple[int, int] = (1932, 1996),
                  ascii_only: bool = False) -> Person:  # fmt: skip
    """Invent a person.

    Parameters
    ----------
    *seed : int or str
        The same seed gives the same person.
    sex : str, optional
        ``"F"`` or ``"M"``; drawn when left out.
    born : tuple of int
        First and last possible year of birth.
    ascii_only : bool
        Leave the diacritics out, for what can only be drawn in plain letters.
    """
    draw = Stream("person", *seed)
    sex = sex or draw.choice(("F", "M"))
    family = draw.choice(_FAMILY_START) + draw.choice(_FAMILY_END)
    names = _WOMEN if sex == "F" else _MEN
    given = draw.choice(names)
    middle = draw.choice(tuple(n for n in names if n != given)) if draw.integer(0, 2) else ""
    if ascii_only:
        family, given, middle = (_plain(part) for part in (family, given, middle))
    birth = f"{draw.integer(*born)}{draw.integer(1, 12):02d}{draw.integer(1, 28):02d}"
    return Person(
        family=family,
        given=given,
        middle=middle,
        sex=sex,
        birth_date=birth,
        number=f"{draw.choice('HKNPTX')}{draw.digits(7)}",
        phone=f"+1-202-555-01{draw.integer(0, 99):02d}",
        email=f"{_plain(given).lower()}.{_plain(family).lower()}@example.org",
        street=f"{draw.integer(2, 99)} {draw.choice(_STREETS)}",
        town=draw.choice(_TOWNS),
    )


_PLAIN = str.maketrans({
    "ä": "a", "å": "a", "á": "a", "ö": "o", "ø": "o", "ô": "o", "ó": "o", "ü": "u", "í": "i",
    "ý": "y", "æ": "ae", "Ö": "O", "Ø": "O", "Å": "A", "Í": "I", "ð": "d", "Þ": "Th",
})  # fmt: skip


def _plain(text: str) -> str:
    return text.translate(_PLAIN)


def shift_date(date: str, days: int) -> str:
    """Return the day that lies ``days`` after ``date`` (both ``YYYYMMDD``)."""
    from datetime import datetime, timedelta

    return (datetime.strptime(date, "%Y%m%d") + timedelta(days=days)).strftime("%Y%m%d")
