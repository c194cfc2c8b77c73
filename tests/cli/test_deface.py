"""`dcmteach deface`: the face goes, the header stays, and what was done is told."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pydicom
import pytest

from dcmteach.synth.head import head_series, not_a_head

sitk = pytest.importorskip("SimpleITK")


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scan") / "head"
    head_series(folder, 11, modality="T1", spacing=2.5)
    return folder


def parsed(text: str, name: str) -> dict[str, object]:
    from importlib.resources import files

    schema = files("dcmteach.cli") / "schemas" / f"{name}.json"
    document = json.loads(text)
    jsonschema.Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(document)
    return document


def read_all(folder: Path) -> list[pydicom.Dataset]:
    return [pydicom.dcmread(path) for path in sorted(folder.rglob("*.dcm"))]


def test_a_series_comes_back_without_its_face(run, series, tmp_path):
    ended = run("deface", series, "out", "--json", "--report", "before-after.png")
    assert ended.returncode == 0, ended.stderr
    told = parsed(ended.stdout, "deface")
    before, after = read_all(series), read_all(tmp_path / "out")
    assert told["written"] == len(before) == len(after)
    assert told["face"] is True
    assert told["claims_no_face"] is True
    assert told["removed"]["nose"] >= 95
    assert told["brain_touched"] <= told["brain_voxels"] / 500
    assert "the header still names the patient" in ended.stderr
    assert (tmp_path / "before-after.png").read_bytes().startswith(b"\x89PNG")
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [
        path.name for path in sorted(series.glob("*.dcm"))
    ]
    changed = 0
    for old, new in zip(before, after, strict=True):
        assert new.PatientName == old.PatientName
        assert new.StudyInstanceUID == old.StudyInstanceUID
        assert new.FrameOfReferenceUID == old.FrameOfReferenceUID
        assert new.SOPInstanceUID != old.SOPInstanceUID
        assert new.file_meta.MediaStorageSOPInstanceUID == new.SOPInstanceUID
        assert new.SeriesInstanceUID == after[0].SeriesInstanceUID != old.SeriesInstanceUID
        assert new.RecognizableVisualFeatures == "NO"
        assert "113102" in [code.CodeValue for code in new.DeidentificationMethodCodeSequence]
        differs = (new.pixel_array != old.pixel_array).any()
        assert (new.ImageType[0] == "DERIVED") == differs
        changed += differs
    assert changed > 10
    seen = run("face", "out", "--json")
    assert seen.returncode == 0
    assert parsed(seen.stdout, "face")["face"] is False


def test_blur_claims_nothing(run, series, tmp_path):
    ended = run("deface", series, "out", "--method", "blur", "--json")
    assert ended.returncode == 0, ended.stderr
    assert parsed(ended.stdout, "deface")["claims_no_face"] is False
    assert "may still be recognised" in ended.stderr
    after = read_all(tmp_path / "out")
    assert not any("RecognizableVisualFeatures" in ds for ds in after)
    assert not any("DeidentificationMethodCodeSequence" in ds for ds in after)
    assert any("it may still be recognized" in ds.get("DerivationDescription", "") for ds in after)


def test_a_nose_that_is_kept_claims_nothing(run, series, tmp_path):
    ended = run("deface", series, "out.nii.gz", "--keep", "nose", "--keep", "ears", "--json")
    assert ended.returncode == 0, ended.stderr
    told = parsed(ended.stdout, "deface")
    assert told["kept"] == ["ears", "nose"]
    assert told["claims_no_face"] is False
    assert told["written"] == 1
    assert sitk.ReadImage(str(tmp_path / "out.nii.gz")).GetSize()[2] == len(read_all(series))


@pytest.fixture
def vessels(tmp_path: Path) -> Path:
    path = tmp_path / "vessels.nii.gz"
    sitk.WriteImage(not_a_head("vessels", 4, spacing=3.0), str(path))
    return path


def test_where_there_is_no_face_nothing_is_written(run, vessels, tmp_path):
    ended = run("deface", vessels, "out.nii.gz", "--json")
    assert ended.returncode == 1
    told = parsed(ended.stdout, "deface")
    assert (told["face"], told["written"]) == (False, 0)
    assert "There is no face to take out" in ended.stderr
    assert not (tmp_path / "out.nii.gz").exists()


def test_face_says_that_there_is_none(run, vessels):
    ended = run("face", vessels)
    assert ended.returncode == 0
    assert "no face" in ended.stdout
    assert ended.stderr == ""


def test_nifti_is_not_written_as_a_folder(run, vessels, tmp_path, monkeypatch):
    made = run("deface", vessels, "folder")
    assert made.returncode == 1
    assert not (tmp_path / "folder").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["out", "--report", "out/face.png"], "it shows the face as it was"),
        (["out", "--report", "face.jpg"], "--report writes a PNG"),
        (["there"], "exists already"),
        (["out", "--margin", "300"], "margin must be from -20 to 20 mm"),
    ],
)
def test_places_that_must_not_be_written_to_are_refused(run, series, tmp_path, arguments, message):
    (tmp_path / "there").mkdir()
    ended = run("deface", series, *arguments)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"there"}


def test_the_report_never_lies_in_the_source(run, series):
    ended = run("deface", series, "out", "--report", series / "face.png")
    assert ended.returncode == 2
    assert "source, which is never changed" in ended.stderr


def test_the_output_never_lies_in_the_source(run, series):
    ended = run("deface", series, series / "out")
    assert ended.returncode == 2
    assert "lies in the source" in ended.stderr


def test_a_part_that_is_none_is_refused(run, series):
    ended = run("deface", series, "out", "--keep", "chin")
    assert ended.returncode == 2
    assert "invalid choice: 'chin'" in ended.stderr


def test_deidentify_tells_of_faces_as_json(run, series, tmp_path):
    ended = run("deidentify", series, "out", "--faces", "hold", "--json")
    assert ended.returncode == 1
    told = parsed(ended.stdout, "deidentify")
    assert told["faces"]["held"] == told["counts"]["held back"] > 10
    assert "--faces remove takes it out" in ended.stderr
    assert not (tmp_path / "out").exists()


def test_deidentify_without_faces_tells_nothing_of_them(run, ct):
    ended = run("deidentify", ct, "out", "--json")
    assert parsed(ended.stdout, "deidentify")["faces"] is None
