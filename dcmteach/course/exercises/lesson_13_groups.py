"""The exercises of lesson 13 about tables: the cell that names, and the group that is too small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dcmteach.course.exercises import NotAttempted, NotYet, exercise, expect_type
from dcmteach.course.exercises.lesson_13 import LESSON

__all__ = ["check_cells", "check_coarser", "check_person"]

_NAMED = {0, 3, 5, 6}
_PLACE, _QUESTION, _EMPTY = 4, 2, 1

_SAID = ("Sex", "Age", "Scanned")
_K, _GROUPS = 5, 12


@exercise(
    "leaking-cell",
    lesson=LESSON,
    title="Find the cells that leak",
    hints=(
        "Read each remark with the list of all patients beside you, not only with its own row.",
        "The images write some names in more than one script. So do remarks.",
        "Even a row about somebody without images can name somebody who has some.",
    ),
)
def check_cells(leaking: object) -> str:
    """Check which cells of a table still name somebody of the cohort."""
    if isinstance(leaking, int) and not isinstance(leaking, bool):
        raise NotYet("There is more than one. Give the numbers of all these rows in a list.")
    given = expect_type(
        leaking,
        Iterable,  # type: ignore[type-abstract]
        "the numbers of rows in a list",
    )
    listed = list(given)
    rows = {row for row in listed if isinstance(row, int) and not isinstance(row, bool)}
    if not listed or len(rows) < len(listed) or not rows <= set(range(7)):
        raise NotYet("Numbers of rows are asked for, 0 to 6, as they are printed.")
    if _EMPTY in rows:
        raise NotYet(f"Row {_EMPTY} has no remark. What may be wrong with it is in another column.")
    if _QUESTION in rows:
        raise NotYet(
            f"Row {_QUESTION} asks something, and names nobody. (It is worth a thought all the "
            "same: whoever knows the family understands it.)"
        )
    if _PLACE in rows:
        raise NotYet(
            f"Row {_PLACE} tells a place. That makes a group smaller, which is the subject of the "
            "next exercises, and it names nobody."
        )
    missed = _NAMED - rows
    if missed & {0, 6} and not missed & {3, 5}:
        if missed == {6}:
            raise NotYet(
                "One more. It stands in the row of somebody who has no images, and names somebody "
                "who has."
            )
        raise NotYet(
            "These rows name their own patient. Which ones name *other* people of the cohort? A "
            "search for each row's own name would not find those."
        )
    if missed == {5}:
        raise NotYet(
            "One more, which no search for the names *of the table* finds. What do the images call "
            "this person, besides?"
        )
    if missed:
        raise NotYet(
            f"{len(missed)} more. A name may be in other letters than yours, the other way round, "
            "or one of its words alone."
        )
    return (
        "Four of seven rows: their own names, other people's, in three scripts, one of them known "
        "to the images alone. That is why every cell is searched for everybody."
    )


@exercise(
    "find-the-person",
    lesson=LESSON,
    title="Find the person in the clean table",
    hints=(
        "The newspaper tells three things that the table tells, too: sex, age, and when.",
        "How old was she in August, if she turned 91 in October?",
        "Take the rows of women whose `Scanned` begins with `2021-08`, and look at their ages.",
    ),
)
def check_person(pseudonym: object, finding: object) -> str:
    """Check who of a released table is in the newspaper, and what the table tells of her."""
    from dcmteach.synth.released import released_table

    if isinstance(pseudonym, list | tuple | set | Mapping):
        raise NotYet("One person is asked for: the pseudonym of one row, as text.")
    text = expect_type(pseudonym, str, "a pseudonym as text").strip()
    learned = expect_type(finding, str, "the finding as text").strip()
    rows = {row["pseudonym"]: row for row in released_table()}
    if text not in rows:
        raise NotYet("There is no such pseudonym in the table. Copy it from the row.")
    row = rows[text]
    if row["Sex"] != "F":
        raise NotYet("This is a man's row. The newspaper speaks of a woman.")
    if not row["Scanned"].startswith("2021-08"):
        raise NotYet(
            "The month is not the one in the newspaper. If you went by the age that it prints: "
            "the table's age is that on the day of the scan, before her birthday."
        )
    if row["Age"] != "90":
        raise NotYet(
            "Sex and month fit, and the age does not. She turned 91 in October: how old was she "
            "in August?"
        )
    if learned.casefold() != row["Finding"]:
        raise NotYet(
            "That is her row. Now read it to the end: what did the study find, which she told no "
            "newspaper?"
        )
    return (
        "One row of 240. Nobody's name is in the table, and now the town knows what the doctors "
        "saw. No key was broken: sex, age and a month were enough."
    )


@exercise(
    "coarsen-the-table",
    lesson=LESSON,
    title="Nobody in a group of fewer than five",
    hints=(
        "Both exact columns have to become coarser: `uniqueness(…, coarser=coarser).effects`.",
        "The year is enough of a date here: `day[:4]`. And ages in steps of ten.",
        "Steps of ten leave few at both ends: make one class of the oldest, one of the youngest.",
    ),
)
def check_coarser(coarser: object) -> str:
    """Check that a table was made 5-anonymous, and that it still tells something."""
    from dcmteach.synth.released import released_table
    from dcmteach.verify import uniqueness

    given = _functions(coarser)
    released = released_table()
    for name, function in given.items():
        _tried(name, function, {row[name] for row in released})
    found = uniqueness(released, _SAID, coarser=given)
    values = {effect.column: effect.values for effect in found.effects}
    gone = [f"`{name}`" for name in _SAID if values[name] < 2]
    if gone:
        raise NotYet(
            f"{' and '.join(gone)}: thrown away. All rows read the same there, and whoever wants "
            "to use the table has lost that column. Coarser is enough."
        )
    if found.k < _K:
        raise NotYet(_too_small(found, given))
    if len(found) < _GROUPS:
        raise NotYet(
            f"The smallest group has {found.k} people: safe, and paid for with more than it "
            f"needs. Only {len(found)} groups are left to be told apart; at least {_GROUPS} can "
            "be had."
        )
    return (
        f"k = {found.k}, in {len(found)} groups where there were 240 people, nearly each alone. "
        "The woman of the newspaper is still in it, and so are others of whom it says the same."
    )


def _too_small(found: Any, given: Mapping[str, Callable[[str], str]]) -> str:
    small = found.below(_K)
    if set(given) != {"Age", "Scanned"} and found.unique > 20:
        return (
            f"{found.unique} people are still alone in their groups. One column is still as exact "
            "as before, and that is enough to tell them apart."
        )
    if len(small) > 20:
        some = f"{found.unique} people are still alone" if found.unique else "Nobody is alone"
        return (
            f"{some}, and {len(small)} groups have fewer than {_K}. Look at `.effects`: which "
            "column has too many different values?"
        )
    return (
        f"Nearly: {len(small)} groups have fewer than {_K} people, the smallest {found.k}. Print "
        "them with `.below(5)`. If they are the oldest or the youngest: at the ends of the scale "
        "a class has to be wider."
    )


def _functions(coarser: object) -> dict[str, Callable[[str], str]]:
    given = expect_type(
        coarser,
        Mapping,  # type: ignore[type-abstract]
        "a dictionary of column and function",
        hint="`uniqueness` takes it as it is",
    )
    if not given:
        raise NotAttempted("The dictionary is empty: nothing has become coarser yet.")
    strange = sorted(map(str, set(given) - set(_SAID)))
    if strange:
        raise NotYet(f"`{strange[0][:20]}` is none of the columns {', '.join(_SAID)}.")
    for name, function in given.items():
        if not callable(function):
            raise NotYet(
                f"`{name}`: a function is asked for, which is given a value and returns a coarser "
                "one. Write its name without parentheses."
            )
    return dict(given)


def _tried(name: str, function: Callable[[str], str], values: set[str]) -> None:
    for value in sorted(values):
        try:
            made = function(value)
        except Exception as error:
            raise NotYet(
                f"Your function for `{name}` stopped with {type(error).__name__} at the value "
                f"{value!r}. It is given text, and has to cope with every row."
            ) from None
        if not isinstance(made, str):
            raise NotYet(f"Your function for `{name}` must return text, even for a number.")
