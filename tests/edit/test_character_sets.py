"""Text must fit the data set's Specific Character Set (PS3.3 C.12.1.1.2)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom.dataset import FileDataset

from dcmteach.edit import Editor, add, clear, problems, remove, replace, save
from dcmteach.errors import EditRefused
from dcmteach.header import read


def test_a_character_outside_the_set_is_named_with_what_to_do(ct: FileDataset) -> None:
    assert ct.SpecificCharacterSet == "ISO_IR 100"
    with pytest.raises(EditRefused) as refused:
        replace(ct, "PatientName", "山田^太郎", force=True)
    assert "has no '山' (U+5C71)" in str(refused.value)
    assert "Set SpecificCharacterSet to 'ISO_IR 192' (UTF-8) first" in str(refused.value)


def test_without_a_character_set_only_ascii_can_be_written() -> None:
    (said,) = problems("PN", "Müller^Änne")
    assert "ISO_IR 6, which has no 'ü' (U+00FC)" in said
    assert problems("PN", "Müller^Änne", charset="ISO_IR 100") == []
    assert problems("PN", "Müller^Änne", charset="ISO_IR 192") == []


def test_several_character_sets_work_together() -> None:
    japanese = ["", "ISO 2022 IR 87"]
    assert problems("PN", "Yamada^Tarou=山田^太郎=やまだ^たろう", charset=japanese) == []
    assert problems("PN", "Müller", charset=japanese) != []


def test_codes_and_dates_are_ascii_whatever_the_character_set() -> None:
    (said,) = problems("CS", "É", charset="ISO_IR 192")
    assert "capital letters" in said


def test_the_character_set_cannot_change_under_text_that_needs_it(ct: FileDataset) -> None:
    replace(ct, "PatientName", "Müller^Änne")
    for operation in (
        lambda: replace(ct, "SpecificCharacterSet", "ISO_IR 144", force=True),
        lambda: clear(ct, "SpecificCharacterSet", force=True),
        lambda: remove(ct, "SpecificCharacterSet", force=True),
    ):
        with pytest.raises(EditRefused, match="PatientName holds characters that the new one"):
            operation()
    assert ct.PatientName == "Müller^Änne"


def test_text_survives_the_change_to_utf_8(ct: FileDataset, tmp_path: Path) -> None:
    replace(ct, "PatientName", "Müller^Änne")
    first = read(save(ct, tmp_path / "latin.dcm"))
    editor = Editor(first)
    editor.replace("SpecificCharacterSet", "ISO_IR 192")
    editor.replace("ReferringPhysicianName", "山田^太郎")
    again = read(editor.save(tmp_path / "utf8.dcm"))
    assert again.PatientName == "Müller^Änne"
    assert again.ReferringPhysicianName == "山田^太郎"
    assert "Müller".encode() in (tmp_path / "utf8.dcm").read_bytes()


def test_a_character_set_the_standard_does_not_know_is_corrected(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="must be a character set that the standard defines"):
        replace(ct, "SpecificCharacterSet", "UTF8")


def test_a_character_set_can_be_added(ct: FileDataset) -> None:
    del ct.SpecificCharacterSet
    with pytest.raises(EditRefused, match="'ü'"):
        replace(ct, "PatientName", "Müller")
    add(ct, "SpecificCharacterSet", "ISO_IR 192")
    replace(ct, "PatientName", "Müller^Änne")
    assert ct.PatientName == "Müller^Änne"
