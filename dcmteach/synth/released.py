"""A table that a study released: nobody's name in it, and people to be found all the same.

For lessons on small groups. Nobody in it exists.
"""

from __future__ import annotations

from datetime import date, timedelta

from dcmteach.synth.stream import Stream

__all__ = ["released_table"]

_FIRST, _DAYS = date(2020, 1, 7), 709
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_FINDINGS = ("nothing", "nothing", "nothing", "small vessels", "small stroke", "cyst")
_OLD = (  # one of them is in the newspaper, the others are nearly her
    ("F", 91, "2021-03-09", "nothing"),
    ("F", 90, "2021-08-17", "small stroke"),
    ("M", 90, "2021-08-24", "nothing"),
    ("F", 88, "2021-08-11", "small vessels"),
    ("F", 89, "2020-10-06", "cyst"),
    ("M", 91, "2020-02-18", "small vessels"),
    ("F", 90, "2021-01-19", "nothing"),
    ("M", 91, "2021-08-05", "small vessels"),
)


def released_table(people: int = 240) -> list[dict[str, str]]:
    """Make the table.

    Parameters
    ----------
    people : int, optional
        How many people are in it; at least eight, who are about ninety years old.

    Returns
    -------
    list of dict of str to str
        Rows with ``pseudonym``, ``Sex``, ``Age`` (in years, on the day of the scan), ``Scanned``
        (that day, ``YYYY-MM-DD``), ``Score`` (points in a test) and ``Finding``, ordered by
        pseudonym. The same every time.
    """
    draw = Stream("released table", people)
    said = list(_OLD)
    while len(said) < people:
        age = 26 + draw.integer(0, 28) + draw.integer(0, 28)
        day = _FIRST + timedelta(days=draw.integer(0, _DAYS))
        if day.weekday() < 5:
            said.append((draw.choice("FM"), age, day.isoformat(), draw.choice(_FINDINGS)))
    rows: dict[str, dict[str, str]] = {}
    for sex, age, day_of_scan, finding in said:
        pseudonym = "".join(draw.choice(_LETTERS) for _ in range(10))
        rows[pseudonym] = {
            "pseudonym": pseudonym,
            "Sex": sex,
            "Age": str(age),
            "Scanned": day_of_scan,
            "Score": str(32 - age // 8 + draw.integer(-3, 3)),
            "Finding": finding,
        }
    return [rows[pseudonym] for pseudonym in sorted(rows)]
