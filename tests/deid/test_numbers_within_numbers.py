"""A patient's number is found within longer ones and as a bare number; others are left alone."""

from __future__ import annotations

import io

import pydicom
import pytest
from pydicom.dataset import Dataset

from dcmteach.deid import Secrets, apply, plan
from dcmteach.deid.output_encode import encode
from dcmteach.deid.plan_numbers import Numbers

SECRETS = Secrets(b"a key for tests, kept by nobody.")


@pytest.fixture
def done(make):
    def of(keyword: str, value: object, **changes: object) -> Dataset:
        ds = make(0, PatientID="123456", AccessionNumber="AC4471980", **changes)
        setattr(ds, keyword, value)
        buffer = io.BytesIO()
        ds.save_as(buffer)
        ds = pydicom.dcmread(io.BytesIO(buffer.getvalue()))
        return pydicom.dcmread(io.BytesIO(encode(apply(ds, plan(ds), SECRETS))))

    return of


@pytest.mark.parametrize("value", ["123456", "0123456", "000123456", "+123456", "4471980"])
def test_a_whole_number_equal_to_one_of_the_patients_goes(done, value) -> None:
    assert done("AcquisitionNumber", value).AcquisitionNumber is None  # Type 2: emptied


@pytest.mark.parametrize("value", ["123456.0", "123456.", "0123456.000", "-123456.0"])
def test_written_as_a_decimal_it_goes_as_well(done, value) -> None:
    assert "SliceLocation" not in done("SliceLocation", value)


def test_the_reason_names_the_kind_and_no_value(make) -> None:
    ds = make(0, AccessionNumber="AC4471980", AcquisitionNumber="4471980")
    step = plan(ds).step("AcquisitionNumber")
    assert step is not None
    assert "accession number" in step.reason
    assert "4471980" not in step.reason


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("AcquisitionNumber", "1234567"),
        ("AcquisitionNumber", "23456"),
        ("AcquisitionNumber", "1234560"),
        ("SliceLocation", "0.123456"),
        ("SliceLocation", "123456.5"),
        ("SliceLocation", "-91.123456"),
        ("ExposureTime", "447198"),
        ("ConvolutionKernel", "B30f"),
        ("ConvolutionKernel", "k 0.1234567"),
    ],
)
def test_ordinary_numbers_stay(done, keyword, value) -> None:
    assert str(done(keyword, value)[keyword].value) == value.strip()


def test_positions_with_the_same_digits_in_their_fractions_stay(done) -> None:
    position = ["-12.1234567", "123456.25", "0.4471980"]
    result = done("ImagePositionPatient", position)
    assert [str(one.original_string) for one in result.ImagePositionPatient] == position


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("AB1234569", None),
        ("91234561", None),
        ("AC44719801", None),
        ("X 123456", "X"),
        ("B30f", "B30f"),
    ],
)
def test_in_a_text_that_stays_a_longer_number_that_holds_it_goes(done, value, left) -> None:
    result = done("ConvolutionKernel", value)
    assert result.get("ConvolutionKernel") == left


def test_of_several_codes_only_the_one_that_holds_it_is_made_up(done) -> None:
    result = done("ImageType", ["ORIGINAL", "PRIMARY", "AXIAL", "P1234569"])
    assert list(result.ImageType) == ["ORIGINAL", "PRIMARY", "AXIAL", "ANON"]


def test_an_id_with_letters_is_found_within_a_longer_word(make) -> None:
    ds = make(0, PatientID="QX-71-5501", ConvolutionKernel="KQX7155019")
    step = plan(ds).step("ConvolutionKernel")
    assert step is not None
    assert step.source == "evidence"


@pytest.mark.parametrize("value", ["12345", "1", "", "ABCDEFGH", "A-12-B"])
def test_short_numbers_and_words_are_not_looked_for_within_others(value) -> None:
    numbers = Numbers([("patient ID", value), ("birth date", "19420110")])
    text = f"x{value.lower()}9 19420110 x9{value.lower()}"
    assert list(numbers.places(text)) == []
    assert numbers.equal(value) is None


def test_in_fractions_and_uids_nothing_is_found() -> None:
    numbers = Numbers([("patient ID", "123456")])
    assert list(numbers.places("0.91234567 1.2.1234567.8 31234567.5")) == []
    assert [kind for _, kind in numbers.places("no. 1234567. end")] == ["patient ID"]
