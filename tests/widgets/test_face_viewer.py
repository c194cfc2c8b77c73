"""The face viewer: what is chosen, shown and said; with a quick stand-in for defacing."""

from __future__ import annotations

import re
import threading
from base64 import b64decode
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from typing import Any

import ipywidgets
import numpy as np
import pytest
import SimpleITK as sitk

from dcmteach.errors import DcmteachError
from dcmteach.pixels import Volume, volume
from dcmteach.synth.head import head
from dcmteach.widgets.face_model import FaceModel
from dcmteach.widgets.face_outcome import Choices, Outcome
from dcmteach.widgets.face_planes import SIDE
from dcmteach.widgets.face_view import FaceView
from dcmteach.widgets.face_viewer import FaceViewer

HOSTILE = "<img src=x onerror=alert(1)>"
REFUSED = "The face is not where it is in other heads. Look at the volume before you deface it."


def text(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def inside(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def pngs(html: str) -> list[bytes]:
    return [b64decode(found) for found in re.findall('base64,([^"]+)', html)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Portraits are small here: rendering them is tested elsewhere."""
    monkeypatch.setattr("dcmteach.widgets.face_portraits._SIZE", 48)


@pytest.fixture(scope="module")
def scan() -> Volume:
    return volume(head(7, modality="T1", spacing=5.0).image, modality="MR")


def cut(before: Any, choices: Choices) -> Outcome:
    """Take whatever lies in front; a margin of 20 mm reaches the brain, and blur is refused."""
    if choices.method == "blur":
        return Outcome(choices, problem=REFUSED)
    values = sitk.GetArrayFromImage(before.image)
    mask = np.zeros(values.shape, dtype="uint8")
    mask[: values.shape[0] // 2, : round(values.shape[1] / 3 + choices.margin / 5)] = 1
    values[mask > 0] = 0
    after, marked = sitk.GetImageFromArray(values), sitk.GetImageFromArray(mask)
    for image in (after, marked):
        image.CopyInformation(before.image)
    parts = {part: 0.0 if part in choices.keep else 1.0 for part in ("nose", "eyes", "ears")}
    touched = 1234 if choices.margin >= 20 else 0
    done = before.with_image(after)
    parts |= {"face": 0.97}
    kept = choices.keep
    return Outcome(choices, done, marked, parts, "remove", kept, touched, 20_000, 0.12, 0.91)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Choices]:
    """What the stand-in was asked to do."""
    done: list[Choices] = []

    def defaced(before: Any, choices: Choices) -> Outcome:
        done.append(choices)
        return cut(before, choices)

    monkeypatch.setattr("dcmteach.widgets.face_model.defaced", defaced)
    return done


@pytest.fixture
def viewer(scan: Volume, asked: list[Choices]) -> FaceViewer:
    return FaceViewer(scan)


@pytest.fixture
def view(viewer: FaceViewer) -> FaceView:
    made = FaceView(viewer.model)
    wait(made)
    return made


def wait(view: FaceView) -> None:
    if view.thread is not None:
        view.thread.join(30)
        assert not view.thread.is_alive()


# --- defacing ---------------------------------------------------------------------------------


def test_nothing_is_defaced_before_somebody_looks(viewer: FaceViewer, asked: list[Choices]) -> None:
    assert asked == []
    assert viewer.model.pending
    viewer.snapshot()
    assert asked == [Choices("remove")]


def test_a_change_defaces_anew_and_a_way_back_does_not(
    view: FaceView, asked: list[Choices]
) -> None:
    view.margin.value = 2.5
    wait(view)
    view.keep["ears"].value = True
    wait(view)
    assert view.model.choices == Choices("remove", 2.5, ("ears",))
    assert "remove, margin 2.5 mm, ears kept" in view.status.value
    assert "ears 0% i kept, as chosen" in text(view.report.value)
    view.keep["ears"].value = False
    view.margin.value = 0
    wait(view)
    assert len(asked) == 3
    assert view.model.outcome is not None
    assert view.model.outcome.choices == Choices("remove")


def test_only_a_few_outcomes_are_kept(view: FaceView, asked: list[Choices]) -> None:
    for margin in (1, 2, 3, 4, 5):
        view.margin.value = margin
        wait(view)
    view.margin.value = 0
    wait(view)
    assert len(asked) == 7


def test_the_brain_counter_tells_in_words(view: FaceView) -> None:
    assert "✓ whole 0 of 20,000 brain voxels touched" in text(view.report.value)
    view.margin.value = 20
    wait(view)
    assert "✗ touched 1,234 of 20,000 brain voxels touched" in text(view.report.value)
    assert "1,234 of 20,000 brain voxels touched" in view.status.value


def test_a_refusal_is_shown_as_its_sentence_and_the_widget_goes_on(view: FaceView) -> None:
    view.method.value = "blur"
    wait(view)
    assert REFUSED in view.report.value
    assert 'role="alert"' in view.report.value
    assert "Not defaced (blur, margin 0 mm)." in view.status.value
    assert view.wipe.disabled
    assert "as it is" in view.pictures["axial"].value
    before = view.pictures["axial"].value
    view.slices["axial"].value += 2
    assert view.pictures["axial"].value != before
    view.method.value = "shell"
    wait(view)
    assert REFUSED not in view.report.value
    assert not view.wipe.disabled


def test_an_error_nobody_expected_is_no_end_and_tells_nothing(
    scan: Volume, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("Doe^Jane")

    monkeypatch.setattr(import_module("dcmteach.pixels.deface"), "deface", broken)
    view = FaceView(FaceViewer(scan).model)
    wait(view)
    assert "Defacing ended with an error (RuntimeError), so nothing was changed." in (
        view.report.value
    )
    assert "Doe" not in view.report.value


def test_while_it_is_busy_one_can_look_around_and_choose_again(
    scan: Volume, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, done = threading.Event(), []

    def slow(before: Any, choices: Choices) -> Outcome:
        done.append(choices.margin)
        assert choices.margin == 0 or go.wait(30)
        return cut(before, choices)

    monkeypatch.setattr("dcmteach.widgets.face_model.defaced", slow)
    view = FaceView(FaceViewer(scan).model)
    wait(view)
    view.margin.value = 1
    assert "Defacing (remove, margin 1 mm) … Until it is done you see: remove, margin 0 mm." in (
        view.status.value
    )
    before = view.pictures["sagittal"].value
    view.slices["sagittal"].value += 1
    assert view.pictures["sagittal"].value != before
    for margin in (2, 3, 4):
        view.margin.value = margin
    go.set()
    wait(view)
    assert done == [0, 1, 4]  # what was passed over is not worked on
    assert view.model.outcome is not None
    assert view.model.outcome.choices.margin == 4
    assert "Defaced: remove, margin 4 mm." in view.status.value


# --- pictures ---------------------------------------------------------------------------------


def test_each_slider_changes_its_own_picture_only(view: FaceView) -> None:
    controls = {**view.slices, "face": view.turn}
    for name, control in controls.items():
        before = {other: panel.value for other, panel in view.pictures.items()}
        control.value += 10 if name == "face" else 3
        changed = [other for other, panel in view.pictures.items() if panel.value != before[other]]
        assert changed == [name]


def test_the_patients_directions_are_written_and_said(view: FaceView) -> None:
    told = {name: panel.value for name, panel in view.pictures.items()}
    for name, letters in (("axial", "RLAP"), ("coronal", "RLHF"), ("sagittal", "APHF")):
        shown = re.findall(r'aria-hidden="true"[^>]*>(\w)<', told[name])
        assert "".join(shown) == letters
        assert "is at the left" in told[name]
    assert "seen from the front." in told["face"]
    view.turn.value = 40
    assert "Seen from the front and the patient's left" in text(view.pictures["face"].value)
    view.turn.value = -90
    assert "Seen from the patient's right" in text(view.pictures["face"].value)


def test_the_wipe_goes_from_after_to_before(viewer: FaceViewer) -> None:
    model = viewer.model
    model.finish()
    model.outline = False
    model.turn_to("sagittal", model.planes.slices("sagittal") // 2)
    seen = {}
    for percent in (0, 50, 100):
        model.wipe_to(percent)
        seen[percent] = (model.slice_png("sagittal"), model.face_png())
    model.wipe_to(100)
    model._known.clear()
    model.outcome = None
    assert (model.slice_png("sagittal"), model.face_png()) == seen[100]
    assert len({*seen[0], *seen[50], *seen[100]}) == 6


def test_in_the_sagittal_plane_the_face_is_on_the_side_after(view: FaceView) -> None:
    first = {name: panel.value.index(">before<") for name, panel in view.pictures.items()}
    places = {name: view.pictures[name].value[at - 30 : at] for name, at in first.items()}
    assert {name for name, place in places.items() if "right:0" in place} == {"sagittal"}
    assert "before in the right 50 %" in view.pictures["sagittal"].value
    assert "before in the left 50 %" in view.pictures["axial"].value


def test_a_tag_tells_before_from_after(view: FaceView) -> None:
    assert [">before<" in p.value and ">after<" in p.value for p in view.pictures.values()] == (
        [True] * 4
    )
    view.wipe.value = 0
    assert not any(">before<" in panel.value for panel in view.pictures.values())


def test_the_outline_can_be_left_out(view: FaceView) -> None:
    before = view.pictures["sagittal"].value
    face = view.pictures["face"].value
    view.outline.value = False
    assert view.pictures["sagittal"].value != before
    assert view.pictures["face"].value == face


def test_pictures_are_square_small_and_described(view: FaceView) -> None:
    for name, panel in view.pictures.items():
        (png,) = pngs(panel.value)
        assert png.startswith(b"\x89PNG")
        assert len(png) < 150_000
        wide, high = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
        assert wide == high
        assert wide == SIDE or name == "face"
        assert 'alt="' in panel.value


def test_the_volume_stays_as_it_was(scan: Volume, view: FaceView) -> None:
    before = sitk.GetArrayFromImage(scan.image)
    view.margin.value = 3
    wait(view)
    view.wipe.value = 0
    assert np.array_equal(sitk.GetArrayFromImage(scan.image), before)


# --- what was defaced elsewhere ---------------------------------------------------------------


def test_what_was_given_is_shown_first_and_is_not_defaced(
    scan: Volume, asked: list[Choices], monkeypatch: pytest.MonkeyPatch
) -> None:
    after = cut(scan, Choices()).volume
    monkeypatch.setattr("dcmteach.widgets.face_outcome._brain", lambda *_: (0, 5))
    monkeypatch.setattr("dcmteach.widgets.face_outcome._relief", lambda *_: 0.5)
    view = FaceView(FaceViewer(scan, after=after).model)
    assert asked == []
    assert view.method.value == "given"
    assert view.margin.disabled
    assert "as it was given. 0 of 5 brain voxels touched" in view.status.value
    assert "! traces of it" in text(view.report.value)
    view.method.value = "remove"
    wait(view)
    assert asked == [Choices("remove")]
    view.method.value = "given"
    assert "as it was given" in view.status.value
    assert asked == [Choices("remove")]


def test_another_place_cannot_be_compared(scan: Volume) -> None:
    other = sitk.Image(scan.image)
    other.SetOrigin((1.0, 2.0, 3.0))
    with pytest.raises(DcmteachError, match="FaceViewer compares two volumes of one place"):
        FaceViewer(scan, after=other)


# --- what it accepts, and what it says --------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"method": "cut"}, "method must be one of remove, blur, shell"),
        ({"margin": -21}, "margin must be a number of mm from -20 to 20"),
        ({"margin": "2"}, "margin must be a number of mm from -20 to 20"),
        ({"keep": ["hair"]}, "keep must be some of nose, eyes, mouth, ears"),
    ],
)
def test_what_cannot_be_chosen_is_refused(
    scan: Volume, wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(DcmteachError, match=message):
        FaceViewer(scan, **wrong)


def test_the_snapshot_says_what_is_seen(viewer: FaceViewer) -> None:
    still = viewer.snapshot()
    assert "A head in three planes (axial, coronal, sagittal)" in still.alt
    assert "Defaced: remove, margin 0 mm." in still.alt
    assert "50 % of the width show it before" in still.alt
    assert "Removed: nose 100%, eyes 100%, ears 100%, face 97%." in still.alt
    assert "Brain: whole (0 of 20,000 brain voxels touched)" in still.alt
    assert "Relief of the face: gone (correlation with the relief before: 0.12)" in still.alt
    html = still._repr_html_()
    assert len(pngs(html)) == 4
    assert len(html) < 500_000
    assert "<script" not in html
    viewer.model.choose(method="blur")
    assert REFUSED in viewer.snapshot().alt
    assert "Not defaced" in viewer.snapshot().alt


def test_a_refusal_is_text(scan: Volume, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "dcmteach.widgets.face_model.defaced", lambda _, c: Outcome(c, problem=HOSTILE)
    )
    assert HOSTILE not in FaceViewer(scan).snapshot()._repr_html_()


def test_the_view_is_made_of_stock_widgets_each_with_a_name(view: FaceView) -> None:
    widgets = list(inside(view.box))
    assert len(widgets) < 60
    for widget in widgets:
        assert type(widget).__module__.startswith("ipywidgets.")
        if isinstance(widget, ipywidgets.Box | ipywidgets.HTML):
            continue
        assert widget.description
        assert widget.tooltip


def test_a_tilted_and_turned_volume_is_seen_upright(asked: list[Choices]) -> None:
    """The same head, stored in sagittal slices, gives the same pictures."""
    models = [
        FaceModel(volume(made.image, modality="MR"), Choices())
        for made in (
            head(7, modality="T1", spacing=5.0, noise=0.0, bias=0.0, orientation=way)
            for way in ("axial", "sagittal")
        )
    ]
    cuts = []
    for model in models:
        low = model.planes.low[1]
        number = round((0.0 - low) / model.planes.step[1])
        image = model.volume.image
        cuts.append(model.planes.cut(image, "coronal", number).astype(float))
    alike = np.corrcoef(cuts[0].ravel(), cuts[1].ravel())[0, 1]
    assert alike > 0.9
