"""A day as a table of patients writes it."""

from __future__ import annotations

import re

__all__ = ["days_of"]

_DAY = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})|(\d{4})(\d\d)(\d\d)", re.ASCII)


def days_of(cell: str) -> list[str]:
    """Read a date in every way in which it may be meant.

    Parameters
    ----------
    cell : str
        E.g. ``"1951-03-12"``, ``"12.3.51"`` or ``"3/12/1951"``, also with a time behind it.

    Returns
    -------
    list of str
        As YYYYMMDD: several where it cannot be told whether the day or the month comes first, or
        which century is meant; empty if it is no date.
    """
    match = _DAY.search(cell)
    if not match:
        return []
    first, second, third = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    if len(first) == 4:
        ways = [(first, second, third)]
    else:
        years = [third] if len(third) == 4 else [f"19{third:0>2}", f"20{third:0>2}"]
        ways = [
            (year, m, d) for year in years for m, d in ((second, first), (first, second))
        ]  # 3/4: the third of April, or March the fourth
    return [
        f"{year}{int(month):02d}{int(day):02d}"
        for year, month, day in ways
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    ]
