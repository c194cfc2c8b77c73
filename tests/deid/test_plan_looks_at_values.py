"""The name is looked for in every element, whatever the table says of it (G5)."""

from __future__ import annotations

import io
import struct

import pydicom
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

from dcmteach.deid import Plan, Recipe, Rule, Secrets, apply, plan
from dcmteach.header import identity

SECRETS = Secrets(b"a key for the tests of evidence")
CT = "1.2.840.10008.5.1.4.1.1.2"


@pytest.fixture
def ct() -> FileDataset:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = CT, "1.2.826.0.1.3680043.99.1"
    ds.SpecificCharacterSet = "ISO_IR 100"
    ds.PatientName = "Krähenbühl^Urs"
    ds.PatientID = "KB-774411"
    ds.PatientBirthDate = "19420117"
    ds.StudyDate = "20240229"
    ds.AccessionNumber = "ACC-2024-0815"
    ds.InstitutionName = "Spital Oberwald"
    ds.ReferringPhysicianName = "Zumthor^Silvia"
    ds.Modality = "CT"
    ds.WindowCenter, ds.WindowWidth = "40", "400"
    return ds


def written(ds: Dataset) -> bytes:
    buffer = io.BytesIO()
    ds.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def reread(ds: Dataset) -> FileDataset:
    return pydicom.dcmread(io.BytesIO(written(ds)))


def code(meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "1", "99X", meaning
    return item


PLACES = {
    "WindowCenterWidthExplanation": "window of Krähenbühl",
    "LossyImageCompressionMethod": "KRAEHENBUEHL",
    "PositionReferenceIndicator": "see KB-774411",
    "FilterMaterial": "URS KRAHENBUHL",
    "FilterType": "KRAEHENBUEHL",
}


@pytest.mark.parametrize(("keyword", "value"), PLACES.items())
def test_a_name_in_a_technical_text_is_found_and_cut(
    ct: FileDataset, keyword: str, value: str
) -> None:
    setattr(ct, keyword, value)
    read_again = reread(ct)
    made = plan(read_again)
    step = made.step(keyword)
    assert step is not None
    assert step.source == "evidence"
    assert not identity(read_again).found_in(written(apply(read_again, made, SECRETS)))


def test_the_rest_of_a_text_stays(ct: FileDataset) -> None:
    ct.WindowCenterWidthExplanation = "soft tissue, Krähenbühl, 5 mm"
    result = apply(ct, plan(ct), SECRETS)
    assert "soft tissue" in result.WindowCenterWidthExplanation
    assert "hl" not in result.WindowCenterWidthExplanation


def test_a_value_without_a_name_has_no_step(ct: FileDataset) -> None:
    ct.WindowCenterWidthExplanation = "soft tissue"
    assert plan(ct).step("WindowCenterWidthExplanation") is None


def test_a_code_meaning_three_levels_down_is_found(ct: FileDataset) -> None:
    inner = Dataset()
    inner.ViewModifierCodeSequence = Sequence([code("seen by Zumthor")])
    outer = Dataset()
    outer.ViewCodeSequence = Sequence([inner])
    ct.AnatomicRegionSequence = Sequence([outer])
    made = plan(ct)
    path = "AnatomicRegionSequence[0].ViewCodeSequence[0].ViewModifierCodeSequence[0].CodeMeaning"
    step = made.step(path)
    assert step is not None
    assert b"umthor" not in written(apply(ct, made, SECRETS))


def test_the_name_in_roi_names_is_found() -> None:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.481.3"
    ds.SOPInstanceUID = "1.2.826.0.1.3680043.99.1"
    ds.PatientName, ds.PatientID = "Krähenbühl^Urs", "KB-774411"
    ds.SpecificCharacterSet = "ISO_IR 192"
    roi, tumour = Dataset(), Dataset()
    roi.ROINumber, roi.ROIName = 1, "Krähenbühl heart"
    tumour.ROINumber, tumour.ROIName = 2, "GTV"
    ds.StructureSetROISequence = Sequence([roi, tumour])
    result = reread(apply(ds, plan(ds), SECRETS))
    names = [item.ROIName for item in result.StructureSetROISequence]
    assert all("henb" not in name for name in names)


@pytest.mark.parametrize("codec", ["latin_1", "utf-8", "utf-16-le"])
def test_a_name_in_kept_bytes_is_found(ct: FileDataset, codec: str) -> None:
    ct.add_new(0x00282000, "OB", b"profile of " + "Krähenbühl ".encode(codec) + b"\x00\x01" * 40)
    made = plan(reread(ct))
    step = made.step("ICCProfile")
    assert step is not None
    assert step.source == "evidence"


def test_a_name_in_long_kept_bytes_is_found(ct: FileDataset) -> None:
    noise = bytes(range(256)) * 40
    ct.add_new(0x00282000, "OB", noise + "KRÄHENBÜHL".encode("latin_1") + noise)
    assert plan(reread(ct)).step("ICCProfile") is not None
    ct.add_new(0x00282000, "OB", noise + noise)
    assert plan(reread(ct)).step("ICCProfile") is None


def test_a_private_sequence_in_un_is_read_when_it_is_kept(ct: FileDataset) -> None:
    name = "Krähenbühl".encode("latin_1")
    element = b"\x08\x00\x04\x01" + struct.pack("<L", len(name)) + name
    item = b"\xfe\xff\x00\xe0" + struct.pack("<L", len(element)) + element
    block = ct.private_block(0x0019, "MAKER", create=True)
    block.add_new(0x01, "UN", item)
    block.add_new(0x02, "LO", "fine")
    kept = Recipe(rules=(Rule("keep", creator="MAKER"),))
    before = reread(ct)
    assert before[0x00191001].VR == "UN"
    made = plan(before, kept)
    assert made.step("(0019,1001)[0].CodeMeaning") is not None
    result = apply(before, made, SECRETS)
    assert result[0x00191002].value == "fine"
    assert result[0x00190010].value == "MAKER"
    assert result[0x00191001].VR == "SQ"
    assert name not in written(result)


def test_a_date_of_the_study_in_a_text_is_found_unless_dates_are_kept(ct: FileDataset) -> None:
    ct.WindowCenterWidthExplanation = "as on 29.02.2024"
    assert plan(ct).step("WindowCenterWidthExplanation") is not None
    full = Recipe(options=("retain-full-dates",))
    assert plan(ct, full).step("WindowCenterWidthExplanation") is None


def test_a_uid_in_a_text_is_found_unless_uids_are_kept(ct: FileDataset) -> None:
    ct.WindowCenterWidthExplanation = "see 1.2.826.0.1.3680043.99.1234567"
    assert plan(ct).step("WindowCenterWidthExplanation") is not None
    assert plan(ct, "basic+retain-uids").step("WindowCenterWidthExplanation") is None
    ct.WindowCenterWidthExplanation = "see 1.2.840.10008.5.1.4.1.1.2"
    assert plan(ct).step("WindowCenterWidthExplanation") is None


def test_an_id_as_a_number_counts_as_a_whole_only(ct: FileDataset) -> None:
    ct.PatientID = "774411"
    ct.RescaleIntercept = "774411"
    ct.ReconstructionDiameter = "774411.5"
    made = plan(ct)
    assert made.step("ReconstructionDiameter") is None
    step = made.step("RescaleIntercept")
    assert step is not None
    assert step.source == "evidence"


def test_a_patient_who_is_called_like_a_term_of_the_standard_is_not_found_in_it(
    ct: FileDataset,
) -> None:
    ct.PatientName = "Head^Axial"
    ct.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ct.BodyPartExamined = "HEAD"
    ct.WindowCenterWidthExplanation = "AXIAL"
    for _ in range(2):
        made = plan(reread(ct))
        assert made.step("WindowCenterWidthExplanation") is not None
    assert made.step("ImageType") is None
    assert made.step("BodyPartExamined") is None
    assert made.allowed == ("AXIAL", "HEAD")


def test_a_name_among_terms_is_made_up_and_the_others_stay(ct: FileDataset) -> None:
    ct.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL", "KRAEHENBUEHL"]
    result = apply(ct, plan(ct), SECRETS)
    assert list(result.ImageType) == ["ORIGINAL", "PRIMARY", "AXIAL", "ANON"]


def test_a_maker_keeps_its_name_where_the_institution_is_called_so(ct: FileDataset) -> None:
    ct.InstitutionName = "TOSHIBA"
    ct.Manufacturer = "TOSHIBA"
    assert plan(reread(ct)).step("Manufacturer") is None
    ct.FilterMaterial = "TOSHIBA"
    made = plan(reread(ct))
    assert made.step("Manufacturer") is None
    assert made.step("FilterMaterial") is not None


def test_a_retained_uid_that_holds_the_patients_number_is_not_retained(ct: FileDataset) -> None:
    ct.PatientID = "774411"
    ct.StudyInstanceUID = "1.2.826.0.1.3680043.99.774411.5"
    ct.SeriesInstanceUID = "1.2.826.0.1.3680043.99.7744115"
    made = plan(ct, "basic+retain-uids")
    step = made.step("StudyInstanceUID")
    assert step is not None
    assert (step.strategy, step.source) == ("remap", "evidence")
    assert made.step("SeriesInstanceUID") is None


def test_what_the_recipe_keeps_in_its_place_is_not_hunted_elsewhere(ct: FileDataset) -> None:
    ct.WindowCenterWidthExplanation = "standard of Spital Oberwald"
    assert plan(ct).step("WindowCenterWidthExplanation") is not None
    made = plan(ct, "basic+retain-institution-identity")
    assert made.step("InstitutionName") is None
    assert made.step("WindowCenterWidthExplanation") is None
    assert made.allowed == ("Spital Oberwald",)


def test_names_inside_a_sequence_that_goes_are_hunted_all_the_same(ct: FileDataset) -> None:
    item = Dataset()
    item.RequestingPhysician = "Abderhalden^Reto"
    ct.RequestAttributesSequence = Sequence([item])
    ct.WindowCenterWidthExplanation = "wish of Abderhalden"
    assert plan(ct).step("WindowCenterWidthExplanation") is not None
    assert plan(reread(ct)).step("WindowCenterWidthExplanation") is not None


def test_no_value_of_the_patient_stands_in_a_plan(ct: FileDataset) -> None:
    ct.WindowCenterWidthExplanation = "window of Krähenbühl"
    made: Plan = plan(ct)
    told = [made.describe(), made.describe(show_values=True), repr(made), str(made)]
    told += [made._repr_html_(), repr(made.steps), str(made.to_records())]
    for text in told:
        assert not identity(ct).found_in(text)


def test_the_second_file_of_a_series_is_searched_like_the_first(ct: FileDataset) -> None:
    assert plan(reread(ct)).step("WindowCenterWidthExplanation") is None
    ct.WindowCenterWidthExplanation = "window of Krähenbühl"
    for _ in range(3):
        assert plan(reread(ct)).step("WindowCenterWidthExplanation") is not None
    ct.PatientName = "Somebody^Else"
    ct.AccessionNumber = ""
    assert plan(reread(ct)).step("WindowCenterWidthExplanation") is None


def test_a_sequence_seen_before_is_judged_by_its_own_bytes(ct: FileDataset) -> None:
    ct.AnatomicRegionSequence = Sequence([code("Chest")])
    assert plan(reread(ct)).step("AnatomicRegionSequence[0].CodeMeaning") is None
    ct.AnatomicRegionSequence = Sequence([code("Chest of Urs Krähenbühl")])
    assert plan(reread(ct)).step("AnatomicRegionSequence[0].CodeMeaning") is not None
    ct.AnatomicRegionSequence = Sequence([code("Chest")])
    assert plan(reread(ct)).step("AnatomicRegionSequence[0].CodeMeaning") is None
