"""A name that was cut off where an element was full names the patient still."""

from __future__ import annotations

import pytest

from dcmteach.deid.freetext import clean
from dcmteach.header.identity import Identity

KNOWN = Identity([("patient name", "Zwetschkenbaum^Quirina")])


@pytest.mark.parametrize("left", ["ZWETSCHKENBAU", "Zwetschkenb", "zwetsc", "Quirin"])
def test_what_is_left_of_a_name_is_refused(left):
    assert clean(f"Thorax {left}", KNOWN) is None


@pytest.mark.parametrize("text", ["Thorax native", "Zwet 3", "Qui vive"])
def test_fewer_letters_and_other_words_are_not(text):
    assert clean(text, KNOWN) == text


def test_an_everyday_word_that_begins_a_name_stays():
    known = Identity([("patient name", "Thoraxsen^Kontrastine")])
    assert clean("thorax", known) == "thorax"


def test_of_a_date_glued_to_a_number_no_half_is_left():
    known = Identity(
        [("patient name", "Müller^Jörg"), ("patient ID", "ABC123")], further=[("date", "20190516")]
    )
    left = clean("Dr. ABC1232019-05-16 ", known)
    assert left is None or "05-16" not in left
