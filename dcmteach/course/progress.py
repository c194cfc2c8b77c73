"""What a learner has done so far: a small local file, theirs to read and to delete.

It holds each exercise's slug, outcome, number of tries, hints used and date. It never holds an
answer (an answer may be an identifier), and it is never sent anywhere. The environment variable
``DCMTEACH_HOME`` names the folder for it; with ``DCMTEACH_PROGRESS=off`` nothing is written.
"""

from __future__ import annotations

import datetime
import json
import os
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

from dcmteach.course.outcome import OUTCOMES, OutcomeName

__all__ = ["Entry", "ProgressWarning", "forget", "home", "load", "progress_path"]
__all__ += ["record", "shown"]


class ProgressWarning(UserWarning):
    """The progress file could not be read or written; lessons go on without it."""


class Entry(TypedDict):
    """What is kept about one exercise."""

    outcome: OutcomeName
    tries: int
    hints: int
    date: str


_session: dict[str, Entry] = {}
_warned: set[str] = set()


def home() -> Path:
    """Give the folder that dcmteach keeps its files in.

    Returns
    -------
    pathlib.Path
        ``$DCMTEACH_HOME`` if set, else ``~/.dcmteach``; it need not exist.
    """
    chosen = os.environ.get("DCMTEACH_HOME")
    return Path(chosen).expanduser() if chosen else Path.home() / ".dcmteach"


def progress_path() -> Path:
    """Give the file in which progress is kept; it need not exist."""
    return home() / "progress.json"


def shown(path: Path) -> str:
    """Write a path without the user's name: ``~`` for the home folder, else its last two parts.

    Parameters
    ----------
    path : pathlib.Path
        Any path; what is shown may end up on a screenshot or a web page.

    Returns
    -------
    str
        ``~/…`` inside the home folder, ``…/folder/name`` elsewhere.
    """
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return "/".join(["…", *path.parts[-2:]])


def load() -> dict[str, Entry]:
    """Read what was done so far.

    Returns
    -------
    dict of str to Entry
        By slug. Without a readable file, what was done in this session.
    """
    if os.environ.get("DCMTEACH_PROGRESS", "").lower() == "off":
        return dict(_session)
    try:
        raw = json.loads(progress_path().read_text(encoding="utf-8"))
        entries = raw["exercises"]
        return {str(slug): _entry(entries[slug]) for slug in entries}
    except FileNotFoundError:
        return {}
    except (OSError, RuntimeError) as err:
        _say_once("read", f"cannot be read ({type(err).__name__})")
    except (ValueError, KeyError, TypeError, AttributeError):
        _say_once("corrupt", "is damaged and was not used; it will be replaced at the next check")
    return dict(_session)


def record(slug: str, *, outcome: OutcomeName | None = None, hints: int | None = None) -> None:
    """Note a try or a hint. Never fails: without a writable file, only this session remembers.

    Parameters
    ----------
    slug : str
        The exercise.
    outcome : {"not attempted", "not yet", "correct"}, optional
        What the check found. "not attempted" is no try and is not noted.
        Once correct, an exercise stays correct.
    hints : int, optional
        How many hints have been shown; the largest number is kept.
    """
    entries = load()
    entry = entries.get(slug) or Entry(outcome="not attempted", tries=0, hints=0, date="")
    before = entry.copy()
    if outcome is not None and outcome != "not attempted":
        entry["tries"] += 1
        if entry["outcome"] != "correct":
            entry["outcome"] = outcome
    if hints is not None:
        entry["hints"] = max(entry["hints"], hints)
    if entry == before:
        return
    entry["date"] = datetime.date.today().isoformat()
    entries[slug] = entry
    _session[slug] = entry
    if os.environ.get("DCMTEACH_PROGRESS", "").lower() != "off":
        _write(entries)


def forget() -> None:
    """Delete the progress file and what this session remembers."""
    _session.clear()
    try:
        progress_path().unlink(missing_ok=True)
    except (OSError, RuntimeError) as err:
        _say_once("delete", f"cannot be deleted ({type(err).__name__})")


def _entry(raw: Mapping[str, object]) -> Entry:
    outcome, tries, hints, date = (raw[key] for key in ("outcome", "tries", "hints", "date"))
    if outcome not in OUTCOMES or not isinstance(tries, int) or not isinstance(hints, int):
        raise ValueError("not an entry")
    return Entry(outcome=outcome, tries=tries, hints=hints, date=str(date))


def _write(entries: Mapping[str, Entry]) -> None:
    """Write beside the destination, sync, rename: the file is whole at any time."""
    temporary = None
    try:
        path = progress_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".progress-", suffix=".json")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "exercises": entries}, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except (OSError, RuntimeError) as err:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        _say_once("write", f"cannot be written ({type(err).__name__})")


def _say_once(kind: str, problem: str) -> None:
    if kind not in _warned:
        _warned.add(kind)
        warnings.warn(
            f"Your progress file {problem}. The lesson goes on; progress is remembered until the "
            "kernel stops. Set DCMTEACH_HOME to a folder you may write to keep it.",
            ProgressWarning,
            stacklevel=4,
        )
