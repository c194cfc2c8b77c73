"""The exercises of lesson 7 about moving dates, and about saying that they were moved."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

from dcmteach.course.exercises import NotYet, exercise, expect_type

__all__ = ["check_delivery", "check_shift", "check_values", "day_of"]

LESSON = "07-dates"
_LEAST = 31  # days


def day_of(value: object, what: str) -> datetime.date:
    """Read a DA as a learner gives it; `NotYet` if it is none.

    Parameters
    ----------
    value : object
        The answer.
    what : str
        What it is, to begin the message with.
    """
    text = value if isinstance(value, str) else ""
    if not re.fullmatch(r"[0-9]{8}", text):
        raise NotYet(
            f"{what} is no DA: eight digits in a text, with no signs between them. "
            "`shifted` writes one."
        )
    try:
        return datetime.datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        raise NotYet(f"{what} has eight digits, and is no day of the calendar.") from None


@exercise(
    "shift-one-patient",
    lesson=LESSON,
    title="Move the dates of one patient",
    hints=(
        "First the number of days, then the dates. To whom does the number belong?",
        "`shift_days(secrets, person_of(…))` gives it, the same one for both studies.",
        '`shifted("DA", one.StudyDate, days)` moves one date; do that for each of the two.',
    ),
)
def check_shift(studies: object, new_dates: object) -> str:
    """Check two dates moved by one number of days that is not easily guessed."""
    given = expect_type(studies, list, "the list `studies` of the lesson")
    dates = expect_type(new_dates, list, "a list of two DA values")
    if len(dates) != len(given):
        raise NotYet(f"There are {len(given)} studies, so the list has as many dates.")
    old = [day_of(one.get("StudyDate"), "The date of a study") for one in given]
    new = [day_of(value, f"`{str(value)[:40]}`") for value in dates]
    if any(before == after for before, after in zip(old, new, strict=True)):
        raise NotYet("One of the dates is what it was before.")
    if len(set(new)) == 1:
        raise NotYet(
            "Now both scans were made on the same day. What was to be kept is the interval between "
            "them."
        )
    moved = [(after - before).days for before, after in zip(old, new, strict=True)]
    if all(b.timetuple()[1:3] == a.timetuple()[1:3] for b, a in zip(old, new, strict=True)):
        raise NotYet(
            "Day and month are still the true ones, only the years are not. Who knows the day from "
            "elsewhere finds it at once."
        )
    if len(set(moved)) > 1:
        raise NotYet(
            "Each study moved by its own number of days, so the interval is not the one it was. "
            "What is the same in both files?"
        )
    if abs(moved[0]) < _LEAST:
        raise NotYet(
            "Both moved by the same number of days, and by so few that the true day is among the "
            "first guesses."
        )
    return (
        "Another pair of days, and the same interval between them: the follow-up came after as "
        "many days as it did, and nobody reads off when."
    )


_VALUES = ("UNMODIFIED", "MODIFIED", "REMOVED")
_DONE = {"A": "MODIFIED", "B": "REMOVED", "C": "UNMODIFIED", "D": "REMOVED"}
_WRONG = {
    "A": (
        "Think of A again: the dates are not true, and the differences can still be computed. "
        "Which word tells the reader that they may be?"
    ),
    "B": "Think of B again: is there a date left that could have been moved, or be true?",
    "C": (
        "Think of C again: the element speaks about the dates alone, whatever was done to other "
        "elements."
    ),
    "D": (
        "Think of D again. There is a date in every element; but *longitudinal* is what stretches "
        "over time: which differences are left?"
    ),
}


@exercise(
    "say-what-was-done",
    lesson=LESSON,
    title="Say what was done to the dates",
    hints=(
        "There are three values. They stand in the output of the cell above, and in the text.",
        "Ask for each delivery: may a reader believe a date? May a reader believe an interval?",
        "Believe both; believe intervals only; believe neither. In this order they are the three.",
    ),
)
def check_values(values: object) -> str:
    """Check the value of LongitudinalTemporalInformationModified for four deliveries."""
    given = expect_type(
        values,
        Mapping,  # type: ignore[type-abstract]
        "a dictionary with one value for each letter",
        hint="Keep the keys of the starter and fill in the values",
    )
    if set(given) != set(_DONE):
        raise NotYet("Keep the four letters of the starter as keys; only the values are yours.")
    for letter, value in given.items():
        if value in _VALUES:
            continue
        if isinstance(value, str) and value.strip().upper() in _VALUES:
            raise NotYet(
                f"The word for {letter} is known, but not written as it is written in a file: the "
                "VR is CS, a code. Look at the last output."
            )
        raise NotYet(
            f"What you gave for {letter} is none of the three values. The question is not "
            "*whether* something was done, but what."
        )
    for letter, right in _DONE.items():
        if given[letter] != right:
            raise NotYet(_WRONG[letter])
    return (
        "Whoever opens these files now knows what a date in them is worth: the day, the "
        "differences, or nothing."
    )


_KNOWN = (datetime.date(2019, 5, 16), datetime.date(2019, 7, 30))


@exercise(
    "back-to-the-date",
    lesson=LESSON,
    title="Undo a shift",
    hints=(
        "How many days lie between the two days you know? A shift does not change that.",
        "Whose studies lie that far apart? What moves one of them to the day you know?",
        "Move the third date by the same number of days: `shifted` takes positive ones, too.",
    ),
)
def check_delivery(delivery: object, neighbour: object, true_date: object) -> str:
    """Check a patient found by an interval, and a third date moved back."""
    everybody = expect_type(
        delivery,
        Mapping,  # type: ignore[type-abstract]
        "the dictionary `delivery` of the lesson",
    )
    name = expect_type(neighbour, str, "the pseudonym of a patient, as text")
    if name not in everybody:
        raise NotYet(
            f"`{name[:40]}` is not in the delivery. Its patients are called P01 and so on."
        )
    dates = [day_of(one, "A date of the delivery") for one in everybody[name]]
    pair = _pair(dates)
    answer = day_of(true_date, "`true_date`")
    if pair is None:
        raise NotYet(
            "No two studies of this patient lie as far apart as the two days that you know. Count "
            "the days between those."
        )
    third = next(date for date in dates if date not in pair)
    days = (_KNOWN[0] - pair[0]).days
    if answer in _KNOWN:
        raise NotYet("You have the patient and the shift; but you knew that one before.")
    if answer == third:
        raise NotYet("The patient is found. This is the third date as it was delivered: move it.")
    if answer == third - datetime.timedelta(days):
        raise NotYet("The patient is found, and the number of days; it leads the other way.")
    if answer != third + datetime.timedelta(days):
        raise NotYet(
            "The patient is found, the day is not: what moves one of the dates you know to its "
            "true day moves the third one, too."
        )
    return (
        "Two days known, a third one learnt. And from now on every date in the files of this "
        "patient is open."
    )


def _pair(dates: Sequence[datetime.date]) -> tuple[datetime.date, datetime.date] | None:
    apart = _KNOWN[1] - _KNOWN[0]
    for first in dates:
        for second in dates:
            if second - first == apart:
                return first, second
    return None
