"""Lesson 8 tells apart whose value it was, what may stay, and what a cut has broken."""

import pytest

from dcmteach.course import check
from dcmteach.header import csa
from dcmteach.synth import sample
from dcmteach.synth.csa import Tag, make_csa

SAFE = [
    "(00E1,0010)",
    "(00E1,1021)",
    "(00E1,1050)",
    "(01F1,0010)",
    "(01F1,1001)",
    "(01F1,1007)",
    "(01F1,1026)",
    "(01F1,1027)",
]


pytestmark = pytest.mark.usefixtures("strict")


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (lambda ds: ds[0x00E1, 0x1040].value, "other two digits"),
        (lambda ds: ds[0x00E1, 0x0010].value, "reserves the block"),
        (lambda ds: ds[0x00E1, 0x1021], "whole element"),
        (lambda ds: 12.5, "stands nowhere"),
    ],
)
def test_a_value_from_another_place_is_told_from_the_dose(read, says):
    ds = sample("ct_thorax")
    outcome = check("whose-block", ds, read(ds))
    assert outcome.outcome == "not yet"
    assert says in outcome.message
    assert "171.4" not in outcome.message


@pytest.mark.parametrize("kind", [str, float])
def test_the_dose_may_be_given_as_text_or_as_a_number(kind):
    assert check("whose-block", sample("ct_thorax"), kind("171.4")).outcome == "correct"


def test_nothing_read_is_no_attempt():
    assert check("whose-block", sample("ct_thorax"), None).outcome == "not attempted"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["PatientName"], "even group"),
        (["(00E1,1042)"], "names the patient"),
        (["(07A1,1077)"], "somebody else"),
        (["(01F1,104B)"], "not the same as safe"),
        (["(01F7,0010)"], "nothing stays"),
        (["(00E1,9999)"], "none of the names"),
    ],
)
def test_what_may_not_stay_is_named_by_its_kind(more, says):
    outcome = check("keep-the-safe", SAFE + more)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


def test_values_without_their_creators_mean_nothing():
    values = [path for path in SAFE if not path.endswith("0010)")]
    assert "whose they are" in check("keep-the-safe", values).message


def test_one_group_is_not_all():
    assert "More of them" in check("keep-the-safe", SAFE[:3]).message


def test_the_safe_ones_are_right_in_any_order():
    assert check("keep-the-safe", list(reversed(SAFE))).outcome == "correct"


@pytest.fixture
def mr():
    ds = sample("mr_head")
    name = ds.PatientName
    header = make_csa(
        [
            Tag("B_value", "IS", ["1000"]),
            Tag("Comment", "LT", [f"ward 3, for {name.given_name} {name.family_name}"]),
            Tag("ImaCoilString", "LO", ["HEA;HEP"]),
        ]
    )
    ds.private_block(0x0029, "SIEMENS CSA HEADER", create=True).add_new(0x10, "OB", header)
    return ds


@pytest.mark.parametrize(
    "text", [b"", b"ward 3", b"a remark that is a good deal longer than it was"]
)
def test_any_remark_without_the_name_is_right(mr, text):
    assert check("clean-in-place", mr, csa(mr).with_items({(1, 0): text})).outcome == "correct"


def test_the_bytes_of_a_header_and_a_data_set_with_it_are_as_good(mr):
    cleaned = csa(mr).with_items({(1, 0): b"ward 3"}).to_bytes()
    assert check("clean-in-place", mr, cleaned).outcome == "correct"
    other = sample("mr_head")
    other.private_block(0x0029, "SIEMENS CSA HEADER", create=True).add_new(0x10, "OB", cleaned)
    assert check("clean-in-place", mr, other).outcome == "correct"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda mr: csa(mr).to_bytes()[:-40], "cannot be read any more"),
        (lambda mr: csa(mr).with_items({(1, 0): b"", (0, 0): b"0"}), "measurement is lost"),
        (lambda mr: csa(mr).with_items({(1, 0): b"for Skvornesinek"}), "family name is still"),
        (lambda mr: csa(mr).to_bytes().replace(b"ward", b"\0ard"), "behind the end of the text"),
        (lambda mr: sample("mr_head"), "no CSA header"),
    ],
)
def test_what_a_cut_has_broken_or_left_is_named(mr, change, says):
    outcome = check("clean-in-place", mr, change(mr))
    assert outcome.outcome == "not yet"
    assert says in outcome.message


def test_an_untouched_header_is_no_attempt(mr):
    assert check("clean-in-place", mr, csa(mr)).outcome == "not attempted"
