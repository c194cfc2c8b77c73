"""The people of an artificial clinic, names in four scripts, and the table somebody typed."""

from __future__ import annotations

from dataclasses import dataclass

from dcmteach.synth.person import Person

__all__ = ["GUESTS", "HEADINGS", "PEOPLE", "ROWS", "Guest", "Row"]


@dataclass(frozen=True, slots=True)
class Guest:
    """One patient.

    Parameters
    ----------
    person : Person
        Whose name is the alphabetic one.
    pn : str
        Patient's Name with all its representations (PS3.5 6.2.1).
    charset : str
        Specific Character Set, its values joined by backslashes.
    folder : str
        What the patient's folder, or archive, is called.
    """

    person: Person
    pn: str
    charset: str
    folder: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Parameters
    ----------
    name, remark : str
        As somebody typed them.
    person : int or None
        Whose row it is: the place in :data:`GUESTS`; None for a stranger.
    doubtful : bool
        Whether nobody could tell without asking.
    score : str
        A number, or what a spreadsheet would run.
    slip : str
        What went wrong when it was typed.
    """

    name: str
    person: int | None
    remark: str = ""
    doubtful: bool = False
    score: str = "10"
    slip: str = ""


def _person(
    family: str, given: str, sex: str, born: str, number: str, *, mail: str, phone: str
) -> Person:
    return Person(
        family, given, "", sex, born, number, f"+1-202-555-01{phone}", f"{mail}@example.org",
        f"{int(phone)} Canary Lane", "Zandmeer",
    )  # fmt: skip


PEOPLE = (
    _person("Zwirnsænd", "Mårten", "M", "19580908", "N3582663", mail="marten.z", phone="11"),
    _person("Ďáblíżołędź", "Zbyňka", "F", "19520913", "T4430326", mail="zbynka.d", phone="12"),
    _person("Bramblewørth", "Jorin", "F", "19760302", "K7716043", mail="jorin.b", phone="13"),
    _person("Bramblewørth", "Jorun", "M", "19810521", "K7716051", mail="jorun.b", phone="14"),
    _person("Вязолистов", "Мирогост", "M", "19640117", "P2205518", mail="v.mirogost", phone="15"),
    _person("Δρυοπέτης", "Ανθεμίων", "M", "19491225", "H9034471", mail="a.dryopetis", phone="16"),
    _person("Yamadori", "Kazue", "F", "19830706", "X5774305", mail="kazue.y", phone="17"),
    _person("Sogang", "Byeolha", "F", "19900430", "X6120987", mail="byeolha.s", phone="18"),
)
"""The patients; none of them exists."""

_WRITTEN = (
    ("Zwirnsænd^Mårten", "ISO_IR 100", "Zwirnsaend_Marten N3582663"),
    ("Ďáblíżołędź^Zbyňka^^Dr.", "ISO_IR 192", "Zbynka Dablizoledz.zip"),
    ("Bramblewørth^Jorin", "ISO_IR 100", "CASE03 F 40_45"),
    ("Bramblewørth^Jorun", "ISO_IR 192", "CASE04 M 35_40"),
    ("Вязолистов^Мирогост", "ISO_IR 144", "Вязолистов"),
    ("Δρυοπέτης^Ανθεμίων", "ISO_IR 126", "1949-12-25 Dryopetis"),
    (
        "Yamadori^Kazue=山鳥^数恵=やまどり^かずえ",
        "\\ISO 2022 IR 87",
        "山鳥数恵",
    ),
    ("Sogang^Byeolha=曙江^別河=서강^별하", "\\ISO 2022 IR 149", "Sogang"),
)

GUESTS = tuple(Guest(person, *written) for person, written in zip(PEOPLE, _WRITTEN, strict=True))

HEADINGS = ("Name", "Date of birth", "Phone", "E-mail", "Age", "Group", "Score", "Remarks")

ROWS = (
    Row(
        "Marten Zwirnsaend", 0, "came with Zbynka Dablizoledz,\nleft early",
        slip="swapped, and without diacritics; a line break within quotation marks",
    ),
    Row("Dr. Zbynka Dablizoledz", 1, score="=1+1", slip="a title; a cell that is a formula"),
    Row("Bramblewoerth, Jorn", 2, "sister or brother?", doubtful=True, slip="a letter is missing"),
    Row("Вязалистов Мирогост", 4, "Мирогост Вязолистов phoned twice", slip="a wrong letter"),
    Row("Ανθεμίων Δρυοπετης", 5, "lives in Zandmeer", score="-3", slip="swapped, no accent"),
    Row("山鳥 数恵", 6, "ask for Mrs Yamadori", score="7.5", slip="one script only"),
    Row("Quillnagel, Oda", None, "never scanned; knows Mårten Zwirnsænd", slip="a stranger"),
)  # fmt: skip
"""The table; the last of :data:`GUESTS` and one of the two near-namesakes have no row."""
