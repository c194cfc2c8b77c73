"""The exercise of lesson 14 about looking: a series is confirmed by somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dcmteach.course.exercises import NotYet, exercise
from dcmteach.course.exercises.lesson_14 import LESSON

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["check_series"]

_COVERED = 0.9  # of the ink: a hand draws not to the pixel
_MARGIN = 2


@exercise(
    "confirm-the-series",
    lesson=LESSON,
    title="Look, and say so",
    hints=(
        "On the contact sheet, press *Redact all open*. Which picture is unlike the others?",
        "Somebody had a pen. Click on that picture, then *Look closer*, and drag a box around it.",
        "Type a name under *Your name*, go back to the contact sheet, and *Confirm page*.",
    ),
)
def check_series(confirmed: object) -> str:
    """Check that a learner's own series was read, covered, looked at and confirmed."""
    review = _model(confirmed)
    from dcmteach.course.practice import own_films

    films = own_films()
    masks = [_mask(confirmed, number, key.labels.shape) for number, (_, key) in enumerate(films)]
    for mask, (_, key) in zip(masks, films, strict=True):
        for word in key.words:
            _seen(word, mask, key)
    if max(mask.mean() for mask in masks) > 0.5:
        raise NotYet(
            "More than half of a film is covered. Nobody can use that. Draw the box around what "
            "names somebody."
        )
    if review.open or not review.finished:
        left = f" {review.open} of the boxes are still to be decided." if review.open else ""
        count = len(review.sheet.flagged)
        flags = f" And {count} picture{' is' if count == 1 else 's are'} flagged." if count else ""
        raise NotYet(
            "All that names somebody is covered. What is missing is you: give a name, look at the "
            f"contact sheet as it is now, and confirm the page.{left}{flags}"
        )
    return (
        "An engine, two eyes and a name. The record says which films were looked at, what was "
        "covered then, and who says so; if a box changes, the page is to be confirmed again."
    )


def _model(reviewer: Any) -> Any:
    if type(reviewer).__name__ != "TextReviewer":
        raise NotYet("Hand over the reviewer itself: the name `reviewer`, without quotes.")
    from dcmteach.synth.practice_series import FILMS

    if len(reviewer.model.pictures) != FILMS:
        raise NotYet(
            "This reviewer is about other pictures. Hand over the one of your own series, made in "
            "the cell above."
        )
    return reviewer.model


def _mask(reviewer: Any, number: int, shape: tuple[int, ...]) -> NDArray[Any]:
    import numpy as np

    mask = np.zeros(shape, dtype=bool)
    for row, column, height, width, *_ in reviewer.boxes(number):
        top, left = max(row - _MARGIN, 0), max(column - _MARGIN, 0)
        mask[top : row + height + _MARGIN, left : column + width + _MARGIN] = True
    return mask


def _seen(word: Any, mask: NDArray[Any], key: Any) -> None:
    """Refuse if a word is still to be seen."""
    import numpy as np

    covered = mask[np.isin(key.labels, word.letters)].mean()
    if covered >= _COVERED:
        return
    if word.text:
        raise NotYet("A typed name is still to be seen, or part of it. Was its box left?")
    if covered < 0.1:
        raise NotYet(
            "What was read is covered. One of the films shows something that no engine takes for "
            "text. Look at the contact sheet once more."
        )
    raise NotYet("Part of what the pen wrote is still to be seen. Make the box larger.")
