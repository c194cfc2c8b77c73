"""The face viewer over the library itself: a made head loses its face, a brain has none to lose."""

from __future__ import annotations

import pytest
import SimpleITK as sitk

from dcmteach import FaceViewer, volume
from dcmteach.synth import head, not_a_head

SPACING = 4.0  # mm


@pytest.fixture(scope="module")
def viewer() -> FaceViewer:
    made = head(7, modality="CT", spacing=SPACING)
    return FaceViewer(volume(made.image, modality="CT"))


def test_a_made_head_loses_its_face_and_keeps_its_brain(viewer: FaceViewer) -> None:
    done = viewer.outcome
    assert done.problem == ""
    assert done.method == "remove"
    assert done.parts["nose"] > 0.98
    assert done.parts["mouth"] > 0.98
    assert done.brain_touched == 0
    assert done.relief is not None
    assert done.relief < 0.5
    assert "✓ whole" in viewer.snapshot().html


def test_what_came_of_it_can_be_given_as_a_volume(viewer: FaceViewer) -> None:
    done = viewer.outcome
    again = FaceViewer(viewer.model.volume, after=done.volume).outcome
    assert again.choices.method == "given"
    assert again.brain_touched == 0
    assert again.brain_voxels
    assert again.relief == pytest.approx(done.relief)
    changed = sitk.GetArrayViewFromImage(again.mask) != 0
    marked = sitk.GetArrayViewFromImage(done.mask) != 0
    assert changed.any()
    assert not (changed & ~marked).any()


def test_a_brain_without_a_head_is_left_as_it_is() -> None:
    brain = not_a_head("skull-stripped", 7, modality="T1", spacing=SPACING)
    viewer = FaceViewer(volume(brain, modality="MR"))
    assert "no face" in viewer.outcome.problem
    assert viewer.outcome.volume is None
    assert viewer.outcome.problem in viewer.snapshot().alt
