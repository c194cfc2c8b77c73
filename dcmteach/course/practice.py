"""Images for practising on, each learner's own, and how much of their text is read."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.course.progress import home
from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataset import FileDataset

    from dcmteach.pixels import ImageText
    from dcmteach.synth.burned import BurnedKey

__all__ = ["learner_number", "own_films", "own_image", "own_key", "own_lines", "own_series"]
__all__ += ["own_set", "own_signature", "read_plainly", "words_of", "words_read"]

_KINDS: Mapping[str, str] = {
    "hidden-line": "hidden line",
    "decide-three-boxes": "three lines",
    "redact-no-more": "one frame",
    "unblur-the-name": "blurred",
}
_SET = "lift-recall"
_FILE = "learner-number"
_MANY = 1_000_000
_LEAST = 4
_STOCK = 48  # images of each kind, looked at and read
_NOT_READ = {"three lines": (10, 38, 39), "one frame": (0, 34)}
"""Those that Tesseract does not read to the last letter: the exercises are not about its slips."""


@cache
def _drawn() -> int:
    return 1000 + secrets.randbelow(_MANY - 1000)


def learner_number() -> int:
    """Return a number of this learner's own, from which the exercises' images are made.

    Returns
    -------
    int
        Drawn once and kept beside the progress file; it says nothing about anybody. Where nothing
        can be written, it holds for this session.
    """
    path = home() / _FILE
    try:
        return int(path.read_text(encoding="ascii")) % _MANY
    except (OSError, ValueError):
        pass
    if os.environ.get("DCMTEACH_PROGRESS", "").lower() != "off":
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{_drawn()}\n", encoding="ascii")
        except OSError:
            pass
    return _drawn()


def own_image(slug: str, *, learner: int | None = None) -> FileDataset:
    """Make the image of an exercise, another one for each learner.

    Parameters
    ----------
    slug : str
        The exercise, one of lesson 14.
    learner : int, optional
        Whose; by default `learner_number`.

    Returns
    -------
    pydicom.dataset.FileDataset
        An artificial image, always the same for the same learner.

    Raises
    ------
    DcmteachError
        If that exercise has no image.
    """
    return _made(slug, learner)[0]


def own_key(slug: str, *, learner: int | None = None) -> BurnedKey:
    """Return what is written where in `own_image`: for the checks."""
    return _made(slug, learner)[1]


def _made(slug: str, learner: int | None) -> tuple[FileDataset, BurnedKey]:
    from dcmteach.synth.practice import practice_image

    if slug not in _KINDS:
        raise DcmteachError(
            f"No image belongs to an exercise {slug!r}. Choose one of: {', '.join(_KINDS)}."
        )
    kind = _KINDS[slug]
    stock = [number for number in range(_STOCK) if number not in _NOT_READ.get(kind, ())]
    return practice_image(kind, stock[_number(learner) % len(stock)])


def _number(learner: int | None) -> int:
    return learner_number() if learner is None else learner


def own_set(*, learner: int | None = None) -> list[tuple[FileDataset, BurnedKey]]:
    """Make the six images of the exercise about recall, each with its key."""
    from dcmteach.synth.practice import practice_set

    return practice_set(_number(learner) % _STOCK)


def own_series(*, learner: int | None = None) -> list[FileDataset]:
    """Make the six films of the exercise about looking, another series for each learner."""
    return [ds for ds, _ in own_films(learner=learner)]


def own_films(*, learner: int | None = None) -> list[tuple[FileDataset, BurnedKey]]:
    """Make the films of `own_series`, each with its key: for the checks."""
    from dcmteach.synth.practice_series import practice_series

    return practice_series(_number(learner) % _STOCK)


def own_lines(*, learner: int | None = None) -> list[ImageText]:
    """Return what is typed on each of `own_series`, as `find_text` would if it missed nothing."""
    from dcmteach.pixels import FrameText, ImageText, TextBox

    found = []
    for _, key in own_films(learner=learner):
        typed = [word for word in key.words if word.text]
        top, left = (min(getattr(word, side) for word in typed) for side in ("row", "column"))
        bottom = max(word.row + word.height for word in typed)
        right = max(word.column + word.width for word in typed)
        text = " ".join(word.text for word in typed)
        box = TextBox(top, left, bottom - top, right - left, text, 1.0, "identifier")
        found.append(
            ImageText([FrameText(0, (box,))], engine="key", version="1", settings={},
                      frames_looked_at=1)
        )  # fmt: skip
    return found


def own_signature(*, learner: int | None = None) -> tuple[int, int, int, int, int]:
    """Return which of `own_series` is signed, from 0 on, and row, column, height and width."""
    from dcmteach.synth.practice_series import signed

    number, word = signed(own_films(learner=learner))
    return number, word.row, word.column, word.height, word.width


def read_plainly(views: Iterable[NDArray[Any]]) -> list[str]:
    """Let plain Tesseract read several pictures, in one go.

    Parameters
    ----------
    views : iterable of ndarray of uint8, shape (rows, columns)
        Grey pictures.

    Returns
    -------
    list of str
        What was read in each: what ``pytesseract.image_to_string`` gives for one, with sparse text
        (mode 11) expected. One start of the program serves for all of them.

    Raises
    ------
    EngineMissing
        If Tesseract, or `pytesseract`, is not installed.
    """
    from PIL import Image

    from dcmteach.pixels import engine
    from dcmteach.pixels.threads import one_thread

    engine("tesseract")  # says what is missing
    import pytesseract

    pictures = list(views)
    if not pictures:
        return []
    with tempfile.TemporaryDirectory() as folder, one_thread():
        paths = [Path(folder) / f"{number}.png" for number in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            Image.fromarray(picture).save(path, compress_level=1)
        listed = Path(folder) / "pages.txt"
        listed.write_text("\n".join(map(str, paths)), encoding="utf-8")
        text = pytesseract.image_to_string(str(listed), config="--psm 11")
    return (str(text).split("\f") + [""] * len(pictures))[: len(pictures)]


def words_read(key: BurnedKey, text: str) -> set[str]:
    """Return those words of an image that stand in what was read of it.

    Parameters
    ----------
    key : BurnedKey
        The image's key.
    text : str
        All that was read, in any order.

    Returns
    -------
    set of str
        Words of four letters or digits or more; one of five or more may be misread.
    """
    seen = [_plain(part) for part in text.split()]
    whole = "".join(seen)
    return {
        word
        for word in words_of(key)
        if (wanted := _plain(word)) in seen
        or (len(wanted) > 4 and wanted in whole)
        or any(_alike(wanted, part) for part in seen)
    }


def words_of(key: BurnedKey) -> set[str]:
    """Return the words of an image that have four letters or digits or more."""
    return {word.text for word in key.words if len(_plain(word.text)) >= _LEAST}


def _alike(wanted: str, part: str) -> bool:
    near = len(wanted) > 4 and abs(len(wanted) - len(part)) <= 2
    return near and SequenceMatcher(None, wanted, part, autojunk=False).ratio() >= 0.8


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
