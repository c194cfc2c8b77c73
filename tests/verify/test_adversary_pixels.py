"""What is hidden behind the pixels is no picture."""

from __future__ import annotations

import pytest
from patients import NAME, anonymous, given
from pydicom.dataset import Dataset

from dcmteach.verify import leaks


def image(behind: bytes = b"", **changes: object) -> Dataset:
    ds = anonymous()
    ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.BitsAllocated = 4, 6, 1, 16
    for keyword, value in changes.items():
        setattr(ds, keyword, value)
    size = 4 * 6 * ds.BitsAllocated // 8 * int(ds.get("NumberOfFrames", 1))
    ds.PixelData = bytes(size) + behind
    ds["PixelData"].VR = "OW"
    return ds


@pytest.mark.parametrize("changes", [{}, {"BitsAllocated": 8}, {"NumberOfFrames": "3"}])
def test_a_name_behind_the_pixels_is_found(changes):
    (leak,) = leaks(given(), image(NAME.encode() + b" ", **changes))
    assert (leak.place, leak.kind) == ("PixelData", "patient name")


def test_a_name_among_the_pixels_is_a_chance():
    ds = image()
    ds.PixelData = (NAME.encode() * 4)[:48]
    ds["PixelData"].VR = "OW"
    assert len(leaks(given(), ds)) == 0
