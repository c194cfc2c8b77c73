"""Whether there is a face is seen on the surface, and each no has its own reason."""

from __future__ import annotations

import numpy as np
import pytest
import SimpleITK as sitk
from made_faces import image, other, skin, without_face

from dcmteach.pixels import has_face
from dcmteach.synth.head import head


@pytest.mark.parametrize("modality", ["CT", "T1", "T2", "PET"])
def test_a_whole_head_has_a_face(modality: str) -> None:
    found = has_face(image(12, modality))
    assert found
    assert found.present
    assert found.parts["nose"]
    assert "face" in str(found)


@pytest.mark.parametrize("turn", [(18, 0, 0), (-18, 0, 0), (8, 12, 12)])
def test_a_turned_head_has_a_face(turn: tuple[float, float, float]) -> None:
    assert has_face(image(13, "T1", turn))


def test_thick_slices_have_a_face() -> None:
    assert has_face(head(14, modality="CT", spacing=(2.0, 2.0, 6.0)).image)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("chest", "This is no head"),
        ("skull-stripped", "a brain without its skull"),
        ("vessels", "thin structures, such as vessels"),
        ("defaced", "its face was removed already"),
    ],
)
def test_what_holds_no_face_says_why(kind: str, says: str) -> None:
    found = has_face(other(kind))
    assert not found
    assert says in found.reason
    assert found.confidence >= 0.5


def test_a_plane_cut_is_seen() -> None:
    made = head(11, modality="CT", spacing=3.0)
    found = has_face(without_face(made.image, made.parts))
    assert not found
    assert found.kind == "defaced"


def test_a_field_of_view_above_the_eyes_holds_no_face() -> None:
    made = head(11, modality="CT", spacing=3.0)
    eyes = sitk.GetArrayFromImage(made.parts["eyes"]) > 0
    top = int(np.flatnonzero(eyes.any(axis=(1, 2)))[-1]) + 6
    found = has_face(made.image[:, :, top:])
    assert not found
    assert found.kind == "cropped"
    assert "ends above the eyes" in found.reason


def test_a_field_of_view_that_ends_below_the_nose_holds_a_face() -> None:
    made = head(11, modality="CT", spacing=3.0)
    nose = sitk.GetArrayFromImage(made.parts["nose"]) > 0
    low = int(np.flatnonzero(nose.any(axis=(1, 2)))[0]) - 1
    found = has_face(made.image[:, :, low:])
    assert found
    assert not found.parts["mouth"]


def test_air_holds_no_face() -> None:
    found = has_face(sitk.Image(30, 30, 30, sitk.sitkInt16))
    assert not found
    assert found.reason == "There is nothing but air."


def test_a_wrong_orientation_does_not_hide_a_face() -> None:
    turned = sitk.Image(image(12, "T1"))
    turned.SetDirection((0, -1, 0, 1, 0, 0, 0, 0, 1))
    found = has_face(turned)
    assert found
    assert "orientation that the header gives is wrong" in found.reason
    assert found.confidence < 0.75


def test_a_surface_may_be_given() -> None:
    assert has_face(skin())


def test_a_constant_rim_around_the_field_of_view_hides_no_face() -> None:
    before = image(12, "T1")
    padded = sitk.ConstantPad(before, [8, 12, 6], [8, 12, 6], -1)
    found = has_face(padded)
    seen = has_face(before)
    assert found
    assert (found.kind, found.parts) == (seen.kind, seen.parts)


def test_a_bright_brain_hides_no_face() -> None:
    found = has_face(head(506, modality="PET", spacing=3.0, crop="nose", turn=(0, 0, 15)).image)
    assert found
    assert found.kind == "doubtful"
    assert "parts air from tissue" in found.reason


@pytest.mark.parametrize("seed", [500, 502])
def test_a_nose_cut_off_by_the_field_of_view_is_doubtful(seed: int) -> None:
    made = head(seed, modality="CT", spacing=4.0, crop="front", turn=(0, 0, 15))
    found = has_face(made.image)
    assert found
    assert found.confidence <= 0.5


def test_a_field_of_view_that_ends_at_the_eyes_is_doubtful() -> None:
    found = has_face(head(500, modality="T1", spacing=3.0, crop="eyes").image)
    assert found
    assert "ends near the eyes" in found.reason


def test_a_slab_of_the_lower_face_is_doubtful() -> None:
    made = head(500, modality="T2", spacing=3.0)
    nose = sitk.GetArrayFromImage(made.parts["nose"]) > 0
    top = int(np.flatnonzero(nose.any(axis=(1, 2)))[-1])
    found = has_face(made.image[:, :, : top - 1])
    assert found
    assert found.confidence <= 0.5


@pytest.mark.parametrize("seed", [507, 514, 516])
def test_a_brow_that_passes_for_a_face_from_below_hides_no_face(seed: int) -> None:
    made = head(seed, modality="T1", spacing=3.0, turn=(0, 8, 20))
    assert has_face(made.image).present
