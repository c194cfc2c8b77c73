"""`dcmteach find-text` and `dcmteach redact`: what stands in images, and covering it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pydicom
import pytest
from pydicom.data import get_testdata_file

from dcmteach.pixels import EngineMissing, available
from dcmteach.synth.burned import burned_image

pytestmark = pytest.mark.skipif(not available(), reason="no engine that reads text is installed")
SEED = 7200


def parsed(text: str) -> list[dict]:
    found = json.loads(text)
    schema = files("dcmteach.cli") / "schemas" / "find-text.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text())).validate(found)
    return found


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("images")
    for name, style in (("a", "plate"), ("b", "clean-grids")):
        burned_image(style, SEED)[0].save_as(folder / f"{name}.dcm", enforce_file_format=True)
    (folder / "notes.txt").write_text("not an image")
    report = get_testdata_file("reportsi.dcm", download=False)
    (folder / "report.dcm").write_bytes(Path(report).read_bytes())
    return folder


def test_json_has_an_entry_for_each_image_and_the_rest_is_told_on_stderr(run, images):
    ended = run("find-text", images, "--json")
    assert ended.returncode == 1
    with_text, without = parsed(ended.stdout)
    assert [Path(with_text["file"]).name, Path(without["file"]).name] == ["a.dcm", "b.dcm"]
    assert (with_text["judgement"], without["judgement"]) == ("identifying", "clean")
    assert without["frames"] == []
    assert with_text["frames"][0]["frame"] == 0
    assert "notes.txt: skipped, not DICOM" in ended.stderr
    assert "report.dcm: skipped, no image" in ended.stderr


def test_where_there_is_no_text_the_exit_code_is_zero(run, images):
    ended = run("find-text", images / "b.dcm", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert parsed(ended.stdout)[0]["frames"] == []


def test_without_json_there_is_a_table(run, images):
    ended = run("find-text", images / "a.dcm")
    assert ended.returncode == 1
    assert "a.dcm: identifying" in ended.stdout
    assert "Judgement" in ended.stdout


def test_text_that_stays_is_told_once_with_its_frames(run, tmp_path):
    ds, key = burned_image("cine-standing", SEED)
    ds.save_as(tmp_path / "cine.dcm", enforce_file_format=True)
    ended = run("find-text", "cine.dcm")
    lines = [line.split() for line in ended.stdout.splitlines() if line.startswith("image ")]
    last = ds.NumberOfFrames - 1
    assert any(line[1] == f"0-{last}" for line in lines)
    assert len(lines) < len(key.boxes)


def test_several_images_are_summed_up_on_stderr(run, images):
    ended = run("find-text", images)
    assert "2 images: 1 identifying, 1 clean." in ended.stderr
    assert "no image was looked at." in run("find-text", images / "notes.txt").stderr


def test_what_cannot_be_decoded_is_no_clean_image(run, tmp_path):
    ds, _ = burned_image("clean-grids", SEED)
    ds.PixelData = ds.PixelData[:100]
    ds.save_as(tmp_path / "short.dcm", enforce_file_format=True)
    ended = run("find-text", "short.dcm", "--json")
    assert ended.returncode == 2
    assert parsed(ended.stdout) == []
    assert "short.dcm: Frame 0 cannot be decoded" in ended.stderr


def test_previews_are_pictures_named_after_files(run, images, tmp_path):
    ended = run("find-text", images, "--preview", "seen")
    (picture,) = sorted((tmp_path / "seen").iterdir())
    assert picture.name == "0000_a_frame_0000.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "keep them as you keep the images" in ended.stderr


def test_a_missing_engine_ends_with_two_and_says_how_to_get_it(run, images, monkeypatch):
    def missing(name: str) -> object:
        raise EngineMissing("It is not installed. Run: pip install 'dcmteach[ocr]'.")

    monkeypatch.setattr("dcmteach.pixels.engine", missing)
    ended = run("find-text", images, "--engine", "tesseract")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "pip install 'dcmteach[ocr]'" in ended.stderr


def test_redact_covers_what_find_text_finds_and_says_what_it_leaves(run, images, tmp_path):
    before = (images / "a.dcm").read_bytes()
    ended = run("redact", images / "a.dcm", "clean.dcm")
    assert ended.returncode == 0, ended.stderr
    assert "the header still names the patient" in ended.stderr
    assert (images / "a.dcm").read_bytes() == before
    old, new = pydicom.dcmread(images / "a.dcm"), pydicom.dcmread(tmp_path / "clean.dcm")
    assert old.PatientName == new.PatientName
    assert old.SOPInstanceUID != new.SOPInstanceUID
    assert new.BurnedInAnnotation == "NO"
    (found,) = parsed(run("find-text", "clean.dcm", "--json").stdout)
    assert found["judgement"] in {"clean", "text"}


def test_redact_covers_the_boxes_it_is_given(run, images, tmp_path):
    (tmp_path / "boxes.json").write_text(json.dumps([[10, 20, 30, 40]]))
    ended = run("redact", images / "b.dcm", "b.dcm", "--boxes", "boxes.json", "--margin", "0",
                "--fill", "7")  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    new, old = pydicom.dcmread(tmp_path / "b.dcm"), pydicom.dcmread(images / "b.dcm")
    assert (new.pixel_array[10:40, 20:60] == 7).all()
    new_pixels, old_pixels = new.pixel_array.copy(), old.pixel_array.copy()
    new_pixels[10:40, 20:60] = old_pixels[10:40, 20:60] = 0
    assert (new_pixels == old_pixels).all()
    assert new.get("BurnedInAnnotation") == old.get("BurnedInAnnotation")


def test_redact_takes_a_folder_and_the_json_of_find_text(run, images, tmp_path):
    (tmp_path / "boxes.json").write_text(run("find-text", images, "--json").stdout)
    ended = run("redact", images, "out", "--boxes", "boxes.json")
    assert ended.returncode == 0, ended.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.dcm", "b.dcm"]
    assert "report.dcm: skipped, no image" in ended.stderr


@pytest.mark.parametrize("out", ["images/inside", "images/a.dcm"])
def test_redact_never_writes_into_its_source(run, images, tmp_path, out):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.dcm").write_bytes((images / "a.dcm").read_bytes())
    ended = run("redact", "images", out)
    assert ended.returncode == 2
    assert [path.name for path in (tmp_path / "images").iterdir()] == ["a.dcm"]


def test_redact_writes_over_nothing(run, images, tmp_path):
    (tmp_path / "b.dcm").write_text("mine")
    (tmp_path / "boxes.json").write_text("[[1, 1, 2, 2]]")
    ended = run("redact", images / "b.dcm", "b.dcm", "--boxes", "boxes.json")
    assert ended.returncode == 2
    assert (tmp_path / "b.dcm").read_text() == "mine"
    assert "add --overwrite to replace it" in ended.stderr
    ended = run("redact", images / "b.dcm", "b.dcm", "--boxes", "boxes.json", "--overwrite")
    assert ended.returncode == 0, ended.stderr
    old, new = pydicom.dcmread(images / "b.dcm"), pydicom.dcmread(tmp_path / "b.dcm")
    assert old.SOPInstanceUID != new.SOPInstanceUID


def test_a_fill_that_is_no_number_is_refused(run, images):
    ended = run("redact", images / "b.dcm", "b.dcm", "--fill", "red")
    assert ended.returncode == 2
    assert "--fill must be 'black', a number, or one per colour" in ended.stderr


def test_deidentify_redacts(run, images, tmp_path):
    ended = run("deidentify", images / "a.dcm", "out", "--pixels", "redact", "--json")
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    schema = files("dcmteach.cli") / "schemas" / "deidentify.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text())).validate(found)
    assert found["text"]["covered"] == 1
    assert found["text"]["places"] >= 1
