"""A run killed at any moment, by any of its processes, and run again, is as if nothing happened."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dcmteach.deid.batch import deidentify

PROGRAM = """
import sys
from dcmteach.deid.batch import deidentify
from dcmteach.deid.secrets import Secrets
if __name__ == "__main__":
    source, out, private, jobs = sys.argv[1:]
    key = Secrets(b"a key for tests, kept by nobody.")
    print("started", flush=True)
    report = deidentify(
        source, out, secrets=key, jobs=int(jobs), audit=private + "/audit.jsonl",
        uid_mapping=private + "/uids.csv", patid_mapping=private + "/patients.csv",
    )
    print(report.written)
"""
FILES = 48

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills by signal, looks at /proc")


def everything(folder: Path) -> dict[str, str]:
    """Every file, the hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def expected(folder, tmp_path, key) -> dict[str, str]:
    (tmp_path / "before").mkdir()
    deidentify(
        folder(FILES),
        tmp_path / "undisturbed",
        secrets=key,
        uid_mapping=tmp_path / "before" / "uids.csv",
        patid_mapping=tmp_path / "before" / "patients.csv",
    )
    return everything(tmp_path / "undisturbed")


Start = Callable[[str], "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path) -> Start:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    (tmp_path / "private").mkdir()

    def begin(jobs: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [
                *(sys.executable, program, tmp_path / "source", tmp_path / "out"),
                *(tmp_path / "private", jobs),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stdout is not None
        process.stdout.readline()
        return process

    return begin


def children(process: subprocess.Popen[bytes]) -> list[int]:
    try:
        text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    except OSError:
        return []
    return [int(one) for one in text.split()]


def whole_so_far(tmp_path: Path, expected: dict[str, str]) -> int:
    found = {
        name: digest
        for name, digest in everything(tmp_path / "out").items()
        if not name.startswith(".dcmteach-unfinished/")
    }
    assert found.items() <= expected.items()
    return len(found)


def finish(start: Start, tmp_path: Path, expected: dict[str, str], jobs: str) -> None:
    process = start(jobs)
    told, wrong = process.communicate()
    assert process.returncode == 0, wrong.decode()
    assert int(told) == FILES
    assert everything(tmp_path / "out") == expected
    for name in ("uids.csv", "patients.csv"):
        assert (tmp_path / "private" / name).read_text() == (tmp_path / "before" / name).read_text()
    assert {path.name for path in (tmp_path / "private").iterdir()} == {
        "audit.jsonl",
        "uids.csv",
        "patients.csv",
    }
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "private").glob("*.csv"))
    for line in (tmp_path / "private" / "audit.jsonl").read_text().splitlines():
        json.loads(line)


def test_the_starting_process_alone_is_killed_and_the_next_run_begins_at_once(
    start, expected, tmp_path
) -> None:
    chance = random.Random(4)
    for _ in range(4):  # its workers live on for a moment, and must not disturb the next run
        process = start("2")
        time.sleep(chance.uniform(0.05, 0.6))
        os.kill(process.pid, signal.SIGKILL)
        whole_so_far(tmp_path, expected)
        assert process.stdout is not None
        assert process.stderr is not None
        process.wait()
        process.stdout.close()
        process.stderr.close()
    finish(start, tmp_path, expected, "2")


def test_workers_killed_at_random_are_replaced_and_nothing_is_lost(
    start, expected, tmp_path
) -> None:
    chance = random.Random(9)
    process = start("2")
    killed = 0
    end = time.monotonic() + 60
    while process.poll() is None and killed < 3 and time.monotonic() < end:
        workers = children(process)
        if workers:
            time.sleep(chance.uniform(0.0, 0.1))
            try:
                os.kill(chance.choice(workers), signal.SIGKILL)
            except ProcessLookupError:
                continue
            killed += 1
            time.sleep(0.3)
    told, wrong = process.communicate()
    assert process.returncode in {0, 1}, wrong.decode()
    assert killed
    assert whole_so_far(tmp_path, expected) == int(told)
    assert not (tmp_path / "out" / ".dcmteach-unfinished").exists()
    finish(start, tmp_path, expected, "2")


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_whole_run_is_ended_by_a_signal_and_finished_by_the_next(
    start, expected, tmp_path, sent
) -> None:
    chance = random.Random(int(sent))
    for jobs in ("1", "2", "1"):
        process = start(jobs)
        time.sleep(chance.uniform(0.05, 0.5))
        os.killpg(process.pid, sent)
        process.communicate()
        whole_so_far(tmp_path, expected)
    finish(start, tmp_path, expected, "1")


def test_the_last_line_of_a_record_that_was_cut_off_harms_nothing(
    start, expected, tmp_path
) -> None:
    finish(start, tmp_path, expected, "1")
    record = tmp_path / "private" / "audit.jsonl"
    lines = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(b"".join(lines[:20]) + lines[20][: len(lines[20]) // 2])
    for path in sorted((tmp_path / "out").rglob("*.dcm"))[::2]:
        path.unlink()
    process = start("1")
    told, wrong = process.communicate()
    assert process.returncode == 0, wrong.decode()
    assert int(told) == FILES
    assert everything(tmp_path / "out") == expected
