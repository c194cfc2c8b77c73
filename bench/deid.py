"""De-identification of a whole corpus, beside pydicom and beside other tools."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.measure import Figure, fresh
from dcmteach.synth.corpus import corpus_folder
from dcmteach.synth.corpus_conformance import can_validate, new_errors
from dcmteach.synth.corpus_score import score_corpus

__all__ = ["PEERS", "deid"]

PEERS = ("dicognito", "dicomanonymizer")
"""Other tools, by the module they are imported as; measured where they are installed."""

_ROOT = Path(__file__).parents[1]
_CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
_START = (
    "import contextlib, io, time; t = time.perf_counter()\n"
    "from dcmteach.cli import main\n"
    "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
    "    main(['deidentify', '--help'])\n"
    "print(time.perf_counter() - t)"
)


@dataclass(frozen=True)
class _Run:
    seconds: float
    cpu: float
    peak: float


def deid(quick: bool) -> list[Figure]:
    """De-identify the corpus with the Basic Profile, and judge what came out."""
    count = 60 if quick else 600
    corpus = corpus_folder(count)
    peers = _peers()
    tools = ("pydicom", "dcmteach", "unverified", "two", *peers)
    runs: dict[str, list[_Run]] = {tool: [] for tool in tools}
    with tempfile.TemporaryDirectory() as work:
        flat = _flat(corpus, Path(work) / "flat")
        for number in range(1 if quick else 4):  # the first round of a full run is not measured
            for tool in tools:
                run = _run(tool, flat, Path(work) / f"{tool}-{number}")
                if quick or number:
                    runs[tool].append(run)
        figures = _speed(runs, count, peers)
        for tool in ("dcmteach", *peers):
            figures += _judged(tool, corpus, Path(work) / f"{tool}-0", quick=quick)
    (start,) = fresh(3 if quick else 15, _START)
    figures.append(
        Figure("deid.start_ms", median(start) * 1e3, "ms", "deidentify --help", at_most=500)
    )
    return figures


def _flat(corpus: Path, folder: Path) -> Path:
    """Lay all files but the DICOMDIR in one folder: some tools stop at the one or the other."""
    folder.mkdir()
    paths = sorted(p for p in corpus.rglob("*") if p.is_file() and p.name != "DICOMDIR")
    for number, path in enumerate(paths):
        try:
            os.link(path, folder / f"{number:05d}.dcm")
        except OSError:  # on another file system
            (folder / f"{number:05d}.dcm").write_bytes(path.read_bytes())
    return folder


def _interpreter(tool: str) -> str:
    """Return who runs a tool: `BENCH_PEERS` may name another environment's Python."""
    return os.environ.get("BENCH_PEERS", sys.executable) if tool in PEERS else sys.executable


def _child(tool: str, *arguments: str) -> object:
    def unpinned() -> None:
        if tool == "two" and _CORES:
            os.sched_setaffinity(0, _CORES)

    python = _interpreter(tool)
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody compiles all modules at each start
    if python != sys.executable:  # it has nothing of ours
        environment.pop("PYTHONPATH", None)
    ended = subprocess.run(
        [python, "-m", "bench.deid_child", *arguments],
        cwd=_ROOT, check=True, capture_output=True, text=True, preexec_fn=unpinned,
        env=environment,
    )  # fmt: skip
    return json.loads(ended.stdout)


def _peers() -> tuple[str, ...]:
    found = _child(PEERS[0], "has", ",".join(PEERS), "")
    assert isinstance(found, list)
    return tuple(found)


def _run(tool: str, source: Path, destination: Path) -> _Run:
    found = _child(tool, tool, str(source), str(destination))
    assert isinstance(found, dict)
    return _Run(**found)


def _speed(runs: dict[str, list[_Run]], count: int, peers: tuple[str, ...]) -> list[Figure]:
    seconds = {tool: median(run.seconds for run in runs[tool]) for tool in runs}
    cpu = {tool: median(run.cpu for run in runs[tool]) for tool in runs}
    ours = "Basic Profile, verified, one process"
    figures = [
        Figure("deid.count", count, "files", "of every kind, from three artificial patients"),
        Figure("deid.files_per_s", count / seconds["dcmteach"], "files/s", ours),
        Figure("deid.cpu_s", cpu["dcmteach"], "s", ours),
        Figure("deid.peak_mib", median(r.peak for r in runs["dcmteach"]), "MiB", ours, at_most=300),
        Figure("deid.pydicom_per_s", count / seconds["pydicom"], "files/s", "read + write alone"),
        Figure("deid.pydicom_cpu_s", cpu["pydicom"], "s", "read + write alone"),
        Figure(
            "deid.unverified_ratio", seconds["pydicom"] / seconds["unverified"], "×",
            "without verification, to pydicom's read + write", at_least=0.7,
        ),
        Figure(
            "deid.unverified_cpu_ratio", cpu["pydicom"] / cpu["unverified"], "×",
            "the same in CPU time",
        ),
        Figure(
            "deid.two_processes", seconds["dcmteach"] / seconds["two"], "×",
            "two processes to one, on a quiet machine", at_least=1.7,
        ),
    ]  # fmt: skip
    for peer in peers:
        figures += [
            Figure(f"deid.{peer}_per_s", count / seconds[peer], "files/s", f"{peer} alone"),
            Figure(f"deid.{peer}_cpu_s", cpu[peer], "s", f"{peer} alone"),
            Figure(
                f"deid.ratio_{peer}", seconds[peer] / seconds["dcmteach"], "×",
                f"ours, verified, to {peer}", at_least=1,
            ),
            Figure(
                f"deid.cpu_ratio_{peer}", cpu[peer] / cpu["dcmteach"], "×",
                "the same in CPU time",
            ),
        ]  # fmt: skip
    return figures


def _judged(tool: str, corpus: Path, output: Path, *, quick: bool) -> list[Figure]:
    ours = tool == "dcmteach"
    name = "deid" if ours else f"deid.{tool}"
    score = score_corpus(corpus, output)
    offered = len(score.planted - {"DICOMDIR", "file name", "folder name"})
    goal = 0 if ours else None
    figures = [
        Figure(f"{name}.written", score.outputs, "files", f"written by {tool}"),
        Figure(
            f"{name}.places", len(score.shown), "places",
            f"of {offered} kinds in which a patient still shows", at_most=goal,
        ),
        Figure(
            f"{name}.original_uids", score.files_with_uids, "files", "with an original UID",
            at_most=goal,
        ),
        Figure(
            f"{name}.references_wrong", score.wrong, "references",
            f"to something else, of {score.references}; {score.absent} are gone", at_most=goal,
        ),
        Figure(
            f"{name}.pixels_changed", len(score.pixels_changed), "files",
            "whose pixel bytes are others", at_most=goal,
        ),
    ]  # fmt: skip
    if can_validate():
        step = 1 if quick else 5
        found = new_errors((corpus / name, path) for name, path in score.pairs[::step])
        figures.append(
            Figure(
                f"{name}.new_errors", len(found), "kinds",
                "of errors (dciodvfy) that the input had not", at_most=goal,
            )
        )  # fmt: skip
    return figures
