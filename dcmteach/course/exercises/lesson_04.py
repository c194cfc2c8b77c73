"""The exercises of lesson 4: one element, its Type, its VR, a history, and a file to compare."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dcmteach.course.exercises import (
    NotAttempted,
    NotYet,
    exercise,
    expect_dataset,
    expect_names,
    expect_type,
    same_text,
)

if TYPE_CHECKING:
    from pydicom import Dataset

    from dcmteach.edit import Change, Editor

__all__ = [
    "check_choices",
    "check_form",
    "check_name",
    "check_other_ids",
    "check_saved",
    "check_undo",
]

LESSON = "04-edit"
_SAMPLE = "ct_thorax"


def _original() -> Dataset:
    from dcmteach.synth import sample

    return sample(_SAMPLE)


def _changed(ds: Dataset) -> set[str]:
    from dcmteach.header import diff

    return {difference.path for difference in diff(_original(), ds)}


@exercise(
    "overwrite-by-keyword",
    lesson=LESSON,
    title="Overwrite a name by its keyword",
    hints=(
        "An assignment to `ds.` and a keyword sets the value: `ds.PatientID = …`, for instance.",
        "The keyword is `PatientName`, with both capitals. The value is text, in quotes.",
        "Family name first, then the sign that parts it from the given name, then the given name.",
    ),
)
def check_name(ds: object) -> str:
    """Check that the name, and nothing else, was overwritten by family and given name."""
    if type(ds).__name__ in {"PersonName", "str"}:
        raise NotYet(
            "This is the value alone. Hand over the data set, to show that the rest of it stayed."
        )
    data_set = expect_dataset(ds, "the data set with the new name")
    original = _original()
    changed = _changed(data_set)
    name = str(data_set.get("PatientName", ""))
    if name == str(original.PatientName):
        strays = [key for key in vars(data_set) if "name" in key.lower() and key[0].isalpha()]
        if any(key not in vars(original) for key in strays):
            raise NotYet(
                "The element holds what it held before: the name went into an attribute of its "
                "own, on the Python object, and will never reach a file. Check the spelling of the "
                "keyword; capitals count."
            )
        raise NotAttempted("The patient's name is still the one from the file.")
    if changed != {"PatientName"}:
        raise NotYet(
            "More than one element is different now. The exercise only asked for the name."
        )
    if "^" not in name:
        raise NotYet(
            "For DICOM this is one long family name. Which sign parts it from the given name?"
        )
    parts = data_set.PatientName
    if same_text(parts.family_name, "042") and same_text(parts.given_name, "Case"):
        raise NotYet("Both parts are there, but the other way round: the family name stands first.")
    if name != "Case^042":
        raise NotYet(
            "Compare with what was asked for, letter by letter: the family name, the given name."
        )
    return "One assignment, and every other element stayed as it was."


_TYPES = {
    "PatientBirthDate": "clear",
    "InstitutionName": "remove",
    "StudyInstanceUID": "overwrite",
    "OtherPatientIDsSequence[0].PatientID": "overwrite",
}
_THOROUGH = ("overwrite", "clear", "remove")


@exercise(
    "choose-the-operation",
    lesson=LESSON,
    title="Remove, clear or overwrite?",
    hints=(
        'Ask for the Type of each: `allowed(ds, "PatientBirthDate").type`.',
        "Type 1 needs a value. Type 2 needs the element. Type 3 needs neither.",
        "The number in the item stands in another place than the one at the top of the header.",
    ),
)
def check_choices(choices: object) -> str:
    """Check the most thorough operation that each element's Type allows."""
    from dcmteach.edit import allowed

    chosen = expect_type(
        choices,
        Mapping,  # type: ignore[type-abstract]
        "a dictionary with one word for each element",
        hint="Keep the keys of the starter and fill in the values",
    )
    if set(chosen) != set(_TYPES):
        raise NotYet("Keep the four keys of the starter as they are; only the values are yours.")
    original = _original()
    for path, right in _TYPES.items():
        word = chosen[path]
        if word not in _THOROUGH:
            raise NotYet(
                f"For `{path}` you gave none of the three words of this lesson. One word for one "
                "thing: overwrite, clear, remove."
            )
        if word == right:
            continue
        permission = allowed(original, path)
        if _THOROUGH.index(word) < _THOROUGH.index(right):
            raise NotYet(
                f"For `{path}` that is allowed, and it leaves more than it has to: its Type "
                f"({permission.type}) lets you be more thorough."
            )
        if "." in path:
            raise NotYet(
                "One of these is allowed at the top of the header and not where the exercise "
                "asks for it: a Type belongs to a place, not to a keyword."
            )
        if permission.type == "2":
            raise NotYet(
                f"`{path}` has to be there, whether or not there is anything to tell. Look up its "
                "Type."
            )
        raise NotYet(
            f"`{path}` has to have a value: without it, no program knows what belongs together. "
            "Look up its Type."
        )
    return (
        "Type 3 may go, Type 2 may be empty, Type 1 needs a value. With these three sentences you "
        "can defend every choice."
    )


_FORM = {
    "PatientBirthDate": ("DA", frozenset({"19511223"})),
    "PatientSex": ("CS", frozenset({"F"})),
    "PatientAge": ("AS", frozenset({"067Y"})),
    "StudyTime": ("TM", frozenset({"15", "1500", "150000"})),
}
_FORM_HINTS = {
    "PatientSex": (
        "You gave a word, and the standard has a code for it: one letter, and a capital one."
    ),
    "PatientAge": "An age always has the same length. Count the characters in the table.",
}


@exercise(
    "right-form",
    lesson=LESSON,
    title="Write values as their VR asks for",
    hints=(
        "The VRs are DA, CS, AS and TM. The table above has an example of each.",
        'Ask `problems("DA", "…")`: it tells what is wrong, and often what to write.',
        "Date: year, month, day, eight digits. Age: three digits and a letter. Time: 24 hours.",
    ),
)
def check_form(values: object) -> str:
    """Check a date, a code, an age and a time."""
    given = expect_type(
        values,
        Mapping,  # type: ignore[type-abstract]
        "a dictionary with one text for each keyword",
        hint="Keep the keys of the starter and fill in the values",
    )
    if set(given) != set(_FORM):
        raise NotYet("Keep the four keys of the starter as they are; only the values are yours.")
    for keyword, (vr, right) in _FORM.items():
        value = given[keyword]
        if not isinstance(value, str):
            raise NotYet(f"Give `{keyword}` as text, in quotes: its VR, {vr}, is one of text.")
        if _plain_time(value) in right if vr == "TM" else value in right:
            continue
        raise NotYet(_misread(keyword, vr, value))
    return (
        "Every program on the way can read these. The form says nothing about who is meant; that "
        "part is yours."
    )


def _plain_time(value: str) -> str:
    whole, _, fraction = value.partition(".")
    return whole if not fraction.strip("0") else value


def _misread(keyword: str, vr: str, value: str) -> str:
    if keyword in _FORM_HINTS:
        return _FORM_HINTS[keyword]
    if vr == "DA":
        if not value.isdigit():
            return (
                "A date has nothing but digits: no words, and no signs between its parts, not even "
                "the ones other standards put there."
            )
        if len(value) == 8 and not "01" <= value[4:6] <= "12":
            return "Read as DICOM reads it, this is no day of the calendar. Which part comes first?"
        return "This is not the day on the form. Year, month, day: eight digits in all."
    if ":" in value or not value.replace(".", "").isdigit():
        return "A time is written without colons and without words: pairs of digits, hours first."
    if value.startswith(("03", "3")):
        return "That is a form of the night: in DICOM the day has 24 hours, and no *am* or *pm*."
    return "This is not the time on the form. Hours, minutes, seconds: two digits each."


def _editor(answer: object, what: str) -> Editor:
    from pydicom import Dataset

    from dcmteach.edit import Editor

    if isinstance(answer, Dataset):
        raise NotYet(
            "This is a data set. An `Editor` works on a copy and leaves the data set it was given "
            "alone; hand over the editor."
        )
    return expect_type(answer, Editor, what)


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
    from dcmteach.header import Diff, read

    if isinstance(saved, Dataset):
        raise NotYet("`saved` is a data set in memory: it never reached the disk. Save it first.")
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
    right = _changed(written)
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
