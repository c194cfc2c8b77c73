"""Apply does what the plan says and nothing else: bytes, byte order and pixels stay as they are."""

from __future__ import annotations

import io
from pathlib import Path

import pydicom
import pytest
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from dcmteach.deid import Recipe, Rule, Secrets, apply, plan
from dcmteach.errors import DcmteachError
from dcmteach.header import read
from dcmteach.verify import conformance, leaks

TEST_FILES = Path(pydicom.__file__).parent / "data" / "test_files"
SECRETS = Secrets(b"a key for the tests of apply")
RECIPES = ["basic", "basic+clean-descriptors+clean-structured-content+clean-graphics", "anonymise"]


def files() -> list[Path]:
    found = []
    for path in sorted(TEST_FILES.rglob("*")):
        if path.is_file() and path.stat().st_size < 400_000:
            try:
                read(path)
            except DcmteachError:
                continue
            found.append(path)
    return found


def written(ds: Dataset) -> bytes:
    buffer = io.BytesIO()
    ds.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def reread(ds: Dataset) -> FileDataset:
    return pydicom.dcmread(io.BytesIO(written(ds)))


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_every_file_of_pydicoms_comes_out_clean_and_sound_or_is_refused(path: Path) -> None:
    for name in RECIPES:
        ds = read(path)
        made = plan(ds, name)
        if made.refused:
            with pytest.raises(DcmteachError, match="refused"):
                apply(ds, made, SECRETS)
            continue
        data = written(apply(ds, made, SECRETS))
        assert not leaks(path, data, allowed=made.allowed).certain
        if path.name != "SC_rgb_jpeg.dcm":  # nobody can write this one as it is
            assert not conformance(data, compared_to=read(path))
        result = pydicom.dcmread(io.BytesIO(data))
        assert result.file_meta.TransferSyntaxUID == ds.file_meta.get(
            "TransferSyntaxUID", result.file_meta.TransferSyntaxUID
        )
        if "PixelData" in ds and {"overlay bits", "segments or keep"}.isdisjoint(
            step.value for step in made
        ):
            assert result.PixelData == ds.PixelData


@pytest.mark.parametrize(
    "syntax",
    [
        ExplicitVRLittleEndian,
        ImplicitVRLittleEndian,
        ExplicitVRBigEndian,
        DeflatedExplicitVRLittleEndian,
    ],
)
def test_the_transfer_syntax_stays(syntax: pydicom.uid.UID) -> None:
    before = in_syntax(syntax)
    data = written(apply(before, plan(before), SECRETS))
    after = pydicom.dcmread(io.BytesIO(data))
    assert after.file_meta.TransferSyntaxUID == syntax
    assert after.original_encoding == before.original_encoding
    assert (after.Rows, after.WindowCenter) == (2, 40)
    assert after.PixelData == b"\x01\x02\x03\x04\x05\x06\x07\x08"


def in_syntax(syntax: pydicom.uid.UID) -> FileDataset:
    ds = make()
    ds.file_meta.TransferSyntaxUID = syntax
    buffer = io.BytesIO()
    pydicom.dcmwrite(buffer, ds, enforce_file_format=True)
    buffer.seek(0)
    return pydicom.dcmread(buffer)


def make() -> FileDataset:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", "1.2.826.0.1.3680043.99.1"
    ds.PatientName, ds.PatientID = "Bodmer^Aline", "BA-1177"
    ds.Modality, ds.WindowCenter, ds.WindowWidth = "CT", "40", "400"
    ds.Rows, ds.Columns, ds.BitsAllocated = 2, 2, 16
    ds.add_new(0x7FE00010, "OW", b"\x01\x02\x03\x04\x05\x06\x07\x08")
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "1", "99X", "Chest"
    ds.AnatomicRegionSequence = Sequence([item])
    return ds


def test_the_input_is_not_changed() -> None:
    before = reread(make())
    snapshot = written(reread(make()))
    result = apply(before, plan(before), SECRETS)
    result.Rows = 99
    result.AnatomicRegionSequence[0].CodeMeaning = "Changed"
    result.file_meta.ImplementationVersionName = "CHANGED"
    del result.WindowCenter
    assert written(before) == snapshot


def test_an_input_that_was_decoded_before_is_not_changed_either() -> None:
    before = make()
    before.decode()
    snapshot = written(before)
    result = apply(before, plan(before), SECRETS)
    result.PatientName = "Changed"
    result.AnatomicRegionSequence[0].CodeMeaning = "Changed"
    result["WindowCenter"].value = 7
    assert written(before) == snapshot


def test_what_is_kept_is_never_decoded() -> None:
    before = reread(make())
    result = apply(before, plan(before), SECRETS)
    for keyword in ("PixelData", "Rows", "WindowCenter"):
        element = result._dict[pydicom.tag.Tag(keyword)]
        assert isinstance(element, RawDataElement)
        assert element is before._dict[pydicom.tag.Tag(keyword)]


def test_pixels_left_in_their_file_are_still_found(tmp_path: Path) -> None:
    ds = make()
    ds.Rows = 512
    ds.add_new(0x7FE00010, "OW", bytes(range(256)) * 512)
    path = tmp_path / "a.dcm"
    path.write_bytes(written(ds))
    before = read(path, defer_pixels=True)
    assert apply(before, plan(before), SECRETS).PixelData == ds.PixelData


def test_preamble_group_lengths_and_padding_go() -> None:
    ds = make()
    ds.preamble = b"Bodmer".ljust(128, b" ")
    ds.add_new(0x00100000, "UL", 12)
    ds.add_new(0xFFFCFFFC, "OB", b"Bodmer")
    made = plan(ds)
    assert made.steps[0].path == "preamble"
    result = apply(ds, made, SECRETS)
    assert result.preamble == b"\0" * 128
    assert 0x00100000 not in result
    assert 0xFFFCFFFC not in result
    assert b"Bodmer" not in written(result)


def test_file_meta_tells_what_is_known_and_nothing_more() -> None:
    ds = make()
    meta = ds.file_meta
    meta.MediaStorageSOPInstanceUID = "1.2.826.0.1.3680043.99.77"
    meta.SourceApplicationEntityTitle = "BODMERPACS"
    meta.SendingApplicationEntityTitle = "BODMERPACS"
    meta.ReceivingApplicationEntityTitle = "BODMERPACS"
    meta.PrivateInformationCreatorUID = "1.2.3"
    meta.PrivateInformation = b"Bodmer"
    meta.ImplementationVersionName = "BODMER_1"
    result = apply(ds, plan(ds), SECRETS)
    assert {element.keyword for element in result.file_meta} == {
        "FileMetaInformationVersion",
        "MediaStorageSOPClassUID",
        "MediaStorageSOPInstanceUID",
        "TransferSyntaxUID",
        "ImplementationClassUID",
        "ImplementationVersionName",
    }
    assert result.file_meta.MediaStorageSOPInstanceUID == result.SOPInstanceUID
    assert result.file_meta.ImplementationVersionName == "DCMTEACH"


def test_a_data_set_made_in_memory_can_be_applied_to_and_written() -> None:
    ds = Dataset()
    for element in make():
        ds.add(element)
    result = apply(ds, plan(ds), SECRETS)
    again = reread(result)
    assert again.PatientID == again.PatientName
    assert again.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian


def test_the_same_key_makes_the_same_bytes_and_another_key_others() -> None:
    first, second = (written(apply(ds, plan(ds), SECRETS)) for ds in (make(), make()))
    assert first == second
    ds = make()
    assert written(apply(ds, plan(ds), Secrets(b"quite another key of bytes"))) != first


def test_a_plan_belongs_to_its_data_set() -> None:
    ds = make()
    recipe = Recipe(rules=(Rule("clear", keyword="CodeMeaning"),))
    made = plan(ds, recipe)
    del ds.AnatomicRegionSequence
    with pytest.raises(DcmteachError, match="this data set has no such place"):
        apply(ds, made, SECRETS)


def test_a_value_with_letters_the_character_set_lacks_is_refused_by_name() -> None:
    ds = make()
    recipe = Recipe(rules=(Rule("replace", "Łódź", keyword="PatientName"),))
    with pytest.raises(DcmteachError, match="PatientName cannot be written under its VR"):
        apply(ds, plan(ds, recipe), SECRETS)
    ds.SpecificCharacterSet = "ISO_IR 192"
    assert reread(apply(ds, plan(ds, recipe), SECRETS)).PatientName == "Łódź"


@pytest.mark.parametrize(
    ("sop_class", "reason"),
    [
        ("1.2.840.10008.5.1.4.1.1.6", "private, retired or newer"),
        ("1.3.12.2.1107.5.9.1", "private, retired or newer"),
        ("1.2.840.10008.1.3.10", "DICOMDIR"),
    ],
)
def test_what_nobody_can_judge_is_refused(sop_class: str, reason: str) -> None:
    ds = make()
    ds.SOPClassUID = sop_class
    made = plan(ds)
    assert made.refused is not None
    assert reason in made.refused
    assert not made.steps


def test_unknown_classes_get_the_strictest_reading_on_request() -> None:
    ds = make()
    ds.SOPClassUID = "1.3.12.2.1107.5.9.1"
    ds.SeriesDate, ds.StudyDate = "20200101", "20200101"
    made = plan(ds, unknown_sop="strictest")
    assert made.refused is None
    step = made.step("SeriesDate")
    assert step is not None
    assert step.strategy == "remove"
    assert "Bodmer" not in str(apply(ds, made, SECRETS))


def test_a_file_without_its_uids_is_refused() -> None:
    ds = make()
    del ds.SOPInstanceUID
    assert "no SOP Instance UID" in str(plan(ds).refused)
