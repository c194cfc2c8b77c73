"""The exercises of lesson 4 about several edits: the editor, its history, and the saved file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dcmteach.course.exercises import (
    NotAttempted,
    NotYet,
    exercise,
    expect_names,
    expect_sample,
    expect_type,
)

if TYPE_CHECKING:
    from pydicom import Dataset

    from dcmteach.edit import Change, Editor

__all__ = ["check_other_ids", "check_saved", "check_undo"]

LESSON = "04-edit"
_SAMPLE = "ct_thorax"


def _original() -> Dataset:
    from dcmteach.synth import sample

    return sample(_SAMPLE)


def _editor(answer: object, what: str) -> Editor:
    from pydicom import Dataset

    from dcmteach.edit import Editor

    if isinstance(answer, Dataset):
        raise NotYet(
            "This is a data set. An `Editor` works on a copy and leaves the data set it was given "
            "alone; hand over the editor."
        )
    editor = expect_type(answer, Editor, what)
    expect_sample(editor.dataset, _SAMPLE)
    return editor


@exercise(
    "other-ids",
    lesson=LESSON,
    title="Numbers and date of birth",
    hints=(
        "Four things to do: the ID at the top, the date of birth, and the other IDs in two places.",
        'Ask the editor: `mine.allowed("PatientBirthDate")`. Clear what must stay.',
        "`mine.clear(…)` for the date, `mine.remove(…)` for both elements of other IDs.",
    ),
)
def check_other_ids(mine: object) -> str:
    """Check that the patient's numbers and date of birth are gone, by the rules."""
    editor = _editor(mine, "the editor with your edits")
    ds, original = editor.dataset, _original()
    if {change.path for change in editor.history} <= {"PatientID"}:
        raise NotAttempted("So far the editor has the edit of the starter at most.")
    if "PatientBirthDate" not in ds:
        raise NotYet(
            "Now the file does not speak of dates of birth at all, and a CT image has to. Its "
            "Type lets you say *not told here* instead."
        )
    for keyword, what in (
        ("PatientID", "the patient's ID"),
        ("PatientBirthDate", "the date of birth"),
    ):
        if ds.get(keyword) == original[keyword].value:
            raise NotYet(f"Look again at {what} at the top of the header: it is what it was.")
    _other_numbers(ds, original)
    if any(change.forced for change in editor.history):
        raise NotYet("One of the edits was forced. All of it can be done within the rules.")
    return (
        "Each operation as its Type allows, and nothing forced. The old number still stands in "
        "other places of this header, as the end of the lesson shows."
    )


def _other_numbers(ds: Dataset, original: Dataset) -> None:
    old = {original.OtherPatientIDs, original.OtherPatientIDsSequence[0].PatientID}
    if ds.get("OtherPatientIDs") in old:
        raise NotYet("One more number is left, in the older element for other IDs.")
    for item in ds.get("OtherPatientIDsSequence") or ():
        if not item.get("PatientID"):
            raise NotYet(
                "The sequence still has an item, with an empty number in it or none at all: there, "
                "the number is of Type 1. Think of the sequence as a whole."
            )
        if item.PatientID in old:
            raise NotYet("One more number is left: it stands in a sequence, one level down.")


@exercise(
    "take-it-back",
    lesson=LESSON,
    title="Take the last edit back",
    hints=(
        "The editor has a history. Its latest entry can be taken back.",
        "The verb is `undo`, and like every method it needs its parentheses.",
        "`mine.undo()` returns the edit that it took back: put that into `change`.",
    ),
)
def check_undo(mine: object, change: object) -> str:
    """Check that one edit was undone, and no other."""
    editor = _editor(mine, "the editor after the step back")
    if callable(change) and getattr(change, "__name__", "") == "undo":
        raise NotYet("`change` holds the method itself: nothing was undone. `()` is missing.")
    ds, original = editor.dataset, _original()
    if "StudyInstanceUID" not in ds:
        raise NotYet("The number of the study is still missing in the editor's copy.")
    if ds.StudyInstanceUID != original.StudyInstanceUID:
        raise NotYet(
            "There is a number again, but it is another one: now the image belongs to another "
            "study. A history makes guessing unnecessary."
        )
    paths = [done.path for done in editor.history]
    if len(paths) < 2:
        raise NotYet("One step too many: an edit that was right is gone as well.")
    if paths != ["PatientName", "PatientBirthDate"]:
        raise NotYet(
            "The number is back, but the history still tells of the way there and back. Take the "
            "edit back instead of doing another."
        )
    _expect_change(change)
    return "The number is back, the two good edits stayed, and no trace of the detour is left."


def _expect_change(change: object) -> Change:
    from dcmteach.edit import Change

    undone = expect_type(change, Change, "the change that was taken back")
    if undone.path != "StudyInstanceUID":
        raise NotYet("`change` is another edit than the one that was to be taken back.")
    return undone


@exercise(
    "save-and-compare",
    lesson=LESSON,
    title="Save under a new name, and compare",
    hints=(
        '`mine.save(folder / "case-042.dcm")` returns the path of the new file.',
        "`diff(before, after)` takes two data sets; `read(saved)` gives the second one.",
        "Go through the comparison with a `for`, and take the `path` of each difference.",
    ),
)
def check_saved(saved: object, changed: object) -> str:
    """Check a saved file, and the list of what differs in it."""
    from pydicom import Dataset

    from dcmteach.errors import ReadError
    from dcmteach.header import Diff, diff, read

    if isinstance(saved, Dataset):
        raise NotYet("`saved` is a data set in memory: it never reached the disk. Save it first.")
    if saved == "":
        raise NotYet(
            "`saved` is an empty text, which names no file. Keep in it what `save` returns: the "
            "path of the new file."
        )
    if not isinstance(saved, str | os.PathLike):
        expect_type(saved, Path, "the path of the new file", hint="`save` returns it")
    try:
        written = read(saved)  # type: ignore[arg-type]
    except ReadError as error:
        raise NotYet(f"The file in `saved` cannot be read. {error}") from None
    if written.get("PatientName") == _original().PatientName:
        raise NotYet("The file in `saved` still holds the patient's own name. What did you save?")
    if isinstance(changed, Diff):
        raise NotYet("This is the whole comparison. The exercise asks for a list of paths only.")
    paths = expect_names(changed, "the paths of the differences")
    right = {difference.path for difference in diff(_original(), written)}
    if not paths:
        raise NotYet(
            "A list without entries: something was compared with itself. One side has to be the "
            "original, the other the file read again."
        )
    if paths != right:
        meta = {path for path in right if path.startswith("file_meta.")}
        if paths == right - meta:
            raise NotYet(
                "That is what you meant to change. What stands in front of the data set changed as "
                "well: compare with the file, not with what you remember."
            )
        raise NotYet("These are not the differences between the original and the file in `saved`.")
    return (
        "The name, and what the program that wrote the file says about itself. Nothing else: now "
        "you know, and before you only hoped."
    )
