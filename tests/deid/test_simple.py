"""The simple door: one call, three values of one's own, no way back; or only a look."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest

from dcmteach.deid.simple import anonymise
from dcmteach.errors import DcmteachError
from dcmteach.synth import sample


def test_one_call_anonymises_a_folder(folder, tmp_path):
    report = anonymise(folder(3), tmp_path / "out")
    assert dict(report.counts) == {"written": 3}
    for path in (tmp_path / "out").rglob("*.dcm"):
        ds = pydicom.dcmread(path)
        assert ds.PatientName == "Anonymous"
        assert ds.ReferringPhysicianName == "Anonymous"
        assert ds.PatientBirthDate == "19000101"
        assert ds.PatientIdentityRemoved == "YES"


def test_the_three_values_are_the_callers(folder, tmp_path):
    files = sorted(folder(2).rglob("*.dcm"))
    anonymise(files, tmp_path / "out", "Sub^One", "Dr^Nobody", "")
    ds = pydicom.dcmread(next((tmp_path / "out").rglob("*.dcm")))
    assert ds.PatientName == "Sub^One"
    assert ds.ReferringPhysicianName == "Dr^Nobody"
    assert ds.PatientBirthDate == ""


def test_patients_stay_apart_by_their_ids(folder, tmp_path):
    anonymise(folder(3), tmp_path / "out")
    assert len({pydicom.dcmread(p).PatientID for p in (tmp_path / "out").rglob("*.dcm")}) == 3


def test_display_only_shows_and_changes_nothing(folder, tmp_path):
    source = folder(2)
    (source / "notes.txt").write_text("a note")
    before = sorted(tmp_path.rglob("*"))
    shown = anonymise(source, display_only=True)
    assert sorted(tmp_path.rglob("*")) == before
    assert {"PatientName", "PatientID", "PatientBirthDate"} <= {row.path for row in shown}
    assert any("Oakenshaw" in row.value for row in shown)
    assert [Path(name).name for name, _ in shown.unread] == ["notes.txt"]
    assert "in 2 files" in shown.caption
    assert "<script" not in shown._repr_html_()


def test_a_birth_date_that_is_none_is_refused_before_anything_is_written(folder, tmp_path):
    with pytest.raises(DcmteachError, match="must be a DA of the form YYYYMMDD"):
        anonymise(folder(1), tmp_path / "out", birth_date="1900-01-01")
    assert not (tmp_path / "out").exists()


def test_without_a_destination_the_next_step_is_said(folder):
    with pytest.raises(DcmteachError, match="display_only=True"):
        anonymise(folder(1))


def test_display_only_shows_the_titles_of_the_file_meta_information_that_go(tmp_path):
    titles = {
        "SourceApplicationEntityTitle": "CT_GANG3",
        "SendingApplicationEntityTitle": "PACS_A",
        "ReceivingApplicationEntityTitle": "HORST_PC",
        "PrivateInformationCreatorUID": "1.2.3.4",
    }
    ds = sample("ct_thorax")
    for keyword, value in titles.items():
        setattr(ds.file_meta, keyword, value)
    ds.save_as(tmp_path / "a.dcm")
    shown = {row.path: row for row in anonymise(tmp_path / "a.dcm", display_only=True)}
    for keyword, value in titles.items():
        row = shown[f"file_meta.{keyword}"]
        assert value in row.value
        assert row.reason
    anonymise(tmp_path / "a.dcm", tmp_path / "out", pixels="accept")
    made = pydicom.dcmread(next((tmp_path / "out").rglob("*.dcm")))
    assert not [keyword for keyword in titles if keyword in made.file_meta]


@pytest.mark.parametrize(
    "given",
    [
        {"patient": "Wispelrønne^Ísolde"},
        {"patient": "WISPELROENNE, ISOLDE"},
        {"patient": "Isolde_W"},
        {"patient": "ZM-283658"},
        {"physician": "Wispelronne"},
        {"birth_date": "19511223"},
    ],
)
def test_a_value_that_is_the_patients_own_is_not_written(tmp_path, given):
    ds = sample("ct_thorax")
    ds.PatientID = "ZM-283658"
    ds.save_as(tmp_path / "a.dcm")
    report = anonymise(tmp_path / "a.dcm", tmp_path / "out", pixels="accept", **given)
    (row,) = report
    assert row.status == "held back"
    assert "is the patient's own" in row.reason
    assert "or another writing of it; give another value" in row.reason
    assert not any(value in row.reason for value in given.values())
    assert not list(tmp_path.glob("out/*"))


def test_a_value_that_is_only_another_files_is_held_back_there_alone(folder, tmp_path):
    report = anonymise(folder(3), tmp_path / "out", "Brinkhoff^Maelle")
    assert dict(report.counts) == {"written": 2, "held back": 1}


def test_what_is_anonymous_already_can_be_anonymised_again(folder, tmp_path):
    anonymise(folder(2), tmp_path / "once")
    assert anonymise(tmp_path / "once", tmp_path / "twice").written == 2
