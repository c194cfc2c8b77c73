"""Text hardly brighter than a flat background, and single letters that stand alone."""

from __future__ import annotations

import numpy as np

from dcmteach.pixels.faint import evened
from dcmteach.pixels.lone import lone_letters
from dcmteach.pixels.views import Box, normalised


def scene(level: int = 1004):
    """Two strokes a few levels above air, close to a bright disc, in padding."""
    rng = np.random.default_rng(4)
    frame = np.full((200, 200), 1000, dtype=np.uint16)
    y, x = np.mgrid[:200, :200]
    frame[np.hypot(y - 100, x - 110) < 60] = 2500
    frame += (rng.integers(0, 2, frame.shape) * (frame > 2000)).astype(np.uint16)
    frame[:, :20] = 0
    frame[90:110, 36:40] = frame[90:110, 44:48] = level
    return frame


def contrast(view):
    return float(view[92:108, 36:40].mean() - view[92:108, 40:44].mean())


def test_a_few_levels_above_air_stand_out_beside_what_is_far_brighter():
    frame = scene()
    made = evened(frame)
    assert made is not None
    assert contrast(normalised(frame)) < 10
    assert contrast(normalised(made)) > 20


def test_brighter_stays_brighter():
    frame = scene()
    made = evened(frame)
    order = np.argsort(frame.ravel(), kind="stable")
    assert (np.diff(made.ravel()[order]) >= 0).all()


def test_frames_with_few_levels_or_no_background_have_no_such_view():
    rng = np.random.default_rng(5)
    assert evened((scene() // 16).astype(np.uint8)) is None
    assert evened(rng.integers(0, 60000, (200, 200), dtype=np.uint16)) is None
    assert evened(np.full((64, 64), 7, dtype=np.uint16)) is None


def test_frames_of_more_levels_than_16_bits_hold_take_no_memory_for_them():
    frame = np.zeros((64, 64), dtype=np.uint32)
    frame[3, 3] = np.iinfo(np.uint32).max
    assert evened(frame) is None
    assert evened(frame.astype(np.float32)) is None


def mark(at, view=None):
    """Draw an L of 14 by 9 pixels."""
    view = np.full((200, 200), 128, dtype=np.uint8) if view is None else view
    row, column = at
    view[row : row + 14, column : column + 3] = view[row + 11 : row + 14, column : column + 9] = 220
    return view


def test_a_letter_alone_near_the_border_is_a_place_to_read():
    [box] = lone_letters(mark((90, 6)), 14)
    assert box.shared(Box(90, 6, 14, 9)) == 14 * 9


def test_letters_beside_others_or_in_the_middle_are_none():
    assert lone_letters(mark((90, 17), mark((90, 6))), 14) == []
    assert lone_letters(mark((90, 95)), 14) == []
    assert lone_letters(mark((90, 6)), 40) == []
