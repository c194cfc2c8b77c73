"""export(): what is written, what is left behind, and what still identifies."""

from __future__ import annotations

import gzip
import sys
import types
from pathlib import Path

import numpy as np
import pydicom
import pytest
from made_series import CANARY, enhanced, nifti, put, series, slice_, tilted, write

from dcmteach.errors import DcmteachError, SaveError
from dcmteach.pixels import Exported, export, volume

sitk = pytest.importorskip("SimpleITK")

VALUES = np.arange(3 * 5 * 4, dtype=np.int16).reshape(3, 5, 4)


def states(made: Exported) -> dict[str, str]:
    return {trace.what: trace.state for trace in made}


def why(made: Exported, what: str) -> str:
    (found,) = [trace.why for trace in made if trace.what == what]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(series(4), tmp_path / "series")


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch):
    """Let the search for a face say what a test wants."""

    def say(answer: object) -> None:
        module = types.ModuleType("dcmteach.pixels.face_there")

        def has_face(_volume: object) -> object:
            if isinstance(answer, Exception):
                raise answer
            return answer

        module.has_face = has_face  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "dcmteach.pixels.face_there", module)

    return say


class There:
    def __init__(self, present: bool, reason: str) -> None:
        self.present, self.reason = present, reason

    def __bool__(self) -> bool:
        return self.present


# --- a volume -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["out.nii", "out.nii.gz", "OUT.NII.GZ"])
def test_a_series_becomes_nifti_with_nothing_but_values_and_place(folder, tmp_path, name):
    made = export(folder, tmp_path / name, face=False)
    assert (made.form, made.path) == ("NIfTI", tmp_path / name)
    data = made.path.read_bytes()
    data = gzip.decompress(data) if name.lower().endswith("gz") else data
    for start, size in ((4, 10), (14, 18), (148, 80), (228, 24), (328, 16)):
        assert data[start : start + size] == bytes(size)
    assert data[348:352] == bytes(4)
    assert len(data) == 352 + 4 * 5 * 4 * 2
    for word in (CANARY, "4711", "19381222"):
        assert word.encode() not in data
    again = volume(made.path).image
    assert np.array_equal(
        sitk.GetArrayFromImage(again), sitk.GetArrayFromImage(volume(folder).image)
    )


def test_what_the_header_said_is_told_as_gone_without_being_told(folder, tmp_path):
    made = export(folder, tmp_path / "out.nii", face=False)
    assert states(made)["header"] == "gone"
    said = why(made, "header")
    assert "elements of 4 files are not written" in said
    assert "among them patient name, patient ID, birth date" in said
    for text in (str(made), repr(made), made._repr_html_(), str(made.to_json())):
        assert CANARY not in text
        assert "4711" not in text


def test_icons_and_overlays_are_left_behind(tmp_path):
    slices = series(3)
    for ds in slices:
        ds.add_new(0x60000010, "US", 5)
        ds.add_new(0x60000011, "US", 4)
        ds.IconImageSequence = [pydicom.Dataset()]
    made = export(slices, tmp_path / "out.nii", face=False)
    assert (states(made)["overlays"], states(made)["icon"]) == ("gone", "gone")
    assert "3 overlay planes" in why(made, "overlays")


@pytest.mark.parametrize("extension", [b"", CANARY.encode() * 30])
def test_the_words_of_a_nifti_source_are_told_and_left_behind(tmp_path, extension):
    source = tmp_path / "in.nii"
    source.write_bytes(nifti(VALUES, extension=extension))
    made = export(source, tmp_path / "out.nii.gz", face=False)
    expected = dict.fromkeys(("db_name", "descrip", "aux_file", "intent_name"), "gone")
    if extension:
        expected["extensions"] = "gone"
        assert why(made, "extensions").startswith(f"{len(extension) + 8} bytes behind the header")
    assert expected.items() <= states(made).items()
    assert why(made, "descrip") == "It held 16 characters of text."
    assert CANARY[:12] not in str(made)
    assert CANARY[:12].encode() not in gzip.decompress(made.path.read_bytes())


def test_the_name_inside_gzip_is_told(tmp_path):
    source = tmp_path / "in.nii.gz"
    with (
        source.open("wb") as raw,
        gzip.GzipFile(filename=f"{CANARY}.nii", fileobj=raw, mode="wb") as packer,
    ):
        packer.write(nifti(VALUES, words=False))
    made = export(source, tmp_path / "out.nii.gz", face=False)
    assert states(made)["name inside gzip"] == "gone"
    assert CANARY.encode() not in made.path.read_bytes()


def test_a_nifti_source_without_words_is_told_as_such(tmp_path):
    source = tmp_path / "in.nii"
    source.write_bytes(nifti(VALUES, words=False))
    assert states(export(source, tmp_path / "out.nii", face=False))["header"] == "none"


def test_a_volume_that_was_changed_is_written_as_it_is_now(folder, tmp_path):
    given = volume(folder)
    changed = given.with_image(given.image * 0 - 1000)
    made = export(changed, tmp_path / "out.nii", face=False)
    assert sitk.GetArrayFromImage(volume(made.path).image).max() == -1000


def test_a_tilted_series_is_refused_or_sheared(tmp_path):
    with pytest.raises(DcmteachError, match="the gantry was tilted"):
        export(tilted(), tmp_path / "out.nii")
    assert not (tmp_path / "out.nii").exists()
    made = export(tilted(), tmp_path / "out.nii", tilt="shear", face=False)
    assert volume(made.path, tilt="shear").sheared


def test_frame_and_window_are_for_pictures(folder, tmp_path):
    with pytest.raises(DcmteachError, match="NIfTI holds the whole volume"):
        export(folder, tmp_path / "out.nii", frame=1)


# --- the file's name ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        (f"{CANARY.lower()}_lat.nii", "patient name"),
        ("scan-LAT-4711.nii", "patient ID"),
        ("1938-12-22.nii", "birth date"),
    ],
)
def test_a_name_that_names_the_patient_is_told(folder, tmp_path, name, kinds):
    made = export(folder, tmp_path / name, face=False)
    (found,) = made.identifying
    assert found.what == "file name"
    assert kinds in found.why
    assert "Rename the file." in found.why
    assert CANARY.lower() not in found.why.lower()


def test_a_name_that_names_nobody_is_told_too(folder, tmp_path):
    assert states(export(folder, tmp_path / "sub-01.nii", face=False))["file name"] == "none"


def test_with_nifti_nobody_can_tell_what_a_name_says(tmp_path):
    source = tmp_path / "whoever.nii"
    source.write_bytes(nifti(VALUES))
    same = export(source, tmp_path / "whoever.nii.gz", face=False)
    other = export(source, tmp_path / "other.nii.gz", face=False)
    assert states(same)["file name"] == states(other)["file name"] == "not looked at"
    assert why(same, "file name").startswith("It is that of the source")


# --- the face -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("present", "state"), [(True, "still there"), (False, "none")])
def test_a_face_is_looked_for_and_its_reason_told(folder, tmp_path, seen, present, state):
    seen(There(present, "A reason."))
    made = export(folder, tmp_path / "out.nii")
    assert states(made)["face"] == state
    assert why(made, "face") == "A reason."
    assert bool(made.identifying) is present


@pytest.mark.parametrize(
    "answer", [DcmteachError("Why not."), ImportError("not there")], ids=["refusal", "missing"]
)
def test_where_nobody_can_look_that_is_told(folder, tmp_path, seen, answer):
    seen(answer)
    assert states(export(folder, tmp_path / "out.nii"))["face"] == "not looked at"


def test_nobody_looks_if_told_not_to(folder, tmp_path, seen):
    seen(AssertionError("looked"))
    assert states(export(folder, tmp_path / "out.nii", face=False))["face"] == "not looked at"


def test_a_header_that_tells_of_a_face_is_believed(tmp_path):
    slices = series(3, RecognizableVisualFeatures="YES")
    made = export(slices, tmp_path / "out.nii", face=False)
    assert states(made)["face"] == "still there"


# --- writing --------------------------------------------------------------------------------------


def test_nothing_is_replaced_unless_asked_and_never_the_source(folder, tmp_path):
    (tmp_path / "out.png").write_text("mine")
    with pytest.raises(SaveError, match="is there already"):
        export(folder, tmp_path / "out.png")
    assert (tmp_path / "out.png").read_text() == "mine"
    export(folder, tmp_path / "out.png", overwrite=True)
    source = tmp_path / "image.png"  # a DICOM file whose name says otherwise
    slice_().save_as(source, enforce_file_format=True)
    before = source.read_bytes()
    with pytest.raises(SaveError, match="an input file is never"):
        export(source, source, overwrite=True)
    assert source.read_bytes() == before


@pytest.mark.parametrize("name", ["out", "out.dcm", "out.tif", ".png", "out.nii.zip"])
def test_other_endings_are_refused_before_any_work(tmp_path, name):
    with pytest.raises(SaveError, match=r"must end in \.nii, \.nii\.gz, \.png, \.jpg or \.jpeg"):
        export(tmp_path / "there is none", tmp_path / name)


def test_a_refusal_leaves_nothing_behind(folder, tmp_path):
    with pytest.raises(SaveError, match="There is no folder"):
        export(folder, tmp_path / "none" / "out.png")
    with pytest.raises(DcmteachError):
        export(slice_(), tmp_path / "out.nii")
    assert [path.name for path in tmp_path.iterdir()] == ["series"]


def test_a_full_disk_leaves_nothing_behind(folder, tmp_path, monkeypatch):
    import errno
    import os

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveError, match="the disk is full"):
        export(folder, tmp_path / "out.nii.gz", face=False)
    assert [path.name for path in tmp_path.iterdir()] == ["series"]


def test_the_report_is_a_table_and_plain_values(folder, tmp_path):
    made = export(folder, tmp_path / "out.nii", face=False)
    assert made.caption == "NIfTI written: 0 things in it still identify, 2 not looked at"
    assert "finds it again by comparing pixels" in made.note
    assert made.to_json()["traces"] == made.to_records()
    assert [trace.what for trace in made.unseen] == ["face", "text"]
    assert "✓ gone" in str(made)


def test_an_enhanced_image_is_a_volume_and_a_picture(tmp_path):
    ds = enhanced()
    export(ds, tmp_path / "out.nii", face=False)
    export(ds, tmp_path / "out.png", frame=3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.nii", "out.png"]


def test_the_source_is_not_changed(folder, tmp_path):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for name in ("out.nii", "out.png", "out.jpg"):
        export(folder, tmp_path / name, face=False)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    ds = slice_()
    put(ds, np.ones((5, 4), dtype=np.int16))
    kept = ds.PixelData
    export(ds, tmp_path / "one.png")
    assert ds.PixelData == kept
