"""The exercises of lesson 10 about auditing what somebody else's program has written."""

from __future__ import annotations

from dcmteach.course.exercises import NotYet, exercise, expect_names, expect_texts

__all__ = ["check_left", "check_proof", "check_ways"]

LESSON = "10-verify"

_TEN = {
    "StudyDate": "no name",
    "PatientBirthDate": "treated",
    "InstitutionName": "no name",
    "ReferringPhysicianName": "person",
    "AccessionNumber": "no name",
    "OtherPatientIDs": "treated",
    "OperatorsName": "person",
    "StudyInstanceUID": "no name",
    "PatientAddress": "patient",
    "AdditionalPatientHistory": "text",
}
_SEEN = {
    "treated": "The script names this element itself, one way or another: read its list again.",
    "person": (
        "The script goes by the VR and not by a list: a person's name is replaced whatever its "
        "keyword is, also that of a physician."
    ),
}
_OVERLOOKED = {
    "text": (
        "A text that tells of the patient is not a person's name for the script, even if a name "
        "stands in it. Look at the VRs."
    ),
    "patient": (
        "Not everything whose keyword begins with Patient was treated. Which elements of the "
        "patient does the script name?"
    ),
    "no name": (
        "What does not look like a name can lead to the patient as well: ask of each of the ten "
        "whether any line of the script touches it."
    ),
}


@exercise(
    "what-the-script-leaves",
    lesson=LESSON,
    title="What does the example leave?",
    hints=(
        "Three things happen in the script: by VR, by private or not, and by a list.",
        "For each of the ten: is its VR PN? Is it named in the script? If neither, it stays.",
        "With code: keep those for which `after[keyword].value` equals the sample's value.",
    ),
)
def check_left(left: object) -> str:
    """Check which of ten elements a script by VR and by a short list does not touch."""
    given = expect_names(left, "a list of keywords, as in `ten`", known=_TEN)
    for keyword in given:
        if _TEN[keyword] in _SEEN:
            raise NotYet(_SEEN[_TEN[keyword]])
    missing = [kind for keyword, kind in _TEN.items() if keyword not in given and kind not in _SEEN]
    for kind, message in reversed(_OVERLOOKED.items()):
        if kind in missing:
            raise NotYet(message)
    return (
        "Whatever is neither a PN nor on the list went through as it was, and the check by list "
        "did not miss it."
    )


_PLACE = "WindowCenterWidthExplanation"


@exercise(
    "prove-the-leak",
    lesson=LESSON,
    title="Predict a leak, and prove it",
    hints=(
        "The table is silent where `profile.action(…)` is None.",
        '`"patient name" in person.found_in(str(element.value))` is the other condition.',
        (
            "For the proof, run the tool on a fresh sample, and keep the places of the leaks whose "
            '`kind` is `"patient name"`.'
        ),
    ),
)
def check_proof(predicted: object, proof: object) -> str:
    """Check a leak foreseen from the table and shown in the output."""
    from dcmteach.header import identity
    from dcmteach.standard import profile
    from dcmteach.synth import sample

    before = sample("ct_thorax")
    foreseen = expect_names(
        predicted, "a list of keywords", known={element.keyword for element in before}
    )
    places = expect_names(proof, "a list of places, as text: `leak.place` gives one")
    if not foreseen:
        raise NotYet("You predict no leak at all. The file has one: look for both conditions.")
    if any(profile.action(keyword) for keyword in foreseen):
        raise NotYet(
            "Among your predictions is an element that the table does list: the tool treats it. "
            "Ask for those where the table is silent."
        )
    person = identity(before)
    if any("patient name" not in person.found_in(str(before[key].value)) for key in foreseen):
        raise NotYet("Among your predictions is an element whose value names nobody.")
    if not places:
        raise NotYet("The proof is empty: search what the tool has made, seeded with `before`.")
    if "PatientName" in places:
        raise NotYet(
            "The patient's own element is among the places: this is an audit of the input. Search "
            "what the tool has made of it."
        )
    if any(place.startswith("file_meta") for place in places):
        raise NotYet(
            "Among these places are some where `leaks` found other things than a name. Each leak "
            "has a `kind`."
        )
    if places & {"ImageComments", "AdditionalPatientHistory"}:
        raise NotYet(
            "The tool by the table empties some of these places. Is this the output of the "
            "example with the short list?"
        )
    if places != {_PLACE}:
        raise NotYet("The places of the proof are not those that `leaks` gives for this tool.")
    return (
        "Foreseen from the table alone, and proved in the output. That is an argument one can "
        "send to the author of a tool."
    )


_WAYS = ("leaks", "conformance", "against_profile", "a person")
_RIGHT: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"leaks"}),
        (
            "The first fault stands in an element that the table does not list: nobody judges it "
            "there. Which check knows this patient's name?"
        ),
    ),
    (
        frozenset({"conformance"}),
        "An element that is of Type 1 and empty: whose question is that?",
    ),
    (
        frozenset({"against_profile"}),
        (
            "What a file says of its own de-identification has nothing to do with whether a "
            "program can read it, and it is no identifier."
        ),
    ),
    (
        frozenset({"a person"}),
        "None of the three looks at pixels. Who has to?",
    ),
    (frozenset({"a person"}), ""),
    (
        frozenset({"leaks", "against_profile"}),
        "The original UID: the input knows it, so a check that is given the input can find it.",
    ),
)


@exercise(
    "which-check-sees-it",
    lesson=LESSON,
    title="Which check sees it?",
    hints=(
        "One question each: does anybody show, is the file in order, was the profile kept?",
        "`leaks` can only find what the input's header knows, and leaves pixels out.",
        "`against_profile` judges the elements of the table, and what the file says of itself.",
    ),
)
def check_ways(ways: object) -> str:
    """Check which of four ways of looking finds each of six faults."""
    each = "Write each as one of the four ways, letter by letter: " + ", ".join(_WAYS) + "."
    order = "one for each fault, in their order"
    given = expect_texts(ways, len(_RIGHT), _WAYS, each=each, order=order)
    for way, (right, message) in zip(given, _RIGHT, strict=True):
        if way in right:
            continue
        if message:
            raise NotYet(message)
        if way == "against_profile":
            raise NotYet("The remark stands in an element for which there is no row of the table.")
        if way == "leaks":
            raise NotYet(
                "The search is seeded with the input's header, and no header knows whose daughter "
                "somebody is."
            )
        raise NotYet("A remark in a text is a well-formed text. Who understands what it says?")
    return (
        "Each check answers its own question. The last two answers cost the most time, and are due."
    )
