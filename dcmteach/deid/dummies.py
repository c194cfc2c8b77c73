"""Made-up values: valid for their VR, plausible, and telling nothing of the patient."""

from __future__ import annotations

import datetime
import re

from dcmteach.deid.secrets import Secrets
from dcmteach.header.dates import spellings_of_date

__all__ = ["dummy", "randomised_number"]

_FIRST = datetime.date(2001, 1, 1)
_DAYS = 3652  # ten years
_LONGEST = {"AE": 16, "CS": 16, "SH": 16, "LO": 64, "PN": 64, "UC": 64, "ST": 64, "LT": 64}
_LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
_DECIMAL = re.compile(r"([+-]?)(\d*)(?:(\.)(\d*))?([eE][+-]?\d+)?")
_FAR = {"PatientSize": 12}  # of a hundred; else 30: nobody is two and a half metres tall
_MOST = 2**31 - 1  # that an IS holds (PS3.5 6.2)


def dummy(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    """Make up a value in place of another.

    Parameters
    ----------
    vr : str
        The VR it must fit (PS3.5 6.2).
    keyword : str
        The attribute's keyword; empty if it has none.
    original : str
        The value it stands for: as many values will be made. Two that are equal stay equal, so
        that two devices remain two; nothing else of them is used.
    secrets : Secrets
        The key.
    person : str
        Who the data set is about, as :func:`dcmteach.deid.people.person_of` tells.

    Returns
    -------
    str
        Several values are joined by backslashes. Dates of one person fall on one day, a time is
        one of the forenoon, an age lies between 30 and 69 years, a sex is ``O``.
    """
    made = _MAKERS.get(vr)
    parts = original.split("\\") if original and vr not in {"LT", "ST", "UT", "UR"} else [original]
    if made is None:
        made = _word
    return "\\".join(made(vr, keyword, part.strip(), secrets, person) for part in parts)


def _day(secrets: Secrets, person: str) -> datetime.date:
    number = int.from_bytes(secrets.digest("dummy day", person)[:4], "big")
    return _FIRST + datetime.timedelta(days=number % _DAYS)


def _years(secrets: Secrets, person: str) -> int:
    return 30 + secrets.digest("dummy age", person)[0] % 40


def _date(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    day = _day(secrets, person)
    if "Birth" in keyword:
        year = day.year - _years(secrets, person)
        number = secrets.digest("dummy birthday", person)
        # A day that had come round by then, so that date of birth and age agree.
        month = 1 + number[0] % day.month
        last = day.day if month == day.month else 28
        return f"{year:04d}{month:02d}{1 + number[1] % min(last, 28):02d}"
    made = f"{day:%Y%m%d}"
    if spellings_of_date(original) and original.replace(".", "") == made:
        made = f"{day + datetime.timedelta(days=1):%Y%m%d}"
    return made


def _time(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    number = secrets.digest("dummy time", person)
    return f"{8 + number[0] % 4:02d}{number[1] % 60:02d}{number[2] % 60:02d}"


def _date_time(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    day = _date("DA", keyword, original[:8], secrets, person)
    return day + _time(vr, keyword, original, secrets, person)


def _age(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    return f"{_years(secrets, person):03d}Y"


def _number(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    return "0"


def randomised_number(keyword: str, original: str, secrets: Secrets, person: str) -> str | None:
    """Draw a number near another: of its sign, its number of digits and its magnitude.

    Parameters
    ----------
    keyword : str
        The attribute's keyword; empty if it has none.
    original : str
        One or several values of a DS or IS (PS3.5 6.2), joined by backslashes.
    secrets : Secrets
        The key.
    person : str
        Who the data set is about.

    Returns
    -------
    str or None
        Each within 30 % of its original (a Patient's Size within 12 %), or as near as its digits
        allow, and never equal to it; equal ones stay equal. None if one of them is no number.
    """
    made = [_near(keyword, part.strip(), secrets, person) for part in original.split("\\")]
    return None if None in made else "\\".join(part or "" for part in made)


def _near(keyword: str, text: str, secrets: Secrets, person: str) -> str | None:
    if not text:
        return ""
    match = _DECIMAL.fullmatch(text)
    if match is None or not (match[2] or match[4]):
        return None
    sign, whole, point, fraction, power = (part or "" for part in match.groups())
    digits = whole + fraction
    number = int(digits)
    far = max(number * _FAR.get(keyword, 30) // 100, 1)
    least = 10 ** (len(str(number)) - 1)
    most = min(10 * least - 1, _MOST) if number <= _MOST + 1 else 10 * least - 1
    low, high = max(number - far, least), min(number + far, most)
    others = high - low + (not low <= number <= high)
    drawn = int.from_bytes(secrets.digest("number", person, keyword, text)[:8], "big")
    new = low + drawn % max(others, 1)
    new += low <= number <= new
    written = str(new).zfill(len(digits))
    return f"{sign}{written[: len(whole)]}{point}{written[len(whole) :]}{power}"


def _tag(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    return "0"


def _uid(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    from dcmteach.deid.uids import remap

    return remap(secrets, original) or remap(secrets, f"{person}|{keyword}")


def _name(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    return f"PERSON^{_mark(secrets, keyword='person', original=original.rstrip('^= '))}"


def _word(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    if keyword in {"PatientSex", "PatientBirthSex"}:
        return "O"
    mark = _mark(secrets, keyword=keyword, original=original)
    word = "ANON" if vr in {"CS", "AE"} else "Anonymous"
    room = _LONGEST.get(vr, 64) - len(mark) - 1
    return f"{word[:room]}{'_' if vr == 'CS' else ' '}{mark}"


def _address(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    return f"https://anonymous.invalid/{_mark(secrets, keyword=keyword, original=original)}"


def _bytes(vr: str, keyword: str, original: str, secrets: Secrets, person: str) -> str:
    return "ANONANON" if vr in {"OD", "OV"} else "ANON"


def _mark(secrets: Secrets, *, keyword: str, original: str) -> str:
    """Six letters that differ where the original differs."""
    number = int.from_bytes(secrets.digest("dummy", keyword, original)[:8], "big")
    letters = []
    for _ in range(6):
        number, index = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[index])
    return "".join(letters)


_MAKERS = {
    "DA": _date,
    "TM": _time,
    "DT": _date_time,
    "AS": _age,
    "DS": _number,
    "IS": _number,
    "US": _number,
    "SS": _number,
    "UL": _number,
    "SL": _number,
    "UV": _number,
    "SV": _number,
    "FL": _number,
    "FD": _number,
    "AT": _tag,
    "UI": _uid,
    "PN": _name,
    "UR": _address,
    "OB": _bytes,
    "OW": _bytes,
    "OF": _bytes,
    "OD": _bytes,
    "OL": _bytes,
    "OV": _bytes,
    "UN": _bytes,
}
