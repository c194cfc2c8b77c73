"""Run a lesson's cells in an IPython shell, each wrong answer in a fork of it.

This is a program: ``python -m dcmteach.course.lessons.attempt LESSON.py`` writes JSON lines, one
per cell that was run. Wrong answers leave the lesson's state as it was, because they run in a
forked copy of the process; starters and solutions run in the process itself, as in the book.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import traceback
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF
from typing import Any

from dcmteach.course.lessons.source import Cell, read_lesson

__all__ = ["ATTEMPT_SECONDS", "main"]

ATTEMPT_SECONDS = 60
"""How long one wrong answer may take."""


def main(path: Path) -> None:
    """Run the lesson at *path* and write what happened to standard output."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    # What the lesson's cells print must not mix with what this program reports.
    report = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    for cell in read_lesson(path).cells:
        if cell.kind != "code":
            continue
        happened = _in_a_fork(shell, cell) if cell.role == "wrong" else _run(shell, cell)
        report.write(json.dumps({"cell": cell.number, **happened}) + "\n")
        report.flush()
    report.write(json.dumps({"cell": 0, "mib": _peak_mib()}) + "\n")
    report.close()


def _peak_mib() -> float:
    peak = max(resource.getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def _run(shell: Any, cell: Cell) -> dict[str, Any]:
    from IPython.utils.capture import capture_output

    with capture_output():
        result = shell.run_cell(cell.source, store_history=False)
    error = result.error_in_exec or result.error_before_exec
    if error is not None:
        line = "".join(traceback.format_exception_only(error)).strip()
        return {"error": line}
    outcome = result.result
    if hasattr(outcome, "outcome") and hasattr(outcome, "message"):
        return {"outcome": str(outcome.outcome), "message": str(outcome.message)}
    return {}


def _in_a_fork(shell: Any, cell: Cell) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                json.dump(_run(shell, cell), pipe)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        ready, _, _ = select.select([pipe], [], [], ATTEMPT_SECONDS)
        if not ready:
            os.kill(child, signal.SIGKILL)
        text = pipe.read()
    os.waitpid(child, 0)
    if not ready:
        return {"error": f"it took longer than {ATTEMPT_SECONDS} s"}
    happened: dict[str, Any] = json.loads(text) if text else {"error": "the process died"}
    return happened


if __name__ == "__main__":
    main(Path(sys.argv[1]))
