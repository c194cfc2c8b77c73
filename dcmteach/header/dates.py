"""One date in the spellings people and machines write it in."""

from __future__ import annotations

__all__ = ["spellings_of_date"]

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def spellings_of_date(date: str) -> set[str]:
    """Give the usual spellings of a DA value.

    Parameters
    ----------
    date : str
        ``YYYYMMDD`` (PS3.5 6.2), or the old form ``YYYY.MM.DD``.

    Returns
    -------
    set of str
        In lower case: with the year, month or day first; with and without leading zeros; with
        a two-digit year; the month as a word. Empty if this is no date.
    """
    digits = date.replace(".", "").strip()
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        return set()
    year, month, day = digits[:4], digits[4:6], digits[6:]
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return set()
    found = {digits, day + month + year, month + day + year}
    months = {month, str(int(month))}
    days = {day, str(int(day))}
    for separator in "-/. ":
        for m in months:
            for d in days:
                found.add(separator.join((year, m, d)))
                for y in (year, year[2:]):
                    found.update({separator.join((d, m, y)), separator.join((m, d, y))})
    name = _MONTHS[int(month) - 1].lower()
    for word in {name, name[:3]}:
        for d in days:
            for separator in (" ", "-", ". ", ""):
                found.add(f"{d}{separator}{word}{separator.replace('.', '')}{year}")
            found.update({f"{word} {d}, {year}", f"{word} {d} {year}", f"{year}-{word}-{d}"})
    return found
