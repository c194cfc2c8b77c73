"""What the checks accept is written and read again, unchanged, by pydicom alone."""

from __future__ import annotations

from io import BytesIO

import pydicom
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset

from dcmteach.edit import add, problems
from dcmteach.edit.compare import first_difference
from dcmteach.edit.numerals import RANGES
from dcmteach.errors import EditRefused

TEXT_VRS = ["AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM"]
TEXT_VRS += ["UC", "UI", "UR", "UT"]
CHARSETS = [None, "ISO_IR 100", "ISO_IR 144", "ISO_IR 192", ["", "ISO 2022 IR 87"], "GB18030"]


def _round_trip(vr: str, value: object, charset: object = None) -> tuple[Dataset, Dataset]:
    ds = Dataset()
    if charset is not None:
        ds.SpecificCharacterSet = charset
    add(ds, (0x0015, 0x1001), value, vr=vr, private_creator="TEST")
    buffer = BytesIO()
    pydicom.dcmwrite(buffer, ds, implicit_vr=False, little_endian=True)
    buffer.seek(0)
    return ds, pydicom.dcmread(buffer, force=True)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    vr=st.sampled_from(TEXT_VRS),
    value=st.one_of(
        st.text(max_size=70),
        st.from_regex(r"[0-9A-Z .+^=\\:-]{1,20}", fullmatch=True),
        st.dates().map(lambda day: day.strftime("%Y%m%d")),
        st.times().map(lambda time: time.strftime("%H%M%S.%f")),
        st.integers().map(str),
        st.floats().map(str),
    ),
    charset=st.sampled_from(CHARSETS),
)
def test_accepted_text_comes_back_the_same(vr: str, value: str, charset: object) -> None:
    try:
        meant, written = _round_trip(vr, value, charset)
    except EditRefused:
        return
    assert first_difference(meant, written) is None


@settings(max_examples=100, deadline=None, derandomize=True)
@given(vr=st.sampled_from(sorted(set(RANGES) - {"IS"})), number=st.integers(-(2**65), 2**65))
def test_integers_are_accepted_exactly_within_their_range(vr: str, number: int) -> None:
    low, high = RANGES[vr]
    assert (problems(vr, number) == []) is (low <= number <= high)
    if low <= number <= high:
        meant, written = _round_trip(vr, number)
        assert written[0x0015, 0x1001].value == number == meant[0x0015, 0x1001].value


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    vr=st.sampled_from(["FL", "FD"]),
    numbers=st.lists(st.floats(width=32, allow_nan=False), max_size=4),
)
def test_accepted_floats_come_back_the_same(vr: str, numbers: list[float]) -> None:
    if problems(vr, numbers):
        return
    meant, written = _round_trip(vr, numbers)
    assert first_difference(meant, written) is None


@settings(max_examples=60, deadline=None, derandomize=True)
@given(vr=st.sampled_from(["OB", "OW", "OF", "OD", "OL", "OV", "UN"]), value=st.binary(max_size=64))
def test_accepted_bytes_come_back_the_same(vr: str, value: bytes) -> None:
    if problems(vr, value):
        return
    meant, written = _round_trip(vr, value)
    assert first_difference(meant, written) is None
