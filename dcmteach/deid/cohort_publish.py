"""Search all of a run's output for every name, and only then let it be there."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dcmteach.deid.batch_report import Outcome, Report
from dcmteach.deid.cohort_tables import write_tables
from dcmteach.deid.output import Output
from dcmteach.deid.output_part import NO_ROOM, explained
from dcmteach.deid.tables import Table
from dcmteach.deid.worker_settings import Done
from dcmteach.errors import DcmteachError, SaveError
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
    sources : tuple of (str, str)
        For each file of the output with a find, the file of the source that it was made from.
        For the owner's eyes: names of files may hold names.
    """

    def __init__(
        self, message: str, leaks: TreeLeaks, sources: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(message)
        self.leaks = leaks
        self.sources = sources


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
    sources_of: Callable[[Collection[int]], Mapping[int, str]],
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
    sources_of : callable
        Gives the names of files of the source by their numbers.

    Raises
    ------
    CohortLeakError
        If a name is found, in what this run made or in what was there before.
    SaveError
        If there was no room for all of it.
    """
    if files is not None and files.stopped:
        raise _no_room(files.stopped)
    try:
        staged.mkdir(parents=True, exist_ok=True)
        write_tables(staged, tables)
    except OSError as error:
        raise _no_room(explained(error)) from None
    leaks = scan_tree(output.folder, names, words=words)
    hidden = staged.relative_to(output.folder).as_posix() + "/"
    if leaks or any(one.file.startswith(hidden) for one in leaks.unsearched):
        raise CohortLeakError(
            _message(leaks, hidden), leaks, _sources(leaks, hidden, files, sources_of)
        )
    before_publishing()
    counts = dict(files.counts) if files is not None else {}
    left_out: list[Outcome] = []
    outputs = []
    moved: list[Path] = []
    pairs = zip(files.numbers, files.outputs, strict=True) if files is not None else ()
    try:
        for number, name in pairs:
            part, place = staged / name, output.folder / name
            if not part.exists():  # an earlier run wrote it, and its record says how
                outputs.append(name)
                continue
            digest = _digest(part) if place.exists() else ""
            done = output.publish(Done(number, "written", "", name, str(part), digest))
            if done.status == NO_ROOM:
                raise _no_room(done.reason)
            if done.status == "written":
                moved.append(place)
            else:
                counts["written"] -= 1
                counts[done.status] = counts.get(done.status, 0) + 1
            if done.status in {"written", "there already"}:
                outputs.append(name)
            else:
                left_out.append(Outcome(number, name, done.status, done.reason))
        for name in tables:
            (staged / name).replace(output.folder / name)
    except BaseException:
        _take_back(moved, output.folder)
        raise
    output.sync()
    if files is None:
        return Published(None, leaks.searched, len(leaks.unsearched))
    made = Report(
        (*files, *left_out),
        counts={status: count for status, count in counts.items() if count},
        outputs=tuple(outputs),
        seconds=files.seconds,
        verified=files.verified,
        text=files.text,
        faces=files.faces,
    )
    return Published(made, leaks.searched, len(leaks.unsearched))


def _take_back(moved: Sequence[Path], folder: Path) -> None:
    """Undo what was published so far, as well as it can be."""
    for place in reversed(moved):
        with contextlib.suppress(OSError):
            place.unlink()
            for parent in place.parents:
                if parent == folder:
                    break
                parent.rmdir()  # as long as it is empty


def _no_room(why: str) -> SaveError:
    return SaveError(
        f"The run ended early: {why}. Nothing of it was left in the output, since a cohort is "
        "published as a whole. Make room or choose another folder, and run again."
    )


def _sources(
    leaks: TreeLeaks,
    hidden: str,
    files: Report | None,
    sources_of: Callable[[Collection[int]], Mapping[int, str]],
) -> tuple[tuple[str, str], ...]:
    found = {one.file.removeprefix(hidden) for one in (*leaks, *leaks.unsearched)}
    pairs = zip(files.outputs, files.numbers, strict=True) if files is not None else ()
    numbers = {name: number for name, number in pairs if name in found}
    sources = sources_of(set(numbers.values())) if numbers else {}
    return tuple((name, sources[n]) for name, n in sorted(numbers.items()) if n in sources)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _message(leaks: TreeLeaks, hidden: str) -> str:
    finds = _finds(leaks, hidden)
    unsearched = [
        f"  {one.file.removeprefix(hidden)}: it could not be searched, {one.reason}"
        for one in leaks.unsearched
    ]
    lines = finds[:_SHOWN] + unsearched[:_SHOWN]
    more = len(finds) + len(unsearched) - len(lines)
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


def _finds(leaks: TreeLeaks, hidden: str) -> list[str]:
    """Say each place once, however many people or spellings of a name were found there."""
    said: dict[str, None] = {}
    for row in leaks:
        where = row.file.removeprefix(hidden)
        before = "" if row.file != where else " (it was there before this run)"
        said[f"  {where}, {row.place}: {row.kind}{before}"] = None
    return list(said)
