"""The three artificial patients of the benchmark corpus, and all the ways of writing them."""

from __future__ import annotations

from dataclasses import dataclass, field

from dcmteach.synth.person import Person, invent_person, plain_letters
from dcmteach.synth.visit import HOSPITAL, HOSPITAL_ADDRESS

__all__ = ["WHO", "Who", "dotted", "invent_who"]

WHO = 3
"""How many patients there are."""

_SEEDS = ((4, "western"), (8, "central"), (10, "plain"))
_JAPANESE = ("金糸鳥野", "雲雀", "かなりやの", "ひばり")


@dataclass(frozen=True, slots=True)
class Who:
    """One patient of the corpus.

    Parameters
    ----------
    number : int
        0, 1 or 2.
    person : Person
        Who it is.
    native : tuple of str
        Family and given name in the patient's own script, and both as they sound; empty where
        Latin letters are the own script.
    referrer, operator : Person
        Who sent the patient; who ran the machines.
    """

    number: int
    person: Person
    referrer: Person
    operator: Person
    native: tuple[str, ...] = field(default=())

    @property
    def pn(self) -> str:
        """The name as Patient's Name writes it, with all its component groups (PS3.5 6.2.1)."""
        if not self.native:
            return self.person.pn
        family, given, sound_family, sound_given = self.native
        return f"{self.person.pn}={family}^{given}={sound_family}^{sound_given}"

    @property
    def charset(self) -> str | list[str]:
        """The Specific Character Set that can write it."""
        return (["ISO_IR 100"], ["ISO_IR 192"], ["", "ISO 2022 IR 87"])[self.number]

    def plain(self) -> tuple[tuple[str, str], ...]:
        """Kind and text of each way of writing the patient with the letters A to Z."""
        person = self.person
        family, given = plain_letters(person.family), plain_letters(person.given)
        return (
            ("patient name", f"{family.upper()}, {given.upper()}"),
            ("patient name", f"{given} {family}"),
            ("patient id", person.number),
            ("patient name", f"{family} {given}".lower()),
            ("birth date", dotted(person.birth_date)),
            ("patient name", family.upper()),
            ("phone", person.phone),
        )

    def spelled(self) -> tuple[tuple[str, str], ...]:
        """Kind and text of each way of writing the patient in the character set of the files."""
        person = self.person
        if self.native:
            family, given = self.native[:2]
            return (*self.plain(), ("patient name", f"{family} {given}"))
        return (
            ("patient name", person.spoken),
            ("patient name", f"{person.family.upper()}, {person.given}"),
            *self.plain(),
        )

    def tokens(self) -> list[tuple[str, str]]:
        """Kind and text of everything that must not stand in any output: what is looked for."""
        person = self.person
        found = [
            ("patient name", part)
            for part in (person.family, person.given, person.middle, *self.native)
            if len(part) >= (2 if ord(part[:1] or " ") > 0x2FFF else 5)
        ]
        for other in (self.referrer, self.operator):
            found += [
                ("physician name", part) for part in (other.family, other.given) if len(part) > 4
            ]
        found += [
            ("patient id", person.number),
            ("phone", person.phone),
            ("e-mail", person.email),
            ("address", person.street),
            ("institution", HOSPITAL.split()[0]),
            ("address", HOSPITAL_ADDRESS.split(",")[0]),
        ]
        born = person.birth_date
        found += [("birth date", text) for text in (born, dotted(born), dashed(born))]
        return found


def dotted(date: str) -> str:
    """Write ``YYYYMMDD`` as ``DD.MM.YYYY``."""
    return f"{date[6:]}.{date[4:6]}.{date[:4]}"


def dashed(date: str) -> str:
    """Write ``YYYYMMDD`` as ``YYYY-MM-DD``."""
    return f"{date[:4]}-{date[4:6]}-{date[6:]}"


def invent_who(number: int) -> Who:
    """Invent one of the patients; 0 takes Latin-1, 1 takes UTF-8, 2 has a Japanese name as well."""
    seed, letters = _SEEDS[number]
    return Who(
        number,
        invent_person("corpus", seed, letters=letters),
        invent_person("corpus", "referrer", number, letters=letters),
        invent_person("corpus", "operator", number, letters=letters),
        _JAPANESE if number == 2 else (),
    )
