"""The record: complete, one line per file, and nothing of any patient in it."""

from __future__ import annotations

import json
import os
import stat

from dcmteach.deid.audit import earlier_outputs
from dcmteach.deid.batch import deidentify
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.secrets import Secrets

CHOICES = {
    "pixels": "hold",
    "faces": "accept",
    "unknown_sop": "refuse",
    "verify": True,
    "words": "",
}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def test_it_tells_software_recipe_choices_plans_files_and_the_whole(folder, tmp_path, key):
    audit = tmp_path / "audit.jsonl"
    source = folder(3)
    (source / "broken.dcm").write_bytes(b"\0" * 128 + b"DICM")
    deidentify(source, tmp_path / "out", secrets=key, audit=audit)
    start, *middle, end = lines(audit)
    assert start["record"] == "run"
    assert set(start["software"]) == {"python", "dcmteach", "pydicom"}
    assert start["recipe"]["digest"] == Recipe.load("basic").digest
    assert start["key"] == key.fingerprint
    plans = [record for record in middle if record["record"] == "plan"]
    files = [record for record in middle if record["record"] == "file"]
    assert len(plans) == 1
    assert {"PatientName", "SOPInstanceUID"} <= {step["path"] for step in plans[0]["steps"]}
    assert [record["index"] for record in files] == [0, 1, 2, 3]
    written = [record for record in files if record["status"] == "written"]
    assert all(record["plan"] == plans[0]["plan"] for record in written)
    assert all(record["verification"]["passed"] for record in written)
    assert all(record["pixels"].startswith("not checked") for record in written)
    assert all(record["faces"] == "not checked" for record in written)
    assert sum(written[0]["actions"].values()) == len(plans[0]["steps"])
    assert end["record"] == "summary"
    assert end["files"] == {"refused": 1, "written": 3}
    assert end["verified"] is True


def test_it_holds_no_original_value_and_no_name_of_a_file(folder, tmp_path, key):
    audit = tmp_path / "audit.jsonl"
    source = folder(6)
    (source / "Oakenshaw report.pdf").write_bytes(b"%PDF-1.4")
    (source / "Oakenshaw broken.dcm").write_bytes(b"\0" * 128 + b"DICM")
    deidentify(source, tmp_path / "out", secrets=key, audit=audit)
    text = audit.read_text().lower()
    for word in (
        "oakenshaw",
        "tirion",
        "brinkhoff",
        "5501",
        "1.2.826.0.1.3680043.10.1234",
        "ac077120",
        str(tmp_path).lower(),
    ):
        assert word not in text


def test_it_is_for_its_owner_alone(folder, tmp_path):
    audit = tmp_path / "audit.jsonl"
    audit.touch(mode=0o644)
    deidentify(folder(1), tmp_path / "out", audit=audit)
    if os.name == "posix":
        assert stat.S_IMODE(audit.stat().st_mode) == 0o600


def test_a_key_that_was_thrown_away_leaves_no_fingerprint(folder, tmp_path):
    audit = tmp_path / "audit.jsonl"
    deidentify(folder(1), tmp_path / "out", audit=audit)
    assert lines(audit)[0]["key"] == "made for this run and thrown away"


def test_a_run_without_verification_says_so(folder, tmp_path):
    audit = tmp_path / "audit.jsonl"
    report = deidentify(folder(1), tmp_path / "out", audit=audit, verify=False)
    assert lines(audit)[0]["verify"] is False
    assert lines(audit)[-1]["verified"] is False
    assert lines(audit)[-2]["verification"] is None
    assert "Nothing was verified" in str(report)


def test_a_second_run_is_added_even_after_half_a_line(folder, tmp_path, key):
    audit = tmp_path / "audit.jsonl"
    source = folder(2)
    deidentify(source, tmp_path / "out", secrets=key, audit=audit)
    audit.write_bytes(audit.read_bytes()[:-40])
    report = deidentify(source, tmp_path / "out", secrets=key, audit=audit)
    assert dict(report.counts) == {"there already": 2}
    assert json.loads(audit.read_text().splitlines()[-1])["files"] == {"there already": 2}


def test_what_another_key_recipe_or_choice_wrote_is_not_taken_for_ours(folder, tmp_path, key):
    audit = tmp_path / "audit.jsonl"
    deidentify(folder(2), tmp_path / "out", secrets=key, audit=audit)
    basic = Recipe.load("basic")
    assert len(earlier_outputs(audit, key, basic, CHOICES)) == 2
    assert not earlier_outputs(audit, Secrets.random(), basic, CHOICES)
    assert not earlier_outputs(audit, key, basic.with_options("retain-uids"), CHOICES)
    assert not earlier_outputs(audit, key, basic, CHOICES | {"verify": False})
