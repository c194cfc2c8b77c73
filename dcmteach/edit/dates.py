"""Dates, times and ages: DA, TM, DT, AS (PS3.5 6.2), and what people write instead."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from dcmteach.edit.problem import Problem

__all__ = ["CHECKS"]

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DA = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_TM = re.compile(r"(\d{2})(?:(\d{2})(?:(\d{2})(\.\d{1,6})?)?)?", re.ASCII)
_DT = re.compile(
    r"(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\.\d{1,6})?)?)?)?)?)?"
    r"([+-]\d{4})?",
    re.ASCII,
)
_AS = re.compile(r"\d{3}[DWMY]", re.ASCII)
_RANGES = re.compile(r"[\d.]*-[\d.]*", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})", re.ASCII)
_NAMED = re.compile(r"(?:(\d{1,2})\.? )?([A-Za-z]{3,9})\.?(?: (\d{1,2}),?)? (\d{4})", re.ASCII)
_CLOCK = re.compile(
    r"(\d{1,2})(?::(\d{2}))?(?::(\d{2})(\.\d{1,6})?)?\s*([ap]\.?m\.?)?", re.IGNORECASE | re.ASCII
)
_AGE = re.compile(r"(\d{1,3}) ?(d|w|m|y)[a-z]*(?: old)?", re.IGNORECASE | re.ASCII)

Checked = tuple[object, Problem | None]


def date(value: object) -> Checked:
    """Check one DA: YYYYMMDD, a day of the Gregorian calendar."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return f"{value.year:04d}{value.month:02d}{value.day:02d}", None
    text = value.rstrip(" ") if isinstance(value, str) else ""
    match = _DA.fullmatch(text)
    if match and _is_day(*map(int, match.groups())):
        return text, None
    if match:
        return value, Problem(
            "must be a day of the calendar, as a DA of the form YYYYMMDD",
            value,
            advice="Write a date that exists.",
        )
    advice = "Write year, month and day as eight digits."
    if _RANGES.fullmatch(text) and not _ISO_DATE.fullmatch(text):
        advice = "A range of dates has its place in queries only: write one day."
    return value, Problem(
        "must be a DA of the form YYYYMMDD", value, correction=_read_date(value), advice=advice
    )


def time(value: object) -> Checked:
    """Check one TM: HHMMSS.FFFFFF, or shorter from the right."""
    if isinstance(value, datetime.time):
        return _format_time(value), None
    text = value.rstrip(" ") if isinstance(value, str) else ""
    match = _TM.fullmatch(text)
    if match and _is_time(match[1], match[2], match[3]):
        return text, None
    advice = "Hours are 00 to 23, minutes 00 to 59; the time may end after any pair of digits."
    if not match and re.fullmatch(r"[\d.]*-[\d.]*", text):
        advice = "A range of times has its place in queries only: write one time."
    return value, Problem(
        "must be a TM of the form HHMMSS.FFFFFF", value, correction=_read_time(text), advice=advice
    )


def date_time(value: object) -> Checked:
    """Check one DT: YYYYMMDDHHMMSS.FFFFFF&ZZXX, or shorter from the right."""
    if isinstance(value, datetime.datetime):
        return _format_date_time(value), None
    text = value.rstrip(" ") if isinstance(value, str) else ""
    match = _DT.fullmatch(text)
    if match:
        year, month, day, hour, minute, second, _, zone = match.groups()
        good = _is_day(int(year), int(month or 1), int(day or 1))
        good = good and _is_time(hour or "00", minute, second) and _is_zone(zone)
        if good:
            return text, None
    correction = None
    if not match:
        try:
            correction = _format_date_time(datetime.datetime.fromisoformat(text))
        except ValueError:
            correction = None
    return value, Problem(
        "must be a DT of the form YYYYMMDDHHMMSS.FFFFFF&ZZXX",
        value,
        correction=correction,
        advice="Write the year first; the rest may end after any part. Ranges are for queries.",
    )


def age(value: object) -> Checked:
    """Check one AS: three digits and D, W, M or Y."""
    text = value.rstrip(" ") if isinstance(value, str) else ""
    if _AS.fullmatch(text):
        return text, None
    correction = None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 999:
        correction = f"{value:03d}Y"
    elif text.isascii() and text.isdigit() and len(text) <= 3:
        correction = f"{int(text):03d}Y"
    elif match := _AGE.fullmatch(text):
        correction = f"{int(match[1]):03d}{match[2].upper()}"
    return value, Problem(
        "must be an AS of the form nnnD, nnnW, nnnM or nnnY",
        value,
        correction=correction,
        advice="Write three digits and a letter: '034Y' is 34 years, '006M' six months.",
    )


CHECKS: Mapping[str, Callable[[object], Checked]] = MappingProxyType(
    {"AS": age, "DA": date, "DT": date_time, "TM": time}
)
"""The check of each VR of this module: value in, value to store and problem out."""


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _is_time(hour: str, minute: str | None, second: str | None) -> bool:
    # 60 is a leap second (PS3.5 6.2, TM).
    return int(hour) < 24 and int(minute or 0) < 60 and int(second or 0) <= 60


def _is_zone(zone: str | None) -> bool:
    # From -1200 to +1400; -0000 does not exist (PS3.5 6.2, DT).
    if zone is None:
        return True
    minutes = int(zone[1:3]) * 60 + int(zone[3:])
    if zone == "-0000" or int(zone[3:]) > 59:
        return False
    return minutes <= (14 * 60 if zone[0] == "+" else 12 * 60)


def _format_time(value: datetime.time) -> str:
    fraction = f".{value.microsecond:06d}" if value.microsecond else ""
    return f"{value.hour:02d}{value.minute:02d}{value.second:02d}{fraction}"


def _format_date_time(value: datetime.datetime) -> str:
    zone = value.strftime("%z")[:5]
    day = f"{value.year:04d}{value.month:02d}{value.day:02d}"
    return f"{day}{_format_time(value.time())}{zone}"


def _read_date(value: object) -> str | None:
    """Read a date as people write it, where only one reading is possible."""
    if isinstance(value, datetime.datetime):
        return f"{value.year:04d}{value.month:02d}{value.day:02d}"
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
        return value if _DA.fullmatch(value) and date(value)[1] is None else None
    if not isinstance(value, str):
        return None
    text = " ".join(re.split(r"T|\s\d{1,2}:", value.strip(), maxsplit=1)[0].split())
    day: tuple[int, int, int] | None = None
    if match := _ISO_DATE.fullmatch(text):
        day = (int(match[1]), int(match[2]), int(match[3]))
    elif match := _DAY_FIRST.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12 or first == second:
            day = (int(match[4]), second, first)
        elif second > 12:
            day = (int(match[4]), first, second)
    elif match := _NAMED.fullmatch(text):
        month = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(match[2].lower())]
        number = match[1] or match[3]
        if month and number and not (match[1] and match[3]):
            day = (int(match[4]), month[0], int(number))
    if day is None or not _is_day(*day):
        return None
    return f"{day[0]:04d}{day[1]:02d}{day[2]:02d}"


def _read_time(text: str) -> str | None:
    match = _CLOCK.fullmatch(text.strip())
    if not match or (match[2] is None and match[5] is None):
        return None
    hour = int(match[1])
    if match[5]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[5][0] in "pP" else 0)
    found = f"{hour:02d}{match[2] or '00'}{match[3] or ''}{match[4] or ''}"
    return found if time(found)[1] is None else None
