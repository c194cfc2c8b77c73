"""The exercises of lesson 5 about Types and codes: which object asks for what, and what follows."""

from __future__ import annotations

from dcmteach.course.exercises import NotAttempted, NotYet, exercise, expect_names, expect_type

__all__ = ["check_letters", "check_stricter"]

LESSON = "05-types"
_CT = "1.2.840.10008.5.1.4.1.1.2"
_ENHANCED = "1.2.840.10008.5.1.4.1.1.2.1"
_PET = "1.2.840.10008.5.1.4.1.1.128"

_EIGHT = (
    "DeviceSerialNumber",
    "ManufacturerModelName",
    "Manufacturer",
    "ContentDate",
    "AcquisitionDateTime",
    "AcquisitionDate",
    "PatientName",
    "StudyInstanceUID",
)


@exercise(
    "strict-or-not",
    lesson=LESSON,
    title="Which object is the stricter one?",
    hints=(
        "There are two questions for each keyword: its Type in the one object, and in the other.",
        '*Must have a value*, without any condition, is Type `"1"` and no other.',
        "Go through `eight`, and keep those of Type 1 in the Enhanced CT and not in the classic.",
    ),
)
def check_stricter(stricter: object) -> str:
    """Check which elements need a value in every Enhanced CT, and not in every classic one."""
    from dcmteach.standard import iod

    if isinstance(stricter, dict):
        raise NotYet("Only the keywords are asked for, in a list; no Types beside them.")
    given = expect_names(stricter, "keywords", known=_EIGHT)
    types = {key: (iod.type_of(key, _CT), iod.type_of(key, _ENHANCED)) for key in _EIGHT}
    if not given:
        raise NotYet("There are such elements: the lesson has shown one of them.")
    strays = [types[key] for key in given if types[key][1] != "1" or types[key][0] == "1"]
    if any(enhanced is None for _, enhanced in strays):
        raise NotYet(
            "The Enhanced CT does not list one of these at all. *Different* is not yet *stricter*."
        )
    if ("1", "1") in strays:
        raise NotYet("One of these has one Type in both: every classic CT needs it as well.")
    if any(classic == enhanced for classic, enhanced in strays):
        raise NotYet("One of these has the same Type in both, and may be empty in both.")
    if strays:
        raise NotYet(
            "One of these need not have a value in *every* Enhanced CT. A letter behind the "
            "number means something."
        )
    right = {key for key, (classic, enhanced) in types.items() if enhanced == "1" != classic}
    missing = right - given
    if missing:
        lesser = all(types[key][0] != "3" for key in missing)
        if lesser:
            raise NotYet(
                "Right so far, and not all. *Need not have a value* fits more Types than one: not "
                "only those that may be absent."
            )
        raise NotYet(f"Right so far. {len(missing)} of the eight are missing from your list.")
    return (
        "A classic CT may keep silent about these, an Enhanced CT may not. The same list of tags "
        "to delete would break one of the two."
    )


_CASES = (
    ("StationName", _CT),
    ("ContentDate", _CT),
    ("ContentTime", _ENHANCED),
    ("AcquisitionDateTime", _ENHANCED),
    ("SeriesDate", _PET),
    ("AcquisitionDate", _PET),
)
_THOROUGH = "XZD"


@exercise(
    "settle-the-code",
    lesson=LESSON,
    title="Settle six compound codes",
    hints=(
        "Go through the letters of the code from the left. Can the Type bear this one?",
        "X needs Type 3. Z can stand in Types 2 and 3. D can stand anywhere.",
        "All six elements stand in their files: take 1C for 1, and 2C for 2.",
    ),
)
def check_letters(letters: object) -> str:
    """Check what the Types make of six codes."""
    from dcmteach.deid.rules import by_type
    from dcmteach.standard import iod, profile

    if isinstance(letters, dict):
        letters = list(letters.values())
    if isinstance(letters, str):
        letters = [*letters.replace(",", "").replace(" ", "")]
    given = [
        str(one).strip().upper() if isinstance(one, str) else one
        for one in expect_type(letters, list, "six letters in a list", hint="In the order printed")
    ]
    if len(given) != len(_CASES):
        raise NotYet(f"Six elements, six letters, in the order printed; you gave {len(given)}.")
    if all(one in (None, "") for one in given):
        raise NotAttempted("None of the six has a letter yet.")
    if any(one not in {"X", "Z", "D"} for one in given):
        raise NotYet("Give one letter for each: X, Z or D, as the table of the profile has them.")
    codes = [str(profile.action(keyword)) for keyword, _ in _CASES]
    types = [str(iod.type_of(keyword, uid)) for keyword, uid in _CASES]
    right = [by_type(code, kind) for code, kind in zip(codes, types, strict=True)]
    if given == [code.split("/")[0] for code in codes]:
        raise NotYet(
            "You took the first letter every time. It is the first letter *that the Type can "
            "bear*: some of these elements may not be absent, and some may not be empty."
        )
    if given == [code.split("/")[-1] for code in codes]:
        raise NotYet(
            "You took the last letter every time. That keeps every file in order and fills it with "
            "made-up values that nobody needs."
        )
    for number, (letter, wanted) in enumerate(zip(given, right, strict=True)):
        if letter != wanted:
            raise NotYet(_why_not(_CASES[number][0], letter, wanted, codes[number], types[number]))
    return "Three letters, one rule. A plan does the same for every element, at every depth."


def _why_not(keyword: str, letter: str, wanted: str, code: str, kind: str) -> str:
    if letter not in code.split("/"):
        return f"`{keyword}`: `{code}` does not offer the letter you gave. Which does it offer?"
    if _THOROUGH.index(letter) > _THOROUGH.index(wanted):
        return (
            f"`{keyword}`: valid, but your letter leaves more of it than it has to. Its Type "
            f"({kind}) can bear a more thorough one."
        )
    if kind.endswith("C"):
        return (
            f"`{keyword}`: you treated it as if its condition did not hold. The element stands in "
            "the file, and nobody can check the condition."
        )
    return f"`{keyword}`: its Type ({kind}) cannot bear that. What does this Type ask for?"
