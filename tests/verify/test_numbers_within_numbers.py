"""A patient's number within a longer one, or with zeros around it, is possible, not certain."""

from __future__ import annotations

import pytest
from patients import given, output
from pydicom.dataset import Dataset

from dcmteach.verify import leaks


def numbered(number: str = "123456") -> Dataset:
    ds = given()
    ds.PatientID = number
    return ds


def holding(keyword: str, value: str):
    def change(ds: Dataset) -> None:
        setattr(ds, keyword, value)

    return change


@pytest.mark.parametrize(
    ("keyword", "value", "reason"),
    [
        ("ImageComments", "case 9123456001 of 12", "a number within a longer one or a word"),
        ("ImageComments", "case 0123456", "a number within a longer one or a word"),
        ("ImageComments", "case XK123456B", "a number within a longer one or a word"),
        ("TriggerTime", "0123456", "the same number but for its zeros"),
        ("TriggerTime", "123456.0", "the same number but for its zeros"),
        ("TriggerTime", "+123456.00", "the same number but for its zeros"),
        ("ReferencedFrameNumber", "0123456", "the same number but for its zeros"),
    ],
)
def test_a_number_written_otherwise_is_possible(keyword: str, value: str, reason: str) -> None:
    found = leaks(numbered(), output(holding(keyword, value)))
    assert len(found) == 0
    assert [(leak.place, leak.kind, leak.reason) for leak in found.possible] == [
        (keyword, "patient ID", reason)
    ]
    assert "123456" not in str(found)


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("ImageComments", "scale 0.9123456 mm"),
        ("ImageComments", "see 1.2.9123456.4"),
        ("TriggerTime", "1123456"),
        ("TriggerTime", "123456.5"),
        ("TriggerTime", "1234560"),
    ],
)
def test_the_same_digits_in_a_fraction_or_another_number_are_none(keyword: str, value: str) -> None:
    found = leaks(numbered(), output(holding(keyword, value)))
    assert (len(found), found.possible) == (0, ())


def test_fewer_than_six_digits_are_looked_for_as_a_whole_alone() -> None:
    found = leaks(numbered("12345"), output(holding("ImageComments", "case 9123450")))
    assert (len(found), found.possible) == (0, ())


def test_the_number_as_it_is_stays_certain() -> None:
    found = leaks(numbered(), output(holding("TriggerTime", "123456")))
    assert [leak.place for leak in found] == ["TriggerTime"]
