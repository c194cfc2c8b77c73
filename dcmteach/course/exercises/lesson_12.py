"""The exercises of lesson 12 about codes that are no pseudonyms, and about their length."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import expm1

from dcmteach.course.exercises import NotYet, exercise, expect_number, expect_type

__all__ = ["LESSON", "check_break", "check_length"]

LESSON = "12-pseudonyms"

_RELEASE = "follow-up"
_PEOPLE = 50_000
_CHANCE = 1e-6
_MOST = 16  # the longest that the library makes


@cache
def behind() -> dict[str, str]:
    """Who is behind each code of the release that is broken by hand."""
    from dcmteach.synth.town import RELEASES, published

    codes = set(published(_RELEASE))
    made = {RELEASES[_RELEASE](*entry.split(", ")): entry for entry in _book()}
    return {code: entry for code, entry in made.items() if code in codes}


def _book() -> tuple[str, ...]:
    from dcmteach.synth.town import telephone_book

    return telephone_book()


@exercise(
    "break-the-release",
    lesson=LESSON,
    title="Break the release by hand",
    hints=(
        '`family, given = entry.split(", ")` takes an entry of the book apart.',
        "Put the name together as they did: family name, `^`, given name, then all in capitals.",
        "`sha1(name.encode()).hexdigest()[:12]`, and into `found` if it is `in codes`.",
    ),
)
def check_break(found: object) -> str:
    """Check that all codes of the release were traced to the people behind them."""
    from dcmteach.verify.dictionary_found import Recovered

    if isinstance(found, Recovered):
        raise NotYet(
            "This is the report of the tool. Try it by hand this time: a dictionary, with the code "
            "before the colon and the entry of the book behind it."
        )
    given = expect_type(
        found,
        Mapping,  # type: ignore[type-abstract]
        "a dictionary with an entry of the telephone book for each code",
        hint="`found[code] = entry`",
    )
    right = behind()
    if not given:
        raise NotYet(
            "Not one code came out. That is no proof that it cannot be done: did you hash the name "
            "as it stands in the book, or as they wrote it? And how much of the digest did they "
            "print?"
        )
    strange = set(given) - set(right)
    if strange:
        raise NotYet(_strange(given, strange))
    if not set(map(str, given.values())) <= set(_book()):
        raise NotYet(
            "The codes are right. Behind each belongs the person as the telephone book has it, so "
            "that somebody could ring: `Family, Given`, not the name as they wrote it."
        )
    if any(given[code] != entry for code, entry in right.items() if code in given):
        raise NotYet(
            "The codes are right, and behind at least one stands somebody else. Keep the entry of "
            "which you have just made the code."
        )
    if len(given) < len(right):
        missing = len(right) - len(given)
        who = "one person is" if missing == 1 else f"{missing} people are"
        raise NotYet(
            f"Good, and {who} still missing. Go through the whole book, and keep those that you "
            "have when the next one comes."
        )
    return (
        "Everybody, in a few hundredths of a second, with a telephone book and a function that "
        "every computer has. A hash is quick: that is what it is made for."
    )


def _strange(given: Mapping[object, object], strange: set[object]) -> str:
    from dcmteach.synth.town import published

    if strange <= set(published("registry")):
        return (
            "These are the codes of the other table, which the tool has broken already. Take "
            f'`published("{_RELEASE}")`.'
        )
    if strange <= set(_book()):
        return "You turned it round: the code is what one has, the person what one looks for."
    if set(behind()) < set(given):
        return (
            "Now the whole town is in it. Keep a code only if it is one of those that were "
            "published; the others say who is *not* in the table."
        )
    return (
        "There are codes in it that nobody has published. Compare with `codes` before you keep one."
    )


@exercise(
    "long-enough",
    lesson=LESSON,
    title="How long is long enough?",
    hints=(
        "The chance is about `people ** 2 / (2 * room)`, as long as it is small.",
        "The room of seven letters and digits is `22 * 30 ** 6`, of seven digits `9 * 10 ** 6`.",
        "Go through the lengths in a loop, and take the first with a chance below 1e-6.",
    ),
)
def check_length(letters: object, digits: object) -> str:
    """Check the least lengths for which two of many people hardly ever share a pseudonym."""
    pair = (
        expect_number(letters, "the number of letters and digits"),
        expect_number(digits, "the number of digits alone"),
    )
    right = tuple(
        next(n for n in range(1, 40) if _collide(_room(kind, n)) < _CHANCE) for kind in (0, 1)
    )
    for_everybody = tuple(
        next(n for n in range(1, 40) if _room(kind, n) >= _PEOPLE) for kind in (0, 1)
    )
    for_one = tuple(
        next(n for n in range(1, 40) if _PEOPLE / _room(kind, n) < _CHANCE) for kind in (0, 1)
    )
    if pair == right:
        return (
            "Yes. One more person makes one more, one more pair for everybody who is there: pairs "
            "grow with the square of the people."
        )
    if pair == right[::-1]:
        raise NotYet("You have mixed up the two: which has more characters to choose from?")
    if pair == for_everybody:
        raise NotYet(
            "There are as many pseudonyms as people now. They are not dealt out in turn: each one "
            "falls anywhere, and most of the room has to stay empty."
        )
    if pair == for_one:
        raise NotYet(
            "This is the chance that one newcomer meets somebody who is there. Any two of all must "
            "not meet, and there are more than a thousand million pairs."
        )
    for kind, (given, name) in enumerate(zip(pair, ("letters", "digits"), strict=True)):
        if given < 1:
            raise NotYet(f"`{name}`: a length is at least 1.")
        if given < right[kind]:
            chance = _collide(_room(kind, given))
            raise NotYet(
                f"`{name}`: with {given}, two people share a pseudonym with a chance of about "
                f"{chance:.2g}. Wanted is less than one in a million."
            )
    name = "letters" if pair[0] > right[0] else "digits"
    raise NotYet(
        f"`{name}`: that would do, and something shorter would, too. Somebody will have to read it "
        "aloud over the telephone."
    )


def _room(kind: int, length: int) -> float:
    return float(22 * 30 ** (length - 1) if kind == 0 else 9 * 10 ** (length - 1))


def _collide(room: float) -> float:
    """The chance that any two people share one of so many pseudonyms."""
    return -expm1(-_PEOPLE * (_PEOPLE - 1) / 2 / room)
