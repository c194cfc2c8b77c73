"""The benchmark runs and reports what it promises; nothing timed is asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

KEYS = {
    "header.pydicom_ms",
    "header.dcmteach_ms",
    "header.ratio",
    "header.ratio_made",
    "header.ratio_read",
    "files.count",
    "files.pydicom_per_s",
    "files.classify_per_s",
    "files.ratio",
    "import.dcmteach_ms",
    "import.pydicom_ms",
    "import.ratio",
    "tables.profile_load_ms",
    "tables.iod_load_ms",
    "tables.action_us",
    "tables.type_us",
    "tables.type_here_us",
    "deid.count",
    "deid.files_per_s",
    "deid.cpu_s",
    "deid.peak_mib",
    "deid.pydicom_per_s",
    "deid.pydicom_cpu_s",
    "deid.unverified_ratio",
    "deid.unverified_cpu_ratio",
    "deid.two_processes",
    "deid.written",
    "deid.places",
    "deid.original_uids",
    "deid.references_wrong",
    "deid.pixels_changed",
    "deid.start_ms",
}
# Judged, not timed: of these nothing may be left.
NONE = {"deid.places", "deid.original_uids", "deid.references_wrong", "deid.pixels_changed"}
TARGETS = {
    "header.ratio": {"at_most": 2, "at_least": None},
    "files.classify_per_s": {"at_most": None, "at_least": 100},
    "import.ratio": {"at_most": 0.1, "at_least": None},
    "import.dcmteach_ms": {"at_most": 50, "at_least": None},
    "deid.unverified_ratio": {"at_most": None, "at_least": 0.7},
    "deid.two_processes": {"at_most": None, "at_least": 1.7},
    "deid.start_ms": {"at_most": 500, "at_least": None},
}


def test_the_quick_benchmark_prints_and_writes_every_figure(tmp_path):
    out = tmp_path / "results.json"
    ended = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--out", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    report = json.loads(out.read_text(encoding="utf-8"))
    # Other tools, and a validator, add theirs where they are installed.
    assert set(report["figures"]) >= KEYS
    assert report["quick"] is True
    for key, figure in report["figures"].items():
        if key in NONE:
            assert figure["value"] == 0, key
        elif key in KEYS:
            assert figure["value"] > 0, key
        assert key in ended.stdout
    for key, target in TARGETS.items():
        figure = report["figures"][key]
        assert {name: figure[name] for name in target} == target


def test_the_header_measured_has_three_hundred_elements():
    program = (
        "from bench.inputs import header_of_300;"
        "print(sum(1 for _ in header_of_300().read().iterall()))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "300"
