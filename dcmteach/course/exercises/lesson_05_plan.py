"""The exercises of lesson 5 about whole files: two plans compared, and a broken file mended."""

from __future__ import annotations

from functools import cache
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

__all__ = ["check_changed", "check_mended"]

LESSON = "05-types"
_SAMPLE = "ct_thorax"
_ENHANCED = "1.2.840.10008.5.1.4.1.1.2.1"


@cache
def _strategies(sop_class: str) -> dict[str, str]:
    from dcmteach.deid import plan
    from dcmteach.synth import sample

    ds = sample(_SAMPLE)
    ds.SOPClassUID = sop_class or ds.SOPClassUID
    return {step.path: step.strategy for step in plan(ds).steps}


@exercise(
    "what-the-label-changes",
    lesson=LESSON,
    title="What does the label change?",
    hints=(
        "`{step.path: step.strategy for step in classic.steps}` tells what the first plan does.",
        "Go through `enhanced.steps`. Keep those whose strategy is `replace`.",
        'Of these, keep those that the first plan has as `"remove"` or `"clear"`.',
    ),
)
def check_changed(changed: object) -> str:
    """Check the paths that only the plan for the Enhanced CT overwrites."""
    from dcmteach.deid import Step

    if isinstance(changed, list | tuple) and any(isinstance(one, Step) for one in changed):
        raise NotYet("These are whole steps. Of each, only its `path` is asked for.")
    if isinstance(changed, dict):
        changed = list(changed)
    given = expect_names(changed, "the paths of some steps")
    classic, enhanced = _strategies(""), _strategies(_ENHANCED)
    unknown = [path for path in given if path not in classic and path not in enhanced]
    if unknown:
        raise NotYet("One of these has no step in either plan. Take the `path` of a step as it is.")
    overwritten = {path for path, strategy in enhanced.items() if strategy == "replace"}
    right = {path for path in overwritten if classic.get(path) in {"remove", "clear"}}
    strays = given - right
    if any(classic.get(path) == enhanced.get(path) == "replace" for path in strays):
        raise NotYet(
            "Some of these are overwritten in both plans, so the label changed nothing about them."
        )
    if any(path not in classic for path in strays):
        raise NotYet(
            "One of these was not touched at all by the plan for the classic CT; so it was neither "
            "removed nor cleared there."
        )
    if any(classic.get(path) == enhanced.get(path) for path in strays):
        raise NotYet("One of these is treated by the same operation in both plans. Look it up.")
    if strays:
        raise NotYet("One of these does change, and is not overwritten: look at its `strategy`.")
    if not given:
        raise NotYet("There are such elements; the lesson has shown one of them.")
    missing = right - given
    if missing and all(classic[path] == "clear" for path in missing):
        raise NotYet("Right so far. Clearing, too, is something else than overwriting.")
    if missing:
        raise NotYet(f"Right so far. {len(missing)} more paths belong in the list.")
    return (
        "Same file, same table, same recipe: the Types alone made the difference. All of it can be "
        "seen before anything is done."
    )


_NEEDED = ("PatientName", "StudyDate", "AccessionNumber")
_STUDY = "StudyInstanceUID"
_NOT_NEEDED = ("InstitutionName", "DeviceSerialNumber")


@exercise(
    "mend-the-file",
    lesson=LESSON,
    title="Mend what a script has broken",
    hints=(
        'Begin with the list of faults: `conformance(mine, compared_to=sample("ct_thorax"))`.',
        'Type 2: there, and empty. `mine.PatientName = ""` does that.',
        "Type 1: a value, and not the old one. `pydicom.uid.generate_uid()` makes a new UID.",
    ),
)
def check_mended(mine: object) -> str:
    """Check that a broken CT has what it needs, and nothing more."""
    from dcmteach.synth import sample
    from dcmteach.verify import Findings

    if isinstance(mine, Findings):
        raise NotYet("This is the list of faults. Hand over the data set itself.")
    ds, original = expect_dataset(mine, "the mended data set"), sample(_SAMPLE)
    six = (*_NEEDED, _STUDY, *_NOT_NEEDED)
    if not any(keyword in ds for keyword in six):
        raise NotAttempted("None of the six is in the data set yet.")
    if any(keyword in ds and ds[keyword].value == original[keyword].value for keyword in six):
        raise NotYet(
            "What was to be hidden is back: at least one element has the value that the original "
            "had. What has to be there need not be what was there."
        )
    others = {str(e.tag) for e in original if e.keyword not in six}
    if {str(e.tag) for e in ds if e.keyword not in six} != others:
        raise NotYet("Other elements than the six were added or taken out. Leave those alone.")
    _conforms(ds, original)
    if any(keyword in ds for keyword in _NOT_NEEDED):
        raise NotYet(
            "The file is in order, and something in it could have stayed away: look up which of "
            "the six this object does not need at all."
        )
    if any(str(ds[keyword].value or "") for keyword in _NEEDED):
        raise NotYet(
            "The file is in order, and it holds a made-up value where none is needed. Its Type "
            "allows something emptier than that."
        )
    return (
        "In order again, and nothing in it that somebody could take for the truth. Only the study "
        "has a value, because without it nobody knows what belongs together."
    )


def _conforms(ds: Dataset, original: Dataset) -> None:
    from dcmteach.verify import conformance

    rows = list(conformance(ds, compared_to=original))
    if any(row.aspect != "Type" for row in rows):
        raise NotYet(
            "There is a value now, and it is not written as its VR asks: letters in a number, or "
            "a date that is none. `conformance` names the element."
        )
    absent = [row for row in rows if row.path not in ds]
    if absent:
        raise NotYet(
            f"{len(absent)} of the six that this object needs: missing altogether. `conformance` "
            "names what it needs, and the Type of each."
        )
    if rows:
        raise NotYet(
            f"{len(rows)} of the six needs more than to be there: it is empty, and its Type asks "
            "for a value."
        )
