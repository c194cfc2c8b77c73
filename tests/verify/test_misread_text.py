"""Text read in a character set that nobody announces says things that nobody wrote."""

from __future__ import annotations

import pytest
from patients import given, output
from pydicom.dataset import Dataset

from dcmteach.verify import leaks

JAPANESE = ["", "ISO 2022 IR 87"]


def text(charset: object, value: bytes):
    """Write the bytes of a comment as they are, and announce a character set."""

    def change(ds: Dataset) -> None:
        ds.SpecificCharacterSet = charset
        ds.add_new(0x00204000, "LT", value)
        ds["ImageComments"]._value = value  # not encoded anew

    return change


def named(name: str, charset: object = "ISO_IR 192") -> Dataset:
    ds = given()
    ds.SpecificCharacterSet = charset
    ds.PatientName = name
    return ds


def test_a_short_name_in_the_bytes_of_another_script_is_possible() -> None:
    value = "あ柾あ".encode("iso2022_jp")
    assert b'$"Ko$"' in value  # what the two bytes of one letter look like as ASCII
    found = leaks(named("Ko^Annelise", JAPANESE), output(text(JAPANESE, value)))
    assert [leak.place for leak in found] == []
    assert [leak.reason for leak in found.possible] == [
        "a short word in a character set that nobody announces"
    ]


def test_a_short_name_in_the_announced_character_set_is_certain() -> None:
    value = "あ柾あ Ko あ柾あ".encode("iso2022_jp")
    found = leaks(named("Ko^Annelise", JAPANESE), output(text(JAPANESE, value)))
    assert [leak.place for leak in found] == ["ImageComments"]


def test_a_short_name_among_damaged_bytes_is_certain() -> None:
    value = b"\x1b$B\xff\xff Ko \x1b(B"  # no text as announced, so that any reading counts
    found = leaks(named("Ko^Annelise", JAPANESE), output(text(JAPANESE, value)))
    assert [leak.place for leak in found] == ["ImageComments"]


def test_a_long_name_is_certain_however_it_is_read() -> None:
    value = "Skovlund 語".encode("iso2022_jp").replace(b"\x1b$B", b"\x1b$BSkovlund")
    found = leaks(named("Skovlund", JAPANESE), output(text(JAPANESE, value)))
    assert [leak.place for leak in found] == ["ImageComments"]


@pytest.mark.parametrize(
    ("announced", "written"),
    [
        ("ISO_IR 192", "latin_1"),  # no UTF-8 at all: then Latin-1 is as good as anything
        ("ISO_IR 100", "utf-8"),
        ("", "utf-8"),
        ("", "latin_1"),
        ("ISO_IR 100", "latin_1"),
    ],
)
def test_a_short_name_whose_character_set_is_lost_is_certain(announced, written) -> None:
    value = "for Åse".encode(written)
    found = leaks(named("Åse^Oluf"), output(text(announced, value)))
    assert [leak.place for leak in found] == ["ImageComments"]


@pytest.mark.parametrize("announced", ["", "ISO_IR 100", "ISO_IR 192"])
def test_a_short_name_in_the_inputs_own_character_set_is_certain(announced) -> None:
    before = named("欧阳^小东", "GB18030")
    found = leaks(before, output(text(announced, "给 欧阳小东".encode("gb18030"))))
    assert [leak.place for leak in found] == ["ImageComments"]
