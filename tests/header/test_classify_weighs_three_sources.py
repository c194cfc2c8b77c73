from __future__ import annotations

import pytest
from pydicom.dataset import Dataset, FileDataset

from dcmteach import PathError
from dcmteach.header import classify
from dcmteach.header.ruling import effective


def _one(ds: Dataset, path: str) -> tuple[str, str, bool]:
    verdict = classify(ds)[path]
    return verdict.verdict, verdict.reason, verdict.disagree


@pytest.mark.parametrize(
    ("keyword", "value", "says"),
    [
        ("WindowCenterWidthExplanation", "for Lüdenscheidt", "this patient's name"),
        ("SeriesDescription", "LUDENSCHEIDT HANNA", "this patient's name"),
        ("Manufacturer", "hanna's scanner", "this patient's name"),
        ("SoftwareVersions", "v1 ZX-48151", "this patient's ID"),
        ("ImageType", "ORIGINAL\\ZX48151", "this patient's ID"),
        ("ConvolutionKernel", "B19421104", "this patient's birth date"),
        ("ContentDate", "19421104", "this patient's birth date"),
        ("Manufacturer", "mail me@example.org", "an e-mail address"),
    ],
)
def test_what_identifies_this_patient_makes_any_element_unsafe(
    ds: FileDataset, keyword: str, value: str, says: str
) -> None:
    setattr(ds, keyword, value)
    verdict, reason, _ = _one(ds, keyword)
    assert verdict == "unsafe"
    assert reason.startswith("It contains ")
    assert says in reason


def test_a_name_in_a_harmless_element_is_a_disagreement_and_the_reason_says_why(
    ds: FileDataset,
) -> None:
    ds.Manufacturer = "Acme for Hanna"
    verdict, reason, disagree = _one(ds, "Manufacturer")
    assert (verdict, disagree) == ("unsafe", True)
    assert "judges the attribute, not what was typed into it" in reason
    assert [opinion.source for opinion in classify(ds)["Manufacturer"].sources] == [
        "PS3.15 Basic Profile",
        "Med-I radiologists",
        "this value",
    ]


def test_a_name_three_levels_down_is_found(ds: FileDataset) -> None:
    path = "RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeMeaning"
    step = ds.RequestAttributesSequence[0]
    step.ScheduledProtocolCodeSequence[0].CodeMeaning = "Knee of Hanna"
    assert _one(ds, path)[0] == "unsafe"
    assert "this patient's name" in _one(ds, path)[1]


def test_a_name_in_private_bytes_is_found(ds: FileDataset) -> None:
    ds.add_new(0x01F11030, "UN", b"\1\2L\xfcDENSCHEIDT\0\3")
    ds.add_new(0x01F11031, "OB", "Hanna".encode("utf-16-le"))
    for path in ("(01F1,1030)", "(01F1,1031)"):
        assert "this patient's name" in _one(ds, path)[1]


def test_the_standard_keeps_what_the_radiologists_remove_and_they_disagree(
    ds: FileDataset,
) -> None:
    ds.file_meta.SourceApplicationEntityTitle = "CT_ROOM_3"
    verdict, reason, disagree = _one(ds, "file_meta.SourceApplicationEntityTitle")
    assert (verdict, disagree) == ("depends", True)
    assert reason.startswith("The sources disagree: the Basic Profile does not list it")
    assert "scanner's export" in reason


def test_a_compound_code_is_resolved_by_the_type_here(ds: FileDataset) -> None:
    ds.SeriesDate = "20240102"
    verdict, reason, _ = _one(ds, "SeriesDate")
    assert verdict == "unsafe"
    assert "X/D, and it is Type 3 in this kind of file (CT image), hence X: remove" in reason
    assert "retain-full-dates" in reason


@pytest.mark.parametrize(
    ("action", "type_", "code"),
    [
        ("X/Z/D", "3", "X"),
        ("X/Z/D", "2", "Z"),
        ("X/Z/D", "1", "D"),
        ("X/Z/D", "1C", "D"),
        ("X/Z", "2C", "Z"),
        ("X/D", "1", "D"),
        ("X/D", "2", "D"),
        ("Z/D", "2", "Z"),
        ("Z/D", "3", "Z"),
        ("X/Z/U*", "1", "U"),
        ("X/Z/U*", "3", "X"),
        ("X", "1", "X"),
        ("X/Z/D", None, "X"),
    ],
)
def test_compound_codes_choose_what_keeps_the_file_valid(
    action: str, type_: str | None, code: str
) -> None:
    assert effective(action, type_) == code


def test_what_lies_in_a_removed_sequence_goes_with_it(ds: FileDataset) -> None:
    verdict, reason, _ = _one(
        ds, "RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeMeaning"
    )
    assert verdict == "unsafe"
    assert "which the Basic Profile does not let pass" in reason


def test_private_elements_are_unsafe_unless_the_safe_list_has_them(ds: FileDataset) -> None:
    ds.private_block(0x0077, "NOBODY KNOWS", create=True).add_new(1, "LO", "secret")
    assert _one(ds, "(0077,1001)")[0] == "unsafe"
    verdict, reason, disagree = _one(ds, "(01F1,1026)")
    assert (verdict, disagree) == ("depends", True)
    assert "PS3.15 E.3.10" in reason


@pytest.mark.parametrize(
    ("keyword", "value", "says"),
    [
        ("ManufacturerModelName", "call +49 431 555 1234", "telephone number"),
        ("ManufacturerModelName", "see https://example.org/p", "web or file address"),
        ("ManufacturerModelName", "built 2010-01-01", "contains a date"),
        ("ExpiryDate", "20100101", "date or time"),
        ("CADFileFormat", "anything", "free text"),
    ],
)
def test_what_a_value_gives_away_is_said(
    ds: FileDataset, keyword: str, value: str, says: str
) -> None:
    setattr(ds, keyword, value)
    verdict, reason, _ = _one(ds, keyword)
    assert verdict != "safe"
    assert says in reason


def test_technical_values_are_safe(ds: FileDataset) -> None:
    for path in ("SliceThickness", "Rows", "Modality", "SOPClassUID", "SpecificCharacterSet"):
        assert _one(ds, path)[0] == "safe"


def test_pixel_data_depend_on_what_is_in_the_picture(ds: FileDataset) -> None:
    verdict, reason, _ = _one(ds, "PixelData")
    assert verdict == "depends"
    assert "burned into it" in reason


def test_an_empty_unsafe_element_says_that_it_is_empty(ds: FileDataset) -> None:
    ds.AccessionNumber = ""
    assert _one(ds, "AccessionNumber")[1].endswith("In this file it is empty.")


def test_a_small_number_that_is_also_an_id_is_not_evidence(ds: FileDataset) -> None:
    ds.PatientID = "512"
    ds.Rows = ds.Columns = 512
    assert _one(ds, "Rows")[0] == "safe"


def test_a_file_of_an_unknown_kind_is_judged_all_the_same() -> None:
    ds = Dataset()
    ds.PatientName = "Doe^Jane"
    ds.SeriesDate = "20200101"
    assert _one(ds, "PatientName")[0] == "unsafe"
    assert "this kind of file does not require it" in _one(ds, "SeriesDate")[1]


def test_every_reason_is_one_sentence_and_free_of_values(ds: FileDataset) -> None:
    for verdict in classify(ds):
        assert verdict.reason[0].isupper()
        assert verdict.reason.endswith(".")
        assert "Hanna" not in verdict.reason
        assert "48151" not in verdict.reason


def test_verdicts_can_be_sorted_and_looked_up(ds: FileDataset) -> None:
    verdicts = classify(ds)
    by_verdict = verdicts.by_verdict()
    assert list(by_verdict) == ["unsafe", "depends", "safe"]
    assert sum(map(len, by_verdict.values())) == len(verdicts)
    assert all(verdict.disagree for verdict in verdicts.disagreements())
    assert verdicts[0].path == "file_meta.MediaStorageSOPClassUID"
    with pytest.raises(PathError, match="There is no verdict on PatientAge"):
        verdicts["PatientAge"]
    assert f"{len(verdicts)} elements" in verdicts.caption


def test_one_verdict_shows_its_sources_side_by_side(ds: FileDataset) -> None:
    text = str(classify(ds)["PatientName"])
    assert "PS3.15 Basic Profile: ✗ unsafe" in text
    assert "this value: ✗ unsafe (it contains this patient's name)" in text


def test_classifying_changes_nothing(ds: FileDataset) -> None:
    before = ds.to_json()
    classify(ds)
    assert ds.to_json() == before
