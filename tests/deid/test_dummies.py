"""Made-up values are valid, plausible, of the original's shape, and say nothing."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcmteach.deid import Recipe, Rule, Secrets, apply, plan
from dcmteach.deid.dummies import dummy, randomised_number
from dcmteach.edit.values import problems
from dcmteach.header.contents import NUMBERS, TEXT
from dcmteach.synth import sample

SECRETS = Secrets(b"a key for the tests of dummies")
PERSON = "id\x1f\x1fkb-774411"
ORIGINALS = {
    "AS": "043Y",
    "DA": "19870615",
    "DS": "77.25",
    "DT": "19870615101112.5+0100",
    "IS": "4242",
    "PN": "Geheim^Nis",
    "TM": "101112.25",
    "UI": "1.2.826.0.1.3680043.99.4711",
}


@pytest.mark.parametrize("vr", sorted(TEXT))
@settings(deadline=None, max_examples=40)
@given(key=st.binary(min_size=16, max_size=32), original=st.text(max_size=90))
def test_a_dummy_is_valid_for_its_vr(vr: str, key: bytes, original: str) -> None:
    made = dummy(vr, "", original, Secrets(key), PERSON)
    assert made
    assert not problems(vr, made)


@pytest.mark.parametrize("vr", sorted(NUMBERS))
def test_a_dummy_number_is_a_number(vr: str) -> None:
    assert float(dummy(vr, "", "42", SECRETS, PERSON)) == 0


@pytest.mark.parametrize("vr", sorted(ORIGINALS))
def test_as_many_values_are_made_as_there_were(vr: str) -> None:
    original = "\\".join([ORIGINALS[vr]] * 3)
    assert dummy(vr, "", original, SECRETS, PERSON).count("\\") == 2


@pytest.mark.parametrize(
    ("vr", "size"), [("OB", 1), ("OW", 2), ("OF", 4), ("OL", 4), ("OD", 8), ("OV", 8)]
)
def test_dummy_bytes_are_whole_numbers(vr: str, size: int) -> None:
    assert len(dummy(vr, "", "", SECRETS, PERSON)) % size == 0


def test_the_same_key_makes_the_same_dummy_and_another_another() -> None:
    first = dummy("LO", "DeviceSerialNumber", "SN-1", SECRETS, PERSON)
    assert first == dummy("LO", "DeviceSerialNumber", "SN-1", SECRETS, PERSON)
    assert first != dummy("LO", "DeviceSerialNumber", "SN-1", Secrets(b"x" * 16), PERSON)


def test_two_devices_remain_two() -> None:
    first, second = (
        dummy("LO", "DeviceSerialNumber", number, SECRETS, PERSON) for number in ("SN-1", "SN-2")
    )
    assert first != second


@pytest.mark.parametrize("keyword", ["PatientSex"])
def test_a_sex_is_one_that_dicom_knows(keyword: str) -> None:
    assert dummy("CS", keyword, "F", SECRETS, PERSON) in {"M", "F", "O"}


@settings(deadline=None, max_examples=40)
@given(key=st.binary(min_size=16, max_size=32), person=st.text(max_size=20))
def test_a_birth_date_an_age_and_a_study_date_agree(key: bytes, person: str) -> None:
    secrets = Secrets(key)
    born = datetime.date.fromisoformat(dummy("DA", "PatientBirthDate", "", secrets, person))
    study = datetime.date.fromisoformat(dummy("DA", "StudyDate", "", secrets, person))
    age = int(dummy("AS", "PatientAge", "", secrets, person)[:3])
    years = study.year - born.year - ((study.month, study.day) < (born.month, born.day))
    assert years == age
    assert 1900 < born.year < study.year < 2020


def test_all_dates_of_a_person_fall_on_one_day() -> None:
    dates = {
        dummy("DA", keyword, "19870615", SECRETS, PERSON) for keyword in ("StudyDate", "SeriesDate")
    }
    moment = dummy("DT", "AcquisitionDateTime", "19870615101112", SECRETS, PERSON)
    assert dates == {moment[:8]}
    assert moment[8:] == dummy("TM", "AcquisitionTime", "101112", SECRETS, PERSON)


@settings(deadline=None, max_examples=40)
@given(original=st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=16))
def test_nothing_of_the_original_is_in_it(original: str) -> None:
    for vr in ("LO", "SH", "PN", "LT", "CS", "AE", "UR"):
        made = dummy(vr, "", original, SECRETS, PERSON).lower()
        assert original in "anonymous person https://anonymous.invalid" or original not in made


@pytest.mark.parametrize("padding", ["", "\0", " ", " \0"])
def test_padding_alone_is_no_uid_to_map(padding: str) -> None:
    assert dummy("UI", "StudyInstanceUID", padding, SECRETS, PERSON).startswith("2.25.")


@pytest.mark.parametrize("vr", ["DS", "IS"])
@settings(deadline=None, max_examples=200)
@given(key=st.binary(min_size=16, max_size=32), number=st.integers(-(2**31), 2**31 - 1))
def test_a_randomised_number_is_near_the_original_and_never_the_same(
    vr: str, key: bytes, number: int
) -> None:
    original = str(number) if vr == "IS" else f"{number / 1000:.3f}"
    made = randomised_number("", original, Secrets(key), PERSON)
    assert made is not None
    assert not problems(vr, made)
    assert len(made) == len(original)
    assert made.startswith("-") == original.startswith("-")
    assert float(made) not in {0, float(original)}
    assert abs(float(made) - float(original)) <= max(
        0.3 * abs(float(original)), 1 if vr == "IS" else 0.001
    ) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("keyword", "original", "least", "most"),
    [
        ("PatientWeight", "71.0", 49, 93),
        ("PatientSize", "1.93", 1.69, 2.17),
        ("InstanceNumber", "1", 2, 2),
        ("SliceLocation", "-100", -130, -101),
        ("SliceThickness", "9.99", 6.9, 9.98),
        ("RepetitionTime", "+2.5E3", 1750, 3250),
        ("ImagesInAcquisition", "0", 1, 1),
    ],
)
def test_a_randomised_number_stays_plausible(
    keyword: str, original: str, least: float, most: float
) -> None:
    for number in range(40):
        made = randomised_number(keyword, original, Secrets(bytes([number]) * 16), PERSON)
        assert made is not None
        assert least <= float(made) <= most
        assert made != original


def test_randomise_draws_weights_and_takes_out_what_is_no_number() -> None:
    ds = sample("ct_thorax")
    ds.PatientWeight = "71.0"
    ds.ImagePositionPatient = ["1.5", "1.5", "-20"]
    recipe = Recipe(
        profile="none",
        rules=(
            Rule("randomise", keyword="PatientWeight"),
            Rule("randomise", keyword="ImagePositionPatient"),
        ),
    )
    made = [apply(ds, plan(ds, recipe), SECRETS) for _ in range(2)]
    assert made[0].PatientWeight == made[1].PatientWeight
    assert 49 <= made[0].PatientWeight <= 93
    assert made[0].PatientWeight != 71
    first, second, third = made[0].ImagePositionPatient
    assert first == second != third
    assert randomised_number("PatientWeight", "about 70", SECRETS, PERSON) is None
