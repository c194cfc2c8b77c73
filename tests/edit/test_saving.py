"""What is saved is true to the data set, and to the standard's file format (PS3.10 7)."""

from __future__ import annotations

import copy
import os
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset, FileDataset

from dcmteach.edit import Editor, replace, save
from dcmteach.edit.meta import IMPLEMENTATION_CLASS_UID
from dcmteach.errors import SaveError
from dcmteach.header import find, read

TEST_FILES = Path(pydicom.__file__).parent / "data" / "test_files"


@pytest.fixture
def source(tmp_path: Path, ct_path: Path) -> Path:
    """A file of one's own, to be spoilt."""
    path = tmp_path / "source.dcm"
    path.write_bytes(ct_path.read_bytes())
    return path


def test_a_saved_file_reads_back_the_same(ct: FileDataset, tmp_path: Path) -> None:
    path = save(ct, tmp_path / "out.dcm")
    assert path == tmp_path / "out.dcm"
    assert list(tmp_path.iterdir()) == [path]
    assert pydicom.dcmread(path) == ct


def test_saving_does_not_change_the_data_set(ct: FileDataset, tmp_path: Path) -> None:
    before = copy.deepcopy(ct)
    save(ct, tmp_path / "out.dcm")
    assert ct == before
    assert ct.file_meta == before.file_meta
    assert ct.preamble == before.preamble


def test_the_preamble_is_wiped(source: Path, tmp_path: Path) -> None:
    source.write_bytes(b"Anna Smith".ljust(128, b"\x00") + source.read_bytes()[128:])
    path = save(read(source), tmp_path / "out.dcm")
    assert path.read_bytes()[:132] == b"\x00" * 128 + b"DICM"


def test_the_file_meta_follows_the_data_set(ct: FileDataset, tmp_path: Path) -> None:
    replace(ct, "SOPInstanceUID", "1.2.3.4")
    meta = pydicom.dcmread(save(ct, tmp_path / "out.dcm")).file_meta
    assert meta.MediaStorageSOPInstanceUID == "1.2.3.4"
    assert meta.MediaStorageSOPClassUID == ct.SOPClassUID
    assert meta.TransferSyntaxUID == ct.file_meta.TransferSyntaxUID
    assert meta.ImplementationClassUID == IMPLEMENTATION_CLASS_UID
    assert meta.ImplementationVersionName == "DCMTEACH"
    assert meta.FileMetaInformationVersion == b"\x00\x01"


def test_our_implementation_uid_is_a_good_one() -> None:
    uid = pydicom.uid.UID(IMPLEMENTATION_CLASS_UID)
    assert uid.is_valid
    assert int(uid.split(".")[1]) < 2**128


def test_a_file_without_preamble_gets_file_meta(tmp_path: Path) -> None:
    ds = read(TEST_FILES / "ExplVR_LitEndNoMeta.dcm")
    again = pydicom.dcmread(save(ds, tmp_path / "out.dcm"))
    assert again.file_meta.TransferSyntaxUID == pydicom.uid.ExplicitVRLittleEndian
    assert again.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID


def test_a_data_set_made_in_memory_is_saved(tmp_path: Path) -> None:
    ds = Dataset()
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    ds.SOPInstanceUID = "1.2.3"
    ds.PatientName = "Case^001"
    again = pydicom.dcmread(save(ds, tmp_path / "out.dcm"))
    assert again.file_meta.TransferSyntaxUID == pydicom.uid.ExplicitVRLittleEndian
    assert again == ds


@pytest.mark.parametrize("keyword", ["SOPClassUID", "SOPInstanceUID"])
def test_a_data_set_that_does_not_say_what_it_is_is_refused(tmp_path: Path, keyword: str) -> None:
    ds = Dataset()
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    ds.SOPInstanceUID = "1.2.3"
    del ds[keyword]
    with pytest.raises(SaveError, match=f"has no {keyword}.*add\\(ds, '{keyword}', …\\)"):
        save(ds, tmp_path / "out.dcm")
    assert list(tmp_path.iterdir()) == []


def test_a_dicomdir_is_not_saved(tmp_path: Path) -> None:
    ds = pydicom.dcmread(TEST_FILES / "dicomdirtests" / "DICOMDIR")
    with pytest.raises(SaveError, match="byte positions of its own records"):
        save(ds, tmp_path / "DICOMDIR")


def test_a_transfer_syntax_that_is_not_the_pixels_own_is_refused(tmp_path: Path) -> None:
    compressed = read(TEST_FILES / "JPEG2000.dcm")
    compressed.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    with pytest.raises(SaveError, match="but the pixels are compressed"):
        save(compressed, tmp_path / "out.dcm")
    native = read(TEST_FILES / "CT_small.dcm")
    native.file_meta.TransferSyntaxUID = pydicom.uid.JPEG2000
    with pytest.raises(SaveError, match="but the pixels are not compressed"):
        save(native, tmp_path / "out.dcm")
    native.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRBigEndian
    with pytest.raises(SaveError, match="the other byte order"):
        save(native, tmp_path / "out.dcm")
    native.file_meta.TransferSyntaxUID = native.SOPClassUID
    with pytest.raises(SaveError, match="no transfer syntax of the standard"):
        save(native, tmp_path / "out.dcm")


def test_an_edit_in_a_private_sequence_of_an_implicit_file_is_saved(tmp_path: Path) -> None:
    editor = Editor(read(TEST_FILES / "priv_SQ.dcm"))
    editor.clear("(3F03,1001)[0].ReferringPhysicianName")
    again = read(editor.save(tmp_path / "out.dcm"))
    assert find(again, "(3F03,1001)[0].ReferringPhysicianName").is_empty


def test_deferred_pixels_are_fetched_from_the_source(source: Path, tmp_path: Path) -> None:
    whole = read(source)
    deferred = pydicom.dcmread(source, defer_size=1024)
    assert pydicom.dcmread(save(deferred, tmp_path / "out.dcm")) == whole


# The source is never written to, whatever it is called.


def _source_by_its_own_name(source: Path) -> Path:
    return source


def _source_by_a_relative_path(source: Path) -> Path:
    return Path(os.path.relpath(source))


def _source_by_a_detour(source: Path) -> Path:
    (source.parent / "folder").mkdir()
    return source.parent / "folder" / ".." / source.name


def _source_by_a_symbolic_link(source: Path) -> Path:
    link = source.with_name("symbolic.dcm")
    link.symlink_to(source)
    return link


def _source_by_a_linked_folder(source: Path) -> Path:
    link = source.parent / "linked"
    link.symlink_to(source.parent, target_is_directory=True)
    return link / source.name


def _source_by_a_hard_link(source: Path) -> Path:
    link = source.with_name("hard.dcm")
    link.hardlink_to(source)
    return link


@pytest.mark.parametrize(
    "name",
    [
        _source_by_its_own_name,
        _source_by_a_relative_path,
        _source_by_a_detour,
        _source_by_a_symbolic_link,
        _source_by_a_linked_folder,
        _source_by_a_hard_link,
    ],
)
def test_the_source_is_never_overwritten(source: Path, name: object) -> None:
    before = source.read_bytes()
    ds = read(source)
    replace(ds, "PatientName", "Case^001")
    with pytest.raises(SaveError, match="an input file is never changed"):
        save(ds, name(source), overwrite=True)  # type: ignore[operator]
    assert source.read_bytes() == before


def test_the_source_is_not_recreated_once_it_is_gone(source: Path) -> None:
    ds = read(source)
    source.unlink()
    with pytest.raises(SaveError, match="an input file is never changed"):
        save(ds, source)


def test_a_file_that_is_there_is_replaced_on_request_only(ct: FileDataset, tmp_path: Path) -> None:
    path = tmp_path / "out.dcm"
    path.write_text("precious")
    with pytest.raises(SaveError) as refused:
        save(ct, path)
    assert str(refused.value) == (
        "'out.dcm' is there already. Choose another name, or pass overwrite=True to replace it. "
        "Nothing was written."
    )
    assert path.read_text() == "precious"
    assert pydicom.dcmread(save(ct, path, overwrite=True)) == ct


def test_a_folder_is_no_destination(ct: FileDataset, tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=r"is a folder\. Give the name of a file in it"):
        save(ct, tmp_path, overwrite=True)
    with pytest.raises(SaveError, match="There is no folder"):
        save(ct, tmp_path / "nowhere" / "out.dcm")


def test_a_value_that_cannot_be_written_names_the_element_not_the_value(
    ct: FileDataset, tmp_path: Path
) -> None:
    with pytest.warns(UserWarning, match="cannot be assigned"):
        ct.PatientComments = ["Anna", 4711]
    with pytest.raises(SaveError) as refused:
        save(ct, tmp_path / "out.dcm")
    assert "PatientComments (0010,4000) has a value that cannot be written" in str(refused.value)
    assert "Anna" not in str(refused.value)
    assert refused.value.__suppress_context__
    assert list(tmp_path.iterdir()) == []


def test_a_value_that_would_come_back_different_is_not_saved(
    ct: FileDataset, tmp_path: Path
) -> None:
    ct.PatientComments = "Müller"
    ct.SpecificCharacterSet = "ISO_IR 144"
    with pytest.raises(SaveError, match="Read back, PatientComments is not what it was meant to"):
        save(ct, tmp_path / "out.dcm")
    assert list(tmp_path.iterdir()) == []
