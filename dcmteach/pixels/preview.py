"""Pictures of frames with numbered boxes, for whoever looks what was found."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.pixels.frames import Frames
from dcmteach.pixels.text_result import IMAGE, FrameText, ImageText

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["previews"]

_COLOUR = {
    "identifier": (255, 120, 0),
    "date": (255, 200, 0),
    "unknown": (255, 90, 220),
    "technical": (0, 200, 255),
}
_LEAST = 480  # pixels of the shorter side
_BORDER = 14  # room for numbers


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
    for number, box in enumerate(found.boxes, 1):
        colour = _COLOUR.get(box.judgement, (255, 255, 255))
        left, top = box.column * scale + _BORDER - 2, box.row * scale + _BORDER - 2
        right = (box.column + box.width) * scale + _BORDER + 1
        bottom = (box.row + box.height) * scale + _BORDER + 1
        thick = 1 if box.judgement == "technical" else 3
        pen.rectangle((left, top, right, bottom), outline=colour, width=thick)
        label = str(number)
        pen.rectangle((left, top - 12, left + 4 + 7 * len(label), top), fill=colour)
        pen.text((left + 2, top - 12), label, fill=(0, 0, 0))
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
