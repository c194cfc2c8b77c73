from __future__ import annotations

import logging
import re
import subprocess
import sys
import time
import zlib
from base64 import b64decode
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import ipywidgets
import numpy as np
import pytest
from pydicom import Dataset, FileDataset
from pydicom.data import get_testdata_file
from pydicom.filewriter import dcmwrite

from dcmteach import DcmteachError, DiffViewer, Secrets, apply, diff, plan, read, sample
from dcmteach.widgets import Snapshot
from dcmteach.widgets.diff_model import DiffModel
from dcmteach.widgets.diff_pictures import Pictures
from dcmteach.widgets.diff_png import encoded
from dcmteach.widgets.diff_view import DiffView

LIVE = "application/vnd.jupyter.widget-view+json"


def as_written(ds: Dataset) -> bytes:
    file = BytesIO()
    dcmwrite(file, ds)
    return file.getvalue()


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def inside(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def pixels_of(png: str) -> Any:
    """Read what `encoded` wrote, by the rules of PNG."""
    data = b64decode(png)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    columns, rows = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    channels = 3 if data[25] == 2 else 1
    start = data.index(b"IDAT")
    size = int.from_bytes(data[start - 4 : start], "big")
    lines = np.frombuffer(zlib.decompress(data[start + 4 : start + 4 + size]), "uint8")
    values = lines.reshape(rows, 1 + columns * channels)[:, 1:]
    return values.reshape(rows, columns, 3) if channels == 3 else values


@pytest.fixture
def before() -> FileDataset:
    return sample("ct_thorax")


@pytest.fixture
def after(before: FileDataset) -> Dataset:
    return apply(before, plan(before), Secrets.random())


def painted(before: FileDataset, name: str = "ct_thorax") -> FileDataset:
    """The same picture with the first row painted over."""
    after = sample(name)
    data = bytearray(after.PixelData)
    size = after.Columns * after.BitsAllocated // 8 * after.SamplesPerPixel
    data[:size] = b"\x7f" * size
    after.PixelData = bytes(data)
    return after


# --- headers ------------------------------------------------------------------------------


def test_it_lists_exactly_what_diff_finds(before: FileDataset, after: Dataset) -> None:
    model = DiffViewer(before, after).model
    found = {row.path: row.change for row in diff(before, after)}
    listed = {row.path: row.change for row in model.visible if row.change != "inside"}
    assert listed == found


def test_a_sequence_with_a_change_in_it_is_listed_around_it(
    before: FileDataset, after: Dataset
) -> None:
    model = DiffViewer(before, after).model
    assert model.row("ContributingEquipmentSequence").change == "inside"
    assert "ContributingEquipmentSequence" in {row.path for row in model.visible}


def test_changed_only_can_be_switched_off(before: FileDataset, after: Dataset) -> None:
    model = DiffViewer(before, after).model
    fewer = len(model.visible)
    model.only_changed(False)
    assert len(model.visible) == len(model.rows) > fewer
    assert {"same", "changed", "added", "removed"} <= {row.change for row in model.visible}
    assert DiffViewer(before, after, changed_only=False).model.visible == model.visible


@pytest.mark.parametrize("show", ["changed", "added", "removed"])
def test_the_filter_leaves_one_kind_of_change(
    before: FileDataset, after: Dataset, show: str
) -> None:
    model = DiffViewer(before, after, show=show).model
    assert {row.change for row in model.visible} == {show}


def test_asking_for_what_is_the_same_switches_changed_only_off(
    before: FileDataset, after: Dataset
) -> None:
    model = DiffViewer(before, after, show="same").model
    assert not model.changed_only
    assert "KVP" in {row.path for row in model.visible}


def test_search_looks_at_the_values_of_both(before: FileDataset, after: Dataset) -> None:
    model = DiffViewer(before, after).model
    for value in (before.PatientName, after.PatientName):
        model.search(str(value))
        assert "PatientName" in {row.path for row in model.visible}


def test_two_values_stand_side_by_side_with_the_difference_marked(before: FileDataset) -> None:
    other = sample("ct_thorax")
    other.StudyDescription = before.StudyDescription.replace("thorax", "chest")
    html = DiffViewer(before, other, select="StudyDescription").model.why()
    assert "<del>" in html
    assert "<ins>" in html
    assert text(html).startswith("Study Description (0008,1030) ! changed Before After CT ")


def test_what_is_missing_or_empty_is_said_in_words(before: FileDataset, after: Dataset) -> None:
    model = DiffViewer(before, after, select="StationName").model
    assert "no element" in model.why()
    model.select("StudyDate")
    assert "<em>empty</em>" in model.why()
    line = next(line for line, path in model.options() if path == "StationName")
    assert line.replace("\u00a0", " ").endswith("| (no element)")


def test_two_equal_data_sets_are_called_the_same(before: FileDataset) -> None:
    model = DiffViewer(before, sample("ct_thorax")).model
    assert model.status() == f"Both are the same in all {len(model.rows)} elements."
    assert "the pixel data are the same, byte for byte" in model.alt()


# --- pictures -----------------------------------------------------------------------------


def test_nothing_is_decoded_before_somebody_looks(before: FileDataset, after: Dataset) -> None:
    model = DiffViewer(before, after).model
    model.options()
    model.alt()
    assert model.pictures._frames == {}
    model.pictures_html()
    assert model.pictures._frames


def test_equal_pictures_are_told_equal_and_no_difference_is_drawn(
    before: FileDataset, after: Dataset
) -> None:
    html = DiffViewer(before, after).model.pictures_html()
    assert html.count("<img ") == 2
    assert "The pixel data are the same, byte for byte." in html
    assert 'alt="The picture before: 128 by 128 pixels."' in html


def test_what_differs_in_the_picture_is_counted_placed_and_drawn(before: FileDataset) -> None:
    look = DiffViewer(before, painted(before)).model.pictures.look(0, None, largest=512)
    assert look.said == "128 of 16384 pixels differ, in columns 1 to 128 and rows 1 to 1."
    assert look.differs is not None
    drawn = pixels_of(look.differs.png)
    assert (drawn[0] == 255).all()
    assert not drawn[1:].any()


def test_no_differing_pixel_is_lost_when_the_picture_is_made_smaller(before: FileDataset) -> None:
    other = sample("ct_thorax")
    values = np.frombuffer(other.PixelData, "<i2").reshape(128, 128).copy()
    values[77, 33] += 1
    other.PixelData = values.tobytes()
    look = Pictures(before, other).look(0, None, largest=32)
    assert look.said.startswith("1 of 16384 pixels differ, in columns 34 to 34 and rows 78 to 78")
    assert look.differs is not None
    assert np.argwhere(pixels_of(look.differs.png)).tolist() == [[77 // 4, 33 // 4]]


def test_the_window_is_the_files_own_in_its_own_unit(before: FileDataset) -> None:
    pictures = Pictures(before, before)
    assert (before.WindowCenter, before.WindowWidth) == ([50, -500], [350, 1500])
    assert pictures.window == (50.0, 350.0)
    low, high = pictures.span
    assert low < -900
    assert high > 300
    shaded = pixels_of(pictures.look(0, (0.0, 2.0), largest=512).before.png)
    hu = np.frombuffer(before.PixelData, "<u2").reshape(128, 128) * float(before.RescaleSlope)
    hu = hu + float(before.RescaleIntercept)
    assert (shaded[hu >= 1] == 255).all()
    assert (shaded[hu <= -1] == 0).all()


def test_both_pictures_are_shown_in_the_same_window(before: FileDataset) -> None:
    other = sample("ct_thorax")
    other.WindowCenter, other.WindowWidth = 500, 10
    look = Pictures(before, other).look(0, None, largest=512)
    assert look.before.png == look.after.png


def test_least_values_are_white_in_monochrome1(before: FileDataset) -> None:
    other = sample("ct_thorax")
    other.PhotometricInterpretation = "MONOCHROME1"
    look = Pictures(before, other).look(0, None, largest=512)
    dark, light = pixels_of(look.before.png), pixels_of(look.after.png)
    assert (abs(255 - dark.astype(int) - light) <= 1).all()


def test_frames_can_be_walked_through_and_only_those_seen_are_kept() -> None:
    us = sample("us_cine")
    model = DiffViewer(us, apply(us, plan(us), Secrets.random())).model
    assert model.pictures.frames == 8
    first = model.pictures_html()
    model.turn_to_frame(3)
    assert "frame 4 of 8" in model.pictures_html()
    assert model.pictures_html() != first
    model.turn_to_frame(99)
    assert model.frame == 7
    for frame in range(8):
        model.turn_to_frame(frame)
        model.pictures_html()
    assert len(model.pictures._frames) <= 2 + 8


def test_colours_stay_colours(before: FileDataset) -> None:
    colours = np.random.default_rng(1).integers(0, 256, (16, 16, 3), dtype="uint8")
    before.Rows = before.Columns = 16
    before.BitsAllocated = before.BitsStored = 8
    before.HighBit, before.PixelRepresentation, before.PlanarConfiguration = 7, 0, 0
    before.SamplesPerPixel, before.PhotometricInterpretation = 3, "RGB"
    before.PixelData = colours.tobytes()
    pictures = Pictures(before, before)
    assert (pixels_of(pictures.look(0, None, largest=512).before.png) == colours).all()
    assert not pictures.grey


def test_a_picture_that_cannot_be_decoded_says_so_and_what_helps(before: FileDataset) -> None:
    other = sample("ct_thorax")
    other.Rows = 9999
    look = Pictures(before, other).look(0, None, largest=512)
    assert look.before.png
    assert not look.after.png
    assert "cannot be decoded here" in look.after.alt
    assert "pip install pylibjpeg[all]" in look.after.alt


def test_a_picture_on_one_side_only_is_told(before: FileDataset) -> None:
    other = sample("ct_thorax")
    del other.PixelData
    model = DiffViewer(before, other).model
    assert "Only one of the two has a picture." in model.pictures_html()
    assert "Only the data set before has a picture" in model.alt()


def test_data_sets_without_pictures_have_none() -> None:
    ecg = sample("ecg")
    viewer = DiffViewer(ecg, apply(ecg, plan(ecg), Secrets.random()))
    assert viewer.model.pictures_html() == ""
    assert "icture" not in viewer.snapshot().alt
    view = DiffView(viewer.model)
    assert {s.layout.display for s in (view.frame, view.centre, view.width)} == {"none"}


def test_pixels_left_in_the_file_are_read_when_looked_at(
    before: FileDataset, after: Dataset, tmp_path: Any
) -> None:
    for name, ds in (("before.dcm", before), ("after.dcm", after)):
        ds.save_as(tmp_path / name)
    pair = [read(tmp_path / name, defer_pixels=True) for name in ("before.dcm", "after.dcm")]
    assert "the same, byte for byte" in DiffViewer(*pair).model.pictures_html()


def test_every_picture_that_comes_with_pydicom_is_shown_or_explained() -> None:
    from pathlib import Path

    from pydicom.data.data_manager import DATA_ROOT

    shown = explained = 0
    for file in sorted(Path(DATA_ROOT, "test_files").rglob("*.dcm")):
        try:
            ds = read(file)
        except DcmteachError:
            continue
        model = DiffViewer(ds, ds).model
        html = model.render()
        shown += "<img " in html
        explained += "cannot be decoded here" in html
        assert DiffView(model).box is not None
    assert shown > 10
    assert shown > explained


def test_the_png_is_what_went_in() -> None:
    grey = np.arange(256, dtype="uint8").reshape(8, 32)
    assert (pixels_of(encoded(grey, 512)) == grey).all()
    colour = np.arange(96, dtype="uint8").reshape(4, 8, 3)
    assert (pixels_of(encoded(colour, 512)) == colour).all()
    assert pixels_of(encoded(grey, 16)).shape == (4, 16)


# --- wrong input --------------------------------------------------------------------------


def test_what_is_no_data_set_is_refused_and_the_side_named(before: FileDataset) -> None:
    with pytest.raises(DcmteachError, match=re.escape("(got a list as after)")):
        DiffViewer(before, [1])  # type: ignore[arg-type]
    with pytest.raises(DcmteachError, match=re.escape("(got an int as before)")) as refused:
        DiffViewer(1, before)  # type: ignore[arg-type]
    assert "DiffViewer(dcmteach.read('before.dcm'), dcmteach.read('after.dcm'))" in str(
        refused.value
    )


def test_unknown_choices_are_refused_with_the_known_ones(before: FileDataset) -> None:
    with pytest.raises(DcmteachError, match="show must be one of everything, changed"):
        DiffViewer(before, before, show="bad")
    with pytest.raises(DcmteachError, match="no element at 'PatientShoeSize'"):
        DiffViewer(before, before, select="PatientShoeSize")


def test_two_empty_data_sets_are_shown_as_such() -> None:
    viewer = DiffViewer(Dataset(), Dataset())
    assert "There is no element to list." in viewer.snapshot().html
    assert viewer.view is not None


# --- safety -------------------------------------------------------------------------------


def test_neither_data_set_is_ever_changed(before: FileDataset, after: Dataset) -> None:
    written = [as_written(ds) for ds in (before, after)]
    viewer = DiffViewer(before, after)
    viewer.view  # noqa: B018
    viewer.model.turn_to_frame(0)
    viewer.snapshot()
    assert [as_written(ds) for ds in (before, after)] == written
    assert len(diff(before, sample("ct_thorax"))) == 0


def test_values_of_identifiers_are_never_logged(
    before: FileDataset,
    after: Dataset,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        viewer = DiffViewer(before, after)
        viewer.snapshot()
        viewer.view  # noqa: B018
    said = caplog.text + "".join(capsys.readouterr()) + repr(viewer)
    assert str(before.PatientName) not in said
    assert before.PatientID not in said


def test_header_values_show_as_text_everywhere(hostile: Dataset) -> None:
    other = Dataset()
    other.PatientName = "<script>alert(1)</script>"
    widget = DiffViewer(hostile, other, changed_only=False)
    pieces = [widget.snapshot()._repr_html_()]
    for row in widget.model.rows:
        widget.model.select(row.path)
        pieces.append(widget.model.render())
    html = "".join(pieces)
    for tag, attributes in Tags(html).found:
        assert tag not in {"img", "script", "b", "u"}
        assert not [name for name in attributes if name.startswith("on")]
    assert "&lt;script&gt;" in html
    assert "\x1b" not in html
    assert "\u202e" not in html


# --- snapshot and view --------------------------------------------------------------------


def test_a_snapshot_is_a_figure_with_a_text_alternative(
    before: FileDataset, after: Dataset
) -> None:
    still = DiffViewer(before, after, select="PatientName").snapshot()
    assert isinstance(still, Snapshot)
    found = Tags(still._repr_html_()).found
    assert (found[0][0], found[0][1]["aria-label"]) == ("figure", still.alt)
    assert "Differences: 2" in still.alt
    assert "Selected: Patient's Name, changed." in still.alt
    assert all(attributes["alt"] for tag, attributes in found if tag == "img")
    assert "<script" not in still.html
    assert len(still.html) < 200_000


def test_a_notebook_gets_the_live_widget_and_the_snapshot(
    before: FileDataset, after: Dataset
) -> None:
    viewer = DiffViewer(before, after)
    assert viewer._view is None
    bundle = viewer._repr_mimebundle_()
    assert bundle[LIVE]["model_id"] == viewer.view.model_id
    assert bundle["text/html"] == viewer.snapshot()._repr_html_()


def test_paths_are_read(before: FileDataset, after: Dataset, tmp_path: Any) -> None:
    first, second = tmp_path / "before.dcm", tmp_path / "after.dcm"
    dcmwrite(first, before)
    dcmwrite(second, after)
    assert DiffViewer(first, str(second)).snapshot().alt.startswith("Two DICOM data sets")


def test_without_numpy_the_headers_are_compared_all_the_same() -> None:
    program = """
import sys
sys.modules["numpy"] = None
import dcmteach
ds = dcmteach.read(sys.argv[1])
html = dcmteach.DiffViewer(ds, ds, changed_only=False, select="PatientName").snapshot().html
assert "Patient&#x27;s Name" in html
assert "Pictures need NumPy: pip install &#x27;dcmteach[widgets]&#x27;" in html
assert "The pixel data are the same, byte for byte." in html
assert not {"ipywidgets", "matplotlib"} & set(sys.modules)
"""
    path = get_testdata_file("CT_small.dcm", download=False)
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_only_stock_ipywidgets_all_with_labels_and_tooltips(
    before: FileDataset, after: Dataset
) -> None:
    widgets = list(inside(DiffViewer(before, after).view))
    assert all(type(widget).__module__.startswith("ipywidgets.") for widget in widgets)
    assert len(widgets) < 40
    for control in widgets:
        if not isinstance(control, ipywidgets.HTML | ipywidgets.Box):
            assert control.description.strip()
            assert control.tooltip


def test_the_controls_do_what_they_say() -> None:
    us = sample("us_cine")
    view = DiffView(DiffViewer(us, apply(us, plan(us), Secrets.random())).model)
    fewer = len(view.elements.options)
    view.changed_only.value = False
    assert len(view.elements.options) == len(view.model.rows) > fewer
    view.changed_only.value = True
    view.show.value = "same"
    assert view.changed_only.value is False
    view.search.value = "rows"
    assert [path for _, path in view.elements.options] == ["Rows"]
    assert "the same" in view.values.value
    shown = view.pictures.value
    view.frame.value = 5
    assert "frame 5 of 8" in view.pictures.value
    view.width.value = 20
    assert "window 115 / 20" in view.pictures.value
    assert view.pictures.value != shown


def test_a_thousand_elements_stay_fluid(thousand: Dataset, make_long: Any) -> None:
    other = make_long(1000)
    other.PatientID = "0815"
    for item in other.RequestAttributesSequence:
        item.SeriesDescription = "gone"

    def took(act: Any) -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    model = DiffModel(thousand, other)
    view = DiffView(model)
    assert min(took(lambda: DiffModel(thousand, other)) for _ in range(3)) < 0.5
    view.changed_only.value = False
    assert len(view.elements.options) >= 990
    tick = view.changed_only
    assert min(took(lambda: setattr(tick, "value", not tick.value)) for _ in range(4)) < 0.1
    words = ["s", "se", "series 12", "nowhere", ""]
    rounds = [[took(lambda w=w: setattr(view.search, "value", w)) for w in words] for _ in range(3)]
    assert max(map(min, zip(*rounds, strict=True))) < 0.2
