"""One date or time taken apart, moved, and put together in the precision it had."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Moment", "at_times", "read_da", "read_dt", "read_range", "read_tm"]

_DA = re.compile(r"(\d{4})(\d{2})(\d{2})|(\d{4})\.(\d{2})\.(\d{2})", re.ASCII)
_CLOCK = r"(\d{2})(?:(\d{2})(?:(\d{2})(\.\d{1,6})?)?)?"
_TM = re.compile(_CLOCK, re.ASCII)
_OLD_TM = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?", re.ASCII)
_DT = re.compile(rf"(\d{{4}})(?:(\d{{2}})(?:(\d{{2}})(?:{_CLOCK})?)?)?([+-]\d{{4}})?", re.ASCII)
_DAY = 86_400


class Moment(NamedTuple):
    """A date, a time, or both, to the precision given."""

    date: datetime.date | None  # the middle of the year or month, if no more is known
    digits: int  # of the date: 0 (none), 4, 6 or 8
    clock: str  # HHMMSS, or shorter; empty if there is none
    fraction: str = ""  # with its dot
    zone: str = ""  # +HHMM

    @property
    def hour(self) -> int:
        """The hour, 0 to 23."""
        return int(self.clock[:2] or 0)

    @property
    def minute(self) -> int:
        """The minute, 0 to 59."""
        return int(self.clock[2:4] or 0)

    @property
    def second(self) -> int:
        """The second, 0 to 60."""
        return int(self.clock[4:6] or 0)

    @property
    def date_text(self) -> str:
        """The date as far as it is known: digits."""
        return _digits(self.date)[: self.digits] if self.date else ""

    @property
    def clock_text(self) -> str:
        """The time, filled up, so that 10, 1000 and 100000.0 are one."""
        return f"{self.clock:0<6}{self.fraction.rstrip('0').rstrip('.')}" if self.clock else ""

    def moved(self, days: int, seconds: int, *, around: bool = False) -> str | None:
        """Write it, moved; None if that leaves the years 1 to 9999."""
        if self.clock and seconds:
            clock = self.hour * 3600 + self.minute * 60 + min(self.second, 59) + seconds
            carry, clock = divmod(clock, _DAY)
            days += 0 if around else carry
        else:
            clock = None
        date = self.date
        if date is not None:
            try:
                date += datetime.timedelta(days)
            except OverflowError:
                return None
        return self.written(date, clock, None)

    def written(self, date: datetime.date | None, clock: int | None, micro: str | None) -> str:
        """Write another date and time of day in this one's precision, with its zone."""
        day = _digits(date)[: self.digits] if date and self.digits else ""
        time = self.clock
        if clock is not None:
            minutes, second = divmod(clock, 60)
            hour, minute = divmod(minutes, 60)
            time = f"{hour:02d}{minute:02d}{second:02d}"[: len(self.clock)]
        fraction = self.fraction
        if micro is not None and fraction:
            fraction = "." + micro[: len(fraction) - 1]
        return f"{day}{time}{fraction}{self.zone}"


def read_da(text: str) -> Moment | None:
    """Read one DA: YYYYMMDD, or the old YYYY.MM.DD (PS3.5 6.2)."""
    match = _DA.fullmatch(text)
    if not match:
        return None
    year, month, day = (part for part in match.groups() if part)
    date = _date(year, month, day)
    return Moment(date, 8, "") if date else None


def read_tm(text: str) -> Moment | None:
    """Read one TM: HHMMSS.FFFFFF or shorter, or the old HH:MM:SS.FFFFFF (PS3.5 6.2)."""
    match = _TM.fullmatch(text) or _OLD_TM.fullmatch(text)
    if not match or not _is_clock(*match.groups()[:3]):
        return None
    return Moment(None, 0, "".join(part or "" for part in match.groups()[:3]), match[4] or "")


def read_dt(text: str) -> Moment | None:
    """Read one DT: YYYYMMDDHHMMSS.FFFFFF&ZZXX or shorter (PS3.5 6.2)."""
    match = _DT.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    date = _date(year, month or "07", day or ("15" if month else "02"))
    if not date or not _is_clock(hour or "00", minute, second) or not _is_zone(zone):
        return None
    digits = 4 + 2 * bool(month) + 2 * bool(day)
    clock = "".join(part or "" for part in (hour, minute, second))
    return Moment(date, digits, clock, fraction or "", zone or "")


def read_range(
    text: str, reader: Callable[[str], Moment | None], change: Callable[[Moment], str | None]
) -> str | None:
    """Change one date or time, or both ends of a range of them (PS3.4 C.2.2.2.5)."""
    moment = reader(text)
    if moment is not None:
        return change(moment)
    for index, letter in enumerate(text):
        if letter != "-":
            continue
        ends = (text[:index].strip(), text[index + 1 :].strip())
        read = [reader(end) if end else None for end in ends]
        if any(ends) and all(
            (moment is None) == (not end) for moment, end in zip(read, ends, strict=True)
        ):
            written = ["" if moment is None else change(moment) for moment in read]
            return None if None in written else "-".join(str(part) for part in written)
    return None


def at_times(value: str, change: Callable[[str], str | None]) -> str | None:
    """Change each of several values; None if one of them cannot be changed."""
    changed = []
    for one in value.split("\\"):
        bare = one.strip(" \0")
        new = change(bare) if bare else ""
        if new is None:
            return None
        changed.append(new)
    return "\\".join(changed)


def _digits(date: datetime.date | None) -> str:
    return f"{date.year:04d}{date.month:02d}{date.day:02d}" if date else ""


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _is_clock(hour: str | None, minute: str | None, second: str | None) -> bool:
    return int(hour or 0) < 24 and int(minute or 0) < 60 and int(second or 0) <= 60


def _is_zone(zone: str | None) -> bool:
    """Offsets run from -1200 to +1400, and there is no -0000."""
    if zone is None:
        return True
    minutes = int(zone[1:3]) * 60 + int(zone[3:])
    if zone == "-0000" or int(zone[3:]) > 59:
        return False
    return minutes <= (14 * 60 if zone[0] == "+" else 12 * 60)
