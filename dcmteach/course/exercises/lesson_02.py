"""The exercises of lesson 2: what identifies a patient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dcmteach.course.exercises import NotYet, exercise, expect_names, expect_number, expect_type

__all__ = ["check_alone", "check_places", "check_way_back"]

LESSON = "02-identifies"


@exercise(
    "where-the-name-hides",
    lesson=LESSON,
    title="Where else does the name stand?",
    hints=(
        "`search(ds, text)` finds a text anywhere in a header, however it is capitalised.",
        (
            "The whole name, carets included, stands in one place only. Which part of it would "
            "people type or copy? `head.PatientName.family_name` gives that part."
        ),
        "Each match has a `path`. Collect them, and leave out the element that is to be emptied.",
    ),
)
def check_places(paths: object) -> str:
    """Check the paths of all elements besides PatientName that hold the family name."""
    from dcmteach.header import search
    from dcmteach.synth import sample

    if isinstance(paths, int) and not isinstance(paths, bool):
        raise NotYet("That is how many there are, or not. Asked for are their paths, in a list.")
    found = _paths(paths)
    ds = sample("mr_head")
    truth = {match.path for match in search(ds, ds.PatientName.family_name)} - {"PatientName"}
    if not found:
        raise NotYet(
            "There are such elements. If your search found none, it looked for the name "
            "as PatientName writes it, with all its parts and carets; nobody else writes it so."
        )
    if "PatientName" in found:
        raise NotYet(
            "PatientName itself is going to be emptied. In which *other* elements would the name "
            "still stand?"
        )
    if wrong := len(found - truth):
        raise NotYet(
            f"{wrong} of your paths: the family name does not stand there, or no element is "
            "written so. Take the `path` of what the search finds, as it is."
        )
    missing = truth - found
    if any("Comments" in path for path in missing):
        raise NotYet(
            "One element spells the name in another way: without its special letters, as in an "
            "e-mail address. `search` finds such spellings; Python's `in` does not."
        )
    if any(path.startswith("(") for path in missing):
        raise NotYet(
            "One is missing. It is not in DICOM's dictionary: its number is odd, and it was "
            "defined by the manufacturer."
        )
    if missing:
        raise NotYet(f"{len(missing)} missing. Names of protocols are typed by people, too.")
    return (
        "A remark, a protocol named after a patient, and the manufacturer's own copy. None of "
        "them would have been found by a list of elements that are about names."
    )


def _paths(paths: object) -> frozenset[str]:
    if isinstance(paths, Iterable) and not isinstance(paths, str | dict):
        rows = list(paths)
        if rows and all(hasattr(row, "path") for row in rows):
            raise NotYet("These are the matches themselves. Take the `path` of each.")
        paths = rows
    return expect_names(paths, "the paths of the elements")


@exercise(
    "alone-in-the-crowd",
    lesson=LESSON,
    title="How many stand alone?",
    hints=(
        (
            "Do as the cell above did: make a tuple of the facts for each patient, and count the "
            "tuples with a `Counter`."
        ),
        (
            "The facts are `sex`, `body_part` and `date`. Whoever stands alone is in a group of "
            "size 1: go through `groups.values()`."
        ),
        "`sum(size == 1 for size in groups.values())` counts the groups of one.",
    ),
)
def check_alone(hospital: object, alone: object) -> str:
    """Check how many patients are the only ones with their sex, body part and date."""
    people = expect_type(hospital, list, "the list `hospital` made above, and then your number")
    number = expect_number(
        alone,
        "a number of patients",
        hint="Count them, for instance with `sum()` or `len()`",
    )
    groups = _groups(people, "sex", "body_part", "date")
    truth = _singles(groups)
    if number == truth:
        return (
            f"{number} of {len(people)}: fewer than before, and far too many. The date does the "
            "work, because few are examined on one day. This is why dates are removed or shifted."
        )
    if number == len(groups):
        raise NotYet(
            "That is how many different combinations there are. Asked for are the people whose "
            "combination nobody else has."
        )
    if number == len(people) - truth:
        raise NotYet("That many share their combination with somebody. The others stand alone.")
    if number == _singles(_groups(people, *people[0])):
        raise NotYet("This still uses the age. Count again with the three other facts.")
    if number in {
        _singles(_groups(people, *facts))
        for facts in (("sex", "body_part"), ("sex", "date"), ("body_part", "date"), ("sex",))
    }:
        raise NotYet("This lacks a fact: sex, part of the body *and* date are kept.")
    raise NotYet(
        "That is not the number of people who are alone with their combination. Group by the "
        "three facts, then look at the sizes of the groups."
    )


def _groups(people: list[dict[str, object]], *facts: str) -> Counter[tuple[object, ...]]:
    return Counter(tuple(one[fact] for fact in facts) for one in people)


def _singles(groups: Counter[tuple[object, ...]]) -> int:
    return sum(size == 1 for size in groups.values())


@exercise(
    "still-personal",
    lesson=LESSON,
    title="Is there a way back?",
    hints=(
        "Go through them one by one and ask: who could find out whom this is about, and with what?",
        (
            "Think of the hospital itself, of somebody with a computer and a list of all possible "
            "numbers, and of somebody who can draw a head scan as a solid surface."
        ),
    ),
)
def check_way_back(way_back: object) -> str:
    """Check which of four deliveries still lead back to patients."""
    if isinstance(way_back, str) and len(way_back) > 1:
        way_back = [letter for letter in way_back if letter.isalpha()]
    if isinstance(way_back, list | tuple | set | frozenset):
        way_back = [one.strip().upper() if isinstance(one, str) else one for one in way_back]
    found = expect_names(way_back, "the letters of the deliveries", known="ABCD")
    if not found:
        raise NotYet("For at least one of them there is a way back. Begin with the hospital's own.")
    if "C" in found:
        raise NotYet(
            "One of your letters is a table in which no line is about one person, and no group is "
            "small. There is nobody to go back to."
        )
    if "A" not in found:
        raise NotYet(
            "A key in somebody else's safe is still a key. Whoever opens the safe finds everybody: "
            "this is what *pseudonymised* means."
        )
    if "B" not in found:
        raise NotYet(
            "You left out one whose pseudonyms everybody can compute again: the numbers are few, "
            "and no secret is needed to try them all."
        )
    if "D" not in found:
        raise NotYet(
            "You left out one where the way back leads through something other than the header's "
            "group 0010. What does a head scan show? What is known about a date?"
        )
    return (
        "Only sums over many people lead back to nobody. The rest is pseudonymised at best, and "
        "has to be protected like any record of a patient."
    )
