"""Disks that are full or read-only, files that may not grow: real ones, not pretended."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pydicom
import pytest

from dcmteach.deid.batch import deidentify

PROGRAM = """
import json, sys
from dcmteach.deid.batch import deidentify
from dcmteach.deid.secrets import Secrets
from dcmteach.errors import DcmteachError
if __name__ == "__main__":
    source, out, jobs, limit = sys.argv[1:]
    if int(limit):
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    key = Secrets(b"a key for tests, kept by nobody.")
    try:
        report = deidentify(source, out, secrets=key, jobs=int(jobs))
        print(json.dumps([report.stopped, report.written, report.exit_status]))
    except DcmteachError as error:
        print(json.dumps(str(error)))
"""


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


def on_a_disk(script: str, *arguments: object) -> list[object]:
    """Run a script where a small file system may be mounted; give what its programs print."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        pytest.skip("no file systems of one's own here")
    command = ["unshare", "--mount", "sh", "-eu", "-c", script, "sh", *map(str, arguments)]
    if os.geteuid() != 0:
        command[1:1] = ["--map-root-user"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode == 77 or "unshare" in ran.stderr:
        pytest.skip("no file system may be mounted here")
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("jobs", [1, 2])
def test_on_a_disk_that_fills_up_whole_files_stay_and_a_larger_one_takes_the_rest(
    folder, tmp_path, key, program, jobs
) -> None:
    source = folder(60)
    deidentify(source, tmp_path / "expected", secrets=key)
    expected = tree(tmp_path / "expected")
    room = sum(path.stat().st_size for path in (tmp_path / "expected").rglob("*.dcm")) // 2
    disk, first, second = (tmp_path / name for name in ("disk", "first", "second"))
    disk.mkdir()
    script = """
    mount -t tmpfs -o size="$6" none "$1" 2>/dev/null || exit 77
    "$2" "$3" "$4" "$1/out" "$5" 0
    cp -r "$1/out" "$7"
    mount -o remount,size=100m "$1"
    "$2" "$3" "$4" "$1/out" "$5" 0
    cp -r "$1/out" "$8"
    """
    told = on_a_disk(script, disk, sys.executable, program, source, jobs, room, first, second)
    (stopped, written, status), then = told
    assert (stopped, status) == ("the disk is full", 2)
    assert 0 < written < 60
    assert len(tree(first)) == written
    assert tree(first).items() <= expected.items()
    for path in first.rglob("*.dcm"):
        pydicom.dcmread(path)
    assert not then[0]
    assert then[1:] == [60, 0]
    assert tree(second) == expected


def test_a_disk_that_is_read_only_is_said_and_nothing_is_tried(folder, tmp_path, program) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    script = """
    mount -t tmpfs -o size=1m none "$1" 2>/dev/null || exit 77
    mkdir "$1/out"
    mount -o remount,ro "$1"
    "$2" "$3" "$4" "$1/out" 1 0
    """
    (said,) = on_a_disk(script, disk, sys.executable, program, folder(2))
    assert said == (
        "Nothing can be written into 'out': the disk of the output folder is read-only. "
        "Choose another folder. Nothing was written."
    )


@pytest.mark.skipif(os.name != "posix", reason="no such limits")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_where_files_may_not_grow_the_run_ends_without_half_a_file(
    folder, tmp_path, key, program, jobs
) -> None:
    source, out = folder(4), tmp_path / "out"
    command = [sys.executable, program, source, out, jobs, "2048"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    stopped, written, status = json.loads(ran.stdout)
    assert stopped == "the file would be larger than this disk allows"
    assert (written, status) == (0, 2)
    assert not out.exists()
    assert deidentify(source, out, secrets=key).written == 4


RECORDED = """
import json, sys
from dcmteach.deid.batch import deidentify
from dcmteach.deid.secrets import Secrets
from dcmteach.errors import SaveError
if __name__ == "__main__":
    source, out, private = sys.argv[1:]
    key = Secrets(b"a key for tests, kept by nobody.")
    try:
        report = deidentify(
            source, out, secrets=key, audit=private + "/audit.jsonl",
            uid_mapping=private + "/uids.csv", patid_mapping=private + "/patients.csv",
        )
        print(json.dumps([report.stopped, report.written, report.exit_status]))
    except SaveError as error:
        print(json.dumps(str(error)))
"""


@pytest.mark.parametrize("size", ["4k", "8k", "40k"])
def test_a_record_that_fills_its_disk_is_told_in_a_sentence_and_goes_on_later(
    folder, tmp_path, key, size
) -> None:
    source = folder(60)
    deidentify(source, tmp_path / "expected", secrets=key)
    program = tmp_path / "recorded.py"
    program.write_text(RECORDED)
    disk, out = tmp_path / "disk", tmp_path / "out"
    disk.mkdir()
    script = """
    mount -t tmpfs -o size="$5" none "$1" 2>/dev/null || exit 77
    "$2" "$3" "$4" "$6" "$1"
    rm -rf "$7"
    if [ -e "$6" ]; then cp -r "$6" "$7"; else mkdir "$7"; fi
    mount -o remount,size=10m "$1"
    "$2" "$3" "$4" "$6" "$1"
    """
    halfway = tmp_path / "halfway"
    arguments = (disk, sys.executable, program, source, size, out, halfway)
    said, then = on_a_disk(script, *arguments)
    assert isinstance(said, str)
    assert "No space left on device" in said
    assert "run again" in said
    assert tree(halfway).items() <= tree(tmp_path / "expected").items()
    assert then == ["", 60, 0]
    assert tree(out) == tree(tmp_path / "expected")


def test_record_and_output_on_one_disk_that_fills_up_end_in_a_sentence(folder, tmp_path) -> None:
    program = tmp_path / "recorded.py"
    program.write_text(RECORDED)
    disk = tmp_path / "disk"
    disk.mkdir()
    script = """
    mount -t tmpfs -o size=60k none "$1" 2>/dev/null || exit 77
    "$2" "$3" "$4" "$1/out" "$1"
    mount -o remount,size=10m "$1"
    "$2" "$3" "$4" "$1/out" "$1"
    """
    told, then = on_a_disk(script, disk, sys.executable, program, folder(60))
    assert "disk is full" in str(told) or "No space left on device" in str(told)
    assert then == ["", 60, 0]
