"""The exercises of lesson 3: what is safe, what is kept for a reason, what no table lists."""

from __future__ import annotations

from dcmteach.course.exercises import NotYet, exercise, expect_names, expect_type
from dcmteach.course.exercises.identifiers import (
    insist_it_identifies,
    insist_it_lies_inside,
    pairs_of,
)

__all__ = ["check_both_say_safe", "check_further", "check_keep", "check_likely_safe"]

LESSON = "03-safe-or-unsafe"
_SAMPLE = "ct_thorax"

_NEEDS = {
    "days between scans": ("retain-modified-dates", "StudyDate"),
    "age of the patient": ("retain-patient-characteristics", "PatientAge"),
    "which scanner": ("retain-device-identity", "DeviceSerialNumber"),
}


@exercise(
    "keep-for-a-reason",
    lesson=LESSON,
    title="Keep what is needed, and no more",
    hints=(
        (
            "Try an option out: `profile.action(keyword, options=[…])` with `StudyDate`, "
            "`PatientAge` and `DeviceSerialNumber`. `K` keeps, `C` cleans or moves."
        ),
        "For days between two scans, nobody has to know on which days they were made.",
        "One option has *modified* in its name, one *patient*, one *device*.",
    ),
)
def check_keep(options: object) -> str:
    """Check the option chosen for each of three needs."""
    from dcmteach.standard import profile

    chosen = expect_type(
        options,
        dict,
        "a dictionary with one option for each need",
        hint="Keep the keys of the starter and fill in the values",
    )
    if set(chosen) != set(_NEEDS):
        raise NotYet("Keep the three keys of the starter as they are; only the values are yours.")
    for need, (right, keyword) in _NEEDS.items():
        option = chosen[need]
        if not isinstance(option, str):
            raise NotYet(f"For *{need}*, give one option as text: the least that will do.")
        if option not in profile.OPTIONS:
            raise NotYet(f"`{option}` is none of the ten options. `profile.OPTIONS` lists them.")
        if option == right:
            continue
        if option == "retain-full-dates":
            raise NotYet(
                "That option keeps the interval, and it tells everybody the day itself. Another "
                "one keeps the interval alone."
            )
        if option == "retain-institution-identity":
            raise NotYet(
                "That option keeps the name of the hospital. A hospital has many scanners, and a "
                "scanner of that model stands in many hospitals: ask for the machine itself."
            )
        raise NotYet(
            f"`{option}` does not change the row of `{keyword}`, so *{need}* would still be lost. "
            "Ask `profile.action()` before and after."
        )
    return (
        "A named option is a promise others can check. Each one you add makes the patient a little "
        "easier to find, so each one needs a reason."
    )


_SAFE = frozenset({"KVP", "SliceThickness", "Modality", "RescaleSlope", "PixelSpacing"})
_TRAPS = {
    "ImageComments": (
        "One of these holds whatever somebody typed, in a hurry, about this one patient. Can you "
        "promise what stands there in almost any CT?"
    ),
    "ReferringPhysicianName": (
        "One of these names a person. People around a patient count, too: not only patients have "
        "names that lead to them."
    ),
    "StationName": (
        "One of these tells which machine was used, and so in which building. With a day, that is "
        "a short list of people."
    ),
    "StudyDate": (
        "One of these tells when somebody was examined. Relatives, employers and newspapers know "
        "such days."
    ),
    "AccessionNumber": (
        "One of these is a number. It says nothing to you, but it is looked up in a second in "
        "the hospital's own books."
    ),
}


@exercise(
    "likely-safe",
    lesson=LESSON,
    title="Which of these are likely safe?",
    hints=(
        (
            "Ask of each: did a machine set it, or did a person type it? Does it change with the "
            "patient, or with the protocol?"
        ),
        (
            "Settings of the machine and geometry of the image are likely safe. Names, numbers of "
            "the visit, days, places and free text are not."
        ),
        (
            "Five of the ten speak of voltage, thickness, kind of machine, grey values and size "
            "of a pixel."
        ),
    ),
)
def check_likely_safe(likely_safe: object) -> str:
    """Check the choice of five harmless attributes out of ten."""
    chosen = expect_names(likely_safe, "the keywords you chose", known=_SAFE | set(_TRAPS))
    for keyword, why in _TRAPS.items():
        if keyword in chosen:
            raise NotYet(why)
    if not chosen:
        raise NotYet(
            "Nothing is in your list yet. Some of the ten only say how the picture was made: put "
            "their keywords in, as texts."
        )
    missing = len(_SAFE - chosen)
    if missing:
        raise NotYet(
            f"What you chose is harmless, but {missing} of the others "
            f"{'is' if missing == 1 else 'are'} as harmless. Throwing away what research needs, "
            "for no gain, is a mistake as well."
        )
    return (
        "They say how the picture was made, and not of whom. Likely, not certainly: you will meet "
        "a technical element with a name in it."
    )


_FIVE = 5


@exercise(
    "further-identifiers",
    lesson=LESSON,
    title="Find further identifying elements",
    hints=(
        (
            "Print `ds` or look at `classify(ds).by_verdict()['unsafe']`: who else is named, which "
            "numbers belong to the patient, how can the patient be reached?"
        ),
        'In a dictionary, write `"Keyword": ds.Keyword` with a comma between the pairs.',
        (
            "An item of a sequence is a data set: `ds.SomeSequence[0].SomeKeyword`. Other IDs of "
            "the patient lie in such a sequence."
        ),
    ),
)
def check_further(found: object, nested: object) -> str:
    """Check five further identifiers at the top of the header, and one inside a sequence."""
    from dcmteach.header import classify
    from dcmteach.synth import sample

    pairs = pairs_of(found)
    ds = sample(_SAMPLE)
    verdicts = classify(ds)
    for keyword, value in pairs.items():
        insist_it_identifies(ds, verdicts, keyword, value)
    others = set(pairs) - {"PatientName", "PatientID"}
    if len(others) < _FIVE:
        raise NotYet(
            f"All of these identify. Find {_FIVE - len(others)} more; the name and the ID of the "
            "patient do not count, they are too easy."
        )
    insist_it_lies_inside(verdicts, nested)
    return (
        "And these are by far not all: this header has dozens. Whoever removes name and ID alone "
        "has removed two of them."
    )


@exercise(
    "both-say-safe",
    lesson=LESSON,
    title="Both tables let it pass, and it betrays the patient",
    hints=(
        (
            "Each verdict has `sources`, a tuple of opinions; each opinion has a `verdict`: "
            '`"safe"`, `"unsafe"` or `"depends"`.'
        ),
        (
            "Make a list of the three words for one verdict: "
            "`[opinion.verdict for opinion in verdict.sources]`."
        ),
        (
            "Compare that list with the one you are looking for, in the order profile, "
            "radiologists, value."
        ),
    ),
)
def check_both_say_safe(betrayed: object) -> str:
    """Check which elements only their value gives away."""
    from dcmteach.header import classify
    from dcmteach.synth import sample

    told = {
        verdict.keyword: [opinion.verdict for opinion in verdict.sources]
        for verdict in classify(sample(_SAMPLE))
        if verdict.keyword
    }
    chosen = expect_names(betrayed, "the keywords of these elements", known=told)
    right = {keyword for keyword, words in told.items() if words == ["safe", "safe", "unsafe"]}
    if not chosen:
        raise NotYet("This is an empty list, and there is something to find in this header.")
    wrong = [told[keyword] for keyword in sorted(chosen - right)]
    if any({"safe", "unsafe"} <= set(words[:2]) for words in wrong):
        raise NotYet(
            "In some of these, the two tables disagree with each other. Asked for are those where "
            "both agree that all is well."
        )
    if any("unsafe" in words[:2] for words in wrong):
        raise NotYet(
            "In some of these, a table warns already: no surprise that the value does, too."
        )
    if wrong:
        raise NotYet("In some of these, the value gives nothing away. Look at the third opinion.")
    if right - chosen:
        raise NotYet("There is more to find: go through all verdicts, not only the ones you know.")
    return (
        "A setting's explanation, and a name behind it. No table can list such an element, because "
        "in a million files it is harmless. Only looking at the values finds it."
    )
