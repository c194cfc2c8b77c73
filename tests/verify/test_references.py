"""Every UID became one new UID, the same wherever it stood."""

from __future__ import annotations

from patients import FRAME, INSTANCE, STUDY, anonymous, as_bytes, given, nested
from pydicom.dataset import Dataset

from dcmteach.verify import references

NEW = {STUDY: "2.25.1", INSTANCE: "2.25.3", FRAME: "2.25.4"}


def pair(new: str = NEW[INSTANCE]) -> tuple[bytes, bytes]:
    before, after = given(), anonymous()
    nested("ReferencedImageSequence", ReferencedSOPInstanceUID=INSTANCE)(before)
    nested("ReferencedImageSequence", ReferencedSOPInstanceUID=new)(after)
    return as_bytes(before), as_bytes(after)


def test_all_are_right_when_every_uid_has_one_new_one() -> None:
    found = references([pair(), pair()])
    assert (len(found), found.right, found.total, found.removed) == (0, 12, 12, 0)
    assert found.mapping[INSTANCE] == "2.25.3"


def test_a_reference_that_became_another_uid_is_broken() -> None:
    [broken] = references([pair("2.25.777")])
    assert broken.path == "ReferencedImageSequence[0].ReferencedSOPInstanceUID"
    assert broken.what == "became another UID than the same one elsewhere"


def test_two_uids_that_became_one_are_broken() -> None:
    before, after = given(), anonymous()
    after.SeriesInstanceUID = after.StudyInstanceUID
    found = references([(before, after)])
    assert [row.what for row in found] == ["became the same UID as another one"]


def test_an_original_uid_is_broken_unless_uids_are_kept() -> None:
    found = references([(given(), given())])
    assert {row.what for row in found} == {"is the original UID"}
    assert len(references([(given(), given())], kept=True)) == 0


def test_a_well_known_uid_that_was_changed_is_broken() -> None:
    before, after = given(), anonymous()
    before.FrameOfReferenceUID = "1.2.840.10008.1.4.1.1"
    found = references([(before, after)])
    assert [row.what for row in found] == ["was well-known, and was changed"]


def test_what_went_with_its_element_is_counted_apart() -> None:
    before = given()
    nested("ReferencedStudySequence", ReferencedSOPInstanceUID=STUDY)(before)
    found = references([(before, anonymous())])
    assert (len(found), found.removed) == (0, 1)


def test_a_uid_that_was_emptied_is_broken() -> None:
    after = anonymous()
    after.StudyInstanceUID = ""
    assert [row.what for row in references([(given(), after)])] == ["has no UID any more"]


def test_it_shows_no_uid() -> None:
    def change(ds: Dataset) -> Dataset:
        ds.StudyInstanceUID = STUDY
        return ds

    found = references([(given(), change(anonymous()))])
    assert STUDY not in f"{found}{found!r}{found._repr_html_()}{found.to_records()}"
