"""A text of one long word takes a time in proportion to its length."""

from __future__ import annotations

import time

import pytest

from dcmteach.deid.plan import plan
from dcmteach.deid.recipe import Recipe


@pytest.mark.filterwarnings("ignore:The value length")
def test_a_long_word_and_an_e_mail_address_cost_no_square(make):
    ds = make(0, ImageComments="a" * 200_000, SeriesDescription="somebody@hospital.example.org")
    started = time.process_time()
    plan(ds, Recipe.load("med_i_stage1"))
    assert time.process_time() - started < 5
