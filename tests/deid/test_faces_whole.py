"""`faces="remove"` with nothing standing in: a folder of heads and of others, from end to end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dcmteach.deid.batch import deidentify
from dcmteach.deid.batch_report import Report
from dcmteach.deid.secrets import Secrets
from dcmteach.synth.head import head_series, not_a_head
from tests.deid.made_heads import as_series, by_place, read_all

KEY = Secrets(b"a key of thirty-two bytes, fixed")


class Whole:
    """A folder that went through."""

    def __init__(self, folder: Path) -> None:
        self.source, self.out = folder / "source", folder / "out"
        self.head, self.chest = self.source / "head", self.source / "chest"
        self.source.mkdir()
        head_series(self.head, 21, modality="T1", spacing=2.5, turn=(8.0, -6.0, 10.0))
        (self.source / "head.json").unlink()  # the answer key
        as_series(not_a_head("chest", 22, spacing=3.0), self.head, self.chest)
        self.record = folder / "audit.jsonl"
        self.report = self.run(self.out, jobs=2, audit=self.record)

    def run(self, out: Path, **how: object) -> Report:
        return deidentify(self.source, out, faces="remove", secrets=KEY, **how)

    def written(self, modality: str) -> list[Path]:
        return [
            path
            for path, ds in zip(sorted(self.out.rglob("*.dcm")), read_all(self.out), strict=True)
            if ds.Modality == modality
        ]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return Whole(tmp_path_factory.mktemp("whole"))


def test_everything_is_written(whole: Whole):
    assert set(whole.report.counts) == {"written"}, whole.report
    assert whole.report.faces["removed"] == len(list(whole.head.glob("*.dcm")))
    assert whole.report.faces["clear"] == len(list(whole.chest.glob("*.dcm")))


def test_no_face_is_left_and_no_relief_of_one(whole: Whole):
    from dcmteach.pixels.face_there import has_face
    from dcmteach.pixels.relief import relief_correlation
    from dcmteach.pixels.volume import volume

    before, after = volume(whole.head), volume(whole.written("MR"))
    assert has_face(before).present
    assert not has_face(after).present
    assert relief_correlation(before, after) <= 0.5


def test_the_record_tells_that_the_face_is_gone_and_the_brain_whole(whole: Whole):
    lines = [json.loads(line) for line in whole.record.read_text().splitlines()]
    faces = [line["face"] for line in lines if line["record"] == "file"]
    covered = [face for face in faces if face["verdict"] == "covered"]
    assert all(face["removed"]["nose"] >= 95 for face in covered)
    assert all(face["brain_touched"] <= face["brain_voxels"] / 500 for face in covered)
    assert all(face["confidence"] >= 0.5 for face in faces)


def test_the_chest_keeps_every_bit(whole: Whole):
    before = by_place(read_all(whole.chest))
    for ds in read_all(whole.out):
        if ds.Modality == "CT":
            assert ds.PixelData == before[tuple(ds.ImagePositionPatient)].PixelData
            assert ds.RecognizableVisualFeatures == "NO"


def test_one_process_writes_the_same_bytes_as_two(whole: Whole, tmp_path):
    whole.run(tmp_path / "again")
    first = {path.relative_to(whole.out): path for path in whole.out.rglob("*.dcm")}
    again = {
        path.relative_to(tmp_path / "again"): path for path in tmp_path.rglob("again/**/*.dcm")
    }
    assert first.keys() == again.keys()
    assert all(path.read_bytes() == again[name].read_bytes() for name, path in first.items())
