"""The exercises of lesson 4 about one element: its keyword, its Type, its VR."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dcmteach.course.exercises import (
    NotAttempted,
    NotYet,
    exercise,
    expect_dataset,
    expect_sample,
    expect_type,
    same_text,
)

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["check_choices", "check_form", "check_name"]

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
    expect_sample(data_set, _SAMPLE)
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
