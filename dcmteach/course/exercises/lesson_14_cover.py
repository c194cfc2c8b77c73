"""The exercises of lesson 14 about covering text: what must go, what must stay, what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dcmteach.course.exercises import NotYet, exercise, expect_dataset, expect_type
from dcmteach.course.exercises.lesson_14 import LESSON

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.synth.burned import BurnedKey

__all__ = ["check_name", "check_redacted"]

_AROUND = 18  # pixels around a line that may be covered with it


@exercise(
    "redact-no-more",
    lesson=LESSON,
    title="Cover the text, and nothing else",
    hints=(
        "Which frames are there? Look at all of them before you decide where the text is.",
        "`find_text` looks at every frame; what it returns can be given to `redact` as it is.",
        '`redact(image, find_text(image, engine="tesseract"))`',
    ),
)
def check_redacted(result: object) -> str:
    """Check that all text of a learner's clip is covered, and no other pixel changed."""
    import numpy as np

    from dcmteach.course.practice import own_image, own_key

    ds = expect_dataset(result, "the redacted data set")
    before, key = own_image("redact-no-more"), own_key("redact-no-more")
    pixels, old = ds.pixel_array, before.pixel_array
    if pixels.shape != old.shape:
        raise NotYet(
            "The picture has another size than before: a crop takes more away than the text. Here "
            "everything else has to stay."
        )
    changed = pixels != old
    if not changed.any():
        if any(0x6000 <= element.tag.group <= 0x60FF for element in ds):
            raise NotYet(
                "You have laid something over the picture, and below it not one pixel has changed. "
                "Take the overlay away, and the name is there."
            )
        raise NotYet("Not one pixel has changed. Did you keep what `redact` returned?")
    _covered(pixels, old, key)
    harmed = changed & ~_allowed(key, old.shape)
    if harmed.any():
        raise NotYet(
            f"The text is gone, and {int(harmed.sum()):,} other pixels with it, far from any "
            "letter. Cover the boxes of the text, not the region in which they lie."
        )
    if ds.SOPInstanceUID == before.SOPInstanceUID or "DERIVED" not in ds.get("ImageType", ""):
        raise NotYet(
            "The pixels are right. But the file says that it is the original: same SOP Instance "
            "UID, same Image Type. Let `redact` do it, which marks what it has made."
        )
    return (
        f"Every letter of {old.shape[0]} frames is gone, {np.mean(~changed):.1%} of all pixels are "
        "as they were, bit by bit, and the file says what was done to it."
    )


def _covered(pixels: NDArray[Any], old: NDArray[Any], key: BurnedKey) -> None:
    for word in key.words:
        letters = key.letters(word)
        for frame in word.frames:
            values = [int(v) for rows, columns in letters for v in pixels[frame][rows, columns]]
            same = [
                bool((pixels[frame][r, c] == old[frame][r, c]).mean() > 0.5) for r, c in letters
            ]
            if any(same):
                everywhere = len(word.frames) == len(pixels)
                raise NotYet(
                    "Text that stands in every frame is not covered, or not all of it."
                    if everywhere
                    else "What stands in all frames is covered. Play the clip once more: one frame "
                    "shows something that the others do not."
                )
            if len(set(values)) > 1:
                raise NotYet(
                    "Where the letters were, there are many shades of grey now. What was made "
                    "softer is still there; cover it with one value."
                )


def _allowed(key: BurnedKey, shape: tuple[int, ...]) -> NDArray[Any]:
    import numpy as np

    allowed = np.zeros(shape, dtype=bool)
    for line in {word.line for word in key.words}:
        words = [word for word in key.words if word.line == line]
        top = max(min(word.row for word in words) - _AROUND, 0)
        left = max(min(word.column for word in words) - _AROUND, 0)
        bottom = max(word.row + word.height for word in words) + _AROUND
        right = max(word.column + word.width for word in words) + _AROUND
        allowed[:, top:bottom, left:right] = True
    return allowed


@exercise(
    "unblur-the-name",
    lesson=LESSON,
    title="Give the blurred name back",
    hints=(
        "Blur all candidates likewise, and ask which one comes nearest: `nearest` does it.",
        "You do not know sigma. Try several, and see which one gives the smallest distance.",
        "`min((nearest(stripe, sigma) for sigma in (3, 5, 7, 9, 11)))` is distance and name.",
    ),
)
def check_name(name: object) -> str:
    """Check that the blurred name of a learner's own image was recovered."""
    from dcmteach.course.practice import own_key
    from dcmteach.synth.practice import blurred_name, town

    text = expect_type(name, str, "the name as text, written as in `town()`")
    people = town()
    if text not in people:
        raise NotYet("Nobody in town is called that, letter by letter. Take one of the candidates.")
    right = blurred_name(own_key("unblur-the-name").seed)
    if text == right:
        return (
            "Read from what nobody can read. It took a list of names and some multiplication; the "
            "telephone book of a town is such a list."
        )
    if text == people[0]:
        raise NotYet("This is the first of the list. Take the one at the smallest distance.")
    family, given = text.split(", ")
    if family == right.split(", ")[0]:
        raise NotYet(
            "The family is right, and the given name is not. The difference is small, so compare "
            "with the sigma that fits best."
        )
    if given == right.split(", ")[1]:
        raise NotYet("The given name is right, and the family is not. Which sigma fits best?")
    raise NotYet(
        "Another name of this town comes nearer to what is in your image. Does the sigma you blur "
        "with fit? A wrong one finds a wrong name."
    )
