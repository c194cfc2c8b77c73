"""A portrait is rendered from a volume alone, from any side, whatever the order of its slices."""

from __future__ import annotations

import sys
import time
import zlib

import numpy as np
import pytest
import SimpleITK as sitk
from made_faces import image, skin

from dcmteach.errors import DcmteachError
from dcmteach.pixels import Portrait, render_face, surface, surface_threshold


def test_a_portrait_has_pixels_depth_and_words() -> None:
    portrait = render_face(skin(), size=96)
    assert isinstance(portrait, Portrait)
    assert portrait.pixels.shape == portrait.depth.shape == (96, 96)
    assert portrait.pixels.dtype == np.uint8
    assert portrait.depth.dtype == np.float32
    assert 0.2 < np.isfinite(portrait.depth).mean() < 0.8
    assert "seen from the front" in portrait.alt
    assert portrait.threshold == -300


def test_the_nose_is_nearest_to_an_eye_in_front() -> None:
    portrait = render_face(skin(), size=96)
    row, column = divmod(int(np.nanargmax(portrait.depth)), 96)
    assert 40 <= column <= 56
    assert 30 <= row <= 75


def test_depth_is_in_millimetres() -> None:
    ball = np.zeros((60, 60, 60), dtype=np.float32)
    z, y, x = np.indices(ball.shape)
    ball[(z - 30) ** 2 + (y - 30) ** 2 + (x - 30) ** 2 < 20**2] = 100
    made = sitk.GetImageFromArray(ball)
    made.SetSpacing((2, 2, 2))
    for view in ("front", "left", (30.0, 20.0)):
        depth = render_face(made, view=view, size=64).depth
        assert np.nanmax(depth) == pytest.approx(40, abs=2)
        assert np.nanmin(depth) == pytest.approx(0, abs=12)


def test_left_is_the_patients_left() -> None:
    body = np.zeros((50, 50, 50), dtype=np.float32)
    body[10:40, 10:40, 10:40] = 100
    body[20:30, 20:30, 40:48] = 100  # something at the patient's left: larger x (PS3.3 C.7.6.2)
    made = sitk.GetImageFromArray(body)
    made.SetSpacing((3, 3, 3))
    left, right = (render_face(made, view=view, size=64).depth for view in ("left", "right"))
    near = [(depth > np.nanmax(depth) - 8).sum() for depth in (left, right)]
    assert near[0] < near[1] / 4  # the knob alone is nearest, or the whole wall
    front = np.isfinite(render_face(made, size=64).depth)
    wall = np.flatnonzero(front[np.flatnonzero(front.any(axis=1))[2]])
    whole = np.flatnonzero(front.any(axis=0))
    assert whole[-1] - wall[-1] > 4  # it stands out to the right of the picture
    assert wall[0] - whole[0] < 2


@pytest.mark.parametrize("order", ["RAS", "LPI", "PSL", "SLA"])
def test_the_order_of_the_voxels_changes_nothing(order: str) -> None:
    stored = sitk.DICOMOrient(image(), order)
    one, two = render_face(skin(), size=64), render_face(stored, size=64)
    both = np.isfinite(one.depth) & np.isfinite(two.depth)
    assert (np.isfinite(one.depth) == np.isfinite(two.depth)).mean() > 0.97
    assert np.median(np.abs(one.depth - two.depth)[both]) < 1.5


def test_what_lies_beside_the_largest_piece_is_left_out() -> None:
    values = sitk.GetArrayFromImage(image())
    values[:, -2:, :] = 100  # a table below the head
    values[:3, :3, :3] = 2000
    made = sitk.GetImageFromArray(values)
    made.CopyInformation(image())
    assert surface(made).box == pytest.approx(skin().box, abs=7)


@pytest.mark.parametrize("modality", ["T1", "T2", "PET"])
def test_the_threshold_is_found_by_itself(modality: str) -> None:
    level = surface_threshold(image(12, modality))
    values = sitk.GetArrayFromImage(image(12, modality))
    corner = values[:4, :4, :4]
    assert level > corner.max()
    share = (values > level).mean()
    assert 0.15 < share < 0.75


def test_a_threshold_may_be_given() -> None:
    bone = render_face(image(), threshold=400.0, size=64)
    assert bone.threshold == 400
    assert np.isfinite(bone.depth).mean() < np.isfinite(render_face(skin(), size=64).depth).mean()


def test_light_changes_the_pixels_and_not_the_depth() -> None:
    one, two = (render_face(skin(), size=64, light=light) for light in ("left", (-65.0, 15.0)))
    assert np.array_equal(one.depth, two.depth, equal_nan=True)
    there = np.isfinite(one.depth)
    half = np.arange(64)[None, :] >= 32
    assert one.pixels[there & half].mean() > two.pixels[there & half].mean() + 20
    assert one.pixels[there & ~half].mean() < two.pixels[there & ~half].mean() - 20


def test_a_second_view_of_a_surface_is_quick() -> None:
    prepared = surface(skin())
    assert prepared is skin()
    begun = time.process_time()
    render_face(prepared, view="three-quarter", size=128)
    assert time.process_time() - begun < 2


def test_a_portrait_is_saved_as_png(tmp_path) -> None:
    portrait = render_face(skin(), size=32)
    path = portrait.save(tmp_path / "face.png")
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    start = data.index(b"IDAT") + 4
    lines = np.frombuffer(zlib.decompressobj().decompress(data[start:]), np.uint8).reshape(32, 33)
    assert np.array_equal(lines[:, 1:], portrait.pixels)
    with pytest.raises(DcmteachError, match="There is a file of this name already"):
        portrait.save(path)
    with pytest.raises(DcmteachError, match=r"ends in '\.jpg'"):
        portrait.save(tmp_path / "face.jpg")
    assert [one.name for one in tmp_path.iterdir()] == ["face.png"]


def test_a_portrait_shows_itself_with_its_words() -> None:
    portrait = render_face(skin(), view="right", size=32)
    shown = portrait._repr_html_()
    assert shown.startswith('<img src="data:image/png;base64,')
    assert "seen from the patient&#x27;s right" in shown
    assert portrait._repr_png_() == portrait.png


def test_an_empty_volume_gives_an_empty_picture() -> None:
    portrait = render_face(sitk.Image(20, 20, 20, sitk.sitkInt16), size=32)
    assert not np.isfinite(portrait.depth).any()
    assert "nothing is there" in portrait.alt


def test_unknown_views_and_lights_are_named() -> None:
    with pytest.raises(DcmteachError, match=r"view must be one of 'front', .* \(got 'back'\)"):
        render_face(skin(), view="back")
    with pytest.raises(
        DcmteachError, match=r"light must be one of 'studio', .* \(got \(1, 2, 3\)\)"
    ):
        render_face(skin(), light=(1, 2, 3))  # type: ignore[arg-type]
    with pytest.raises(DcmteachError, match=r"size must be 16 to 2048 pixels \(got 4\)"):
        render_face(skin(), size=4)


def test_what_is_no_volume_is_refused() -> None:
    with pytest.raises(DcmteachError, match="three dimensions with one number per voxel"):
        render_face(sitk.Image(8, 8, sitk.sitkInt16))
    with pytest.raises(DcmteachError, match="Give the whole series"):
        render_face(sitk.Image([8, 8, 1], sitk.sitkInt16))


def test_without_simpleitk_the_sentence_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "SimpleITK", None)
    with pytest.raises(DcmteachError, match=r'pip install "dcmteach\[deface\]"'):
        render_face("scan.nii.gz")
