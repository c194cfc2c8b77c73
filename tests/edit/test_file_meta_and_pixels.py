"""What describes the file or its pixels is not edited by hand."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import FileDataset

from dcmteach.edit import add, clear, remove, replace
from dcmteach.errors import EditRefused, PathError
from dcmteach.header import read

TEST_FILES = Path(pydicom.__file__).parent / "data" / "test_files"


@pytest.mark.parametrize("path", ["file_meta.TransferSyntaxUID", "TransferSyntaxUID"])
def test_the_transfer_syntax_is_not_edited_even_by_force(ct: FileDataset, path: str) -> None:
    with pytest.raises(EditRefused) as refused:
        replace(ct, path, "1.2.840.10008.1.2", force=True)
    assert str(refused.value) == (
        "file_meta.TransferSyntaxUID says how the bytes that follow are encoded, so save() writes "
        "it and it is not edited by hand (PS3.10 7.1). To change the encoding, use "
        "ds.decompress() or ds.compress()."
    )


def test_the_media_storage_uids_follow_their_originals(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="Overwrite SOPInstanceUID; this one will follow"):
        replace(ct, "file_meta.MediaStorageSOPInstanceUID", "1.2.3")
    with pytest.raises(EditRefused, match="Overwrite SOPClassUID; this one will follow"):
        remove(ct, "file_meta.MediaStorageSOPClassUID")


def test_the_application_entity_in_the_file_meta_is_edited(ct: FileDataset) -> None:
    replace(ct, "file_meta.SourceApplicationEntityTitle", "ARCHIVE")
    assert ct.file_meta.SourceApplicationEntityTitle == "ARCHIVE"
    remove(ct, "file_meta.SourceApplicationEntityTitle")
    add(ct, "file_meta.SendingApplicationEntityTitle", "GATEWAY")
    assert ct.file_meta.SendingApplicationEntityTitle == "GATEWAY"
    with pytest.raises(EditRefused, match="at most 16 characters"):
        replace(ct, "file_meta.SendingApplicationEntityTitle", "x" * 17)


def test_the_data_set_has_no_place_in_the_file_meta(ct: FileDataset) -> None:
    with pytest.raises(PathError, match="does not belong into the file meta information"):
        add(ct, "file_meta.PatientName", "x")


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("Rows", 64),
        ("Columns", 256),
        ("BitsAllocated", 8),
        ("PixelRepresentation", 0),
        ("PhotometricInterpretation", "RGB"),
    ],
)
def test_the_layout_of_the_pixels_is_not_edited(
    ct: FileDataset, keyword: str, value: object
) -> None:
    with pytest.raises(EditRefused, match="describes how the pixel values are laid out") as refused:
        replace(ct, keyword, value)
    assert "C.7.6.3" in refused.value.rule
    assert replace(ct, keyword, value, force=True).forced


def test_what_changes_nothing_about_the_pixels_is_allowed(ct: FileDataset) -> None:
    assert not replace(ct, "Rows", 128).forced
    assert not replace(ct, "PhotometricInterpretation", "MONOCHROME1").forced


def test_adding_frames_the_pixels_do_not_have_is_refused(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="describes how the pixel values are laid out"):
        add(ct, "NumberOfFrames", 2)


def test_pixels_of_the_wrong_length_are_refused(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="must hold 32768 bytes"):
        replace(ct, "PixelData", b"\x00" * 100)
    replace(ct, "PixelData", b"\x00" * 32768)
    assert set(ct.PixelData) == {0}


def test_compressed_pixels_are_not_typed() -> None:
    ds = read(TEST_FILES / "JPEG2000.dcm")
    with pytest.raises(EditRefused, match="holds a compressed image"):
        replace(ds, "PixelData", b"\x00" * 100)


def test_rows_without_pixels_are_free(ct: FileDataset) -> None:
    del ct.PixelData
    assert not replace(ct, "Rows", 64).forced


def test_group_lengths_are_left_alone(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="no file needs it"):
        add(ct, (0x0010, 0x0000), 4)
    with pytest.raises(EditRefused):
        clear(ct, (0x0000, 0x0002))
