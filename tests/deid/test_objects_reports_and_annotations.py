"""Structured reports and annotations of waveforms: made up, or cleaned where the option asks."""

from __future__ import annotations

from io import BytesIO

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

from dcmteach.deid import Recipe, Secrets, apply, plan
from dcmteach.synth import sample
from dcmteach.verify import conformance, leaks

SR = "1.2.840.10008.5.1.4.1.1.88.33"
SECRETS = Secrets.random()
CLEAN = Recipe(options=("clean-structured-content", "clean-descriptors"))


def code(value: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, "DCM", meaning
    return item


def content(kind: str, name: str, **values: object) -> Dataset:
    item = Dataset()
    item.RelationshipType, item.ValueType = "CONTAINS", kind
    item.ConceptNameCodeSequence = Sequence([code("121106", name)])
    for keyword, value in values.items():
        setattr(item, keyword, value)
    return item


def report() -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = SR
    meta.MediaStorageSOPInstanceUID = "1.2.3.4.5"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset(BytesIO(), {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = SR, "1.2.3.4.5"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = "1.2.3.4.5.1", "1.2.3.4.5.2"
    ds.PatientName, ds.PatientID, ds.Modality = "Kowalczyk^Zaneta", "LMC-0815", "SR"
    ds.PatientBirthDate = "19700301"
    ds.ValueType, ds.ContinuityOfContent = "CONTAINER", "SEPARATE"
    ds.ConceptNameCodeSequence = Sequence([code("126000", "Imaging Measurement Report")])
    number = Dataset()
    number.NumericValue = "42.5"
    number.MeasurementUnitsCodeSequence = Sequence([code("mm", "millimetre")])
    image = Dataset()
    image.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    image.ReferencedSOPInstanceUID = "1.2.3.4.5.6.7"
    inner = content(
        "CONTAINER",
        "Finding",
        ContinuityOfContent="SEPARATE",
        ContentSequence=Sequence(
            [
                content("TEXT", "Comment", TextValue="Mrs Kowalczyk has a lesion in segment 4"),
                content("PNAME", "Person Observer", PersonName="Boss^Big"),
                content("NUM", "Length", MeasuredValueSequence=Sequence([number])),
                content("IMAGE", "Source", ReferencedSOPSequence=Sequence([image])),
                content("UIDREF", "Tracking", UID="1.2.3.4.5.6.8"),
                content("DATE", "Study Date", Date="20200220"),
            ]
        ),
    )
    ds.ContentSequence = Sequence([inner])
    return ds


def done(ds: Dataset, recipe: Recipe) -> Dataset:
    buffer = BytesIO()
    dcmwrite(buffer, apply(ds, plan(ds, recipe), SECRETS))
    assert not leaks(ds, buffer.getvalue())
    result = dcmread(BytesIO(buffer.getvalue()))
    assert not conformance(result, compared_to=ds)
    return result


@pytest.mark.parametrize("recipe", [Recipe(), CLEAN], ids=["made up", "cleaned"])
def test_the_structure_the_codes_and_the_numbers_of_a_report_stay(recipe: Recipe) -> None:
    ds = report()
    before = ds.ContentSequence[0].ContentSequence
    after = done(ds, recipe).ContentSequence[0].ContentSequence
    assert [item.ValueType for item in after] == [item.ValueType for item in before]
    for new, old in zip(after, before, strict=True):
        assert new.ConceptNameCodeSequence == old.ConceptNameCodeSequence
    assert after[2].MeasuredValueSequence[0].NumericValue == "42.5"
    assert after[1].PersonName != "Boss^Big"
    assert after[3].ReferencedSOPSequence[0].ReferencedSOPInstanceUID.startswith("2.25.")
    assert after[4].UID.startswith("2.25.")
    assert after[5].Date != "20200220"


def test_texts_of_a_report_are_made_up_by_the_profile_alone() -> None:
    after = done(report(), Recipe()).ContentSequence[0].ContentSequence
    assert after[0].TextValue
    assert "lesion" not in after[0].TextValue


def test_texts_of_a_report_keep_what_names_nobody_where_the_option_asks() -> None:
    after = done(report(), CLEAN).ContentSequence[0].ContentSequence
    assert "lesion in segment 4" in after[0].TextValue
    assert "Kowalczyk" not in after[0].TextValue


@pytest.mark.parametrize("recipe", [Recipe(), CLEAN], ids=["made up", "cleaned"])
def test_annotations_of_a_waveform_name_nobody_and_the_samples_stay(recipe: Recipe) -> None:
    ds = sample("ecg")
    ds.PatientName = "Kowalczyk^Zaneta"
    note = Dataset()
    note.UnformattedTextValue = "Kowalczyk moved during the recording"
    note.ReferencedWaveformChannels = [1, 0]
    ds.WaveformAnnotationSequence = Sequence([note])
    result = done(ds, recipe)
    old, new = ds.WaveformSequence[0], result.WaveformSequence[0]
    assert new.WaveformData == old.WaveformData
    notes = result.get("WaveformAnnotationSequence") or []  # Type 3 here: it may go as a whole
    kept = [note.get("UnformattedTextValue", "") for note in notes]
    assert not any("Kowalczyk" in text for text in kept)
    assert any("moved during" in text for text in kept) == (recipe is CLEAN)
