"""The exercises of lesson 6 about what UIDs say: which answers what, and what they give away."""

from __future__ import annotations

from collections.abc import Mapping

from dcmteach.course.exercises import NotYet, exercise, expect_type

__all__ = ["check_read", "check_which"]

LESSON = "06-uids"

_RIGHT = {
    "Were they made in the same examination?": "StudyInstanceUID",
    "Do they belong to the same stack?": "SeriesInstanceUID",
    "Are they copies of the very same image?": "SOPInstanceUID",
    "Can I measure from one to the other?": "FrameOfReferenceUID",
    "Are both of the same kind, such as CT image?": "SOPClassUID",
}
_DAYS = {"StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate", "AcquisitionDateTime"}
_NUMBERS = {"SeriesNumber", "InstanceNumber", "StudyID", "AcquisitionNumber", "AccessionNumber"}
_COPIES = {"MediaStorageSOPClassUID", "MediaStorageSOPInstanceUID"}


@exercise(
    "which-uid",
    lesson=LESSON,
    title="Which UID answers the question?",
    hints=(
        "All five end in `UID`, and each is the answer to one question.",
        "Four of them stand in `levels`. The fifth says what kind of object a file holds.",
        "An *instance* is one object. A *class* is a kind of objects. Space is a *frame*.",
    ),
)
def check_which(answers: object) -> str:
    """Check which element answers each of five questions about two files."""
    given = expect_type(
        answers,
        Mapping,  # type: ignore[type-abstract]
        "a dictionary with one keyword for each question",
        hint="Keep the questions of the starter and fill in the keywords",
    )
    if set(given) != set(_RIGHT):
        raise NotYet("Keep the five questions of the starter as they are; fill in the keywords.")
    for question, right in _RIGHT.items():
        word = given[question]
        if not isinstance(word, str):
            raise NotYet(f"*{question}* Give a keyword as text, in quotes; not a UID itself.")
        if word == right:
            continue
        raise NotYet(f"*{question}* {_misread(word, right, known=_is_keyword(word))}")
    return "Four levels and a space, joined by numbers alone: nothing else holds a study together."


def _is_keyword(word: str) -> bool:
    from dcmteach.errors import PathError
    from dcmteach.standard import names

    try:
        names.tag_of(word)
    except PathError:
        return False
    return True


def _misread(word: str, right: str, *, known: bool) -> str:
    if not known:
        return "There is no such keyword. Check its spelling; capitals count."
    if word in _COPIES:
        return "That is a copy, in the file meta information. Give the element it is copied from."
    if word in _DAYS:
        return "Dates do not tell: a day can have two examinations, and some take two days."
    if word in _NUMBERS:
        return "Such numbers are for people: every study begins to count anew."
    if {word, right} == {"SOPInstanceUID", "SOPClassUID"}:
        return "One of the two names one object, the other a kind of objects. Which is which?"
    if right == "FrameOfReferenceUID":
        return (
            "Belonging together is not lying in the same space. One examination may hold several "
            "coordinate systems, one for each time that the patient was put on the table."
        )
    if word == "FrameOfReferenceUID":
        return "That one tells whether positions can be compared, and asks for no more."
    return "That is an element of another level. Patient, study, series, instance: which one is it?"


_DAY, _SERIAL = "20211103", "51877"


@exercise(
    "read-the-uid",
    lesson=LESSON,
    title="What does this UID give away?",
    hints=(
        '`uid.split(".")` gives the numbers between the dots.',
        "Compare with the UID before: there, the scanner's serial number ended in 40402.",
        "A DA has eight digits: `[:8]` takes the first eight of a text.",
    ),
)
def check_read(day: object, serial: object) -> str:
    """Check the day and the serial number that stand in a UID."""
    if isinstance(day, int) or isinstance(serial, int):
        raise NotYet("Give both as text, in quotes, as they would stand in a header.")
    date = expect_type(day, str, "the day as text").strip()
    number = expect_type(serial, str, "the serial number as text").strip()
    if date != _DAY:
        if date.startswith(_DAY):
            raise NotYet("`day` holds more than a day: a DA ends before the hours begin.")
        if date.replace("-", "").replace(".", "").replace("/", "") in {_DAY, "03112021"}:
            raise NotYet("The day is found. A DA is year, month, day, without any signs between.")
        raise NotYet("`day`: look for digits that begin with a year, and take eight of them.")
    if number != _SERIAL:
        if number == "112":
            raise NotYet("`serial`: that number counts the examinations, as each has another one.")
        if number in {"7", "3", "7.3", "2.999", "2.999.7", "2.999.7.3"}:
            raise NotYet("`serial`: that is the branch of the maker, and all its scanners have it.")
        raise NotYet("`serial`: one number between two dots is meant. Compare with the first UID.")
    return (
        "The day to the second, and one machine in the world. No element called date or serial "
        "number was needed."
    )
