"""Conformance: Types at every depth, VRs, VMs, UIDs, file meta; and only what is new."""

from __future__ import annotations

import pytest
from patients import SYNTAXES, anonymous, as_bytes, element, nested, output, setting
from pydicom.dataset import Dataset
from replaced import FILES

from dcmteach.synth import sample, sample_names, sample_path
from dcmteach.verify import Findings, conformance


def without(*keywords: str):
    def change(ds: Dataset) -> None:
        for keyword in keywords:
            del ds[keyword]

    return change


def told(found: Findings) -> list[tuple[str, str]]:
    return [(finding.path, finding.aspect) for finding in found]


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_file_that_keeps_the_rules_has_no_error(syntax: str) -> None:
    found = conformance(as_bytes(anonymous(SYNTAXES[syntax])))
    assert told(found) == []
    assert str(found).startswith("Conformance: no error")


@pytest.mark.parametrize("name", sample_names())
def test_the_samples_keep_the_rules(name: str) -> None:
    assert told(conformance(sample_path(name))) == []
    assert told(conformance(sample(name))) == []


WRONG = {
    "a missing Type 1": (without("Modality"), ("Modality", "Type")),
    "a missing Type 2": (without("PatientSex"), ("PatientSex", "Type")),
    "an empty Type 1": (setting(StudyInstanceUID=""), ("StudyInstanceUID", "Type")),
    "a missing Type 1 in an item": (
        nested("ReferencedStudySequence", ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.1"),
        ("ReferencedStudySequence[0].ReferencedSOPInstanceUID", "Type"),
    ),
    "an empty Type 1 two levels down": (
        nested(
            *("RequestAttributesSequence", "ScheduledProtocolCodeSequence"),
            CodeValue="1",
            CodingSchemeDesignator="99X",
            CodeMeaning="",
        ),
        ("RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeMeaning", "Type"),
    ),
    "a date that is none": (element(0x00080020, "DA", "2001-02-03"), ("StudyDate", "VR")),
    "a text that is too long": (element(0x00080050, "SH", "X" * 18), ("AccessionNumber", "VR")),
    "letters in a UID": (element(0x0020000D, "UI", "1.2.x.4"), ("StudyInstanceUID", "UID")),
    "a UID with a leading zero": (element(0x0020000D, "UI", "1.02.4"), ("StudyInstanceUID", "UID")),
    "too few values": (element(0x00280030, "DS", "1"), ("PixelSpacing", "VM")),
    "too many numbers": (element(0x00280010, "US", [4, 4]), ("Rows", "VM")),
    "another VR than the dictionary's": (
        element(0x00100010, "LO", "P7Q2XK"),
        ("PatientName", "VR"),
    ),
    "a word outside the enumeration": (setting(PatientSex="MALE"), ("PatientSex", "VR")),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_breaks_a_rule_is_told(what: str) -> None:
    change, expected = WRONG[what]
    assert told(conformance(output(change))) == [expected]


@pytest.mark.parametrize("what", WRONG)
def test_beside_an_input_that_kept_the_rule_it_is_told_as_well(what: str) -> None:
    change, expected = WRONG[what]
    assert told(conformance(output(change), compared_to=as_bytes(anonymous()))) == [expected]


@pytest.mark.parametrize("what", WRONG)
def test_beside_an_input_that_broke_the_same_rule_it_is_not(what: str) -> None:
    change, _ = WRONG[what]
    broken = output(change)
    assert told(conformance(broken, compared_to=broken)) == []


def test_no_value_stands_in_a_finding() -> None:
    change = element(0x00100020, "LO", "Skovlund" * 20)
    found = conformance(output(change))
    assert told(found) == [("PatientID", "VR")]
    assert "skovlund" not in f"{found}{found._repr_html_()}{found.to_records()}".lower()


def test_another_error_in_the_same_element_is_new() -> None:
    before = output(element(0x0020000D, "UI", "1.2.x"))
    after = output(element(0x0020000D, "UI", ["1.2.y", "1.2.3"]))
    assert told(conformance(after, compared_to=before)) == [("StudyInstanceUID", "VM")]


def test_a_sequence_that_goes_takes_its_rules_along() -> None:
    before = output(nested("ReferencedStudySequence", ReferencedSOPInstanceUID="2.25.8"))
    assert told(conformance(as_bytes(anonymous()), compared_to=before)) == []


def test_text_its_character_set_cannot_hold_is_told() -> None:
    data = as_bytes(anonymous()).replace(b"P7Q2XK", b"P\xe97Q2X", 1)
    assert ("PatientName", "character set") in told(conformance(data))


def test_file_meta_that_disagrees_is_told() -> None:
    def change(ds: Dataset) -> None:
        ds.file_meta.MediaStorageSOPInstanceUID = "2.25.5"
        del ds.file_meta.ImplementationClassUID

    assert told(conformance(output(change))) == [
        ("file_meta.ImplementationClassUID", "file meta"),
        ("file_meta.MediaStorageSOPInstanceUID", "file meta"),
    ]


def test_a_transfer_syntax_that_does_not_fit_the_pixels_is_told() -> None:
    data = as_bytes(anonymous()).replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.5\0", 1)
    assert told(conformance(data)) == [("file_meta.TransferSyntaxUID", "file meta")]


def test_bytes_that_are_no_elements_are_told() -> None:
    found = conformance(as_bytes(anonymous()) + b"\1\2\3")
    assert [finding.message for finding in found] == [
        f"3 bytes after byte {len(as_bytes(anonymous()))} are no element"
    ]
    cut = conformance(as_bytes(anonymous())[:-8])
    assert cut[-1].aspect == "structure" or cut[0].aspect == "structure"


def test_an_unknown_sop_class_is_not_held_to_any_type() -> None:
    def change(ds: Dataset) -> None:
        ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.3.4"
        del ds.Modality

    assert told(conformance(output(change))) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_differs_from_itself(path) -> None:
    data = path.read_bytes()
    assert told(conformance(data, compared_to=data)) == []
