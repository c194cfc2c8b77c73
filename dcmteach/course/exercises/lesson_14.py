"""The exercises of lesson 14 about finding text: a window, a recall, three boxes, who sees what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dcmteach.course.exercises import NotYet, exercise, expect_texts, expect_type

__all__ = ["check_boxes", "check_line", "check_recall", "check_ways"]

LESSON = "14-burned-in"

_ENOUGH = 0.4  # of black to white
_AIR = -1000


@exercise(
    "hidden-line",
    lesson=LESSON,
    title="Find the window that shows the hidden line",
    hints=(
        "Which values are most frequent in the picture? `np.unique(hu, return_counts=True)` knows.",
        "The line is a few units above air, and nothing else is. Put the window there.",
        "A width of some 12 shows a step of six to twelve. Then read, or let Tesseract read.",
    ),
)
def check_line(center: object, width: object, line: object) -> str:
    """Check that a window tells the hidden line from air, and that the line was read."""
    middle = _number(center, "the middle of the window in Hounsfield units")
    wide = _number(width, "the width of the window in Hounsfield units")
    if wide <= 0:
        raise NotYet("A window needs a width above 0.")
    from dcmteach.course.practice import own_image, own_key

    ds, key = own_image("hidden-line"), own_key("hidden-line")
    hidden = key.words[0]
    level = _level(ds, hidden)
    shown, air = (_shown(value, middle, wide) for value in (level, _AIR))
    if shown - air < _ENOUGH:
        raise NotYet(_not_seen(middle, wide, shown))
    text = str(expect_type(line, str, "the hidden line, as text"))
    digits = "".join(letter for letter in text if letter.isalnum())
    seen = "".join(word.text for word in key.words[1:])
    if len(digits) > 2 and digits in "".join(letter for letter in seen if letter.isalnum()):
        raise NotYet("Right window. But this is the line that everybody sees in any window.")
    if digits in {str(ds.PatientID), str(ds.AccessionNumber), str(ds.PatientBirthDate)}:
        raise NotYet("Right window. But this stands in the header. What stands in the picture?")
    if _differences(digits, hidden.text) > 1:
        raise NotYet(
            "Right window: the line can be seen in it. What you give is not what it says. Look at "
            "the picture in your window."
        )
    return (
        f"A step of {level - _AIR} among 4,000 values: plain OCR is shown a picture in which it "
        "is black on black. So is whoever looks at it in the usual window."
    )


def _number(value: object, what: str) -> float:
    if isinstance(value, float):
        return value
    try:
        return float(int(value))  # type: ignore[call-overload]
    except (TypeError, ValueError):
        raise NotYet(f"This asks for {what}: one number.") from None


def _level(ds: Any, word: Any) -> int:
    part = ds.pixel_array[word.row : word.row + word.height, word.column :][:, : word.width]
    return int(part.max()) + int(ds.RescaleIntercept)


def _shown(value: float, middle: float, wide: float) -> float:
    """From 0, black, to 1, white."""
    return min(max((value - middle) / wide + 0.5, 0.0), 1.0)


def _not_seen(middle: float, wide: float, shown: float) -> str:
    if shown == 0:
        return (
            "In this window the line and the air beside it are both black: all of the window lies "
            "above them."
        )
    if middle + wide / 2 <= _AIR:
        return (
            "In this window the line and the air beside it are both white: all of the window lies "
            "below them."
        )
    return (
        "The line lies in this window, and differs from the air beside it by too little to be "
        "seen. Over how many units do you spread the grey?"
    )


def _differences(one: str, other: str) -> int:
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(a != b for a, b in zip(one, other, strict=True))


_LOST = {
    "air": (
        "Of the slice with type a few levels above air, hardly anything is read. What happens to "
        "a small step if the whole range of values is spread over black to white?"
    ),
    "turned": "Of the picture in which the type stands upright, hardly anything is read.",
    "small": (
        "Of the picture with small type, too little is read. How many pixels high is it? "
        "Engines learned on type of some 30."
    ),
}
_VIEWS, _WANTED = 5, 0.9


@exercise(
    "lift-recall",
    lesson=LESSON,
    title="Lift the recall",
    hints=(
        "Each step of the lesson helped with another image. Combine them in each view.",
        "One view for each way the type may be turned; all of them enlarged.",
        "Local contrast makes noise of empty paper: one enlarged view without it helps there.",
    ),
)
def check_recall(views: object) -> str:
    """Check that the views of a learner's function lift the recall on six images."""
    if not callable(views):
        raise NotYet("Hand over the function itself, by its name and without parentheses.")
    from dcmteach.course.practice import own_set, read_plainly, words_of, words_read
    from dcmteach.pixels import Frames

    images = own_set()
    made = [_made(views, Frames(ds)[0]) for ds, _ in images]
    texts = iter(read_plainly(view for some in made for view in some))
    found, there = {}, {}
    for (_, key), some in zip(images, made, strict=True):
        text = " ".join(next(texts) for _ in some)
        found[key.style], there[key.style] = len(words_read(key, text)), len(words_of(key))
    recall = sum(found.values()) / sum(there.values())
    if recall < _WANTED:
        raise NotYet(f"Recall {recall:.0%}. {_lost(found, there)}")
    return (
        f"Recall {recall:.0%} on images that you had not tried it on, with {len(made[0])} views of "
        "each. No single view does it."
    )


def _made(views: Any, pixels: Any) -> list[Any]:
    import numpy as np

    try:
        some = views(pixels)
    except Exception as error:
        raise NotYet(
            f"Your function stopped with {type(error).__name__}. It is called as `views(pixels)`, "
            "with one picture of numbers."
        ) from error
    if isinstance(some, np.ndarray) or not isinstance(some, Sequence) or not some:
        raise NotYet("Your function has to give a list of pictures, even if it is only one.")
    if len(some) > _VIEWS:
        raise NotYet(
            f"{len(some)} views of each image. Each costs a reading of its own, and brings false "
            f"alarms of its own: {_VIEWS} have to do."
        )
    if any(getattr(view, "dtype", None) != np.uint8 or view.ndim != 2 for view in some):
        raise NotYet("Each view has to be a grey picture of whole numbers, 0 to 255 (`uint8`).")
    return list(some)


def _lost(found: dict[str, int], there: dict[str, int]) -> str:
    for kind, message in _LOST.items():
        if found[kind] < there[kind] * (0.9 if kind == "small" else 0.5):
            return message
    worst = min(found, key=lambda kind: found[kind] / there[kind])
    return (
        f"Close. Most is missed in the image of kind `{worst}` ({found[worst]} of {there[worst]} "
        "words). Which of your views is made for it?"
    )


@exercise(
    "decide-three-boxes",
    lesson=LESSON,
    title="Cover it, or keep it?",
    hints=(
        "Look at the picture. Whom does each line tell of, and who needs it?",
        "*Unknown* says that the header has no such word. It does not say whom it is about.",
        "One of the three is technical, for certain. What is left if you are not certain?",
    ),
)
def check_boxes(decisions: object) -> str:
    """Check three decisions about three lines of a learner's own image."""
    from dcmteach.course.practice import own_key

    key = own_key("decide-three-boxes")
    kinds = [
        next(word.kind for word in key.words if word.line == line)
        for line in sorted({word.line for word in key.words})
    ]
    given = expect_texts(
        decisions,
        len(kinds),
        ("cover", "keep"),
        each='One of two words for each: `"cover"` or `"keep"`, in quotes.',
        order="one for each line, from the top",
    )
    said = dict(zip(kinds, given, strict=True))
    if said["identifier"] == "keep" and said["remark"] == "keep":
        raise NotYet(
            "You keep two lines that tell of a person. If it was `find_text` that called them "
            "unknown: which header did it look into?"
        )
    if said["identifier"] == "keep":
        raise NotYet("You keep a line in which this patient's name stands. In which order?")
    if said["remark"] == "keep":
        raise NotYet(
            "You keep a line that the header knows nothing of. *Unknown* to a program is not "
            "harmless: would somebody in town know whom it is about?"
        )
    if said["technical"] == "cover":
        raise NotYet(
            "One of the lines tells of nobody, and whoever measures in this picture needs it. "
            "Covering all is safe, and is not asked for here."
        )
    return (
        "One line is this patient's, one is nobody's, and one only somebody of the town could "
        "judge. In doubt, it is covered."
    )


_WAYS = ("find_text", "leaks", "a person")
_RIGHT = ("find_text", "find_text", "leaks", "find_text", "a person", "a person")


@exercise(
    "who-sees-it",
    lesson=LESSON,
    title="Who sees it?",
    hints=(
        "`find_text` reads type: in each frame, in overlays, in icons. It sees stored pixels.",
        "A presentation state is a file without pixels. What is in it?",
        "What is no type, no engine reads.",
    ),
)
def check_ways(ways: object) -> str:
    """Check who finds each of six things that name a patient."""
    each = "Write each as one of the three ways, letter by letter: " + ", ".join(_WAYS)
    given = expect_texts(ways, len(_RIGHT), _WAYS, each=each)
    frame, box, state, overlay, hand, jewel = given
    if frame != "find_text":
        raise NotYet(
            "A date in one frame only: you have seen in this lesson what looks at every frame."
        )
    if box != "find_text":
        raise NotYet(
            "A name under a black box that is an overlay: whoever looks sees the box, and the "
            "pixels below are as they were. Who looks at those?"
        )
    if state != "leaks":
        raise NotYet(
            "A presentation state draws its text over another file's picture. It has no pixels to "
            "read; the text stands in its header."
        )
    if overlay != "find_text":
        raise NotYet(
            "Letters in an overlay are drawn in bits of their own, in no pixel and no text "
            "element. Which of the three looks at them as a picture?"
        )
    if hand != "a person" or jewel != "a person":
        raise NotYet("You expect an engine to read what is no type. It was shown none of that.")
    return "Type is for the engine, text for the search. What is left is for somebody who looks."
