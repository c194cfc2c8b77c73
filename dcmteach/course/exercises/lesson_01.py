"""The exercises of lesson 1: from bytes to elements, down a tree, and an honest header."""

from __future__ import annotations

from collections.abc import Iterable

from dcmteach.course.exercises import NotYet, exercise, expect_number, expect_type, same_text

__all__ = ["check_element", "check_remark", "check_spacing"]

LESSON = "01-inside"
REMARK = (
    "RequestAttributesSequence",
    "ScheduledProtocolCodeSequence",
    "ProtocolContextSequence",
)


@exercise(
    "decode-by-hand",
    lesson=LESSON,
    title="Decode one element by hand",
    hints=(
        "Cut the 16 bytes into four pieces: 4 of tag, 2 of VR, 2 of length, and the rest.",
        "`struct.unpack` with `<HH` reads two numbers of two bytes each, lowest byte first.",
        "Letters need no `struct`: `raw[4:6].decode()` turns bytes into text.",
    ),
)
def check_element(tag: object, vr: object, length: object, value: object) -> str:
    """Check the four parts of PatientBirthDate as it stands in the thorax sample."""
    _check_tag(tag)
    _check_vr(vr)
    count = expect_number(length, "the length as a number")
    if count == 16:
        raise NotYet(
            "16 bytes is what the whole element takes. The length counts those of the value alone."
        )
    if count == 2048:
        raise NotYet("You read the length with its highest byte first. Which byte comes first?")
    if count != 8:
        raise NotYet("Not the length. It stands in the two bytes behind the letters of the VR.")
    if isinstance(value, bytes | bytearray):
        raise NotYet("The value is still bytes. What makes text of them?")
    text = expect_type(value, str, "the value as text")
    if not same_text(text, _sample_value("PatientBirthDate")):
        if not text.strip().isdigit():
            raise NotYet(
                "That is not where the value stands: it begins after the length, and ends where "
                "the element ends."
            )
        raise NotYet("These digits are not in `raw`. Take the last bytes as they stand there.")
    return (
        "The date of birth, as plain text in the middle of a file. No password, no encryption: "
        "whoever holds the file can read it."
    )


def _check_tag(tag: object) -> None:
    if isinstance(tag, int) and not isinstance(tag, bool):
        tag = (tag >> 16, tag & 0xFFFF)
    if isinstance(tag, str | bytes) or not isinstance(tag, Iterable):
        expect_type(tag, tuple, "the tag as two numbers, group and element, in parentheses")
        return
    pair = tuple(expect_number(part, "a tag of two whole numbers") for part in tag)
    if pair in {(0x1000, 0x3000), (0x1000, 0x0030), (0x0010, 0x3000)}:
        raise NotYet("Check the order of the bytes in the tag: the lowest byte comes first.")
    if pair == (10, 30):
        raise NotYet(
            "The right digits, but they are hexadecimal, and you wrote decimal numbers. Python "
            "writes hexadecimal with `0x` in front, or `struct` reads them for you."
        )
    if pair == (0x0030, 0x0010):
        raise NotYet("Those are the right two numbers. Which of them comes first?")
    if pair != (0x0010, 0x0030):
        raise NotYet("Not the tag. It is in the first four bytes: two for the group, then two.")


def _check_vr(vr: object) -> None:
    if isinstance(vr, bytes | bytearray):
        raise NotYet("The VR is two letters as text. What makes text of bytes?")
    text = expect_type(vr, str, "the VR as text")
    if len(text) != 2 or not text.isupper():
        raise NotYet(
            "A VR is two capital letters, a code and not a word. They stand in the file as such."
        )
    if text != "DA":
        raise NotYet("This VR exists, but it is not the one in `raw`. Look behind the tag.")


@exercise(
    "walk-down",
    lesson=LESSON,
    title="Walk down to the remark",
    hints=(
        "Each sequence on the way is followed by the number of an item, here always `[0]`.",
        "The way begins with `ds.RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0]`.",
        "One more sequence, and then the element that holds a text: its keyword ends in `Value`.",
    ),
)
def check_remark(remark: object) -> str:
    """Check the TextValue three sequences down in the thorax sample."""
    kind = type(remark).__name__
    if kind == "DataElement":
        raise NotYet("This is the whole element. Asked for is its value, which a dot gives you.")
    if kind == "Sequence":
        raise NotYet("This is a sequence, a list of items. Which item do you want, and what in it?")
    if hasattr(remark, "iterall"):
        raise NotYet(
            "This is an item, a data set in the data set. Go on: there is another sequence in it."
        )
    if kind == "PersonName":
        raise NotYet("This stands in the element made for the name. The remark is elsewhere.")
    text = expect_type(remark, str, "the remark as text")
    wanted = _remark()
    if same_text(text, wanted):
        return (
            "Three levels down, in an element that is no name, no date and no ID. A tool that "
            "looks at the top level alone never comes here."
        )
    if any(keyword in text for keyword in REMARK):
        raise NotYet("This is the path, not what stands there. Write it without quotation marks.")
    if same_text(text, _sample_value("PatientName")):
        raise NotYet("This stands in the element made for the name. The remark is elsewhere.")
    if text and text in wanted:
        raise NotYet("A part of the remark. Take the whole value as it stands in the data set.")
    raise NotYet("This text is on another branch. Compare your way with the path, step by step.")


@exercise(
    "shrink-and-tell",
    lesson=LESSON,
    title="A smaller picture, an honest header",
    hints=(
        "The picture still shows the same patient, 384 mm across. How wide is one of 32 pixels?",
        "Four of the old pixels lie side by side in a new one.",
    ),
)
def check_spacing(spacing: object) -> str:
    """Check the PixelSpacing that belongs to a picture four times smaller."""
    if isinstance(spacing, int | float) and not isinstance(spacing, bool):
        raise NotYet("PixelSpacing has one value for each direction: give two, in a list.")
    if isinstance(spacing, str) or not isinstance(spacing, Iterable):
        spacing = expect_type(spacing, list, "two distances in millimetres, in a list")
    numbers = [_number(part) for part in spacing]
    if len(numbers) != 2:
        raise NotYet("PixelSpacing has one value for each direction: two, neither more nor less.")
    old = [float(part) for part in _sample_value("PixelSpacing").split("\\")]
    ratios = [new / before for new, before in zip(numbers, old, strict=True)]
    if all(abs(ratio - 4) < 1e-6 for ratio in ratios):
        return (
            "32 pixels of that size are as wide as 128 before: the patient has kept their size. "
            "Rows and Columns have to follow, too."
        )
    if any(abs(ratio - 4) < 1e-6 for ratio in ratios):
        raise NotYet("One of the two is right. The picture was made smaller in both directions.")
    if all(abs(ratio - 1) < 1e-6 for ratio in ratios):
        raise NotYet(
            "With these, 32 pixels would cover less of the room: the patient would have shrunk to "
            "a quarter."
        )
    if all(ratio < 1 for ratio in ratios):
        raise NotYet(
            "With these, the pixels would be closer together than before. Are they, in a picture "
            "with fewer pixels of the same patient?"
        )
    raise NotYet("Not these. How many of the old pixels fit side by side into a new one?")


def _number(part: object) -> float:
    try:
        return float(part)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise NotYet("Both distances have to be numbers, in millimetres.") from None


def _sample_value(keyword: str) -> str:
    from dcmteach.synth import sample

    element = sample("ct_thorax")[keyword]
    return "\\".join(map(str, element.value)) if element.VM > 1 else str(element.value)


def _remark() -> str:
    from dcmteach.synth import sample

    here = sample("ct_thorax")
    for keyword in REMARK:
        here = here[keyword].value[0]
    return str(here["TextValue"].value)
