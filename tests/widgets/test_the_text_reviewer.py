from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import ipywidgets
import numpy as np
import pytest
from PIL import Image
from pydicom import FileDataset
from pydicom.pixels.utils import pixel_array

from dcmteach import DcmteachError, ReadError, SaveError, TextReviewer, redact, sample, sample_path
from dcmteach.pixels import read_boxes
from dcmteach.pixels.engines import base
from dcmteach.pixels.text_result import FrameText, ImageText, TextBox
from dcmteach.widgets.text_review_boxes import ReviewBox
from dcmteach.widgets.text_review_draw import with_boxes
from dcmteach.widgets.text_review_mouse import Mouse
from dcmteach.widgets.text_review_view import TextReviewView

HOSTILE = "<img src=x onerror=alert(1)>"
NAME = TextBox(1, 2, 20, 232, "ASKENAGEL, IGNATIUS", 0.97, "identifier")
NUMBER = TextBox(20, 3, 11, 122, "K4198697 23.11.1956", 0.99, "date")
MARK = TextBox(225, 283, 12, 35, "HR 72", 0.9, "technical")
EVERYWHERE = tuple(range(8))


def found(*boxes: TextBox, frames: tuple[int, ...] = EVERYWHERE) -> ImageText:
    told = [FrameText(number, boxes) for number in frames] if boxes else []
    return ImageText(told, engine="none", version="0", settings={}, frames_looked_at=8)


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def inside(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


@pytest.fixture
def heart() -> FileDataset:
    return sample("us_cine")


@pytest.fixture
def reviewer(heart: FileDataset) -> TextReviewer:
    return TextReviewer(heart, found(NAME, NUMBER, MARK), reviewer="A. Reader", per_page=3)


@pytest.fixture
def view(reviewer: TextReviewer) -> TextReviewView:
    return TextReviewView(reviewer.model)


# --- boxes ------------------------------------------------------------------------------------


def test_text_that_stays_is_one_box_for_all_frames(reviewer: TextReviewer) -> None:
    model = reviewer.model
    assert [box.text for box in model.boxes.boxes] == [NAME.text, NUMBER.text, MARK.text]
    assert model.boxes.boxes[0].frames == EVERYWHERE
    assert model.status() == "0 of 3 boxes decided; contact sheet: 0 of 3 pages confirmed."


def test_deciding_goes_on_to_the_next_open_box(view: TextReviewView) -> None:
    boxes = view.model.boxes
    view.redact.click()
    assert boxes.selected == 1
    view.leave.click()
    assert [box.decision for box in boxes.boxes] == ["redact", "leave", "open"]
    assert boxes.selected == 2
    assert "2 of 3 boxes decided" in view.status.value
    view.undo.click()
    assert [box.decision for box in boxes.boxes] == ["redact", "open", "open"]
    view.all.click()
    assert boxes.open == 0
    assert view.all.disabled


def test_what_nobody_decided_is_covered(reviewer: TextReviewer, heart: FileDataset) -> None:
    reviewer.model.boxes.select(2)
    reviewer.model.decide("leave")
    covered = redact(heart, reviewer.boxes())
    before, after = pixel_array(heart, index=3), pixel_array(covered, index=3)
    assert not after[1:21, 2:234].any()
    assert np.array_equal(before[225:237, 283:318], after[225:237, 283:318])


def test_the_kind_can_be_corrected(view: TextReviewView, reviewer: TextReviewer) -> None:
    view.list.value = 2
    view.kind.value = "identifier"
    assert reviewer.model.boxes.current.judgement == "identifier"
    assert reviewer.record()[-1]["judgement"] == "identifier"


def test_fields_and_buttons_move_and_resize_a_box(view: TextReviewView) -> None:
    view.list.value = 2
    view.place.corners["Row"].value = 100
    view.place.corners["Width"].value = 50
    view.place.steps["Left"].click()
    view.place.steps["Taller"].click()
    box = view.model.boxes.current
    assert (box.row, box.column, box.height, box.width) == (100, 265, 17, 50)
    for _ in range(100):
        view.place.steps["Up"].click()
        view.place.steps["Narrower"].click()
    box = view.model.boxes.current
    assert (box.row, box.width) == (0, 1)
    assert view.place.corners["Width"].value == 1


def test_a_box_is_drawn_and_deleted_but_what_was_read_is_only_left(view: TextReviewView) -> None:
    assert view.place.delete.disabled
    view.place.delete.click()
    view.place.new.click()
    assert view.model.boxes.current.drawn
    assert len(view.model.boxes.boxes) == 4
    view.place.everywhere.value = False
    assert view.model.boxes.current.frames == (0,)
    view.place.delete.click()
    assert len(view.model.boxes.boxes) == 3
    view.list.value = 0
    with pytest.raises(DcmteachError, match="This box was read, not drawn, and stays"):
        view.model.boxes.delete()


def test_a_box_of_an_overlay_is_decided_but_never_moved(heart: FileDataset) -> None:
    told = ImageText(
        [FrameText(0, (NAME,), "(6000,3000)")],
        engine="none", version="0", settings={}, frames_looked_at=8,
    )  # fmt: skip
    reviewer = TextReviewer(heart, told)
    with pytest.raises(DcmteachError, match="stands in an overlay or an icon"):
        reviewer.model.boxes.move(1, 1)
    (box,) = reviewer.boxes()
    assert box.place == "(6000,3000)"
    assert reviewer.decisions[0]["frames"][0]["place"] == "(6000,3000)"


# --- the mouse --------------------------------------------------------------------------------


def test_a_click_selects_and_drags_draw_move_and_resize(view: TextReviewView) -> None:
    boxes = view.model.boxes
    view.mouse.field.value = json.dumps([[1, 230 / 240, 300 / 320, 230 / 240, 300 / 320]])
    assert boxes.selected == 2
    view.mouse.field.value = json.dumps(
        [
            [1, 0, 0, 1, 1],  # an old stroke is not taken twice
            [2, 231 / 240, 300 / 320, 221 / 240, 290 / 320],
            [3, 100 / 240, 100 / 320, 130 / 240, 160 / 320],
        ]
    )
    assert (boxes.boxes[2].row, boxes.boxes[2].column) == (215, 273)
    drawn = boxes.current
    assert (drawn.row, drawn.column, drawn.height, drawn.width) == (100, 100, 30, 60)
    view.mouse.field.value = json.dumps([[4, 130 / 240, 160 / 320, 1.0, 1.0]])
    assert (boxes.current.height, boxes.current.width) == (140, 220)


@pytest.mark.parametrize("told", ["", "{", "7", "[7]", "[[1, 0, 0, 2, 0]]", '[[1,"a",0,0,0]]'])
def test_what_is_no_stroke_is_passed_over(told: str) -> None:
    strokes: list[Any] = []
    mouse = Mouse(lambda *places: strokes.append(places), strokes.append)
    mouse.field.value = told
    assert strokes == []


# --- the picture ------------------------------------------------------------------------------


def test_boxes_are_drawn_outside_of_their_pixels_and_numbered() -> None:
    grey = np.full((100, 100), 40, dtype="uint8")
    box = ReviewBox(30, 30, 20, 40, (0,))
    drawn = with_boxes(grey, (100, 100), [(0, box)], 0)
    assert (drawn[30:50, 30:70] == 40).all()
    assert (drawn[28, 30:60] != 40).any()
    assert (drawn == 255).all(axis=2).any()
    kinds = []
    for decision in ("open", "redact", "leave"):
        one = ReviewBox(30, 30, 20, 40, (0,), decision=decision)
        kinds.append(with_boxes(grey, (100, 100), [(0, one)], -1)[28].max(axis=1) > 40)
    assert len({line.tobytes() for line in kinds}) == 3  # the line tells, not its colour alone


def test_before_and_after_are_shown_and_the_file_stays(
    view: TextReviewView, heart: FileDataset
) -> None:
    pixels = heart.PixelData
    first = view.image.value
    view.shown.value = "both"
    assert view.image.value.count("<img ") == 2
    assert view.image.value.count("dt-draw") == 1
    view.shown.value = "after"
    assert "what is not left is covered" in view.image.value
    assert view.image.value != first
    assert heart.PixelData == pixels
    view.frame.value = 3
    assert "frame 3 of 8" in view.image.value
    before = view.image.value
    view.contrast.value = "even"
    assert view.image.value != before
    png = re.search('base64,([^"]+)', view.image.value)
    assert png is not None
    assert b64decode(png[1]).startswith(b"\x89PNG")


def test_a_picture_keeps_its_greys_when_its_brightest_is_covered(heart: FileDataset) -> None:
    dark = np.full((240, 320), 5, dtype="uint8")
    dark[1:21, 2:234] = 250
    heart.NumberOfFrames = 1
    heart.PixelData = dark.tobytes()
    model = TextReviewer(heart, found(NAME, frames=(0,))).model
    for shown in (model.seen(after=True)[0], model.thumb(0, 0)[0]):
        assert np.asarray(Image.open(BytesIO(b64decode(shown)))).max() < 10


# --- saving -----------------------------------------------------------------------------------


def test_decisions_are_saved_for_redact_and_taken_up_again(
    reviewer: TextReviewer, heart: FileDataset, tmp_path: Path
) -> None:
    model = reviewer.model
    model.decide("redact")
    model.boxes.select(2)
    model.decide("leave")
    model.draw(100, 100, 30, 60)
    path = reviewer.save(tmp_path / "boxes.json")
    assert path.stat().st_mode & 0o777 == 0o600
    boxes = read_boxes(path)
    assert len(boxes) == 3 * 8
    assert all(box.row != MARK.row for box in boxes)
    (entry,) = json.loads(path.read_text())
    assert entry["judgement"] == "identifying"
    assert entry["reviewer"] == "A. Reader"
    again = TextReviewer(heart, decisions=path)
    assert again.model.boxes.boxes == model.boxes.boxes


def test_what_find_text_wrote_is_found(heart: FileDataset) -> None:
    told = [{"file": "x.dcm", **found(NAME).to_json()}]
    assert [b.text for b in TextReviewer(heart, told).model.boxes.boxes] == [NAME.text]


def test_decisions_about_other_pictures_are_refused(tmp_path: Path) -> None:
    both = [sample_path("us_cine"), sample_path("ct_thorax")]
    entry = {"file": "other.dcm", "frames": []}
    with pytest.raises(DcmteachError, match="These decisions tell of other pictures"):
        TextReviewer(both, decisions=[entry, entry], engine=None)
    (tmp_path / "no.json").write_text("{}")
    with pytest.raises(DcmteachError, match=r"'no\.json' tells of no boxes"):
        TextReviewer(both, decisions=tmp_path / "no.json", engine=None)
    with pytest.raises(DcmteachError, match=r"'none\.json' cannot be read"):
        TextReviewer(both, decisions=tmp_path / "none.json", engine=None)


def test_saving_where_one_cannot_is_said(view: TextReviewView, reviewer: TextReviewer) -> None:
    view.files.decisions.value = "/nowhere/at/all.json"
    view.files.save_decisions.click()
    assert "could not be written" in view.said.value
    with pytest.raises(SaveError):
        reviewer.save_record("/nowhere/at/all.jsonl")


# --- confirming -------------------------------------------------------------------------------


def test_a_page_is_confirmed_by_name_and_once_it_was_looked_at(view: TextReviewView) -> None:
    model = view.model
    with pytest.raises(DcmteachError, match="Page 1 was not shown as it is now"):
        model.confirm()
    view.name.value = ""
    view.mode.value = "sheet"
    view.sheet.confirm.click()
    assert "needs the name of whoever looked" in view.said.value
    view.name.value = "B. Looker"
    view.sheet.confirm.click()
    assert model.is_confirmed(0)
    assert model.sheet.page == 1
    assert model.record.plain()[-1]["who"] == "B. Looker"


def test_a_page_that_changed_is_to_be_looked_at_again(
    view: TextReviewView, reviewer: TextReviewer
) -> None:
    view.all.click()
    view.mode.value = "sheet"
    for _ in range(3):
        view.sheet.confirm.click()
    assert reviewer.finished
    reviewer.model.draw(100, 100, 30, 60)
    assert not reviewer.finished
    assert not reviewer.model.is_confirmed(0)
    reviewer.model.undo()
    assert reviewer.finished


def test_a_flagged_picture_keeps_the_review_open(
    view: TextReviewView, reviewer: TextReviewer
) -> None:
    view.all.click()
    view.mode.value = "sheet"
    view.sheet.image.value = view.model.sheet.tiles[1]
    view.sheet.flag.click()
    assert text(view.sheet.tiles.value).count("flagged") == 1
    for _ in range(3):
        view.sheet.confirm.click()
    assert not reviewer.finished
    images = next(e for e in reviewer.record() if "images" in e)["images"]
    assert [image["flagged"] for image in images] == [False, True, False]
    view.sheet.page.value = 1
    view.sheet.image.value = view.model.sheet.tiles[1]
    view.sheet.closer.click()
    assert view.mode.value == "boxes"
    assert view.frame.value == 2
    view.model.flag()
    assert reviewer.finished


def test_the_record_says_who_and_when_but_never_what_was_read(
    reviewer: TextReviewer, tmp_path: Path
) -> None:
    reviewer.model.decide("redact")
    reviewer.model.undo()
    reviewer.model.sheet_html()
    reviewer.model.confirm()
    path = reviewer.save_record(tmp_path / "record.jsonl")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert lines == reviewer.record()
    assert {line["who"] for line in lines} == {"A. Reader"}
    assert all(line["when"].endswith("+00:00") for line in lines)
    assert "ASKENAGEL" not in path.read_text()
    assert str(sample_path("us_cine")) not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600


# --- what it accepts, and what it says --------------------------------------------------------


def test_a_folder_and_a_list_are_reviewed_picture_by_picture(tmp_path: Path) -> None:
    for name in ("us_cine", "ct_thorax"):
        (tmp_path / f"{name}.dcm").write_bytes(sample_path(name).read_bytes())
    (tmp_path / "notes.txt").write_text("no DICOM")
    model = TextReviewer(tmp_path, engine=None).model
    assert len(model.pictures) == 2
    assert model.notes == ("1 file is no DICOM, or damaged.",)
    view = TextReviewView(model)
    view.picture.value = 2
    assert model.number == 1
    assert "Picture 2 of 2: nobody looked for text in it" in text(view.status.value)


@pytest.fixture
def series(tmp_path: Path, heart: FileDataset, monkeypatch: pytest.MonkeyPatch) -> TextReviewView:
    """Three pictures of which nothing is known, one that is no picture, and an engine."""
    for number in range(3):
        heart.InstanceNumber = number
        heart.save_as(tmp_path / f"{number}.dcm")
    (tmp_path / "notes.txt").write_text("no picture")
    monkeypatch.setattr(
        "dcmteach.widgets.text_review_decide.find_text", lambda *_: found(NAME, MARK)
    )
    return TextReviewView(TextReviewer(tmp_path, reviewer="A. Reader", per_page=8).model)


def test_a_series_is_read_and_decided_at_once_and_then_looked_at(series: TextReviewView) -> None:
    model = series.model
    assert "1 file is no DICOM, or damaged." in text(series.status.value)
    series.mode.value = "sheet"
    assert "2 pictures to read" in model.status()
    model.sheet.turn_to(1)
    series.sheet.confirm.click()
    assert "looked for text in 1 picture of page 2. Press Read all" in model.said
    series.sheet.read.click()
    assert model.said == "2 pictures read."
    assert series.sheet.read.disabled
    assert "in all, 6 boxes to decide" in model.status()
    series.sheet.all.click()
    assert model.said == "6 boxes to be redacted. No box of any picture is open."
    assert model.number == 0
    while not model.finished:
        series.sheet.confirm.click()
        assert not model.refused, model.said
    assert "in all, 0 boxes to decide" in model.status()


def test_a_click_on_the_contact_sheet_selects_a_picture(series: TextReviewView) -> None:
    series.mouse.field.value = json.dumps([[1, 4]])
    assert series.model.sheet.selected.frame == 0  # the sheet is not shown yet
    series.mode.value = "sheet"
    series.mouse.field.value = json.dumps([[1, 4], [2, 4], [3, 99]])
    assert series.model.sheet.selected == series.model.sheet.tiles[4]
    assert series.sheet.image.value == series.model.sheet.tiles[4]


def test_a_picture_that_cannot_be_read_is_counted_and_ends_no_run(
    series: TextReviewView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: Any) -> Any:
        raise DcmteachError("The file cannot be decoded. Ask for it again.")

    monkeypatch.setattr("dcmteach.widgets.text_review_decide.find_text", failing)
    series.mode.value = "sheet"
    series.sheet.read.click()
    assert series.model.refused
    assert "2 could not be read: look closer" in series.model.said


def test_boxes_are_numbered_as_one_reads(heart: FileDataset) -> None:
    late = TextBox(0, 150, 20, 60, "IGNATIUS", 0.9, "identifier")
    early = TextBox(2, 2, 18, 100, "ASKENAGEL,", 0.9, "identifier")
    boxes = TextReviewer(heart, found(late, early, NUMBER)).model.boxes.boxes
    assert [box.text for box in boxes] == ["ASKENAGEL,", "IGNATIUS", NUMBER.text]


def test_a_missing_engine_is_said_and_boxes_can_be_drawn(
    heart: FileDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: Any, **__: Any) -> Any:
        raise base.EngineMissing("No engine is installed. Run: pip install it.")

    monkeypatch.setattr("dcmteach.widgets.text_review_decide.find_text", missing)
    reviewer = TextReviewer(heart)
    shown = text(reviewer.model.render())
    assert "Nobody looked for text in it" in shown
    assert "Not read: No engine is installed." in shown
    assert reviewer.decisions == []
    reviewer.model.draw(1, 1, 10, 10)
    assert len(reviewer.decisions[0]["frames"]) == 8


@pytest.mark.parametrize("wrong", [7, [7], None])
def test_what_is_no_picture_is_refused(wrong: Any) -> None:
    with pytest.raises(DcmteachError, match="TextReviewer looks at DICOM pictures"):
        TextReviewer(wrong)


def test_what_has_no_picture_in_it_is_refused(heart: FileDataset, tmp_path: Path) -> None:
    del heart.PixelData
    with pytest.raises(DcmteachError, match="There is no picture to review"):
        TextReviewer(heart)
    with pytest.raises(ReadError):
        TextReviewer(tmp_path / "none.dcm")
    with pytest.raises(DcmteachError, match="per_page must be a whole number"):
        TextReviewer(sample("us_cine"), found(), per_page=0)
    with pytest.raises(DcmteachError, match=r"what was found in each of 1 picture \(got 2\)"):
        TextReviewer(sample("us_cine"), [found(), found()])


def test_texts_are_escaped_and_never_in_what_stands_for_the_picture(heart: FileDataset) -> None:
    bad = TextBox(1, 2, 20, 232, HOSTILE, 0.9, "identifier")
    reviewer = TextReviewer(heart, found(bad), reviewer=HOSTILE)
    reviewer.model.sheet_html()
    reviewer.model.confirm()
    for html in (
        reviewer.model.render(), reviewer.model.box_html(), reviewer.model.sheet_html(),
        reviewer.model.said_html(),
    ):  # fmt: skip
        assert HOSTILE not in html
    assert HOSTILE not in reviewer.model.alt()
    assert HOSTILE not in repr(reviewer) + repr(reviewer.model.boxes.boxes)


def test_the_view_is_made_of_stock_widgets_each_with_a_name(view: TextReviewView) -> None:
    for widget in inside(view.box):
        assert type(widget).__module__.startswith("ipywidgets.")
        if isinstance(widget, ipywidgets.Box | ipywidgets.HTML):
            continue
        assert widget.description
