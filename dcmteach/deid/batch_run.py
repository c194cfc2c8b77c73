"""Hand tasks to workers, a few at a time, and take what they did in the tasks' order."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
)
from itertools import islice

from dcmteach.deid.faces_series import FaceTask
from dcmteach.deid.worker import run_tasks
from dcmteach.deid.worker_settings import Done, Settings, Task, pack

__all__ = ["run"]

_CHUNK = 16
_ALONE = 64  # files in a chunk where there is one process: it waits for the disk less often
_LAST = 2  # files in the last chunks, so that all workers end at about the same time
_AHEAD = 4  # chunks in flight per worker
_ATTEMPTS = 2
_LOOK = 1.0  # seconds between looks at whether the parent lives
# Their threads and locks do not survive being copied.
_UNFIT = frozenset({"cv2", "onnxruntime", "SimpleITK"})
_LOST = "the process that worked on it died, each time it was tried"
_BROKEN = "the executor broke down; run again to go on"

AnyTask = Task | FaceTask
_Chunk = tuple[AnyTask, ...]


def run(
    tasks: Iterable[AnyTask],
    settings: Settings,
    *,
    jobs: int = 1,
    executor: Executor | None = None,
    alone: bool = False,
) -> Iterator[Done]:
    """Treat all tasks.

    Parameters
    ----------
    tasks : iterable of Task
        They are taken as they are needed.
    settings : Settings
        How.
    jobs : int, optional
        How many processes; 1 is this one.
    executor : concurrent.futures.Executor, optional
        Where to work instead.
    alone : bool, optional
        Whether each task is handed out by itself: whole series are, files are not.

    Yields
    ------
    Done
        One per task, in their order: so neither the number of workers nor their speed changes
        anything that is written.
    """
    packed = pack(settings)
    if executor is not None:
        chunks = _chunked(tasks, 1 if alone else _CHUNK)
        yield from _Crew(packed, executor, _AHEAD * 8).run(chunks)
    elif jobs > 1:
        crew = _Crew(packed, None, _AHEAD * jobs, jobs=jobs)
        try:
            yield from crew.run(_chunked(tasks, 1) if alone else _shrinking(tasks, jobs))
        finally:
            crew.close()
    else:
        for chunk in _chunked(tasks, 1 if alone else _ALONE):
            yield from run_tasks(packed, chunk)


def _chunked(tasks: Iterable[AnyTask], size: int) -> Iterator[_Chunk]:
    iterator = iter(tasks)
    while chunk := tuple(islice(iterator, size)):
        yield chunk


def _shrinking(tasks: Iterable[AnyTask], jobs: int) -> Iterator[_Chunk]:
    """Cut tasks into chunks that get smaller when few are left: no worker waits long for another.

    Looks a few chunks ahead, no further.
    """
    iterator = iter(tasks)
    share = 2 * jobs
    ahead = deque(islice(iterator, share * _CHUNK))
    while ahead:
        size = min(_CHUNK, max(_LAST, len(ahead) // share))
        chunk = tuple(ahead.popleft() for _ in range(min(size, len(ahead))))
        ahead.extend(islice(iterator, len(chunk)))
        yield chunk


class _Crew:
    """Workers, and what to do when one of them dies.

    Every chunk that was under way then is done again file by file, each alone, so that the one
    that kills workers is known; after two deaths it is given up.
    """

    def __init__(
        self, packed: bytes, executor: Executor | None, ahead: int, *, jobs: int = 0
    ) -> None:
        self.packed = packed
        self.jobs = jobs
        self.ahead = ahead
        self.pool = executor or _processes(jobs)
        self.broken = False

    def close(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)

    def run(self, chunks: Iterator[_Chunk]) -> Iterator[Done]:
        waiting: deque[tuple[_Chunk, Future[list[Done]] | None]] = deque()
        while True:
            while len(waiting) < self.ahead and (chunk := next(chunks, None)) is not None:
                waiting.append((chunk, self._submit(chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            found = _result(future)
            if found is not None:
                yield from found
                continue
            # Whatever else was under way may be lost as well: what is done is kept.
            suspects = [chunk]
            while waiting and (waiting[0][1] is None or _result(waiting[0][1]) is None):
                suspects.append(waiting.popleft()[0])
            later = [(other, _result(lost)) for other, lost in waiting]
            waiting.clear()
            for suspect in suspects:
                yield from self._one_by_one(suspect)
            for other, kept in later:
                yield from kept if kept is not None else self._one_by_one(other)

    def _submit(self, chunk: _Chunk) -> Future[list[Done]] | None:
        try:
            return self.pool.submit(run_tasks, self.packed, chunk)
        except (BrokenExecutor, RuntimeError):
            return None

    def _one_by_one(self, chunk: _Chunk) -> Iterator[Done]:
        for task in chunk:
            yield self._alone(task)

    def _alone(self, task: AnyTask) -> Done:
        for _ in range(_ATTEMPTS):
            if not self._mend():
                return Done(task.item.number, "refused", _BROKEN)
            found = _result(self._submit((task,)))
            if found is not None:
                return found[0]
        return Done(task.item.number, "refused", _LOST)

    def _mend(self) -> bool:
        """See to it that there are workers."""
        probe = self._submit(())
        if _result(probe) is not None:
            return True
        if not self.jobs:
            return _result(self._submit(())) is not None
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = _processes(self.jobs)
        return True


def _result(future: Future[list[Done]] | None) -> list[Done] | None:
    """What a chunk came to; None if its worker was lost."""
    if future is None:
        return None
    try:
        return future.result()
    except (KeyboardInterrupt, SystemExit):
        raise
    except (Exception, CancelledError):  # each kind of executor has its own
        return None


def _processes(jobs: int) -> ProcessPoolExecutor:
    """Start worker processes: copied where that is safe, which is quicker, else started anew."""
    alone = threading.active_count() == 1 and _UNFIT.isdisjoint(sys.modules)
    method = "fork" if sys.platform == "linux" and alone else "spawn"
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_end_with, initargs=(os.getpid(),)
    )


def _end_with(parent: int) -> None:
    """End this worker soon after the process that started it has died."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os._exit(1)

    gc.freeze()  # what the parent had loaded stays: no need to look through it ever again
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that started it
    threading.Thread(target=watch, daemon=True, name="dcmteach-watch").start()
