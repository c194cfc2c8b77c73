"""Lines that Tesseract was unsure of: which of them belong to the text it read."""

from __future__ import annotations

import numpy as np

from dcmteach.pixels.engines.block import beside
from dcmteach.pixels.engines.mosaic import mosaic
from dcmteach.pixels.lines import Line
from dcmteach.pixels.views import Box


def line(row, column, width=100, *, letter=12.0, bright=True, upright=True):
    box = Box(row, column, 16, width) if upright else Box(row, column, width, 16)
    return Line(box, bright, upright, letter, 5.0)


def test_a_line_under_one_that_was_read_belongs_to_it_and_so_does_the_next():
    lines = [line(64, 10), line(24, 10)]
    assert beside(lines, [line(4, 10)]) == [lines[1], lines[0]]


def test_a_word_further_on_in_the_row_belongs_to_it():
    assert len(beside([line(4, 130, 30)], [line(4, 10)])) == 1
    assert beside([line(4, 250, 30)], [line(4, 10)]) == []


def test_lines_far_away_or_of_other_letters_do_not():
    others = [line(90, 10), line(24, 60, 200), line(24, 10, letter=20.0),
              line(24, 10, bright=False), line(24, 10, upright=False)]  # fmt: skip
    assert beside(others, [line(4, 10)]) == []


def test_turned_lines_stand_side_by_side():
    turned = [line(10, 24, upright=False)]
    assert beside(turned, [line(10, 4, upright=False)]) == turned


def test_lines_read_again_have_a_row_each():
    lines = [line(4, 10), line(24, 10), line(44, 10)]
    _, packed = mosaic(np.zeros((80, 200), dtype=np.uint8), lines)
    _, apart = mosaic(np.zeros((80, 200), dtype=np.uint8), lines, apart=True)
    assert len({piece.row for piece in packed}) == 1
    assert len({piece.row for piece in apart}) == 3
