from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset

from dcmteach import DcmteachError
from dcmteach.header import diff, read, search, survey, table


def _where(ds: Dataset, text: str) -> dict[str, tuple[str, ...]]:
    return {match.path: match.where for match in search(ds, text)}


def test_search_ignores_case_and_diacritics(ds: FileDataset) -> None:
    assert _where(ds, "ludenSCHEIDT") == {"PatientName": ("value",)}


def test_search_says_whether_a_name_or_a_value_matched(ds: FileDataset) -> None:
    ds.StudyDescription = "thickness"
    assert _where(ds, "thickness") == {
        "StudyDescription": ("value",),
        "SliceThickness": ("keyword", "name"),
    }


def test_search_finds_tags_and_private_creators(ds: FileDataset) -> None:
    assert _where(ds, "0010,0020") == {"PatientID": ("tag",)}
    assert _where(ds, "elscint") == {"(01F1,0010)": ("value",), "(01F1,1026)": ("private creator",)}


@pytest.mark.parametrize("codec", ["utf-8", "latin_1", "utf-16-le"])
def test_search_reads_bytes_and_shows_what_stands_around(ds: FileDataset, codec: str) -> None:
    ds.add_new(0x01F11030, "UN", b"\0" * 40 + "von Köln".encode(codec) + b"\xff" * 200)
    match = search(ds, "KOLN")[0]
    assert match.where == ("bytes",)
    assert "Köln" in match.value
    assert len(match.value) < 300


def test_search_looks_into_values_left_in_the_file(ds: FileDataset, tmp_path: Path) -> None:
    ds.add_new(0x01F11030, "OB", bytes(100_000) + b"needle")
    ds.save_as(tmp_path / "x.dcm")
    assert _where(read(tmp_path / "x.dcm", defer_pixels=True), "NEEDLE") == {
        "(01F1,1030)": ("bytes",)
    }


@pytest.mark.parametrize("text", ["", "  ", None])
def test_searching_for_nothing_is_refused(ds: FileDataset, text: str) -> None:
    with pytest.raises(DcmteachError, match="needs a text to look for"):
        search(ds, text)


def test_a_match_late_in_a_long_text_is_placed_right(ds: FileDataset) -> None:
    ds.ImageComments = "ﬁ" * 500 + "Straße" + "x" * 500
    assert "Straße" in search(ds, "strasse")[0].value


def test_equal_data_sets_have_no_difference(saved: Path) -> None:
    decoded = dcmread(saved)
    list(decoded.iterall())
    found = diff(read(saved), decoded)
    assert not len(found)
    assert str(found).startswith("No difference in ")


def test_diff_tells_added_removed_changed_nested_and_private(saved: Path) -> None:
    before, after = read(saved), read(saved)
    after.PatientID = "NEW"
    after.PatientComments = "added"
    del after.PatientBirthDate
    step = after.RequestAttributesSequence[0]
    step.ScheduledProcedureStepDescription = ""
    step.ScheduledProtocolCodeSequence[0].CodeMeaning = "Head"
    after[0x01F11026].value = "2.5"
    rows = {row.path: (row.change, row.before, row.after) for row in diff(before, after)}
    sequence = "RequestAttributesSequence[0]"
    assert rows == {
        "PatientID": ("changed", "ZX-48151", "NEW"),
        "PatientBirthDate": ("removed", "19421104", None),
        "PatientComments": ("added", None, "added"),
        "(01F1,1026)": ("changed", "1.5", "2.5"),
        f"{sequence}.ScheduledProcedureStepDescription": ("changed", "Thorax", ""),
        f"{sequence}.ScheduledProtocolCodeSequence[0].CodeMeaning": ("changed", "Chest", "Head"),
    }
    assert list(rows)[:3] == ["PatientID", "PatientBirthDate", "PatientComments"]


def test_diff_shows_where_long_values_and_bytes_begin_to_differ(saved: Path) -> None:
    before, after = read(saved), read(saved)
    before.ImageComments = "a" * 200 + "OLD"
    after.ImageComments = "a" * 200 + "NEW"
    after["PixelData"].value = b"\1\2\7\4"
    rows = {row.path: row for row in diff(before, after)}
    assert rows["ImageComments"].before == "…aaaaaaaaaaaaOLD"
    assert rows["ImageComments"].after == "…aaaaaaaaaaaaNEW"
    assert rows["PixelData"].after == "(4 bytes, different from byte 2 on)"


def test_diff_sees_a_changed_vr_and_the_end_of_long_lists(ds: FileDataset) -> None:
    other = Dataset()
    other.update(ds)
    other.file_meta = ds.file_meta
    ds.add_new(0x00189087, "FD", [float(i) for i in range(100)])
    other.add_new(0x00189087, "FD", [float(i) for i in range(99)] + [-1.0])
    ds.add_new(0x00181271, "FL", 0.1)
    other.add_new(0x00181271, "FL", 0.10000001)  # the next number FL can hold
    other.add_new(0x01F11026, "LO", "1.5")
    rows = {row.path: row for row in diff(ds, other)}
    assert set(rows) == {"DiffusionBValue", "WaterEquivalentDiameter", "(01F1,1026)"}
    assert rows["(01F1,1026)"].before == "DS: 1.5"
    assert rows["(01F1,1026)"].after == "LO: 1.5"


def test_diff_does_not_pass_over_the_preamble(saved: Path) -> None:
    before, after = read(saved), read(saved)
    after.preamble = b"Hanna".ljust(128, b"\0")
    found = diff(before, after)
    assert found.preamble_differs
    assert "preambles" in str(found)
    assert "Hanna" not in str(found)


def test_diff_shows_signs_and_words_not_colours(saved: Path) -> None:
    before, after = read(saved), read(saved)
    del after.PatientID
    page = diff(before, after)._repr_html_()
    assert "− removed" in page
    assert "(no element)" in page


@pytest.fixture
def cohort(ds: FileDataset, tmp_path: Path) -> Path:
    for patient in ("A1", "B2"):
        for number in (1, 2):
            ds.PatientID = patient
            ds.SOPInstanceUID = f"1.2.{ord(patient[0])}.{number}"
            ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
            ds.PatientComments = patient
            if patient == "B2":
                ds.PatientAge = "080Y"
            folder = tmp_path / "cohort" / patient
            folder.mkdir(parents=True, exist_ok=True)
            ds.save_as(folder / f"{number}.dcm")
    (tmp_path / "cohort" / "notes.txt").write_text("hello")
    return tmp_path / "cohort"


@pytest.mark.parametrize(
    ("path", "across", "within"),
    [
        ("PatientID", "differs", "same"),
        ("PatientName", "same", "same"),
        ("SOPInstanceUID", "differs", "differs"),
        ("Modality", "same", "same"),
        ("PatientAge", "", "same"),
        ("RequestAttributesSequence.ScheduledProcedureStepDescription", "same", "same"),
        ("file_meta.MediaStorageSOPInstanceUID", "differs", "differs"),
        ("(01F1,1026)", "same", "same"),
    ],
)
def test_survey_tells_what_differs(cohort: Path, path: str, across: str, within: str) -> None:
    row = survey(cohort)[path]
    assert (row.across_patients, row.within_patient) == (across, within)


def test_survey_lists_what_it_could_not_read(cohort: Path) -> None:
    found = survey(cohort)
    assert (found.files, found.patients) == (4, 2)
    assert [Path(name).name for name, _ in found.skipped] == ["notes.txt"]
    assert "a text file" in found.skipped[0][1]
    assert "1 other file could not be read" in str(found)


def test_survey_takes_single_files_and_refuses_what_is_not_there(cohort: Path) -> None:
    files = [cohort / "A1" / "1.dcm", str(cohort / "A1" / "2.dcm")]
    assert survey(files).patients == 1
    with pytest.raises(DcmteachError, match="There is no file or folder"):
        survey(cohort / "nowhere")


def test_survey_tells_patients_without_an_id_apart_by_folder(cohort: Path) -> None:
    for path in cohort.rglob("*.dcm"):
        ds = dcmread(path)
        ds.PatientID = ds.PatientName = ""
        ds.save_as(path)
    assert survey(cohort).patients == 2


def test_records_are_plain_values_for_json_and_pandas(ds: FileDataset, cohort: Path) -> None:
    for found in (table(ds), search(ds, "patient"), diff(ds, ds), survey(cohort)):
        records = found.to_records()
        assert json.loads(json.dumps(records)) == records
        assert len(found.to_pandas()) == len(found)
    record = table(ds).to_records()[0]
    assert record["tag"] == "(0002,0002)"
    shutil.rmtree(cohort)


def test_finding_nothing_says_so_and_what_to_try(ds: FileDataset) -> None:
    found = search(ds, "zzzz")
    assert str(found) == (
        "Nothing found for 'zzzz'. Try a shorter part of the word, a keyword (PatientName) or a "
        "tag (0010,0010); table(ds) shows every element."
    )
    assert "Nothing found for" in found._repr_html_()
