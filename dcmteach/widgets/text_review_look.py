"""What a picture looks like, as it came and as it will be: covered by ``redact``, on a copy."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from dcmteach.errors import DcmteachError
from dcmteach.pixels.redact import redact
from dcmteach.widgets.diff_frames import CannotDecode, Frame, decoded, holder
from dcmteach.widgets.diff_png import encoded
from dcmteach.widgets.text_review_boxes import ReviewBox
from dcmteach.widgets.text_review_draw import fitted, shaded, with_boxes
from dcmteach.widgets.text_review_pictures import Picture

__all__ = ["Looks", "state_of"]

_DATA_SETS = 4
_FRAMES = 32
_THUMBS = 400
_LARGEST = 1024  # pixels of a picture as it is shown
_THUMB = 256  # pixels of one on a contact sheet

V = TypeVar("V")


def state_of(boxes: Sequence[ReviewBox]) -> str:
    """Return a digest of where a picture is covered: no text of a box is in it."""
    places = sorted(
        (b.place, b.row, b.column, b.height, b.width, b.frames) for b in boxes if b.covered
    )
    return sha256(repr(places).encode()).hexdigest()[:16]


class Looks:
    """Pictures as PNG; the last ones are remembered.

    Parameters
    ----------
    pictures : sequence of Picture
        What there is.
    """

    def __init__(self, pictures: Sequence[Picture]) -> None:
        self._pictures = tuple(pictures)
        self._sets: OrderedDict[Any, Any] = OrderedDict()
        self._frames: OrderedDict[Any, Frame | CannotDecode] = OrderedDict()
        self._thumbs: OrderedDict[Any, tuple[str, str]] = OrderedDict()

    def picture(
        self,
        number: int,
        frame: int,
        boxes: Sequence[ReviewBox],
        *,
        selected: int,
        contrast: str,
        after: bool,
    ) -> tuple[str, str]:
        """Return a frame with its numbered boxes, or covered.

        Parameters
        ----------
        number, frame : int
            The picture and its frame, 0-based.
        boxes : sequence of ReviewBox
            All of the picture's.
        selected : int
            The number of the one to stand out.
        contrast : str
            How grey values are shown.
        after : bool
            Whether to cover what is not left, instead of drawing boxes.

        Returns
        -------
        png : str
            In base64; empty if it cannot be shown.
        why : str
            Why not.
        """
        found = self._frame(number, frame, boxes, after=after)
        if isinstance(found, CannotDecode):
            return "", found.why
        values = fitted(self._shaded(found, number, frame, contrast), _LARGEST)
        if not after:
            shown = [(n, box) for n, box in enumerate(boxes) if box.shown_in(frame)]
            values = with_boxes(values, found.values.shape[:2], shown, selected)
        return encoded(values, 4 * _LARGEST), ""

    def thumb(
        self, number: int, frame: int, boxes: Sequence[ReviewBox], *, contrast: str
    ) -> tuple[str, str]:
        """Return a frame as it will be, small; as :meth:`picture` does."""

        def make() -> tuple[str, str]:
            found = self._frame(number, frame, boxes, after=True)
            if isinstance(found, CannotDecode):
                return "", found.why
            small = fitted(self._shaded(found, number, frame, contrast), _THUMB, least=1)
            return encoded(small, _THUMB), ""

        key = (number, frame, state_of(boxes), contrast)
        return _remembered(self._thumbs, key, _THUMBS, make)

    def _shaded(self, found: Frame, number: int, frame: int, contrast: str) -> Any:
        """Show a frame in the greys that it had before anything was covered."""
        before = self._frame(number, frame, (), after=False)
        return shaded(found, contrast, like=before if isinstance(before, Frame) else None)

    def _frame(
        self, number: int, frame: int, boxes: Sequence[ReviewBox], *, after: bool
    ) -> Frame | CannotDecode:
        covered = [box for box in boxes if box.covered] if after else []
        key = (number, frame, state_of(covered))

        def make() -> Frame | CannotDecode:
            try:
                ds = self._dataset(number, covered)
            except DcmteachError as error:
                return CannotDecode(str(error))
            if not holder(ds):
                return CannotDecode("There is no picture here but in an overlay or an icon.")
            return decoded(ds, frame)

        return _remembered(self._frames, key, _FRAMES, make)

    def _dataset(self, number: int, covered: Sequence[ReviewBox]) -> Any:
        picture = self._pictures[number]

        def make() -> Any:
            if not covered:
                return picture.dataset()
            boxes = [one for box in covered for one in box.to_redact(picture.size)]
            return redact(self._dataset(number, ()), boxes)

        return _remembered(self._sets, (number, state_of(covered)), _DATA_SETS, make)


def _remembered(kept: OrderedDict[Any, V], key: Any, most: int, make: Callable[[], V]) -> V:
    if key in kept:
        kept.move_to_end(key)
        return kept[key]
    made = make()
    kept[key] = made
    while len(kept) > most:
        kept.popitem(last=False)
    return made
