"""Every row of PS3.15 Table E.1-1, in a CT and wherever an IOD asks for the attribute."""

from __future__ import annotations

import io

import pydicom
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

from dcmteach.deid import Secrets, apply, plan
from dcmteach.standard import iod, profile
from dcmteach.standard.names import tag_of

CT = "1.2.840.10008.5.1.4.1.1.2"
ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1"
SECRETS = Secrets(b"a key for the tests of the table")

VALUES = {
    "AE": "STORESCP7",
    "AS": "043Y",
    "CS": "SECRETWORD",
    "DA": "19870615",
    "DS": "77.25",
    "DT": "19870615101112.5+0100",
    "FD": 77.25,
    "FL": 77.25,
    "IS": "4242",
    "LO": "Geheimnis 4711",
    "LT": "Geheimnis 4711 in many words",
    "OB": b"Geheimnis\x00",
    "OW": b"Geheimnis\x00",
    "PN": "Geheim^Nis",
    "SH": "Geheim 4711",
    "ST": "Geheimnis 4711 in some words",
    "TM": "101112.25",
    "UC": "Geheimnis 4711",
    "UI": "1.2.826.0.1.3680043.99.4711.815",
    "UL": 424242,
    "UN": b"Geheimnis\x00",
    "UR": "https://geheimnis.example/4711",
    "US": 4242,
    "UT": "Geheimnis 4711 in very many words",
}
# Attributes of the table that pydicom's dictionary does not have yet.
NEW = {
    "AnnotationDateTime": "DT",
    "EffectiveStartDateTime": "DT",
    "EffectiveStopDateTime": "DT",
    "SegmentDefinitionDateTime": "DT",
    "DisplayURI": "UR",
}


def vr_of(row: profile.Row) -> str:
    try:
        vr = pydicom.datadict.dictionary_VR(tag_of(row.keyword))
    except KeyError:
        if row.keyword in NEW:
            return NEW[row.keyword]
        return "SQ" if row.keyword.endswith(("Sequence", "Groups")) else "LO"
    return vr.split(" ")[-1]


def data_set(sop_class: str) -> FileDataset:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = "1.2.826.0.1.3680043.99.1"
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID = sop_class
    ds.SOPInstanceUID = "1.2.826.0.1.3680043.99.1"
    ds.PatientName = "Zz^Yy"
    ds.PatientID = "PX-1"
    return ds


def with_row(row: profile.Row, sop_class: str) -> tuple[FileDataset, int, str]:
    """A file with the attribute of a row, read from its bytes."""
    ds = data_set(sop_class)
    tag, vr = tag_of(row.tag if "x" in row.tag else row.keyword), vr_of(row)
    value: object = VALUES.get(vr)
    if vr == "SQ":
        item = Dataset()
        item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "4711", "99X", "A code"
        item.TextValue, item.PersonName = "Geheimnis", "Geheim^Nis"
        value = Sequence([item])
    if tag >> 16 == 0x0002:
        ds.file_meta.add_new(tag, vr, value)
    else:
        ds.add_new(tag, vr, value)
    return reread(ds), tag, vr


def reread(ds: Dataset) -> FileDataset:
    buffer = io.BytesIO()
    ds.save_as(buffer, enforce_file_format=True)
    buffer.seek(0)
    return pydicom.dcmread(buffer)


ROWS = [row for row in profile.rows() if row.keyword]
DATA_SET_ROWS = [row for row in ROWS if int(row.tag[:4].replace("x", "0"), 16) > 0x0002]


@pytest.mark.parametrize("row", DATA_SET_ROWS, ids=lambda row: row.keyword)
def test_a_row_is_followed_in_a_ct(row: profile.Row) -> None:
    ds, tag, vr = with_row(row, CT)
    made = plan(ds)
    if row.keyword == "EncapsulatedDocument":  # not passed through, and not made up unasked
        assert made.refused
        assert not made.steps
        return
    result = reread(apply(ds, made, SECRETS))
    kind = iod.type_of((tag,), CT, ds)
    codes = row.basic.replace("*", "").split("/")
    if kind in {None, "3"}:
        code = codes[0]
    elif kind in {"2", "2C"}:
        code = "Z" if "Z" in codes or "X" in codes else codes[-1]
    else:
        code = "D" if set(codes) & {"D", "Z", "X"} and "U" not in codes else "U"
    if row.keyword in {"PatientName", "PatientID"}:
        assert str(result[tag].value) not in {"", "Zz^Yy", "PX-1", *map(str, VALUES.values())}
    elif code == "X":
        assert tag not in result
    elif code == "Z":
        assert result[tag].is_empty
    elif vr == "UI":
        assert result[tag].value.startswith("2.25.")
    elif vr != "SQ":
        assert not result[tag].is_empty
        assert result[tag].value != VALUES[vr]
    raw = written(result)
    for secret in (b"Geheim", b"99.4711.815"):
        assert secret not in raw


def written(ds: Dataset) -> bytes:
    buffer = io.BytesIO()
    ds.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("keyword", "sop_class", "action"),
    [
        ("DeviceSerialNumber", CT, "X"),
        ("DeviceSerialNumber", ENHANCED_CT, "D"),
        ("SeriesDate", CT, "X"),
        ("ContentDate", CT, "Z"),
        ("ContentDate", ENHANCED_CT, "D"),
        ("AcquisitionDateTime", ENHANCED_CT, "D"),
        ("StudyDate", CT, "Z"),
        ("PatientBirthDate", CT, "Z"),
        ("OperatorsName", CT, "X"),
    ],
)
def test_a_compound_code_is_settled_by_the_type_in_this_sop_class(
    keyword: str, sop_class: str, action: str
) -> None:
    row = next(row for row in ROWS if row.keyword == keyword)
    ds, _, _ = with_row(row, sop_class)
    step = plan(ds).step(keyword)
    assert step is not None
    assert step.action == action


def test_a_reference_in_a_required_sequence_gets_a_new_uid_and_stays() -> None:
    ds = data_set("1.2.840.10008.5.1.4.1.1.88.33")  # Comprehensive SR
    item = Dataset()
    item.ReferencedSOPClassUID = CT
    item.ReferencedSOPInstanceUID = "1.2.826.0.1.3680043.99.2"
    series = Dataset()
    series.SeriesInstanceUID = "1.2.826.0.1.3680043.99.3"
    series.ReferencedSOPSequence = Sequence([item])
    study = Dataset()
    study.StudyInstanceUID = "1.2.826.0.1.3680043.99.4"
    study.ReferencedSeriesSequence = Sequence([series])
    ds.CurrentRequestedProcedureEvidenceSequence = Sequence([study])
    result = apply(ds, plan(ds), SECRETS)
    found = result.CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence[0]
    reference = found.ReferencedSOPSequence[0]
    assert reference.ReferencedSOPClassUID == CT
    assert reference.ReferencedSOPInstanceUID.startswith("2.25.")
    other = data_set(CT)
    other.SOPInstanceUID = "1.2.826.0.1.3680043.99.2"
    assert apply(other, plan(other), SECRETS).SOPInstanceUID == reference.ReferencedSOPInstanceUID


def test_every_private_element_goes_but_for_none_that_is_not_private() -> None:
    ds = data_set(CT)
    block = ds.private_block(0x0019, "GEHEIM HEADER", create=True)
    block.add_new(0x01, "LO", "Geheimnis")
    ds.Rows = 4
    result = apply(ds, plan(ds), SECRETS)
    assert [int(tag) for tag in result.keys() if int(tag) & 0x10000] == []  # noqa: SIM118
    assert result.Rows == 4


@pytest.mark.parametrize(
    "keyword", ["PersonIdentificationCodeSequence", "VerifyingObserverSequence"]
)
def test_a_code_that_says_who_is_made_up(keyword: str) -> None:
    ds = data_set("1.2.840.10008.5.1.4.1.1.88.33")
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator = "4711", "99GEHEIM"
    code.CodeMeaning = "Geheim Nis"
    item = Dataset()
    item.VerifyingObserverIdentificationCodeSequence = Sequence([code])
    setattr(ds, keyword, Sequence([code if keyword.startswith("Person") else item]))
    result = apply(ds, plan(ds), SECRETS)
    assert b"eheim" not in written(result)
    assert b"GEHEIM" not in written(result)


def test_the_codes_of_a_report_stay_and_its_texts_are_made_up() -> None:
    ds = data_set("1.2.840.10008.5.1.4.1.1.88.33")
    name = Dataset()
    name.CodeValue, name.CodingSchemeDesignator, name.CodeMeaning = "121071", "DCM", "Finding"
    item = Dataset()
    item.RelationshipType, item.ValueType = "CONTAINS", "TEXT"
    item.ConceptNameCodeSequence = Sequence([name])
    item.TextValue = "Geheimnis"
    ds.ContentSequence = Sequence([item])
    result = apply(ds, plan(ds), SECRETS)
    assert result.ContentSequence[0].ConceptNameCodeSequence[0].CodeMeaning == "Finding"
    assert result.ContentSequence[0].TextValue not in {"", "Geheimnis"}


def test_an_element_that_no_dictionary_knows_goes() -> None:
    ds = data_set(CT)
    ds.add_new(0x00189999, "LO", "who knows")
    made = plan(ds)
    step = made.step("(0018,9999)")
    assert step is not None
    assert "no data dictionary knows it" in step.reason
    assert 0x00189999 not in apply(ds, made, SECRETS)


@pytest.mark.parametrize(
    ("keyword", "value", "action"),
    [
        ("EvaluatorName", "Geheim^Nis", "X"),
        ("RetrieveURL", "https://pacs.geheimnis.example/1", "X"),
        ("ExpiryDate", "20310101", "X"),
        ("TargetFrameOfReferenceUID", "1.2.826.0.1.3680043.99.5", "U"),
    ],
)
def test_names_dates_addresses_and_uids_that_the_table_forgot_do_not_pass(
    keyword: str, value: str, action: str
) -> None:
    ds = data_set(CT)
    setattr(ds, keyword, value)
    step = plan(ds).step(keyword)
    assert step is not None
    assert (step.action, step.source) == (action, "rule")


@pytest.mark.parametrize(
    "keyword", ["CodingSchemeUID", "ReferencedSOPClassUID", "MappingResourceUID"]
)
def test_uids_that_name_kinds_of_things_stay(keyword: str) -> None:
    ds = data_set(CT)
    setattr(ds, keyword, "1.2.826.0.1.3680043.99.6")
    assert plan(ds).step(keyword) is None
