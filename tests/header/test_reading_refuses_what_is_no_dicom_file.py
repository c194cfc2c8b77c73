from __future__ import annotations

import gzip
import os
import struct
import zipfile
from pathlib import Path

import pytest
from pydicom import dcmread, dcmwrite
from pydicom.dataset import Dataset, FileDataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
)

from dcmteach import ReadError
from dcmteach.header import diff, read, table


def _refusal(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(path)
    return str(caught.value)


def test_a_whole_file_is_read(saved: Path) -> None:
    assert read(saved).PatientID == "ZX-48151"


def test_a_missing_file_is_named_with_its_folder(tmp_path: Path) -> None:
    text = _refusal(tmp_path / "gone.dcm")
    assert "There is no file 'gone.dcm'" in text
    assert str(tmp_path) in text


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.dcm").touch()
    assert "'e.dcm' is empty (0 bytes)" in _refusal(tmp_path / "e.dcm")


def test_a_folder_is_refused_and_survey_recommended(tmp_path: Path) -> None:
    text = _refusal(tmp_path)
    assert "is a folder" in text
    assert "survey()" in text


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is a device" in _refusal(tmp_path / "pipe")


def test_an_unreadable_file_says_who_refuses(saved: Path) -> None:
    saved.chmod(0)
    if os.access(saved, os.R_OK):
        pytest.skip("the administrator may read everything")
    assert "operating system refuses" in _refusal(saved)


@pytest.mark.parametrize(
    ("start", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "a PNG picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 200, "a JPEG picture"),
        (b"%PDF-1.7\n", "a PDF document"),
        (struct.pack("<i", 348) + b"\0" * 340 + b"n+1\0" + b"\0" * 8, "a NIfTI image"),
        (b"NRRD0004\n", "an NRRD image"),
        (b"name,id\nDoe,1\n", "a text file"),
        ("Grüße aus Köln\n".encode() * 100, "a text file"),
        (b'{"00100010": 1}', "JSON"),
        (b"<!DOCTYPE html><p>404", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 30, "a 7-Zip archive"),
        (bytes(range(256)) * 4, "is not a DICOM file: 'DICM' does not stand at byte 128"),
    ],
)
def test_other_kinds_of_file_are_called_by_their_name(
    tmp_path: Path, start: bytes, says: str
) -> None:
    (tmp_path / "x").write_bytes(start)
    assert says in _refusal(tmp_path / "x")


def test_archives_are_to_be_unpacked_first(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(saved)
    (tmp_path / "a.gz").write_bytes(gzip.compress(saved.read_bytes()))
    assert "a zip archive, not a DICOM file. Unpack it first" in _refusal(tmp_path / "a.zip")
    assert "compressed with gzip" in _refusal(tmp_path / "a.gz")


def test_a_dicomdir_is_refused_with_what_to_read_instead(ds: FileDataset, tmp_path: Path) -> None:
    ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.1.3.10"
    ds.save_as(tmp_path / "DICOMDIR")
    text = _refusal(tmp_path / "DICOMDIR")
    assert "is a DICOMDIR: an index of the files on a disc" in text
    assert "Give one of the image files" in text


def test_a_file_without_preamble_is_read_if_it_makes_a_data_set(
    saved: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.dcm"
    bare.write_bytes(saved.read_bytes()[132:])
    assert read(bare).PatientID == "ZX-48151"


@pytest.mark.parametrize("implicit", [True, False])
def test_a_bare_data_set_without_file_meta_is_read(
    ds: FileDataset, tmp_path: Path, implicit: bool
) -> None:
    path = tmp_path / "bare.dcm"
    del ds.file_meta.TransferSyntaxUID
    ds.file_meta.clear()
    ds.preamble = None
    ds.save_as(path, implicit_vr=implicit, little_endian=True)
    assert read(path).PatientID == "ZX-48151"


def test_noise_is_never_taken_for_a_file_without_preamble(tmp_path: Path) -> None:
    import random

    chance = random.Random(4)
    for number in range(50):
        path = tmp_path / f"noise{number}"
        path.write_bytes(chance.randbytes(600))
        assert "not a DICOM file" in _refusal(path)


@pytest.mark.parametrize(
    "syntax", [ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian]
)
def test_every_encoding_gives_the_same_header(
    ds: FileDataset, saved: Path, tmp_path: Path, syntax: str
) -> None:
    before = read(saved)
    other = Dataset()
    other.update(ds)
    other.file_meta = ds.file_meta
    other.file_meta.TransferSyntaxUID = syntax
    dcmwrite(
        tmp_path / "other.dcm",
        other,
        implicit_vr=syntax == ImplicitVRLittleEndian,
        little_endian=syntax != ExplicitVRBigEndian,
        enforce_file_format=True,
    )
    after = read(tmp_path / "other.dcm")
    changed = {row.path for row in diff(before, after) if not row.path.startswith("file_meta.")}
    # Implicit VR writes no VR: private elements lose theirs, pixel data are OW (PS3.5 A.1).
    lost = {"(01F1,1026)", "PixelData"} if syntax == ImplicitVRLittleEndian else set()
    assert changed == lost


def test_values_can_be_left_in_the_file_until_needed(ds: FileDataset, tmp_path: Path) -> None:
    ds.PixelData = bytes(100_000)
    ds.save_as(tmp_path / "big.dcm")
    lazily = read(tmp_path / "big.dcm", defer_pixels=True)
    assert table(lazily)["PixelData"].value == "(100000 bytes)"
    assert lazily.get_item("PixelData", keep_deferred=True).value is None
    assert not len(diff(lazily, dcmread(tmp_path / "big.dcm")))
