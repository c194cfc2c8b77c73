"""Whatever happens to a run, what is in the output is whole, and the next run finishes it."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pydicom
import pytest

from dcmteach.deid import output_part
from dcmteach.deid.batch import deidentify
from dcmteach.errors import SaveError
from tests.deid.killing import killed

PROGRAM = """
import sys
from dcmteach.deid.batch import deidentify
from dcmteach.deid.secrets import Secrets
if __name__ == "__main__":
    source, out, audit, jobs = sys.argv[1:]
    key = Secrets(b"a key for tests, kept by nobody.")
    print("started", flush=True)
    deidentify(source, out, secrets=key, audit=audit, jobs=int(jobs))
"""


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".dcmteach-unfinished" not in path.parts
    }


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_at_random_moments_a_run_leaves_only_whole_files_and_is_finished_by_the_next(
    folder, tmp_path, key, jobs
):
    source = folder(60)
    deidentify(source, tmp_path / "expected", secrets=key)
    expected = tree(tmp_path / "expected")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    chance = random.Random(jobs)
    out, audit = tmp_path / "out", tmp_path / "audit.jsonl"
    left = []
    for _ in range(4):
        killed([program, source, out, audit, jobs], chance, 0.5)
        found = tree(out)
        left.append(len(found))
        assert found.items() <= expected.items()
        assert left == sorted(left)  # what was there stays
    report = deidentify(source, out, secrets=key, audit=audit)
    assert report.written == 60
    assert tree(out) == expected
    assert not (out / ".dcmteach-unfinished").exists()


def test_on_a_full_disk_the_run_ends_and_the_next_goes_on(folder, tmp_path, key, monkeypatch):
    source, out = folder(40), tmp_path / "out"
    real, room = os.write, [20]

    def full(descriptor: int, data: bytes) -> int:
        room[0] -= 1
        if room[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, data)

    with monkeypatch.context() as patch:
        patch.setattr(output_part.os, "write", full)
        report = deidentify(source, out, secrets=key)
    assert report.stopped == "the disk is full"
    assert report.exit_status == 2
    assert report.written == 20
    assert "It ended early: the disk is full." in str(report)
    for path in out.rglob("*.dcm"):
        pydicom.dcmread(path)
    assert not list(out.rglob("*.part"))
    assert deidentify(source, out, secrets=key).written == 40


def test_a_disk_that_fills_while_it_is_synced_is_noticed(folder, tmp_path, key, monkeypatch):
    def full(path: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dcmteach.deid.worker.sync", full)
    report = deidentify(folder(3), tmp_path / "out", secrets=key)
    assert report.stopped == "the disk is full"
    assert report.written == 0
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_into_a_folder_that_may_not_be_written_to_nothing_is_tried(folder, tmp_path):
    source = folder(1)
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(SaveError, match="may not be written to"):
        deidentify(source, tmp_path / "locked" / "out")


def test_a_read_only_disk_is_said_before_anything_is_done(folder, tmp_path, monkeypatch):
    source = folder(1)

    def read_only(self: Path, *arguments: object, **options: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(SaveError, match="the disk of the output folder is read-only"):
        deidentify(source, tmp_path / "out")


def test_a_file_in_the_place_of_the_output_is_left_alone(folder, tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(SaveError, match="is a file"):
        deidentify(folder(1), tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_what_an_interrupted_run_left_unfinished_is_removed(folder, tmp_path, key):
    parts = tmp_path / "out" / ".dcmteach-unfinished"
    parts.mkdir(parents=True)
    (parts / "7.part").write_bytes(b"Oakenshaw")
    deidentify(folder(1), tmp_path / "out", secrets=key)
    assert not parts.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no such locks")
def test_two_runs_do_not_write_into_one_folder_at_once(folder, tmp_path, key):
    source = folder(1)
    parts = tmp_path / "out" / ".dcmteach-unfinished"
    parts.mkdir(parents=True)
    holder = (
        "import fcntl, sys; lock = open(sys.argv[1], 'w'); fcntl.lockf(lock, fcntl.LOCK_EX);"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, parts / "lock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(SaveError, match="Another run is writing into 'out'"):
            deidentify(source, tmp_path / "out", secrets=key)
        assert parts.exists()
        other.communicate()
    assert deidentify(source, tmp_path / "out", secrets=key).written == 1


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes")
def test_workers_do_not_outlive_the_process_that_started_them(folder, tmp_path):
    source = folder(60)
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    process = subprocess.Popen(
        [sys.executable, program, source, tmp_path / "out", tmp_path / "audit", "2"],
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    children: list[str] = []
    while not children and process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.kill()
    process.wait()
    process.stdout.close()
    assert children
    for _ in range(100):
        if not any(Path(f"/proc/{child}").exists() for child in children):
            break
        time.sleep(0.1)
    alive = [c for c in children if Path(f"/proc/{c}").exists()]
    assert all("Z" in Path(f"/proc/{c}/stat").read_text().split(")")[1][:3] for c in alive)


def test_a_fault_of_ours_in_one_file_is_told_without_its_values(folder, tmp_path, key, monkeypatch):
    def fault(*arguments: object, **options: object) -> None:
        raise KeyError("Oakenshaw^Tirion")

    monkeypatch.setattr("dcmteach.deid.worker.plan", fault)
    report = deidentify(folder(2), tmp_path / "out", secrets=key)
    assert len(report.refused) == 2
    assert report.refused[0].reason.startswith("KeyError at ")
    assert "Oakenshaw" not in report.refused[0].reason
