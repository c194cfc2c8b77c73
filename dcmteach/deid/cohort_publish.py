"""Search all of a run's output for every name, and only then let it be there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dcmteach.deid.batch_report import Outcome, Report
from dcmteach.deid.cohort_tables import write_tables
from dcmteach.deid.output import Output
from dcmteach.deid.tables import Table
from dcmteach.deid.worker_settings import Done
from dcmteach.errors import DcmteachError
from dcmteach.verify.tree import scan_tree
from dcmteach.verify.tree_result import TreeLeaks

__all__ = ["CohortLeakError", "Published", "publish"]

_SHOWN = 10


class CohortLeakError(DcmteachError):
    """A name of the cohort stands in the output; nothing of the run was left there.

    Attributes
    ----------
    leaks : TreeLeaks
        The places, with masked excerpts.
    """

    def __init__(self, message: str, leaks: TreeLeaks) -> None:
        super().__init__(message)
        self.leaks = leaks


class Published(NamedTuple):
    """What became of a run.

    Parameters
    ----------
    files : Report or None
        What became of each file.
    searched : int
        Bytes that were searched.
    unsearched : int
        Files of before this run that could not be searched.
    """

    files: Report | None
    searched: int
    unsearched: int


def publish(
    output: Output,
    staged: Path,
    tables: Mapping[str, Table],
    *,
    files: Report | None,
    names: Sequence[str],
    words: Sequence[str],
    before_publishing: Callable[[], None],
) -> Published:
    """Search, then publish.

    Parameters
    ----------
    output : Output
        The folder, locked.
    staged : Path
        Where the run's files lie until then, on the same disk.
    tables : mapping of str to Table
        By name.
    files : Report or None
        What became of each file so far.
    names, words : sequence of str
        The names of the cohort, and further words.
    before_publishing : callable
        Called when all is searched, and nothing is there yet.

    Raises
    ------
    CohortLeakError
        If a name is found, in what this run made or in what was there before.
    """
    staged.mkdir(parents=True, exist_ok=True)
    write_tables(staged, tables)
    leaks = scan_tree(output.folder, names, words=words)
    hidden = staged.relative_to(output.folder).as_posix() + "/"
    if leaks or any(one.file.startswith(hidden) for one in leaks.unsearched):
        raise CohortLeakError(_message(leaks, hidden), leaks)
    before_publishing()
    counts = dict(files.counts) if files is not None else {}
    left_out: list[Outcome] = []
    outputs = []
    for number, name in enumerate(files.outputs if files is not None else ()):
        part = staged / name
        digest = _digest(part) if (output.folder / name).exists() else ""
        done = output.publish(Done(number, "written", "", name, str(part), digest))
        if done.status != "written":
            counts["written"] -= 1
            counts[done.status] = counts.get(done.status, 0) + 1
        if done.status in {"written", "there already"}:
            outputs.append(name)
        else:
            left_out.append(Outcome(number, name, done.status, done.reason))
    for name in tables:
        (staged / name).replace(output.folder / name)
    output.sync()
    if files is None:
        return Published(None, leaks.searched, len(leaks.unsearched))
    made = Report(
        (*files, *left_out),
        counts={status: count for status, count in counts.items() if count},
        outputs=tuple(outputs),
        seconds=files.seconds,
        verified=files.verified,
        stopped=files.stopped,
        text=files.text,
    )
    return Published(made, leaks.searched, len(leaks.unsearched))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _message(leaks: TreeLeaks, hidden: str) -> str:
    lines = []
    for row in leaks[:_SHOWN]:
        where = row.file.removeprefix(hidden)
        before = "" if row.file != where else " (it was there before this run)"
        lines.append(f"  {where}, {row.place}: {row.kind}{before}")
    for one in leaks.unsearched[:_SHOWN]:
        lines.append(f"  {one.file.removeprefix(hidden)}: it could not be searched, {one.reason}")
    more = len(leaks) + len(leaks.unsearched) - len(lines)
    if more > 0:
        lines.append(f"  and {more} more")
    what = (
        "A name of the cohort stands in the output"
        if len(leaks)
        else ("Not all of the output could be searched for the names of the cohort")
    )
    return (
        f"{what}, so the whole run was withdrawn; what was there before it is untouched:\n"
        + "\n".join(lines)
        + "\nTake such files out of the source, or give a recipe that removes these elements, "
        "and run again."
    )
