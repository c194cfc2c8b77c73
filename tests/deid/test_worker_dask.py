"""A Dask cluster: a real scheduler and two workers, one of which is killed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dcmteach.deid import batch_run
from dcmteach.deid.batch import deidentify


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


distributed = pytest.importorskip("distributed")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a real scheduler and two worker processes, on this machine only."""
    file = tmp_path / "scheduler.json"
    common = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduler = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "distributed.cli.dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--no-show",
            "--scheduler-file",
            str(file),
        ],
        **common,  # type: ignore[call-overload]
    )
    workers = []
    try:
        for _ in range(300):
            if file.exists() and file.stat().st_size:
                break
            time.sleep(0.1)
        workers = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "distributed.cli.dask_worker",
                    "--scheduler-file",
                    str(file),
                    "--host",
                    "127.0.0.1",
                    "--nthreads",
                    "1",
                    "--no-dashboard",
                    "--no-nanny",
                    "--local-directory",
                    str(tmp_path / "dask"),
                ],
                **common,  # type: ignore[call-overload]
            )
            for _ in range(2)
        ]
        yield str(file), workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def test_a_dask_cluster_finishes_although_one_of_its_workers_is_killed(
    folder, tmp_path, key, cluster, monkeypatch
):
    file, workers = cluster
    source = folder(60)
    monkeypatch.setattr(batch_run, "_CHUNK", 2)
    told: list[str] = []

    def kill_one(status: str) -> None:
        told.append(status)
        if len(told) == 3:
            workers[0].kill()

    with distributed.Client(scheduler_file=file, timeout=30) as client:
        client.wait_for_workers(2, timeout=60)
        report = deidentify(
            source,
            tmp_path / "out",
            secrets=key,
            executor=client.get_executor(pure=False),
            progress=kill_one,
        )
    assert dict(report.counts) == {"written": 60}
    assert workers[0].poll() is not None
    deidentify(source, tmp_path / "plain", secrets=key)
    assert tree(tmp_path / "out") == tree(tmp_path / "plain")
