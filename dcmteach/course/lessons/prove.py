"""The proof of a lesson: its notebook runs, and every exercise behaves in all three states.

* The learner's notebook, untouched, runs from top to bottom in a Jupyter kernel; only what is
  meant to fail fails, with the message that was announced.
* Each starter is *not attempted*; each recorded wrong answer is *not yet*, with its own message
  that contains what was announced; each solution is *correct*.
* It stays within the budget of time and memory.

The learner's progress is never touched: ``DCMTEACH_HOME`` is a temporary folder meanwhile.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dcmteach.course.lessons.source import Cell, Lesson, find_root, read_lesson

__all__ = ["BUDGET_MIB", "BUDGET_SECONDS", "Proof", "judge", "prove"]

BUDGET_SECONDS = 60
BUDGET_MIB = 1024
_QUIET = 0.45  # seconds of `_pace` where nothing else runs
_WANTED = {"starter": "not attempted", "wrong": "not yet", "solution": "correct"}


@dataclass(frozen=True)
class Proof:
    """What proving a lesson showed.

    Parameters
    ----------
    lesson : str
        The lesson's slug.
    findings : tuple of str
        What is not as it should be; empty when the lesson is proved.
    attempts : int
        How many starters, wrong answers and solutions were run.
    notebook_seconds, attempts_seconds : float
        Time of the notebook in its kernel, and of everything else: on the clock, or of the
        processor where that is less, since on a busy machine the clock measures the others.
    peak_mib : float
        The larger of the two processes' peak memory, in MiB.
    """

    lesson: str
    findings: tuple[str, ...]
    attempts: int
    notebook_seconds: float
    attempts_seconds: float
    peak_mib: float

    def __str__(self) -> str:
        state = "proved" if not self.findings else f"{len(self.findings)} finding(s)"
        head = (
            f"{self.lesson}: {state}; {self.attempts} attempts, "
            f"notebook {self.notebook_seconds:.1f} s, attempts {self.attempts_seconds:.1f} s, "
            f"peak {self.peak_mib:.0f} MiB"
        )
        return "\n".join([head, *(f"  {finding}" for finding in self.findings)])


def prove(path: Path) -> Proof:
    """Prove the lesson at *path*."""
    lesson = read_lesson(path)
    with tempfile.TemporaryDirectory(prefix="dcmteach-proof-") as folder:
        environment = {
            **os.environ,
            "DCMTEACH_HOME": str(Path(folder) / "home"),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "PYTHONDONTWRITEBYTECODE": "1",
            "DCMTEACH_STRICT": "1",
            # Threads that wait for a busy core count as work.
            "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        paces = [_pace()]
        started = _clocks()
        happened, trouble = _attempts(path, Path(folder), environment)
        attempts_seconds = _since(started)
        paces.append(_pace())
        started = _clocks()
        notebook, peak = _notebook(path, lesson, Path(folder), environment)
        notebook_seconds = _since(started)
        paces.append(_pace())
    attempts_seconds /= max(1.0, sum(paces[:2]) / 2)
    notebook_seconds /= max(1.0, sum(paces[1:]) / 2)
    peak = max(peak, happened.pop(0, {}).get("mib", 0.0))
    found = [*trouble, *judge(lesson, happened), *notebook]
    # A learner runs the notebook; all recorded attempts together are run by nobody but this proof,
    # which has twice as long for them.
    slowest = max(attempts_seconds / 2, notebook_seconds)
    if slowest > BUDGET_SECONDS:
        found.append(
            f"it takes {slowest:.0f} s; the budget is {BUDGET_SECONDS} s. Use a smaller sample, or "
            "do less per cell."
        )
    if peak > BUDGET_MIB:
        found.append(f"it needs {peak:.0f} MiB; the budget is {BUDGET_MIB} MiB.")
    return Proof(
        lesson=lesson.slug,
        findings=tuple(f"{lesson.file}: {text}" for text in found),
        attempts=sum(cell.role in _WANTED and cell.kind == "code" for cell in lesson.cells),
        notebook_seconds=notebook_seconds,
        attempts_seconds=attempts_seconds,
        peak_mib=peak,
    )


def _pace() -> float:
    """Tell how many times longer some work takes than on the machine the budget is meant for.

    On two cores that share their parts, other programs make every second longer.
    """
    started, total = time.process_time(), 0
    for number in range(6_000_000):
        total += number * number % 7
    return (time.process_time() - started) / _QUIET


def _clocks() -> tuple[float, float]:
    """Return what the clock says, and the processor's time of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), used.ru_utime + used.ru_stime


def _since(started: tuple[float, float]) -> float:
    return min(now - then for now, then in zip(_clocks(), started, strict=True))


def judge(lesson: Lesson, happened: Mapping[int, Mapping[str, Any]]) -> Iterator[str]:
    """Compare what each code cell did, by cell number, with what its role asks for."""
    messages: dict[tuple[str, str], Cell] = {}
    for cell in lesson.cells:
        if cell.kind != "code":
            continue
        if cell.number not in happened:
            yield f"{cell.describe()} was not run, since the run stopped before."
            continue
        did = happened[cell.number]
        error = did.get("error")
        says = str(cell.metadata.get("says", ""))
        if cell.role == "raises":
            if error is None:
                yield f"{cell.describe()} is meant to fail and did not."
            elif says not in error:
                yield f"{cell.describe()} failed with {error!r}, which does not contain {says!r}."
        elif error is not None:
            yield f"{cell.describe()} failed: {error}"
        elif cell.role in _WANTED:
            outcome, message = did.get("outcome"), did.get("message", "")
            if outcome != _WANTED[cell.role]:
                yield (
                    f"{cell.describe()} should be {_WANTED[cell.role]!r} and is {outcome!r} "
                    f"(message: {message!r})."
                )
            elif cell.role == "wrong" and says not in message:
                yield f"{cell.describe()} is told {message!r}, which does not contain {says!r}."
            elif cell.role == "wrong":
                other = messages.setdefault((cell.slug, message), cell)
                if other is not cell:
                    yield (
                        f"{cell.describe()} is told the same as cell {other.number}. "
                        "Give each misconception its own message."
                    )


def _attempts(
    path: Path, folder: Path, environment: dict[str, str]
) -> tuple[dict[int, dict[str, Any]], list[str]]:
    command = [sys.executable, "-m", "dcmteach.course.lessons.attempt", str(path.resolve())]
    ran = subprocess.run(
        command,
        cwd=_workplace(folder, "attempts"),
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    happened = {(line := json.loads(text))["cell"]: line for text in ran.stdout.splitlines()}
    trouble = []
    if ran.returncode:
        tail = " ".join(ran.stderr.strip().splitlines()[-3:])
        trouble.append(f"running its cells stopped with status {ran.returncode}: {tail}")
    return happened, trouble


def _notebook(
    path: Path, lesson: Lesson, folder: Path, environment: dict[str, str]
) -> tuple[list[str], float]:
    """Run the learner's notebook, untouched, in a real kernel."""
    import nbformat
    from nbclient import NotebookClient

    from dcmteach.course.lessons.lint import registered_exercises
    from dcmteach.course.lessons.markdown import Bibliography
    from dcmteach.course.lessons.notebook import notebook_text

    root = find_root(path.resolve().parent)
    text = notebook_text(
        lesson,
        registered=registered_exercises(),
        bibliography=Bibliography.read(root / "book/references.bib"),
    )
    book = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    book.cells.append(nbformat.v4.new_code_cell(_MEASURE))  # type: ignore[no-untyped-call]
    client = NotebookClient(
        book,
        timeout=BUDGET_SECONDS,
        allow_errors=True,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
    )
    client.execute(cwd=str(_workplace(folder, "notebook")), env=environment)
    found = []
    raising = {c.source: str(c.metadata["says"]) for c in lesson.cells if c.role == "raises"}
    drawn = {c.source for c in lesson.cells if c.metadata.get("alt")}
    for number, cell in enumerate(book.cells[:-1], 1):
        if cell.cell_type != "code":
            continue
        says = raising.get(cell.source)
        errors = [o for o in cell.outputs if o.output_type == "error"]
        where = f"notebook cell {number} ({cell.source.splitlines()[0][:50]!r})"
        for error in errors:
            line = f"{error.ename}: {error.evalue}"
            if says is None:
                found.append(f"{where} failed with untouched starters: {line}")
            elif says not in line:
                found.append(f"{where} failed with {line!r}, which does not contain {says!r}.")
        if says is not None and not errors:
            found.append(f"{where} is meant to fail and did not.")
        if cell.source not in drawn and any(
            key.startswith("image/") for o in cell.outputs for key in o.get("data", {})
        ):
            found.append(f'{where} draws a picture without words for it. Add alt="…" to the cell.')
    last = book.cells[-1].outputs
    return found, float(last[0]["text"]) if last else 0.0


_MEASURE = """\
import resource, sys
unit = 2**20 if sys.platform == "darwin" else 2**10
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)"""


def _workplace(folder: Path, name: str) -> Path:
    place = folder / name
    place.mkdir()
    return place
