"""Every misconception that lesson 1 knows gets its own sentence, and none gives the answer away."""

import pytest

from dcmteach.course import check
from dcmteach.synth import sample

RIGHT = ((0x0010, 0x0030), "DA", 8, "19511223")


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("DCMTEACH_HOME", str(tmp_path))
    monkeypatch.setenv("DCMTEACH_STRICT", "1")


def changed(**parts):
    tag, vr, length, value = RIGHT
    given = {"tag": tag, "vr": vr, "length": length, "value": value} | parts
    return given["tag"], given["vr"], given["length"], given["value"]


@pytest.mark.parametrize("tag", [(0x0010, 0x0030), [16, 48], 0x00100030])
def test_the_tag_may_be_given_as_two_numbers_or_as_one(tag):
    assert check("decode-by-hand", *changed(tag=tag)).outcome == "correct"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"tag": (10, 30)}, "decimal numbers"),
        ({"tag": (0x0030, 0x0010)}, "Which of them comes first?"),
        ({"tag": (0x0030, 0x1000)}, "first four bytes"),
        ({"tag": "(0010,0030)"}, "two numbers, group and element"),
        ({"vr": b"DA"}, "What makes text of bytes?"),
        ({"vr": "PN"}, "not the one in `raw`"),
        ({"length": 2048}, "highest byte first"),
        ({"length": 4}, "behind the letters of the VR"),
        ({"value": "19421104"}, "not in `raw`"),
    ],
)
def test_a_part_decoded_wrongly_is_named(wrong, says):
    outcome = check("decode-by-hand", *changed(**wrong))
    assert outcome.outcome == "not yet"
    assert says in outcome.message
    assert "19511223" not in outcome.message


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda ds: ds["PatientName"], "whole element"),
        (lambda ds: str(ds.PatientName), "made for the name"),
        (lambda ds: "Ísolde", "A part of the remark"),
        (lambda ds: ds.ImageComments, "another branch"),
    ],
)
def test_what_is_not_the_remark_is_told_from_it(answer, says):
    outcome = check("walk-down", answer(sample("ct_thorax")))
    assert outcome.outcome == "not yet"
    assert says in outcome.message


@pytest.mark.parametrize(
    ("spacing", "says"),
    [
        ([12.0], "neither more nor less"),
        ([6.0, 6.0], "How many of the old pixels"),
        (["wide", "high"], "have to be numbers"),
        ("12, 12", "two distances in millimetres"),
    ],
)
def test_a_spacing_that_does_not_fit_is_told_why(spacing, says):
    outcome = check("shrink-and-tell", spacing)
    assert outcome.outcome == "not yet"
    assert says in outcome.message


@pytest.mark.parametrize("spacing", [[12, 12], (12.0, 12.0), ["12", "12.0"]])
def test_the_spacing_may_be_a_list_a_tuple_or_texts(spacing):
    assert check("shrink-and-tell", spacing).outcome == "correct"
