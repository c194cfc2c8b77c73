"""A folder goes through: everything written, nothing of the patients, nothing twice."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import stat
import zipfile
from pathlib import Path

import pydicom
import pytest

from dcmteach.deid.batch import deidentify
from dcmteach.deid.recipe import Recipe, Rule
from dcmteach.deid.secrets import Secrets
from dcmteach.errors import DcmteachError, ReadError, SaveError


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_folder_is_written_and_the_source_stays_as_it_was(folder, tmp_path, key):
    source = folder(6)
    before = tree(source)
    report = deidentify(source, tmp_path / "out", secrets=key)
    assert dict(report.counts) == {"written": 6}
    assert report.complete
    assert report.exit_status == 0
    assert tree(source) == before
    assert sorted(report.outputs) == sorted(tree(tmp_path / "out"))


def test_no_identifier_and_no_original_uid_is_left_in_bytes_or_names(folder, tmp_path, key):
    source = folder(6)
    deidentify(source, tmp_path / "out", secrets=key)
    for path in (tmp_path / "out").rglob("*"):
        told = str(path.relative_to(tmp_path / "out")).encode()
        data = path.read_bytes() if path.is_file() else b""
        for word in (b"Oakenshaw", b"Tirion", b"5501", b"1.2.826.0.1.3680043.10.1234", b"AC077120"):
            assert word not in data
            assert word.lower() not in told.lower()


def test_two_runs_with_a_key_write_the_same_bytes_whatever_the_jobs_and_the_order(
    folder, tmp_path, key
):
    source = folder(9)
    deidentify(source, tmp_path / "one", secrets=key)
    deidentify(source, tmp_path / "two", secrets=key, jobs=2)
    files = sorted(source.rglob("*.dcm"), reverse=True)
    deidentify(files, tmp_path / "three", secrets=key)
    assert tree(tmp_path / "one") == tree(tmp_path / "two") == tree(tmp_path / "three")


def test_two_runs_without_a_key_differ(folder, tmp_path):
    source = folder(1)
    deidentify(source, tmp_path / "one")
    deidentify(source, tmp_path / "two")
    assert set(tree(tmp_path / "one")).isdisjoint(tree(tmp_path / "two"))


def test_a_second_run_skips_what_is_whole_and_finishes_the_rest(folder, tmp_path, key):
    source, out = folder(6), tmp_path / "out"
    deidentify(source, out, secrets=key)
    whole = tree(out)
    lost = sorted(out.rglob("*.dcm"))[:2]
    for path in lost:
        path.unlink()
    report = deidentify(source, out, secrets=key)
    assert dict(report.counts) == {"written": 2, "there already": 4}
    assert tree(out) == whole


def test_with_a_record_the_second_run_does_not_even_read_what_is_whole(
    folder, tmp_path, key, monkeypatch
):
    source, out, audit = folder(4), tmp_path / "out", tmp_path / "audit.jsonl"
    deidentify(source, out, secrets=key, audit=audit)
    monkeypatch.setattr("dcmteach.deid.worker._treat", None)
    report = deidentify(source, out, secrets=key, audit=audit)
    assert dict(report.counts) == {"there already": 4}


@pytest.mark.parametrize("mapping", [None, "uids.csv"])
def test_an_output_that_was_damaged_is_made_anew_if_the_record_knows_it(
    folder, tmp_path, key, mapping
):
    source, out, audit = folder(3), tmp_path / "out", tmp_path / "audit.jsonl"
    choices = {"secrets": key, "audit": audit}
    deidentify(source, out, **choices)
    if mapping:
        choices["uid_mapping"] = tmp_path / mapping
    damaged = sorted(out.rglob("*.dcm"))[0]
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-10])
    report = deidentify(source, out, **choices)
    assert damaged.read_bytes() == whole
    assert dict(report.counts) == {"there already": 2, "written": 1}
    assert report.made_anew == report.summary()["made_anew"] == 1
    assert "Made anew, being no longer whole: 1." in report.note
    assert report.exit_status == 0
    assert "no longer whole: it was made anew" in audit.read_text()
    assert deidentify(source, out, **choices).made_anew == 0


def test_without_a_record_a_damaged_output_is_left_and_the_next_step_is_said(folder, tmp_path, key):
    source, out = folder(2), tmp_path / "out"
    deidentify(source, out, secrets=key)
    damaged = sorted(out.rglob("*.dcm"))[0]
    damaged.write_bytes(damaged.read_bytes()[:-10])
    before = damaged.read_bytes()
    report = deidentify(source, out, secrets=key, audit=tmp_path / "new.jsonl")
    assert report.counts["there already"] == 1
    assert "its place is taken" in report.refused[0].reason
    assert "move that file away or choose another output folder" in report.refused[0].reason
    assert report.exit_status == 1
    assert damaged.read_bytes() == before


def test_another_key_or_recipe_makes_nothing_anew(folder, tmp_path, key):
    source, out, audit = folder(1), tmp_path / "out", tmp_path / "audit.jsonl"
    deidentify(source, out, secrets=key, audit=audit)
    (damaged,) = out.rglob("*.dcm")
    damaged.write_bytes(damaged.read_bytes()[:-10])
    report = deidentify(source, out, "basic+clean-descriptors", secrets=key, audit=audit)
    assert [row.status for row in report] == ["refused"]


def test_one_bad_file_never_ends_the_run(folder, tmp_path, key):
    source = folder(4)
    (source / "broken.dcm").write_bytes(next(source.rglob("*.dcm")).read_bytes()[:900])
    (source / "empty.dcm").touch()
    (source / "noise").write_bytes(bytes(range(7, 250)) * 9)
    report = deidentify(source, tmp_path / "out", secrets=key)
    assert dict(report.counts) == {"written": 4, "refused": 3}
    assert report.exit_status == 1
    reasons = " | ".join(row.reason for row in report.refused)
    assert "truncated" in reasons
    assert "is empty (0 bytes)" in reasons
    assert "not a DICOM file" in reasons


def test_other_files_are_reported_and_never_copied(folder, tmp_path, key):
    source = folder(1)
    for name in ("list.csv", "letter.pdf", "notes.txt", ".DS_Store"):
        (source / name).write_bytes(b"%PDF- Oakenshaw" if "pdf" in name else b"Oakenshaw,Tirion\n")
    report = deidentify(source, tmp_path / "out", secrets=key)
    assert {Path(row.source).name for row in report.other_files} == {
        "list.csv",
        "letter.pdf",
        "notes.txt",
        ".DS_Store",
    }
    assert report.exit_status == 0
    assert len(tree(tmp_path / "out")) == 1


def test_an_image_with_text_to_be_feared_is_held_back_unless_accepted(make, tmp_path, key):
    make(0, BurnedInAnnotation="YES").save_as(tmp_path / "a.dcm")
    report = deidentify(tmp_path / "a.dcm", tmp_path / "out", secrets=key)
    assert dict(report.counts) == {"held back": 1}
    assert report.exit_status == 1
    assert not (tmp_path / "out").exists()
    report = deidentify(tmp_path / "a.dcm", tmp_path / "out", secrets=key, pixels="accept")
    assert dict(report.counts) == {"written": 1}


def test_an_unknown_kind_is_refused_unless_the_strictest_is_asked_for(make, tmp_path, key):
    ds = make(0, SOPClassUID="1.3.12.2.1107.5.9.1")
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.save_as(tmp_path / "a.dcm")
    report = deidentify(tmp_path / "a.dcm", tmp_path / "out", secrets=key)
    assert "SOP class" in report.refused[0].reason
    report = deidentify(tmp_path / "a.dcm", tmp_path / "out", secrets=key, unknown_sop="strictest")
    assert dict(report.counts) == {"written": 1}


def test_a_file_that_fails_verification_is_withdrawn(folder, tmp_path, key):
    source = folder(2)
    report = deidentify(source, tmp_path / "out", secrets=key, words=["SOMATOM", "Definition"])
    if not report.withdrawn:  # the word stands nowhere in this sample
        ds = pydicom.dcmread(next((tmp_path / "out").rglob("*.dcm")))
        word = str(ds.Manufacturer)
        report = deidentify(source, tmp_path / "out2", secrets=key, words=[word])
    assert len(report.withdrawn) == 2
    assert "verification found given word in" in report.withdrawn[0].reason
    assert report.exit_status == 1


def test_the_same_file_twice_is_written_once(folder, tmp_path, key):
    source = folder(1)
    file = next(source.rglob("*.dcm"))
    (source / "copy.dcm").write_bytes(file.read_bytes())
    report = deidentify(source, tmp_path / "out", secrets=key)
    assert dict(report.counts) == {"written": 1, "there already": 1}


def test_of_two_files_with_one_uid_the_first_in_order_is_written_and_the_other_refused(
    make, tmp_path, key
):
    source = tmp_path / "source"
    source.mkdir()
    make(0).save_as(source / "b.dcm")
    make(0, KVP="90").save_as(source / "a.dcm")
    for jobs in (1, 2):
        report = deidentify(source, tmp_path / f"out{jobs}", secrets=key, jobs=jobs)
        assert Path(report.refused[0].source).name == "b.dcm"
        assert "the same SOP Instance UID and other content" in report.refused[0].reason


def test_the_mappings_tell_old_and_new_for_the_owner_alone(folder, tmp_path, key):
    source = folder(3)
    uids, patients = tmp_path / "uid_mapping.csv", tmp_path / "patid_mapping.csv"
    deidentify(source, tmp_path / "out", secrets=key, uid_mapping=uids, patid_mapping=patients)
    with uids.open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["id_old", "id_new"]
    mapping = dict(rows[1:])
    written = [pydicom.dcmread(path) for path in (tmp_path / "out").rglob("*.dcm")]
    assert {ds.SOPInstanceUID for ds in written} <= set(mapping.values())
    with patients.open(newline="") as file:
        people = dict(list(csv.reader(file))[1:])
    assert set(people) == {"QX-71-5501", "QX-71-5502", "QX-71-5503"}
    assert set(people.values()) == {ds.PatientID for ds in written}
    if os.name == "posix":
        assert stat.S_IMODE(uids.stat().st_mode) == 0o600


def test_a_mapping_grows_with_a_second_run(folder, tmp_path, key):
    patients = tmp_path / "patients.csv"
    deidentify(folder(1, "a"), tmp_path / "out", secrets=key, patid_mapping=patients)
    deidentify(folder(3, "b"), tmp_path / "out", secrets=key, patid_mapping=patients)
    assert len(patients.read_text().splitlines()) == 4


def test_a_formula_in_an_id_is_no_formula_in_the_mapping(make, tmp_path, key):
    make(0, PatientID="=HYPERLINK(1)").save_as(tmp_path / "a.dcm")
    deidentify(tmp_path / "a.dcm", tmp_path / "out", secrets=key, patid_mapping=tmp_path / "p.csv")
    assert "\n'=HYPERLINK(1)," in (tmp_path / "p.csv").read_text()


@pytest.mark.parametrize("place", ["source/out", "source", "."])
def test_output_and_source_stand_apart(folder, tmp_path, place):
    source = folder(1)
    before = tree(tmp_path)
    with pytest.raises(SaveError, match=r"lies in the (source|output folder)"):
        deidentify(source, tmp_path / place)
    assert tree(tmp_path) == before


def test_a_link_into_the_source_does_not_deceive(folder, tmp_path):
    source = folder(1)
    (tmp_path / "link").symlink_to(source, target_is_directory=True)
    with pytest.raises(SaveError, match="lies in the source"):
        deidentify(source, tmp_path / "link" / "out")


@pytest.mark.parametrize("name", ["audit", "uid_mapping", "patid_mapping"])
@pytest.mark.parametrize("place", ["out", "source"])
def test_records_and_mappings_go_neither_into_the_output_nor_into_the_source(
    folder, tmp_path, name, place
):
    source = folder(1)
    with pytest.raises(SaveError, match=f"would lie in the {place[:6]}"):
        deidentify(source, tmp_path / "out", **{name: tmp_path / place / "file"})
    assert not (tmp_path / "out").exists()


def test_a_key_must_not_lie_in_the_output(folder, tmp_path):
    source = folder(1)
    (tmp_path / "out").mkdir()
    Secrets.new_file(tmp_path / "out" / "key")
    with pytest.raises(SaveError, match="would lie in the output folder"):
        deidentify(source, tmp_path / "out", key_file=tmp_path / "out" / "key")


def test_a_dry_run_writes_nothing_and_tells_all(folder, tmp_path, key):
    source = folder(6)
    (source / "notes.txt").write_text("a note")
    before = tree(tmp_path)
    report = deidentify(source, None, secrets=key, dry_run=True)
    assert dict(report.counts) == {"planned": 6, "other file": 1}
    assert tree(tmp_path) == before
    (planned,) = report.plans
    assert planned["files"] == 6
    assert "PatientName" in {step["path"] for step in planned["steps"]}
    done = deidentify(source, tmp_path / "out", secrets=key)
    assert sorted(done.outputs) == sorted(report.outputs)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"pixels": "blur"}, "pixels must be 'hold', 'accept' or 'redact'"),
        ({"faces": "blur"}, "faces must be 'accept', 'hold' or 'remove'"),
        ({"unknown_sop": "guess"}, "unknown_sop must be 'refuse' or 'strictest'"),
        ({"jobs": 0}, "jobs must be 1 or more"),
        ({"recipe": "no such recipe"}, "There is no recipe"),
    ],
)
def test_a_wrong_choice_is_refused_before_anything_is_written(folder, tmp_path, choice, message):
    source = folder(1)
    with pytest.raises(DcmteachError, match=message):
        deidentify(source, tmp_path / "out", **choice)
    assert not (tmp_path / "out").exists()


def test_a_source_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ReadError, match="There is no file or folder"):
        deidentify(tmp_path / "nothing", tmp_path / "out")


def test_without_a_destination_there_must_be_a_dry_run(folder):
    with pytest.raises(DcmteachError, match="There is no destination"):
        deidentify(folder(1), None)


def test_references_and_persons_stay_together_over_all_files(folder, tmp_path, key):
    deidentify(folder(6), tmp_path / "out", secrets=key)
    written = [pydicom.dcmread(path) for path in (tmp_path / "out").rglob("*.dcm")]
    by_patient: dict[str, set[str]] = {}
    for ds in written:
        by_patient.setdefault(ds.PatientID, set()).add(ds.StudyInstanceUID)
    assert len(by_patient) == 3
    assert all(len(studies) == 1 for studies in by_patient.values())


def test_progress_tells_a_status_per_file_and_no_name(folder, tmp_path):
    told: list[str] = []
    deidentify(folder(3), tmp_path / "out", progress=told.append)
    assert told == ["written"] * 3


def test_groups_become_folders_below_the_patients(folder, tmp_path, key):
    source = folder(2)
    first, second = sorted(source.rglob("*.dcm"))
    report = deidentify({"mu-map": [first], "pet": second}, tmp_path / "out", secrets=key)
    assert {name.split("/")[1] for name in report.outputs} == {"mu-map", "pet"}


def test_a_group_named_after_the_patient_is_withdrawn(folder, tmp_path, key):
    first = next(folder(1).rglob("*.dcm"))
    report = deidentify({"Oakenshaw": first}, tmp_path / "out", secrets=key)
    assert len(report.withdrawn) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "recipe",
    [
        "basic+retain-uids",
        "basic+retain-full-dates+retain-uids",
        "basic+retain-institution-identity",
        "med_i_stage1",
        "med_i_stage2",
        "basic+retain-modified-dates",
    ],
)
def test_what_a_recipe_keeps_is_no_leak(folder, tmp_path, key, recipe):
    report = deidentify(folder(1), tmp_path / "out", recipe, secrets=key)
    assert dict(report.counts) == {"written": 1}, str(report)


@pytest.mark.parametrize("keyword", ["DeviceSerialNumber", "StudyDate", "AccessionNumber"])
def test_what_a_rule_keeps_is_no_leak(folder, tmp_path, key, keyword):
    recipe = Recipe.load("basic").with_rules(Rule("keep", keyword=keyword))
    report = deidentify(folder(1), tmp_path / "out", recipe, secrets=key)
    assert dict(report.counts) == {"written": 1}, str(report)


def test_a_report_shows_files_below_the_source_and_records_name_them_whole(folder, tmp_path, key):
    source = folder(2)
    (source / "deep").mkdir()
    (source / "deep" / "empty.dcm").touch()
    report = deidentify(source, tmp_path / "out", secrets=key)
    for shown in (str(report), report._repr_html_()):
        assert str(Path("deep", "empty.dcm")) in shown
        assert str(tmp_path) not in shown
    assert report.to_records()[0]["source"] == str(source / "deep" / "empty.dcm")


def test_of_several_sources_each_is_named_in_the_report(folder, tmp_path, key):
    one, other = folder(1, "one"), folder(2, "other")
    for where in (one, other):
        (where / "empty.dcm").touch()
    alone = tmp_path / "alone.dcm"
    alone.touch()
    report = deidentify([one, other, alone], tmp_path / "out", secrets=key)
    shown = {row[0] for row in report._cells()}
    names = {str(Path("one", "empty.dcm")), str(Path("other", "empty.dcm")), "alone.dcm"}
    assert shown == names


def test_a_member_of_an_archive_is_shown_by_the_archives_name(tmp_path, key):
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("deep/empty.dcm", b"")
    report = deidentify(archive, tmp_path / "out", secrets=key)
    assert [row[0] for row in report._cells()] == ["study.zip!deep/empty.dcm"]


@pytest.mark.parametrize(("recipe", "told"), [("med_i_stage1", True), ("basic", False)])
def test_a_recipe_without_the_profile_says_that_only_its_promise_was_verified(
    folder, tmp_path, key, recipe, told
):
    audit = tmp_path / "audit.jsonl"
    report = deidentify(folder(1), tmp_path / "out", recipe, secrets=key, audit=audit)
    sentence = "only what it promises itself was verified"
    assert (sentence in str(report)) is told
    summary = json.loads(audit.read_text().splitlines()[-1])
    assert (sentence in summary.get("limits", "")) is told
    unverified = deidentify(folder(1), tmp_path / "2", recipe, secrets=key, verify=False)
    assert sentence not in str(unverified)
