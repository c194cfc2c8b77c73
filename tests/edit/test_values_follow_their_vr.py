"""Every VR refuses what PS3.5 6.2 forbids, and says what to write instead."""

from __future__ import annotations

import datetime

import pytest

from dcmteach.edit import check_value, problems
from dcmteach.edit.values import examine
from dcmteach.errors import EditRefused

GOOD = [
    ("AE", "ARCHIVE_1"),
    ("AS", "034Y"),
    ("AT", (0x0010, 0x0010)),
    ("CS", "CT_LOCALIZER 1"),
    ("DA", "19421104"),
    ("DA", "20240229"),
    ("DA", datetime.date(1942, 11, 4)),
    ("DS", "-1.5E+3"),
    ("DS", 0.5),
    ("DS", 12),
    ("DT", "2026"),
    ("DT", "20260102030405.123456+0100"),
    ("DT", datetime.datetime(2026, 1, 2, 3, 4, 5)),
    ("FD", 1e300),
    ("FL", 0.5),
    ("IS", "-12"),
    ("IS", 2**31 - 1),
    ("LO", "x" * 64),
    ("LT", "two\r\nlines"),
    ("OB", b"\x00\x01\x02"),
    ("OW", b"\x00\x01"),
    ("PN", "Smith^Anna^^Dr^"),
    ("PN", "Yamada^Tarou=山田^太郎=やまだ^たろう"),
    ("SH", "x" * 16),
    ("SL", -(2**31)),
    ("SS", -32768),
    ("ST", "x" * 1024),
    ("SV", -(2**63)),
    ("TM", "235960"),
    ("TM", "1430"),
    ("TM", datetime.time(14, 30)),
    ("UC", "x" * 100_000),
    ("UI", "1.2.840.10008.1.2"),
    ("UL", 2**32 - 1),
    ("UR", "https://example.org/a%20b"),
    ("US", 65535),
    ("UT", "back\\slash"),
    ("UV", 2**64 - 1),
]

BAD = [
    ("AE", "x" * 17, "at most 16 characters"),
    ("AE", "ÉCRAN", "ASCII"),
    ("AS", "34", "must be an AS of the form nnnD, nnnW, nnnM or nnnY"),
    ("AT", "NoSuchKeyword", "must be an AT"),
    ("CS", "chest", "capital letters"),
    ("CS", "X" * 17, "at most 16 capital letters"),
    ("DA", "20230229", "must be a day of the calendar"),
    ("DA", "19420101-19421231", "A range of dates has its place in queries only"),
    ("DA", "-19421231", "A range of dates has its place in queries only"),
    ("DA", "194211", "eight digits"),
    ("DS", "12.5 mm", "must be a DS: digits with + - . E only"),
    ("DS", "1e999", "finite"),
    ("DS", float("nan"), "must be a DS"),
    ("DS", True, "must be a DS"),
    ("DT", "20260102030405-20260103", "must be a DT of the form"),
    ("DT", "2026013", "must be a DT"),
    ("DT", "2026+1500", "must be a DT"),
    ("FD", "abc", "must be an FD, a finite number"),
    ("FD", float("inf"), "must be an FD, a finite number"),
    ("FL", 1e39, "must be an FL that 32 bits can hold"),
    ("IS", "1.5", "must be an IS"),
    ("IS", 2**31, "must be an IS from -2147483648 to 2147483647"),
    ("LO", "x" * 65, "must be an LO of at most 64 characters"),
    ("LO", "two\nlines", "control characters"),
    ("LT", "x" * 10_241, "must be an LT of at most 10240 characters"),
    ("LT", "bell\x07", "control characters"),
    ("OB", "text", "must be an OB, a string of bytes"),
    ("OD", b"1234", "a multiple of 8 bytes"),
    ("OW", b"\x00", "a multiple of 2 bytes"),
    ("PN", "x" * 65, "64 characters per group"),
    ("PN", "a^b^c^d^e^f", "at most 5 components"),
    ("PN", "a=b=c=d", "at most 3 groups"),
    ("PN", 12, "must be a PN, which is text"),
    ("SH", "x" * 17, "must be an SH of at most 16 characters"),
    ("SL", 2**31, "must be an SL, an integer from -2147483648 to 2147483647"),
    ("SS", 40_000, "from -32768 to 32767"),
    ("ST", "x" * 1025, "must be an ST of at most 1024 characters"),
    ("TM", "240000", "must be a TM of the form HHMMSS.FFFFFF"),
    ("TM", "1000-1200", "A range of times has its place in queries only"),
    ("UI", "1.02.3", "without leading zeros"),
    ("UI", "1.2." + "3" * 61, "at most 64 characters"),
    ("UI", "1.2.x", "generate_uid"),
    ("UL", -1, "from 0 to 4294967295"),
    ("UN", "text", "must be a UN, a string of bytes"),
    ("UR", "not an address", "must be a UR"),
    ("US", 65536, "must be a US, an integer from 0 to 65535"),
    ("US", 1.5, "must be a US"),
    ("UV", 2**64, "must be a UV"),
    ("ZZ", "x", "has the unknown VR ZZ"),
]


@pytest.mark.parametrize(("vr", "value"), GOOD)
def test_a_value_of_the_right_form_is_accepted(vr: str, value: object) -> None:
    check_value(vr, value, charset="ISO_IR 192")


@pytest.mark.parametrize(("vr", "value", "says"), BAD)
def test_a_value_of_the_wrong_form_is_refused_with_its_rule(
    vr: str, value: object, says: str
) -> None:
    with pytest.raises(EditRefused) as refused:
        check_value(vr, value, charset="ISO_IR 192")
    assert says in str(refused.value)
    assert "PS3" in refused.value.rule
    assert refused.value.alternatives


def test_the_message_names_the_thing_the_rule_the_value_and_the_next_step() -> None:
    (said,) = problems("DA", "1942-11-04", keyword="PatientBirthDate")
    assert said == (
        "PatientBirthDate must be a DA of the form YYYYMMDD (got '1942-11-04', 10 characters). "
        "Write '19421104', or use clear() to empty it."
    )


def test_a_long_value_is_shortened_in_the_message() -> None:
    (said,) = problems("LT", "x" * 20_000)
    assert len(said) < 200
    assert "20000 characters" in said


def test_no_value_is_always_of_the_right_form() -> None:
    for vr in ("AE", "DA", "PN", "US", "OB", "SQ"):
        assert problems(vr, None) == []
        assert problems(vr, "") == []


def test_padding_is_no_part_of_the_value() -> None:
    assert examine("LO", "Ward 7  ")[0] == ["Ward 7"]
    assert examine("UI", "1.2.3\x00")[0] == ["1.2.3"]
    assert examine("OB", b"\x01")[0] == [b"\x01\x00"]


def test_a_backslash_separates_values() -> None:
    assert examine("CS", "ORIGINAL\\PRIMARY", vm="2-n")[0] == ["ORIGINAL", "PRIMARY"]
    assert examine("UT", "C:\\scans", vm="1")[0] == ["C:\\scans"]


@pytest.mark.parametrize(
    ("vm", "count", "good"),
    [
        ("1", 1, True),
        ("1", 2, False),
        ("2", 2, True),
        ("2", 3, False),
        ("1-n", 7, True),
        ("2-n", 1, False),
        ("1-3", 3, True),
        ("1-3", 4, False),
        ("3-3n", 6, True),
        ("3-3n", 7, False),
    ],
)
def test_the_number_of_values_follows_the_vm(vm: str, count: int, good: bool) -> None:
    found = problems("DS", ["1.0"] * count, vm=vm)
    assert (found == []) is good
    if not good:
        assert f"(VM {vm}), not {count}" in found[0]


def test_the_message_about_the_vm_explains_the_backslash() -> None:
    (said,) = problems("LO", "Ward\\7", vm="1", keyword="PatientID")
    assert said.startswith("PatientID takes one value (VM 1), not 2 (got ")
    assert "A backslash separates values" in said


def test_a_sequence_takes_data_sets_only() -> None:
    (said,) = problems("SQ", ["text"])
    assert "must be an SQ, a list of data sets" in said
