"""The exercise of lesson 7 about dates that stand where nobody looks for dates."""

from __future__ import annotations

from dcmteach.course.exercises import NotAttempted, NotYet, exercise, expect_dataset, expect_names

__all__ = ["check_hidden"]

_DAY = "20190516"


@exercise(
    "where-the-date-hides",
    lesson="07-dates",
    title="Find the day of the examination",
    hints=(
        "`table(hidden)` goes through every element at any depth; each row has a path and a value.",
        "Which spellings there are, `spellings_of_date` knows. They are in small letters.",
        "Keep the path of a row if *any* of the spellings stands in `str(row.value).lower()`.",
    ),
)
def check_hidden(hidden: object, paths_found: object) -> str:
    """Check the elements in which one day still stands, in any spelling."""
    from dcmteach.errors import PathError
    from dcmteach.header import table
    from dcmteach.header.dates import spellings_of_date
    from dcmteach.header.path import find

    ds = expect_dataset(hidden, "the data set `hidden` of the lesson")
    given = expect_names(paths_found, "a list of paths")
    if not given:
        raise NotAttempted("The list is empty, and the day still stands in this header.")
    spellings = spellings_of_date(_DAY)
    right = {
        row.path: str(row.value).lower()
        for row in table(ds)
        if any(spelling in str(row.value).lower() for spelling in spellings)
    }
    for path in sorted(given - set(right)):
        try:
            element = find(ds, path)
        except PathError:
            raise NotYet(
                f"`{path[:40]}` is no element of this header. Take the paths as they are shown."
            ) from None
        if element.is_empty:
            raise NotYet("One of these held the day once, and is empty by now.")
        raise NotYet("One of these holds another day, or none at all. Read the values once more.")
    missing = set(right) - given
    if any(_DAY not in right[path] for path in missing):
        raise NotYet(
            "You have the day as machines write it. Somewhere it stands as people write it."
            if _DAY not in "".join(right[path] for path in missing)
            else "The day stands in more places, in more than one spelling."
        )
    if missing:
        raise NotYet(
            "You have the day as people write it. Somewhere it stands as machines write it: eight "
            "digits among others."
        )
    return (
        "Neither has a VR of dates, and one is a number that nobody reads. Emptying all DA and DT "
        "would have left both."
    )
