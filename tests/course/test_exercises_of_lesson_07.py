"""Lesson 7 names what went wrong with a date, and does not tell the right one."""

import pytest
from pydicom import Dataset

from dcmteach.course import check
from dcmteach.synth import sample

DELIVERY = {
    "P01": ["20140309", "20140505", "20141004"],
    "P02": ["20161212", "20170625", "20170908"],
}


pytestmark = pytest.mark.usefixtures("strict")


@pytest.fixture
def studies():
    both = [Dataset(), Dataset()]
    both[0].StudyDate, both[1].StudyDate = "20180219", "20180820"
    return both


@pytest.mark.parametrize("dates", [["20160219", "20160819"], ["20250101", "20250702"]])
def test_any_common_shift_that_is_not_guessed_at_once_is_right(studies, dates):
    assert check("shift-one-patient", studies, dates).outcome == "correct"


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        (["20160219"], "as many dates"),
        (["20180219", "20160819"], "what it was before"),
        (["20160230", "20160819"], "no day of the calendar"),
        ([None, None], "no DA"),
        (["20170219", "20170820"], "still the true ones"),
        (["20160219", "20160821"], "by its own number of days"),
        (["20180209", "20180810"], "first guesses"),
    ],
)
def test_a_shift_that_loses_the_interval_or_hides_nothing_is_named(studies, dates, says):
    outcome = check("shift-one-patient", studies, dates)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"B": "MODIFIED"}, "could have been moved"),
        ({"D": "UNMODIFIED"}, "differences are left"),
        ({"A": None}, "none of the three values"),
        ({"E": "REMOVED"}, "four letters"),
    ],
)
def test_a_word_that_misleads_the_reader_is_questioned(changed, says):
    values = {"A": "MODIFIED", "B": "REMOVED", "C": "UNMODIFIED", "D": "REMOVED"}
    outcome = check("say-what-was-done", values | changed)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


@pytest.fixture
def hidden():
    ds = sample("ct_thorax")
    ds.SeriesInstanceUID = "1.2.3.4.20190516150258.7"
    ds.StudyDescription = "CT thorax, compare 16-5-2019"
    for element in ds.iterall():
        if element.VR in {"DA", "DT"}:
            element.value = ""
    return ds


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        (["Nowhere"], "no element of this header"),
        (["PatientName"], "another day, or none"),
        ("SeriesInstanceUID", "texts in a list"),
    ],
)
def test_a_path_without_the_day_is_told_from_one_with_it(hidden, paths, says):
    outcome = check("where-the-date-hides", hidden, paths)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


def test_an_empty_list_is_no_attempt(hidden):
    assert check("where-the-date-hides", hidden, []).outcome == "not attempted"


def test_the_paths_of_the_day_are_right_in_any_order(hidden):
    paths = {"StudyDescription", "SeriesInstanceUID"}
    assert check("where-the-date-hides", hidden, paths).outcome == "correct"


@pytest.mark.parametrize(
    ("name", "date", "says"),
    [
        ("P07", "20181102", "is not in the delivery"),
        ("P01", "20181102", "as far apart"),
        ("P02", "2018-11-02", "no DA"),
        ("P02", "20190516", "knew that one before"),
        ("P02", "20181103", "moves the third one"),
    ],
)
def test_a_date_that_was_not_found_is_told_from_one_that_was(name, date, says):
    outcome = check("back-to-the-date", DELIVERY, name, date)
    assert outcome.outcome == "not yet"
    assert says in outcome.message
    assert "20181102" not in outcome.message or date == "20181102"
