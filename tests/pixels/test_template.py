"""The average head that faces are found with."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("SimpleITK")

import numpy as np
import SimpleITK as sitk

import dcmteach.pixels.template as module
from dcmteach.errors import DcmteachError
from dcmteach.pixels import deface, face_template, volume
from dcmteach.synth.head import head


def test_the_shipped_template_is_small():
    shipped = Path(module.__file__).parent / "data" / "face_template.npz"
    assert shipped.stat().st_size < 300 * 1024


def test_the_shipped_template_has_its_parts_in_their_places():
    template = face_template()
    places = {
        name: np.argwhere(values > 0.5).mean(axis=0) for name, values in template.maps.items()
    }
    assert places["eyes"][0] > places["nose"][0] > places["mouth"][0]  # upwards
    assert places["nose"][1] < places["eyes"][1] < places["brain"][1]  # to the back
    assert all(values.shape == template.image.shape for values in template.maps.values())
    assert all(0 <= values.min() <= values.max() <= 1 for values in template.maps.values())


def test_a_saved_template_is_read_again(tmp_path):
    path = face_template().save(tmp_path / "mine.npz")
    again = face_template(path)
    assert again.name == "mine"
    assert again.origin == face_template().origin
    assert np.allclose(again.maps["cut"], face_template().maps["cut"], atol=1 / 255)


def test_an_archive_that_lacks_parts_is_refused(tmp_path):
    np.savez(tmp_path / "half.npz", image=np.zeros((2, 2, 2)))
    with pytest.raises(DcmteachError, match=r"missing: origin, spacing, face"):
        face_template(tmp_path / "half.npz")


def test_a_template_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DcmteachError, match="There is no such template"):
        face_template(tmp_path / "none.npz")


def test_pydeface_that_is_not_installed_is_told(monkeypatch):
    module._of_pydeface.cache_clear()
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DcmteachError, match="pip install pydeface"):
        face_template("pydeface")


def test_another_whole_head_can_be_the_template():
    other = head(31, modality="T1", spacing=4.0).image
    person = head(32, modality="T1", spacing=4.0)
    made = deface(volume(person.image, modality="MR"), template=other)
    changed = sitk.GetArrayViewFromImage(made.mask) > 0
    assert changed[sitk.GetArrayViewFromImage(person.parts["nose"]) > 0].all()
    assert not changed[sitk.GetArrayViewFromImage(person.parts["brain"]) > 0].any()
    assert made.report.template == "given"
