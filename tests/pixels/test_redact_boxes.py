"""Boxes come from many hands, and one that cannot be meant is refused."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from dcmteach.errors import DcmteachError
from dcmteach.pixels.redact_boxes import Box, boxes_from, clipped, read_boxes, with_margin

FOUND = {"row": 4, "column": 5, "height": 6, "width": 70, "text": "x", "confidence": 0.9}


@pytest.mark.parametrize(
    "source",
    [
        (4, 5, 6, 70),
        [(4, 5, 6, 70)],
        [[4, 5, 6, 70]],
        [4, 5, 6, 70],
        Box(4, 5, 6, 70),
        FOUND,
        [SimpleNamespace(row=4, column=5, height=6, width=70)],
        [(4.2, 5.9, 5.5, 68.2)],
    ],
)
def test_one_box_may_be_written_in_many_ways(source):
    made = boxes_from(source)
    assert made[0][:2] == (4, 5)
    assert made == [Box(4, 5, 6, 70)]


def test_boxes_of_an_image_keep_their_frames():
    text = SimpleNamespace(
        frames=(
            SimpleNamespace(frame=0, place="image", boxes=(SimpleNamespace(**FOUND),)),
            SimpleNamespace(frame=3, place="(6000,3000)", boxes=(SimpleNamespace(**FOUND),)),
        )
    )
    assert boxes_from(text) == [Box(4, 5, 6, 70, 0), Box(4, 5, 6, 70, 3, "(6000,3000)")]


def test_the_json_of_find_text_is_read(tmp_path):
    entry = {"file": "a/b.dcm", "judgement": "text", "frames": [{"frame": 2, "boxes": [FOUND]}]}
    other = {"file": "a/c.dcm", "judgement": "clean", "frames": []}
    (tmp_path / "one.json").write_text(json.dumps([entry]), encoding="utf-8")
    assert boxes_from(tmp_path / "one.json") == [Box(4, 5, 6, 70, 2)]
    (tmp_path / "two.json").write_text(json.dumps([entry, other]), encoding="utf-8")
    assert read_boxes(tmp_path / "two.json", image="b.dcm") == [Box(4, 5, 6, 70, 2)]
    with pytest.raises(DcmteachError, match="tells of 2 images that could be meant"):
        boxes_from(tmp_path / "two.json")
    with pytest.raises(DcmteachError, match="tells of no image"):
        read_boxes(tmp_path / "two.json", image="d.dcm")


def test_a_file_that_is_no_json_is_refused(tmp_path):
    (tmp_path / "x.json").write_text("boxes", encoding="utf-8")
    with pytest.raises(DcmteachError, match=r"'x.json' is no JSON"):
        boxes_from(tmp_path / "x.json")
    with pytest.raises(DcmteachError, match="No such file"):
        boxes_from(tmp_path / "y.json")


@pytest.mark.parametrize(
    "source", [[(1, 2)], [None], 7, [("a", 1, 2, 3)], {"a": 1}, [float("nan")]]
)
def test_what_is_no_box_is_refused(source):
    with pytest.raises(DcmteachError, match="A box is a row, a column"):
        boxes_from(source)


def test_an_empty_box_is_refused():
    with pytest.raises(DcmteachError, match=r"at least one pixel high and wide \(got 0 × 5\)"):
        boxes_from([(1, 2, 0, 5)])


def test_the_margin_is_fifteen_per_cent_of_the_shorter_side_and_at_least_two():
    assert with_margin(Box(50, 50, 40, 300), None) == Box(44, 44, 52, 312)
    assert with_margin(Box(50, 50, 300, 40), None) == Box(44, 44, 312, 52)
    assert with_margin(Box(50, 50, 7, 30), None) == Box(48, 48, 11, 34)
    assert with_margin(Box(50, 50, 7, 30, 2), 0) == Box(50, 50, 7, 30, 2)
    with pytest.raises(DcmteachError, match="margin must be 0 or more"):
        with_margin(Box(1, 1, 1, 1), -1)


def test_a_box_is_cut_at_the_edge_and_refused_outside():
    assert clipped(Box(-3, 90, 10, 30), 100, 100, 1) == Box(0, 90, 7, 10)
    with pytest.raises(DcmteachError, match="outside the image of 100 × 100"):
        clipped(Box(100, 0, 5, 5), 100, 100, 1)
    with pytest.raises(DcmteachError, match="frame 3, but the frames go from 0 to 2"):
        clipped(Box(0, 0, 5, 5, 3), 100, 100, 3)
