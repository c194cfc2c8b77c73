"""The exercises of lesson 11 about a process of two stages: who does what, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from dcmteach.course.exercises import NotYet, exercise, expect_type

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["check_listed", "check_stage"]

LESSON = "11-two-stages"

_STAGE = {
    "AccessionNumber": 1,
    "SeriesInstanceUID": 1,
    "IrradiationEventUID": 2,
    "DateOfLastCalibration": 2,
    "DeviceSerialNumber": 0,
    "OperatorsName": 0,
}


def original() -> Dataset:
    """The file that the lesson works on."""
    from dcmteach.synth import sample

    return sample("ct_thorax")


@cache
def exported() -> Dataset:
    """The same after stage 1; any key serves to see what shows."""
    from dcmteach.deid import Secrets, apply, plan

    ds = original()
    return apply(ds, plan(ds, "med_i_stage1"), Secrets(b"the key of lesson 11's checks"))


@cache
def delivered() -> Dataset:
    """The same after both stages."""
    from dcmteach.deid import Secrets, apply, plan

    ds = exported()
    return apply(ds, plan(ds, "med_i_stage2"), Secrets(b"another key of these checks"))


@cache
def shows(before: str, after: str) -> frozenset[str]:
    """The places in which something of one of the three files shows in another."""
    from dcmteach.verify import leaks

    return frozenset(leak.place for leak in leaks(_FILES[before](), _FILES[after]()))


_FILES: Mapping[str, Callable[[], Dataset]] = {
    "original": original,
    "exported": exported,
    "delivered": delivered,
}


@exercise(
    "which-stage",
    lesson=LESSON,
    title="Which stage has a rule for it?",
    hints=(
        "`print(recipes.med_i_stage1)` lists its rules; so does the other one.",
        "Stage 1 works where all files of a patient are, and knows patient and examination.",
        "Two of the six are in neither list. Look each of them up instead of trusting the other.",
    ),
)
def check_stage(stage: object) -> str:
    """Check which of the two recipes has a rule for each of six elements."""
    given = expect_type(
        stage,
        Mapping,  # type: ignore[type-abstract]
        "a dictionary with 0, 1 or 2 for each element",
        hint="Keep the keywords of the starter and fill in the numbers",
    )
    if set(given) != set(_STAGE):
        raise NotYet("Keep the six keywords of the starter as they are; fill in the numbers.")
    for keyword, right in _STAGE.items():
        number = given[keyword]
        if number not in {0, 1, 2} or isinstance(number, bool):
            raise NotYet(f"`{keyword}`: answer with 1, 2, or 0 for neither stage.")
        if number != right:
            raise NotYet(f"`{keyword}`: {_why_not(keyword)}")
    return (
        "Identity and relations at the source, the house after the export, and two that each stage "
        "leaves to somebody else."
    )


def _why_not(keyword: str) -> str:
    if keyword == "DeviceSerialNumber":
        return (
            "this is the trap of dividing work. One part of the paper credits another stage with "
            "it. Look whether that other stage has a rule."
        )
    if keyword == "OperatorsName":
        return "you say what ought to be done. Look up what these two recipes do."
    if keyword == "DateOfLastCalibration":
        return (
            "stage 1 randomises the nine dates and times of the examination. Is this one about the "
            "examination, or about the machine?"
        )
    if keyword == "SeriesInstanceUID":
        return (
            "this one says which files belong together. Who has all of them, and could give them "
            "the same new one?"
        )
    if keyword == "IrradiationEventUID":
        return "it is a UID, but not one of the three levels. Look which recipe names it."
    return "it leads to the examination, in the hospital's own books. Look which recipe names it."


@exercise(
    "listed-or-not",
    lesson=LESSON,
    title="Listed, and still there?",
    hints=(
        "The loop of the starter goes over the right places; only the word is missing.",
        "`med_i.verdict(keyword)` is None if there is no row. Any row counts, whatever it says.",
        '`"listed" if med_i.verdict(keyword) else "not listed"`',
    ),
)
def check_listed(still: object) -> str:
    """Check which of the places that still show have a row in the radiologists' list."""
    from dcmteach.standard import med_i

    given = expect_type(
        still,
        Mapping,  # type: ignore[type-abstract]
        "a dictionary with one word for each place",
        hint="`leak.place` is the key",
    )
    right = {
        place: "listed" if med_i.verdict(place.rpartition(".")[2]) else "not listed"
        for place in shows("original", "delivered")
    }
    if set(given) != set(right):
        raise NotYet(_other_files(set(given), set(right)))
    wrong = [place for place, word in right.items() if given[place] != word]
    if any(given[place] not in {"listed", "not listed"} for place in wrong):
        raise NotYet('One of two words for each place: `"listed"` or `"not listed"`, in quotes.')
    if not wrong:
        return (
            "Five places were never looked at, and three have a row that did not help: one row was "
            "left to the other stage, the other was judged safe."
        )
    if all("." in place for place in wrong):
        raise NotYet(
            "One element has a row, and stands inside a sequence here. For the list it is the same "
            "attribute: take the keyword behind the last dot."
        )
    if all(right[place] == "listed" for place in wrong):
        raise NotYet(
            "Some of these have a row that you do not count: whether the authors found harmless, "
            "or left to somebody else, what stands there, they did list it."
        )
    raise NotYet("You say `listed` of an element that has no row at all: there, `verdict` is None.")


def _other_files(given: set[str], right: set[str]) -> str:
    if not given:
        return "There are no places in it. Go through `leaks(ds, delivered)`."
    if given == shows("original", "exported"):
        return (
            "These are the places in `exported`, which stage 2 had not worked on yet. What left "
            "the hospital is `delivered`."
        )
    if given == shows("exported", "delivered"):
        return (
            "Seeded by `exported`, the search finds mostly what stage 1 had made up: pseudonym, "
            "new UIDs, random dates. Nobody is found by those. Search for what is of the original."
        )
    if given < right:
        number = len(right) - len(given)
        more = "One more place shows" if number == 1 else f"{number} more places show"
        return f"{more}. Take every leak, elements in sequences included."
    return "Take the places that `leaks(ds, delivered)` gives, each with its whole path, no others."
