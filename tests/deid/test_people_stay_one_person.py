"""One person is one person however the name is written; a pseudonym is short, plain and keyed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

from dcmteach.deid.people import ALPHABET, normal_name, person_of, pseudonym
from dcmteach.deid.secrets import Secrets
from dcmteach.header import read
from dcmteach.synth import sample_path

SECRETS = Secrets(bytes(range(16)))


def named(name: str, number: str = "", issuer: str = "") -> Dataset:
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName = name
    ds.PatientID = number
    ds.IssuerOfPatientID = issuer
    ds.StudyInstanceUID = "1.2.3"
    return ds


@pytest.mark.parametrize(
    "written",
    [
        "Müller^Jörg^",
        "Müller^Jörg^^^",
        "MÜLLER^JÖRG",
        "müller^jörg=",
        "Müller^Jörg==",
        unicodedata.normalize("NFD", "Müller^Jörg"),
        " Müller ^ Jörg ",
        "Müller^Jörg=山田^太郎",
        "Ｍüller^Jörg",
        "Müller^Jörg\0",
    ],
)
def test_two_writings_of_a_name_are_one_person(written: str) -> None:
    assert person_of(named(written)) == person_of(named("Müller^Jörg"))
    assert normal_name(written) == "müller^jörg"


@pytest.mark.parametrize("other", ["Muller^Jörg", "Müller^Jörg^Otto", "Jörg^Müller", "Müller Jörg"])
def test_another_name_is_another_person(other: str) -> None:
    assert person_of(named(other)) != person_of(named("Müller^Jörg"))


def test_sharp_s_in_capitals_is_the_same_name() -> None:
    assert person_of(named("STRAßE^A")) == person_of(named("Strasse^A"))


def test_a_name_without_alphabetic_letters_counts_by_its_ideographs() -> None:
    assert person_of(named("=山田^太郎=やまだ^たろう")) == person_of(named("=山田^太郎"))
    assert normal_name("=山田^太郎=やまだ^たろう") == "山田^太郎"
    assert normal_name("==やまだ^たろう") == "やまだ^たろう"


def test_the_patient_id_counts_more_than_the_name() -> None:
    assert person_of(named("A^B", "17")) == person_of(named("Married^B", " 17 "))
    assert person_of(named("A^B", "x17")) == person_of(named("A^B", "X17"))
    assert person_of(named("A^B", "17")) != person_of(named("A^B", "18"))


def test_one_number_of_two_issuers_is_two_persons() -> None:
    assert person_of(named("A^B", "17", "North")) != person_of(named("A^B", "17", "South"))
    assert person_of(named("A^B", "17", "NORTH ")) == person_of(named("A^B", "17", "North"))


def test_an_id_is_never_taken_for_a_name_nor_an_issuer_for_part_of_an_id() -> None:
    made = {
        person_of(named("17")),
        person_of(named("", "17")),
        person_of(named("", "7", "1")),
        person_of(named("", "1.2.3")),
    }
    assert len(made) == 4


def test_nameless_studies_are_not_thrown_together() -> None:
    first, second = named(""), named("^^")
    assert person_of(first) == person_of(second)
    second.StudyInstanceUID = "1.2.4"
    assert person_of(first) != person_of(second)
    assert person_of(Dataset()) == person_of(Dataset())


def test_looking_at_a_file_decodes_nothing() -> None:
    ds = read(sample_path("ct_thorax"))
    person = person_of(ds)
    assert isinstance(ds._dict[0x00100010], RawDataElement)
    assert isinstance(ds._dict[0x00100020], RawDataElement)
    assert person
    assert ds.PatientID
    assert person_of(ds) == person  # decoded now, and the same


@given(st.text(min_size=1))
def test_a_pseudonym_is_plain_letters_and_digits(person: str) -> None:
    made = pseudonym(SECRETS, person)
    assert len(made) == 10
    assert made[0].isalpha()
    assert set(made) <= set(ALPHABET)
    assert made == pseudonym(SECRETS, person)


def test_the_alphabet_has_nothing_that_reads_as_something_else() -> None:
    assert not set("01ILOU") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 30


def test_pseudonyms_hang_on_the_key_and_the_person() -> None:
    many = {pseudonym(SECRETS, f"person {number}") for number in range(20_000)}
    assert len(many) == 20_000
    assert pseudonym(Secrets(b"x" * 16), "a") != pseudonym(SECRETS, "a")


def test_a_pseudonym_has_the_prefix_and_length_asked_for() -> None:
    assert pseudonym(SECRETS, "a", prefix="STUDY7-", length=6).startswith("STUDY7-")
    assert len(pseudonym(SECRETS, "a", length=16)) == 16


@pytest.mark.parametrize("prefix", ["A^B", "a", "ü", "../", "A\\B", "X" * 60])
def test_a_prefix_that_a_file_name_or_pn_cannot_hold_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix must be capital letters, digits") as refused:
        pseudonym(SECRETS, "a", prefix=prefix)
    assert prefix not in str(refused.value) or prefix == "a"


@pytest.mark.parametrize("length", [0, 5, 17])
def test_a_length_that_would_collide_or_not_fit_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="length must be 6 to 16 characters"):
        pseudonym(SECRETS, "a", length=length)
