"""All dates of a person move by the same days: intervals stay, forms stay, nothing breaks."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcmteach.deid.dates import EARLIER, randomised, shift_days, shift_seconds, shifted
from dcmteach.deid.secrets import Secrets
from dcmteach.edit import problems

SECRETS = Secrets(bytes(range(16)))
DAYS = st.dates(datetime.date(1890, 1, 1), datetime.date(2100, 12, 31))
MOMENTS = st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2100, 1, 1))


def da(date: datetime.date) -> str:
    return f"{date:%Y%m%d}"


def read(text: str | None) -> datetime.date:
    assert text is not None
    return datetime.datetime.strptime(text, "%Y%m%d").date()


@given(DAYS, DAYS, st.integers(-4000, 4000))
def test_the_days_between_two_dates_stay(
    first: datetime.date, second: datetime.date, days: int
) -> None:
    moved = [read(shifted("DA", da(date), days)) for date in (first, second)]
    assert moved[1] - moved[0] == second - first
    assert moved[0] - first == datetime.timedelta(days)


@given(MOMENTS, MOMENTS, st.integers(-4000, 4000), st.integers(0, 86_399))
def test_the_seconds_between_two_moments_stay_when_times_move_too(
    first: datetime.datetime, second: datetime.datetime, days: int, seconds: int
) -> None:
    form = "%Y%m%d%H%M%S.%f"
    moved = []
    for moment in (first, second):
        text = shifted("DT", moment.strftime(form), days, seconds=seconds)
        assert text is not None
        moved.append(datetime.datetime.strptime(text, form))
    assert moved[1] - moved[0] == second - first
    assert moved[0] - first == datetime.timedelta(days, seconds)


@given(MOMENTS, st.integers(-4000, 4000), st.integers(-200_000, 200_000))
def test_a_date_told_its_time_moves_as_the_date_and_time_in_one(
    moment: datetime.datetime, days: int, seconds: int
) -> None:
    date, time = moment.strftime("%Y%m%d"), moment.strftime("%H%M%S")
    apart = (shifted("DA", date, days, seconds=seconds, time=time) or "") + (
        shifted("TM", time, days, seconds=seconds) or ""
    )
    assert apart == shifted("DT", date + time, days, seconds=seconds)


@pytest.mark.parametrize(
    ("vr", "value", "days", "expected"),
    [
        ("DA", "20200229", 365, "20210228"),
        ("DA", "20190301", -1, "20190228"),
        ("DA", "20200301", -1, "20200229"),
        ("DA", "20190516 ", -1, "20190515"),
        ("DA", "2019.05.16", -1, "20190515"),
        ("DA", "20190101-20190201", 1, "20190102-20190202"),
        ("DA", "20190101-", 1, "20190102-"),
        ("DA", "-20190101", 1, "-20190102"),
        ("DA", "20190101\\20190201", 1, "20190102\\20190202"),
        ("DA", "20190101\\", 1, "20190102\\"),
        ("DA", "", 1, ""),
        ("DT", "20190516101112.123456+0100", -1, "20190515101112.123456+0100"),
        ("DT", "20190516101112.1-0530", -1, "20190515101112.1-0530"),
        ("DT", "2019051610", -1, "2019051510"),
        ("DT", "20190516+0100", -1, "20190515+0100"),
        ("DT", "20161231235960", -1, "20161230235960"),
        ("DT", "201905", -31, "201904"),
        ("DT", "2019", -400, "2018"),
        ("DT", "2019-0500", -400, "2018-0500"),
        ("DT", "2019-2020", -400, "2018-2019"),
        ("DT", "20190516-20190517", -1, "20190515-20190516"),
        ("DT", "20190516101112-0500-20190517101112-0500", -1,
         "20190515101112-0500-20190516101112-0500"),
        ("TM", "101112.123456", -1, "101112.123456"),
        ("TM", "10", -1, "10"),
        ("TM", "10:11:12", -1, "101112"),
        ("TM", "0800-1200", -1, "0800-1200"),
        ("TM", "235960", -1, "235960"),
        ("AS", "034Y", -400, "034Y"),
    ],
)  # fmt: skip
def test_every_form_of_a_date_moves_in_its_form(
    vr: str, value: str, days: int, expected: str
) -> None:
    assert shifted(vr, value, days) == expected


@pytest.mark.parametrize(
    ("vr", "value"),
    [
        ("DA", "00000000"),
        ("DA", "20190230"),
        ("DA", "2019"),
        ("DA", "May 2019"),
        ("DA", "20190101-May"),
        ("DA", "-"),
        ("DA", "20190516\\unknown"),
        ("DT", "20190516101112+1500"),
        ("DT", "20191316"),
        ("TM", "2460"),
        ("TM", "240000"),
        ("TM", "10.11.12"),
        ("LO", "20190516"),
        ("DA", "٢٠١٩٠٥١٦"),
    ],
)
def test_what_is_no_date_is_to_be_emptied(vr: str, value: str) -> None:
    assert shifted(vr, value, -1) is None
    assert randomised(SECRETS, "a", vr, value) is None


@pytest.mark.parametrize(
    ("vr", "value", "days"),
    [("DA", "00010101", -1), ("DA", "99991231", 1), ("DT", "00010102030405", -400),
     ("DA", "20190101-99991231", 1)],
)  # fmt: skip
def test_a_date_that_would_leave_the_calendar_is_to_be_emptied(
    vr: str, value: str, days: int
) -> None:
    assert shifted(vr, value, days) is None


def test_a_time_goes_round_at_midnight_and_its_date_follows() -> None:
    assert shifted("TM", "233000", 0, seconds=3600) == "003000"
    assert shifted("DA", "20191231", 0, seconds=3600, time="233000") == "20200101"
    assert shifted("DA", "20191231", 0, seconds=3600, time="103000") == "20191231"
    assert shifted("DA", "20200101", 0, seconds=-3600, time="003000") == "20191231"
    assert shifted("TM", "2330", 0, seconds=3600) == "0030"
    assert shifted("TM", "235960", 0, seconds=1) == "000000"
    assert shifted("DA", "20191231", 0, seconds=3600, time="no time") == "20191231"


def test_an_age_at_the_study_stays_right() -> None:
    days = shift_days(SECRETS, "a")
    birth, study = date(1951, 12, 23), date(2019, 5, 16)
    moved = [read(shifted("DA", da(day), days)) for day in (birth, study)]
    assert abs((moved[1] - moved[0]).days / 365.25 - (study - birth).days / 365.25) < 1e-9


def date(year: int, month: int, day: int) -> datetime.date:
    return datetime.date(year, month, day)


def test_a_shift_is_secret_constant_within_its_span_and_never_nothing() -> None:
    made = [shift_days(SECRETS, f"person {number}") for number in range(3000)]
    assert min(made) >= EARLIER[0]
    assert max(made) <= EARLIER[1]
    assert len(set(made)) > 1500
    assert shift_days(SECRETS, "a") == shift_days(SECRETS, "a")
    assert {shift_days(Secrets(bytes([k]) * 16), "a") for k in range(20)} != {
        shift_days(SECRETS, "a")
    }
    tight = [shift_days(SECRETS, f"person {number}", span=(-1, 1)) for number in range(100)]
    assert set(tight) == {-1, 1}
    assert {shift_days(SECRETS, str(n), span=(0, 2)) for n in range(100)} == {1, 2}
    assert all(0 < shift_seconds(SECRETS, str(n)) < 86_400 for n in range(100))


@pytest.mark.parametrize("span", [(0, 0), (5, 4)])
def test_a_span_without_a_shift_in_it_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="span must be"):
        shift_days(SECRETS, "a", span=span)


@given(MOMENTS, st.sampled_from(["+0100", "-0530", ""]), st.integers(0, 6))
def test_random_dates_are_valid_and_keep_precision(
    moment: datetime.datetime, zone: str, digits: int
) -> None:
    fraction = f".{moment.microsecond:06d}"[: digits + 1] if digits else ""
    for vr, value in (
        ("DA", moment.strftime("%Y%m%d")),
        ("TM", moment.strftime("%H%M%S") + fraction),
        ("DT", moment.strftime("%Y%m%d%H%M%S") + fraction + zone),
        ("DT", moment.strftime("%Y%m")),
        ("TM", moment.strftime("%H%M")),
    ):
        made = randomised(SECRETS, "a", vr, value)
        assert made is not None
        assert len(made) == len(value)
        assert problems(vr, made) == []
        assert made[-5:] == zone or not value.endswith(zone or "?")
        if vr != "TM":
            assert 2000 <= int(made[:4]) <= 2019


def test_random_dates_agree_within_a_patient_and_differ_between_patients() -> None:
    date_, time = "20190516", "101112"
    alone = randomised(SECRETS, "a", "DA", date_), randomised(SECRETS, "a", "TM", time)
    assert randomised(SECRETS, "a", "DT", date_ + time) == "".join(map(str, alone))
    assert randomised(SECRETS, "b", "DA", date_) != alone[0]
    assert randomised(SECRETS, "a", "DA", "20190517") != alone[0]
    assert randomised(SECRETS, "a", "AS", "034Y") == "034Y"
