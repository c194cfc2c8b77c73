"""The exercises of lesson 8 about private blocks, and what may stay of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.course.exercises import (
    NotAttempted,
    NotYet,
    exercise,
    expect_dataset,
    expect_names,
)

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["check_block", "check_safe"]

LESSON = "08-private"
_GROUP, _CREATOR, _DOSE = 0x00E1, "ELSCINT1", 0x21


@exercise(
    "whose-block",
    lesson=LESSON,
    title="Read a private value wherever its block lies",
    hints=(
        "Do not count the blocks yourself: which part of a private tag never changes?",
        'A block is had by its creator: `moved.private_block(0x00E1, "…")`.',
        "In square brackets behind it, the last two digits: `[0x21]`. Then `.value`.",
    ),
)
def check_block(moved: object, dose: object) -> str:
    """Check the dose read from the block of the creator who defines it."""
    from pydicom.dataelem import DataElement

    ds = expect_dataset(moved, "the data set `moved` of the lesson")
    if isinstance(dose, DataElement):
        raise NotYet("This is the whole element: tag, VR and value. Which part is the dose?")
    if dose is None:
        raise NotAttempted("`dose` holds `None`, so nothing was read.")
    block = ds.private_block(_GROUP, _CREATOR)
    if str(dose) == str(block[_DOSE].value):
        return (
            "Read by its creator, so it will be found in the next file as well, whoever has "
            "written into this group before."
        )
    for element in ds:
        if str(element.value) != str(dose):
            continue
        if element.tag.is_private_creator:
            raise NotYet("This is the element that reserves the block. What lies in the block?")
        if element.private_creator != _CREATOR:
            raise NotYet(
                "This number is somebody else's: look at who reserved the block that you read from."
            )
        raise NotYet("The block is right, and the other two digits of the tag are not.")
    raise NotYet("This stands nowhere in `moved`. The dose is one of its values, as it is.")


@exercise(
    "keep-the-safe",
    lesson=LESSON,
    title="Keep what is known to be safe",
    hints=(
        "Go through `table(ds)`, and keep the `path` of a row if `is_private(row.tag)`, and more.",
        "`is_safe(row.tag, creator)` answers. Ask it for the elements that reserve a block, too.",
        "Their creator is their own value: `row.private_creator or row.value` is right for all.",
    ),
)
def check_safe(stay: object) -> str:
    """Check the safe private elements of the chest CT, and the creators they need."""
    from dcmteach.header import identity, table
    from dcmteach.standard.names import is_private
    from dcmteach.standard.private import is_safe
    from dcmteach.synth import sample

    ds = sample("ct_thorax")
    rows = {row.path: row for row in table(ds)}
    given = expect_names(stay, "a list of paths", known=rows)
    if not given:
        raise NotAttempted("The list is empty. Something in these groups is on the list.")
    if any(not is_private(rows[path].tag) for path in given):
        raise NotYet("One of these has an even group, so it is not private.")
    right = {
        path
        for path, row in rows.items()
        if is_private(row.tag) and is_safe(row.tag, row.private_creator or str(row.value))
    }
    creators = {
        path for path, row in rows.items() if is_private(row.tag) and not row.private_creator
    }
    wrong = given - right - creators
    known = identity(ds)
    if any(known.found_in(_value(ds, rows[path].tag)) for path in wrong):
        raise NotYet(
            "One of these names the patient, or somebody else who is in this header. The list is "
            "asked for every element, by its tag and its creator."
        )
    if wrong:
        raise NotYet(
            "One of these is not on the list. That it is known what an element is called is not "
            "the same as safe."
        )
    if given & creators - right:
        raise NotYet(
            "One of these reserves a block of which nothing stays. It does no harm, and it says "
            "that there was something; leave it out."
        )
    if not given & creators:
        raise NotYet(
            "These values would stay, and nobody could tell whose they are: without its private "
            "creator, a private element means nothing."
        )
    if given != right:
        raise NotYet("All of these may stay. More of them may: there is more than one odd group.")
    return (
        "Values that a physicist needs, the creators that give them meaning, and nothing else of "
        "four private blocks."
    )


def _value(ds: Dataset, tag: int) -> bytes | str:
    value = ds[tag].value
    return value if isinstance(value, bytes) else str(value)
