"""The exercises of lesson 0: how a check works, tried out on something easy."""

from __future__ import annotations

from dcmteach.course.exercises import NotYet, exercise, expect_names, expect_type

__all__ = ["check_modality", "check_samples"]

LESSON = "00-setup"


@exercise(
    "name-the-modality",
    lesson=LESSON,
    title="Which machine made this image?",
    hints=(
        "A data set gives the value of an element by its keyword: `ds.` and then the keyword.",
        "The keyword is `Modality`, with a capital and with nothing after it.",
    ),
)
def check_modality(modality: object) -> str:
    """Check the value of Modality of the thorax sample."""
    text = getattr(modality, "value", modality) if hasattr(modality, "VR") else modality
    if text is not modality:
        raise NotYet(
            "This is the whole element: tag, name, VR and value. Asked for is its value alone, "
            "which you get with a dot and the keyword."
        )
    value = expect_type(text, str, "the value of the element Modality, as text")
    if value.strip().upper() != value:
        raise NotYet(
            "DICOM writes this value in capitals. Take it from the data set instead of typing it."
        )
    if " " in value.strip() or len(value) > 3:
        raise NotYet(
            "That is longer than what the file holds: DICOM uses a short code for each kind of "
            "machine. Read the code from the data set."
        )
    if value != "CT":
        raise NotYet("This code stands for another kind of machine. Which sample did you open?")
    return (
        "So a program knows at once what it has in front of it. You will see this message "
        "whenever a check finds your answer right."
    )


@exercise(
    "list-the-samples",
    lesson=LESSON,
    title="Which samples does the course bring?",
    hints=(
        "One of the names you can import from `dcmteach` begins with `sample_`.",
        "A function has to be called: write `()` after its name. Keep the result whole.",
    ),
)
def check_samples(names: object) -> str:
    """Check the names of all samples."""
    from dcmteach.synth import sample_names

    if callable(names):
        raise NotYet(
            "This is the function itself, which was not called yet: something is missing after "
            "its name."
        )
    if isinstance(names, bool):
        raise NotYet(
            f"`{names}` answers a question that was not asked. Asked for are the names themselves: "
            "what the function gives back."
        )
    if isinstance(names, int) and names < 0:
        raise NotYet(
            "No number below zero counts anything. Asked for are the names themselves, not how "
            "many there are."
        )
    if isinstance(names, int):
        raise NotYet("That is how many there are. Asked for are the names themselves.")
    found = expect_names(names, "the names of the samples", known=sample_names())
    missing = len(set(sample_names()) - found)
    if missing:
        raise NotYet(f"Some are missing: the course brings {missing} more.")
    return (
        "Each of them opens with `sample(name)`, without a download. All patients in them are "
        "invented."
    )
