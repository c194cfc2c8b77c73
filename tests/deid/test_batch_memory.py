"""However many files there are, memory stays flat."""

from __future__ import annotations

import subprocess
import sys

import pytest

# A hundred thousand files, simulated: each is read from one file and comes to its own output.
PROGRAM = """
import sys
from pathlib import Path
from dcmteach.deid import batch, batch_job, worker
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import Item
from dcmteach.deid.worker_settings import Done

def items(source):
    for number in range(100_000):
        yield Item(number, f"{source}/a folder with a name/{number:06d}.dcm")

def treat(task, settings):
    number = task.item.number
    name = f"PSEUDONYM0/{number // 5000:010x}/{number // 500:010x}/{number:016x}.dcm"
    extra = {"sop_class": "1.2.840.10008.5.1.4.1.1.2", "actions": {"remove": 61, "clear": 9}}
    return Done(number, "written", "", name, "", f"{number:064x}", 500, extra, "0123456789ab")

batch_job.items_of_source, worker.treat = items, treat
source, out, audit = sys.argv[1:]
report = batch.deidentify(source, out, secrets=Secrets(b"k" * 16), audit=audit)
assert report.written == 100_000
# Of this program alone: ru_maxrss would begin with what the process before it had.
[peak] = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="read from the files of Linux")
def test_a_hundred_thousand_files_take_less_than_300_megabytes(tmp_path):
    (tmp_path / "source").mkdir()
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path / "source", tmp_path / "out", tmp_path / "audit"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) < 300
    with (tmp_path / "audit").open() as file:
        assert sum(1 for _ in file) == 100_002
