"""The brain, told from one volume alone."""

from __future__ import annotations

import pytest

pytest.importorskip("SimpleITK")

import SimpleITK as sitk

from dcmteach.pixels import brain_estimate, volume
from dcmteach.synth.head import head, not_a_head
from dcmteach.synth.practice_heads import townsman


@pytest.mark.parametrize("modality", ["CT", "T1", "T2", "PET"])
def test_the_estimate_holds_nearly_all_of_the_brain(modality):
    person = head(21, modality=modality, spacing=3.0)
    told = {"CT": "CT", "PET": "PT"}.get(modality, "MR")
    found = sitk.GetArrayFromImage(brain_estimate(volume(person.image, modality=told))) > 0
    brain = sitk.GetArrayFromImage(person.parts["brain"]) > 0
    assert found[brain].mean() > 0.97
    assert 2 * (found & brain).sum() / (found.sum() + brain.sum()) > 0.8


@pytest.mark.parametrize("turn", [14, 17])
def test_furrows_do_not_part_the_brain(turn):
    person = townsman(208, spacing=3.0, turn=(turn, 3, 0))
    found = sitk.GetArrayFromImage(brain_estimate(volume(person.image, modality="MR"))) > 0
    brain = sitk.GetArrayFromImage(person.parts["brain"]) > 0
    assert found[brain].mean() > 0.97
    assert (found & ~brain).sum() < 0.15 * brain.sum()


def test_the_estimate_leaves_nose_and_mouth_alone():
    person = head(22, modality="CT", spacing=3.0)
    found = sitk.GetArrayFromImage(brain_estimate(volume(person.image, modality="CT"))) > 0
    for part in ("nose", "mouth"):
        assert not found[sitk.GetArrayFromImage(person.parts[part]) > 0].any()


def test_the_estimate_lies_on_the_grid_of_the_volume():
    person = head(23, modality="T1", spacing=(3.0, 3.0, 5.0), orientation="sagittal")
    found = brain_estimate(person.image)
    assert found.GetSize() == person.image.GetSize()
    assert found.GetDirection() == person.image.GetDirection()
    assert found.GetOrigin() == person.image.GetOrigin()


@pytest.mark.parametrize("kind", ["vessels"])
def test_without_a_brain_there_is_little_or_nothing(kind):
    found = sitk.GetArrayFromImage(brain_estimate(not_a_head(kind, 2)))
    assert found.mean() < 0.05
