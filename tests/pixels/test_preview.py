"""Previews: numbered boxes whose numbers hide nothing."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from made_images import image
from PIL import Image

from dcmteach.pixels.preview import _label, _meet, previews
from dcmteach.pixels.text_result import FrameText, ImageText, TextBox

SIZE = (600, 600)


def found(*boxes):
    made = [TextBox(*box, "seen", 1.0, "unknown") for box in boxes]
    return ImageText([FrameText(0, tuple(made))], engine="x", version="1", settings={},
                     frames_looked_at=1)  # fmt: skip


def test_a_number_stands_beside_its_box_and_on_no_other():
    one, under, left = (100, 100, 200, 120), (100, 121, 200, 140), (40, 100, 98, 120)
    label = _label("1", one, [one, under, left], SIZE)
    assert not any(_meet(label, place) for place in (one, under, left))
    assert label[0] > one[2]


def test_a_number_stays_in_the_picture():
    label = _label("12", (2, 2, 598, 20), [(2, 2, 598, 20)], SIZE)
    assert min(label) >= 0
    assert label[3] <= 600
    assert not _meet(label, (2, 2, 598, 20))


def test_what_is_in_the_boxes_is_not_painted_over():
    pixels = np.zeros((480, 480), dtype=np.uint8)
    boxes = [(20 + 18 * n, 0, 16, 90) for n in range(6)]
    for row, column, height, width in boxes:
        pixels[row + 4 : row + height - 4, column + 8 : column + width - 8] = 200
    [(frame, png)] = previews(image(pixels, 480, 480), found(*boxes))
    picture = np.asarray(Image.open(BytesIO(png)).convert("RGB"))
    border = (picture.shape[0] - 480) // 2
    assert frame == 0
    for row, column, height, width in boxes:
        inner = picture[
            border + row + 4 : border + row + height - 4,
            border + column + 8 : border + column + width - 8,
        ]
        assert (inner == inner[0, 0]).all()
