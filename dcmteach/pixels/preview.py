"""Pictures of frames with numbered boxes, for whoever looks what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.pixels.frames import Frames
from dcmteach.pixels.text_result import IMAGE, FrameText, ImageText, TextBox

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["previews"]

Place = tuple[int, int, int, int]  # left, top, right, bottom

_COLOUR = {
    "identifier": (255, 120, 0),
    "date": (255, 200, 0),
    "unknown": (255, 90, 220),
    "technical": (0, 200, 255),
}
_LEAST = 480  # pixels of the shorter side
_BORDER = 20  # room for numbers


def previews(ds: Dataset, found: ImageText) -> Iterator[tuple[int, bytes]]:
    """Draw the frames in which there is text; of frames with the same boxes the first.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The image.
    found : ImageText
        What :func:`~dcmteach.pixels.find_text` found in it. Boxes are numbered from 1 in each
        frame, from top to bottom; those of technical marks have thin lines.

    Yields
    ------
    frame : int
        Which frame, 0-based.
    png : bytes
        The picture as a PNG. It shows what stands in the frame.

    Raises
    ------
    DcmteachError
        If Pillow is not installed.
    """
    before: list[tuple[int, ...]] | None = None
    frames = None
    for one in found.frames:
        if one.place != IMAGE:
            continue
        places = [tuple(box.box) for box in one.boxes]
        if places == before:
            continue
        before = places
        frames = frames or Frames(ds)
        yield one.frame, _drawn(frames[one.frame], one)


def _drawn(plane: NDArray[Any], found: FrameText) -> bytes:
    import numpy as np

    try:
        from PIL import Image, ImageDraw
    except ImportError:
        raise DcmteachError(
            "Drawing previews needs Pillow, which is not installed. Run: "
            "pip install 'dcmteach[ocr]'."
        ) from None
    low, high = (float(value) for value in np.percentile(plane, (0.5, 99.5)))
    if high <= low:
        low, high = float(plane.min()), float(max(plane.max(), plane.min() + 1))
    grey = ((np.clip(plane.astype(np.float32), low, high) - low) * (255 / (high - low))).round()
    scale = max(1, -(-_LEAST // min(plane.shape)))
    size = plane.shape[1] * scale, plane.shape[0] * scale
    picture = Image.new("RGB", (size[0] + 2 * _BORDER, size[1] + 2 * _BORDER), (60, 60, 60))
    picture.paste(Image.fromarray(grey.astype(np.uint8)).resize(size, 0), (_BORDER, _BORDER))
    pen = ImageDraw.Draw(picture)
    places = [_framed(box, scale) for box in found.boxes]
    taken = list(places)
    for number, (box, place) in enumerate(zip(found.boxes, places, strict=True), 1):
        colour = _COLOUR.get(box.judgement, (255, 255, 255))
        pen.rectangle(place, outline=colour, width=1 if box.judgement == "technical" else 3)
        label = _label(str(number), place, taken, picture.size)
        pen.rectangle(label, fill=colour)
        pen.text((label[0] + 2, label[1]), str(number), fill=(0, 0, 0))
        taken.append(label)
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _framed(box: TextBox, scale: int) -> Place:
    left, top = box.column * scale + _BORDER - 2, box.row * scale + _BORDER - 2
    right = (box.column + box.width) * scale + _BORDER + 1
    return left, top, right, (box.row + box.height) * scale + _BORDER + 1


def _label(text: str, place: Place, taken: Iterable[Place], size: tuple[int, int]) -> Place:
    """Find room for a number beside a box: where it hides neither text nor another number."""
    wide, high = 4 + 7 * len(text), 12
    left, top, right, bottom = place
    middle = (top + bottom - high) // 2
    spots = [
        (left - wide - 1, middle), (right + 1, middle), (left, top - high - 1), (left, bottom + 1),
        (right - wide, top - high - 1), (right - wide, bottom + 1),
    ]  # fmt: skip
    places = [(x, y, x + wide, y + high) for x, y in spots]
    inside = [p for p in places if min(p) >= 0 and p[2] < size[0] and p[3] < size[1]]
    others = list(taken)
    free = (p for p in inside if not any(_meet(p, other) for other in others))
    return next(free, (inside or places)[0])


def _meet(one: Place, other: Place) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
