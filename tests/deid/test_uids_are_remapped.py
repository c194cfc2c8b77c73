"""A UID becomes the same valid UID everywhere; what is public stays."""

from __future__ import annotations

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.uid import (
    UID,
    CTImageStorage,
    ExplicitVRLittleEndian,
    UID_dictionary,  # type: ignore[attr-defined]
)

from dcmteach.deid.secrets import Secrets
from dcmteach.deid.uids import is_well_known, remap

SECRETS = Secrets(bytes(range(16)))
INSTANCE = "1.3.12.2.1107.5.2.30.25652.30000009051512065700000000001"


@given(st.from_regex(r"[0-2](\.(0|[1-9][0-9]{0,12})){1,6}", fullmatch=True))
def test_a_new_uid_is_a_uuid_as_one_decimal_number(uid: str) -> None:
    if is_well_known(uid):
        assert remap(SECRETS, uid) == uid
        return
    made = remap(SECRETS, uid)
    assert re.fullmatch(r"2\.25\.[1-9]\d*", made)
    assert len(made) <= 44
    assert UID(made).is_valid
    as_uuid = uuid.UUID(int=int(made[5:]))
    assert as_uuid.variant == uuid.RFC_4122
    assert as_uuid.version == 4


def test_a_uid_becomes_the_same_under_one_key_only() -> None:
    assert remap(SECRETS, INSTANCE) == remap(Secrets(bytes(range(16))), INSTANCE)
    assert remap(SECRETS, INSTANCE) != remap(Secrets(b"x" * 16), INSTANCE)
    assert remap(SECRETS, INSTANCE) != remap(SECRETS, INSTANCE + "1")


def test_padding_does_not_make_another_uid() -> None:
    for padded in (INSTANCE + "\0", INSTANCE + " ", f" {INSTANCE}", UID(INSTANCE)):
        assert remap(SECRETS, padded) == remap(SECRETS, INSTANCE)


def test_a_hundred_thousand_uids_stay_apart() -> None:
    made = {remap(SECRETS, f"1.2.826.0.1.{number}") for number in range(100_000)}
    assert len(made) == 100_000


def test_nothing_stays_nothing() -> None:
    assert remap(SECRETS, "") == ""
    assert remap(SECRETS, " \0") == ""


@pytest.mark.parametrize(
    "bad", ["1.2.abc", "1..2", "01.2.03", "Quillnagel", "1.2." + "9" * 80, "2"]
)
def test_what_is_no_uid_is_mapped_to_one(bad: str) -> None:
    assert UID(remap(SECRETS, bad)).is_valid
    assert bad not in remap(SECRETS, bad)[5:] or bad == "2"


def test_every_registered_uid_stays() -> None:
    for uid in UID_dictionary:
        assert remap(SECRETS, uid) == uid
    assert remap(SECRETS, CTImageStorage) == CTImageStorage
    assert remap(SECRETS, ExplicitVRLittleEndian + "\0") == ExplicitVRLittleEndian


@pytest.mark.parametrize(
    "uid",
    [
        "2.16.840.1.113883.6.96",  # SNOMED CT
        "2.16.840.1.113883.6.1",  # LOINC
        "2.16.840.1.113883.6.8",  # UCUM
        "1.2.840.10008.2.16.4",  # DICOM Controlled Terminology
        "1.2.840.10008.5.1.4.1.1.999.1",  # an SOP class of an edition to come
    ],
)
def test_coding_schemes_and_newer_sop_classes_stay(uid: str) -> None:
    assert remap(SECRETS, uid) == uid


@pytest.mark.parametrize(
    "uid",
    [
        "1.2.840.10008.5.1.4.1.1.7.20190516101112",
        "1.2.840.10008.1.2.3.4.5.6.7.8.9.10.11.12.13",
        "1.2.840.10008.",
        "1.2.840.10008.5.1.A",
        "1.2.840.100081.5",
        "2.16.840.1.113883.6.96.20190516101112",
        "2.16.840.1.113883.3.17",
    ],
)
def test_an_instance_made_under_a_public_root_does_not_stay(uid: str) -> None:
    assert remap(SECRETS, uid).startswith("2.25.")
