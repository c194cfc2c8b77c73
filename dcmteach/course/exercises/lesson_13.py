"""The exercises of lesson 13 about names: how near is near enough, and who decides the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from dcmteach.course.exercises import NotYet, exercise, expect_type

if TYPE_CHECKING:
    from dcmteach.synth.names_cohort import NamesCohort

__all__ = ["LESSON", "check_doubtful", "check_thresholds"]

LESSON = "13-cohorts"

SHOWN, OTHERS = 13, (1, 2, 3)
"""The cohort that the lesson looks at, and those of other studies."""

_PEOPLE = 100
_LEAST = 0.04  # so much of the best recall may be given up
_GRID = [(c / 20, w) for c in range(11) for w in (0.0, 0.2, 0.34, 0.5, 0.7, 1.0)]

_DECIDED = {0: 2, 1: None, 2: "ask"}


@cache
def _cohort(seed: int) -> NamesCohort:
    from dcmteach.synth.names_cohort import names_cohort

    return names_cohort(_PEOPLE, seed=seed)


@cache
def _distances(seed: int) -> tuple[tuple[tuple[float, float], ...], ...]:
    """How far each row of a cohort is from each person, as the lesson measures it by hand."""
    from anyascii import anyascii
    from rapidfuzz.distance import OSA
    from rapidfuzz.utils import default_process

    def words(name: str) -> list[str]:
        return sorted(default_process(anyascii(name.partition("=")[0])).split())

    def apart(one: list[str], other: list[str]) -> tuple[float, float]:
        shared = len(set(one) & set(other))
        letters = OSA.normalized_distance(" ".join(one), " ".join(other))
        return letters, 1 - 2 * shared / (len(one) + len(other))

    cohort = _cohort(seed)
    people = [words(person) for person in cohort.people]
    return tuple(tuple(apart(words(row), person) for person in people) for row in cohort.rows)


@cache
def tried(seed: int, characters: float, words: float) -> tuple[float, float, int]:
    """Precision, recall and false links by hand on one cohort, linking who is the only one near."""
    near = [
        [n for n, (c, w) in enumerate(row) if c <= characters and w <= words]
        for row in _distances(seed)
    ]
    wanted = Counter(person for people in near for person in people)
    links = {
        row: people[0]
        for row, people in enumerate(near)
        if len(people) == 1 and wanted[people[0]] == 1
    }
    return _cohort(seed).score(links)


def _recall(characters: float, words: float) -> float:
    """How many of all four cohorts are found."""
    found = [tried(seed, characters, words)[1] for seed in (SHOWN, *OTHERS)]
    return sum(found) / len(found)


def _false(characters: float, words: float, seeds: tuple[int, ...]) -> int:
    return sum(tried(seed, characters, words)[2] for seed in seeds)


@cache
def _best() -> float:
    """The best recall that is to be had without a false link in any of the cohorts."""
    return max(_recall(*pair) for pair in _GRID if not _false(*pair, seeds=(SHOWN, *OTHERS)))


@exercise(
    "choose-thresholds",
    lesson=LESSON,
    title="Choose two thresholds, and defend them",
    hints=(
        "First no false link, then as many right ones as that leaves. Try cohorts of other seeds.",
        "Sisters share one word of two: 0.5 apart in words. A typing error is apart in characters.",
        "Be strict with the words, as in 0.34, and lenient with the characters.",
    ),
)
def check_thresholds(characters: object, words: object, because: object) -> str:
    """Check two thresholds on the lesson's cohort and on others, and the reason."""
    pair = _threshold(characters, "characters"), _threshold(words, "words")
    reason = expect_type(because, str, "the letter of a reason").strip(" .()").upper()
    if reason not in {"A", "B", "C", "D"}:
        raise NotYet('`because`: one of the four letters, in quotes, as in `"C"`.')
    if false := _false(*pair, seeds=(SHOWN,)):
        raise NotYet(
            f"With these there {_are(false)} in the cohort that you see: one patient's data "
            "beside another's images. Be stricter with the letters, the words, or both."
        )
    if false := _false(*pair, seeds=OTHERS):
        raise NotYet(
            "In this cohort they make no mistake, and in another study, with other people, there "
            f"{_are(false)}: they were fitted to the one you saw. Try other seeds."
        )
    if _recall(*pair) < _best() - _LEAST:
        raise NotYet(
            "No false link anywhere, which comes first. But they are stricter than that needs: of "
            "four studies, more people could be found without a single mistake."
        )
    if reason != "B":
        raise NotYet(f"The thresholds can be defended, but not with this reason. {_not[reason]}")
    return (
        "No false link in four cohorts, three of which you may never have seen, and a reason that "
        "an ethics committee understands. Your successor needs both in writing."
    )


_not = {
    "A": "Whom does it help to have more rows, if some of them are somebody else's?",
    "C": "A default knows neither your names nor what a mistake costs in your study.",
    "D": "Whoever saves that work has the program guess instead.",
}


def _are(false: int) -> str:
    return "is a false link" if false == 1 else f"are {false} false links"


def _threshold(value: object, name: str) -> float:
    if isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    number = expect_type(value, float, f"a number for `{name}`")
    if not 0 <= number <= 1:
        raise NotYet(f"`{name}` is a share, from 0 to 1: a fifth is 0.2.")
    return number


@exercise(
    "decide-doubtful",
    lesson=LESSON,
    title="Decide three doubtful matches",
    hints=(
        "Names have said all they can. What else stands both in the table and in the images?",
        "Compare `born` of the table with the birth dates printed above, one row at a time.",
        "One is told by the birth date; one is told to be nobody here; of one, neither.",
    ),
)
def check_doubtful(decided: object) -> str:
    """Check what was decided about three doubtful rows: a person, nobody, or to ask."""
    given = expect_type(
        decided,
        Mapping,  # type: ignore[type-abstract]
        "a dictionary with a decision for each row",
        hint="Keep the numbers 0, 1 and 2 of the starter",
    )
    if set(given) != set(_DECIDED):
        raise NotYet("Keep the rows 0, 1 and 2 of the starter, and decide each of them.")
    for row, right in _DECIDED.items():
        choice = given[row]
        number = isinstance(choice, int) and not isinstance(choice, bool) and 0 <= choice < 8
        if choice is not None and choice != "ask" and not number:
            raise NotYet(
                f'Row {row}: the number of a person (0 to 7), None for nobody, or "ask" in quotes.'
            )
        if choice != right or type(choice) is not type(right):
            raise NotYet(f"Row {row}: {_undecided(row, choice)}")
    return (
        "One confirmed, one rejected, one left open until somebody has asked: three different "
        "answers, each with something to show for it. None of them is a guess."
    )


def _undecided(row: int, choice: object) -> str:
    if row == 0:
        if choice == 3:
            return "the name is as near, but were they born on the same day?"
        if choice == "ask":
            return "asking is never wrong, but here the table does tell. Compare what is beside."
        if choice is None:
            return "somebody here was born on that very day."
        return "this person's name was not even a candidate. Look at the matches again."
    if row == 1:
        if choice == "ask":
            return "what would you ask? The table does tell that these are two people."
        return (
            "the name is near, and the birth date contradicts. A mother and her daughter share "
            "more than a family name."
        )
    if choice is None:
        return (
            "to reject is a decision, too: if the row is this person's after all, it is lost. What "
            "do you have against it?"
        )
    return (
        "to be the only one who is near is no proof. What else in this row says that it is this "
        "person? A brother may have the same initial."
    )
