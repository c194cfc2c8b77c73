"""A name under a wrong VR is a name: it is known, and sought everywhere."""

from __future__ import annotations

import pytest
from pydicom.dataelem import DataElement

import dcmteach
from dcmteach.deid import Recipe, Secrets, apply, plan


@pytest.mark.parametrize("vr", ["OB", "UN", "LO", "UT"])
def test_a_name_under_a_wrong_vr_is_sought_in_texts(vr, tmp_path):
    ds = dcmteach.sample("ct_thorax")
    name = "Zwetschkenbaum^Quirina"
    value = name.encode() if vr in {"OB", "UN"} else name
    ds[0x00100010] = DataElement(0x00100010, vr, value)
    ds.StudyDescription = "seen Quirina today"
    path = tmp_path / "in.dcm"
    ds.save_as(path)
    back = dcmteach.read(path)
    assert "patient name" in dcmteach.identity(back).found_in("seen Quirina today")
    recipe = Recipe.load("basic+clean-descriptors")
    out = apply(back, plan(back, recipe), Secrets.random())
    assert "quirina" not in str(out).lower()
    report = dcmteach.deidentify(path, tmp_path / "out", "basic+clean-descriptors")
    written = list((tmp_path / "out").rglob("*.dcm"))
    assert all(b"quirina" not in one.read_bytes().lower() for one in written)
    assert len(written) == report.written
