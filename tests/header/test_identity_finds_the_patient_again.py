from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset, FileDataset

from dcmteach.header import identity
from dcmteach.header.dates import spellings_of_date
from dcmteach.header.fold import fold
from dcmteach.header.identity import KINDS, Identity


@pytest.mark.parametrize(
    "text",
    [
        "Hanna Lüdenscheidt",
        "LÜDENSCHEIDT",
        "luedenscheidt",
        "Ludenscheidt, H.",
        "prior of Frau Lüdenscheidts knee",
        "HannaL_2024",
        "window for hanna",
        "ｌüｄｅｎｓｃｈｅｉｄｔ",
        "LU\u0308DENSCHEIDT",
        b"...L\xfcdenscheidt...",
        "Lüdenscheidt".encode(),
        b"xx" + "Lüdenscheidt".encode("utf-16-le"),
        b"odd" + "Hanna".encode("utf-16-le"),
    ],
)
def test_the_name_is_found_however_it_is_written(ds: FileDataset, text: str | bytes) -> None:
    assert identity(ds).found_in(text) == ("patient name",)


@pytest.mark.parametrize("text", ["Channan", "lude", "Patient", "Thorax", b"\0\1\2", "", b""])
def test_what_only_resembles_the_name_is_not(ds: FileDataset, text: str | bytes) -> None:
    assert identity(ds).found_in(text) == ()


@pytest.mark.parametrize("text", ["ZX-48151", "zx48151", "no. ZX-48151/2", b"id=ZX-48151\0"])
def test_the_id_is_found_with_and_without_its_hyphen(ds: FileDataset, text: str | bytes) -> None:
    assert identity(ds).found_in(text) == ("patient ID",)


@pytest.mark.parametrize("text", ["ZX-481510", "AZX-48151"])
def test_a_longer_id_is_another_id(ds: FileDataset, text: str) -> None:
    assert identity(ds).found_in(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "19421104",
        "1942-11-04",
        "4.11.1942",
        "04.11.42",
        "11/04/1942",
        "11/4/42",
        "04-NOV-1942",
        "4 November 1942",
        "Nov 4, 1942",
        "born 04111942.",
        "DOB:1942/11/4",
    ],
)
def test_the_birth_date_is_found_in_its_usual_spellings(ds: FileDataset, text: str) -> None:
    assert identity(ds).found_in(text) == ("birth date",)


@pytest.mark.parametrize("text", ["1942", "119421104", "19421105", "14.11.1942", "1.2.42.11.4"])
def test_other_numbers_are_not_the_birth_date(ds: FileDataset, text: str) -> None:
    assert identity(ds).found_in(text) == ()


@pytest.mark.parametrize("date", ["", "1942", "19421304", "19421132", "194211045", "abcdefgh"])
def test_what_is_no_date_has_no_spellings(date: str) -> None:
    assert spellings_of_date(date) == set()


def test_short_name_parts_count_as_whole_words_only() -> None:
    known = Identity([("patient name", "Li^An")])
    assert known.found_in("Dr Li")
    assert known.found_in("scan_LI_1")
    assert not known.found_in("lines of an")[1:]
    assert not known.found_in("limit")


def test_common_words_count_only_together() -> None:
    known = Identity([("patient name", "Test^Patient")])
    assert not known.found_in("a test of the patient table")
    assert known.found_in("TEST PATIENT")
    assert known.found_in("patient^test")


def test_an_apostrophe_may_be_left_out() -> None:
    known = Identity([("patient name", "O'Connell^Mary")])
    assert known.found_in("OConnell")
    assert known.found_in("O'CONNELL")


def test_one_and_two_digit_ids_are_not_looked_for() -> None:
    assert not Identity([("patient ID", "1"), ("patient ID", "42")]).found_in("series 1 of 42")


@pytest.mark.parametrize(
    ("charset", "name", "codec"),
    [
        (["", "ISO 2022 IR 87"], "Yamada^Tarou=山田^太郎=やまだ^たろう", "iso2022_jp"),
        (["ISO_IR 144"], "Люкceмбypг", "iso8859_5"),
        (["ISO_IR 127"], "قباني^لنزار", "iso8859_6"),
        (["ISO_IR 100"], "Buc^Jérôme", "latin_1"),
        (["GB18030"], "Wang^XiaoDong=王^小东", "gb18030"),
    ],
)
def test_bytes_are_read_in_the_character_sets_of_the_file(
    charset: list[str], name: str, codec: str
) -> None:
    ds = Dataset()
    ds.SpecificCharacterSet = charset
    ds.PatientName = name
    last = name.split("=")[-1].replace("^", " ") if codec != "iso2022_jp" else "山田"
    assert identity(ds).found_in(b"...: " + last.encode(codec)) == ("patient name",)


def test_names_deep_inside_count_and_others_are_told_apart(ds: FileDataset) -> None:
    ds.ReferringPhysicianName = "Obermeier^Kurt"
    ds.RequestAttributesSequence[0].RequestingPhysician = "Niedermeier^Lotte"
    ds.InstitutionName = "St. Example Hospital, Kiel"
    ds.PatientTelephoneNumbers = "+49 431 5551234"
    known = identity(ds)
    assert known.found_in("obermeier") == ("another person's name",)
    assert known.found_in("Lotte") == ("another person's name",)
    assert known.found_in("at ST. EXAMPLE HOSPITAL") == ("institution",)
    assert known.found_in("495551234 or 494315551234") == ("phone number",)
    assert known.kinds == (
        "patient name",
        "patient ID",
        "birth date",
        "another person's name",
        "institution",
        "phone number",
    )
    assert set(known.kinds) < set(KINDS)


def test_an_empty_data_set_identifies_nobody() -> None:
    known = identity(Dataset())
    assert not known
    assert known.found_in("anything") == ()
    assert repr(known) == "<Identity: nothing that identifies>"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.binary())
def test_any_text_and_any_bytes_can_be_looked_at(text: str, data: bytes) -> None:
    known = Identity([("patient name", text), ("patient ID", text)], encodings=["no-such-codec"])
    assert isinstance(known.found_in(data), tuple)
    assert isinstance(known.found_in(text), tuple)
