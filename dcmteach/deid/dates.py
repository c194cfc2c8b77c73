"""Dates and times moved, all of a patient's by the same secret amount, or made random."""

from __future__ import annotations

import datetime
from functools import lru_cache

from dcmteach.deid.dates_parts import Moment, at_times, read_da, read_dt, read_range, read_tm
from dcmteach.deid.secrets import Secrets

__all__ = ["EARLIER", "randomised", "shift_days", "shift_seconds", "shifted"]

EARLIER = (-3650, -31)
"""By how many days dates move if nothing else is said: one month to ten years back.

Back, so that no date lies in the future; a month at least, so that the old date is not the
first guess.
"""

_RANDOM_FROM = datetime.date(2000, 1, 1)
_RANDOM_DAYS = 7305  # to the end of 2019
_DAY = 86_400


def shift_days(secrets: Secrets, person: str, *, span: tuple[int, int] = EARLIER) -> int:
    """Give the number of days by which all dates of a person move.

    Parameters
    ----------
    secrets : Secrets
        The key.
    person : str
        As :func:`~dcmteach.deid.people.person_of` returns it.
    span : tuple of int, optional
        Least and greatest number of days, both included; negative is earlier.

    Returns
    -------
    int
        Never 0.

    Raises
    ------
    ValueError
        If the span is empty, or holds nothing but 0.
    """
    least, greatest = span
    choices = greatest - least + 1
    through_zero = least <= 0 <= greatest
    if choices - through_zero < 1:
        raise ValueError(
            "span must be (least, greatest), in days, with something besides 0 between them "
            f"(got {span}). Write e.g. (-3650, -31)."
        )
    number = int.from_bytes(secrets.digest("shift days", person), "big")
    days = least + number % (choices - through_zero)
    return days + 1 if through_zero and days >= 0 else days


def shift_seconds(secrets: Secrets, person: str) -> int:
    """Give the number of seconds by which all times of a person move, when times move too.

    Parameters
    ----------
    secrets : Secrets
        The key.
    person : str
        As :func:`~dcmteach.deid.people.person_of` returns it.

    Returns
    -------
    int
        1 to 86 399.
    """
    return 1 + int.from_bytes(secrets.digest("shift seconds", person), "big") % (_DAY - 1)


def shifted(
    vr: str, value: str, days: int, *, seconds: int = 0, time: str | None = None
) -> str | None:
    """Move a date or time.

    Parameters
    ----------
    vr : str
        DA, DT, TM or AS; AS, an age, stays as it is.
    value : str
        The value, or several joined by backslashes; ranges as in queries, and the old forms
        ``YYYY.MM.DD`` and ``HH:MM:SS``, count.
    days : int
        By how many days.
    seconds : int, optional
        By how many seconds besides. A TM goes round at midnight, so a DA must be told its TM.
    time : str, optional
        The TM that belongs to a DA: the date follows when the time passes midnight.

    Returns
    -------
    str or None
        In the precision of the original: a fraction, a zone and a partial date stay as they
        were. None if it is no date or time, or would leave the years 1 to 9999; the element
        is then to be emptied.

    Notes
    -----
    A year, or a year and month, alone (DT) moves as if it were in its middle: intervals are kept
    to its precision. A leap second, ``235960``, counts as the second before it when times move.
    """
    if vr == "AS":
        return value
    return _shifted(vr, str(value), days, seconds, time)


@lru_cache(maxsize=4096)
def _shifted(vr: str, value: str, days: int, seconds: int, time: str | None) -> str | None:
    return at_times(value, lambda one: _shifted_one(vr, one, days, seconds, time))


def _shifted_one(vr: str, value: str, days: int, seconds: int, time: str | None) -> str | None:
    if vr == "DA":
        at = read_tm(time.split("\\")[0].strip()) if time and seconds else None
        return read_range(value, read_da, lambda m: _moved_date(m, at, days, seconds))
    if vr == "TM":
        return read_range(value, read_tm, lambda m: m.moved(0, seconds, around=True))
    if vr == "DT":
        return read_range(value, read_dt, lambda m: m.moved(days, seconds))
    return None


def _moved_date(moment: Moment, at: Moment | None, days: int, seconds: int) -> str | None:
    if at is None:
        return moment.moved(days, 0)
    clock = at.hour * 3600 + at.minute * 60 + min(at.second, 59)
    return moment.moved(days + (clock + seconds) // _DAY, 0)


def randomised(secrets: Secrets, person: str, vr: str, value: str) -> str | None:
    """Put a random date or time in the place of one.

    Parameters
    ----------
    secrets : Secrets
        The key.
    person : str
        As :func:`~dcmteach.deid.people.person_of` returns it.
    vr : str
        DA, DT, TM or AS; AS stays as it is.
    value : str
        As for :func:`shifted`.

    Returns
    -------
    str or None
        A day of the years 2000 to 2019, a time of the day, in the precision of the original and
        with its zone. None if it was no date or time.

    Notes
    -----
    Equal dates of one person stay equal, as DA and as the date of a DT, and so do equal times:
    the study date of all files of a study stays one date. Order and intervals are lost: an
    uptake time or an age cannot be computed any more. To keep them, shift.
    """
    if vr == "AS":
        return value
    readers = {"DA": read_da, "TM": read_tm, "DT": read_dt}
    reader = readers.get(vr)
    if reader is None:
        return None
    return at_times(
        value, lambda one: read_range(one, reader, lambda m: _random(secrets, person, m))
    )


def _random(secrets: Secrets, person: str, moment: Moment) -> str | None:
    day, clock = moment.date_text, moment.clock_text
    drawn = secrets.digest("random date", person, day)
    date = _RANDOM_FROM + datetime.timedelta(int.from_bytes(drawn, "big") % _RANDOM_DAYS)
    number = int.from_bytes(secrets.digest("random time", person, clock), "big")
    number, micro = divmod(number, 1_000_000)
    second = number % _DAY
    return moment.written(date, second, f"{micro:06d}")
