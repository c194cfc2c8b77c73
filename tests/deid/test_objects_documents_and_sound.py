"""Documents, sound, sealed values, directories: refused, emptied or removed, never passed on."""

from __future__ import annotations

from io import BytesIO

import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

from dcmteach.deid import Recipe, Rule, Secrets, apply, plan
from dcmteach.deid.objects import refusal
from dcmteach.deid.objects.documents import blank
from dcmteach.verify import conformance, leaks

STORAGE = "1.2.840.10008.5.1.4.1.1."
PDF, CDA, STL = f"{STORAGE}104.1", f"{STORAGE}104.2", f"{STORAGE}104.3"
SECRETS = Secrets.random()
BLANK = Recipe(rules=(Rule("clean", keyword="EncapsulatedDocument"),))


def document(sop_class: str, mime: str, data: bytes) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = "1.2.3.4.5"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset(BytesIO(), {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, "1.2.3.4.5"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = "1.2.3.4.5.1", "1.2.3.4.5.2"
    ds.PatientName, ds.PatientID, ds.Modality = "Kowalczyk^Zaneta", "LMC-0815", "DOC"
    ds.BurnedInAnnotation = "YES"
    ds.DocumentTitle = "Letter about Kowalczyk"
    ds.MIMETypeOfEncapsulatedDocument = mime
    ds.EncapsulatedDocument = data
    ds.EncapsulatedDocumentLength = len(data)
    return ds


@pytest.mark.parametrize(
    ("sop_class", "mime"), [(PDF, "application/pdf"), (CDA, "text/XML"), (STL, "model/stl")]
)
def test_a_document_is_refused_and_the_way_out_is_told(sop_class: str, mime: str) -> None:
    refused = plan(document(sop_class, mime, b"Kowalczyk!")).refused
    assert "cannot be cleaned with certainty" in refused
    assert "'clean EncapsulatedDocument' puts a blank one in its place" in refused


@pytest.mark.parametrize(
    ("sop_class", "mime", "begins"),
    [
        (PDF, "application/pdf", b"%PDF-1.4"),
        (CDA, "text/XML", b"<?xml"),
        (STL, "model/stl", b"blank "),
    ],
)
@pytest.mark.parametrize("strategy", ["clean", "clear"])
def test_a_rule_puts_a_blank_document_in_its_place(
    sop_class: str, mime: str, begins: bytes, strategy: str
) -> None:
    ds = document(sop_class, mime, b"Kowalczyk!")
    recipe = Recipe(rules=(Rule(strategy, keyword="EncapsulatedDocument"),))
    result = apply(ds, plan(ds, recipe), SECRETS)
    assert result.EncapsulatedDocument.startswith(begins)
    assert len(result.EncapsulatedDocument) % 2 == 0
    assert result.EncapsulatedDocumentLength == len(result.EncapsulatedDocument)
    assert result.MIMETypeOfEncapsulatedDocument == mime
    assert "Kowalczyk" not in result.DocumentTitle
    buffer = BytesIO()
    dcmwrite(buffer, result)
    assert not leaks(ds, buffer.getvalue())
    assert not conformance(result, compared_to=ds)


def test_the_blank_page_is_a_pdf_whose_table_of_objects_is_right() -> None:
    data = blank("application/pdf")
    assert data is not None
    start = int(data.split(b"startxref\n")[1].split()[0])
    assert data[start:].startswith(b"xref\n0 4\n")
    entries = data[start:].split(b"\n")[3:6]
    for number, entry in enumerate(entries, 1):
        assert data[int(entry[:10]) :].startswith(f"{number} 0 obj".encode())


def test_a_kind_of_document_nobody_knows_stays_refused() -> None:
    ds = document(PDF, "application/x-unknown", b"Kowalczyk!")
    assert "there is no blank one here" in plan(ds, BLANK).refused


def test_a_rule_may_give_a_document_of_its_own() -> None:
    recipe = Recipe(rules=(Rule("replace", "nothing here.", keyword="EncapsulatedDocument"),))
    ds = document(PDF, "application/pdf", b"Kowalczyk!")
    result = apply(ds, plan(ds, recipe), SECRETS)
    assert result.EncapsulatedDocument.startswith(b"nothing here.")


def test_recorded_sound_is_refused() -> None:
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = f"{STORAGE}9.4.1", "1.2.3"
    ds.WaveformSequence = Sequence([Dataset()])
    assert "a voice names its speaker" in plan(ds).refused


def test_a_directory_is_refused() -> None:
    ds = Dataset()
    ds.DirectoryRecordSequence = Sequence()
    assert "it is a DICOMDIR" in refusal(ds, Recipe())


def test_sealed_values_go() -> None:
    ds = document(PDF, "application/pdf", b"x!")
    sealed = Dataset()
    sealed.EncryptedContentTransferSyntaxUID = "1.2.840.10008.1.2.1"
    sealed.EncryptedContent = b"\x30\x80sealed"
    ds.EncryptedAttributesSequence = Sequence([sealed])
    result = apply(ds, plan(ds, BLANK), SECRETS)
    assert "EncryptedAttributesSequence" not in result
    step = plan(ds, BLANK).step("EncryptedAttributesSequence")
    assert "sealed the original values" in step.reason
