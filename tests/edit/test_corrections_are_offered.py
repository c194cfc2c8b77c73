"""Where the right value can be computed from the wrong one, the message holds it."""

from __future__ import annotations

import datetime

import pytest

from dcmteach.edit import problems


@pytest.mark.parametrize(
    ("vr", "wrong", "right"),
    [
        ("DA", "1942-11-04", "19421104"),
        ("DA", "1942/11/4", "19421104"),
        ("DA", "1942.11.04", "19421104"),
        ("DA", "4.11.1942", "19421104"),
        ("DA", "25/12/1942", "19421225"),
        ("DA", "12/25/1942", "19421225"),
        ("DA", "4 Nov 1942", "19421104"),
        ("DA", "November 4, 1942", "19421104"),
        ("DA", "1942-11-04T10:00:00", "19421104"),
        ("DA", 19421104, "19421104"),
        ("DA", datetime.datetime(1942, 11, 4, 10), "19421104"),
        ("TM", "14:30", "1430"),
        ("TM", "14:30:05", "143005"),
        ("TM", "2:30 pm", "1430"),
        ("TM", "12 am", "0000"),
        ("DT", "2026-01-02T03:04:05+01:00", "20260102030405+0100"),
        ("AS", "34", "034Y"),
        ("AS", 34, "034Y"),
        ("AS", "6 months", "006M"),
        ("CS", "chest-ap", "CHEST_AP"),
        ("DS", "3,5", "3.5"),
        ("DS", 1 / 3, "0.33333333333333"),
        ("IS", "12.0", "12"),
        ("IS", "1,000", "1000"),
        ("SH", 4711, "4711"),
        ("LO", "two\nlines", "two lines"),
        ("UI", "1.02.3.", "1.2.3"),
        ("UR", "https://example.org/a b", "https://example.org/a%20b"),
    ],
)
def test_the_correction_is_the_value_to_write(vr: str, wrong: object, right: str) -> None:
    (said,) = problems(vr, wrong)
    assert f"Write {right!r}, or use clear() to empty it." in said
    assert problems(vr, right) == []


@pytest.mark.parametrize("ambiguous", ["03/04/1942", "3-4-42", "1942", "31/02/1942", "Mai 1942"])
def test_a_date_that_can_be_read_two_ways_is_not_corrected(ambiguous: str) -> None:
    (said,) = problems("DA", ambiguous)
    assert "Write year, month and day as eight digits" in said


@pytest.mark.parametrize(
    ("wrong", "right"), [("female", "F"), ("FEMALE", "F"), ("m", "M"), ("Other", "O")]
)
def test_a_word_for_the_sex_is_corrected_to_its_code(wrong: str, right: str) -> None:
    (said,) = problems("CS", wrong, keyword="PatientSex")
    assert said.startswith("PatientSex must be one of F, M, O")
    assert f"Write {right!r}" in said


def test_yes_and_no_are_enumerated_in_capitals() -> None:
    (said,) = problems("CS", "true", keyword="PatientIdentityRemoved")
    assert "must be one of YES, NO" in said
    assert "Write 'YES'" in said


def test_a_number_that_is_too_long_is_shown_cut_off_but_not_proposed() -> None:
    (said,) = problems("SH", "REQUEST-2019-05-16-0815", keyword="AccessionNumber")
    assert said == (
        "AccessionNumber must be an SH of at most 16 characters (got 'REQUEST-2019-05-16-0815', "
        "23 characters). Write 16 characters or fewer (cut off, it would be 'REQUEST-2019-05-'), "
        "or use clear() to empty it."
    )
