"""`dcmteach face`: a scan is a portrait, and this shows it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from dcmteach.synth.head import head

sitk = pytest.importorskip("SimpleITK")


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "head.nii.gz"
    sitk.WriteImage(head(12, modality="T1", spacing=2.5).image, str(path))
    return path


def size_of(path: Path) -> tuple[int, int]:
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def test_a_face_is_told_and_drawn(run, scan, tmp_path):
    ended = run("face", scan, "--png", "face.png", "--size", "128", "--json")
    assert ended.returncode == 1
    told = json.loads(ended.stdout)
    schema = files("dcmteach.cli") / "schemas" / "face.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(told)
    assert told["face"] is True
    assert told["png"] == "face.png"
    assert told["threshold"] > 0
    assert size_of(tmp_path / "face.png") == (128, 128)
    assert "shows the patient's face: keep it where the scan is kept" in ended.stderr


def test_views_have_names_or_angles(run, scan, tmp_path):
    for number, view in enumerate(("left", "three-quarter", "-30,10")):
        ended = run("face", scan, "--png", f"{number}.png", f"--view={view}", "--size", "64")
        assert ended.returncode == 1
    pictures = {(tmp_path / f"{number}.png").read_bytes() for number in range(3)}
    assert len(pictures) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--png", "face.jpg"], "--png writes a PNG"),
        (["--png", "face.png", "--view", "behind"], "--view must be front, left, right"),
        (["--png", "there.png"], "exists already"),
    ],
)
def test_wrong_wishes_are_refused(run, scan, tmp_path, arguments, message):
    (tmp_path / "there.png").write_bytes(b"kept")
    ended = run("face", scan, *arguments)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert (tmp_path / "there.png").read_bytes() == b"kept"


def test_a_picture_is_replaced_only_when_asked(run, scan, tmp_path):
    (tmp_path / "face.png").write_bytes(b"old")
    ended = run("face", scan, "--png", "face.png", "--size", "64", "--overwrite")
    assert ended.returncode == 1
    assert size_of(tmp_path / "face.png") == (64, 64)


def test_one_slice_is_no_volume(run, ct):
    ended = run("face", ct)
    assert ended.returncode == 2
    assert "slice" in ended.stderr
