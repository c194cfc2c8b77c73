"""A value that is allowed but probably not meant is written, with a note."""

from __future__ import annotations

import pytest
from pydicom.dataset import FileDataset

from dcmteach.edit import replace


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Anna Smith", "Smith^Anna"),
        ("Smith, Anna", "Smith^Anna"),
        ("Ludwig van Beethoven", "van Beethoven^Ludwig"),
    ],
)
def test_a_name_without_its_caret_is_written_with_a_note(
    ct: FileDataset, typed: str, meant: str
) -> None:
    change = replace(ct, "PatientName", typed)
    assert ct.PatientName == typed
    (note,) = change.notes
    assert f"so {meant!r} may be meant (PS3.5 6.2.1)" in note
    assert note in change.describe()


@pytest.mark.parametrize("typed", ["Smith^Anna", "CASE-001", "Smith^Anna=山田"])
def test_a_name_in_components_or_one_word_needs_no_note(ct: FileDataset, typed: str) -> None:
    ct.SpecificCharacterSet = "ISO_IR 192"
    assert replace(ct, "PatientName", typed).notes == ()
