"""Row by row: met, missed, or cannot be told, whoever wrote the file."""

from __future__ import annotations

import pytest
from patients import INSTANCE, anonymous, as_bytes, element, given, nested, output, setting
from pydicom.dataset import Dataset
from replaced import FILES

from dcmteach.errors import DcmteachError
from dcmteach.verify import Score, against_profile


def result(score: Score, keyword: str) -> tuple[str, str]:
    [row] = [row for row in score if row.keyword == keyword]
    return row.action, row.result


def test_an_element_that_should_be_gone_is_missed() -> None:
    score = against_profile(output(setting(PatientComments="tall")))
    assert result(score, "PatientComments") == ("X", "missed")
    assert score.missed[0].reason == "it should not be there"
    assert result(against_profile(output(setting(PatientComments=""))), "PatientComments") == (
        "X",
        "missed",
    )


def test_an_element_that_is_empty_where_it_may_be_is_met() -> None:
    assert result(against_profile(as_bytes(anonymous())), "PatientBirthDate") == ("Z", "met")


def test_whether_a_value_is_made_up_cannot_be_told_alone_but_beside_the_input() -> None:
    out = as_bytes(anonymous())
    assert result(against_profile(out), "PatientName") == ("Z", "cannot be told")
    assert result(against_profile(out), "StudyInstanceUID") == ("U", "cannot be told")
    beside = against_profile(out, compared_to=given())
    assert result(beside, "PatientName") == ("Z", "met")
    assert result(beside, "StudyInstanceUID") == ("U", "met")


def test_what_was_left_as_it_was_is_missed() -> None:
    out = output(setting(SOPInstanceUID=INSTANCE))
    assert result(against_profile(out, compared_to=given()), "SOPInstanceUID") == ("U", "missed")


@pytest.mark.parametrize(
    ("sop_class", "action"),
    [("1.2.840.10008.5.1.4.1.1.2", "X"), ("1.2.840.10008.5.1.4.1.1.2.1", "D")],
)
def test_compound_codes_follow_the_type(sop_class: str, action: str) -> None:
    def change(ds: Dataset) -> None:
        ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = sop_class
        ds.DeviceSerialNumber = "8812"

    assert result(against_profile(output(change)), "DeviceSerialNumber")[0] == action


def test_elements_in_items_count() -> None:
    out = output(nested("ReferencedStudySequence", "PurposeOfReferenceCodeSequence", PatientID="x"))
    [row] = [row for row in against_profile(out) if row.keyword == "PatientID"]
    assert row.places == 2


def test_private_elements_are_one_row() -> None:
    out = output(element(0x00091001, "LO", "x"))
    [row] = [row for row in against_profile(out) if "private" in row.reason]
    assert (row.result, row.places) == ("missed", 2)
    safe = output(element(0x00091001, "LO", "x"))
    [row] = [
        row
        for row in against_profile(safe, options=["retain-safe-private"])
        if "safe private" in row.reason
    ]
    assert row.result == "missed"


def test_options_change_what_is_asked_for() -> None:
    out = output(setting(StudyDate="20200101", SOPInstanceUID="2.25.3"))
    kept = against_profile(out, options=["retain-full-dates", "retain-uids"])
    assert result(kept, "StudyDate") == ("K", "met")
    assert result(kept, "SOPInstanceUID") == ("K", "met")
    assert kept.options == ("retain-uids", "retain-full-dates")


def test_options_that_do_not_exist_are_refused() -> None:
    with pytest.raises(DcmteachError, match="'retain-all' is not an option"):
        against_profile(as_bytes(anonymous()), options=["retain-all"])


def test_the_marks_are_asked_for() -> None:
    bare = against_profile(as_bytes(anonymous()))
    assert result(bare, "PatientIdentityRemoved") == ("YES", "missed")
    assert result(bare, "DeidentificationMethodCodeSequence") == ("codes", "missed")

    def marked(ds: Dataset) -> None:
        ds.PatientIdentityRemoved = "YES"
        ds.LongitudinalTemporalInformationModified = "REMOVED"
        nested(
            "DeidentificationMethodCodeSequence",
            CodeValue="113100",
            CodingSchemeDesignator="DCM",
            CodeMeaning="Basic Application Confidentiality Profile",
        )(ds)

    score = against_profile(output(marked))
    assert result(score, "PatientIdentityRemoved") == ("YES", "met")
    assert result(score, "DeidentificationMethodCodeSequence") == ("codes", "met")
    assert result(score, "LongitudinalTemporalInformationModified") == ("REMOVED", "met")
    more = against_profile(output(marked), options=["retain-uids"])
    assert result(more, "DeidentificationMethodCodeSequence") == ("codes", "missed")


def test_a_preamble_that_says_something_is_missed() -> None:
    data = b"x" * 128 + as_bytes(anonymous())[128:]
    [row] = [row for row in against_profile(data) if row.path == "preamble"]
    assert row.result == "missed"


def test_a_score_shows_signs_and_words_and_no_value() -> None:
    score = against_profile(given())
    shown = f"{score}{score._repr_html_()}{score.to_records()}"
    assert "✗ missed" in shown
    assert "? cannot be told" in shown
    assert "skovlund" not in shown.lower()
    assert sum(score.summary.values()) == len(score)
    assert set(score.to_records()[0]) == set(score.fields)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_of_pydicom_is_scored(path) -> None:
    against_profile(path.read_bytes())
