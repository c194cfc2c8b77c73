"""Another margin or method does not search for the head again, and gives the same."""

from __future__ import annotations

import SimpleITK as sitk

from dcmteach.pixels import deface, deface_known
from dcmteach.synth import head


def test_a_head_is_searched_for_once_and_what_comes_out_is_the_same(monkeypatch):
    looked = []
    look = deface_known._look
    monkeypatch.setattr(deface_known, "_look", lambda *a: looked.append(1) or look(*a))
    deface_known._last.clear()
    scan = head(3, modality="T1", spacing=4.0).image
    first = deface(scan)
    deface(scan, method="shell")
    again = deface(sitk.Image(scan))
    assert len(looked) == 1
    assert sitk.Hash(first.volume.image) == sitk.Hash(again.volume.image)
    deface(scan + 1)
    assert len(looked) == 2
    assert len(deface_known._last) == 1
