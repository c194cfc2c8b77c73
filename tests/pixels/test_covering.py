"""What is covered and what may stay; who reads again; how many threads there are."""

from __future__ import annotations

import os

import pytest

from dcmteach.pixels import available, engine
from dcmteach.pixels.covering import marks_to_keep, to_cover
from dcmteach.pixels.redact_boxes import Box
from dcmteach.pixels.second import second_engine
from dcmteach.pixels.text_result import FrameText, ImageText, TextBox
from dcmteach.pixels.threads import one_thread


def found(*boxes: TextBox, place: str = "image") -> ImageText:
    frames = [FrameText(number, boxes, place) for number in (0, 1)]
    return ImageText(frames, engine="e", version="1", settings={}, frames_looked_at=2)


@pytest.mark.parametrize(
    ("judgement", "confidence", "covered"),
    [
        ("identifier", 0.99, True),
        ("date", 0.5, True),
        ("unknown", 0.99, True),
        ("technical", 0.79, True),
        ("technical", 0.8, False),
    ],
)
def test_all_is_covered_but_marks_that_are_sure(judgement, confidence, covered):
    text = found(TextBox(1, 2, 3, 4, "x", confidence, judgement))
    box = Box(1, 2, 3, 4, None)
    assert to_cover(text) == ([box] if covered else [])
    assert marks_to_keep(text) == ([] if covered else [box])


def test_a_box_of_an_overlay_stays_one_of_the_overlay():
    text = found(TextBox(1, 2, 3, 4, "x", 1, "unknown"), place="(6000,3000)")
    assert to_cover(text) == [Box(1, 2, 3, 4, None, "(6000,3000)")]


@pytest.mark.skipif(len(available()) < 2, reason="two engines are needed")
def test_the_other_engine_reads_again():
    assert second_engine(engine("rapidocr")).name == "tesseract"
    assert second_engine(engine("tesseract")).name == "rapidocr"


@pytest.mark.skipif("rapidocr" not in available(), reason="rapidocr is needed")
def test_where_there_is_no_other_the_same_reads_again_with_other_settings(monkeypatch):
    monkeypatch.setattr("dcmteach.pixels.second.available", lambda: ("rapidocr",))
    first = engine("rapidocr")
    again = second_engine(first)
    assert again.name == "rapidocr"
    assert again.settings != first.settings


@pytest.mark.skipif("tesseract" not in available(), reason="tesseract is needed")
def test_tesseract_alone_reads_again_in_another_mode(monkeypatch):
    monkeypatch.setattr("dcmteach.pixels.second.available", lambda: ("tesseract",))
    again = second_engine(engine("tesseract"))
    assert (again.name, again.settings["mode"]) == ("tesseract", 6)


def test_engines_have_one_thread_and_the_environment_is_as_before(monkeypatch):
    monkeypatch.delenv("OMP_THREAD_LIMIT", raising=False)
    with one_thread():
        assert os.environ["OMP_THREAD_LIMIT"] == "1"
    assert "OMP_THREAD_LIMIT" not in os.environ


def test_a_limit_that_somebody_set_stays(monkeypatch):
    monkeypatch.setenv("OMP_THREAD_LIMIT", "3")
    with one_thread():
        assert os.environ["OMP_THREAD_LIMIT"] == "3"
    assert os.environ["OMP_THREAD_LIMIT"] == "3"
