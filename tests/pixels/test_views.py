"""Views of a frame, and the way back from them."""

from __future__ import annotations

import numpy as np
import pytest

from dcmteach.pixels.components import components
from dcmteach.pixels.views import Box, box_mean, normalised, turned, turned_back


@pytest.mark.parametrize("quarters", range(4))
def test_a_box_in_a_turned_view_is_found_again_in_the_frame(quarters):
    frame = np.zeros((30, 50), dtype=np.uint8)
    frame[4:9, 20:33] = 1
    rows, columns = np.nonzero(turned(frame, quarters))
    box = Box(int(rows.min()), int(columns.min()), int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1)
    assert turned_back(box, quarters, frame.shape) == Box(4, 20, 5, 13)


def test_the_mean_of_a_square_is_cut_at_the_borders():
    values = np.arange(20.0).reshape(4, 5)
    assert box_mean(values, 1)[0, 0] == values[:2, :2].mean()
    assert box_mean(values, 1)[2, 2] == pytest.approx(values[1:4, 1:4].mean())


def test_faint_letters_and_strong_ones_come_to_the_same_contrast():
    faint = np.zeros((60, 60))
    faint[20:40, 30:33] = 8
    strong = faint * 300
    difference = normalised(strong).astype(int) - normalised(faint).astype(int)
    assert abs(difference[30, 31]) < 64
    assert normalised(faint)[30, 31] > 200


def test_pieces_that_touch_at_corners_hang_together():
    mask = np.zeros((6, 8), dtype=bool)
    mask[0, 0] = mask[1, 1] = mask[2, 0] = True
    mask[4:6, 5:8] = True
    found = sorted(map(tuple, components(mask).tolist()))
    assert found == [(0, 0, 3, 2, 3), (4, 5, 6, 8, 6)]


def test_an_empty_mask_has_no_pieces():
    assert components(np.zeros((3, 3), dtype=bool)).shape == (0, 5)
