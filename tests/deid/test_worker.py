"""Workers: processes, executors of others, and what becomes of files whose worker dies."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from dcmteach.deid import batch_run, worker
from dcmteach.deid.batch import deidentify

EVIL = "evil.dcm"


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make one file kill whoever reads it, as one that needs too much memory does."""
    real = worker._bytes_of

    def read(task: worker.Task) -> bytes:
        if Path(task.item.path).name == EVIL:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(task)

    monkeypatch.setattr(worker, "_bytes_of", read)
    monkeypatch.setattr(batch_run.threading, "active_count", lambda: 1)  # workers are copies,
    monkeypatch.setattr(batch_run, "_UNFIT", frozenset())  # whatever other tests have loaded


@pytest.mark.skipif(sys.platform != "linux", reason="the deadly file reaches copied processes only")
def test_a_file_that_kills_its_worker_is_told_and_all_the_others_are_written(
    folder, tmp_path, key, deadly
):
    source = folder(40)
    expected = len(list(source.rglob("*.dcm")))
    (source / EVIL).write_bytes(b"x")
    report = deidentify(source, tmp_path / "out", secrets=key, jobs=2)
    assert report.counts["written"] == expected
    (lost,) = report.refused
    assert Path(lost.source).name == EVIL
    assert lost.reason == "the process that worked on it died, each time it was tried"


@pytest.mark.skipif(sys.platform != "linux", reason="kills by signal")
def test_a_worker_that_is_killed_from_outside_loses_nothing(folder, tmp_path, key, monkeypatch):
    source = folder(60)
    killed: list[int] = []

    def kill_one(status: str) -> None:
        if not killed:
            children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
            killed.append(int(children.split()[-1]))
            os.kill(killed[0], signal.SIGKILL)

    monkeypatch.setattr(batch_run, "_CHUNK", 4)
    report = deidentify(source, tmp_path / "out", secrets=key, jobs=2, progress=kill_one)
    assert killed
    assert dict(report.counts) == {"written": 60}
    deidentify(source, tmp_path / "plain", secrets=key)
    assert tree(tmp_path / "out") == tree(tmp_path / "plain")


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_will_do(folder, tmp_path, key, kind):
    source = folder(8)
    with kind(2) as executor:
        report = deidentify(source, tmp_path / "out", secrets=key, executor=executor)
    assert dict(report.counts) == {"written": 8}
    deidentify(source, tmp_path / "plain", secrets=key)
    assert tree(tmp_path / "out") == tree(tmp_path / "plain")


def test_an_executor_of_others_that_breaks_down_is_told_file_by_file(folder, tmp_path, key):
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    report = deidentify(folder(3), tmp_path / "out", secrets=key, executor=executor)
    assert {row.reason for row in report.refused} == {"the executor broke down; run again to go on"}
    assert len(report.refused) == 3


def test_only_a_few_tasks_are_under_way_at_a_time(folder, tmp_path, key):
    class Counting(ThreadPoolExecutor):
        under_way = most = 0

        def submit(self, *arguments: object, **options: object) -> Future:  # type: ignore
            type(self).under_way += 1
            type(self).most = max(self.most, self.under_way)
            future = super().submit(*arguments, **options)  # type: ignore
            future.add_done_callback(lambda _: setattr(type(self), "under_way", 0))
            return future

    with Counting(1) as executor:
        settings = None

        def tasks() -> Iterator[int]:
            for number in range(100_000):
                tasks.taken = number  # type: ignore[attr-defined]
                yield number

        original, batch_run.run_tasks = batch_run.run_tasks, lambda packed, chunk: list(chunk)
        try:
            results = batch_run.run(tasks(), settings, executor=executor)  # type: ignore
            assert next(results) == 0  # type: ignore[comparison-overlap]
            assert tasks.taken < 2000  # type: ignore[attr-defined]
            results.close()  # type: ignore[attr-defined]
        finally:
            batch_run.run_tasks = original


def test_processes_are_not_copied_from_one_that_has_read_text(monkeypatch):
    """Networks and OpenCV have locks that a copy finds locked for ever."""
    monkeypatch.setitem(sys.modules, "onnxruntime", object())
    pool = batch_run._processes(1)
    assert pool._mp_context.get_start_method() == "spawn"
    pool.shutdown()
